"""A village's state on the eleven kinds: filled in, frozen, corrected, seen by whom it is for."""

import threading

import pytest
from django.db import DatabaseError, connection, transaction

from ruko_parsel.angka_kapasitas import read_profil
from ruko_parsel.models import JenisMasalah, NilaiKapasitas, PenilaianKapasitas, TingkatKapasitas
from ruko_parsel.models.kapasitas import shift_periode
from ruko_parsel.muat import load_kapasitas
from ruko_parsel.services.kapasitas import (
    PenilaianKeliru,
    say_beda,
    send_penilaian,
    start_penilaian,
)
from tests.factories import WilayahFactory
from tests.ruko_parsel.pabrik import INAN, KECAMATAN, PANGGUNG, TETANGGA, make_camat, make_desa
from tests.ruko_parsel.pabrik import make_petugas as petugas_di
from tests.ruko_parsel.pabrik_kapasitas import KINI, desa_ke, fill_penilaian, make_penilaian

PETA = "/admin/ruko_parsel/penilaiankapasitas/peta/"
LIST = "/admin/ruko_parsel/penilaiankapasitas/"


def profil(kode):
    return f"{LIST}desa/{kode}/"


@pytest.mark.django_db
def test_each_kind_has_five_described_levels_and_loading_again_adds_none():
    load_kapasitas()
    assert TingkatKapasitas.objects.count() == 55
    assert load_kapasitas() == 0


@pytest.mark.django_db
def test_what_was_sent_is_frozen_by_the_database():
    satu = make_penilaian()
    for ubah in (
        lambda: NilaiKapasitas.objects.filter(penilaian=satu).update(nilai=5),
        lambda: PenilaianKapasitas.objects.filter(pk=satu.pk).update(periode="2020-S1"),
        lambda: NilaiKapasitas.objects.filter(penilaian=satu).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            ubah()


@pytest.mark.django_db
def test_a_correction_is_a_new_version_with_a_reason():
    desa = make_desa()
    satu = make_penilaian(by=desa)
    with pytest.raises(PenilaianKeliru, match="alasan"):
        start_penilaian(satu.wilayah, periode=KINI, by=desa)
    dua = start_penilaian(satu.wilayah, periode=KINI, by=desa, alasan="Salah lihat buku kas")
    assert (dua.versi, dua.nilai.count()) == (2, 11)
    fill_penilaian(dua, desa, 4)
    send_penilaian(dua, by=desa)
    assert read_profil(satu.wilayah, KINI).baris[0].desa == 4
    assert satu.nilai.first().nilai == 3


@pytest.mark.django_db
def test_it_is_sent_only_when_all_eleven_are_there_and_names_the_missing():
    desa = make_desa()
    draf = start_penilaian(WilayahFactory(kode=INAN), periode=KINI, by=desa)
    with pytest.raises(PenilaianKeliru, match="Stunting"):
        send_penilaian(draf, by=desa)


@pytest.mark.django_db
def test_neither_side_fills_in_the_other_ones_nor_a_half_year_to_come():
    desa = make_desa()
    draf = start_penilaian(WilayahFactory(kode=INAN), periode=KINI, by=desa)
    with pytest.raises(PenilaianKeliru, match="pihak lain"):
        fill_penilaian(draf, petugas_di())
    with pytest.raises(PenilaianKeliru, match="semester"):
        start_penilaian(draf.wilayah, periode=shift_periode(KINI, 1), by=desa)
    with pytest.raises(PenilaianKeliru, match="di luar"):
        start_penilaian(WilayahFactory(kode=PANGGUNG), periode=KINI, by=desa)


@pytest.mark.django_db
def test_a_draft_of_the_desk_is_hidden_from_the_village_until_it_is_sent(client):
    desa, meja = make_desa(), petugas_di()
    draf = start_penilaian(WilayahFactory(kode=INAN), periode=KINI, by=meja)
    assert draf not in PenilaianKapasitas.objects.visible_to(desa)
    fill_penilaian(draf, meja)
    send_penilaian(draf, by=meja)
    assert draf in PenilaianKapasitas.objects.visible_to(desa)
    client.force_login(desa)
    assert client.get(f"{LIST}{draf.pk}/change/").status_code == 200
    assert client.get(f"{LIST}{draf.pk}/isi/").status_code == 404


@pytest.mark.django_db
def test_a_village_fills_its_form_and_sends_it(client):
    desa = make_desa()
    client.force_login(desa)
    jawab = client.post(f"{LIST}add/", {"wilayah": INAN, "periode": KINI, "alasan": ""})
    draf = PenilaianKapasitas.objects.get()
    assert jawab.url == f"{LIST}{draf.pk}/isi/"
    isi = {}
    for kode in JenisMasalah.objects.values_list("pk", flat=True):
        isi |= {f"nilai_{kode}": "2", f"bukti_{kode}": "<b>Buku\x00 tamu</b>"}
    kurang = client.post(jawab.url, isi | {"nilai_stunting": "", "aksi": "kirim"})
    assert kurang.status_code == 422
    assert "Belum dinilai: Stunting" in kurang.content.decode()
    assert client.post(jawab.url, isi | {"nilai_keuangan": "9"}).status_code == 422
    client.post(jawab.url, isi | {"aksi": "kirim"})
    draf.refresh_from_db()
    assert draf.status == "kirim"
    layar = client.get(profil(INAN)).content.decode()
    assert "&lt;b&gt;Buku tamu&lt;/b&gt;" in layar
    assert "<svg" in layar


@pytest.mark.django_db
def test_the_pages_are_scoped(client):
    make_penilaian()
    WilayahFactory(kode=PANGGUNG)
    client.force_login(make_desa(di=PANGGUNG))
    assert client.get(profil(INAN)).status_code == 404
    assert client.get(PETA).url == profil(PANGGUNG)
    WilayahFactory(kode=f"{TETANGGA}.2001")
    client.force_login(petugas_di(di=TETANGGA))
    assert client.get(profil(INAN)).status_code == 404
    assert "Inan" not in client.get(PETA).content.decode()
    client.logout()
    assert client.get(profil(INAN)).status_code == 302


@pytest.mark.django_db
def test_the_kecamatans_middle_is_shown_from_five_villages_on(client):
    for n in range(4):
        make_penilaian(desa_ke(n).kode, nilai=n + 1)
    desa = desa_ke(0)
    assert read_profil(desa, KINI).baris[0].tengah is None
    make_penilaian(desa_ke(4).kode, nilai=5)
    assert read_profil(desa, KINI).baris[0].tengah == 3


@pytest.mark.django_db
def test_views_two_levels_apart_are_marked_and_talked_about(client):
    desa, camat = make_desa(), make_camat()
    make_penilaian(by=desa, nilai=4)
    make_penilaian(sudut="meja", by=camat, nilai=4, keuangan=2)
    client.force_login(camat)
    layar = client.get(profil(INAN)).content.decode()
    assert layar.count("⚑ meja 2 lebih rendah") == 1
    client.post(profil(INAN), {"masalah": "keuangan", "teks": "Laporan dikembalikan dua kali"})
    say_beda(
        WilayahFactory(kode=INAN), periode=KINI, masalah=JenisMasalah.objects.get(pk="keuangan"),
        teks="Sudah diperbaiki", by=desa,
    )  # fmt: skip
    baris = next(b for b in read_profil(desa_ke(2), KINI).baris if b.masalah.pk == "keuangan")
    assert [c.sudut for c in baris.catatan] == ["meja", "desa"]
    kosong = client.post(profil(INAN), {"masalah": "keuangan", "teks": " "})
    assert kosong.status_code == 422


@pytest.mark.django_db
def test_the_map_of_a_kecamatan_costs_the_same_for_one_and_fifteen(
    client, django_assert_max_num_queries
):
    make_penilaian(desa_ke(0).kode)
    client.force_login(make_camat())
    with django_assert_max_num_queries(30):
        client.get(PETA)
    for n in range(1, 15):
        make_penilaian(desa_ke(n).kode)
    with django_assert_max_num_queries(30):
        jawab = client.get(PETA)
    assert jawab.content.decode().count("<svg") == 15
    with django_assert_max_num_queries(25):
        client.get(LIST)


@pytest.mark.django_db
def test_tables_go_out_as_files_and_the_export_is_recorded(client):
    make_penilaian()
    client.force_login(make_camat())
    isi = client.get(f"{PETA}?bentuk=csv").getvalue().decode()
    assert f"{INAN}," in isi
    assert client.get(f"{profil(INAN)}?bentuk=xlsx").getvalue().startswith(b"PK")


def test_two_clicks_at_one_instant_begin_one_draft(nyata):
    desa = make_desa()
    tempat = WilayahFactory(kode=INAN)
    mulai, hasil = threading.Barrier(2), []

    def begin():
        mulai.wait()
        hasil.append(start_penilaian(tempat, periode=KINI, by=desa).pk)
        connection.close()

    benang = [threading.Thread(target=begin) for _ in range(2)]
    for satu in benang:
        satu.start()
    for satu in benang:
        satu.join()
    assert len(hasil) == 2
    assert len(set(hasil)) == 1
    assert KECAMATAN in INAN
