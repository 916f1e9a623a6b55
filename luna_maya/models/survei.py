"""The survey of trust. Answers lead to nobody: docs/keputusan/036-survei-percaya.md says how."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from luna_maya.models.kunjungan import Kunjungan
from pesan.models import Kontak
from wilayah.kripto import EncryptedTextField
from wilayah.models import Pengguna
from wilayah.scope import ScopedModel, ScopedQuerySet

_PANJANG_KELURAHAN = 13  # 63.06.05.1002


class SurveiPercayaQuerySet(ScopedQuerySet):
    """Rounds of the survey in an area."""

    def open_on(self, hari: object) -> "SurveiPercayaQuerySet":
        """Those that take answers on this day."""
        return self.filter(status="buka", buka__lte=hari, tutup__gte=hari)


class SurveiPercaya(ScopedModel):
    """One round of the survey of trust in a kelurahan: before or after the visits of a `putaran`.

    `pertanyaan`: the questions as they were when the round was made. `kunjungan`: the visits it is
    about; none means every RT. `rekap`: {channel: answers}, taken when the round closes, which is
    also when days and channels leave the answers.
    """

    class Gelombang(models.TextChoices):
        SEBELUM = "sebelum", "Sebelum kunjungan"
        SESUDAH = "sesudah", "Sesudah kunjungan"

    class Status(models.TextChoices):
        DRAF = "draf", "Draf"
        BUKA = "buka", "Dibuka"
        TUTUP = "tutup", "Ditutup"

    putaran = models.CharField("putaran", max_length=40)
    gelombang = models.CharField("gelombang", max_length=7, choices=Gelombang.choices)
    kunjungan = models.ManyToManyField(
        Kunjungan, blank=True, related_name="survei", verbose_name="kunjungan"
    )
    buka = models.DateField("dibuka")
    tutup = models.DateField("ditutup")
    status = models.CharField("status", max_length=5, choices=Status.choices, default=Status.DRAF)
    kode = models.SlugField("kumpulan pertanyaan", max_length=40)
    versi = models.PositiveSmallIntegerField("versi pertanyaan")
    pertanyaan = models.JSONField("pertanyaan")
    rekap = models.JSONField("jawaban menurut cara", default=dict)
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="dibuat oleh",
    )  # fmt: skip
    created_at = models.DateTimeField("dibuat", auto_now_add=True)

    objects = SurveiPercayaQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "survei kepercayaan"
        ordering = ["-buka", "-pk"]
        constraints = [
            models.UniqueConstraint(
                "wilayah", "putaran", "gelombang", name="survei_percaya_satu_gelombang",
                violation_error_message="Putaran ini sudah punya survei untuk gelombang itu.",
            ),
            models.CheckConstraint(
                name="survei_percaya_tutup_sesudah_buka", condition=Q(tutup__gte=F("buka")),
                violation_error_message="Tanggal tutup harus sesudah tanggal buka.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Survei kepercayaan {self.putaran}, {self.get_gelombang_display().lower()}"


class JawabanPercaya(ScopedModel):
    """One person's answers, and nothing that leads to the person: no account, contact or address.

    `wilayah`: the RT or RW of a resident; of an RT or RW head only the kelurahan, for there is one
    head an RT. The key is random and rows are rewritten in another order every night, so that
    neither key, place on disk nor transaction tells who came when. `karcis`: keyed hash of the
    form's one-time ticket. Day and channel are emptied when the round closes.
    """

    class Kelompok(models.TextChoices):
        WARGA = "warga", "Warga"
        KETUA = "ketua", "Ketua RT/RW"

    class Cara(models.TextChoices):
        TAUTAN = "tautan", "Tautan atau poster"
        OBROLAN = "obrolan", "Obrolan"
        KERTAS = "kertas", "Kertas"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survei = models.ForeignKey(SurveiPercaya, models.PROTECT, related_name="jawaban")
    kelompok = models.CharField("kelompok", max_length=5, choices=Kelompok.choices)
    jawaban = models.JSONField("jawaban")
    hari = models.DateField("hari", null=True, blank=True)
    cara = models.CharField("cara", max_length=7, choices=Cara.choices, blank=True)
    karcis = models.CharField(max_length=64, null=True, blank=True, editable=False)  # noqa: DJ001 - unique where there is one

    class Meta:
        verbose_name = verbose_name_plural = "jawaban survei kepercayaan"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint("karcis", name="jawaban_percaya_satu_karcis"),
            models.CheckConstraint(
                name="jawaban_percaya_hari_dan_cara",
                condition=Q(hari__isnull=True, cara="") | (Q(hari__isnull=False) & ~Q(cara="")),
            ),
            models.CheckConstraint(
                name="jawaban_percaya_ketua_tanpa_rt",
                condition=~Q(kelompok="ketua")
                | Q(LessThanOrEqual(Length(F("wilayah")), _PANJANG_KELURAHAN)),
            ),
        ]
        indexes = [
            # the result of a round by group
            models.Index("survei", "kelompok", name="jawaban_percaya_hasil_idx"),
        ]

    def __str__(self) -> str:
        return self.get_kelompok_display()


class TulisanPercaya(models.Model):
    """What somebody wrote freely, masked, kept apart from the answers: no RT, no group, no day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survei = models.ForeignKey(SurveiPercaya, models.PROTECT, related_name="tulisan")
    isi = models.TextField("isi")

    class Meta:
        verbose_name = verbose_name_plural = "tulisan bebas survei"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.isi[:60]


class SuaraPercaya(models.Model):
    """That a contact has answered, as a keyed hash of round and contact; deleted at the close.

    No time, a random key, no column in common with the answers.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survei = models.ForeignKey(SurveiPercaya, models.PROTECT, related_name="suara")
    sidik = models.CharField(max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "tanda sudah menjawab"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint("survei", "sidik", name="suara_percaya_sekali"),
        ]

    def __str__(self) -> str:
        return self.sidik[:8]


class KertasPercaya(models.Model):
    """A numbered paper that was typed in, so that nobody does it twice; deleted at close."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survei = models.ForeignKey(SurveiPercaya, models.PROTECT, related_name="kertas")
    nomor = models.PositiveIntegerField("nomor kertas")

    class Meta:
        verbose_name = verbose_name_plural = "kertas survei"
        ordering = ["survei", "nomor"]
        constraints = [
            models.UniqueConstraint(
                "survei", "nomor", name="kertas_percaya_sekali",
                violation_error_message="Kertas dengan nomor itu sudah dimasukkan.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Kertas {self.nomor}"


class DrafPercaya(models.Model):
    """Answers of a chat that is still going on; the one place where a contact and answers meet.

    `isi` is encrypted. The row goes when the last question is answered, or after two days.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survei = models.ForeignKey(SurveiPercaya, models.PROTECT, related_name="draf")
    kontak = models.ForeignKey(Kontak, models.CASCADE, related_name="+")
    kelompok = models.CharField(max_length=5, choices=JawabanPercaya.Kelompok.choices)
    wilayah = models.ForeignKey(
        "wilayah.Wilayah", models.PROTECT, null=True, related_name="+", verbose_name="RT"
    )
    tanya = models.CharField(max_length=40, blank=True)
    tanya_at = models.DateTimeField()
    isi = EncryptedTextField(default="{}")

    class Meta:
        verbose_name = verbose_name_plural = "obrolan survei berjalan"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint("kontak", name="draf_percaya_satu_per_kontak"),
        ]
        indexes = [
            # those left in the middle, for the hourly clean-up
            models.Index("tanya_at", name="draf_percaya_lama_idx"),
        ]

    def __str__(self) -> str:
        return "Obrolan survei"
