from django.db import models
from django.db.models import F, Q

from ekonomi.models.program import AnakProgramQuerySet, PosAnggaran, Program, SumberDana

# Seed, section 5.3: Rp 1 to 3 million a unit. Each package carries its own bounds.
BATAS_BAWAH, BATAS_ATAS = 1_000_000, 3_000_000


class PaketHibahQuerySet(AnakProgramQuerySet):
    """Packages, where their programme is."""

    def open(self) -> "PaketHibahQuerySet":
        return self.filter(dibuka=True)


class PaketHibah(models.Model):
    """What a household can be given: money, a tool, or vouchers of a value between two bounds.

    `kode_barang` says which packages count as the same thing: no household gets it twice, in
    whatever package or programme.
    """

    class Jenis(models.TextChoices):
        UANG = "uang", "Uang usaha"
        ALAT = "alat", "Alat produksi"
        VOUCHER = "voucher", "Voucher belanja"

    program = models.ForeignKey(
        Program, models.PROTECT, related_name="paket_hibah", verbose_name="program"
    )
    pos = models.ForeignKey(
        PosAnggaran, models.PROTECT, related_name="paket_hibah", verbose_name="pos anggaran"
    )
    sumber = models.CharField(
        "sumber dana", max_length=12, choices=SumberDana.choices, default=SumberDana.APBD
    )
    kode = models.SlugField("kode", max_length=40)
    nama = models.CharField("nama paket", max_length=120)
    jenis = models.CharField("jenis", max_length=8, choices=Jenis.choices)
    kode_barang = models.SlugField(
        "kode barang yang sama", max_length=40,
        help_text="Paket dengan kode yang sama dianggap bantuan yang sama: satu rumah satu kali.",
    )  # fmt: skip
    nilai_min = models.PositiveBigIntegerField("nilai paling sedikit (Rp)", default=BATAS_BAWAH)
    nilai_maks = models.PositiveBigIntegerField("nilai paling banyak (Rp)", default=BATAS_ATAS)
    batas_bawah = models.PositiveBigIntegerField("batas bawah aturan (Rp)", default=BATAS_BAWAH)
    batas_atas = models.PositiveBigIntegerField("batas atas aturan (Rp)", default=BATAS_ATAS)
    kuota = models.PositiveSmallIntegerField("kuota rumah tangga")
    keterangan = models.CharField("isi paket", max_length=300, blank=True)
    dibuka = models.BooleanField("usulan dibuka", default=True)

    objects = PaketHibahQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "paket hibah"
        ordering = ["program", "nama"]
        constraints = [
            models.UniqueConstraint("program", "kode", name="pakethibah_satu_kode"),
            models.CheckConstraint(
                name="pakethibah_nilai_dalam_batas",
                condition=Q(
                    batas_bawah__gte=1, nilai_min__gte=F("batas_bawah"),
                    nilai_maks__gte=F("nilai_min"), batas_atas__gte=F("nilai_maks"),
                ),
                violation_error_message="Nilai paket harus di antara batas bawah dan batas atas.",
            ),
            models.CheckConstraint(
                name="pakethibah_berkuota", condition=Q(kuota__gte=1),
                violation_error_message="Kuota paling sedikit satu rumah tangga.",
            ),
            models.CheckConstraint(name="pakethibah_berbarang", condition=~Q(kode_barang="")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.nama


class KriteriaHibah(models.Model):
    """One thing that gives points, how many at most, and the name of its reckoning (`rumus`).

    A change counts from the next assessment on: each assessment keeps a copy of what it used.
    """

    class Rumus(models.TextChoices):
        DTKS = "dtks", "Terdaftar DTKS/DTSEN"
        TANGGUNGAN = "tanggungan", "Jumlah tanggungan"
        POTENSI = "potensi", "Ada potensi usaha"
        PELATIHAN = "pelatihan", "Sudah ikut pelatihan"
        BELUM_DIBANTU = "belum_dibantu", "Belum pernah menerima modal"
        PEREMPUAN_KEPALA = "perempuan_kepala", "Perempuan kepala keluarga"
        RENTAN = "rentan", "Ada lansia atau penyandang disabilitas"
        KESIAPAN = "kesiapan", "Kesiapan menurut fasilitator"

    program = models.ForeignKey(
        Program, models.PROTECT, related_name="kriteria_hibah", verbose_name="program"
    )
    kode = models.SlugField("kode", max_length=40)
    nama = models.CharField("nama", max_length=120, help_text="Dibaca warga.")
    bobot = models.PositiveSmallIntegerField("poin paling banyak")
    rumus = models.CharField("dihitung dari", max_length=20, choices=Rumus.choices)
    penuh_pada = models.PositiveSmallIntegerField(
        "penuh pada", default=1,
        help_text="Jumlah tanggungan atau pelatihan yang memberi poin penuh; kesiapan: 5.",
    )  # fmt: skip
    aktif = models.BooleanField("dipakai", default=True)
    urutan = models.PositiveSmallIntegerField("urutan", default=0)

    objects = AnakProgramQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "kriteria hibah"
        ordering = ["program", "urutan", "kode"]
        constraints = [
            models.UniqueConstraint("program", "kode", name="kriteriahibah_satu_kode"),
            models.CheckConstraint(
                name="kriteriahibah_bobot_wajar",
                condition=Q(bobot__gte=1, bobot__lte=100, penuh_pada__gte=1),
                violation_error_message="Poin 1 sampai 100; penuh pada paling sedikit 1.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.nama} ({self.bobot})"
