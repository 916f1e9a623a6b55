"""A flood of web forms: counted by the typed address, and no flood for the lurah."""

import pytest

from curhat.models import Curhat, Tiket
from curhat.services.curhat import release_ditahan
from pesan.models import PesanKeluar
from tests.curhat.halaman import laporan_baru, masuk_lacak

pytestmark = pytest.mark.usefixtures("kelurahan")
KEBAKARAN = "Tolong, rumah di RT 04 RW 01 kebakaran, ada anak di dalam"


def test_forms_of_one_address_are_held_beyond_the_limit_and_keep_their_pin(moderator):
    for _ in range(8):
        _, page, kode, pin = laporan_baru(cerita=KEBAKARAN, kontak="orang@contoh.id")
    assert Tiket.objects.count() == 6
    assert "tetap kami simpan" in page.content.decode()
    assert PesanKeluar.objects.filter(kontak__isnull=False).count() == 12
    curhat = Curhat.objects.get(kode=kode)
    assert curhat.ditahan
    release_ditahan(curhat, by=moderator)
    masuk_lacak(kode, pin)
    baru = PesanKeluar.objects.filter(rujukan=kode, kontak__isnull=False)
    assert [p.templat for p in baru] == ["jawaban"]


def test_too_many_urgent_forms_become_one_notice():
    for _ in range(8):
        laporan_baru(cerita=KEBAKARAN)
    assert Tiket.objects.count() == 8
    assert PesanKeluar.objects.filter(templat="notif_lurah").count() == 5 * 2
    ringkas = PesanKeluar.objects.filter(templat="notif_ringkas")
    assert ringkas.count() == 2
    assert "daftar tiket" in ringkas.first().badan
