"""The language model's rows: prompt versions, switches, work, calls on record, the answer cache."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from curhat.models.curhat import Curhat
from pesan.models import Lampiran
from wilayah.append_only import triggers
from wilayah.models import Pengguna
from wilayah.scope import ScopedModel


class PromptModel(models.Model):
    """A version of the prompt with its examples. A change is a new row; one is in use.

    Format: fixtures/prompt/irfa.md, read by `curhat.model_bahasa.prompt`.
    """

    versi = models.PositiveIntegerField("versi", unique=True, editable=False)
    teks = models.TextField("petunjuk dan contoh")
    aktif = models.BooleanField("dipakai", default=False)
    catatan = models.CharField("apa yang diubah", max_length=200, blank=True)
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="oleh"
    )
    created_at = models.DateTimeField("dibuat", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "petunjuk model"
        ordering = ["-versi"]
        constraints = [
            models.UniqueConstraint(
                fields=["aktif"], name="prompt_model_satu_aktif", condition=Q(aktif=True)
            ),
        ]

    def __str__(self) -> str:
        return f"irfa-{self.versi}"


class SakelarModel(ScopedModel):
    """Whether the language model works in an area and below; the nearest row counts.

    Without a row it is off. `selalu_tinjau` keeps every answer waiting for a person, also after
    the first settings.MODEL_TINJAU_BANYAK.
    """

    aktif = models.BooleanField("model bahasa dinyalakan", default=False)
    selalu_tinjau = models.BooleanField(
        "selalu ditinjau dulu",
        default=False,
        help_text="Setiap jawaban model menunggu moderator, juga setelah masa awal lewat.",
    )
    anggaran_token = models.PositiveIntegerField(
        "anggaran token sehari",
        null=True,
        blank=True,
        help_text="Untuk setiap kelurahan. Kosong: anggaran bawaan portal.",
    )
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, related_name="+", verbose_name="oleh", editable=False
    )
    updated_at = models.DateTimeField("diubah", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "sakelar model bahasa"
        ordering = ["wilayah"]
        constraints = [
            models.UniqueConstraint(fields=["wilayah"], name="sakelar_model_satu_per_wilayah"),
        ]

    def __str__(self) -> str:
        return f"{self.wilayah_id}: {'menyala' if self.aktif else 'mati'}"


class TugasModel(models.Model):
    """One thing a model is asked: an answer to a curhat, or what a voice note says.

    Written with the curhat, claimed with a lease, given up at `tenggat_at`; holds no words.
    """

    class Jenis(models.TextChoices):
        JAWAB = "jawab", "Jawaban"
        DENGAR = "dengar", "Pesan suara"

    class Status(models.TextChoices):
        MENUNGGU = "menunggu", "Menunggu"
        SELESAI = "selesai", "Selesai"

    curhat = models.ForeignKey(Curhat, models.PROTECT, related_name="tugas_model")
    lampiran = models.ForeignKey(Lampiran, models.PROTECT, null=True, related_name="+")
    jenis = models.CharField(max_length=6, choices=Jenis, default=Jenis.JAWAB)
    status = models.CharField(max_length=8, choices=Status, default=Status.MENUNGGU)
    boleh_at = models.DateTimeField("boleh dikerjakan sejak")  # moved ahead while it is worked on
    tenggat_at = models.DateTimeField("ditinggalkan sesudah")
    percobaan = models.PositiveSmallIntegerField(default=0)
    hasil = models.CharField(max_length=10, blank=True)
    sidik = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "tugas model"
        constraints = [
            models.UniqueConstraint(
                fields=["curhat", "jenis", "lampiran"],
                name="tugas_model_sekali",
                nulls_distinct=False,
            ),
        ]
        indexes = [
            # the worker's claim and the sweep: what waits, oldest first
            models.Index(
                fields=["boleh_at"], name="tugas_model_antre_idx", condition=Q(status="menunggu")
            ),
            # erasing a person's cached answers
            models.Index(fields=["sidik"], name="tugas_model_sidik_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.jenis} {self.curhat_id}: {self.status}"


class PanggilanModel(ScopedModel):
    """Append-only: one call of a model, what it cost and what came of it. Never any words."""

    curhat = models.ForeignKey(Curhat, models.PROTECT, null=True, related_name="+")
    jenis = models.CharField("jenis", max_length=6, choices=TugasModel.Jenis)
    model = models.CharField("model", max_length=80)
    prompt = models.ForeignKey(
        PromptModel, models.PROTECT, null=True, related_name="+", verbose_name="petunjuk"
    )
    hasil = models.CharField("hasil", max_length=10)
    keterangan = models.CharField("keterangan", max_length=120, blank=True)
    percobaan = models.PositiveSmallIntegerField("percobaan", default=0)
    token_masuk = models.PositiveIntegerField("token masuk", default=0)
    token_keluar = models.PositiveIntegerField("token keluar", default=0)
    biaya = models.DecimalField("biaya (Rp)", max_digits=12, decimal_places=2, default=Decimal(0))
    latensi_ms = models.PositiveIntegerField("lama (ms)", default=0)
    sidik = models.CharField("sidik permintaan", max_length=64, blank=True)
    at = models.DateTimeField("waktu", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "panggilan model"
        ordering = ["-id"]
        triggers = triggers()
        indexes = [
            # figures of an area: calls, costs and outcomes of a period
            models.Index(fields=["wilayah", "-at"], name="panggilan_wilayah_waktu_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.hasil}"


class SimpananModel(models.Model):
    """An answer of a model kept for the same question: masked words, gone after `hingga`.

    `sidik` is a keyed hash of the whole request. A person's rows are found through TugasModel.
    """

    sidik = models.CharField(max_length=64, primary_key=True)
    isi = models.JSONField()
    hingga = models.DateTimeField(db_index=True)  # retention

    class Meta:
        verbose_name = verbose_name_plural = "simpanan jawaban model"

    def __str__(self) -> str:
        return self.sidik[:12]
