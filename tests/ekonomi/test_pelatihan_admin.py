"""The desk of training: a batch's page and steps, import, a participant, certificates."""

import datetime as dt
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ekonomi.models import Angkatan, Peserta, Sertifikat
from ekonomi.services.sertifikat import issue_sertifikat
from hadir.models import SesiHadir
from pesan.muat import load_templat
from pesan.services.templat import forget_templat
from tests.ekonomi.pabrik import AnggotaRumahFactory, RumahFactory
from tests.ekonomi.pabrik_pelatihan import (
    PANDEAN,
    TAMAN,
    buat_angkatan,
    buat_kursus,
    daftarkan,
    isi_kursi,
    jalankan,
    luluskan,
)
from tests.factories import PenggunaFactory, WilayahFactory


@pytest.fixture(autouse=True)
def templat(db):
    load_templat()
    forget_templat()
    WilayahFactory(kode=f"{TAMAN}.02.03")
    yield
    forget_templat()


@pytest.fixture
def lurah():
    return PenggunaFactory(peran="lurah", di=TAMAN)


@pytest.fixture
def meja(client, lurah):
    client.force_login(lurah)
    return client


def url(row, nama="change", *lain):
    return reverse(f"admin:ekonomi_{row._meta.model_name}_{nama}", args=[row.pk, *lain])


def langkah(meja, row, kunci, **data):
    return meja.post(url(row, "langkah", kunci), data, follow=True)


def test_a_batch_is_made_opened_and_run_from_its_page(meja):
    hari = timezone.localdate()
    jawab = meja.post(
        reverse("admin:ekonomi_angkatan_add"),
        {
            "kursus": buat_kursus().pk, "tempat": "Balai RW 02", "mulai": hari,
            "selesai": hari + dt.timedelta(days=30), "kuota": 5, "biaya": 0,
            "tutup_at_0": hari + dt.timedelta(days=5), "tutup_at_1": "12:00",
        },
        follow=True,
    )  # fmt: skip
    angkatan = Angkatan.objects.get()
    assert "dibuat sebagai draf" in jawab.content.decode()
    jadwal = {"awal": hari, "banyak": 3, "jeda": 7, "mulai": "09:00", "selesai": "12:00"}
    assert "3 sesi dijadwalkan" in langkah(meja, angkatan, "sesi", **jadwal).content.decode()
    langkah(meja, angkatan, "buka")
    isi = langkah(
        meja, angkatan, "tambah", nama="Siti Rahmawening", jenis_kelamin="P", rw="2", rt="3"
    ).content.decode()
    assert "PIN" in isi
    assert Peserta.objects.get().asal_wilayah_id == f"{TAMAN}.02.03"
    langkah(meja, angkatan, "mulai")
    angkatan.refresh_from_db()
    assert angkatan.status == "berjalan"


def test_a_schedule_beyond_the_last_day_is_refused_on_the_form(meja):
    angkatan = buat_angkatan()
    hari = timezone.localdate()
    isian = {"awal": hari, "banyak": 10, "jeda": 7, "mulai": "09:00", "selesai": "08:00"}
    jawab = meja.post(url(angkatan, "langkah", "sesi"), isian)
    assert jawab.status_code == 422
    assert "sesudah jam mulai" in jawab.content.decode()
    jawab = meja.post(url(angkatan, "langkah", "sesi"), isian | {"selesai": "11:00"})
    assert "sesudah hari terakhir" in jawab.content.decode()
    assert not SesiHadir.objects.exists()


def test_the_quota_never_falls_below_who_has_a_seat(meja):
    angkatan = buat_angkatan(kuota=3)
    isi_kursi(angkatan, 3)
    jawab = meja.post(url(angkatan, "ubah"), {"kuota": 2})
    assert "Sudah 3 peserta" in jawab.content.decode()


def test_scores_are_saved_together_or_not_at_all(meja, lurah):
    angkatan = buat_angkatan(kursus=buat_kursus(syarat_nilai=70))
    satu, dua = isi_kursi(angkatan, 2)
    jalankan(angkatan, {satu: 5, dua: 5}, by=lurah)
    simpan = url(angkatan, "nilai")
    jawab = meja.post(simpan, {f"nilai_{satu.pk}": "80", f"nilai_{dua.pk}": "x"}, follow=True)
    assert "bukan angka" in jawab.content.decode()
    satu.refresh_from_db()
    assert satu.nilai is None
    meja.post(simpan, {f"nilai_{satu.pk}": "80,5", f"nilai_{dua.pk}": "101"})
    assert not Peserta.objects.filter(nilai__isnull=False).exists()
    meja.post(simpan, {f"nilai_{satu.pk}": "80,5", f"nilai_{dua.pk}": "60"})
    assert "1 lulus, 1 tidak lulus" in langkah(meja, angkatan, "hitung").content.decode()
    assert "1 sertifikat terbit" in langkah(meja, angkatan, "terbitkan").content.decode()


def test_only_the_lurah_is_offered_certificates(client, lurah):
    angkatan = buat_angkatan()
    luluskan(angkatan, isi_kursi(angkatan, 1), by=lurah)
    client.force_login(PenggunaFactory(peran="fasilitator", di=TAMAN))
    assert "Terbitkan sertifikat" not in client.get(url(angkatan)).content.decode()
    langkah(client, angkatan, "terbitkan")
    assert not Sertifikat.objects.exists()


def test_calling_a_batch_off_needs_a_reason(meja):
    angkatan = buat_angkatan()
    assert meja.post(url(angkatan, "langkah", "batalkan"), {"alasan": ""}).status_code == 422
    langkah(meja, angkatan, "batalkan", alasan="Pelatih sakit")
    angkatan.refresh_from_db()
    assert angkatan.status == "batal"


@pytest.mark.parametrize("peran", ["lurah", "fasilitator", "camat"])
def test_another_area_and_the_camat_see_nothing(client, peran):
    di = {"camat": "35.77.03"}.get(peran, PANDEAN)
    client.force_login(PenggunaFactory(peran=peran, di=WilayahFactory(kode=di)))
    angkatan = buat_angkatan()
    peserta = daftarkan(angkatan)
    for alamat in (
        url(angkatan), url(angkatan, "impor"), url(angkatan, "kartu"), url(peserta),
        url(angkatan, "langkah", "buka"), url(angkatan, "nilai"), url(angkatan, "ubah"),
    ):  # fmt: skip
        jawab = client.get(alamat)
        assert jawab.status_code in {403, 404}, alamat
        assert b"Siti" not in jawab.content
    assert client.post(url(peserta, "langkah", "keluarkan"), {"alasan": "x"}).status_code in {
        403, 404,
    }  # fmt: skip


def test_a_participant_is_linked_to_the_household(meja):
    peserta = daftarkan(buat_angkatan(), "Siti Rahmawening")
    anggota = AnggotaRumahFactory(rumah=RumahFactory(), nama="Siti Rahmawening")
    lain = AnggotaRumahFactory(rumah=RumahFactory(di=f"{PANDEAN}.01.01"), nama="Siti Lain")
    isi = meja.get(url(peserta)).content.decode()
    assert f'value="{anggota.pk}"' in isi
    assert f'value="{lain.pk}"' not in isi
    langkah(meja, peserta, "hubungkan", anggota=anggota.pk)
    peserta.refresh_from_db()
    assert peserta.rumah == anggota.rumah


def test_steps_of_a_participant(meja):
    angkatan = buat_angkatan(kuota=1)
    satu, dua = isi_kursi(angkatan, 2)
    assert "Tidak ada kursi" in langkah(meja, dua, "terima").content.decode()
    assert "PIN baru" in langkah(meja, satu, "pin").content.decode()
    langkah(meja, satu, "keluarkan", alasan="Pindah rumah")
    dua.refresh_from_db()
    assert dua.status == "diterima"
    langkah(meja, dua, "mundur", alasan="Bekerja")
    assert Peserta.objects.seated().count() == 0


def berkas(isi, nama="peserta.csv"):
    return {"berkas": SimpleUploadedFile(nama, isi)}


def isi_tersembunyi(jawab):
    return jawab.context["isi"], [pilih for _judul, pilih in jawab.context["kolom"]]


def impor(meja, angkatan, isi, nama="peserta.csv", **peta):
    """Read a file, then save with the guessed mapping, changed by `peta` (k0="nama")."""
    jawab = meja.post(url(angkatan, "impor"), berkas(isi, nama))
    if "isi" not in jawab.context:
        return jawab
    teks, tebakan = isi_tersembunyi(jawab)
    pilihan = {f"peta_{n}": peta.get(f"k{n}", t) for n, t in enumerate(tebakan)}
    return meja.post(
        url(angkatan, "impor"), {"isi": teks, "aksi": "simpan", **pilihan}, follow=True
    )


CSV = (
    "\ufeffTimestamp;Nama Lengkap;Jenis Kelamin;Tanggal Lahir;RT;RW;No WA\r\n"
    "2026/10/01;Siti Rahmawening;Perempuan;17/5/1990;3;2;0812 0000 4321\r\n"
    "2026/10/01;Joko Lelanasari;L;1985-02-01;;;\r\n"
).encode()


def test_a_form_of_excel_s_habits_goes_in(meja):
    angkatan = buat_angkatan()
    assert "2 peserta diimpor" in impor(meja, angkatan, CSV).content.decode()
    siti = Peserta.objects.get(nama="Siti Rahmawening")
    assert (siti.jenis_kelamin, siti.tahun_lahir, siti.asal_wilayah_id) == (
        "P", 1990, f"{TAMAN}.02.03",
    )  # fmt: skip
    assert siti.kontak.alamat == "6281200004321"
    assert "0 peserta diimpor, 2 sudah terdaftar" in impor(meja, angkatan, CSV).content.decode()


def test_errors_name_row_and_column_and_save_nothing(meja):
    angkatan = buat_angkatan()
    isi = CSV + b"2026/10/01;;X;kemarin;abc;2;halo\r\n"
    teks = impor(meja, angkatan, isi).content.decode()
    for kata in ("Baris 4, kolom Nama Lengkap", "Baris 4, kolom Jenis Kelamin",
                 "Baris 4, kolom Tanggal Lahir", "Baris 4, kolom No WA"):  # fmt: skip
        assert kata in teks
    assert not Peserta.objects.exists()


def test_an_xlsx_with_formula_cells_and_a_date_goes_in(meja):
    buku = openpyxl.Workbook()
    for baris in (
        ["nama", "l/p", "lahir"], ["Endah Pramesti", "P", dt.date(1990, 5, 17)],
        ["'=Bukan Rumus", "L", 1980],
    ):  # fmt: skip
        buku.active.append(baris)
    keluar = io.BytesIO()
    buku.save(keluar)
    teks = impor(meja, buat_angkatan(), keluar.getvalue(), "p.xlsx").content.decode()
    assert "2 peserta diimpor" in teks


@pytest.mark.parametrize(
    "isi", [b"", b"satu baris saja\n", b"PK\x03\x04rusak", b"\x00\x01\x02;a\n\x00;b"]
)
def test_a_file_that_is_no_table_is_refused(meja, isi):
    jawab = meja.post(url(buat_angkatan(), "impor"), berkas(isi))
    assert jawab.status_code == 422
    assert b"errorlist" in jawab.content


def test_two_columns_for_one_thing_are_refused(meja):
    jawab = impor(meja, buat_angkatan(), CSV, k0="nama")
    assert "dipilih untuk dua kolom" in jawab.content.decode()


def test_cards_name_the_people_and_escape_markup(meja):
    angkatan = buat_angkatan()
    daftarkan(angkatan, "<i>Siti</i> Rahmawening")
    isi = meja.get(url(angkatan, "kartu")).content.decode()
    assert "&lt;i&gt;Siti" in isi
    assert "<svg" in isi


def test_a_certificate_is_downloaded_and_withdrawn(meja, lurah):
    angkatan = buat_angkatan()
    luluskan(angkatan, isi_kursi(angkatan, 1), by=lurah)
    (satu,) = issue_sertifikat(angkatan, by=lurah)
    assert meja.get(url(satu, "berkas")).content.startswith(b"%PDF-")
    assert meja.get(url(satu)).status_code == 200
    meja.post(url(satu, "cabut"), {"alasan": "Salah nama"})
    satu.refresh_from_db()
    assert satu.dicabut_at is not None


def test_lists_and_pages_cost_the_same_for_one_row_and_for_fifteen(meja, lurah):
    hitung = {}
    for banyak in (1, 15):
        for n in range(banyak):
            angkatan = buat_angkatan(kuota=30)
            luluskan(angkatan, isi_kursi(angkatan, 2, mulai=n), by=lurah)
            issue_sertifikat(angkatan, by=lurah)
        besar = buat_angkatan(kuota=30)
        isi_kursi(besar, banyak)
        alamat = {
            nama: reverse(f"admin:ekonomi_{nama}_changelist")
            for nama in ("angkatan", "peserta", "sertifikat", "kursus", "registersertifikat")
        }
        alamat["halaman"] = url(besar)
        for nama, satu in alamat.items():
            meja.get(satu)
            with CaptureQueriesContext(connection) as q:
                assert meja.get(satu).status_code == 200
            hitung.setdefault(nama, []).append(len(q))
    assert all(satu == dua for satu, dua in hitung.values()), hitung
