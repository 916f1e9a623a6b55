from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from ruko_parsel.models.acuan import JenisMasalah
from wilayah.append_only import triggers
from wilayah.kripto import EncryptedTextField
from wilayah.models import Pengguna, Wilayah
from wilayah.scope import ScopedModel, ScopedQuerySet, prefix_q


class RencanaPembinaanQuerySet(ScopedQuerySet):
    """Plans of a kecamatan; a village sees those that are for it."""

    def penugasan_q(self, tugas: Any) -> Q:
        if tugas.wilayah_id is None:
            return Q(pk__in=[])
        untuk = DesaPembinaan.objects.filter(prefix_q("desa", tugas.wilayah_id))
        return prefix_q("wilayah", tugas.wilayah_id) | Q(pk__in=untuk.values("rencana"))


class RencanaPembinaan(ScopedModel):
    """Support that the kecamatan gives to some of its villages on one kind of problem.

    `wilayah` is the kecamatan; `anggaran` in whole Rupiah, a plan's figure that nothing is posted
    from.
    """

    class Bentuk(models.TextChoices):
        PELATIHAN = "pelatihan", "Pelatihan"
        PENDAMPINGAN = "pendampingan", "Pendampingan"
        KUNJUNGAN = "kunjungan", "Kunjungan belajar"
        ALAT = "alat", "Bantuan alat"

    class Status(models.TextChoices):
        RENCANA = "rencana", "Direncanakan"
        BERJALAN = "berjalan", "Berjalan"
        SELESAI = "selesai", "Selesai"
        BATAL = "batal", "Batal"

    judul = models.CharField("judul", max_length=160)
    bentuk = models.CharField("bentuk", max_length=12, choices=Bentuk.choices)
    masalah = models.ForeignKey(
        JenisMasalah, models.PROTECT, related_name="pembinaan", verbose_name="untuk masalah"
    )
    oleh = models.CharField("pembina", max_length=160)
    tempat = models.CharField("tempat", max_length=160, blank=True)
    tanggal = models.DateField("tanggal mulai")
    sampai = models.DateField("tanggal selesai")
    kursi = models.PositiveSmallIntegerField("kursi")
    anggaran = models.PositiveBigIntegerField("anggaran (rencana)", null=True, blank=True)
    dasar = models.TextField("dasar usulan", blank=True)
    status = models.CharField(
        "keadaan", max_length=8, choices=Status.choices, default=Status.RENCANA
    )
    hasil = models.TextField("hasil", blank=True)
    by = models.ForeignKey(Pengguna, models.PROTECT, related_name="+", verbose_name="dibuat oleh")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RencanaPembinaanQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "rencana pembinaan"
        ordering = ["-tanggal", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="pembinaan_selesai_setelah_mulai", condition=Q(sampai__gte=F("tanggal")),
                violation_error_message="Tanggal selesai tidak boleh sebelum tanggal mulai.",
            ),
            models.CheckConstraint(
                name="pembinaan_kursi_wajar", condition=Q(kursi__range=(1, 500)),
                violation_error_message="Kursi antara 1 dan 500.",
            ),
            models.CheckConstraint(
                name="pembinaan_akhir_beralasan",
                condition=~Q(status__in=["selesai", "batal"]) | ~Q(hasil=""),
                violation_error_message="Tulis hasil atau alasannya.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.judul

    def get_absolute_url(self) -> str:
        return reverse("admin:ruko_parsel_rencanapembinaan_change", args=[self.pk])

    @property
    def is_over(self) -> bool:
        return self.status in {self.Status.SELESAI, self.Status.BATAL}


class DesaPembinaan(models.Model):
    """A village that a plan is for."""

    rencana = models.ForeignKey(RencanaPembinaan, models.PROTECT, related_name="desa")
    desa = models.ForeignKey(Wilayah, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "desa binaan"
        ordering = ["desa"]
        constraints = [
            models.UniqueConstraint(
                "rencana", "desa", name="desa_pembinaan_sekali",
                violation_error_message="Desa ini sudah ada di rencana itu.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.rencana_id}: {self.desa_id}"


class PesertaPembinaan(ScopedModel):
    """Somebody a village sends; `wilayah` is the village, the name encrypted."""

    rencana = models.ForeignKey(RencanaPembinaan, models.PROTECT, related_name="peserta")
    nama = EncryptedTextField("nama")
    jabatan = models.CharField("jabatan", max_length=80)
    hadir = models.BooleanField("hadir", null=True, blank=True)
    by = models.ForeignKey(Pengguna, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "peserta pembinaan"
        ordering = ["wilayah", "pk"]

    def __str__(self) -> str:
        return f"{self.wilayah_id}: {self.jabatan}"


class RiwayatPembinaan(models.Model):
    """Append-only: each step of a plan, without names of participants."""

    rencana = models.ForeignKey(RencanaPembinaan, models.PROTECT, related_name="riwayat")
    apa = models.CharField("apa", max_length=160)
    catatan = models.TextField("catatan", blank=True)
    by = models.ForeignKey(Pengguna, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("pada", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "riwayat pembinaan"
        ordering = ["at", "pk"]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.rencana_id}: {self.apa}"
