"""Files of households on their way in: read, mapped, checked, saved whole or not at all."""

from datetime import timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from wilayah.models import Pengguna
from wilayah.scope import ScopedModel, ScopedQuerySet

MACET = timedelta(seconds=90)  # without a sign of life for so long, its worker is dead


def impor_path(impor: "Impor", nama: str) -> str:
    """Where the file lies: under a name that says nothing, never served by address."""
    return f"impor/{timezone.localdate():%Y/%m}/{impor.sha256[:32]}.{impor.bentuk}"


class Impor(ScopedModel):
    """One uploaded file for one kelurahan, and how far it has come.

    `peta` is column of the register -> index of the file's column; `ragam` how the file was
    written (separator, byte-order mark, line ends), so that it can be given back the same way.
    """

    class Status(models.TextChoices):
        DIPETAKAN = "dipetakan", "Menunggu pencocokan kolom"
        ANTRE = "antre", "Menunggu giliran"
        MEMERIKSA = "memeriksa", "Sedang diperiksa"
        DIPERIKSA = "diperiksa", "Selesai diperiksa"
        MENYIMPAN = "menyimpan", "Sedang disimpan"
        SELESAI = "selesai", "Tersimpan"
        GAGAL = "gagal", "Gagal"
        BERHENTI = "berhenti", "Berhenti di tengah jalan"
        BATAL = "batal", "Dibatalkan"

    BERJALAN = frozenset({"antre", "memeriksa", "menyimpan"})
    AKHIR = frozenset({"selesai", "batal"})

    berkas = models.FileField(upload_to=impor_path, max_length=200, blank=True, editable=False)
    nama_berkas = models.CharField("berkas", max_length=160)
    bentuk = models.CharField(max_length=4, choices=[("csv", "CSV"), ("xlsx", "XLSX")])
    ukuran = models.PositiveIntegerField("ukuran (bita)")
    sha256 = models.CharField(max_length=64, editable=False)
    ragam = models.JSONField(default=dict, editable=False)
    kepala = ArrayField(models.TextField(), verbose_name="judul kolom", default=list)
    baris_kepala = models.PositiveIntegerField("baris judul", default=1)
    peta = models.JSONField("pencocokan kolom", default=dict)
    status = models.CharField("status", max_length=10, choices=Status.choices)
    simpan = models.BooleanField("simpan bila bersih", default=False, editable=False)
    baris = models.PositiveIntegerField("baris", default=0)
    dibaca = models.PositiveIntegerField("baris terbaca", default=0)
    jumlah_galat = models.PositiveIntegerField("galat", default=0)
    jumlah_peringatan = models.PositiveIntegerField("peringatan", default=0)
    baru = models.PositiveIntegerField("baru", default=0)
    berubah = models.PositiveIntegerField("berubah", default=0)
    tetap = models.PositiveIntegerField("tetap", default=0)
    dilewati = models.PositiveIntegerField("dilewati", default=0)
    urutan = ArrayField(models.BigIntegerField(), default=list, editable=False)
    alasan = models.CharField("keterangan", max_length=300, blank=True)
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, related_name="+", verbose_name="oleh"
    )
    detak_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField("diunggah", auto_now_add=True)
    selesai_at = models.DateTimeField("selesai", null=True, editable=False)
    berkas_hingga = models.DateTimeField("berkas disimpan sampai", null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "impor rumah tangga"
        ordering = ["-id"]
        indexes = [
            # the sweep: what waits for a worker, and what a dead one left
            models.Index(
                fields=["detak_at"], name="impor_berjalan_idx",
                condition=Q(status__in=["antre", "memeriksa", "menyimpan"]),
            ),
            # retention: files whose time is over
            models.Index(
                fields=["berkas_hingga"], name="impor_berkas_idx", condition=~Q(berkas=""),
            ),
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(
                name="impor_selesai_tanpa_galat",
                condition=~Q(status="selesai") | Q(jumlah_galat=0, selesai_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.nama_berkas

    def get_absolute_url(self) -> str:
        return reverse("admin:ekonomi_impor_change", args=[self.pk])

    @property
    def keadaan(self) -> str:
        """The status as people read it: a run without a sign of life has stopped."""
        return self.Status.BERHENTI if self.macet else self.status

    @property
    def macet(self) -> bool:
        """Whether a worker began this and has not been heard of since."""
        mulai = self.status in {self.Status.MEMERIKSA, self.Status.MENYIMPAN}
        return mulai and (self.detak_at is None or self.detak_at < timezone.now() - MACET)


class GalatImporQuerySet(ScopedQuerySet):
    scope_wilayah = "impor__wilayah"


class GalatImpor(models.Model):
    """One thing wrong with one cell: row as the spreadsheet numbers it, column as its file has it.

    A warning (`peringatan`) does not keep the file from being saved.
    """

    impor = models.ForeignKey(Impor, models.CASCADE, related_name="galat", verbose_name="impor")
    baris = models.PositiveIntegerField("baris")
    kolom = models.CharField("kolom", max_length=120, blank=True)
    isi = models.CharField("isi sel", max_length=120, blank=True)
    sebab = models.CharField("sebab", max_length=300)
    peringatan = models.BooleanField("hanya peringatan", default=False)

    objects = GalatImporQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "galat impor"
        ordering = ["impor", "peringatan", "baris", "id"]

    def __str__(self) -> str:
        return f"Baris {self.baris}, kolom {self.kolom}: {self.sebab}"


class PetaKolom(ScopedModel):
    """A mapping of a kelurahan's own form, kept for its next file: header text -> column."""

    nama = models.CharField("nama", max_length=80)
    isi = models.JSONField("pencocokan", default=dict)
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, related_name="+", verbose_name="oleh"
    )
    updated_at = models.DateTimeField("diubah", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "peta kolom"
        ordering = ["wilayah", "nama"]
        constraints = [
            models.UniqueConstraint("wilayah", "nama", name="petakolom_satu_nama"),
        ]

    def __str__(self) -> str:
        return self.nama

    def resolve(self, kepala: list[str]) -> dict[str, Any]:
        """Column -> index for a file with these headers; headers it does not know are left out."""
        letak = {" ".join(judul.lower().split()): n for n, judul in enumerate(kepala)}
        return {kolom: letak[judul] for judul, kolom in self.isi.items() if judul in letak}
