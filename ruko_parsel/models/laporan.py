from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.formats import date_format

from wilayah.models import Pengguna
from wilayah.scope import ScopedModel, ScopedQuerySet


class LaporanRukoQuerySet(ScopedQuerySet):
    """Monthly reports of a kecamatan."""

    def drafts(self) -> Self:
        return self.filter(disahkan_at__isnull=True)

    def signed(self) -> Self:
        return self.filter(disahkan_at__isnull=False)


class LaporanRuko(ScopedModel):
    """The report of one closed month of a kecamatan (`wilayah`): a draft until the camat signs it,
    then every word is frozen; a correction is the next version.

    `isi` holds the document as blocks (`dokumen.cetak.kertas`); `catatan` are the officer's remarks
    until the signing puts them into `isi`. `bulan` is the month's first day.
    """

    bulan = models.DateField("bulan")
    versi = models.PositiveSmallIntegerField("versi", default=1)
    nomor = models.CharField("nomor", max_length=60, blank=True, editable=False)
    isi = models.JSONField("isi", editable=False)
    catatan = models.TextField("catatan petugas", blank=True)
    sebab = models.CharField("sebab pembetulan", max_length=240, blank=True)
    disusun_at = models.DateTimeField("disusun")
    disusun_by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="disusun oleh",
    )  # fmt: skip
    disahkan_at = models.DateTimeField("disahkan", null=True, blank=True)
    disahkan_by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="disahkan oleh",
    )  # fmt: skip

    objects = LaporanRukoQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "laporan bulanan RUKO"
        ordering = ["-bulan", "-versi"]
        constraints = [
            models.UniqueConstraint("wilayah", "bulan", "versi", name="laporan_ruko_satu_versi"),
            models.UniqueConstraint(
                "wilayah", "bulan", name="laporan_ruko_satu_draf",
                condition=Q(disahkan_at__isnull=True),
            ),
            models.UniqueConstraint(
                "nomor", name="laporan_ruko_nomor_sekali", condition=~Q(nomor="")
            ),
            models.CheckConstraint(
                name="laporan_ruko_awal_bulan", condition=Q(bulan__day=1),
                violation_error_message="Bulan ditulis dengan tanggal satu.",
            ),
            models.CheckConstraint(
                name="laporan_ruko_disahkan_lengkap",
                condition=Q(disahkan_at__isnull=True, disahkan_by__isnull=True, nomor="")
                | (Q(disahkan_at__isnull=False, disahkan_by__isnull=False) & ~Q(nomor="")),
            ),
            models.CheckConstraint(
                name="laporan_ruko_pembetulan_bersebab", condition=Q(versi=1) | ~Q(sebab=""),
                violation_error_message="Tulis apa yang dibetulkan.",
            ),
        ]  # fmt: skip
        triggers = [
            pgtrigger.Protect(
                name="disahkan_beku",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__disahkan_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Laporan bulanan {date_format(self.bulan, 'F Y')}" + (
            f", pembetulan {self.versi - 1}" if self.versi > 1 else ""
        )
