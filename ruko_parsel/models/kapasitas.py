import re
from datetime import date
from typing import Any, Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse

from ruko_parsel.models.acuan import JenisMasalah
from wilayah.append_only import triggers
from wilayah.models import Pengguna
from wilayah.peran import Peran
from wilayah.scope import ScopedModel, ScopedQuerySet, above, prefix_q

# through which role one speaks for whom
_SUDUT_PERAN: dict[Any, str] = {
    Peran.LURAH: "desa", Peran.MODERATOR: "desa", Peran.CAMAT: "meja",
    Peran.PETUGAS_KECAMATAN: "meja",
}  # fmt: skip
POLA_PERIODE = r"^20\d\d-S[12]$"


def periode_of(hari: date) -> str:
    """The half-year of a day: 2026-S2."""
    return f"{hari.year}-S{1 if hari.month <= 6 else 2}"


def sudut_of(user: Any, desa: str) -> str:
    """For whom this person speaks about a village: "desa", "meja", or "" for neither."""
    atas = above(desa)
    for tugas in user.penugasan_aktif:
        if tugas.wilayah_id in atas and tugas.peran in _SUDUT_PERAN:
            return _SUDUT_PERAN[tugas.peran]
    return ""


def shift_periode(periode: str, langkah: int) -> str:
    """The half-year so many before (negative) or after this one."""
    urut = int(periode[:4]) * 2 + int(periode[-1]) - 1 + langkah
    return f"{urut // 2}-S{urut % 2 + 1}"


def periode_terbaca(periode: str) -> str:
    """ "semester 2 tahun 2026"."""
    return f"semester {periode[-1]} tahun {periode[:4]}"


def periode_valid(teks: str) -> bool:
    return re.fullmatch(POLA_PERIODE, teks) is not None


def periode_span(periode: str) -> tuple[date, date]:
    """Its first and last day."""
    tahun = int(periode[:4])
    if periode[-1] == "1":
        return date(tahun, 1, 1), date(tahun, 6, 30)
    return date(tahun, 7, 1), date(tahun, 12, 31)


class TingkatKapasitas(models.Model):
    """What can be seen in a village that stands at this level of one of the eleven kinds
    (fixtures/ruko/tingkat_kapasitas.csv).
    """

    masalah = models.ForeignKey(JenisMasalah, models.PROTECT, related_name="tingkat")
    nilai = models.PositiveSmallIntegerField("tingkat")
    uraian = models.CharField("uraian", max_length=240)

    class Meta:
        verbose_name = verbose_name_plural = "tingkat kapasitas"
        ordering = ["masalah", "nilai"]
        constraints = [
            models.UniqueConstraint("masalah", "nilai", name="tingkat_kapasitas_satu"),
            models.CheckConstraint(name="tingkat_kapasitas_1_5", condition=Q(nilai__range=(1, 5))),
        ]

    def __str__(self) -> str:
        return f"{self.masalah_id} {self.nilai}: {self.uraian}"


class PenilaianQuerySet(ScopedQuerySet):
    """Assessments of villages; a village never sees a draft of the desk, nor the desk hers."""

    scope_peran = frozenset(_SUDUT_PERAN)

    def penugasan_q(self, tugas: Any) -> Q:
        if tugas.wilayah_id is None:
            return Q(pk__in=[])
        terlihat = Q(status="kirim") | Q(sudut=_SUDUT_PERAN[tugas.peran])
        return prefix_q("wilayah", tugas.wilayah_id) & terlihat

    def sent(self) -> Self:
        return self.filter(status=PenilaianKapasitas.Status.KIRIM)

    def last_versions(self) -> Self:
        """The last version sent of each village, half-year and view."""
        return (
            self.sent()
            .order_by("wilayah_id", "periode", "sudut", "-versi")
            .distinct("wilayah_id", "periode", "sudut")
        )


class PenilaianKapasitas(ScopedModel):
    """How a village stands on the eleven kinds in one half-year, as itself or the desk sees it.

    What was sent is frozen by the database; a correction is the next `versi`.
    """

    class Sudut(models.TextChoices):
        DESA = "desa", "Desa menilai diri"
        MEJA = "meja", "Pandangan meja kecamatan"

    class Status(models.TextChoices):
        DRAF = "draf", "Draf"
        KIRIM = "kirim", "Terkirim"

    periode = models.CharField("semester", max_length=7)
    sudut = models.CharField("sudut pandang", max_length=4, choices=Sudut.choices)
    versi = models.PositiveSmallIntegerField("versi", default=1)
    status = models.CharField("keadaan", max_length=5, choices=Status.choices, default=Status.DRAF)
    alasan_koreksi = models.CharField("alasan perbaikan", max_length=240, blank=True)
    by = models.ForeignKey(Pengguna, models.PROTECT, related_name="+", verbose_name="oleh")
    created_at = models.DateTimeField("dibuat", auto_now_add=True)
    dikirim_at = models.DateTimeField("dikirim", null=True, blank=True)

    objects = PenilaianQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "penilaian kapasitas"
        ordering = ["-periode", "wilayah", "sudut", "-versi"]
        constraints = [
            models.UniqueConstraint(
                "wilayah", "periode", "sudut", "versi", name="penilaian_kapasitas_versi_unik"
            ),
            models.UniqueConstraint(
                "wilayah", "periode", "sudut", name="penilaian_kapasitas_satu_draf",
                condition=Q(status="draf"),
                violation_error_message="Masih ada draf untuk semester itu; lanjutkan draf itu.",
            ),
            models.CheckConstraint(
                name="penilaian_kapasitas_periode", condition=Q(periode__regex=POLA_PERIODE)
            ),
            models.CheckConstraint(
                name="penilaian_kapasitas_kirim_bertanggal",
                condition=Q(status="kirim") ^ Q(dikirim_at__isnull=True),
            ),
            models.CheckConstraint(
                name="penilaian_kapasitas_koreksi_beralasan",
                condition=Q(versi=1) | ~Q(alasan_koreksi=""),
                violation_error_message="Tulis alasan perbaikannya.",
            ),
        ]  # fmt: skip
        triggers = [
            pgtrigger.Protect(
                name="terkirim_beku", operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__status="kirim"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.wilayah}, {periode_terbaca(self.periode)} ({self.get_sudut_display()})"

    def get_absolute_url(self) -> str:
        return reverse("admin:ruko_parsel_penilaiankapasitas_change", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAF


_BEKU = """
IF EXISTS (
    SELECT 1 FROM ruko_parsel_penilaiankapasitas
    WHERE status = 'kirim' AND id = CASE WHEN TG_OP = 'INSERT' THEN NEW.penilaian_id
        ELSE OLD.penilaian_id END
) THEN
    RAISE EXCEPTION 'penilaian sudah dikirim';
END IF;
IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
RETURN NEW;
"""


class NilaiKapasitas(models.Model):
    """The level of one kind in an assessment, and what shows it."""

    penilaian = models.ForeignKey(PenilaianKapasitas, models.PROTECT, related_name="nilai")
    masalah = models.ForeignKey(JenisMasalah, models.PROTECT, related_name="+")
    nilai = models.PositiveSmallIntegerField("tingkat")
    bukti = models.CharField("bukti", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "nilai kapasitas"
        ordering = ["masalah__urut"]
        constraints = [
            models.UniqueConstraint("penilaian", "masalah", name="nilai_kapasitas_satu"),
            models.CheckConstraint(name="nilai_kapasitas_1_5", condition=Q(nilai__range=(1, 5))),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="nilai_terkirim_beku", when=pgtrigger.Before, func=_BEKU,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.masalah_id}: {self.nilai}"


class CatatanBeda(ScopedModel):
    """Append-only: what the village or the desk says about a level on which they differ."""

    periode = models.CharField("semester", max_length=7)
    masalah = models.ForeignKey(JenisMasalah, models.PROTECT, related_name="+")
    sudut = models.CharField(max_length=4, choices=PenilaianKapasitas.Sudut.choices)
    teks = models.TextField("kata")
    by = models.ForeignKey(Pengguna, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "catatan beda penilaian"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="catatan_beda_periode", condition=Q(periode__regex=POLA_PERIODE)
            ),
            models.CheckConstraint(name="catatan_beda_berisi", condition=~Q(teks="")),
        ]
        indexes = [
            # the notes of one village's half-year, beside its table
            models.Index(fields=["wilayah", "periode"], name="catatan_beda_idx"),
        ]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.wilayah_id} {self.periode} {self.masalah_id}"
