"""What is known of a household's place in the registers of the poor, and the aid it has."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from ekonomi.models.rumah import MilikRumahQuerySet, Rumah
from wilayah.append_only import triggers
from wilayah.models import Pengguna


class ValidasiDtks(models.Model):
    """Append-only: one check of a household against a register, by whom and from what source.

    The newest by `tanggal` (then by id) says `Rumah.dtks`; `ekonomi.services.validasi` keeps it so.
    """

    class Hasil(models.TextChoices):
        TERDAFTAR = "terdaftar", "Terdaftar"
        TIDAK = "tidak", "Tidak terdaftar"
        KELUAR = "keluar", "Keluar dari daftar"

    class Sumber(models.TextChoices):
        DTKS = "dtks", "DTKS"
        DTSEN = "dtsen", "DTSEN"
        MUSKEL = "muskel", "Musyawarah kelurahan"
        KUNJUNGAN = "kunjungan", "Kunjungan lapangan"
        BERKAS = "berkas", "Berkas yang diimpor"

    rumah = models.ForeignKey(
        Rumah, models.PROTECT, related_name="validasi", verbose_name="rumah tangga"
    )
    hasil = models.CharField("hasil", max_length=9, choices=Hasil.choices)
    sumber = models.CharField("sumber", max_length=9, choices=Sumber.choices)
    tanggal = models.DateField("tanggal")
    bukti = models.CharField("nomor bukti", max_length=80, blank=True)
    catatan = models.CharField("catatan", max_length=300, blank=True)
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="oleh"
    )
    at = models.DateTimeField("dicatat", auto_now_add=True)

    objects = MilikRumahQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "validasi DTKS"
        ordering = ["-tanggal", "-id"]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.get_hasil_display()} ({self.get_sumber_display()})"


class BantuanQuerySet(MilikRumahQuerySet):
    """Aid of households."""

    def running(self, on: date) -> Self:
        """Aid that a household has on this day: begun, and not over."""
        return self.filter(Q(sampai__isnull=True) | Q(sampai__gte=on), mulai__lte=on)


class BantuanDiterima(models.Model):
    """Aid that a household has or had from elsewhere: which, from whom, until when.

    `nilai` in whole Rupiah for each `per`. The indicator on aid recipients counts households that
    had regular social aid (`SOSIAL`) at one day and not at another.
    """

    class Jenis(models.TextChoices):
        PKH = "pkh", "PKH"
        BPNT = "bpnt", "BPNT/Sembako"
        BLT = "blt", "BLT"
        PIP = "pip", "PIP"
        PBI = "pbi", "PBI-JKN"
        BAZNAS = "baznas", "BAZNAS"
        CSR = "csr", "Bantuan CSR"
        LAIN = "lain", "Lainnya"

    class Per(models.TextChoices):
        SEKALI = "sekali", "sekali"
        BULAN = "bulan", "sebulan"
        TRIWULAN = "triwulan", "tiga bulan"
        TAHUN = "tahun", "setahun"

    SOSIAL = frozenset({"pkh", "bpnt", "blt"})

    rumah = models.ForeignKey(
        Rumah, models.PROTECT, related_name="bantuan_diterima", verbose_name="rumah tangga"
    )
    jenis = models.CharField("bantuan", max_length=8, choices=Jenis.choices)
    dari = models.CharField("dari siapa", max_length=120, blank=True)
    nilai = models.PositiveBigIntegerField("nilai (Rp)", null=True, blank=True)
    per = models.CharField("setiap", max_length=8, choices=Per.choices, default=Per.BULAN)
    mulai = models.DateField("sejak")
    sampai = models.DateField("sampai", null=True, blank=True)
    sumber = models.CharField("sumber keterangan", max_length=80, blank=True)
    created_at = models.DateTimeField("dicatat", auto_now_add=True)

    objects = BantuanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "bantuan diterima"
        ordering = ["-mulai", "-id"]
        constraints = [
            models.CheckConstraint(
                name="bantuan_sampai_sesudah_mulai",
                condition=Q(sampai__isnull=True) | Q(sampai__gte=models.F("mulai")),
                violation_error_message="Tanggal sampai tidak boleh sebelum tanggal sejak.",
            ),
            # one running aid of a kind is written down once
            models.UniqueConstraint(
                fields=["rumah", "jenis"], name="bantuan_satu_berjalan",
                condition=Q(sampai__isnull=True) & ~Q(jenis="lain"),
                violation_error_message="Bantuan ini sudah tercatat dan belum berakhir.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.get_jenis_display()
