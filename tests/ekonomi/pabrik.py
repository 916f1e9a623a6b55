"""Rows of ekonomi that every part builds on; each part has its own factories beside it."""

import datetime as dt

import factory

from ekonomi.models import AnggotaRumah, Program, Rumah, Usaha
from tests.factories import wilayah_of


class ProgramFactory(factory.django.DjangoModelFactory[Program]):
    """ProgramFactory(di="35.77.03.1009"): a running programme of a year."""

    class Meta:
        model = Program

    class Params:
        di = "35.77.03.1009"

    wilayah = factory.LazyAttribute(lambda o: wilayah_of(o.di))
    kode = factory.Sequence(lambda n: f"srsp-uji-{n}")
    nama = "Satu Rumah Satu Penghasilan"
    mulai = dt.date(2026, 8, 1)
    selesai = dt.date(2027, 7, 31)
    status = "berjalan"


class RumahFactory(factory.django.DjangoModelFactory[Rumah]):
    """RumahFactory(di="35.77.03.1009.02.03"): a household of an RT."""

    class Meta:
        model = Rumah

    class Params:
        di = "35.77.03.1009.02.03"

    wilayah = factory.LazyAttribute(lambda o: wilayah_of(o.di))
    nomor = factory.Sequence(lambda n: f"RT-{n:05d}")
    nama_kepala = factory.Sequence(lambda n: f"Sutrapada Uji {n}")
    diperbarui = dt.date(2026, 11, 1)


class AnggotaRumahFactory(factory.django.DjangoModelFactory[AnggotaRumah]):
    """AnggotaRumahFactory(rumah=...): a woman born in 1990, unless told otherwise."""

    class Meta:
        model = AnggotaRumah

    rumah = factory.SubFactory(RumahFactory)
    nama = factory.Sequence(lambda n: f"Anggota Uji {n}")
    hubungan = "kepala"
    jenis_kelamin = "P"
    lahir = dt.date(1990, 5, 17)


class UsahaFactory(factory.django.DjangoModelFactory[Usaha]):
    """UsahaFactory(rumah=...): an active business; without a household, of Kel. Taman."""

    class Meta:
        model = Usaha

    class Params:
        di = "35.77.03.1009"

    wilayah = factory.LazyAttribute(lambda o: o.rumah.wilayah if o.rumah else wilayah_of(o.di))
    rumah = None
    nama = factory.Sequence(lambda n: f"Warung Uji {n}")
    nama_pemilik = "Pemilik Uji"
    bidang = "kuliner"
