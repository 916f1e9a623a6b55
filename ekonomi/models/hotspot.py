from django.db import models
from django.db.models import Q

from wilayah.append_only import triggers
from wilayah.scope import ScopedModel, ScopedQuerySet


class Hotspot(ScopedModel):
    """A free network point, mostly at an RW hall (seed: balai RW). No password is kept here."""

    class Status(models.TextChoices):
        NYALA = "nyala", "Menyala"
        GANGGUAN = "gangguan", "Gangguan"
        TUTUP = "tutup", "Tidak dipakai lagi"

    nama = models.CharField("tempat", max_length=120)
    lat = models.DecimalField("lintang", max_digits=8, decimal_places=5)
    lng = models.DecimalField("bujur", max_digits=8, decimal_places=5)
    penyedia = models.CharField("penyedia", max_length=80, blank=True)
    kecepatan = models.PositiveSmallIntegerField("kecepatan (Mbps)", null=True, blank=True)
    jam = models.CharField("jam buka", max_length=80, blank=True, help_text="06.00–22.00")
    ssid = models.CharField("nama jaringan (SSID)", max_length=32, blank=True)
    petunjuk = models.CharField(
        "cara masuk", max_length=160, blank=True,
        help_text="Misalnya: minta sandi di meja balai. Jangan tulis sandinya.",
    )  # fmt: skip
    status = models.CharField(
        "status", max_length=8, choices=Status.choices, default=Status.NYALA, editable=False
    )
    pengguna = models.PositiveIntegerField(
        "pengguna sebulan", null=True, blank=True, help_text="Menurut catatan perangkat."
    )
    dicek_at = models.DateTimeField("dicek pada", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "hotspot"
        ordering = ["wilayah", "nama"]
        constraints = [
            models.UniqueConstraint(
                "wilayah", "nama", name="hotspot_satu_nama",
                violation_error_message="Hotspot dengan nama ini sudah ada di wilayah itu.",
            ),
            models.CheckConstraint(
                name="hotspot_titik_wajar",
                condition=Q(lat__gte=-90, lat__lte=90, lng__gte=-180, lng__lte=180),
                violation_error_message="Titik petanya tidak ada di bumi.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.nama


class LaporanHotspotQuerySet(ScopedQuerySet):
    """Reports on hotspots, where they stand."""

    scope_wilayah = "hotspot__wilayah"


class LaporanHotspot(models.Model):
    """Append-only: somebody said that a hotspot is down, or staff looked at it."""

    class Dari(models.TextChoices):
        WARGA = "warga", "Warga"
        PETUGAS = "petugas", "Petugas"

    hotspot = models.ForeignKey(
        Hotspot, models.PROTECT, related_name="laporan", verbose_name="hotspot"
    )
    dari = models.CharField("dari", max_length=8, choices=Dari.choices)
    status = models.CharField("keadaan", max_length=8, choices=Hotspot.Status.choices)
    catatan = models.CharField("catatan", max_length=200, blank=True)
    asal_hash = models.CharField(max_length=64, blank=True, editable=False)
    by = models.ForeignKey(
        "wilayah.Pengguna", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="oleh",
    )  # fmt: skip
    at = models.DateTimeField("waktu", auto_now_add=True)

    objects = LaporanHotspotQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "laporan hotspot"
        ordering = ["-at", "-id"]
        indexes = [
            # residents' reports of the last day about one hotspot
            models.Index(fields=["hotspot", "-at"], name="laporanhotspot_baru_idx"),
        ]
        constraints = [
            models.CheckConstraint(
                name="laporanhotspot_petugas_bernama",
                condition=Q(dari="warga", by__isnull=True) | Q(dari="petugas", by__isnull=False),
            ),
        ]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.hotspot_id}: {self.status}"
