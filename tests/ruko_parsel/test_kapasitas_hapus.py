"""Names and numbers leave when they are asked to, or when their time is over."""

import datetime as dt

import pytest
from django.utils import timezone

from ruko_parsel.models import KontakSiaga, PesertaPembinaan
from ruko_parsel.services.pembinaan import register_peserta
from ruko_parsel.services.siaga import retire_kontak
from ruko_parsel.siaga_penghapus import blank_peserta, erase
from tests.factories import WilayahFactory
from tests.ruko_parsel.pabrik import INAN, make_desa
from tests.ruko_parsel.pabrik_kapasitas import make_kontak_siaga
from tests.ruko_parsel.test_kapasitas_pembinaan import plan


@pytest.mark.django_db
def test_a_second_person_who_asks_to_be_forgotten_leaves_the_first_one_there():
    satu = make_kontak_siaga(nama_kedua="Mila Karangan", nomor_kedua="081255550002")
    erase(satu.kontak_kedua)
    satu.refresh_from_db()
    assert (satu.aktif, satu.nomor_kedua, satu.nama_kedua) == (True, "", "")
    erase(satu.kontak)
    satu.refresh_from_db()
    assert (satu.aktif, satu.nomor, satu.nama) == (False, "", "")


@pytest.mark.django_db
def test_who_is_called_no_more_leaves_neither_name_nor_number():
    satu = make_kontak_siaga(nama_kedua="Mila Karangan", nomor_kedua="081255550002")
    for _ in range(2):
        retire_kontak(satu, by=make_desa())
    satu.refresh_from_db()
    assert not any((satu.nama, satu.nomor, satu.nama_kedua, satu.nomor_kedua))
    make_kontak_siaga()
    assert KontakSiaga.objects.active().count() == 1


@pytest.mark.django_db
def test_names_of_participants_go_two_years_after():
    baru, lama = plan(INAN), plan(INAN, tanggal=dt.date(2022, 5, 2))
    for rencana in (baru, lama):
        register_peserta(
            rencana, desa=WilayahFactory(kode=INAN), nama="Siti", jabatan="Kaur", by=make_desa()
        )
    assert blank_peserta(timezone.now()) == {"peserta_binaan": 1}
    assert PesertaPembinaan.objects.get(rencana=lama).nama == ""
    assert PesertaPembinaan.objects.get(rencana=baru).nama == "Siti"
