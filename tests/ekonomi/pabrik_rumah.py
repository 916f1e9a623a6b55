"""Files of households for tests, and the steps that bring one in."""

import io

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from ekonomi.services.impor import keep_impor, map_impor, open_impor, run_impor_now
from tests.factories import wilayah_of

TAMAN, PANDEAN = "35.77.03.1009", "35.77.03.1002"
KEPALA = (
    "household_id,nama_kepala_keluarga,alamat_rt_rw,dtks_status,potensi_usaha,"
    "pelatihan_participation,modal_received,omzet_monthly,umkm_onboarded,date_updated"
)
BARIS = (
    "KT-9001,Sarwo Uji,Jl. Merpati 12 RT 03 RW 02,True,Keripik tempe,Wirausaha dasar;Digital,"
    "1500000,2000000,False,2025-10-07"
)


def seed_file(*baris, akhir="\n"):
    """A file in the seed's columns."""
    return (akhir.join([KEPALA, *baris]) + akhir).encode()


def upload(isi, nama="data.csv"):
    return SimpleUploadedFile(nama, isi)


def xlsx(*rows):
    """A worksheet of these rows."""
    buku, tampung = openpyxl.Workbook(), io.BytesIO()
    for baris in rows:
        buku.active.append(list(baris))
    buku.save(tampung)
    return tampung.getvalue()


def try_file(isi, *, di=TAMAN, nama="data.csv", peta=None, by=None):
    """Upload and trial run; gives the import."""
    impor = open_impor(wilayah=wilayah_of(di), berkas=upload(isi, nama), by=by)
    return run_impor_now(map_impor(impor, peta or impor.peta, by=by))


def bring_in(isi, **lain):
    """Upload, trial run and saving; fails when anything was wrong."""
    impor = try_file(isi, **lain)
    assert impor.jumlah_galat == 0, list(impor.galat.all()[:5])
    assert impor.status == "diperiksa", impor.alasan
    return run_impor_now(keep_impor(impor, by=lain.get("by")))


def galat_of(impor):
    """(row, column, reason) of what is wrong."""
    return [(g.baris, g.kolom, g.sebab) for g in impor.galat.filter(peringatan=False)]
