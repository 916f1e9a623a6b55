import uuid

from django.db import models

from luna_maya.models.catatan import Catatan
from luna_maya.models.kunjungan import Kunjungan
from wilayah.append_only import triggers
from wilayah.models import Pengguna


class RiwayatCatatan(models.Model):
    """Append-only: what was done with an entry, by whom and when; never its words."""

    class Peristiwa(models.TextChoices):
        DICATAT = "dicatat", "Dicatat"
        DIUBAH = "diubah", "Diubah"
        DITARIK = "ditarik", "Ditarik kembali"
        LAPORAN = "laporan", "Dijadikan laporan"
        POTENSI = "potensi", "Dijadikan potensi rumah tangga"
        TUGAS = "tugas", "Dijadikan tugas"
        RUJUKAN = "rujukan", "Dirujuk ke Rumah Koordinasi"

    catatan = models.ForeignKey(Catatan, models.PROTECT, related_name="riwayat")
    peristiwa = models.CharField(max_length=7, choices=Peristiwa.choices)
    by = models.ForeignKey(Pengguna, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("pada", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "riwayat catatan"
        ordering = ["at", "pk"]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.catatan_id}: {self.peristiwa}"


class JawabanTerkirim(models.Model):
    """Answers to a visit's questions as one device sent them, once each (`kunci`).

    `kolom`: the questions that were changed; the words themselves stand in `Kunjungan.jawaban`.
    `dicatat_at` is the device's time: what was written earlier and arrives later changes nothing
    that somebody wrote in between.
    """

    kunci = models.UUIDField("kunci perangkat", unique=True, default=uuid.uuid4, editable=False)
    kunjungan = models.ForeignKey(
        Kunjungan, models.PROTECT, related_name="jawaban_terkirim", verbose_name="kunjungan"
    )
    kolom = models.JSONField("pertanyaan", default=list)
    dicatat_at = models.DateTimeField("dicatat pada")
    diterima_at = models.DateTimeField("diterima", auto_now_add=True)
    by = models.ForeignKey(Pengguna, models.PROTECT, editable=False, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "jawaban terkirim"
        ordering = ["dicatat_at", "pk"]

    def __str__(self) -> str:
        return f"{self.kunjungan_id}: {self.kunci}"
