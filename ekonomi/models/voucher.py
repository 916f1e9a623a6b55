from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from ekonomi.models.hibah import Hibah
from ekonomi.models.program import Program
from pesan.models import Lampiran
from wilayah.kripto import new_code
from wilayah.models import Pengguna
from wilayah.scope import ScopedModel, ScopedQuerySet


def new_kode_voucher() -> str:
    """What stands on the paper: VC-7K3M-9QPX."""
    kode = new_code(8)
    return f"VC-{kode[:4]}-{kode[4:]}"


def new_kode_pedagang() -> str:
    """A merchant's own code: PD-7K3M-9QPX."""
    kode = new_code(8)
    return f"PD-{kode[:4]}-{kode[4:]}"


class Pedagang(ScopedModel):
    """A shop that takes vouchers of a programme and is paid back by it."""

    program = models.ForeignKey(
        Program, models.PROTECT, related_name="pedagang", verbose_name="program"
    )
    kode = models.CharField(
        "kode", max_length=12, unique=True, default=new_kode_pedagang, editable=False
    )
    pin_hash = models.CharField(max_length=64, blank=True, default="", editable=False)
    nama = models.CharField("nama toko", max_length=120)
    menjual = models.CharField("yang dijual", max_length=160, blank=True)
    alamat = models.CharField("alamat", max_length=160, blank=True)
    aktif = models.BooleanField("menerima voucher", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "pedagang voucher"
        ordering = ["nama", "id"]
        constraints = [
            models.UniqueConstraint("program", "nama", name="pedagang_satu_nama"),
        ]

    def __str__(self) -> str:
        return self.nama


class VoucherQuerySet(ScopedQuerySet):
    """Vouchers, where their household is."""

    scope_wilayah = "hibah__wilayah"

    def usable(self, on: date) -> Self:
        return self.filter(batal_at__isnull=True, penukaran__isnull=True, berlaku_sampai__gte=on)


class Voucher(models.Model):
    """A part of a grant that is spent at a shop: whole, once, until its day.

    Empty `pedagang`: every shop of the programme takes it.
    """

    hibah = models.ForeignKey(Hibah, models.PROTECT, related_name="voucher", verbose_name="hibah")
    kode = models.CharField(
        "kode", max_length=12, unique=True, default=new_kode_voucher, editable=False
    )
    pin_hash = models.CharField(max_length=64, editable=False)
    nilai = models.PositiveBigIntegerField("nilai (Rp)")
    berlaku_sampai = models.DateField("berlaku sampai")
    pedagang = models.ManyToManyField(
        Pedagang, blank=True, related_name="voucher", verbose_name="hanya di toko"
    )
    batal_at = models.DateTimeField("dibatalkan", null=True, blank=True, editable=False)
    created_at = models.DateTimeField("dibuat", auto_now_add=True)

    objects = VoucherQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "voucher"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="voucher_bernilai", condition=Q(nilai__gte=1)),
        ]

    def __str__(self) -> str:
        return self.kode

    @property
    def is_ditukar(self) -> bool:
        return hasattr(self, "penukaran")


class PelunasanQuerySet(ScopedQuerySet):
    """Payments, where the shop is."""

    scope_wilayah = "pedagang__wilayah"


class PelunasanPedagang(models.Model):
    """What a shop was paid for the vouchers it took, with the proof of payment."""

    pedagang = models.ForeignKey(Pedagang, models.PROTECT, related_name="pelunasan")
    jumlah = models.PositiveBigIntegerField("jumlah (Rp)")
    tanggal = models.DateField("dibayar pada")
    bukti = models.ForeignKey(
        Lampiran, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bukti"
    )
    by = models.ForeignKey(Pengguna, models.PROTECT, related_name="+", verbose_name="dibayar oleh")
    at = models.DateTimeField("dicatat", auto_now_add=True)

    objects = PelunasanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "pelunasan pedagang"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="pelunasan_bernilai", condition=Q(jumlah__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.pedagang} {self.tanggal}"


class PenukaranVoucherQuerySet(ScopedQuerySet):
    """Redemptions, where the shop is."""

    scope_wilayah = "pedagang__wilayah"


class PenukaranVoucher(models.Model):
    """That a voucher was spent: once, whole, at this shop; paid back by `pelunasan`."""

    voucher = models.OneToOneField(
        Voucher, models.PROTECT, related_name="penukaran", verbose_name="voucher"
    )
    pedagang = models.ForeignKey(
        Pedagang, models.PROTECT, related_name="penukaran", verbose_name="pedagang"
    )
    jumlah = models.PositiveBigIntegerField("jumlah (Rp)")
    barang = models.CharField("dibelanjakan untuk", max_length=160, blank=True)
    pelunasan = models.ForeignKey(
        PelunasanPedagang, models.PROTECT, null=True, blank=True, related_name="penukaran",
        verbose_name="pelunasan",
    )  # fmt: skip
    asal_hash = models.CharField(max_length=64, blank=True, editable=False)
    at = models.DateTimeField("ditukar", auto_now_add=True)

    objects = PenukaranVoucherQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "penukaran voucher"
        ordering = ["-id"]
        indexes = [
            # what a shop is still owed
            models.Index(
                fields=["pedagang"], name="penukaran_terutang_idx",
                condition=Q(pelunasan__isnull=True),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.voucher_id} di {self.pedagang_id}"
