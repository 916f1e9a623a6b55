"""Rows for tests. Areas come by code and bring their parents; people are invented."""

import factory

from wilayah.models import Instansi, Pengguna, Penugasan, Wilayah
from wilayah.peran import Peran

_TINGKAT = ("provinsi", "kabupaten", "kecamatan", "kelurahan", "rw", "rt")
_NAMA = {
    "35": "Jawa Timur",
    "35.77": "Kota Madiun",
    "35.77.01": "Kartoharjo",
    "35.77.02": "Manguharjo",
    "35.77.03": "Taman",
    "35.77.03.1002": "Pandean",
    "35.77.03.1009": "Taman",
}


def tingkat_of(kode):
    """The level that a code's shape tells: 71 to 99 are cities, 2xxx villages."""
    parts = kode.split(".")
    tingkat = _TINGKAT[len(parts) - 1]
    if tingkat == "kabupaten" and int(parts[1]) >= 71:
        return "kota"
    if tingkat == "kelurahan" and not parts[3].startswith("1"):
        return "desa"
    return tingkat


def nama_of(kode):
    """The official name of well-known codes, RW/RT names, or one made of the code."""
    tingkat, akhir = tingkat_of(kode), kode.split(".")[-1]
    if tingkat in {"rw", "rt"}:
        return f"{tingkat.upper()} {akhir}"
    return _NAMA.get(kode, f"Tempat {kode}")


class WilayahFactory(factory.django.DjangoModelFactory):
    """WilayahFactory(kode="35.77.03.1009.02"): the area with its parents, made or found."""

    class Meta:
        model = Wilayah
        django_get_or_create = ("kode",)

    kode = "35.77.03.1009"
    nama = factory.LazyAttribute(lambda o: nama_of(o.kode))
    tingkat = factory.LazyAttribute(lambda o: tingkat_of(o.kode))

    @factory.lazy_attribute
    def induk(self):
        atas = self.kode.rpartition(".")[0]
        return WilayahFactory(kode=atas) if atas else None


def wilayah_of(value):
    """The area of a code, or the area itself."""
    return WilayahFactory(kode=value) if isinstance(value, str) else value


class InstansiFactory(factory.django.DjangoModelFactory):
    """InstansiFactory(kode="DLH", di="35.77"): found again by code and area."""

    class Meta:
        model = Instansi
        django_get_or_create = ("wilayah", "kode")

    class Params:
        di = "35.77"

    wilayah = factory.LazyAttribute(lambda o: wilayah_of(o.di))
    kode = "DLH"
    nama = factory.LazyAttribute(lambda o: f"{o.kode} {o.wilayah.nama}")


class PenggunaFactory(factory.django.DjangoModelFactory):
    """PenggunaFactory(peran="lurah", di="35.77.03.1009"): staff with one assignment from today on.

    `di` is a code, a Wilayah or an Instansi. The password is `rahasia-uji-1`.
    """

    class Meta:
        model = Pengguna
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"staf{n}")
    nama = factory.LazyAttribute(lambda o: f"Staf {o.username[4:]}")
    is_staff = True
    password = factory.django.Password("rahasia-uji-1")

    @factory.post_generation
    def peran(self, create, extracted, **kwargs):
        """peran="lurah" with di="35.77"; peran__selesai=... reaches the Penugasan."""
        if extracted:
            PenugasanFactory(pengguna=self, peran=extracted, di=self._di, **kwargs)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        di = kwargs.pop("di", None)
        pengguna = super()._create(model_class, *args, **kwargs)
        pengguna._di = di
        return pengguna


class PenugasanFactory(factory.django.DjangoModelFactory):
    """PenugasanFactory(pengguna=..., peran="petugas", di=instansi or code)."""

    class Meta:
        model = Penugasan

    class Params:
        di = "35.77.03.1009"

    pengguna = factory.SubFactory(PenggunaFactory)
    peran = Peran.MODERATOR
    wilayah = factory.LazyAttribute(
        lambda o: None if isinstance(o.di, Instansi) else wilayah_of(o.di)
    )
    instansi = factory.LazyAttribute(lambda o: o.di if isinstance(o.di, Instansi) else None)
