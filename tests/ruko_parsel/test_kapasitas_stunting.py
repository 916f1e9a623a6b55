"""Children weighed: no small cell gets out, nothing half saved, exact for few."""

import datetime as dt
import random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from ruko_parsel.angka_stunting import read_tables, sees_exact
from ruko_parsel.models import AngkaStunting
from ruko_parsel.services.stunting import (
    AngkaKeliru,
    appoint_gizi,
    correct_angka,
    dismiss_gizi,
)
from ruko_parsel.tutup_sel import Cacah, hide_cells, may_sum
from tests.factories import WilayahFactory
from tests.ruko_parsel.pabrik import INAN, KECAMATAN, PANGGUNG, make_camat, make_desa, make_petugas
from tests.ruko_parsel.pabrik_kapasitas import desa_ke, make_angka
from wilayah.models import CatatanEkspor
from wilayah.zona import hari_ini

TABEL = "/admin/ruko_parsel/angkastunting/tabel/"
IMPOR = "/admin/ruko_parsel/angkastunting/impor/"
LIST = "/admin/ruko_parsel/angkastunting/"


def this_month():
    return hari_ini(KECAMATAN).replace(day=1)


def test_a_lone_small_cell_takes_another_with_it():
    cacah = {"a": Cacah(80, 3), "b": Cacah(80, 12), "c": Cacah(70, 20)}
    assert hide_cells(cacah) == {"a", "b"}
    assert may_sum(cacah, hide_cells(cacah))


def test_a_small_complement_is_hidden_too_and_a_nought_is_not():
    cacah = {"a": Cacah(30, 27), "b": Cacah(80, 40), "c": Cacah(60, 0)}
    assert "a" in hide_cells(cacah)
    assert "c" not in hide_cells({"b": Cacah(80, 40), "c": Cacah(60, 0)})


def test_two_small_cells_that_their_sum_would_give_away_take_a_third():
    cacah = {"a": Cacah(80, 1), "b": Cacah(80, 1), "c": Cacah(80, 9)}
    assert hide_cells(cacah) == {"a", "b", "c"}


def test_nothing_small_can_be_had_by_subtraction_whatever_the_figures():
    """A reader knows the sum, what is shown and every `dari`: each hidden count keeps room."""
    acak = random.Random(46)
    for _ in range(400):
        cacah = {}
        for n in range(acak.randint(1, 16)):
            dari = acak.randint(5, 120)
            cacah[str(n)] = Cacah(dari, acak.randint(0, min(dari, acak.choice([4, 9, 40]))))
        tutup = hide_cells(cacah)
        for k, c in cacah.items():
            if k not in tutup:
                assert not 0 < c.jumlah < 5
                assert not 0 < c.sisa < 5
        if not tutup or not may_sum(cacah, tutup):
            continue
        jumlah = sum(cacah[k].jumlah for k in tutup)
        for k in tutup:
            lain = sum(cacah[x].dari for x in tutup if x != k)
            rendah, tinggi = max(0, jumlah - lain), min(cacah[k].dari, jumlah)
            assert tinggi - rendah >= 4


@pytest.mark.django_db
def test_the_database_refuses_more_stunted_than_weighed():
    satu = make_angka()
    with pytest.raises(IntegrityError, match="angka_stunting_tidak_lebih"), transaction.atomic():
        AngkaStunting.objects.filter(pk=satu.pk).update(stunting=81)
    with pytest.raises(AngkaKeliru, match="sudah punya angka"):
        make_angka()
    with pytest.raises(AngkaKeliru) as galat:
        make_angka(di=PANGGUNG, stunting=90)
    assert galat.value.kolom == "stunting"
    with pytest.raises(AngkaKeliru):
        make_angka(di=PANGGUNG, bulan=this_month() + dt.timedelta(days=32))


@pytest.mark.django_db
def test_exact_figures_are_for_the_village_the_camat_and_whom_the_camat_names(client):
    angka = make_angka(stunting=3)
    make_angka(di=PANGGUNG)
    camat, petugas = make_camat(), make_petugas()
    kecamatan = WilayahFactory(kode=KECAMATAN)
    assert list(AngkaStunting.objects.visible_to(make_desa())) == [angka]
    assert AngkaStunting.objects.visible_to(camat).count() == 2
    assert not AngkaStunting.objects.visible_to(petugas).exists()
    client.force_login(petugas)
    assert "<td>3</td>" not in client.get(TABEL).content.decode()
    assert client.get(f"{LIST}{angka.pk}/change/").status_code == 404
    with pytest.raises(AngkaKeliru):
        appoint_gizi(kecamatan, petugas, by=petugas)
    tugas = appoint_gizi(kecamatan, petugas, by=camat)
    assert sees_exact(petugas, KECAMATAN)
    assert "<td>3</td>" in client.get(TABEL).content.decode()
    dismiss_gizi(tugas, by=camat)
    assert "<td>3</td>" not in client.get(TABEL).content.decode()
    client.force_login(make_desa(di=PANGGUNG))
    layar = client.get(TABEL).content.decode()
    assert "Inan" not in layar
    assert client.get(f"{LIST}{angka.pk}/change/").status_code == 404


@pytest.mark.django_db
def test_the_file_hides_what_the_page_hides(client):
    make_angka(stunting=3)
    for n in range(5, 10):
        make_angka(di=desa_ke(n).kode, stunting=10 + n)
    client.force_login(make_petugas())
    isi = client.get(f"{TABEL}?bentuk=csv").getvalue().decode()
    assert f"{INAN},Desa Inan,80,ditutup,," in isi
    assert isi.count("ditutup") >= 2
    assert CatatanEkspor.objects.filter(apa="tabel stunting").exists()


@pytest.mark.django_db
def test_a_total_too_small_is_hidden_as_well():
    make_angka(ditimbang=30, stunting=2, wasting=None)
    bulan = this_month()
    jumlah = read_tables(KECAMATAN, [bulan], tepat=False)[bulan].jumlah
    assert jumlah.stunting.tutup
    assert jumlah.ditimbang.jumlah == 30


@pytest.mark.django_db
def test_a_correction_keeps_what_was_there(client):
    desa = make_desa()
    satu = make_angka(by=desa)
    with pytest.raises(AngkaKeliru, match="alasan"):
        correct_angka(satu, ditimbang=80, stunting=11, wasting=None, alasan=" ", by=desa)
    correct_angka(satu, ditimbang=82, stunting=11, wasting=6, alasan="Salah salin", by=desa)
    assert satu.riwayat.get().stunting == 12
    client.force_login(desa)
    assert "Salah salin" in client.get(f"{LIST}{satu.pk}/change/").content.decode()


@pytest.mark.django_db
def test_a_file_is_taken_whole_or_not_at_all(client):
    desa = make_desa()
    WilayahFactory(kode=PANGGUNG)
    client.force_login(desa)
    bulan = f"{this_month():%Y-%m}"
    buruk = (
        "wilayah,bulan,ditimbang,stunting\n"
        f"{INAN},{bulan},50,6\n{PANGGUNG},{bulan},50,6\n{INAN},kemarin,5x,9\n{INAN},2025-01,5,9\n"
        f"{INAN},{bulan},50,6\n"
    )
    jawab = client.post(IMPOR, {"berkas": SimpleUploadedFile("a.csv", buruk.encode())})
    assert jawab.status_code == 422
    galat = {(g.baris, g.kolom) for g in jawab.context["hasil"].galat}
    assert galat == {(3, "wilayah"), (4, "bulan"), (4, "ditimbang"), (5, "stunting"), (6, "bulan")}
    assert client.post(IMPOR, {"isi": buruk}).status_code == 422
    assert not AngkaStunting.objects.exists()
    baik = (
        f"wilayah;bulan;ditimbang;stunting;wasting\n{INAN};{bulan};50;6;\n{INAN};2025-01;40;5;2\n"
    )
    jawab = client.post(IMPOR, {"berkas": SimpleUploadedFile("b.csv", baik.encode())})
    assert "2 baris siap disimpan" in jawab.content.decode()
    client.post(IMPOR, {"isi": jawab.context["isi"]})
    assert AngkaStunting.objects.count() == 2


@pytest.mark.django_db
def test_a_broken_file_says_so(client):
    client.force_login(make_desa())
    jawab = client.post(IMPOR, {"berkas": SimpleUploadedFile("a.csv", b"PK\x03\x04rusak")})
    assert jawab.status_code == 422
    jawab = client.post(IMPOR, {"berkas": SimpleUploadedFile("a.csv", b"wilayah,asing\n1,2\n")})
    assert "tidak dikenal" in jawab.content.decode()


@pytest.mark.django_db
def test_the_table_costs_the_same_for_one_and_fifteen(client, django_assert_max_num_queries):
    make_angka()
    client.force_login(make_camat())
    with django_assert_max_num_queries(25):
        client.get(TABEL)
    for n in range(4, 18):
        make_angka(di=desa_ke(n).kode)
    with django_assert_max_num_queries(25):
        assert client.get(TABEL).content.decode().count("<td>80</td>") == 15
    with django_assert_max_num_queries(25):
        client.get(LIST)
