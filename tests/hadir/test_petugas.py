"""The facilitator's page: tick, undo, screen, paper; nobody of another area."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hadir.models import Kehadiran
from hadir.services import lock_sesi, record_hadir
from tests.hadir.pabrik import DaftarUji, buat_sesi


def url(sesi, nama="change"):
    return reverse(f"admin:hadir_sesihadir_{nama}", args=[sesi.pk])


@pytest.fixture
def masuk(client, fasilitator):
    client.force_login(fasilitator)
    return client


def test_ticking_a_name_and_undoing_it(masuk, sesi):
    jawab = masuk.post(url(sesi, "catat"), {"kunci": "uji:1"}, follow=True)
    isi = jawab.content.decode()
    assert "Siti Rahmawening</b> tercatat hadir" in isi
    assert "Urungkan" in isi
    masuk.post(url(sesi, "batal"), {"kunci": "uji:1"})
    hadir = Kehadiran.objects.get()
    assert hadir.alasan == "Salah centang"
    assert "Kehadiran yang dibatalkan (1)" in masuk.get(url(sesi)).content.decode()


def test_typing_a_participants_code(masuk, sesi):
    masuk.post(url(sesi, "catat"), {"kode": "uji-2"})
    assert Kehadiran.objects.get().kunci_orang == "uji:2"


def test_an_unknown_code_or_nothing_is_said(masuk, sesi):
    for data in ({"kode": "zzz"}, {}, {"kunci": "uji:99"}):
        jawab = masuk.post(url(sesi, "catat"), data, follow=True)
        assert "errornote" in jawab.content.decode() or "peserta" in jawab.content.decode()
    assert not Kehadiran.objects.exists()


def test_names_are_text_and_never_markup(masuk, sesi):
    for halaman in (url(sesi), url(sesi, "cetak")):
        isi = masuk.get(halaman).content.decode()
        assert "<b>tebal</b>" not in isi
        assert "&lt;b&gt;tebal" in isi


def test_searching_and_only_who_is_missing(masuk, sesi, fasilitator):
    record_hadir(sesi, "uji:1", cara="daftar", by=fasilitator)
    isi = masuk.get(url(sesi), {"saring": "belum"}).content.decode()
    assert "Siti" not in isi
    assert "Joko" in isi
    assert "Tidak ada nama yang cocok" in masuk.get(url(sesi), {"cari": "zz"}).content.decode()


def test_opening_and_closing(masuk):
    sesi = buat_sesi(dibuka=False)
    masuk.post(url(sesi, "buka"))
    sesi.refresh_from_db()
    assert sesi.is_terbuka
    masuk.post(url(sesi, "tutup"))
    sesi.refresh_from_db()
    assert sesi.status == "ditutup"
    assert [r.peristiwa for r in sesi.riwayat.all()] == ["dijadwalkan", "dibuka", "ditutup"]


def test_the_screen_shows_a_code_and_polls_for_the_next(masuk, sesi):
    isi = masuk.get(url(sesi, "layar")).content.decode()
    assert "<svg" in isi
    kode = masuk.get(url(sesi, "kode")).json()
    assert kode["terbuka"] is True
    assert 0 < kode["sisa"] <= 40
    masuk.post(url(sesi, "tutup"))
    assert masuk.get(url(sesi, "kode")).json()["terbuka"] is False


def test_the_paper_list_has_everybody_and_room_for_more(masuk, sesi):
    isi = masuk.get(url(sesi, "cetak")).content.decode()
    assert "Joko Lelanasari" in isi
    assert "<td>8</td>" in isi


def test_a_locked_session_offers_no_ticks(masuk, sesi):
    lock_sesi(sesi, by=None)
    isi = masuk.get(url(sesi)).content.decode()
    assert "dikunci" in isi
    assert url(sesi, "catat") not in isi


@pytest.mark.parametrize(
    "nama", ["change", "catat", "batal", "buka", "tutup", "layar", "kode", "cetak"]
)
def test_another_area_finds_nothing(client, tetangga, sesi, nama):
    client.force_login(tetangga)
    cara = client.post if nama in {"catat", "batal", "buka", "tutup"} else client.get
    assert cara(url(sesi, nama), {"kunci": "uji:1"}).status_code == 404
    assert not Kehadiran.objects.exists()


def test_a_way_back_leads_nowhere_else(masuk, sesi):
    jawab = masuk.post(url(sesi, "catat"), {"kunci": "uji:1", "kembali": "https://lain.example"})
    assert jawab.url.startswith(url(sesi))


def test_the_lists_cost_the_same_for_one_row_and_for_fifteen(masuk):
    daftar = {"sesi": "/admin/hadir/sesihadir/", "hadir": "/admin/hadir/kehadiran/"}
    hitung = {}
    for banyak in (1, 15):
        for n in range(banyak):
            record_hadir(buat_sesi(jam=n, rujukan="uji:1", judul=f"S{n}"), "uji:1", cara="qr")
        for nama, alamat in daftar.items():
            masuk.get(alamat)
            with CaptureQueriesContext(connection) as q:
                assert masuk.get(alamat).status_code == 200
            hitung.setdefault(nama, []).append(len(q))
    assert all(satu == dua for satu, dua in hitung.values()), hitung


def test_the_export_names_people_and_escapes_formulas(masuk, sesi):
    record_hadir(sesi, "uji:1", cara="qr")
    jawab = masuk.post(
        "/admin/hadir/kehadiran/export/",
        {
            "format": "0",
            "resource": "0",
            **{
                f"kehadiranresource_{k}": "on"
                for k in (
                    "judul",
                    "tanggal",
                    "kunci_orang",
                    "nama",
                    "cara",
                    "dicatat_at",
                    "dibatalkan_at",
                    "alasan",
                )
            },
        },
    )
    assert "Siti Rahmawening" in jawab.content.decode()


def test_moving_a_session_keeps_its_history_and_tells_the_list(masuk, sesi):
    besok = timezone.localdate() + dt.timedelta(days=1)
    isian = {"tanggal": besok, "mulai": "13:00", "selesai": "15:00", "alasan": "Hujan"}
    masuk.post(url(sesi, "pindah"), isian)
    sesi.refresh_from_db()
    assert timezone.localtime(sesi.mulai_at).hour == 13
    assert sesi.riwayat.last().peristiwa == "dipindah"
    assert DaftarUji.panggilan == [("pindah", sesi.pk)]


@pytest.mark.parametrize(
    ("ubah", "kata"),
    [
        ({"selesai": "12:00"}, "sesudah jam mulai"),
        ({"tanggal": "2020-01-01"}, "sudah lewat"),
        ({"tanggal": ""}, "Lengkapi"),
    ],
)
def test_an_impossible_time_is_refused(masuk, sesi, ubah, kata):
    besok = timezone.localdate() + dt.timedelta(days=1)
    isian = {"tanggal": besok, "mulai": "13:00", "selesai": "15:00"} | ubah
    assert kata in masuk.post(url(sesi, "pindah"), isian, follow=True).content.decode()
    assert DaftarUji.panggilan == []
