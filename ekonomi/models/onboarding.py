"""A business on a national marketplace: its links, the steps there, each with date and proof."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from ekonomi.models.usaha import Usaha
from pesan.models import Lampiran
from wilayah.models import Pengguna
from wilayah.scope import ScopedQuerySet

HOST = {
    "tokopedia": ("tokopedia.com", "tokopedia.link"),
    "shopee": ("shopee.co.id", "shp.ee"),
}


class AnakUsahaTokoQuerySet(ScopedQuerySet):
    """Rows that hang on a business."""

    scope_wilayah = "usaha__wilayah"


class TautanPasar(models.Model):
    """A business's shop on a marketplace; the address must be of that marketplace."""

    class Pasar(models.TextChoices):
        TOKOPEDIA = "tokopedia", "Tokopedia"
        SHOPEE = "shopee", "Shopee"
        LAIN = "lain", "Pasar lain"

    usaha = models.ForeignKey(
        Usaha, models.PROTECT, related_name="tautan_pasar", verbose_name="usaha"
    )
    pasar = models.CharField("pasar", max_length=10, choices=Pasar)
    url = models.URLField("alamat toko", max_length=300)
    sejak = models.DateField("berjualan sejak")
    bukti = models.ForeignKey(
        Lampiran, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bukti"
    )
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, related_name="+", editable=False,
        verbose_name="dicatat oleh",
    )  # fmt: skip
    created_at = models.DateTimeField("dicatat", auto_now_add=True)

    objects = AnakUsahaTokoQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "tautan pasar"
        ordering = ["usaha", "pasar"]
        constraints = [
            models.UniqueConstraint(
                "url", name="tautanpasar_satu_alamat",
                violation_error_message="Alamat toko ini sudah dicatat untuk sebuah usaha.",
            ),
            models.CheckConstraint(
                name="tautanpasar_https", condition=Q(url__startswith="https://"),
                violation_error_message="Alamat toko dimulai dengan https://.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.usaha} di {self.get_pasar_display()}"

    def clean(self) -> None:
        check_host(self.pasar, self.url)


def check_host(pasar: str, url: str) -> None:
    """Raise ValidationError (field `url`) unless the address is one of that marketplace."""
    bagian = urlsplit(url)
    host = (bagian.hostname or "").lower()
    milik = HOST.get(pasar)
    if bagian.scheme != "https" or not host or bagian.username:
        raise ValidationError({"url": "Salin alamat lengkapnya, dimulai dengan https://."})
    if milik and not any(host == h or host.endswith(f".{h}") for h in milik):
        nama = TautanPasar.Pasar(pasar).label
        raise ValidationError({"url": f"Alamat ini bukan alamat {nama} ({milik[0]})."})
    if not milik and any(host.endswith(h) for daftar in HOST.values() for h in daftar):
        raise ValidationError({"pasar": "Pilih Tokopedia atau Shopee untuk alamat ini."})


class ButirOnboarding(models.Model):
    """One step towards selling on a marketplace: data, the same for every business."""

    kode = models.SlugField("kode", max_length=20, primary_key=True)
    nama = models.CharField("langkah", max_length=80)
    petunjuk = models.CharField("petunjuk", max_length=200, blank=True)
    wajib = models.BooleanField("wajib", default=True)
    perlu_bukti = models.BooleanField("perlu bukti", default=True)
    urutan = models.PositiveSmallIntegerField("urutan", default=0)
    aktif = models.BooleanField("dipakai", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "butir onboarding"
        ordering = ["urutan", "kode"]

    def __str__(self) -> str:
        return self.nama


class CentangOnboarding(models.Model):
    """A step done: when, and what proves it."""

    usaha = models.ForeignKey(
        Usaha, models.PROTECT, related_name="onboarding", verbose_name="usaha"
    )
    butir = models.ForeignKey(
        ButirOnboarding, models.PROTECT, related_name="+", verbose_name="langkah"
    )
    tanggal = models.DateField("selesai tanggal")
    bukti = models.ForeignKey(
        Lampiran, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bukti"
    )
    catatan = models.CharField("catatan", max_length=200, blank=True)
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, related_name="+", editable=False,
        verbose_name="dicatat oleh",
    )  # fmt: skip
    created_at = models.DateTimeField("dicatat", auto_now_add=True)

    objects = AnakUsahaTokoQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "langkah onboarding"
        ordering = ["usaha", "butir"]
        constraints = [
            models.UniqueConstraint("usaha", "butir", name="centangonboarding_sekali"),
        ]

    def __str__(self) -> str:
        return f"{self.usaha}: {self.butir}"


class OnboardingUsaha(Usaha):
    """The same businesses as a list of how far each is on its way to a marketplace."""

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "onboarding pasar digital"
