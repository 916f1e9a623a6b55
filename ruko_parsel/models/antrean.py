import secrets
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from ruko_parsel.models.acuan import Bidang
from ruko_parsel.models.ruang import Ruang
from wilayah.append_only import triggers
from wilayah.models import Pengguna, Wilayah
from wilayah.scope import ScopedModel, ScopedQuerySet


class NomorAntrean(models.Model):
    """The counter behind queue numbers, one row a kecamatan and day."""

    kecamatan = models.ForeignKey(Wilayah, models.PROTECT, related_name="+")
    tanggal = models.DateField()
    terakhir = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "nomor antrean"
        constraints = [
            models.UniqueConstraint("kecamatan", "tanggal", name="nomor_antrean_satu_per_hari"),
        ]

    def __str__(self) -> str:
        return f"{self.kecamatan_id} {self.tanggal}: {self.terakhir}"


class AntreanQuerySet(ScopedQuerySet):
    """Queue numbers of a kecamatan."""

    def on(self, kecamatan: str, hari: date) -> Self:
        return self.filter(wilayah=kecamatan, tanggal=hari)

    def waiting(self) -> Self:
        return self.filter(status=Antrean.Status.MENUNGGU)


class Antrean(ScopedModel):
    """One number of one day; no name. `wilayah` is the kecamatan, `bidang` the field it waits for.

    `kunci` is the form's own word: sent twice it is one number.
    """

    class Status(models.TextChoices):
        MENUNGGU = "menunggu", "Menunggu"
        DIPANGGIL = "dipanggil", "Dipanggil"
        DILAYANI = "dilayani", "Dilayani"
        SELESAI = "selesai", "Selesai"
        LEWAT = "lewat", "Terlewat"

    tanggal = models.DateField("tanggal")
    nomor = models.PositiveIntegerField("nomor")
    kunci = models.CharField(max_length=40, unique=True, editable=False)
    bidang = models.ForeignKey(
        Bidang, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bidang"
    )
    status = models.CharField(
        "keadaan", max_length=9, choices=Status.choices, default=Status.MENUNGGU
    )
    ruang = models.ForeignKey(
        Ruang, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ruang"
    )
    petugas = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="antrean_dipanggil",
        verbose_name="petugas",
    )  # fmt: skip
    panggilan = models.PositiveSmallIntegerField("banyak panggilan", default=0)
    diambil_at = models.DateTimeField("diambil")
    dipanggil_at = models.DateTimeField("dipanggil", null=True, blank=True)
    dilayani_at = models.DateTimeField("mulai dilayani", null=True, blank=True)
    selesai_at = models.DateTimeField("selesai", null=True, blank=True)

    objects = AntreanQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "antrean"
        ordering = ["-tanggal", "nomor"]
        indexes = [
            # who is next today; what the waiting room shows
            models.Index(fields=["wilayah", "tanggal", "status"], name="antrean_hari_idx"),
        ]
        constraints = [
            models.UniqueConstraint("wilayah", "tanggal", "nomor", name="antrean_nomor_sekali"),
            models.CheckConstraint(name="antrean_nomor_positif", condition=Q(nomor__gte=1)),
            models.CheckConstraint(
                name="antrean_dipanggil_oleh",
                condition=Q(status__in=["menunggu", "lewat"])
                | Q(petugas__isnull=False, dipanggil_at__isnull=False),
            ),
            models.CheckConstraint(
                name="antrean_selesai_iff",
                condition=Q(status="selesai", dilayani_at__isnull=False, selesai_at__isnull=False)
                | (~Q(status="selesai") & Q(selesai_at__isnull=True)),
            ),
            models.UniqueConstraint(
                "petugas", "tanggal", name="antrean_petugas_satu_tamu",
                condition=Q(status__in=["dipanggil", "dilayani"]),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Nomor {self.nomor}"


class RiwayatAntrean(models.Model):
    """Append-only: a number taken, called, served, skipped, moved; by whom."""

    antrean = models.ForeignKey(Antrean, models.PROTECT, related_name="riwayat")
    status = models.CharField(max_length=9, choices=Antrean.Status.choices)
    apa = models.CharField("apa", max_length=80)
    by = models.ForeignKey(Pengguna, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("pada", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "riwayat antrean"
        ordering = ["at", "pk"]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.antrean_id}: {self.apa}"


def new_tanda() -> str:
    """What makes an address of the house unguessable (128 bits)."""
    return secrets.token_urlsafe(16)


class TandaRumah(ScopedModel):
    """The secret end of an address that needs no login: the waiting room's screen, the queue's
    kiosk, the guest book at the door. Taken back, the address is dead and a new one is drawn.
    """

    class Jenis(models.TextChoices):
        LAYAR = "layar", "Layar ruang tunggu"
        ANTRE = "antre", "Ambil nomor antrean"
        TAMU = "tamu", "Buku tamu"

    jenis = models.CharField("untuk", max_length=5, choices=Jenis.choices)
    tanda = models.CharField(max_length=30, unique=True, default=new_tanda, editable=False)
    by = models.ForeignKey(Pengguna, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField("dibuat", auto_now_add=True)
    dicabut_at = models.DateTimeField("dicabut", null=True, blank=True)
    dicabut_oleh = models.ForeignKey(Pengguna, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "layar dan QR"
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                "wilayah", "jenis", name="tanda_rumah_satu_berlaku",
                condition=Q(dicabut_at__isnull=True),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_jenis_display()} {self.wilayah_id}"
