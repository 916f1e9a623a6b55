from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Left
from django.urls import reverse

from ekonomi.models.program import AnakProgramQuerySet, Program
from wilayah.kripto import EncryptedTextField, keyed_hash
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
        """Neither merged into another row, nor moved away, nor dissolved, nor erased."""
        return self.filter(status=Rumah.Status.AKTIF, dihapus_at__isnull=True)


class Rumah(ScopedModel):
    """One household: the seed's columns (Lampiran C) and what it takes to serve it.

    `pelatihan`, `modal`, `omzet` and `onboarded` are what the household's last report says of
    itself and of us; services of training, grants, turnover and shop keep them current through
    `ekonomi.services.ringkas`. Money in whole Rupiah; `omzet` None: never measured.

    `asli` keeps cells of an imported file that were written in another way than ours, with the way
    we would have written them: column -> [theirs, ours]. An export gives theirs back as long as
    ours is still the same, so what nobody changed comes out byte for byte.
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
    telepon = EncryptedTextField("telepon", blank=True, default="", editable=False)
    telepon_hash = models.CharField(max_length=64, blank=True, default="", editable=False)
    asli = models.JSONField(default=dict, editable=False)
    dihapus_at = models.DateTimeField("data pribadi dihapus", null=True, editable=False)
    # of household_id, once erased: a file that brings the household back is refused
    nomor_hash = models.CharField(max_length=64, blank=True, default="", editable=False)
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
            models.CheckConstraint(
                name="rumah_dihapus_tanpa_data",
                condition=models.Q(dihapus_at__isnull=True)
                | models.Q(alamat="", no_kk="", no_kk_hash="", telepon="", telepon_hash=""),
            ),
        ]  # fmt: skip
        indexes = [
            # duplicates by family card: the same number in another row, in whatever kelurahan
            models.Index(
                fields=["no_kk_hash"], name="rumah_kk_idx", condition=~models.Q(no_kk_hash="")
            ),
            # duplicates by telephone
            models.Index(
                fields=["telepon_hash"],
                name="rumah_telepon_idx",
                condition=~models.Q(telepon_hash=""),
            ),
            # an import asks whether its household_ids are known in another kelurahan
            models.Index(fields=["nomor"], name="rumah_nomor_idx"),
            # the list's filter "data lama"
            models.Index("kelurahan", "diperbarui", name="rumah_diperbarui_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.nomor} {self.nama_kepala}"

    def get_absolute_url(self) -> str:
        return reverse("admin:ekonomi_rumah_change", args=[self.pk])

    @property
    def samaran(self) -> str:
        """What stands for the household where nobody may be named: the same at every export."""
        return f"rt-{keyed_hash('rumah-samaran', str(self.pk))[:12]}"

    @property
    def kk_tersamar(self) -> str:
        """The family card's number as people may see it: 3577************12."""
        return mask_nomor(self.no_kk)


class AngkaRumah(Rumah):
    """Households as figures: the page and the exports of who may count them but not know them."""

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "angka rumah tangga"


def mask_nomor(nomor: str) -> str:
    """First four and last two digits of an identity number; empty stays empty."""
    return f"{nomor[:4]}{'*' * max(0, len(nomor) - 6)}{nomor[-2:]}" if len(nomor) > 6 else ""


class MilikRumahQuerySet(ScopedQuerySet):
    """What belongs to a household is where the household is."""

    scope_wilayah = "rumah__wilayah"


class AnggotaRumahQuerySet(MilikRumahQuerySet):
    """Members, where their household is."""


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

    @property
    def nik_tersamar(self) -> str:
        return mask_nomor(self.nik)

    def age(self, on: date) -> int | None:
        """Full years on this day; None where the birth is not known."""
        if self.lahir is None:
            return None
        return on.year - self.lahir.year - ((on.month, on.day) < (self.lahir.month, self.lahir.day))


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
