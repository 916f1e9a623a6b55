"""Attendance and score decide; certificates are numbered without a gap and checked by anybody."""

import re
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from dokumen.services.tandatangan import keep_ttd
from ekonomi.angka_pelatihan import count_peserta, figures_of
from ekonomi.models import Peserta, RegisterSertifikat, Sertifikat
from ekonomi.penghapus_pelatihan import erase
from ekonomi.services.kelulusan import judge, judge_angkatan
from ekonomi.services.pelatihan import LangkahDitolak, finish_angkatan, start_angkatan
from ekonomi.services.peserta import link_peserta, set_nilai
from ekonomi.services.sertifikat import (
    BukanPenandaTangan,
    issue_sertifikat,
    missing_urut,
    render_sertifikat,
    revoke_sertifikat,
)
from hadir.models import SesiHadir
from hadir.services import SesiTerkunci, record_hadir
from pesan.models import BerkasKeluar, PesanKeluar
from pesan.muat import load_templat
from pesan.services.templat import forget_templat
from tests.curhat.test_bersamaan import in_threads
from tests.dokumen.conftest import gambar_ttd
from tests.ekonomi.pabrik import AnggotaRumahFactory, RumahFactory
from tests.ekonomi.pabrik_pelatihan import (
    PANDEAN,
    TAMAN,
    buat_angkatan,
    buat_kursus,
    daftarkan,
    isi_kursi,
    jalankan,
    kontak,
    luluskan,
)
from tests.factories import PenggunaFactory, WilayahFactory


@pytest.fixture
def taman(db):
    load_templat()
    forget_templat()
    yield WilayahFactory(kode=TAMAN)
    forget_templat()


@pytest.fixture
def lurah(taman):
    return PenggunaFactory(nama="Danu Prasetyawan", peran="lurah", di=TAMAN)


@pytest.mark.parametrize(
    ("hadir", "nilai", "lulus", "kata"),
    [
        (4, None, None, "belum dicatat"),
        (4, 70, True, "hadir 4 dari 5"),
        (4, 69, False, "nilai 69, syarat 70"),
        (3, 90, False, "60%"),
        (3, 10, False, "nilai 10"),
        (3, None, False, "syarat 80%"),
    ],
)
def test_the_rule_of_the_course_with_its_reasons(hadir, nilai, lulus, kata, taman):
    kursus = buat_kursus(syarat_nilai=70)
    nilai = Decimal(nilai) if nilai is not None else None
    hasil = judge(kursus, hadir=hadir, sesi=5, nilai=nilai)
    assert hasil.lulus is lulus
    assert kata in hasil.alasan


def test_a_third_of_three_is_not_rounded_up_to_the_rule(taman):
    kursus = buat_kursus(syarat_hadir=67)
    assert judge(kursus, hadir=2, sesi=3, nilai=None).lulus is False


def test_attendance_makes_participants_and_results_reach_the_household(taman, lurah):
    angkatan = buat_angkatan()
    rajin, malas = isi_kursi(angkatan, 2)
    anggota = AnggotaRumahFactory(rumah=RumahFactory(), nama=rajin.nama)
    link_peserta(rajin, anggota, by=lurah)
    jalankan(angkatan, {rajin: 4, malas: 1}, by=lurah)
    rajin.refresh_from_db()
    assert rajin.status == "hadir"
    hasil = judge_angkatan(angkatan, by=lurah)
    assert (hasil.lulus, hasil.tidak) == (1, 1)
    malas.refresh_from_db()
    assert malas.status == "tidak_lulus"
    assert "20%" in malas.alasan
    anggota.rumah.refresh_from_db()
    assert anggota.rumah.pelatihan == [angkatan.kursus.nama]
    assert count_peserta(TAMAN) == {"ikut": 2, "perempuan": 2, "lulus": 1, "bersertifikat": 0}


def test_without_a_session_nobody_is_judged(taman, lurah):
    angkatan = buat_angkatan()
    daftarkan(angkatan)
    start_angkatan(angkatan, by=lurah)
    with pytest.raises(ValueError, match="Belum ada sesi"):
        judge_angkatan(angkatan, by=lurah)
    with pytest.raises(LangkahDitolak):
        finish_angkatan(angkatan, by=lurah)


def test_a_corrected_score_changes_the_result_until_the_certificate_is_out(taman, lurah):
    angkatan = buat_angkatan(kursus=buat_kursus(syarat_nilai=70))
    (satu,) = isi_kursi(angkatan, 1)
    jalankan(angkatan, {satu: 5}, by=lurah)
    for nilai, status in ((60, "tidak_lulus"), (80, "lulus")):
        set_nilai(satu, Decimal(nilai), by=lurah)
        judge_angkatan(angkatan, by=lurah)
        satu.refresh_from_db()
        assert satu.status == status
    issue_sertifikat(angkatan, by=lurah)
    with pytest.raises(ValueError, match="sudah terbit"):
        set_nilai(satu, Decimal(10), by=lurah)


def test_certificates_are_numbered_sent_and_lock_the_attendance(taman, lurah):
    keep_ttd(gambar_ttd(), by=lurah, simpan=True)
    angkatan = buat_angkatan()
    satu = daftarkan(angkatan, "Siti Rahmawening", kontak=kontak())
    dua = daftarkan(angkatan, "Endah Pramesti")
    luluskan(angkatan, [satu, dua], by=lurah)
    terbit = issue_sertifikat(angkatan, by=lurah)
    assert [s.urut for s in terbit] == [1, 2]
    assert terbit[0].data["nama"] == "Endah Pramesti"  # in the order of names
    assert issue_sertifikat(angkatan, by=lurah) == []
    assert BerkasKeluar.objects.get().pesan.templat == "pelatihan_sertifikat"
    assert render_sertifikat(terbit[0]).startswith(b"%PDF-")
    sesi = SesiHadir.objects.first()
    with pytest.raises(SesiTerkunci):
        record_hadir(sesi, "peserta:999", cara="daftar", by=lurah)


def test_only_the_lurah_of_the_place_signs(taman):
    angkatan = buat_angkatan()
    for orang in (
        PenggunaFactory(peran="fasilitator", di=TAMAN),
        PenggunaFactory(peran="lurah", di=WilayahFactory(kode=PANDEAN)),
        PenggunaFactory(is_superuser=True),
    ):
        with pytest.raises(BukanPenandaTangan):
            issue_sertifikat(angkatan, by=orang)


@pytest.fixture
def sertifikat(taman, lurah):
    angkatan = buat_angkatan()
    satu = daftarkan(angkatan, "Siti Rahmawening", kontak=kontak())
    luluskan(angkatan, [satu], by=lurah)
    return issue_sertifikat(angkatan, by=lurah)[0]


def test_the_page_behind_the_qr_shows_initials_until_the_code_is_typed(client, sertifikat):
    url = f"/sertifikat/{sertifikat.token}/"
    isi = client.get(url).content.decode()
    assert "S*** R***" in isi
    assert "Siti" not in isi
    assert sertifikat.nomor in isi
    salah = client.post(url, {"kode": "7K3M-9QPX-2ABC"})
    assert salah.status_code == 422
    assert "Siti" not in salah.content.decode()
    benar = client.post(url, {"kode": sertifikat.kode_cek_terbaca.lower()})
    assert "Siti Rahmawening" in benar.content.decode()


def test_the_short_code_leads_to_the_page_and_unknown_ones_nowhere(client, sertifikat):
    url = f"/sertifikat/{sertifikat.token}/"
    for alamat in (url, "/sertifikat/", "/sertifikat/tidak-ada/"):
        assert client.get(alamat)["Referrer-Policy"] == "same-origin"
    jawab = client.post("/sertifikat/", {"kode": sertifikat.kode_cek_terbaca})
    assert jawab.url.endswith(f"/{sertifikat.token}/")
    assert client.post("/sertifikat/", {"kode": "ZZZZ"}).status_code == 422
    assert client.get("/sertifikat/tidak-ada/").status_code == 404


@pytest.mark.parametrize("url", ["/sertifikat/", "/pelatihan/saya/", "/pasar/lapak/", "/surat/"])
def test_pages_with_a_form_let_the_browser_name_its_origin(client, taman, url):
    """`no-referrer` would make browsers post `Origin: null`, which the CSRF check refuses."""
    assert client.get(url)["Referrer-Policy"] == "same-origin"


def test_guessing_certificates_is_slowed_down(client, sertifikat, monkeypatch):
    monkeypatch.setattr("ekonomi.views.sertifikat._MAKS_SALAH", 2)
    for _ in range(2):
        client.get("/sertifikat/salah/")
    assert client.get(f"/sertifikat/{sertifikat.token}/").status_code == 429


def test_a_withdrawn_certificate_says_so_and_another_may_follow(client, sertifikat, lurah):
    with pytest.raises(ValueError, match="alasan"):
        revoke_sertifikat(sertifikat, alasan="", by=lurah)
    revoke_sertifikat(sertifikat, alasan="Nama salah tulis", by=lurah)
    assert "Dicabut" in client.get(f"/sertifikat/{sertifikat.token}/").content.decode()
    baru = issue_sertifikat(sertifikat.peserta.angkatan, by=lurah)
    assert [s.urut for s in baru] == [2]
    assert missing_urut(sertifikat.register) == []


def test_two_certificates_that_hold_are_refused_by_the_database(sertifikat):
    with pytest.raises(IntegrityError, match="sertifikat_satu_berlaku"), transaction.atomic():
        Sertifikat.objects.create(
            wilayah=sertifikat.wilayah, peserta=sertifikat.peserta, register=sertifikat.register,
            urut=9, nomor="9", tanggal=sertifikat.tanggal, kursus="x",
            penanda_tangan=sertifikat.penanda_tangan,
        )  # fmt: skip


def test_erasing_the_person_takes_the_name_and_keeps_number_and_result(client, sertifikat):
    erase(sertifikat.peserta.kontak)
    sertifikat.refresh_from_db()
    peserta = Peserta.objects.get()
    assert (peserta.nama, peserta.status, peserta.kontak) == ("", "lulus", None)
    isi = client.get(f"/sertifikat/{sertifikat.token}/").content.decode()
    assert "data dihapus" in isi
    assert sertifikat.nomor in isi


def test_erasing_who_waits_for_the_lessons_frees_the_seat(taman):
    angkatan = buat_angkatan(kuota=1)
    orang = kontak()
    daftarkan(angkatan, "Siti Rahmawening", kontak=orang)
    tunggu = daftarkan(angkatan, "Endah Pramesti")
    erase(orang)
    tunggu.refresh_from_db()
    assert tunggu.status == "diterima"


def test_figures_of_a_batch_by_hand(taman, lurah):
    angkatan = buat_angkatan(biaya=1_000_000)
    orang = isi_kursi(angkatan, 3) + isi_kursi(angkatan, 1, jk="L")
    jalankan(angkatan, {orang[0]: 5, orang[1]: 5, orang[2]: 4, orang[3]: 0}, by=lurah)
    judge_angkatan(angkatan, by=lurah)
    angka = figures_of(angkatan)
    assert (angka.diterima, angka.perempuan, angka.persen_perempuan) == (4, 3, 75)
    assert angka.persen_hadir == 14 * 100 // 20
    assert (angka.lulus, angka.tidak_lulus, angka.biaya_per_peserta) == (3, 1, 250_000)


def test_two_clicks_issue_each_certificate_once(nyata):
    load_templat()
    lurah = PenggunaFactory(peran="lurah", di=WilayahFactory(kode=TAMAN))
    angkatan = [buat_angkatan(), buat_angkatan()]
    for satu in angkatan:
        luluskan(satu, isi_kursi(satu, 4), by=lurah)
    in_threads(*[
        lambda a=a: issue_sertifikat(a, by=lurah) for a in (*angkatan, *angkatan)
    ])  # fmt: skip
    register = RegisterSertifikat.objects.get()
    assert register.terakhir == Sertifikat.objects.count() == 8
    assert missing_urut(register) == []


def test_a_name_with_typst_markup_is_printed_as_text(taman, lurah):
    angkatan = buat_angkatan()
    satu = daftarkan(angkatan, '#panic("x") *Siti* $1$')
    luluskan(angkatan, [satu], by=lurah)
    assert render_sertifikat(issue_sertifikat(angkatan, by=lurah)[0]).startswith(b"%PDF-")


def test_finishing_locks_the_lists_and_lets_addresses_go(taman, lurah):
    angkatan = buat_angkatan()
    orang = kontak()
    satu = daftarkan(angkatan, kontak=orang)
    orang.refresh_from_db()
    assert orang.alamat_hingga is None
    luluskan(angkatan, [satu], by=lurah)
    finish_angkatan(angkatan, by=lurah)
    orang.refresh_from_db()
    assert orang.alamat_hingga is not None
    assert not SesiHadir.objects.filter(dikunci_at__isnull=True).exists()
    assert not re.search("Siti", str(PesanKeluar.objects.values_list("rujukan", flat=True)))
