"""The desk in the sidebar: a village without a house to go to sees the way in only."""

import pytest

from dasbor.navigasi_ruko import LAYAR_RUKO, RUKO
from tests.dasbor.test_navigasi_luna import items
from tests.ruko_parsel.pabrik import make_camat, make_desa, make_permintaan
from tests.ruko_parsel.pabrik_rumah import make_ruang

pytestmark = pytest.mark.django_db
SEMUA = {butir[0] for _judul, kelompok in RUKO for butir in kelompok}
PINTU = {"Permintaan koordinasi", "Ajukan permintaan"}


def seen(user):
    return {item["title"] for item in items("/admin/", user)} & SEMUA


def test_each_entry_stands_once_and_each_screen_has_its_permission():
    butir = [b for _judul, kelompok in RUKO for b in kelompok]
    assert len({b[0] for b in butir}) == len(butir)
    assert set(LAYAR_RUKO) <= {b[2] for b in butir}


def test_a_village_whose_kecamatan_has_no_house_yet_sees_only_the_way_in():
    assert seen(make_desa()) == PINTU


@pytest.mark.parametrize("mulai", [make_ruang, make_permintaan])
def test_with_the_first_room_or_request_the_rest_appears_but_never_what_the_office_sets_up(mulai):
    mulai()
    ada = seen(make_desa())
    assert ada > PINTU | {"Kalender ruang", "Jawaban terbuka", "Siaga bencana"}
    assert not ada & {
        "Papan permintaan", "Tangga pengingat", "Ruang", "Jam buka", "Hari tutup", "Layar dan QR",
        "Buku tamu", "Meja antrean", "Petugas gizi", "Laporan bulanan", "Peringatan dini",
    }  # fmt: skip


def test_a_room_that_is_not_used_any_more_opens_nothing():
    make_ruang(aktif=False)
    assert seen(make_desa()) == PINTU


def test_the_office_always_sees_what_it_sets_up():
    assert {"Ruang", "Jam buka", "Papan permintaan"} <= seen(make_camat())
