"""Who carries a programme: its team, its partners, and the risks each of which has an owner."""

from django.db import models
from django.db.models import Q

from ekonomi.models.program import AnakProgramQuerySet, Program
from pesan.models import Lampiran
from wilayah.models import Pengguna


class AnggotaTim(models.Model):
    """One seat of the Tim SWAT Inovasi Kelurahan (seed, section 6). Without a name it is vacant."""

    class Peran(models.TextChoices):
        KOORDINATOR = "koordinator", "Koordinator (Lurah)"
        SEKRETARIS = "sekretaris", "Sekretaris"
        FASILITATOR = "fasilitator", "Fasilitator lapangan"
        DATA = "data", "Petugas data"
        RELAWAN = "relawan", "Relawan pemuda"
        UMKM = "umkm", "Perwakilan UMKM"
        PKK = "pkk", "Perwakilan PKK"
        AUDIT = "audit", "Tim audit kelurahan"

    program = models.ForeignKey(Program, models.PROTECT, related_name="tim", verbose_name="program")
    peran = models.CharField("peran", max_length=12, choices=Peran)
    nama = models.CharField("nama", max_length=120, blank=True, help_text="Kosong: belum terisi.")
    pengguna = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="akun di portal",
    )  # fmt: skip
    tugas = models.CharField("tugas", max_length=240, blank=True)
    sejak = models.DateField("sejak", null=True, blank=True)
    sampai = models.DateField("sampai", null=True, blank=True)
    urutan = models.PositiveSmallIntegerField("urutan", default=0)

    objects = AnakProgramQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "anggota tim"
        ordering = ["program", "urutan", "id"]
        constraints = [
            models.CheckConstraint(
                name="anggotatim_sampai_setelah_sejak",
                condition=Q(sampai__isnull=True)
                | Q(sejak__isnull=False, sampai__gte=models.F("sejak")),
                violation_error_message="Tanggal sampai tidak boleh sebelum tanggal sejak.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_peran_display()}: {self.orang or 'belum terisi'}"

    @property
    def orang(self) -> str:
        """The person's name; empty while the seat is vacant."""
        return self.nama or (str(self.pengguna) if self.pengguna else "")


class MitraProgram(models.Model):
    """A partner and what it does for the programme, from first contact to work under way."""

    class Jenis(models.TextChoices):
        DINAS = "dinas", "Dinas/instansi"
        BANK = "bank", "Bank/pembiayaan"
        KAMPUS = "kampus", "Perguruan tinggi/vokasi"
        CSR = "csr", "Perusahaan (CSR)"
        LSM = "lsm", "LSM/NGO"
        KOPERASI = "koperasi", "Koperasi/BUMDes/UMKM binaan"
        KOMUNITAS = "komunitas", "Komunitas warga"

    class Status(models.TextChoices):
        DIJAJAKI = "dijajaki", "Dijajaki"
        MOU = "mou", "Sepakat (MoU)"
        AKTIF = "aktif", "Aktif bekerja"
        MUNDUR = "mundur", "Mundur"

    program = models.ForeignKey(
        Program, models.PROTECT, related_name="mitra", verbose_name="program"
    )
    nama = models.CharField("nama lembaga", max_length=160)
    jenis = models.CharField("jenis", max_length=10, choices=Jenis)
    peran = models.CharField("peran", max_length=200)
    status = models.CharField("status", max_length=10, choices=Status, default=Status.DIJAJAKI)
    sejak = models.DateField("status sejak", null=True, blank=True)
    surat_dukungan = models.ForeignKey(
        Lampiran, models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        verbose_name="surat dukungan",
    )  # fmt: skip
    catatan = models.CharField("catatan", max_length=300, blank=True)
    urutan = models.PositiveSmallIntegerField("urutan", default=0)

    objects = AnakProgramQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "mitra program"
        ordering = ["program", "urutan", "id"]
        constraints = [
            models.UniqueConstraint("program", "nama", name="mitra_satu_nama"),
        ]

    def __str__(self) -> str:
        return self.nama


class RisikoProgram(models.Model):
    """A risk, what is done against it, and who answers for that. Likelihood and impact 1 to 5."""

    class Status(models.TextChoices):
        TERBUKA = "terbuka", "Terbuka"
        DIPANTAU = "dipantau", "Dipantau"
        TERJADI = "terjadi", "Terjadi"
        DITUTUP = "ditutup", "Ditutup"

    program = models.ForeignKey(
        Program, models.PROTECT, related_name="risiko", verbose_name="program"
    )
    risiko = models.CharField("risiko", max_length=200)
    mitigasi = models.TextField("mitigasi", max_length=600)
    pemilik = models.CharField("pemilik", max_length=120, blank=True)
    kemungkinan = models.PositiveSmallIntegerField("kemungkinan (1–5)", default=3)
    dampak = models.PositiveSmallIntegerField("dampak (1–5)", default=3)
    status = models.CharField("status", max_length=10, choices=Status, default=Status.TERBUKA)
    tinjau_berikut = models.DateField("tinjau berikutnya", null=True, blank=True)
    urutan = models.PositiveSmallIntegerField("urutan", default=0)

    objects = AnakProgramQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "risiko program"
        ordering = ["program", "urutan", "id"]
        constraints = [
            models.CheckConstraint(
                name="risiko_skala_satu_lima",
                condition=Q(kemungkinan__range=(1, 5), dampak__range=(1, 5)),
                violation_error_message="Kemungkinan dan dampak dinilai 1 sampai 5.",
            ),
        ]

    def __str__(self) -> str:
        return self.risiko

    @property
    def nilai(self) -> int:
        """Likelihood times impact, 1 to 25."""
        return self.kemungkinan * self.dampak
