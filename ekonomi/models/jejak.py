"""What a household agreed to, and what was done with its row."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from ekonomi.models.rumah import MilikRumahQuerySet, Rumah
from wilayah.append_only import triggers
from wilayah.models import Pengguna


class PersetujuanRumah(models.Model):
    """Append-only: what was shown to a household, in which version, and what it decided."""

    class Keputusan(models.TextChoices):
        SETUJU = "setuju", "Setuju"
        MENOLAK = "menolak", "Tidak setuju"
        DICABUT = "dicabut", "Dicabut"

    class Cara(models.TextChoices):
        TERTULIS = "tertulis", "Tertulis, ditandatangani"
        LISAN = "lisan", "Lisan, dibacakan petugas"
        FORMULIR = "formulir", "Formulir digital"

    rumah = models.ForeignKey(
        Rumah, models.PROTECT, related_name="persetujuan", verbose_name="rumah tangga"
    )
    keputusan = models.CharField("keputusan", max_length=8, choices=Keputusan.choices)
    versi = models.CharField("versi teks", max_length=20)
    teks = models.TextField("teks yang dibacakan")
    cara = models.CharField("cara", max_length=9, choices=Cara.choices)
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, related_name="+", verbose_name="dicatat oleh"
    )
    at = models.DateTimeField("waktu", auto_now_add=True)

    objects = MilikRumahQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "persetujuan rumah tangga"
        ordering = ["-at", "-id"]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.get_keputusan_display()} (teks {self.versi})"


class RiwayatRumah(models.Model):
    """Append-only: what was done with a household's row. Names of columns, never their contents."""

    class Peristiwa(models.TextChoices):
        DICATAT = "dicatat", "Dicatat"
        DIUBAH = "diubah", "Diubah"
        DIIMPOR = "diimpor", "Diimpor dari berkas"
        DIGABUNG = "digabung", "Digabung"
        DIURUNGKAN = "diurungkan", "Penggabungan diurungkan"
        STATUS = "status", "Status berubah"
        IKUT = "ikut", "Ikut program"
        KELUAR = "keluar", "Keluar dari program"
        DIHAPUS = "dihapus", "Data pribadi dihapus"

    rumah = models.ForeignKey(
        Rumah, models.PROTECT, related_name="riwayat", verbose_name="rumah tangga"
    )
    peristiwa = models.CharField("peristiwa", max_length=10, choices=Peristiwa.choices)
    kolom = ArrayField(models.CharField(max_length=40), verbose_name="kolom", default=list)
    catatan = models.CharField("catatan", max_length=300, blank=True)
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, related_name="+", verbose_name="oleh"
    )
    at = models.DateTimeField("waktu", auto_now_add=True)

    objects = MilikRumahQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "riwayat rumah tangga"
        ordering = ["-at", "-id"]
        triggers = triggers()

    def __str__(self) -> str:
        return self.get_peristiwa_display()
