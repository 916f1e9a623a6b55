"""Rows for tests. Areas come by code and bring their parents; people are invented."""

from functools import lru_cache

import factory
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from curhat.models import Curhat, Subkategori
from curhat.services import tiket as layanan
from curhat.services.isu import Sebab, unite_curhat
from curhat.services.tiket import open_tiket
from pesan.models import Kontak
from pesan.pengirim import hash_identity
from pesan.pin import pin_hash
from wilayah.kripto import new_kode_laporan
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


class WilayahFactory(factory.django.DjangoModelFactory[Wilayah]):
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


class InstansiFactory(factory.django.DjangoModelFactory[Instansi]):
    """InstansiFactory(kode="DLH", di="35.77"): found again by code and area."""

    class Meta:
        model = Instansi
        django_get_or_create = ("wilayah", "kode")

    class Params:
        di = "35.77"

    wilayah = factory.LazyAttribute(lambda o: wilayah_of(o.di))
    kode = "DLH"
    nama = factory.LazyAttribute(lambda o: f"{o.kode} {o.wilayah.nama}")


@lru_cache(maxsize=1)
def _password():
    """One hash for all: hashing is slow on purpose."""
    return make_password("rahasia-uji-1")


class PenggunaFactory(factory.django.DjangoModelFactory[Pengguna]):
    """PenggunaFactory(peran="lurah", di="35.77.03.1009"): staff with one assignment from today on.

    `di` is a code, a Wilayah or an Instansi. The password is `rahasia-uji-1`.
    """

    class Meta:
        model = Pengguna
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"staf{n}")
    nama = factory.LazyAttribute(lambda o: f"Staf {o.username[4:]}")
    is_staff = True
    password = factory.LazyFunction(_password)

    @factory.post_generation
    def peran(self, create, extracted, **kwargs):
        """peran="lurah" with di="35.77"; peran__selesai=... reaches the Penugasan."""
        if extracted:
            tujuan = {"di": self._di} if self._di else {}
            PenugasanFactory(pengguna=self, peran=extracted, **tujuan, **kwargs)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        di = kwargs.pop("di", None)
        pengguna = super()._create(model_class, *args, **kwargs)
        pengguna._di = di
        return pengguna


class PenugasanFactory(factory.django.DjangoModelFactory[Penugasan]):
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


class KontakFactory(factory.django.DjangoModelFactory):
    """A WhatsApp contact with an address to answer; its hash is that of the number."""

    class Meta:
        model = Kontak

    class Params:
        nomor = factory.Sequence(lambda n: f"62813000{n:05d}")

    saluran = "whatsapp"
    hash = factory.LazyAttribute(lambda o: hash_identity("whatsapp", o.nomor))
    alamat = factory.LazyAttribute(lambda o: o.nomor)
    terakhir_masuk_at = factory.LazyFunction(timezone.now)


class CurhatFactory(factory.django.DjangoModelFactory):
    """CurhatFactory(di="35.77.03.1009.02.03", subkategori_id="banjir_drainase"): as triage left it.

    Needs the taxonomy (`muatan_curhat`). Its PIN is 123456; kontak is None unless given.
    """

    class Meta:
        model = Curhat

    class Params:
        di = "35.77.03.1009"
        pin = "123456"

    kode = factory.LazyFunction(new_kode_laporan)
    pin_hash = factory.LazyAttribute(lambda o: pin_hash(o.kode, o.pin))
    saluran = "whatsapp"
    wilayah = factory.LazyAttribute(lambda o: wilayah_of(o.di))
    diterima_at = factory.LazyFunction(timezone.now)
    isi = "Got di depan rumah tersumbat, air masuk ke teras tiap hujan."
    ringkasan = "Got tersumbat, air masuk ke teras tiap hujan."
    subkategori_id = "banjir_drainase"
    kategori_id = factory.LazyAttribute(
        lambda o: Subkategori.objects.values_list("kategori_id", flat=True).get(pk=o.subkategori_id)
    )
    keyakinan = 0.9
    urgensi = 3
    keparahan = "Medium"
    jenis_respons = "B"
    jenis_solusi = "praktis"
    tingkat_masalah = "umum"
    versi_model = "uji"


def TiketFactory(*, status="baru", oleh=None, instansi=None, **curhat):  # noqa: N802 - as its siblings
    """A ticket brought to `status` by the services, on a curhat made with the other arguments."""
    baris = curhat.pop("curhat", None) or CurhatFactory(**curhat)
    oleh = oleh or PenggunaFactory(is_superuser=True)
    instansi = instansi or InstansiFactory(kode="DLH-UJI")
    tiket = open_tiket(baris, sebab="Dibuka untuk uji", by=oleh)
    for langkah in _MENUJU[status]:
        tiket = langkah(tiket, oleh, instansi)
    return tiket


def _assign(tiket, oleh, instansi):
    return layanan.assign_tiket(tiket, by=oleh, instansi=instansi)


def _start(tiket, oleh, _instansi):
    return layanan.start_tiket(tiket, by=oleh)


def _close(tiket, oleh, _instansi):
    return layanan.close_tiket(tiket, by=oleh, tindakan="Got sudah dikeruk.")


def _divert(tiket, oleh, instansi):
    return layanan.divert_tiket(tiket, by=oleh, alasan="Saluran milik kota.", ke_instansi=instansi)


def _merge(tiket, oleh, _instansi):
    """Merged into the ticket of another report of the same place."""
    dua = [CurhatFactory(wilayah=tiket.wilayah) for _ in range(2)]
    for lain in dua:
        open_tiket(lain, sebab="Dibuka untuk uji", by=oleh)
    sebab = Sebab("manual", by=oleh)
    unite_curhat(tiket.curhat, unite_curhat(*dua, sebab=sebab).tiket.curhat, sebab=sebab)
    tiket.refresh_from_db()
    return tiket


_MENUNGGU = (_assign, _start, _close)
_MENUJU = {
    "baru": (),
    "diverifikasi": (lambda t, o, _i: layanan.verify_tiket(t, by=o),),
    "ditugaskan": (_assign,),
    "dikerjakan": (_assign, _start),
    "menunggu_konfirmasi": _MENUNGGU,
    "dialihkan": (_divert,),
    "dibuka_lagi": (*_MENUNGGU, lambda t, _o, _i: layanan.reopen_tiket(t, alasan="Masih bau.")),
    "selesai": (*_MENUNGGU, lambda t, _o, _i: layanan.confirm_selesai(t)),
    "digabung": (_merge,),
    "ditolak": (lambda t, o, _i: layanan.reject_tiket(t, by=o, alasan="Lokasi tidak ada."),),
    "bukan_kewenangan": (
        lambda t, o, _i: layanan.decline_tiket(t, by=o, alasan="Urusan provinsi."),
    ),
}
