from typing import Any

from django.db import models
from django.db.models import Q

from curhat.models.curhat import Curhat
from curhat.models.model_bahasa import PromptModel
from wilayah.models import Pengguna
from wilayah.peran import MELIHAT_RAHASIA
from wilayah.scope import ScopedModel, ScopedQuerySet


class TinjauanQuerySet(ScopedQuerySet):
    """Reviews of an area; one of a case that turned out sensitive only for who may see it."""

    def penugasan_q(self, tugas: Any) -> Q:
        q = super().penugasan_q(tugas)
        return q if tugas.peran in MELIHAT_RAHASIA else q & Q(curhat__rahasia=False)

    def decided(self) -> "TinjauanQuerySet":
        """What a person has judged."""
        return self.filter(keputusan__in=TinjauanJawaban.DIPUTUS_ORANG)


class TinjauanJawaban(ScopedModel):
    """A model's answer and what became of it: approved, edited, rejected, or out of time.

    Holds both texts, so erasure and retention blank it. `wilayah` is the kelurahan.
    """

    class Keputusan(models.TextChoices):
        MENUNGGU = "menunggu", "Menunggu"
        SETUJU = "setuju", "Disetujui"
        UBAH = "ubah", "Disunting"
        TOLAK = "tolak", "Ditolak"
        LEWAT = "lewat", "Lewat waktu"
        LANGSUNG = "langsung", "Dikirim tanpa menunggu"
        BATAL = "batal", "Batal"

    DIPUTUS_ORANG = (Keputusan.SETUJU, Keputusan.UBAH, Keputusan.TOLAK)
    # what a person may still judge; the last two only for the figures, the answer has gone
    TERBUKA = (Keputusan.MENUNGGU, Keputusan.LEWAT, Keputusan.LANGSUNG)

    curhat = models.OneToOneField(Curhat, models.PROTECT, related_name="tinjauan")
    prompt = models.ForeignKey(PromptModel, models.PROTECT, null=True, related_name="+")
    model = models.CharField("model", max_length=80)
    teks_aturan = models.TextField("jawaban aturan")
    teks_model = models.TextField("jawaban model")
    bagian = models.JSONField("bagian jawaban model", default=dict)
    temuan = models.JSONField("temuan model", default=dict)
    panduan = models.ForeignKey("curhat.PanduanSolusi", models.PROTECT, null=True, related_name="+")
    varian = models.CharField(max_length=80, blank=True)
    tenggat_at = models.DateTimeField("menunggu sampai")
    keputusan = models.CharField(
        "keputusan", max_length=8, choices=Keputusan, default=Keputusan.MENUNGGU
    )
    teks_akhir = models.TextField("teks yang dikirim", blank=True)
    jarak = models.FloatField("bagian yang diubah", null=True, blank=True)  # 0 same .. 1 all new
    kategori_sama = models.BooleanField("kategori sama", null=True, blank=True)
    terkirim = models.BooleanField("sampai ke warga", default=False)
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, related_name="+", verbose_name="oleh"
    )
    at = models.DateTimeField("diputuskan", null=True, blank=True)
    created_at = models.DateTimeField("dibuat", auto_now_add=True)

    objects = TinjauanQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "tinjauan jawaban"
        ordering = ["tenggat_at", "id"]
        indexes = [
            # the moderator's queue, and what has run out of time
            models.Index(
                fields=["wilayah", "tenggat_at"],
                name="tinjauan_menunggu_idx",
                condition=Q(keputusan="menunggu"),
            ),
            # figures of a kelurahan, and how many it has judged
            models.Index(fields=["wilayah", "keputusan"], name="tinjauan_angka_idx"),
        ]
        constraints = [
            models.CheckConstraint(
                name="tinjauan_orang_bila_diputus",
                condition=Q(keputusan__in=["setuju", "ubah", "tolak"], by__isnull=False)
                | ~Q(keputusan__in=["setuju", "ubah", "tolak"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.curhat_id}: {self.keputusan}"
