from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Left

from ekonomi.models.program import AnakProgramQuerySet, Program
from wilayah.kripto import EncryptedTextField
from wilayah.scope import ScopedModel, ScopedQuerySet

PANJANG_KODE_KELURAHAN = 13  # 35.77.03.1009


class KelompokSasaran(models.TextChoices):
    """Whom the programme is for (seed, section 3)."""

    MISKIN = "miskin", "Rumah tangga miskin (DTKS)"
    PEMUDA = "pemuda", "Pemuda 15–35 tahun"
    IBU = "ibu", "Ibu rumah tangga produktif"
    LANSIA = "lansia", "Lansia produktif"
    DISABILITAS = "disabilitas", "Penyandang disabilitas ringan"
    UMKM = "umkm", "UMKM belum terhubung pasar digital"


class RumahQuerySet(ScopedQuerySet):
    """Households of an area."""

    def active(self) -> "RumahQuerySet":
        """Neither merged into another row, nor moved away, nor dissolved."""
        return self.filter(status=Rumah.Status.AKTIF)


class Rumah(ScopedModel):
    """One household: the seed's columns (Lampiran C) and what it takes to serve it.

    `pelatihan`, `modal`, `omzet` and `onboarded` are what the household's last report says of
    itself and of us; services of training, grants, turnover and shop keep them current through
    `ekonomi.services.ringkas`. Money in whole Rupiah; `omzet` None: never measured.
    """

    class Status(models.TextChoices):
        AKTIF = "aktif", "Aktif"
        PINDAH = "pindah", "Pindah"
        BUBAR = "bubar", "Tidak ada lagi"
        DIGABUNG = "digabung", "Digabung ke baris lain"

    nomor = models.CharField("household_id", max_length=40)
    nama_kepala = models.CharField("nama kepala keluarga", max_length=120)
    alamat = models.CharField("alamat", max_length=200, blank=True)
    no_kk = EncryptedTextField("nomor KK", blank=True, default="", editable=False)
    no_kk_hash = models.CharField(max_length=64, blank=True, default="", editable=False)
    dtks = models.BooleanField("terdaftar DTKS/DTSEN", default=False)
    kelompok = ArrayField(
        models.CharField(max_length=12, choices=KelompokSasaran.choices),
        verbose_name="kelompok sasaran", default=list, blank=True,
    )  # fmt: skip
    potensi_usaha = models.CharField("potensi usaha", max_length=200, blank=True)
    pelatihan = ArrayField(
        models.CharField(max_length=120), verbose_name="pelatihan yang diikuti", default=list,
        blank=True,
    )  # fmt: skip
    modal = models.PositiveBigIntegerField("modal diterima (Rp)", default=0)
    omzet = models.PositiveBigIntegerField("omzet sebulan (Rp)", null=True, blank=True)
    onboarded = models.BooleanField("berjualan di pasar digital", default=False)
    diperbarui = models.DateField("data diperbarui")
    kontak = models.ForeignKey(
        "pesan.Kontak", models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    lat = models.DecimalField("lintang", max_digits=8, decimal_places=5, null=True, blank=True)
    lng = models.DecimalField("bujur", max_digits=8, decimal_places=5, null=True, blank=True)
    status = models.CharField(
        "status", max_length=10, choices=Status.choices, default=Status.AKTIF, editable=False
    )
    digabung_ke = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="gabungan"
    )
    kelurahan = models.GeneratedField(
        expression=Left("wilayah", PANJANG_KODE_KELURAHAN),
        output_field=models.CharField(max_length=PANJANG_KODE_KELURAHAN),
        db_persist=True,
    )
    created_at = models.DateTimeField("dibuat", auto_now_add=True)
    updated_at = models.DateTimeField("diubah", auto_now=True)

    objects = RumahQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "rumah tangga"
        ordering = ["wilayah", "nama_kepala", "id"]
        constraints = [
            models.UniqueConstraint(
                "kelurahan", "nomor", name="rumah_satu_nomor",
                violation_error_message="household_id ini sudah ada di kelurahan ini.",
            ),
            models.CheckConstraint(
                name="rumah_digabung_ke_ada",
                condition=models.Q(status="digabung", digabung_ke__isnull=False)
                | (~models.Q(status="digabung") & models.Q(digabung_ke__isnull=True)),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.nomor} {self.nama_kepala}"


class AnggotaRumahQuerySet(ScopedQuerySet):
    """Members, where their household is."""

    scope_wilayah = "rumah__wilayah"


class AnggotaRumah(models.Model):
    """One person of a household."""

    class Hubungan(models.TextChoices):
        KEPALA = "kepala", "Kepala keluarga"
        PASANGAN = "pasangan", "Suami/istri"
        ANAK = "anak", "Anak"
        ORANG_TUA = "orang_tua", "Orang tua/mertua"
        LAIN = "lain", "Anggota lain"

    class JenisKelamin(models.TextChoices):
        L = "L", "Laki-laki"
        P = "P", "Perempuan"

    class Kerja(models.TextChoices):
        BEKERJA = "bekerja", "Bekerja"
        USAHA = "usaha", "Usaha sendiri"
        SERABUTAN = "serabutan", "Serabutan"
        MENCARI = "mencari", "Mencari kerja"
        RUMAH = "rumah", "Mengurus rumah"
        SEKOLAH = "sekolah", "Sekolah"
        TIDAK = "tidak", "Tidak bekerja"

    class Disabilitas(models.TextChoices):
        TIDAK = "tidak", "Tidak ada"
        RINGAN = "ringan", "Ringan"
        BERAT = "berat", "Berat"

    rumah = models.ForeignKey(
        Rumah, models.PROTECT, related_name="anggota", verbose_name="rumah tangga"
    )
    nama = models.CharField("nama", max_length=120)
    hubungan = models.CharField("hubungan", max_length=10, choices=Hubungan.choices)
    jenis_kelamin = models.CharField("jenis kelamin", max_length=1, choices=JenisKelamin.choices)
    lahir = models.DateField("tanggal lahir", null=True, blank=True)
    nik = EncryptedTextField("NIK", blank=True, default="", editable=False)
    nik_hash = models.CharField(max_length=64, blank=True, default="", editable=False)
    sekolah = models.CharField("pendidikan", max_length=60, blank=True)
    masih_sekolah = models.BooleanField("masih bersekolah", default=False)
    kerja = models.CharField("pekerjaan", max_length=10, choices=Kerja.choices, blank=True)
    disabilitas = models.CharField(
        "disabilitas", max_length=8, choices=Disabilitas.choices, default=Disabilitas.TIDAK
    )
    kontak = models.ForeignKey(
        "pesan.Kontak", models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    objects = AnggotaRumahQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "anggota rumah tangga"
        ordering = ["rumah", "id"]
        constraints = [
            # one person is in one household: the same NIK nowhere twice
            models.UniqueConstraint(
                fields=["nik_hash"], name="anggota_satu_nik", condition=~models.Q(nik_hash=""),
                violation_error_message="NIK ini sudah tercatat di rumah tangga lain.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.nama


class Keikutsertaan(models.Model):
    """A household takes part in a programme, from when until when and why it left.

    Who left stays counted: results show drop-outs, they do not hide them.
    """

    program = models.ForeignKey(
        Program, models.PROTECT, related_name="keikutsertaan", verbose_name="program"
    )
    rumah = models.ForeignKey(
        Rumah, models.PROTECT, related_name="keikutsertaan", verbose_name="rumah tangga"
    )
    masuk = models.DateField("ikut sejak")
    keluar = models.DateField("keluar pada", null=True, blank=True)
    alasan_keluar = models.CharField("alasan keluar", max_length=200, blank=True)

    objects = AnakProgramQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "keikutsertaan"
        ordering = ["program", "rumah"]
        constraints = [
            models.UniqueConstraint("program", "rumah", name="keikutsertaan_satu_per_rumah"),
            models.CheckConstraint(
                name="keikutsertaan_keluar_beralasan",
                condition=models.Q(keluar__isnull=True)
                | (models.Q(keluar__gte=models.F("masuk")) & ~models.Q(alasan_keluar="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rumah} di {self.program}"
