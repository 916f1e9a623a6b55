"""Rows of grants and public works for tests: a programme with its line, packages, projects."""

import datetime as dt
import io
import itertools
import random

import factory
from django.utils import timezone
from PIL import Image

from ekonomi.models import (
    KriteriaHibah,
    PaketHibah,
    Pedagang,
    PosAnggaran,
    ProyekPadatKarya,
)
from ekonomi.services.hibah.serah import hand_over_hibah
from ekonomi.services.hibah.setuju import approve_hibah
from ekonomi.services.hibah.usul import assess_hibah, propose_hibah
from ekonomi.services.padat_karya.daftar import Pendaftar, register_pekerja
from ekonomi.services.padat_karya.hari import record_hari
from ekonomi.services.padat_karya.pilih import select_pekerja
from ekonomi.services.padat_karya.proyek import open_pendaftaran, start_proyek
from ekonomi.services.padat_karya.upah import ensure_tarif, make_daftar_upah
from tests.ekonomi.pabrik import ProgramFactory, RumahFactory
from tests.factories import wilayah_of

TAMAN, RT = "35.77.03.1009", "35.77.03.1009.02.03"
_benih = itertools.count(1)


def foto(benih=None):
    """A JPEG unlike any other, unless a seed is given."""
    acak = random.Random(next(_benih) * 7919 if benih is None else benih)
    gambar = Image.new("RGB", (32, 24))
    gambar.putdata(
        [(acak.randrange(256), acak.randrange(256), acak.randrange(256)) for _ in range(32 * 24)]
    )
    keluar = io.BytesIO()
    gambar.save(keluar, "JPEG", quality=95)
    return keluar.getvalue()


class PosFactory(factory.django.DjangoModelFactory[PosAnggaran]):
    """A budget line of 100 million for grants; akun="5-1200" for wages."""

    class Meta:
        model = PosAnggaran

    program = factory.SubFactory(ProgramFactory)
    kode = factory.Sequence(lambda n: f"pos-{n}")
    nama = "Bantuan produktif"
    jumlah = 100_000_000
    akun = "5-1100"


class PaketFactory(factory.django.DjangoModelFactory[PaketHibah]):
    """PaketFactory(jenis="voucher"): Rp 1 to 3 million for ten households."""

    class Meta:
        model = PaketHibah

    pos = factory.SubFactory(PosFactory)
    program = factory.LazyAttribute(lambda o: o.pos.program)
    kode = factory.Sequence(lambda n: f"paket-{n}")
    nama = "Modal warung"
    jenis = "uang"
    kode_barang = factory.LazyAttribute(lambda o: f"barang-{o.kode}")
    kuota = 10


def kriteria(program):
    """DTKS 20, dependants 15 (full at 4), readiness 10."""
    for n, (kode, bobot, penuh) in enumerate(
        (("dtks", 20, 1), ("tanggungan", 15, 4), ("kesiapan", 10, 1))
    ):
        KriteriaHibah.objects.create(
            program=program, kode=kode, nama=kode, bobot=bobot, rumus=kode, penuh_pada=penuh,
            urutan=n,
        )  # fmt: skip


def usul(paket, by, *, rumah=None, nilai=2_000_000, cara="tunai", kesiapan=3):
    """A proposal of a household of RT 03 RW 02."""
    if not KriteriaHibah.objects.filter(program=paket.program).exists():
        kriteria(paket.program)
    return propose_hibah(
        paket=paket, rumah=rumah or RumahFactory(), nilai=nilai, cara=cara, kesiapan=kesiapan,
        rencana="Beli bahan kue", by=by,
    )  # fmt: skip


def setuju(hibah, by, satu, dua):
    """Assessed and approved by two."""
    assess_hibah(hibah, by=by)
    approve_hibah(hibah, by=satu)
    return approve_hibah(hibah, by=dua)


def serah(hibah, by, **isi):
    """Handed over today with a picture."""
    data = {"tanggal": timezone.localdate(), "penerima": "Penerima Uji", "foto": [foto()]} | isi
    return hand_over_hibah(hibah, by=by, **data)


class PedagangFactory(factory.django.DjangoModelFactory[Pedagang]):
    class Meta:
        model = Pedagang

    program = factory.SubFactory(ProgramFactory)
    wilayah = factory.LazyAttribute(lambda o: o.program.wilayah)
    nama = factory.Sequence(lambda n: f"Toko Uji {n}")


class ProyekFactory(factory.django.DjangoModelFactory[ProyekPadatKarya]):
    """A plan that lacks nothing, five days from five days ago."""

    class Meta:
        model = ProyekPadatKarya

    class Params:
        di = RT

    pos = factory.SubFactory(PosFactory, akun="5-1200", nama="Padat karya")
    program = factory.LazyAttribute(lambda o: o.pos.program)
    wilayah = factory.LazyAttribute(lambda o: wilayah_of(o.di))
    judul = "Keruk saluran Gang Melati"
    jenis = "drainase"
    tempat = "Gang Melati"
    mulai = factory.LazyFunction(lambda: timezone.localdate() - dt.timedelta(days=5))
    kuota = 3
    alat_pelindung = ["sepatu", "sarung"]


def orang(n, **isi):
    """The n-th invented candidate: 30 years old."""
    data = {
        "nama": f"Pekerja Uji {n}",
        "nik": f"{3577030101960000 + n}", "kk": f"{3577030202960000 + n}",
        "lahir": dt.date(1996, 1, 1), "jenis_kelamin": "L", "menganggur": True,
    }  # fmt: skip
    return Pendaftar(**(data | isi))


def proyek_berjalan(by, *, calon=4, **isi):
    """A project whose workers are chosen and that has begun."""
    ensure_tarif()
    proyek = open_pendaftaran(ProyekFactory(**isi), by=by)
    for n in range(calon):
        register_pekerja(proyek, orang(n))
    return start_proyek(select_pekerja(proyek, by=by), by=by)


def hari_penuh(proyek, tanggal, by, bagian=2):
    """Everybody chosen worked that day."""
    pk = proyek.pekerja.filter(status="terpilih").values_list("pk", flat=True)
    return record_hari(proyek, tanggal, dict.fromkeys(pk, bagian), by=by)


def daftar_upah(proyek, by, hari=2):
    """A payroll of the first days of a project, everybody there."""
    for n in range(hari):
        hari_penuh(proyek, proyek.mulai + dt.timedelta(days=n), by)
    return make_daftar_upah(
        proyek, dari=proyek.mulai, sampai=proyek.mulai + dt.timedelta(days=hari - 1), by=by
    )
