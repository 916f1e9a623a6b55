from django.db import models
from django.db.models import F, Q

from buku_besar.models.buku import Akun, Buku
from buku_besar.pemicu import (
    AKUN_SEBUKU,
    NOMOR_DAN_PERIODE,
    NOMOR_NAIK_SATU,
    NOMOR_TERPAKAI,
    PEMBALIK_SEBUKU,
    balanced,
    permanent,
    undeletable,
)
from wilayah.models import Pengguna
from wilayah.scope import ScopedQuerySet


class NomorJurnal(models.Model):
    """The last number of a book's year. Written by the trigger that numbers a journal, alone."""

    buku = models.ForeignKey(Buku, models.PROTECT, related_name="+")
    tahun = models.PositiveSmallIntegerField("tahun")
    terakhir = models.PositiveIntegerField("nomor terakhir")

    class Meta:
        verbose_name = verbose_name_plural = "nomor jurnal"
        constraints = [
            models.UniqueConstraint(fields=["buku", "tahun"], name="nomorjurnal_satu_per_tahun"),
            models.CheckConstraint(name="nomorjurnal_dari_satu", condition=Q(terakhir__gte=1)),
        ]
        triggers = [NOMOR_NAIK_SATU, NOMOR_TERPAKAI, *undeletable()]

    def __str__(self) -> str:
        return f"{self.buku_id} {self.tahun}: {self.terakhir}"


class JurnalQuerySet(ScopedQuerySet):
    """Journals, by the area of their book."""

    scope_wilayah = "buku__wilayah"


class Jurnal(models.Model):
    """One transaction of a book. Never changed: a mistake is reversed by another journal.

    `tahun` and `nomor` are given by the database. `kunci` is the caller's name for the act, so
    that an act done twice is posted once. `jumlah` is the sum of one side.
    """

    buku = models.ForeignKey(Buku, models.PROTECT, related_name="jurnal", verbose_name="buku")
    tahun = models.PositiveSmallIntegerField("tahun", default=0, editable=False)
    nomor = models.PositiveIntegerField("nomor", default=0, editable=False)
    tanggal = models.DateField("tanggal")
    uraian = models.CharField("uraian", max_length=300)
    kunci = models.CharField("kunci", max_length=120)
    rujukan = models.CharField("rujukan", max_length=120, blank=True)
    jumlah = models.BigIntegerField("jumlah")
    banyak_baris = models.PositiveSmallIntegerField("banyak baris")
    penutup = models.BooleanField("penutup tahun", default=False)
    membalik = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="pembalik",
        verbose_name="membalik",
    )  # fmt: skip
    oleh = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="oleh"
    )
    dibuat_at = models.DateTimeField("dicatat", auto_now_add=True)

    objects = JurnalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "jurnal"
        ordering = ["-tahun", "-nomor"]
        indexes = [
            # a book's journals of a span of days; sums up to a day
            models.Index(fields=["buku", "tanggal"], name="jurnal_buku_tanggal_idx"),
            # everything posted about one thing (a loan, a payroll)
            models.Index(fields=["rujukan"], name="jurnal_rujukan_idx", condition=~Q(rujukan="")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["buku", "kunci"], name="jurnal_kunci_sekali"),
            models.UniqueConstraint(fields=["buku", "tahun", "nomor"], name="jurnal_nomor_sekali"),
            models.CheckConstraint(name="jurnal_jumlah_positif", condition=Q(jumlah__gt=0)),
            models.CheckConstraint(name="jurnal_dua_baris", condition=Q(banyak_baris__gte=2)),
            models.CheckConstraint(
                name="jurnal_berkunci_dan_beruraian", condition=~Q(kunci="") & ~Q(uraian="")
            ),
            models.CheckConstraint(
                name="jurnal_tidak_membalik_dirinya",
                condition=Q(membalik__isnull=True) | ~Q(membalik=F("id")),
            ),
        ]
        triggers = [NOMOR_DAN_PERIODE, PEMBALIK_SEBUKU, balanced("NEW.id"), *permanent()]

    def __str__(self) -> str:
        return f"{self.nomor_lengkap} {self.uraian}"

    @property
    def nomor_lengkap(self) -> str:
        """As printed: 2026/00012."""
        return f"{self.tahun}/{self.nomor:05d}"


class EntriQuerySet(ScopedQuerySet):
    """Lines of journals, by the area of the book."""

    scope_wilayah = "jurnal__buku__wilayah"


class Entri(models.Model):
    """One line of a journal: an account with a debit or a credit, in whole Rupiah."""

    jurnal = models.ForeignKey(Jurnal, models.PROTECT, related_name="entri")
    akun = models.ForeignKey(Akun, models.PROTECT, related_name="entri", verbose_name="akun")
    debit = models.BigIntegerField("debit", default=0)
    kredit = models.BigIntegerField("kredit", default=0)

    objects = EntriQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "entri"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="entri_satu_sisi",
                condition=Q(debit__gt=0, kredit=0) | Q(debit=0, kredit__gt=0),
            ),
        ]
        triggers = [AKUN_SEBUKU, balanced("NEW.jurnal_id"), *permanent()]

    def __str__(self) -> str:
        return f"{self.akun_id}: {self.debit or -self.kredit}"
