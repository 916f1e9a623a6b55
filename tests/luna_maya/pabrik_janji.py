"""Entries of the log handed over, promises and tasks for tests."""

import datetime as dt

from django.utils import timezone

from luna_maya.models import Catatan
from luna_maya.services.janji import make_janji, make_tugas
from tests.factories import WilayahFactory
from tests.luna_maya.pabrik import RT, UTARA, make_kunjungan
from wilayah.rujukan import hand_over_rujukan
from wilayah.zona import at_place

CERITA = "Lampu jalan di ujung gang mati sudah dua minggu, anak-anak takut lewat kalau malam."
PEKA = "Ibu itu bercerita suaminya memukul dia hampir setiap malam di depan anaknya."
POTENSI = "Istrinya pandai membuat kue bingka dan punya oven sendiri."


def hari_ini():
    """Today on the clock of Kandangan."""
    return at_place(timezone.now(), UTARA).date()


def make_catatan(*, kunjungan=None, jenis="masalah", isi=CERITA, di=RT, **lain):
    """An entry of a visit."""
    kunjungan = kunjungan or make_kunjungan()
    awal = {"dicatat_at": timezone.now() - dt.timedelta(hours=1), "by": kunjungan.lurah}
    return Catatan.objects.create(
        kunjungan=kunjungan, jenis=jenis, isi=isi, wilayah=WilayahFactory(kode=di),
        **(awal | lain),
    )  # fmt: skip


def serahkan(catatan, *, by, meja="laporan_kunjungan", rincian=None):
    """Hand an entry over as the log's page does."""
    return hand_over_rujukan(
        sumber=catatan, meja=meja, ke_wilayah=WilayahFactory(kode=UTARA),
        ringkasan=f"Catatan kunjungan {catatan.kunjungan.kode}", wilayah=catatan.wilayah,
        alasan="Dari kunjungan lurah", by=by, rincian=rincian,
    )  # fmt: skip


def make_promise(isi="Lampu gang diperbaiki", hari=7, *, catatan=None, di=RT, **lain):
    """A promise that runs until `hari` days from today."""
    catatan = catatan or make_catatan(jenis="janji", isi=isi, di=di, **lain)
    tenggat = hari_ini() + dt.timedelta(days=hari)
    return make_janji(catatan, isi=isi, tenggat=tenggat, by=catatan.by)


def make_task(petugas, isi="Ukur panjang selokan", hari=3, *, catatan=None):
    """A task for somebody."""
    catatan = catatan or make_catatan()
    tenggat = hari_ini() + dt.timedelta(days=hari)
    return make_tugas(catatan, isi=isi, petugas=petugas, tenggat=tenggat, by=catatan.by)
