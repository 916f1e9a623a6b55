"""What the desk keeps beside a request: letters to agencies, and what the village thinks of it."""

from django.db import models
from django.db.models import Q

from ruko_parsel.models.permintaan import Permintaan
from wilayah.append_only import triggers
from wilayah.models import Instansi, Pengguna, Rujukan


class SuratPengantar(models.Model):
    """Append-only: a request passed up to an agency, with the letter that went along.

    `rujukan` where that agency has people in the portal; otherwise the printed letter is carried.
    """

    permintaan = models.ForeignKey(Permintaan, models.PROTECT, related_name="surat_pengantar")
    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="+")
    isi = models.TextField("isi surat")
    rujukan = models.OneToOneField(
        Rujukan, models.PROTECT, null=True, blank=True, related_name="surat_pengantar_ruko"
    )
    potret = models.JSONField(default=dict)
    by = models.ForeignKey(Pengguna, models.PROTECT, related_name="+")
    at = models.DateTimeField("pada", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "surat pengantar"
        ordering = ["at", "pk"]
        triggers = triggers()
        constraints = [
            models.CheckConstraint(
                name="surat_pengantar_berisi", condition=~Q(isi=""),
                violation_error_message="Tulis isi surat pengantarnya.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Pengantar {self.permintaan.nomor} ke {self.instansi}"


class PenilaianPermintaan(models.Model):
    """Append-only: the figure a village gave a finished request, each time it said so.

    Its words stand on the request alone (`kata_nilai`), where they can be erased.
    """

    class Cara(models.TextChoices):
        PORTAL = "portal", "Portal"
        TAUTAN = "tautan", "Tautan"
        OBROLAN = "obrolan", "Obrolan"

    permintaan = models.ForeignKey(Permintaan, models.PROTECT, related_name="penilaian")
    nilai = models.PositiveSmallIntegerField("nilai")
    cara = models.CharField("cara", max_length=7, choices=Cara.choices)
    by = models.ForeignKey(Pengguna, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("pada", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "penilaian desa"
        ordering = ["at", "pk"]
        triggers = triggers()
        constraints = [
            models.CheckConstraint(
                name="penilaian_permintaan_1_5", condition=Q(nilai__range=(1, 5)),
                violation_error_message="Nilai antara 1 dan 5.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.permintaan_id}: {self.nilai}"


class TanyaNilai(models.Model):
    """A question in a chat that waits for 1 to 5: one row a contact, the newest request of theirs.

    One row because a bare "4" can only answer the question that was put last.
    """

    kontak = models.OneToOneField("pesan.Kontak", models.CASCADE, related_name="+")
    permintaan = models.ForeignKey(Permintaan, models.PROTECT, related_name="+")
    tanya_at = models.DateTimeField("ditanya pada")
    dijawab_at = models.DateTimeField("dijawab pada", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "pertanyaan nilai"

    def __str__(self) -> str:
        return f"{self.kontak_id}: {self.permintaan_id}"
