"""Buying local: what agencies need, what sellers offer, and which offer became an order."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from ekonomi.models.pesanan import Pesanan
from ekonomi.models.toko import HARGA_MAKS, JUMLAH_MAKS, Lapak, Produk
from wilayah.models import Instansi, Pengguna
from wilayah.scope import ScopedModel, ScopedQuerySet


class KebutuhanAsnQuerySet(ScopedQuerySet):
    """Needs published in an area, or by one's own agency."""

    scope_instansi = "instansi"

    def open(self, hari: object) -> Self:
        """Sellers may still offer."""
        return self.filter(status=KebutuhanAsn.Status.TERBIT, tawar_sampai__gte=hari)


class KebutuhanAsn(ScopedModel):
    """What an agency or civil servants want to buy from residents: what, how many, by when."""

    class Status(models.TextChoices):
        DRAF = "draf", "Draf"
        TERBIT = "terbit", "Menerima tawaran"
        DIPILIH = "dipilih", "Penjual sudah dipilih"
        DITUTUP = "ditutup", "Ditutup tanpa pembelian"

    judul = models.CharField("yang dibutuhkan", max_length=120)
    uraian = models.TextField("penjelasan", max_length=1000, blank=True)
    kategori = models.CharField("kategori", max_length=10, choices=Produk.Kategori)
    jumlah = models.PositiveIntegerField("jumlah")
    satuan = models.CharField("satuan", max_length=20, default="buah")
    anggaran = models.PositiveBigIntegerField("anggaran paling banyak (Rp)")
    dibutuhkan = models.DateField("dibutuhkan tanggal")
    tawar_sampai = models.DateField("tawaran sampai tanggal")
    instansi = models.ForeignKey(
        Instansi, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="instansi"
    )
    status = models.CharField("status", max_length=8, choices=Status, default=Status.DRAF)
    alasan = models.CharField("alasan ditutup", max_length=200, blank=True)
    by = models.ForeignKey(
        Pengguna, models.PROTECT, related_name="+", editable=False, verbose_name="dibuat oleh"
    )
    created_at = models.DateTimeField("dibuat", auto_now_add=True)
    updated_at = models.DateTimeField("diubah", auto_now=True)

    objects = KebutuhanAsnQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "kebutuhan ASN"
        ordering = ["-dibutuhkan", "-id"]
        constraints = [
            models.CheckConstraint(
                name="kebutuhanasn_tawar_sebelum_perlu",
                condition=Q(tawar_sampai__lte=models.F("dibutuhkan")),
                violation_error_message="Batas tawaran tidak boleh sesudah hari dibutuhkan.",
            ),
            models.CheckConstraint(
                name="kebutuhanasn_jumlah_ada",
                condition=Q(jumlah__gte=1, jumlah__lte=JUMLAH_MAKS, anggaran__gte=1),
                violation_error_message="Jumlah 1 sampai 1.000, dan anggaran harus diisi.",
            ),
            models.CheckConstraint(
                name="kebutuhanasn_ditutup_beralasan",
                condition=~Q(status="ditutup") | ~Q(alasan=""),
            ),
        ]

    def __str__(self) -> str:
        return self.judul

    def get_absolute_url(self) -> str:
        return reverse("admin:ekonomi_kebutuhanasn_change", args=[self.pk])


class TawaranAsnQuerySet(ScopedQuerySet):
    """Offers on the needs of an area."""

    scope_wilayah = "kebutuhan__wilayah"


class TawaranAsn(models.Model):
    """One seller's offer: which product, at which price a piece (Rupiah)."""

    class Status(models.TextChoices):
        DIAJUKAN = "diajukan", "Diajukan"
        DIPILIH = "dipilih", "Dipilih"
        TIDAK_DIPILIH = "tidak_dipilih", "Tidak dipilih"

    kebutuhan = models.ForeignKey(
        KebutuhanAsn, models.PROTECT, related_name="tawaran", verbose_name="kebutuhan"
    )
    lapak = models.ForeignKey(Lapak, models.PROTECT, related_name="tawaran", verbose_name="lapak")
    produk = models.ForeignKey(Produk, models.PROTECT, related_name="+", verbose_name="produk")
    harga = models.PositiveIntegerField("harga satuan (Rp)")
    catatan = models.CharField("catatan", max_length=300, blank=True)
    status = models.CharField("status", max_length=14, choices=Status, default=Status.DIAJUKAN)
    pesanan = models.OneToOneField(
        Pesanan, models.PROTECT, null=True, blank=True, related_name="tawaran",
        verbose_name="pesanan",
    )  # fmt: skip
    created_at = models.DateTimeField("dibuat", auto_now_add=True)
    updated_at = models.DateTimeField("diubah", auto_now=True)

    objects = TawaranAsnQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "tawaran"
        ordering = ["harga", "id"]
        constraints = [
            models.UniqueConstraint("kebutuhan", "lapak", name="tawaranasn_satu_per_lapak"),
            models.UniqueConstraint(
                fields=["kebutuhan"], name="tawaranasn_satu_dipilih",
                condition=Q(status="dipilih"),
            ),
            models.CheckConstraint(
                name="tawaranasn_dipilih_iff_pesanan",
                condition=Q(status="dipilih", pesanan__isnull=False)
                | (~Q(status="dipilih") & Q(pesanan__isnull=True)),
            ),
            models.CheckConstraint(
                name="tawaranasn_harga_wajar", condition=Q(harga__gte=100, harga__lte=HARGA_MAKS)
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.lapak}: {self.harga}"

    @property
    def total(self) -> int:
        """What the whole need would cost at this price."""
        return self.harga * self.kebutuhan.jumlah
