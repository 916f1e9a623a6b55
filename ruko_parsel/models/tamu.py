from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from ruko_parsel.models.antrean import Antrean
from ruko_parsel.models.pemesanan import Pemesanan
from wilayah.append_only import triggers
from wilayah.kripto import EncryptedTextField
from wilayah.models import Pengguna
from wilayah.scope import ScopedModel, ScopedQuerySet


class TamuQuerySet(ScopedQuerySet):
    """Guests of a kecamatan's house."""

    def inside(self) -> Self:
        """Not gone out again, as far as the book knows."""
        return self.filter(keluar_at__isnull=True)

    def before(self, lama: datetime) -> Self:
        return self.filter(masuk_at__lt=lama, dihapus_at__isnull=True)


class Tamu(ScopedModel):
    """A line of the guest book; `wilayah` is the kecamatan. Who came is blanked after its time
    (RETENSI_HARI["buku_tamu"]) or when they ask; where from and when stays.
    """

    class Cara(models.TextChoices):
        QR = "qr", "Memindai QR"
        MEJA = "meja", "Ditulis petugas"

    kunci = models.CharField(max_length=40, unique=True, editable=False)
    nama = models.CharField("nama", max_length=80, blank=True)
    asal = models.CharField("dari desa/instansi", max_length=80)
    keperluan = models.CharField("keperluan", max_length=200, blank=True)
    bertemu = models.CharField("bertemu dengan", max_length=80, blank=True)
    nomor = EncryptedTextField("nomor telepon", blank=True)
    cara = models.CharField("cara", max_length=4, choices=Cara.choices)
    masuk_at = models.DateTimeField("masuk")
    keluar_at = models.DateTimeField("keluar", null=True, blank=True)
    pemesanan = models.ForeignKey(
        Pemesanan, models.PROTECT, null=True, blank=True, related_name="tamu",
        verbose_name="pemesanan",
    )  # fmt: skip
    antrean = models.OneToOneField(
        Antrean, models.PROTECT, null=True, blank=True, related_name="tamu", verbose_name="antrean"
    )
    dihapus_at = models.DateTimeField("data orang dihapus", null=True, blank=True)
    by = models.ForeignKey(Pengguna, models.PROTECT, null=True, editable=False, related_name="+")

    objects = TamuQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = "tamu"
        verbose_name_plural = "buku tamu"
        ordering = ["-masuk_at"]
        indexes = [
            # the book of a day; retention
            models.Index(fields=["wilayah", "-masuk_at"], name="tamu_buku_idx"),
        ]
        constraints = [
            models.CheckConstraint(
                name="tamu_keluar_sesudah_masuk",
                condition=Q(keluar_at__isnull=True) | Q(keluar_at__gte=F("masuk_at")),
                violation_error_message="Jam keluar tidak boleh sebelum jam masuk.",
            ),
            models.CheckConstraint(
                name="tamu_bernama_atau_dihapus",
                condition=~Q(nama="") & Q(dihapus_at__isnull=True)
                | Q(nama="", nomor="", bertemu="", keperluan="", dihapus_at__isnull=False),
                violation_error_message="Tulis nama tamu.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.nama or "(data sudah dihapus)"

    def get_absolute_url(self) -> str:
        return reverse("admin:ruko_parsel_tamu_change", args=[self.pk])


class RiwayatTamu(models.Model):
    """Append-only: came, went, blanked. No name in it."""

    tamu = models.ForeignKey(Tamu, models.PROTECT, related_name="riwayat")
    apa = models.CharField("apa", max_length=80)
    by = models.ForeignKey(Pengguna, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("pada", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "riwayat tamu"
        ordering = ["at", "pk"]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.tamu_id}: {self.apa}"
