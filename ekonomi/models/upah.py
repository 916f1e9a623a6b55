from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from buku_besar.models import Jurnal
from ekonomi.models.padat_karya import ProyekPadatKarya
from ekonomi.models.pekerja import Pekerja
from pesan.models import Lampiran
from wilayah.models import Pengguna
from wilayah.scope import ScopedQuerySet


class DaftarUpahQuerySet(ScopedQuerySet):
    """Payrolls, where the project is."""

    scope_wilayah = "proyek__wilayah"


class DaftarUpah(models.Model):
    """One payroll of a project's days: made by one, checked by another, paid by a third hand.

    Approved, its sum is owed (2-1100); paid, it leaves the cash box. A mistake is reversed whole.
    """

    class Status(models.TextChoices):
        DRAF = "draf", "Draf"
        DIAJUKAN = "diajukan", "Menunggu pemeriksa"
        DISETUJUI = "disetujui", "Disetujui"
        DIBAYAR = "dibayar", "Dibayar"
        BATAL = "batal", "Dibatalkan"

    class Cara(models.TextChoices):
        TUNAI = "tunai", "Tunai"
        TRANSFER = "transfer", "Transfer bank"

    proyek = models.ForeignKey(
        ProyekPadatKarya, models.PROTECT, related_name="daftar_upah", verbose_name="proyek"
    )
    dari = models.DateField("dari")
    sampai = models.DateField("sampai")
    status = models.CharField(
        "status", max_length=9, choices=Status.choices, default=Status.DRAF, editable=False
    )
    total = models.PositiveBigIntegerField("jumlah (Rp)", default=0, editable=False)
    dibuat_oleh = models.ForeignKey(
        Pengguna, models.PROTECT, related_name="+", verbose_name="dibuat oleh", editable=False
    )
    diperiksa_oleh = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name="diperiksa oleh",
    )  # fmt: skip
    dibayar_oleh = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name="dibayar oleh",
    )  # fmt: skip
    diperiksa_at = models.DateTimeField("diperiksa", null=True, blank=True, editable=False)
    dibayar_pada = models.DateField("dibayar", null=True, blank=True, editable=False)
    cara = models.CharField("cara bayar", max_length=8, choices=Cara.choices, blank=True)
    bukti = models.ForeignKey(
        Lampiran, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bukti"
    )
    jurnal_utang = models.OneToOneField(
        Jurnal, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    jurnal_bayar = models.OneToOneField(
        Jurnal, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    alasan = models.CharField("alasan", max_length=300, blank=True, editable=False)
    created_at = models.DateTimeField("dibuat", auto_now_add=True)
    updated_at = models.DateTimeField("diubah", auto_now=True)

    objects = DaftarUpahQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "daftar upah"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="daftarupah_dari_sampai", condition=Q(sampai__gte=F("dari")),
                violation_error_message="Hari terakhir harus sesudah hari pertama.",
            ),
            models.CheckConstraint(
                name="daftarupah_pembuat_bukan_pemeriksa",
                condition=Q(diperiksa_oleh__isnull=True)
                | ~Q(diperiksa_oleh=F("dibuat_oleh")),
            ),
            models.CheckConstraint(
                name="daftarupah_pembuat_bukan_pembayar",
                condition=Q(dibayar_oleh__isnull=True) | ~Q(dibayar_oleh=F("dibuat_oleh")),
            ),
            models.CheckConstraint(
                name="daftarupah_disetujui_diperiksa",
                condition=Q(status__in=["draf", "diajukan", "batal"])
                | Q(diperiksa_oleh__isnull=False, diperiksa_at__isnull=False, total__gte=1),
            ),
            models.CheckConstraint(
                name="daftarupah_dibayar_lengkap",
                condition=~Q(status="dibayar")
                | Q(dibayar_oleh__isnull=False, dibayar_pada__isnull=False) & ~Q(cara=""),
            ),
            models.CheckConstraint(
                name="daftarupah_batal_beralasan", condition=~Q(status="batal") | ~Q(alasan="")
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Upah {self.proyek} {self.dari:%d-%m-%Y}–{self.sampai:%d-%m-%Y}"

    def get_absolute_url(self) -> str:
        return reverse("admin:ekonomi_daftarupah_change", args=[self.pk])


class BarisUpah(models.Model):
    """What one worker earned in one payroll."""

    daftar = models.ForeignKey(DaftarUpah, models.PROTECT, related_name="baris")
    pekerja = models.ForeignKey(Pekerja, models.PROTECT, related_name="upah")
    hari = models.DecimalField("hari", max_digits=5, decimal_places=1)
    jumlah = models.PositiveBigIntegerField("jumlah (Rp)")

    class Meta:
        verbose_name = verbose_name_plural = "baris upah"
        ordering = ["daftar", "pekerja__urutan", "id"]
        constraints = [
            models.UniqueConstraint(fields=["daftar", "pekerja"], name="barisupah_satu_pekerja"),
            models.CheckConstraint(
                name="barisupah_bernilai", condition=Q(jumlah__gte=1, hari__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pekerja_id}: {self.jumlah}"


class HariUpah(models.Model):
    """One paid day: the rate of that day, and that no payroll pays it again.

    `batal` frees the day when its payroll is cancelled or reversed.
    """

    baris = models.ForeignKey(BarisUpah, models.PROTECT, related_name="rincian")
    pekerja = models.ForeignKey(Pekerja, models.PROTECT, related_name="+")
    tanggal = models.DateField("tanggal")
    bagian = models.PositiveSmallIntegerField("bagian")
    tarif = models.PositiveIntegerField("tarif sehari (Rp)")
    jumlah = models.PositiveIntegerField("jumlah (Rp)")
    batal = models.BooleanField(default=False)

    class Meta:
        verbose_name = verbose_name_plural = "hari yang dibayar"
        ordering = ["tanggal", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pekerja", "tanggal"], name="hariupah_tidak_dua_kali",
                condition=Q(batal=False),
            ),
            models.CheckConstraint(
                name="hariupah_hari_kali_tarif",
                condition=Q(jumlah=F("bagian") * F("tarif") / 2),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.pekerja_id} {self.tanggal}: {self.jumlah}"
