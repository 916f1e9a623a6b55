from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.formats import date_format

from wilayah.append_only import triggers
from wilayah.models import Pengguna
from wilayah.peran import Peran
from wilayah.scope import ScopedModel, ScopedQuerySet, prefix_q

MAKS_ANAK = 20_000  # children weighed in one village in a month; more is a slip of the keys


class PetugasGizi(ScopedModel):
    """Officers of a kecamatan (`wilayah`) whose work needs the exact figures of children: the
    camat names them. docs/keputusan/046.
    """

    pengguna = models.ForeignKey(
        Pengguna, models.PROTECT, related_name="tugas_gizi", verbose_name="petugas"
    )
    by = models.ForeignKey(Pengguna, models.PROTECT, related_name="+")
    sejak = models.DateTimeField("sejak", auto_now_add=True)
    dicabut_at = models.DateTimeField("dicabut", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "petugas gizi"
        ordering = ["-sejak"]
        constraints = [
            models.UniqueConstraint(
                "wilayah", "pengguna", name="petugas_gizi_satu",
                condition=Q(dicabut_at__isnull=True),
                violation_error_message="Petugas ini sudah tercatat.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.pengguna)

    def get_absolute_url(self) -> str:
        return reverse("admin:ruko_parsel_petugasgizi_change", args=[self.pk])


class AngkaStuntingQuerySet(ScopedQuerySet):
    """Exact figures: for the village's own people, the camat, and officers the camat named."""

    scope_peran = frozenset({Peran.LURAH, Peran.MODERATOR, Peran.CAMAT, Peran.PETUGAS_KECAMATAN})

    def penugasan_q(self, tugas: Any) -> Q:
        if tugas.wilayah_id is None:
            return Q(pk__in=[])
        if tugas.peran != Peran.PETUGAS_KECAMATAN:
            return prefix_q("wilayah", tugas.wilayah_id)
        ada = PetugasGizi.objects.filter(
            pengguna=tugas.pengguna_id, wilayah=tugas.wilayah_id, dicabut_at__isnull=True
        )
        return prefix_q("wilayah", tugas.wilayah_id) if ada.exists() else Q(pk__in=[])


class AngkaStunting(ScopedModel):
    """Children under five of a village weighed in a month, and how many of them are stunted or
    wasted. `bulan` is the first day of the month.
    """

    class Sumber(models.TextChoices):
        POSYANDU = "posyandu", "Posyandu"
        PUSKESMAS = "puskesmas", "Puskesmas (e-PPGBM)"
        DESA = "desa", "Pendataan desa"

    bulan = models.DateField("bulan")
    ditimbang = models.PositiveIntegerField("anak ditimbang")
    stunting = models.PositiveIntegerField("stunting")
    wasting = models.PositiveIntegerField("gizi kurang (wasting)", null=True, blank=True)
    sumber = models.CharField("sumber", max_length=10, choices=Sumber.choices)
    contoh = models.BooleanField("angka contoh", default=False, editable=False)
    by = models.ForeignKey(Pengguna, models.PROTECT, related_name="+", verbose_name="oleh")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField("diubah", auto_now=True)

    objects = AngkaStuntingQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "angka stunting"
        ordering = ["-bulan", "wilayah"]
        constraints = [
            models.UniqueConstraint(
                "wilayah", "bulan", name="angka_stunting_satu_per_bulan",
                violation_error_message="Bulan itu sudah tercatat; perbaiki angkanya.",
            ),
            models.CheckConstraint(
                name="angka_stunting_awal_bulan", condition=Q(bulan__day=1)
            ),
            models.CheckConstraint(
                name="angka_stunting_tidak_lebih", condition=Q(stunting__lte=F("ditimbang")),
                violation_error_message="Stunting tidak boleh lebih dari anak yang ditimbang.",
            ),
            models.CheckConstraint(
                name="angka_wasting_tidak_lebih",
                condition=Q(wasting__isnull=True) | Q(wasting__lte=F("ditimbang")),
                violation_error_message="Gizi kurang tidak boleh lebih dari anak yang ditimbang.",
            ),
            models.CheckConstraint(
                name="angka_stunting_wajar", condition=Q(ditimbang__lte=MAKS_ANAK)
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.wilayah}, {date_format(self.bulan, 'F Y')}"

    def get_absolute_url(self) -> str:
        return reverse("admin:ruko_parsel_angkastunting_change", args=[self.pk])


class RiwayatStunting(models.Model):
    """Append-only: what a figure was before it was corrected, and why."""

    angka = models.ForeignKey(AngkaStunting, models.PROTECT, related_name="riwayat")
    ditimbang = models.PositiveIntegerField()
    stunting = models.PositiveIntegerField()
    wasting = models.PositiveIntegerField(null=True)
    alasan = models.CharField("alasan", max_length=240)
    by = models.ForeignKey(Pengguna, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "riwayat angka stunting"
        ordering = ["-pk"]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.angka_id}: {self.alasan}"
