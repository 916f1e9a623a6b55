"""Toko Warga: a resident's stall (lapak) and what it sells."""

from typing import Any, Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from ekonomi.models.usaha import Usaha
from pesan.models import Kontak, Lampiran
from wilayah.append_only import triggers
from wilayah.kripto import EncryptedTextField, new_code
from wilayah.models import Pengguna
from wilayah.scope import ScopedModel, ScopedQuerySet

HARGA_MAKS = 100_000_000  # Rupiah for one piece; more is a typing error
JUMLAH_MAKS = 1_000  # pieces of one product in one order


def new_kode_lapak() -> str:
    """The code a seller opens their own pages with: LP-7K3M-9QPX."""
    code = new_code(8)
    return f"LP-{code[:4]}-{code[4:]}"


class LapakQuerySet(ScopedQuerySet):
    """Stalls of an area."""

    def public(self) -> Self:
        """Approved by staff and shown by the seller's own recorded consent."""
        return self.filter(
            status=Lapak.Status.DISETUJUI, tampil_at__isnull=False, usaha__status="aktif"
        )


class Lapak(ScopedModel):
    """The stall of one business. What of it the public sees hangs on recorded consent.

    `tampil_at`: since when the seller lets the stall be public (history: PersetujuanLapak). The
    owner's name shows only with `tampil_nama`, the WhatsApp number only with `tampil_wa`. Payment
    goes to the seller's own account: the portal never holds money.
    """

    class Status(models.TextChoices):
        DIAJUKAN = "diajukan", "Menunggu pemeriksaan"
        DISETUJUI = "disetujui", "Disetujui"
        DITOLAK = "ditolak", "Ditolak"
        DIBEKUKAN = "dibekukan", "Dibekukan"

    class Gerbang(models.TextChoices):
        MIDTRANS = "midtrans", "Midtrans"
        TIRUAN = "tiruan", "Tiruan (peragaan)"

    usaha = models.OneToOneField(Usaha, models.PROTECT, related_name="lapak", verbose_name="usaha")
    kode = models.CharField("kode", max_length=12, unique=True, default=new_kode_lapak)
    pin_hash = models.CharField(max_length=64, editable=False)
    nama = models.CharField("nama lapak", max_length=80)
    slug = models.SlugField("alamat", max_length=80, unique=True)
    deskripsi = models.TextField("tentang lapak", max_length=600, blank=True)
    foto = models.ForeignKey(
        Lampiran, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    jam = models.CharField("jam buka", max_length=80, blank=True)
    buka = models.BooleanField("menerima pesanan", default=True)
    boleh_ambil = models.BooleanField("pembeli boleh ambil sendiri", default=True)
    catatan_ambil = models.CharField("petunjuk mengambil", max_length=160, blank=True)
    ongkir_antar = models.PositiveIntegerField(
        "ongkos antar sendiri (Rp)", null=True, blank=True,
        help_text="Tarif tetap di kelurahan sendiri; kosong: tidak mengantar.",
    )  # fmt: skip
    pakai_kurir = models.BooleanField("melayani kiriman kurir", default=False)
    nomor_wa = EncryptedTextField("nomor WhatsApp", blank=True, default="", editable=False)
    kontak = models.ForeignKey(
        Kontak, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    terima_tunai = models.BooleanField("tunai", default=True)
    bank = models.CharField("bank", max_length=40, blank=True)
    rekening = EncryptedTextField("nomor rekening", blank=True, default="")
    atas_nama = models.CharField("rekening atas nama", max_length=80, blank=True)
    qris = models.CharField("isi QRIS statis", max_length=512, blank=True)
    gerbang = models.CharField("gerbang bayar", max_length=10, choices=Gerbang, blank=True)
    gerbang_kunci = EncryptedTextField("kunci gerbang", blank=True, default="", editable=False)
    gerbang_produksi = models.BooleanField("gerbang sungguhan (bukan percobaan)", default=False)
    nama_tampil = models.CharField("nama penjual yang ditampilkan", max_length=80, blank=True)
    tampil_nama = models.BooleanField("nama penjual tampil", default=False, editable=False)
    tampil_wa = models.BooleanField("nomor WhatsApp tampil", default=False, editable=False)
    tampil_at = models.DateTimeField("izin tampil sejak", null=True, blank=True, editable=False)
    status = models.CharField("status", max_length=10, choices=Status, default=Status.DIAJUKAN)
    alasan = models.CharField("alasan", max_length=200, blank=True)
    diperiksa_at = models.DateTimeField("diperiksa", null=True, blank=True, editable=False)
    diperiksa_by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        verbose_name="diperiksa oleh",
    )  # fmt: skip
    created_at = models.DateTimeField("dibuat", auto_now_add=True)
    updated_at = models.DateTimeField("diubah", auto_now=True)

    objects = LapakQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "lapak"
        ordering = ["nama", "id"]
        indexes = [
            # the desk: stalls of an area that wait for approval
            models.Index(fields=["status", "wilayah"], name="lapak_meja_idx"),
        ]
        constraints = [
            models.CheckConstraint(
                name="lapak_ditolak_beralasan",
                condition=~Q(status__in=["ditolak", "dibekukan"]) | ~Q(alasan=""),
            ),
            models.CheckConstraint(
                name="lapak_gerbang_berkunci", condition=Q(gerbang="") | ~Q(gerbang_kunci="")
            ),
            models.CheckConstraint(
                name="lapak_nama_tampil_iff_izin",
                condition=Q(tampil_nama=False) | ~Q(nama_tampil=""),
            ),
            models.CheckConstraint(
                name="lapak_wa_tampil_ada", condition=Q(tampil_wa=False) | ~Q(nomor_wa="")
            ),
        ]

    def __str__(self) -> str:
        return self.nama

    def get_absolute_url(self) -> str:
        return reverse("toko_lapak", args=[self.slug])

    @property
    def is_public(self) -> bool:
        """Whether buyers see it; the same rule as `LapakQuerySet.public`."""
        return (
            self.status == self.Status.DISETUJUI
            and self.tampil_at is not None
            and self.usaha.status == Usaha.Status.AKTIF
        )

    @property
    def penjual(self) -> str:
        """The seller's name where they let it be shown, else empty."""
        return self.nama_tampil if self.tampil_nama else ""

    @property
    def tempat(self) -> str:
        """No deeper than the RW: "RW 02, Kel. Taman"."""
        return place_of(self.wilayah)


def place_of(area: Any) -> str:
    """An area as public pages may name it, no deeper than its RW: "RW 02, Kel. Taman"."""
    if area.rt is not None and area.induk is not None:
        area = area.induk
    if area.rw is not None and area.induk is not None:
        return f"{area.nama}, {area.induk.nama_lengkap}"
    return str(area.nama_lengkap)


class AnakLapakQuerySet(ScopedQuerySet):
    """Rows that hang on a stall: they are where it is."""

    scope_wilayah = "lapak__wilayah"


class PersetujuanLapak(models.Model):
    """Append-only: what a seller let be shown or took back, by whose hand, which wording."""

    class Apa(models.TextChoices):
        LAPAK = "lapak", "Lapak dan produk tampil di Toko Warga"
        NAMA = "nama", "Nama penjual tampil"
        WA = "wa", "Nomor WhatsApp tampil"

    lapak = models.ForeignKey(Lapak, models.PROTECT, related_name="persetujuan")
    apa = models.CharField("apa", max_length=6, choices=Apa)
    ya = models.BooleanField("diizinkan")
    versi_teks = models.CharField("versi teks", max_length=40)
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, related_name="+", verbose_name="dicatat oleh"
    )
    asal_hash = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField("waktu", auto_now_add=True)

    objects = AnakLapakQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "persetujuan lapak"
        ordering = ["at", "id"]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.lapak_id} {self.apa}: {'ya' if self.ya else 'tidak'}"


class RiwayatLapak(models.Model):
    """Append-only: what was done to a stall and by whom; a changed bank account stands here too."""

    class Peristiwa(models.TextChoices):
        DIAJUKAN = "diajukan", "Lapak diajukan"
        DISETUJUI = "disetujui", "Disetujui"
        DITOLAK = "ditolak", "Ditolak"
        DIBEKUKAN = "dibekukan", "Dibekukan"
        PIN_BARU = "pin_baru", "PIN baru dibuat"
        DIBUKA = "dibuka", "Mulai menerima pesanan"
        DITUTUP = "ditutup", "Berhenti menerima pesanan"
        BAYAR_DIUBAH = "bayar_diubah", "Cara bayar diubah"
        DITAHAN = "ditahan", "Produk ditahan"
        DILEPAS = "dilepas", "Produk boleh dijual lagi"
        DIHAPUS = "dihapus", "Data penjual dihapus"

    lapak = models.ForeignKey(Lapak, models.PROTECT, related_name="riwayat")
    peristiwa = models.CharField("peristiwa", max_length=12, choices=Peristiwa)
    catatan = models.CharField("catatan", max_length=200, blank=True)
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, related_name="+", verbose_name="oleh"
    )
    asal_hash = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField("waktu", auto_now_add=True)

    objects = AnakLapakQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "riwayat lapak"
        ordering = ["at", "id"]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.lapak_id}: {self.peristiwa}"


class ProdukQuerySet(AnakLapakQuerySet):
    """Products of the stalls of an area."""

    def public(self) -> Self:
        """What buyers may see: of a public stall, on sale, not held back by staff."""
        return self.filter(
            aktif=True, ditahan=False, lapak__status=Lapak.Status.DISETUJUI,
            lapak__tampil_at__isnull=False, lapak__usaha__status="aktif",
        )  # fmt: skip

    def available(self) -> Self:
        """Can be ordered now: the stall is open, and there is stock or it is made to order."""
        return self.filter(Q(stok__isnull=True) | Q(stok__gt=0), lapak__buka=True)


class Produk(models.Model):
    """One thing for sale. `harga` in whole Rupiah; `stok` None means made to order."""

    class Kategori(models.TextChoices):
        MAKANAN = "makanan", "Makanan"
        CAMILAN = "camilan", "Camilan dan kue"
        MINUMAN = "minuman", "Minuman dan jamu"
        FESYEN = "fesyen", "Busana dan jahitan"
        KERAJINAN = "kerajinan", "Kerajinan"
        TANAMAN = "tanaman", "Tanaman dan toga"
        JASA = "jasa", "Jasa"
        LAIN = "lain", "Lainnya"

    lapak = models.ForeignKey(Lapak, models.PROTECT, related_name="produk", verbose_name="lapak")
    nama = models.CharField("nama produk", max_length=80)
    deskripsi = models.TextField("keterangan", max_length=1000, blank=True)
    kategori = models.CharField("kategori", max_length=10, choices=Kategori)
    harga = models.PositiveIntegerField("harga (Rp)")
    satuan = models.CharField("satuan", max_length=20, default="buah")
    stok = models.PositiveIntegerField(
        "stok", null=True, blank=True, help_text="Kosong: dibuat sesuai pesanan."
    )
    berat = models.PositiveIntegerField("berat (gram)", default=500)
    foto = models.ForeignKey(
        Lampiran, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    foto_kecil = models.ForeignKey(
        Lampiran, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    aktif = models.BooleanField("dijual", default=True)
    ditahan = models.BooleanField("ditahan petugas", default=False)
    alasan_ditahan = models.CharField("alasan ditahan", max_length=200, blank=True)
    cari = models.GeneratedField(
        expression=SearchVector("nama", weight="A", config="indonesian")
        + SearchVector("deskripsi", weight="C", config="indonesian"),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    created_at = models.DateTimeField("dibuat", auto_now_add=True)
    updated_at = models.DateTimeField("diubah", auto_now=True)

    objects = ProdukQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "produk"
        ordering = ["nama", "id"]
        indexes = [
            # the search box of the catalogue
            GinIndex(fields=["cari"], name="produk_cari_idx"),
            # the catalogue by category and price, of what is on sale
            models.Index(
                fields=["kategori", "harga"], name="produk_katalog_idx",
                condition=Q(aktif=True, ditahan=False),
            ),
        ]  # fmt: skip
        constraints = [
            models.UniqueConstraint(
                "lapak", "nama", name="produk_satu_nama",
                violation_error_message="Lapak ini sudah punya produk dengan nama itu.",
            ),
            models.CheckConstraint(
                name="produk_harga_wajar",
                condition=Q(harga__gte=100, harga__lte=HARGA_MAKS),
                violation_error_message="Harga dari Rp 100 sampai Rp 100.000.000.",
            ),
            # two buyers, one last piece: whoever comes second is refused here at the latest
            models.CheckConstraint(
                name="produk_stok_tidak_minus", condition=Q(stok__isnull=True) | Q(stok__gte=0)
            ),
            models.CheckConstraint(
                name="produk_ditahan_beralasan",
                condition=Q(ditahan=False) | ~Q(alasan_ditahan=""),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.nama

    def get_absolute_url(self) -> str:
        return reverse("toko_produk", args=[self.lapak.slug, self.pk])

    @property
    def tersedia(self) -> bool:
        """Whether it can be ordered now, as far as stock goes."""
        return self.stok is None or self.stok > 0

    @property
    def maks(self) -> int:
        """The most pieces one order may hold."""
        return JUMLAH_MAKS if self.stok is None else min(self.stok, JUMLAH_MAKS)


class RiwayatHarga(models.Model):
    """Append-only: each price a product had, in Rupiah."""

    produk = models.ForeignKey(Produk, models.PROTECT, related_name="riwayat_harga")
    harga = models.PositiveIntegerField("harga (Rp)")
    at = models.DateTimeField("sejak", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "riwayat harga"
        ordering = ["at", "id"]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.produk_id}: {self.harga}"


class KataTerlarang(models.Model):
    """A word that keeps a product off the catalogue until staff have looked at it. Data."""

    kata = models.CharField("kata", max_length=60, primary_key=True)
    alasan = models.CharField("alasan", max_length=160)
    aktif = models.BooleanField("dipakai", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "kata terlarang"
        ordering = ["kata"]

    def __str__(self) -> str:
        return self.kata


class Kurir(models.Model):
    """A courier, and the address at which a tracking number can be followed ({resi} in it)."""

    kode = models.SlugField("kode", max_length=20, primary_key=True)
    nama = models.CharField("nama", max_length=60)
    pola_lacak = models.CharField("alamat lacak", max_length=200, blank=True)
    aktif = models.BooleanField("dipakai", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "kurir"
        ordering = ["nama"]
        constraints = [
            models.CheckConstraint(
                name="kurir_lacak_https",
                condition=Q(pola_lacak="") | Q(pola_lacak__startswith="https://"),
                violation_error_message="Alamat lacak dimulai dengan https://.",
            ),
        ]

    def __str__(self) -> str:
        return self.nama


class TarifKurirQuerySet(ScopedQuerySet):
    """Tariffs from an area; who keeps an area keeps what leaves it."""

    scope_wilayah = "dari"


class TarifKurir(models.Model):
    """What a courier asks from one area to another for a range of weight (grams), in Rupiah."""

    kurir = models.ForeignKey(Kurir, models.PROTECT, related_name="tarif", verbose_name="kurir")
    dari = models.ForeignKey(
        "wilayah.Wilayah", models.PROTECT, related_name="+", verbose_name="dari wilayah"
    )
    ke = models.ForeignKey(
        "wilayah.Wilayah", models.PROTECT, related_name="+", verbose_name="ke wilayah"
    )
    berat_dari = models.PositiveIntegerField("berat dari (gram)", default=0)
    berat_sampai = models.PositiveIntegerField("berat sampai (gram)")
    biaya = models.PositiveIntegerField("biaya (Rp)")
    hari_dari = models.PositiveSmallIntegerField("sampai paling cepat (hari)", default=1)
    hari_sampai = models.PositiveSmallIntegerField("sampai paling lambat (hari)", default=3)

    objects = TarifKurirQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "tarif kurir"
        ordering = ["kurir", "dari", "ke", "berat_dari"]
        constraints = [
            models.UniqueConstraint(
                "kurir", "dari", "ke", "berat_dari", name="tarifkurir_satu_per_berat",
                violation_error_message="Tarif untuk kurir, tujuan, dan berat ini sudah ada.",
            ),
            models.CheckConstraint(
                name="tarifkurir_urut",
                condition=Q(
                    berat_sampai__gt=models.F("berat_dari"),
                    hari_sampai__gte=models.F("hari_dari"),
                ),
                violation_error_message="Batas berat dan hari harus urut dari kecil ke besar.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kurir_id} {self.dari_id} ke {self.ke_id}"
