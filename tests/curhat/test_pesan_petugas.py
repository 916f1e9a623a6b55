"""Staff write to a resident without ever seeing an address."""

import pytest

from curhat.admin.tiket import reach_of
from curhat.services.tiket import message_warga
from tests.curhat.conftest import kepada_warga
from tests.factories import KontakFactory, TiketFactory


def test_a_message_of_staff_goes_through_the_outbox_and_not_into_history(kelurahan, moderator):
    tiket = TiketFactory(kontak=KontakFactory())
    message_warga(tiket, by=moderator, teks="Besok pagi kami datang.")
    templat, badan = kepada_warga()[-1]
    assert templat == "dari_petugas"
    assert "Besok pagi kami datang." in badan
    assert "Besok" not in tiket.riwayat.last().catatan


def test_who_can_only_be_reached_by_code_and_pin_gets_none(kelurahan, moderator):
    tiket = TiketFactory()
    assert "kode dan PIN" in reach_of(tiket.curhat.kontak)
    with pytest.raises(ValueError, match="kode dan PIN"):
        message_warga(tiket, by=moderator, teks="Halo")


def test_the_ticket_says_how_the_resident_can_be_reached(kelurahan, moderator, client):
    client.force_login(moderator)
    tiket = TiketFactory(kontak=KontakFactory())
    html = client.get(f"/admin/curhat/tiket/{tiket.pk}/change/").content.decode()
    assert reach_of(tiket.curhat.kontak) in html
    assert "Kirim pesan ke warga" in html
