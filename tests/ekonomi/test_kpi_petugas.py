"""Staff pages: who sees what, steps by hand, and an evaluator who never meets a name."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from ekonomi.models import KomitmenCsr, RealisasiCsr, SiaranPers, TemuanEvaluasi
from ekonomi.services.csr import CsrKeliru, realised_of, remind_csr, reverse_realisasi
from ekonomi.services.evaluasi import BukanHaknya, answer_temuan, publish_temuan, write_temuan
from ekonomi.services.keputusan import open_lembar
from ekonomi.services.kpi import ensure_aturan, record_capaian
from ekonomi.services.mandiri import agree_tampil
from ekonomi.services.peringatan import check_peringatan
from ekonomi.services.siaran import SiaranKeliru, draft_siaran, publish_siaran
from pesan.models import PesanKeluar
from tests.ekonomi.pabrik_kpi import PANDEAN, TAMAN, buat_program, hari, ikut, ukur
from tests.factories import PenggunaFactory

pytestmark = pytest.mark.django_db
NAMA = "Zamrudkhatulistiwa"
AKTUAL = "/admin/ekonomi"


@pytest.fixture(autouse=True)
def tanpa_simpanan():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def program(lurah, moderator):
    """Eight named households, one measured twice, a warning, a draft sheet, a finding."""
    program = buat_program(target={"rumah_terlibat": 100, "peserta_pelatihan": 200})
    ensure_aturan(program)
    for n in range(8):
        rumah = ikut(program, nama_kepala=f"{NAMA} {n}", alamat=f"Jalan {NAMA} {n}")
        ukur(rumah, 1_000_000 + n, timezone.localdate().replace(day=1))
    agree_tampil(
        rumah, untuk="peringkat", nama_tampil=f"Keluarga {NAMA}", cara="pesan", by=moderator
    )
    record_capaian(program, hari(60))
    check_peringatan(program, hari(60))
    open_lembar(program, by=lurah, pada=hari(90))
    return program


@pytest.fixture
def evaluator(taman):
    return PenggunaFactory(nama="Dosen Uji", peran="evaluator", di=TAMAN)


def masuk(orang):
    client = Client()
    client.force_login(orang)
    return client


def test_the_dashboard_shows_the_lurah_figures_and_open_warnings(program, lurah):
    isi = masuk(lurah).get(f"{AKTUAL}/capaian/siap/").content.decode()
    assert "SIAP-TAMAN" in isi
    assert "8 rumah tangga" in isi
    assert "belum ada rencana aksi" in isi
    assert "Kapan data terakhir masuk" in isi
    assert 'hx-trigger="every 20s"' in isi


def test_the_figures_asked_for_again_and_again_are_cheap(
    program,
    lurah,
    django_assert_max_num_queries,
):
    client = masuk(lurah)
    alamat = f"{AKTUAL}/capaian/siap/angka/?program={program.pk}"
    client.get(alamat)
    with django_assert_max_num_queries(24):
        isi = client.get(alamat).content.decode()
    assert "<html" not in isi
    assert "8 rumah tangga" in isi  # of the turnover's sentence


def test_by_rw_the_kelurahan_sees_all_and_the_kecamatan_no_small_group(program, lurah):
    ikut(program, di=f"{TAMAN}.07.01")
    isi = masuk(lurah).get(f"{AKTUAL}/capaian/siap/rw/").content.decode()
    assert "1 rumah tangga" in isi
    camat = PenggunaFactory(peran="camat", di="35.77.03")
    isi = masuk(camat).get(f"{AKTUAL}/capaian/siap/rw/").content.decode()
    assert "1 rumah tangga" not in isi
    assert "kurang dari 5" in isi


@pytest.mark.parametrize("bentuk", ["", "csv", "pdf"])
@pytest.mark.parametrize("periode", ["minggu", "semester"])
def test_reports_are_read_printed_and_taken_along(program, lurah, periode, bentuk):
    jawab = masuk(lurah).get(f"{AKTUAL}/capaian/siap/{periode}/?bentuk={bentuk}")
    assert jawab.status_code == 200
    if bentuk == "csv":
        kepala, *baris = jawab.content.decode().splitlines()
        assert kepala.startswith("indikator,satuan,awal_masa,akhir_masa")
        awal = "8.00,8.00,0.00" if periode == "minggu" else ",8.00,"  # before it there was none
        assert any(b.startswith(f"rumah_terlibat,rumah,{awal}") for b in baris)
    if bentuk == "pdf":
        assert jawab.content.startswith(b"%PDF")


def test_another_kelurahans_lurah_sees_nothing_of_it(program):
    client = masuk(PenggunaFactory(peran="lurah", di=PANDEAN))
    assert client.get(f"{AKTUAL}/capaian/siap/?program={program.pk}").status_code == 404
    assert "Belum ada program" in client.get(f"{AKTUAL}/capaian/siap/").content.decode()
    satu, lembar = program.peringatan.first(), program.lembar_keputusan.get()
    for alamat in (
        f"peringatan/{satu.pk}/change/", f"lembarkeputusan/{lembar.pk}/change/",
        f"lembarkeputusan/{lembar.pk}/pdf/",
    ):  # fmt: skip
        assert client.get(f"{AKTUAL}/{alamat}").status_code == 404
    assert client.post(f"{AKTUAL}/peringatan/{satu.pk}/langkah/rencana/").status_code == 404


def test_a_petugas_of_an_agency_has_no_business_here(program):
    client = masuk(PenggunaFactory(peran="petugas", di=TAMAN))
    assert client.get(f"{AKTUAL}/capaian/siap/").status_code == 404


def test_a_plan_is_written_on_the_warnings_page(program, moderator):
    satu = program.peringatan.first()
    client = masuk(moderator)
    alamat = f"{AKTUAL}/peringatan/{satu.pk}/langkah/rencana/"
    jawab = client.post(alamat, {"apa": "Undang lagi", "siapa": "", "tenggat": "31-12-2099"})
    assert jawab.status_code == 422
    assert "Undang lagi" in jawab.content.decode()  # words kept
    isi = {"apa": "Undang lagi", "siapa": "Sekretaris", "tenggat": "2099-12-31"}
    assert client.post(alamat, isi).status_code == 302
    assert satu.rencana.get().by == moderator
    assert "Undang lagi" in client.get(f"{AKTUAL}/peringatan/{satu.pk}/change/").content.decode()


def test_the_sheet_is_decided_and_signed_on_its_page(program, lurah, moderator):
    program.aturan_peringatan.all().delete()
    program.peringatan.update(pulih_pada=hari(61))
    lembar = program.lembar_keputusan.get()
    dasar = f"{AKTUAL}/lembarkeputusan/{lembar.pk}"
    client = masuk(lurah)
    assert "Sebelum ditandatangani masih perlu" in client.get(f"{dasar}/change/").content.decode()
    for baris in lembar.baris.all():
        isi = {"baris": baris.pk, "putusan": "skalakan", "alasan": "Warga sepakat"}
        assert client.post(f"{dasar}/langkah/putuskan/", isi).status_code == 302
    isi = {"tanggal": timezone.localdate(), "peserta": "Lurah", "risalah": "Sudah dibahas."}
    assert client.post(f"{dasar}/langkah/risalah/", isi).status_code == 302
    assert masuk(moderator).post(f"{dasar}/langkah/tandatangani/").status_code == 302
    lembar.refresh_from_db()
    assert not lembar.is_signed  # offered to the lurah alone
    assert client.post(f"{dasar}/langkah/tandatangani/").status_code == 302
    lembar.refresh_from_db()
    assert lembar.is_signed
    assert client.get(f"{dasar}/pdf/").content.startswith(b"%PDF")
    assert "Skalakan" in client.get("/taman-madiun/siap/").content.decode()


def test_an_evaluator_never_meets_a_name(program, evaluator):
    """The walk: every staff page of ekonomi that opens for this role."""
    client = masuk(evaluator)
    isi = client.get("/admin/").content.decode()
    alamat = sorted(set(re.findall(r'href="(/admin/ekonomi/[^"?]*)', isi)))
    alamat += [
        f"{AKTUAL}/{nama}/"
        for nama in (
            "rumah", "anggotarumah", "usaha", "persetujuantampil", "peringkatbulan", "duta",
            "peserta", "pengukuran", "keikutsertaan", "kelompokkerja", "rumahtersamar", "capaian",
            "peringatan", "lembarkeputusan", "temuanevaluasi", "rumahtersamar/export",
            "capaian/siap", "capaian/siap/rw", "capaian/siap/semester",
        )
    ]  # fmt: skip
    dibuka = 0
    for satu in alamat:
        jawab = client.get(satu, follow=True)
        dibuka += jawab.status_code == 200
        assert NAMA not in jawab.content.decode("utf-8", "replace"), satu
    assert dibuka >= 7
    rumah = program.keikutsertaan.first().rumah
    assert client.get(f"{AKTUAL}/rumahtersamar/{rumah.pk}/change/").status_code in {302, 403, 404}
    assert client.get(f"{AKTUAL}/rumahtersamar/?q={NAMA}").status_code in {200, 302}


def test_a_household_has_the_same_code_each_time_and_exports_without_a_name(program, evaluator):
    client = masuk(evaluator)
    kode = re.findall(r">([0-9A-F]{10})<", client.get(f"{AKTUAL}/rumahtersamar/").content.decode())
    lagi = re.findall(r">([0-9A-F]{10})<", client.get(f"{AKTUAL}/rumahtersamar/").content.decode())
    assert len(kode) == 8
    assert kode == lagi
    jawab = client.post(f"{AKTUAL}/rumahtersamar/export/", {"format": "0", "resource": ""})
    isi = jawab.content.decode("utf-8", "replace")
    assert NAMA not in isi


def test_findings_are_the_evaluators_and_the_answer_the_lurahs(program, evaluator, lurah):
    isi = {
        "judul": "Presensi tidak lengkap", "bagian": "pelatihan", "keparahan": "sedang",
        "bukti": "Dua dari lima sesi tanpa daftar hadir.", "rekomendasi": "Pakai kode QR.",
    }  # fmt: skip
    satu = write_temuan(program=program, by=evaluator, **isi)
    assert PesanKeluar.objects.filter(templat="temuan_evaluasi", pengguna=lurah).count() == 1
    lain = PenggunaFactory(peran="evaluator", di=TAMAN)
    for orang in (lurah, lain):
        with pytest.raises(BukanHaknya):
            write_temuan(program=program, by=orang, temuan=satu, judul="Diubah")
    with pytest.raises(BukanHaknya):
        answer_temuan(satu, status="selesai", tanggapan="x", by=evaluator)
    satu = answer_temuan(satu, status="dikerjakan", tanggapan="Mulai sesi enam.", by=lurah)
    with pytest.raises(ValueError, match="ringkasan untuk umum"):
        publish_temuan(satu, by=evaluator)
    satu = write_temuan(
        program=program, by=evaluator, temuan=satu, ringkasan_publik="Daftar hadir dibenahi."
    )
    publish_temuan(satu, by=evaluator)
    assert "Daftar hadir dibenahi." in Client().get("/taman-madiun/siap/").content.decode()
    assert [r.peristiwa for r in satu.riwayat.all()] == [
        "Temuan ditulis", "Sedang ditindaklanjuti", "Temuan diubah", "Ringkasan diterbitkan",
    ]  # fmt: skip


def test_an_evaluator_writes_a_finding_on_the_page(program, evaluator):
    client = masuk(evaluator)
    isi = {
        "program": program.pk, "judul": "Data terlambat", "bagian": "data", "keparahan": "rendah",
        "bukti": "Omzet dua minggu kosong.", "rekomendasi": "Ingatkan tiap Jumat.",
    }  # fmt: skip
    assert client.post(f"{AKTUAL}/temuanevaluasi/add/", isi).status_code == 302
    satu = TemuanEvaluasi.objects.get()
    assert satu.evaluator == evaluator
    assert client.post(f"{AKTUAL}/temuanevaluasi/{satu.pk}/langkah/tanggapi/").status_code == 302
    satu.refresh_from_db()
    assert satu.tanggapan == ""


def test_a_release_is_drafted_from_a_milestone_with_figures_and_never_blank(program, lurah):
    program.tonggak.create(
        kode="h-latih", fase="90hari", hari_mulai=15, hari_selesai=45,
        kegiatan="Pelatihan angkatan pertama", target=100, satuan="peserta", tercapai=104,
        selesai_at=timezone.localdate(),
    )  # fmt: skip
    (satu,) = draft_siaran(program)
    assert draft_siaran(program) == []
    assert satu.judul == "Pelatihan angkatan pertama"
    assert "dengan 104 peserta dari rencana 100" in satu.isi
    assert "Rumah tangga terlibat: 8 rumah tangga (target 100 rumah tangga)" in satu.isi
    assert "{" not in satu.isi
    assert NAMA not in satu.isi
    with pytest.raises(SiaranKeliru):
        publish_siaran(satu, by=lurah)
    client = masuk(lurah)
    dasar = f"{AKTUAL}/siaranpers/{satu.pk}"
    for kunci in ("setujui", "terbitkan"):
        assert client.post(f"{dasar}/langkah/{kunci}/").status_code == 302
    assert SiaranPers.objects.get().status == "terbit"
    assert client.get(f"{dasar}/pdf/").content.startswith(b"%PDF")


def test_a_target_that_is_reached_makes_news_once(program):
    program.target.filter(indikator="rumah_terlibat").update(nilai=8)
    (satu,) = draft_siaran(program)
    assert satu.sumber == "kpi:rumah_terlibat"
    assert "8 rumah tangga dari 8 rumah tangga" in satu.isi


def test_csr_of_three_years_its_years_and_what_came(program, lurah):
    client = masuk(lurah)
    hari_ini = timezone.localdate()
    isi = {
        "program": program.pk, "perusahaan": "PT Uji", "mulai": "2026-01-01",
        "sampai": "2028-12-31", "tampil": "on",
    }  # fmt: skip
    assert client.post(f"{AKTUAL}/komitmencsr/add/", isi).status_code == 302
    satu = KomitmenCsr.objects.get()
    assert (satu.bulan, satu.is_short) == (36, False)
    dasar = f"{AKTUAL}/komitmencsr/{satu.pk}"
    janji = {
        "tahun": 1, "bentuk": "uang", "uraian": "Modal", "jumlah": 90_000_000,
        "jatuh_tempo": hari_ini,
    }  # fmt: skip
    assert client.post(f"{dasar}/langkah/janji/", janji).status_code == 302
    assert remind_csr(program) == 1
    assert remind_csr(program) == 0
    nyata = {
        "janji": satu.janji.get().pk, "jumlah": 45_000_000, "tanggal": hari_ini,
        "catatan": "Transfer 12/XI",
    }  # fmt: skip
    assert client.post(f"{dasar}/langkah/realisasi/", nyata).status_code == 302
    assert realised_of(satu) == (45_000_000, 90_000_000)
    isi = Client().get("/taman-madiun/kabar-program/").content.decode()
    assert "PT Uji" in isi
    assert "50%" in isi
    baris = RealisasiCsr.objects.get()
    reverse_realisasi(baris, alasan="Salah kirim", by=lurah)
    assert realised_of(satu)[0] == 0
    with pytest.raises(CsrKeliru, match="sudah dibatalkan"):
        reverse_realisasi(baris, alasan="lagi", by=lurah)


def test_a_commitment_of_two_years_is_marked(program):
    pendek = KomitmenCsr(program=program, mulai=hari(0), sampai=hari(730), perusahaan="x")
    assert pendek.is_short


def test_consent_is_recorded_by_household_number_of_ones_own_area(program, moderator):
    client = masuk(moderator)
    rumah = ikut(program)
    isi = {
        "nomor": rumah.nomor.lower(), "untuk": "duta", "nama_tampil": "Keluarga Bu Ani",
        "cara": "kunjungan", "dibacakan": "on",
    }  # fmt: skip
    assert client.post(f"{AKTUAL}/persetujuantampil/add/", isi).status_code == 302
    assert rumah.persetujuan_tampil.get().by == moderator
    jauh = ikut(program, di=f"{PANDEAN}.01.01")
    jawab = client.post(f"{AKTUAL}/persetujuantampil/add/", isi | {"nomor": jauh.nomor})
    assert jawab.status_code == 422
    assert "tidak ditemukan di wilayah Anda" in jawab.content.decode()
