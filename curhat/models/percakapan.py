from typing import Any

from django.db import models
from django.db.models import Q

from curhat.models.curhat import Curhat, Jawaban
from wilayah.peran import MELIHAT_RAHASIA
from wilayah.scope import ScopedQuerySet


class Pertanyaan(models.Model):
    """One question put to the resident about a curhat in its conversation: asked once, ever.

    What is not derived from other rows: that we asked. "Iya" or "3/2" is understood by the oldest
    question without an answer. Holds no words of anybody.
    """

    class Jenis(models.TextChoices):
        ANONIM = "anonim", "Ingin anonim?"
        TEMBUSAN = "tembusan", "Tembusan ke lurah?"
        SIMPAN = "simpan", "Berapa lama alamat disimpan?"
        RTRW = "rtrw", "RT dan RW"
        TEMPAT = "tempat", "Jalan atau patokan"
        FOTO = "foto", "Foto"

    curhat = models.ForeignKey(Curhat, models.PROTECT, related_name="pertanyaan")
    jenis = models.CharField(max_length=10, choices=Jenis)
    at = models.DateTimeField("ditanyakan", auto_now_add=True)
    dijawab_at = models.DateTimeField("dijawab", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "pertanyaan"
        ordering = ["id"]
        constraints = [
            # also finds the questions of one curhat
            models.UniqueConstraint(fields=["curhat", "jenis"], name="pertanyaan_sekali"),
        ]

    def __str__(self) -> str:
        return f"{self.curhat_id}: {self.jenis}"


class PenilaianQuerySet(ScopedQuerySet):
    """Ratings of the curhat of one's area; of private ones only for MELIHAT_RAHASIA."""

    scope_wilayah = "curhat__wilayah"

    def penugasan_q(self, tugas: Any) -> Q:
        q = super().penugasan_q(tugas)
        return q if tugas.peran in MELIHAT_RAHASIA else q & Q(curhat__rahasia=False)


class Penilaian(models.Model):
    """What a resident thinks of the answer they got, 1 to 5 (seed: ≥ 4 in ≥ 80 % of answers)."""

    curhat = models.ForeignKey(Curhat, models.PROTECT, related_name="penilaian")
    jawaban = models.OneToOneField(Jawaban, models.PROTECT, related_name="penilaian")
    nilai = models.PositiveSmallIntegerField("nilai")
    at = models.DateTimeField("dinilai", auto_now_add=True)
    updated_at = models.DateTimeField("diubah", auto_now=True)

    objects = PenilaianQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "penilaian"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="penilaian_nilai_1_5", condition=Q(nilai__range=(1, 5))),
        ]

    def __str__(self) -> str:
        return f"{self.curhat_id}: {self.nilai}"
