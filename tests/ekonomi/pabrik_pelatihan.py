"""Courses, batches and participants, made by the services."""

import datetime as dt
import uuid

from django.utils import timezone

from ekonomi.models import Kursus
from ekonomi.services.kelulusan import judge_angkatan
from ekonomi.services.pelatihan import (
    create_angkatan,
    open_angkatan,
    schedule_angkatan,
    start_angkatan,
)
from ekonomi.services.peserta import Calon, register_peserta
from hadir.services import record_hadir
from tests.factories import KontakFactory, wilayah_of

TAMAN, PANDEAN = "35.77.03.1009", "35.77.03.1002"


def buat_kursus(*, di=TAMAN, nama=None, **isi):
    isi = {
        "jenis": "wirausaha", "jam": 12, "materi": "Menghitung modal\nMenentukan harga",
        "syarat_hadir": 80, **isi,
    }  # fmt: skip
    nama = nama or f"Wirausaha Dasar {uuid.uuid4().hex[:6]}"
    return Kursus.objects.create(wilayah=wilayah_of(di), nama=nama, **isi)


def buat_angkatan(*, kursus=None, di=TAMAN, buka=True, **isi):
    """An open batch of next week with ten seats."""
    hari = timezone.localdate()
    isi = {
        "tempat": "Balai RW 02", "mulai": hari + dt.timedelta(days=7),
        "selesai": hari + dt.timedelta(days=21), "kuota": 10,
        "tutup_at": timezone.now() + dt.timedelta(days=5), **isi,
    }  # fmt: skip
    angkatan = create_angkatan(kursus=kursus or buat_kursus(di=di), by=None, **isi)
    return open_angkatan(angkatan, by=None) if buka else angkatan


def daftarkan(angkatan, nama="Siti Rahmawening", *, jk="P", kontak=None, asal="pesan", **isi):
    """One registration; gives the participant."""
    calon = Calon(nama=nama, jenis_kelamin=jk, kontak=kontak, persetujuan="uji-1", **isi)
    return register_peserta(angkatan, calon, asal=asal).peserta


def isi_kursi(angkatan, banyak, *, jk="P", mulai=0):
    return [
        daftarkan(angkatan, f"Peserta {jk} {mulai + n:03d}".replace("0", "o"), jk=jk)
        for n in range(banyak)
    ]


def jalankan(angkatan, hadir, *, sesi=5, by):
    """Hold `sesi` sessions in the past days; `hadir` maps participant to how many they were at."""
    hari = timezone.localdate()
    dibuat = schedule_angkatan(
        angkatan, hari=[hari - dt.timedelta(days=n + 1) for n in range(sesi)],
        mulai=dt.time(9), selesai=dt.time(12), by=by,
    )  # fmt: skip
    start_angkatan(angkatan, by=by)
    for peserta, kali in hadir.items():
        for satu in dibuat[:kali]:
            record_hadir(satu, peserta.kunci_orang, cara="daftar", by=by)
    return dibuat


def luluskan(angkatan, peserta, *, by):
    """Everybody was there always, and has a result."""
    jalankan(angkatan, dict.fromkeys(peserta, 5), by=by)
    judge_angkatan(angkatan, by=by)
    for satu in peserta:
        satu.refresh_from_db()


def kontak(**isi):
    return KontakFactory(**isi)
