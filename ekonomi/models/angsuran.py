from django.db import models
from django.db.models import F, Q

from buku_besar.models import Jurnal
from ekonomi.models.koperasi import AnggotaKoperasi
from ekonomi.models.pinjaman import AnakPinjamanQuerySet, JadwalAngsuran, Pinjaman
from wilayah.append_only import triggers
from wilayah.models import Pengguna
from wilayah.scope import ScopedQuerySet


class Angsuran(models.Model):
    """A payment on a loan: how much of it went to principal and to `jasa`. Never changed.

    `kunci` is the name of the act, given by the screen: the same payment sent twice is refused.
    `pembayar` is another member of the group who paid for the borrower. A mistake is undone by
    PembatalanAngsuran.
    """

    class Jenis(models.TextChoices):
        ANGSURAN = "angsuran", "Angsuran"
        PELUNASAN = "pelunasan", "Pelunasan"
        PEMULIHAN = "pemulihan", "Setelah dihapusbukukan"

    class Cara(models.TextChoices):
        KAS = "kas", "Tunai"
        BANK = "bank", "Transfer atau QRIS"

    pinjaman = models.ForeignKey(
        Pinjaman, models.PROTECT, related_name="angsuran", verbose_name="pinjaman"
    )
    jenis = models.CharField("jenis", max_length=10, choices=Jenis.choices)
    cara = models.CharField("cara", max_length=4, choices=Cara.choices)
    tanggal = models.DateField("tanggal")
    jumlah = models.BigIntegerField("jumlah")
    pokok = models.BigIntegerField("untuk pokok")
    jasa = models.BigIntegerField("untuk jasa")
    sisa_pokok = models.BigIntegerField("sisa pokok sesudahnya")
    kunci = models.CharField(max_length=80, unique=True, editable=False)
    pembayar = models.ForeignKey(
        AnggotaKoperasi, models.PROTECT, null=True, blank=True, related_name="membayarkan",
        verbose_name="dibayarkan oleh",
    )  # fmt: skip
    jurnal = models.OneToOneField(Jurnal, models.PROTECT, related_name="angsuran")
    oleh = models.ForeignKey(
        Pengguna, models.PROTECT, related_name="+", verbose_name="diterima oleh"
    )
    created_at = models.DateTimeField("dicatat", auto_now_add=True)

    objects = AnakPinjamanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "angsuran"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="angsuran_jumlah_utuh",
                condition=Q(
                    jumlah__gt=0, pokok__gte=0, jasa__gte=0, sisa_pokok__gte=0,
                    jumlah=F("pokok") + F("jasa"),
                ),
            ),
        ]  # fmt: skip
        triggers = triggers()

    def __str__(self) -> str:
        return self.nomor_kuitansi

    @property
    def nomor_kuitansi(self) -> str:
        """The receipt's number is that of its journal."""
        return f"KW {self.jurnal.nomor_lengkap}"


class AnakAngsuranQuerySet(ScopedQuerySet):
    """Rows of a payment, where the cooperative is."""

    scope_wilayah = "angsuran__pinjaman__anggota__koperasi__wilayah"


class AlokasiAngsuran(models.Model):
    """What a payment paid of one instalment, and what was waived with it."""

    angsuran = models.ForeignKey(Angsuran, models.PROTECT, related_name="alokasi")
    jadwal = models.ForeignKey(JadwalAngsuran, models.PROTECT, related_name="alokasi")
    pokok = models.BigIntegerField("pokok")
    jasa = models.BigIntegerField("jasa")
    bebas_jasa = models.BigIntegerField("jasa dibebaskan", default=0)

    objects = AnakAngsuranQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "alokasi angsuran"
        constraints = [
            models.UniqueConstraint(fields=["angsuran", "jadwal"], name="alokasi_sekali"),
            models.CheckConstraint(
                name="alokasi_tidak_minus",
                condition=Q(pokok__gte=0, jasa__gte=0, bebas_jasa__gte=0),
            ),
        ]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.angsuran_id} → {self.jadwal_id}"


class PembatalanAngsuran(models.Model):
    """A payment that was a mistake, undone once, with the reason and the reversing journal."""

    angsuran = models.OneToOneField(Angsuran, models.PROTECT, related_name="pembatalan")
    alasan = models.CharField("alasan", max_length=300)
    jurnal = models.OneToOneField(Jurnal, models.PROTECT, related_name="pembatalan_angsuran")
    oleh = models.ForeignKey(Pengguna, models.PROTECT, related_name="+", verbose_name="oleh")
    created_at = models.DateTimeField("dicatat", auto_now_add=True)

    objects = AnakAngsuranQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "pembatalan angsuran"
        constraints = [
            models.CheckConstraint(name="pembatalan_beralasan", condition=~Q(alasan="")),
        ]
        triggers = triggers()

    def __str__(self) -> str:
        return f"Batal {self.angsuran_id}"


class UsulanPinjaman(models.Model):
    """A change to a running loan that two people decide: a new schedule, or writing it off."""

    class Jenis(models.TextChoices):
        RESTRUKTUR = "restruktur", "Jadwal baru"
        HAPUS_BUKU = "hapus_buku", "Hapus buku"

    class Status(models.TextChoices):
        DIAJUKAN = "diajukan", "Menunggu keputusan"
        DISETUJUI = "disetujui", "Disetujui"
        DITOLAK = "ditolak", "Ditolak"

    pinjaman = models.ForeignKey(
        Pinjaman, models.PROTECT, related_name="usulan", verbose_name="pinjaman"
    )
    jenis = models.CharField("jenis", max_length=10, choices=Jenis.choices)
    alasan = models.CharField("alasan", max_length=400)
    tenor = models.PositiveSmallIntegerField("lama baru (bulan)", null=True, blank=True)
    jasa_persen = models.DecimalField(
        "jasa sebulan baru (%)", max_digits=5, decimal_places=3, null=True, blank=True
    )
    bebas_jasa = models.BooleanField("jasa yang tertunggak dibebaskan", default=False)
    status = models.CharField(
        "status", max_length=9, choices=Status.choices, default=Status.DIAJUKAN
    )
    versi_lama = models.PositiveSmallIntegerField(null=True, blank=True)
    versi_baru = models.PositiveSmallIntegerField(null=True, blank=True)
    jumlah = models.BigIntegerField("pokok yang dihapus", null=True, blank=True)
    jurnal = models.OneToOneField(
        Jurnal, models.PROTECT, null=True, blank=True, related_name="hapus_buku"
    )
    diajukan_oleh = models.ForeignKey(
        Pengguna, models.PROTECT, related_name="+", verbose_name="diusulkan oleh"
    )
    diputus_oleh = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="diputus oleh",
    )  # fmt: skip
    diputus_at = models.DateTimeField("diputus", null=True, blank=True)
    catatan = models.CharField("catatan pemutus", max_length=300, blank=True)
    created_at = models.DateTimeField("diusulkan", auto_now_add=True)

    objects = AnakPinjamanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "usulan perubahan pinjaman"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pinjaman"], name="usulanpinjaman_satu_terbuka",
                condition=Q(status="diajukan"),
            ),
            models.CheckConstraint(
                name="usulanpinjaman_pemutus_bukan_pengusul",
                condition=Q(diputus_oleh__isnull=True) | ~Q(diputus_oleh=F("diajukan_oleh")),
                violation_error_message="Yang memutus harus orang lain dari yang mengusulkan.",
            ),
            models.CheckConstraint(
                name="usulanpinjaman_diputus_iff_selesai",
                condition=Q(status="diajukan", diputus_oleh__isnull=True, diputus_at__isnull=True)
                | (
                    ~Q(status="diajukan")
                    & Q(diputus_oleh__isnull=False, diputus_at__isnull=False)
                ),
            ),
            models.CheckConstraint(name="usulanpinjaman_beralasan", condition=~Q(alasan="")),
            models.CheckConstraint(
                name="usulanpinjaman_isi_menurut_jenis",
                condition=Q(jenis="restruktur", tenor__gte=1, tenor__lte=120, jurnal__isnull=True)
                | Q(jenis="hapus_buku", tenor__isnull=True),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_jenis_display()} {self.pinjaman_id}"
