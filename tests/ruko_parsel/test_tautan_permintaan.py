"""What a request points to in the other apps: found, frozen, opened only by who may."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.utils import timezone

from luna_maya.models import Kunjungan
from ruko_parsel.models import Permintaan, TautanPermintaan
from ruko_parsel.services.permintaan import move_permintaan
from ruko_parsel.services.tautan import TautanDitolak, link_permintaan, unlink_permintaan
from tests.ekonomi.pabrik import RumahFactory
from tests.factories import CurhatFactory, PenggunaFactory
from tests.luna_maya.pabrik import make_kunjungan
from tests.ruko_parsel.pabrik import (
    INAN,
    PANGGUNG,
    TETANGGA,
    make_camat,
    make_desa,
    make_permintaan,
    make_petugas,
)
from tests.ruko_parsel.pabrik_rujukan import make_tiket, take_tiket
from wilayah.tautan import count_orang, find_tautan, read_tautan


@pytest.fixture
def desa(db):
    return make_desa(nama="Sekdes Inan", is_staff=True)


def halaman(permintaan):
    return f"/admin/ruko_parsel/tautanpermintaan/untuk/{permintaan.pk}/"


def kunci(temuan):
    return {(t.jenis, t.kunci) for t in temuan}


def test_a_village_finds_its_own_tickets_only_and_no_private_one(desa):
    tiket = make_tiket(by=desa)
    lain = make_tiket(di=PANGGUNG, by=PenggunaFactory(is_superuser=True))
    peka = make_tiket(by=desa)
    peka.curhat.rahasia = True
    peka.curhat.save()
    assert kunci(find_tautan(desa, INAN, "T-")) == {("tiket", tiket.nomor)}
    semua = [("tiket", t.nomor) for t in (tiket, lain, peka)]
    assert set(read_tautan(desa, INAN, semua)) == {("tiket", tiket.nomor)}
    assert read_tautan(desa, PANGGUNG, semua) == {}


def test_a_ticket_is_named_without_a_residents_words(desa):
    tiket = make_tiket(by=desa, ringkasan="Rumah Pak Rahmat kebanjiran")
    satu = read_tautan(desa, INAN, [("tiket", tiket.nomor)])["tiket", tiket.nomor]
    assert "Rahmat" not in satu.label
    assert tiket.nomor in satu.label


def test_reports_are_counted_by_category_and_few_are_told_as_few(desa):
    for _ in range(6):
        CurhatFactory(di=INAN)
    for _ in range(2):
        CurhatFactory(di=INAN, subkategori_id="penerangan_jalan")
    CurhatFactory(di=INAN, rahasia=True, subkategori_id="penerangan_jalan")
    CurhatFactory(di=PANGGUNG)
    nilai = {t.label: t.nilai for t in find_tautan(desa, INAN) if t.jenis == "curhat"}
    assert "6 laporan" in nilai.values()
    assert all(isi in {"6 laporan", "8 laporan", "kurang dari 5 laporan"} for isi in nilai.values())


def test_households_and_visits_are_figures_without_names(desa):
    for _ in range(5):
        RumahFactory(di=INAN)
    kunjungan, kini = make_kunjungan(), timezone.now() - dt.timedelta(days=9)
    Kunjungan.objects.filter(pk=kunjungan.pk).update(
        status=Kunjungan.Status.SELESAI,
        wilayah=INAN,
        mulai_at=kini,
        selesai_at=kini + dt.timedelta(hours=3),
    )
    nilai = {t.kunci: t.nilai for t in find_tautan(desa, INAN)}
    assert nilai["rumah"] == "5 rumah tangga"
    assert nilai["kunjungan"] == "1 kunjungan"


def test_who_may_not_read_the_app_finds_nothing_of_it(desa):
    RumahFactory(di=INAN)
    CurhatFactory(di=INAN)
    assert find_tautan(make_desa(di=PANGGUNG), INAN) == []
    assert find_tautan(make_petugas(di=TETANGGA), INAN) == []


@pytest.mark.parametrize(
    ("n", "kata"), [(0, "0 orang"), (1, "kurang dari 5 orang"), (4, "kurang dari 5 orang"),
                    (5, "5 orang")],
)  # fmt: skip
def test_small_counts(n, kata):
    assert count_orang(n, "orang") == kata


def test_a_link_keeps_the_state_of_its_day_and_stands_in_the_history(desa):
    tiket, permintaan = make_tiket(by=desa), make_permintaan(by=desa)
    tautan = link_permintaan(permintaan, jenis="tiket", kunci=tiket.nomor, by=desa)
    lagi = link_permintaan(permintaan, jenis="tiket", kunci=tiket.nomor, by=desa)
    assert (lagi, tautan.nilai) == (tautan, "Diverifikasi")
    unlink_permintaan(tautan, by=desa)
    unlink_permintaan(tautan, by=desa)
    assert [r.apa for r in permintaan.riwayat.all()] == [
        "Diajukan", "Ditautkan", "Tautan dilepas",
    ]  # fmt: skip


def test_what_is_elsewhere_unknown_or_over_is_refused(desa):
    lain = make_tiket(di=PANGGUNG, by=PenggunaFactory(is_superuser=True))
    permintaan = make_permintaan(by=desa)
    for jenis, isi in (("tiket", lain.nomor), ("tiket", "T-0000"), ("entah", "1"), ("", "")):
        with pytest.raises(TautanDitolak, match="tidak ditemukan"):
            link_permintaan(permintaan, jenis=jenis, kunci=isi, by=desa)
    tiket = make_tiket(by=desa)
    move_permintaan(permintaan, to="dikembalikan", by=desa, hasil="Bukan di sini.")
    with pytest.raises(TautanDitolak, match="berakhir"):
        link_permintaan(permintaan, jenis="tiket", kunci=tiket.nomor, by=desa)


def test_the_page_finds_links_and_unlinks(client, desa):
    tiket, permintaan = make_tiket(by=desa), make_permintaan(by=desa)
    client.force_login(desa)
    teks = client.get(halaman(permintaan), {"q": tiket.nomor}).content.decode()
    assert f'value="tiket:{tiket.nomor}"' in teks
    client.post(halaman(permintaan), {"tautkan": f"tiket:{tiket.nomor}"})
    client.post(halaman(permintaan), {"tautkan": f"tiket:{tiket.nomor}"})
    tautan = TautanPermintaan.objects.get()
    teks = client.get(permintaan.get_absolute_url()).content.decode()
    assert tautan.label in teks
    client.post(halaman(permintaan), {"lepas": str(tautan.pk)})
    assert not TautanPermintaan.objects.exists()


def test_the_page_takes_whatever_is_typed(client, desa):
    permintaan = make_permintaan(by=desa)
    client.force_login(desa)
    for q in ("\x00", "<script>alert(1)</script>", "x" * 500, ""):
        jawab = client.get(halaman(permintaan), {"q": q})
        assert jawab.status_code == 200
        assert "<script>alert(1)" not in jawab.content.decode()
    for isi in ({}, {"lepas": "abc"}, {"lepas": "99999"}, {"tautkan": "\x00:\x00"}):
        assert client.post(halaman(permintaan), isi).status_code == 302


def test_another_village_and_another_kecamatan_find_no_page(client, desa):
    permintaan = make_permintaan(by=desa)
    link_permintaan(permintaan, jenis="tiket", kunci=make_tiket(by=desa).nomor, by=desa)
    for siapa in (make_desa(di=PANGGUNG, is_staff=True), make_petugas(di=TETANGGA, is_staff=True)):
        client.force_login(siapa)
        assert client.get(halaman(permintaan)).status_code == 404
        assert client.post(halaman(permintaan), {"lepas": "1"}).status_code == 404
        daftar = client.get("/admin/ruko_parsel/tautanpermintaan/").content.decode()
        assert permintaan.nomor not in daftar
    client.force_login(make_petugas(is_staff=True))
    assert permintaan.nomor in client.get("/admin/ruko_parsel/tautanpermintaan/").content.decode()


def test_the_desk_reads_the_frozen_figure_and_no_link_it_may_not_open(client, desa):
    for _ in range(6):
        CurhatFactory(di=INAN)
    permintaan = make_permintaan(by=desa)
    jenis, isi = next(k for k in kunci(find_tautan(desa, INAN)) if k[0] == "curhat")
    link_permintaan(permintaan, jenis=jenis, kunci=isi, by=desa)
    petugas = make_petugas(is_staff=True)  # reads tickets, not reports
    client.force_login(petugas)
    teks = client.get(permintaan.get_absolute_url()).content.decode()
    assert "6 laporan" in teks
    assert "/admin/curhat/curhat/?kategori" not in teks
    CurhatFactory(di=INAN)
    client.force_login(make_camat(is_staff=True))
    teks = client.get(permintaan.get_absolute_url()).content.decode()
    assert "sekarang 7 laporan" in teks
    assert "/admin/curhat/curhat/?kategori" in teks


def test_the_page_of_a_handed_over_request_shows_story_and_shared_history(client, desa):
    petugas = make_petugas(is_staff=True, nama="Bu Rina")
    tiket = make_tiket(by=desa)
    permintaan = take_tiket(tiket, by=desa, petugas=petugas)
    move_permintaan(permintaan, to="ditelaah", by=petugas)
    for siapa in (petugas, desa):
        client.force_login(siapa)
        teks = client.get(permintaan.get_absolute_url()).content.decode()
        assert tiket.curhat.isi in teks
        assert "Riwayat bersama" in teks
        assert "Kabar kecamatan" in teks
        assert tiket.get_absolute_url() in teks
    tiket.curhat.rahasia = True
    tiket.curhat.save()
    teks = client.get(permintaan.get_absolute_url()).content.decode()
    assert tiket.curhat.isi not in teks


@pytest.mark.parametrize("banyak", [1, 15])
def test_the_list_asks_as_much_of_many_as_of_one(
    client, desa, banyak, django_assert_max_num_queries
):
    permintaan = make_permintaan(by=desa)
    for _ in range(banyak):
        link_permintaan(permintaan, jenis="tiket", kunci=make_tiket(by=desa).nomor, by=desa)
    client.force_login(desa)
    client.get("/admin/ruko_parsel/tautanpermintaan/")
    with django_assert_max_num_queries(30):
        client.get("/admin/ruko_parsel/tautanpermintaan/")
    with django_assert_max_num_queries(45):
        client.get(permintaan.get_absolute_url())


def test_two_who_link_the_same_at_one_instant_make_one(nyata):
    desa = make_desa()
    tiket, permintaan = make_tiket(by=desa), make_permintaan(by=desa)
    mulai, hasil = threading.Barrier(2), []

    def link():
        mulai.wait()
        hasil.append(link_permintaan(permintaan, jenis="tiket", kunci=tiket.nomor, by=desa).pk)
        connection.close()

    benang = [threading.Thread(target=link) for _ in range(2)]
    for b in benang:
        b.start()
    for b in benang:
        b.join()
    assert len(set(hasil)) == 1
    assert Permintaan.objects.get().riwayat.filter(apa="Ditautkan").count() == 1
