"""The number of a host is typed once, kept encrypted, and never shown whole again."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from luna_maya.services.kontak import (
    masked_nomor,
    set_kontak_tokoh,
    set_kontak_tuan_rumah,
)
from pesan.models import Kontak, Persetujuan
from tests.luna_maya.pabrik import make_tokoh, make_tuan_rumah

pytestmark = pytest.mark.django_db


def test_a_number_becomes_one_contact_however_it_is_spaced():
    rumah = set_kontak_tuan_rumah(make_tuan_rumah(), nomor="0812-0000 0001")
    lain = set_kontak_tuan_rumah(make_tuan_rumah("Warung Acil Imah"), nomor="+62 81200000001")
    assert rumah.kontak == lain.kontak
    assert rumah.kontak.saluran == "whatsapp"
    assert rumah.kontak.alamat_hingga is None
    assert Persetujuan.objects.get(kontak=rumah.kontak).versi_teks == "luna-nomor-1"
    assert masked_nomor(rumah.kontak) == "+6281•••••••01"


@pytest.mark.parametrize("nomor", ["0812", "bukan nomor", "12345"])
def test_what_is_no_number_is_refused_by_its_field(nomor):
    with pytest.raises(ValidationError) as salah:
        set_kontak_tokoh(make_tokoh(), nomor=nomor)
    assert "nomor" in salah.value.message_dict
    assert not Kontak.objects.exists()


def test_an_address_whose_time_was_over_is_known_again():
    kontak = set_kontak_tuan_rumah(make_tuan_rumah(), nomor="081200000001").kontak
    Kontak.objects.update(alamat="", alamat_hingga=timezone.now())
    tokoh = set_kontak_tokoh(make_tokoh(), nomor="081200000001")
    assert tokoh.kontak == kontak
    assert tokoh.kontak.alamat == "6281200000001"
    assert tokoh.kontak.alamat_hingga is None


def test_an_empty_number_takes_it_away_and_lets_the_address_go():
    rumah = set_kontak_tuan_rumah(make_tuan_rumah(), nomor="081200000001")
    kontak = rumah.kontak
    assert set_kontak_tuan_rumah(rumah, nomor="").kontak is None
    kontak.refresh_from_db()
    assert kontak.alamat_hingga is not None
