from datetime import date
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from buku_besar.models import Jurnal
from ekonomi.models.koperasi import AnakKoperasiQuerySet, AnggotaKoperasi, Koperasi
from wilayah.append_only import triggers
from wilayah.models import Pengguna
from wilayah.scope import ScopedQuerySet


class ProdukPinjaman(models.Model):
    """A kind of loan of a cooperative: its limits and its monthly charge (`jasa`)."""

    class Metode(models.TextChoices):
        FLAT = "flat", "Tetap dari pokok awal"
        MENURUN = "menurun", "Menurun dari sisa pokok"

    koperasi = models.ForeignKey(
        Koperasi, models.PROTECT, related_name="produk", verbose_name="koperasi"
    )
    nama = models.CharField("nama", max_length=80)
    jasa_persen = models.DecimalField(
        "jasa sebulan (%)", max_digits=5, decimal_places=3,
        validators=[MinValueValidator(0), MaxValueValidator(10)],
    )  # fmt: skip
    metode = models.CharField("cara hitung jasa", max_length=8, choices=Metode.choices)
    pokok_min = models.PositiveBigIntegerField("paling sedikit (Rp)", default=100_000)
    pokok_maks = models.PositiveBigIntegerField("paling banyak (Rp)")
    tenor_maks = models.PositiveSmallIntegerField("paling lama (bulan)")
    pembulatan = models.PositiveIntegerField(
        "angsuran pokok dibulatkan ke (Rp)", default=100,
        help_text="Angsuran terakhir menampung sisanya.",
    )  # fmt: skip
    butuh_hibah = models.BooleanField(
        "hanya bagi penerima hibah yang sudah lewat setahun", default=False
    )
    aktif = models.BooleanField("ditawarkan", default=True)

    objects = AnakKoperasiQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "produk pinjaman"
        ordering = ["koperasi", "nama"]
        constraints = [
            models.UniqueConstraint(fields=["koperasi", "nama"], name="produk_nama_sekali"),
            models.CheckConstraint(
                name="produk_batas",
                condition=Q(
                    pokok_min__gte=1, pokok_maks__gte=F("pokok_min"), tenor_maks__gte=1,
                    tenor_maks__lte=120, pembulatan__gte=1, jasa_persen__gte=0,
                    jasa_persen__lte=10,
                ),
                violation_error_message="Batas produk tidak masuk akal: periksa jumlah, lama, dan"
                " jasanya.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.nama


class KelompokTanggungRenteng(models.Model):
    """Members who answer for each other's loans, where a loan names the group."""

    koperasi = models.ForeignKey(
        Koperasi, models.PROTECT, related_name="kelompok", verbose_name="koperasi"
    )
    nama = models.CharField("nama", max_length=80)
    aktif = models.BooleanField("aktif", default=True)

    objects = AnakKoperasiQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "kelompok tanggung renteng"
        ordering = ["koperasi", "nama"]
        constraints = [
            models.UniqueConstraint(fields=["koperasi", "nama"], name="kelompok_nama_sekali"),
        ]

    def __str__(self) -> str:
        return self.nama


class AnggotaKelompokQuerySet(ScopedQuerySet):
    """Seats in a group, where the cooperative is."""

    scope_wilayah = "kelompok__koperasi__wilayah"

    def on(self, day: date) -> Self:
        """Seats held on this day."""
        return self.filter(Q(sejak__lte=day), Q(sampai__isnull=True) | Q(sampai__gte=day))


class AnggotaKelompok(models.Model):
    """A member's time in a group."""

    kelompok = models.ForeignKey(
        KelompokTanggungRenteng, models.PROTECT, related_name="keanggotaan"
    )
    anggota = models.ForeignKey(
        AnggotaKoperasi, models.PROTECT, related_name="kelompok", verbose_name="anggota"
    )
    sejak = models.DateField("sejak")
    sampai = models.DateField("sampai", null=True, blank=True)

    objects = AnggotaKelompokQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "anggota kelompok"
        ordering = ["kelompok", "sejak", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["anggota"], name="anggotakelompok_satu_kelompok",
                condition=Q(sampai__isnull=True),
                violation_error_message="Anggota ini masih di sebuah kelompok.",
            ),
            models.CheckConstraint(
                name="anggotakelompok_sampai_setelah_sejak",
                condition=Q(sampai__isnull=True) | Q(sampai__gte=F("sejak")),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.anggota} di {self.kelompok}"


class PinjamanQuerySet(ScopedQuerySet):
    """Loans, where the cooperative is."""

    scope_wilayah = "anggota__koperasi__wilayah"

    def running(self) -> Self:
        """Paid out and neither repaid nor written off."""
        return self.filter(status=Pinjaman.Status.BERJALAN)

    def late(self, on: date) -> Self:
        """Running loans with an instalment due before this day and not fully paid."""
        return self.running().filter(tempo_berikut__lt=on)


class Pinjaman(models.Model):
    """A loan of a member, from the application to its end.

    `sisa_pokok` is what is owed of the principal, changed only under the row's lock together with
    the journal; `tempo_berikut` is the due day of the first instalment that is not fully paid.
    `jadwal_versi` is the schedule in force. A written-off loan keeps its `sisa_pokok`: it is still
    owed, only no longer an asset; what comes back is `dipulihkan`.
    """

    class Status(models.TextChoices):
        DIAJUKAN = "diajukan", "Menunggu keputusan"
        DISETUJUI = "disetujui", "Disetujui, belum cair"
        DITOLAK = "ditolak", "Ditolak"
        BATAL = "batal", "Dibatalkan"
        BERJALAN = "berjalan", "Berjalan"
        LUNAS = "lunas", "Lunas"
        DIHAPUS = "dihapus", "Dihapusbukukan"

    OUT = (Status.BERJALAN, Status.LUNAS, Status.DIHAPUS)

    anggota = models.ForeignKey(
        AnggotaKoperasi, models.PROTECT, related_name="pinjaman", verbose_name="anggota"
    )
    produk = models.ForeignKey(
        ProdukPinjaman, models.PROTECT, related_name="pinjaman", verbose_name="produk"
    )
    kelompok = models.ForeignKey(
        KelompokTanggungRenteng, models.PROTECT, null=True, blank=True, related_name="pinjaman",
        verbose_name="tanggung renteng",
    )  # fmt: skip
    nomor = models.CharField("nomor", max_length=40, unique=True, editable=False)
    pokok = models.BigIntegerField("pokok (Rp)")
    tenor = models.PositiveSmallIntegerField("lama (bulan)")
    jasa_persen = models.DecimalField("jasa sebulan (%)", max_digits=5, decimal_places=3)
    metode = models.CharField(
        "cara hitung jasa", max_length=8, choices=ProdukPinjaman.Metode.choices
    )
    tujuan = models.CharField("untuk apa", max_length=200)
    status = models.CharField(
        "status", max_length=10, choices=Status.choices, default=Status.DIAJUKAN
    )
    diajukan_oleh = models.ForeignKey(
        Pengguna, models.PROTECT, related_name="+", verbose_name="dicatat oleh"
    )
    diputus_oleh = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="diputus oleh",
    )  # fmt: skip
    diputus_at = models.DateTimeField("diputus", null=True, blank=True)
    alasan = models.CharField("alasan", max_length=300, blank=True)
    tanggal_cair = models.DateField("cair", null=True, blank=True)
    jurnal_cair = models.OneToOneField(
        Jurnal, models.PROTECT, null=True, blank=True, related_name="pinjaman_cair"
    )
    jadwal_versi = models.PositiveSmallIntegerField(default=0, editable=False)
    sisa_pokok = models.BigIntegerField("sisa pokok", default=0, editable=False)
    dipulihkan = models.BigIntegerField("dipulihkan setelah dihapus", default=0, editable=False)
    tempo_berikut = models.DateField("jatuh tempo berikut", null=True, blank=True, editable=False)
    selesai_pada = models.DateField("lunas atau dihapus pada", null=True, blank=True)
    created_at = models.DateTimeField("diajukan", auto_now_add=True)
    updated_at = models.DateTimeField("diubah", auto_now=True)

    objects = PinjamanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "pinjaman"
        ordering = ["-id"]
        indexes = [
            # daily reminders and the list of arrears: running loans by the day that is due next
            models.Index(
                fields=["tempo_berikut"], name="pinjaman_tempo_idx",
                condition=Q(status="berjalan"),
            ),
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(
                name="pinjaman_pemutus_bukan_pencatat",
                condition=Q(diputus_oleh__isnull=True) | ~Q(diputus_oleh=F("diajukan_oleh")),
                violation_error_message="Yang memutus harus orang lain dari yang mencatat.",
            ),
            models.CheckConstraint(
                name="pinjaman_diputus_iff_lewat",
                condition=Q(status__in=["diajukan", "batal"])
                | Q(diputus_oleh__isnull=False, diputus_at__isnull=False),
            ),
            models.CheckConstraint(
                name="pinjaman_cair_iff_keluar",
                condition=Q(
                    status__in=["berjalan", "lunas", "dihapus"], tanggal_cair__isnull=False,
                    jurnal_cair__isnull=False, jadwal_versi__gte=1,
                )
                | Q(
                    status__in=["diajukan", "disetujui", "ditolak", "batal"],
                    tanggal_cair__isnull=True, jurnal_cair__isnull=True, jadwal_versi=0,
                    sisa_pokok=0, dipulihkan=0,
                ),
            ),
            models.CheckConstraint(
                name="pinjaman_sisa_dalam_pokok",
                condition=Q(pokok__gt=0, sisa_pokok__gte=0, sisa_pokok__lte=F("pokok")),
            ),
            models.CheckConstraint(
                name="pinjaman_lunas_tanpa_sisa",
                condition=~Q(status="lunas") | Q(sisa_pokok=0, tempo_berikut__isnull=True),
            ),
            models.CheckConstraint(
                name="pinjaman_pulih_dalam_sisa",
                condition=Q(dipulihkan=0)
                | Q(status="dihapus", dipulihkan__gt=0, dipulihkan__lte=F("sisa_pokok")),
            ),
            models.CheckConstraint(
                name="pinjaman_selesai_iff_berakhir",
                condition=Q(status__in=["lunas", "dihapus"], selesai_pada__isnull=False)
                | (~Q(status__in=["lunas", "dihapus"]) & Q(selesai_pada__isnull=True)),
            ),
            models.CheckConstraint(
                name="pinjaman_tenor", condition=Q(tenor__gte=1, tenor__lte=120)
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.nomor} {self.anggota.nama}"

    def get_absolute_url(self) -> str:
        return reverse("admin:ekonomi_pinjaman_change", args=[self.pk])

    @property
    def jasa_terbaca(self) -> str:
        """The monthly charge as people read it: 1,5%."""
        return f"{self.jasa_persen.normalize():f}%".replace(".", ",")

    def hari_tunggak(self, on: date) -> int:
        """Days since the first unpaid instalment was due; 0 when none is."""
        if self.status != self.Status.BERJALAN or self.tempo_berikut is None:
            return 0
        return max((on - self.tempo_berikut).days, 0)


class AnakPinjamanQuerySet(ScopedQuerySet):
    """Rows of a loan, where the cooperative is."""

    scope_wilayah = "pinjaman__anggota__koperasi__wilayah"


class JadwalAngsuran(models.Model):
    """One instalment of a schedule: what is due when, and what of it was paid or waived.

    A restructured loan gets a new `versi`; the lines of the old one stay as they were.
    """

    pinjaman = models.ForeignKey(Pinjaman, models.PROTECT, related_name="jadwal")
    versi = models.PositiveSmallIntegerField("versi")
    ke = models.PositiveSmallIntegerField("ke")
    jatuh_tempo = models.DateField("jatuh tempo")
    pokok = models.BigIntegerField("pokok")
    jasa = models.BigIntegerField("jasa")
    bayar_pokok = models.BigIntegerField("pokok dibayar", default=0)
    bayar_jasa = models.BigIntegerField("jasa dibayar", default=0)
    bebas_jasa = models.BigIntegerField("jasa dibebaskan", default=0)

    objects = AnakPinjamanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "jadwal angsuran"
        ordering = ["pinjaman", "versi", "ke"]
        constraints = [
            models.UniqueConstraint(fields=["pinjaman", "versi", "ke"], name="jadwal_ke_sekali"),
            models.CheckConstraint(
                name="jadwal_bayar_dalam_tagihan",
                condition=Q(
                    pokok__gte=0, jasa__gte=0, bayar_pokok__gte=0, bayar_jasa__gte=0,
                    bebas_jasa__gte=0, bayar_pokok__lte=F("pokok"),
                    bayar_jasa__lte=F("jasa") - F("bebas_jasa"),
                ),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.pinjaman_id} ke-{self.ke}"

    @property
    def sisa_pokok(self) -> int:
        return self.pokok - self.bayar_pokok

    @property
    def sisa_jasa(self) -> int:
        return self.jasa - self.bayar_jasa - self.bebas_jasa

    @property
    def dibayar(self) -> int:
        return self.bayar_pokok + self.bayar_jasa

    @property
    def sisa(self) -> int:
        """What is still to be paid of this instalment."""
        return self.sisa_pokok + self.sisa_jasa


class RiwayatPinjaman(models.Model):
    """What happened to a loan, by whom. Only grows."""

    class Peristiwa(models.TextChoices):
        DIAJUKAN = "diajukan", "Diajukan"
        DISETUJUI = "disetujui", "Disetujui"
        DITOLAK = "ditolak", "Ditolak"
        BATAL = "batal", "Dibatalkan"
        CAIR = "cair", "Dicairkan"
        ANGSURAN = "angsuran", "Angsuran diterima"
        DIBATALKAN = "dibatalkan", "Angsuran dibatalkan"
        LUNAS = "lunas", "Lunas"
        USUL = "usul", "Perubahan diusulkan"
        USUL_DITOLAK = "usul_ditolak", "Usulan ditolak"
        RESTRUKTUR = "restruktur", "Jadwal baru"
        HAPUS_BUKU = "hapus_buku", "Dihapusbukukan"
        PULIH = "pulih", "Pembayaran setelah dihapusbukukan"

    pinjaman = models.ForeignKey(Pinjaman, models.PROTECT, related_name="riwayat")
    peristiwa = models.CharField("peristiwa", max_length=12, choices=Peristiwa.choices)
    jumlah = models.BigIntegerField("jumlah", null=True, blank=True)
    catatan = models.CharField("catatan", max_length=400, blank=True)
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="oleh"
    )
    at = models.DateTimeField("pada", auto_now_add=True)

    objects = AnakPinjamanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "riwayat pinjaman"
        ordering = ["id"]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.pinjaman_id} {self.peristiwa}"
