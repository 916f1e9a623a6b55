"""Orders of Toko Warga: what was ordered of whom, how it reaches the buyer, and each step."""

from datetime import datetime
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from ekonomi.models.toko import JUMLAH_MAKS, Lapak, Produk, TarifKurir
from pesan.models import Kontak
from wilayah.append_only import triggers
from wilayah.kripto import EncryptedTextField, new_code
from wilayah.models import Pengguna
from wilayah.scope import ScopedModel, ScopedQuerySet


def new_kode_pesanan() -> str:
    """The code an order is followed by: TK-7K3M-9QPX (39 bits)."""
    code = new_code(8)
    return f"TK-{code[:4]}-{code[4:]}"


class PesananQuerySet(ScopedQuerySet):
    """Orders at the stalls of an area."""

    def open(self) -> Self:
        """Something is still to be done by seller or buyer."""
        return self.exclude(status__in=Pesanan.ENDED)

    def overdue(self, at: datetime) -> Self:
        """Not paid (or, for cash, not answered) in time."""
        return self.filter(
            status__in=[Pesanan.Status.BARU, Pesanan.Status.DIKONFIRMASI], batas_at__lt=at
        )


class Pesanan(ScopedModel):
    """One order at one stall, from the buyer's click to "received".

    What names the buyer is encrypted and erased by retention (class "pembeli"); code, goods and
    sums stay. Money in whole Rupiah. `dibayar_at` is the fact of payment, which for cash comes
    with the hand-over; the status `dibayar` is the step of what is paid beforehand.
    """

    class Status(models.TextChoices):
        BARU = "baru", "Menunggu penjual"
        DIKONFIRMASI = "dikonfirmasi", "Diterima penjual"
        DIBAYAR = "dibayar", "Sudah dibayar"
        DISIAPKAN = "disiapkan", "Sedang disiapkan"
        DIKIRIM = "dikirim", "Dalam perjalanan"
        SIAP_DIAMBIL = "siap_diambil", "Siap diambil"
        SELESAI = "selesai", "Selesai"
        DIBATALKAN = "dibatalkan", "Dibatalkan"
        DITOLAK = "ditolak", "Ditolak penjual"

    class CaraTerima(models.TextChoices):
        AMBIL = "ambil", "Diambil sendiri"
        ANTAR = "antar", "Diantar penjual"
        KURIR = "kurir", "Dikirim kurir"

    class CaraBayar(models.TextChoices):
        TUNAI = "tunai", "Tunai saat barang diterima"
        TRANSFER = "transfer", "Transfer bank"
        QRIS = "qris", "QRIS"
        GERBANG = "gerbang", "Bayar daring"

    class Pengembalian(models.TextChoices):
        PERLU = "perlu", "Uang perlu dikembalikan"
        SUDAH = "sudah", "Uang sudah dikembalikan"

    ENDED = (Status.SELESAI, Status.DIBATALKAN, Status.DITOLAK)
    GIVEN_UP = (Status.DIBATALKAN, Status.DITOLAK)

    kode = models.CharField("kode", max_length=12, unique=True, default=new_kode_pesanan)
    pin_hash = models.CharField(max_length=64, editable=False)
    token = models.UUIDField(unique=True, editable=False)
    lapak = models.ForeignKey(Lapak, models.PROTECT, related_name="pesanan", verbose_name="lapak")
    status = models.CharField("status", max_length=12, choices=Status, default=Status.BARU)
    cara_terima = models.CharField("cara terima", max_length=6, choices=CaraTerima)
    cara_bayar = models.CharField("cara bayar", max_length=8, choices=CaraBayar)
    tarif = models.ForeignKey(
        TarifKurir, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    kurir = models.CharField("kurir", max_length=60, blank=True)
    pola_lacak = models.CharField(max_length=200, blank=True, editable=False)
    resi = models.CharField("nomor resi", max_length=40, blank=True)
    subtotal = models.PositiveBigIntegerField("harga barang (Rp)")
    ongkir = models.PositiveIntegerField("ongkos kirim (Rp)", default=0)
    total = models.PositiveBigIntegerField("total (Rp)")
    pembeli = EncryptedTextField("nama pembeli", blank=True, default="", editable=False)
    nomor_wa = EncryptedTextField("nomor WhatsApp", blank=True, default="", editable=False)
    alamat = EncryptedTextField("alamat kirim", blank=True, default="", editable=False)
    catatan = EncryptedTextField("catatan pembeli", blank=True, default="", editable=False)
    kontak = models.ForeignKey(
        Kontak, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    versi_izin = models.CharField("versi izin data", max_length=40, editable=False)
    batas_at = models.DateTimeField("batas waktu", null=True, blank=True)
    dibayar_at = models.DateTimeField("dibayar", null=True, blank=True)
    selesai_at = models.DateTimeField("selesai", null=True, blank=True)
    pengembalian = models.CharField(
        "pengembalian uang", max_length=6, choices=Pengembalian, blank=True
    )
    untuk_asn = models.BooleanField("belanja ASN/instansi", default=False)
    nilai = models.PositiveSmallIntegerField(
        "nilai pembeli", null=True, blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )  # fmt: skip
    dihapus_at = models.DateTimeField("data pembeli dihapus", null=True, blank=True)
    created_at = models.DateTimeField("masuk", auto_now_add=True)
    updated_at = models.DateTimeField("diubah", auto_now=True)

    objects = PesananQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "pesanan"
        ordering = ["-id"]
        indexes = [
            # a seller's page: what is to be done, oldest first
            models.Index(fields=["lapak", "status", "id"], name="pesanan_lapak_idx"),
            # the sweep: unpaid orders whose time is over
            models.Index(
                fields=["batas_at"], name="pesanan_batas_idx", condition=Q(batas_at__isnull=False)
            ),
            # orders and turnover of an area by month, and ASN purchases
            models.Index(fields=["wilayah", "created_at"], name="pesanan_wilayah_idx"),
        ]
        constraints = [
            models.CheckConstraint(
                name="pesanan_total_cocok", condition=Q(total=F("subtotal") + F("ongkir"))
            ),
            models.CheckConstraint(
                name="pesanan_selesai_iff_at",
                condition=Q(status="selesai", selesai_at__isnull=False)
                | (~Q(status="selesai") & Q(selesai_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="pesanan_selesai_dibayar",
                condition=~Q(status__in=["selesai", "dibayar"]) | Q(dibayar_at__isnull=False),
            ),
            models.CheckConstraint(
                name="pesanan_ambil_tanpa_ongkir", condition=~Q(cara_terima="ambil") | Q(ongkir=0)
            ),
            models.CheckConstraint(
                name="pesanan_kembali_iff_dibayar",
                condition=Q(pengembalian="") | Q(dibayar_at__isnull=False),
            ),
            models.CheckConstraint(
                name="pesanan_nilai_1_5",
                condition=Q(nilai__isnull=True) | Q(nilai__range=(1, 5), status="selesai"),
            ),
        ]

    def __str__(self) -> str:
        return self.kode

    def get_absolute_url(self) -> str:
        return reverse("admin:ekonomi_pesanan_change", args=[self.pk])

    @property
    def is_ended(self) -> bool:
        return self.status in self.ENDED

    @property
    def tautan_lacak(self) -> str:
        """Where the parcel can be followed; empty where the courier has no such page."""
        return self.pola_lacak.replace("{resi}", self.resi) if self.resi else ""

    @property
    def wa_tersamar(self) -> str:
        """The number as staff lists may show it: its last three digits."""
        return f"…{self.nomor_wa[-3:]}" if self.nomor_wa else ""


class AnakPesananQuerySet(ScopedQuerySet):
    """Rows that hang on an order."""

    scope_wilayah = "pesanan__wilayah"


class BarisPesanan(models.Model):
    """One line of an order: name, unit and price as they were when it was placed."""

    pesanan = models.ForeignKey(Pesanan, models.PROTECT, related_name="baris")
    produk = models.ForeignKey(Produk, models.PROTECT, related_name="+", verbose_name="produk")
    nama = models.CharField("nama", max_length=80)
    satuan = models.CharField("satuan", max_length=20)
    harga = models.PositiveIntegerField("harga (Rp)")
    jumlah = models.PositiveIntegerField("jumlah")
    dari_stok = models.BooleanField("mengurangi stok", default=False, editable=False)

    objects = AnakPesananQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "baris pesanan"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint("pesanan", "produk", name="barispesanan_satu_per_produk"),
            models.CheckConstraint(
                name="barispesanan_jumlah_wajar",
                condition=Q(jumlah__gte=1, jumlah__lte=JUMLAH_MAKS),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.jumlah} {self.satuan} {self.nama}"

    @property
    def nilai(self) -> int:
        """What the line costs, in Rupiah."""
        return self.harga * self.jumlah


class RiwayatPesanan(models.Model):
    """Append-only: each step of an order and who took it. Never a buyer's words."""

    class Pelaku(models.TextChoices):
        PEMBELI = "pembeli", "Pembeli"
        PENJUAL = "penjual", "Penjual"
        PETUGAS = "petugas", "Petugas"
        GERBANG = "gerbang", "Gerbang bayar"
        SISTEM = "sistem", "Portal"

    pesanan = models.ForeignKey(Pesanan, models.PROTECT, related_name="riwayat")
    dari = models.CharField("dari", max_length=12, blank=True)
    ke = models.CharField("menjadi", max_length=12, choices=Pesanan.Status)
    pelaku = models.CharField("oleh", max_length=8, choices=Pelaku)
    catatan = models.CharField("catatan", max_length=300, blank=True)
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, related_name="+", verbose_name="petugas"
    )
    asal_hash = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField("waktu", auto_now_add=True)

    objects = AnakPesananQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "riwayat pesanan"
        ordering = ["at", "id"]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.pesanan_id}: {self.dari} → {self.ke}"
