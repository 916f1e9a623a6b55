"""The sidebar: everything once, and never two items lit for one page."""

import pytest
from django.test import RequestFactory
from django.urls import reverse

from dasbor.navigasi import susun
from dasbor.navigasi_luna import LAYAR_LUNA, LUNA
from tests.factories import PenggunaFactory
from tests.luna_maya.pabrik import UTARA

pytestmark = pytest.mark.django_db


def items(alamat, user=None):
    request = RequestFactory().get(alamat)
    request.user = user or PenggunaFactory(peran="lurah", di=UTARA)
    return [item for group in susun(request) for item in group["items"]]


def lit(alamat):
    return [item["title"] for item in items(alamat) if item["active"]]


@pytest.mark.parametrize(
    ("nama", "query", "judul"),
    [
        ("admin:index", "", "Beranda"),
        ("admin:luna_maya_kunjungan_kalender", "", "Kalender kunjungan"),
        ("admin:luna_maya_kunjungan_pekan", "", "Kalender kunjungan"),
        ("admin:luna_maya_kunjungan_giliran", "", "Giliran RT"),
        ("admin:luna_maya_malamtenang_changelist", "", "Malam tenang"),
        ("admin:luna_maya_usulkunjungan_susun", "", "Usulan kunjungan"),
        ("admin:luna_maya_usulkunjungan_changelist", "", "Riwayat usulan"),
        ("admin:luna_maya_pertimbangan_peta", "", "Peta masalah"),
        ("admin:luna_maya_pertimbangan_changelist", "", "Pertimbangan kebijakan"),
        ("admin:luna_maya_undangan_changelist", "", "Undangan warga"),
        ("admin:luna_maya_tugas_changelist", "?punya=saya", "Tugas saya"),
        ("admin:luna_maya_kunjungan_add", "", "Daftar kunjungan"),
        ("admin:luna_maya_kontakmalam_changelist", "", "Kontak malam"),
    ],
)
def test_exactly_the_item_of_the_page_is_lit(nama, query, judul):
    assert lit(reverse(nama) + query) == [judul]


def test_a_filtered_list_lights_its_own_filter_and_a_single_ticket_none_of_four():
    daftar = reverse("admin:curhat_tiket_changelist")
    assert lit(f"{daftar}?keadaan=saya") == ["Tiket saya"]
    assert lit(f"{daftar}5/change/") == []


def test_everything_is_there_once_and_what_one_may_not_open_is_not():
    semua = [butir for _judul, kelompok in LUNA for butir in kelompok]
    assert len({butir[0] for butir in semua}) == len({butir[2] for butir in semua}) == len(semua)
    assert set(LAYAR_LUNA) <= {butir[2] for butir in semua}
    judul = [item["title"] for item in items("/admin/")]
    assert all(judul.count(butir[0]) == 1 for butir in semua)
    kios = PenggunaFactory(peran="operator_kios", di=UTARA)
    assert not {butir[0] for butir in semua} & {i["title"] for i in items("/admin/", kios)}
