from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from ekonomi.models.hibah_paket import PaketHibah
from ekonomi.models.rumah import Rumah
from ekonomi.models.usaha import Usaha
from pesan.models import Lampiran
from wilayah.append_only import triggers
from wilayah.kripto import new_code
from wilayah.models import Pengguna
from wilayah.scope import ScopedModel, ScopedQuerySet

HARI_PERIKSA = (30, 60, 90)  # days after the hand-over (seed, section 13: proof by photo)


def new_kode_hibah() -> str:
    """The code a household opens its grant's page with: HB-7K3M-9QPX."""
    kode = new_code(8)
    return f"HB-{kode[:4]}-{kode[4:]}"


class HibahQuerySet(ScopedQuerySet):
    """Grants of an area."""

    def given(self) -> Self:
        return self.filter(status__in=Hibah.DITERIMA)

    def waiting(self) -> Self:
        """Those that somebody must still decide or hand over."""
        return self.filter(status__in=["diusulkan", "dinilai", "disetujui"])


class Hibah(ScopedModel):
    """One grant to one household, from the proposal to the last check of its use.

    `wilayah` is the household's. Two people approve it, neither of whom proposed it. `nilai`, in
    Rupiah, and `kode_barang` are copies: a changed package changes no grant.
    """

    class Status(models.TextChoices):
        DIUSULKAN = "diusulkan", "Diusulkan"
        DINILAI = "dinilai", "Dinilai"
        DISETUJUI = "disetujui", "Disetujui"
        DISERAHKAN = "diserahkan", "Diserahkan"
        DIPERIKSA = "diperiksa", "Sedang diperiksa"
        SELESAI = "selesai", "Selesai"
        DITOLAK = "ditolak", "Ditolak"
        DIBATALKAN = "dibatalkan", "Dibatalkan"
        DITARIK = "ditarik", "Ditarik kembali"

    class Cara(models.TextChoices):
        TUNAI = "tunai", "Tunai"
        TRANSFER = "transfer", "Transfer bank"
        VOUCHER = "voucher", "Voucher"
        BARANG = "barang", "Barang"

    DITERIMA = (Status.DISERAHKAN, Status.DIPERIKSA, Status.SELESAI, Status.DITARIK)
    GUGUR = (Status.DITOLAK, Status.DIBATALKAN)

    kode = models.CharField(
        "kode", max_length=12, unique=True, default=new_kode_hibah, editable=False
    )
    pin_hash = models.CharField(max_length=64, blank=True, default="", editable=False)
    paket = models.ForeignKey(
        PaketHibah, models.PROTECT, related_name="hibah", verbose_name="paket"
    )
    rumah = models.ForeignKey(
        Rumah, models.PROTECT, related_name="hibah", verbose_name="rumah tangga"
    )
    usaha = models.ForeignKey(
        Usaha, models.PROTECT, null=True, blank=True, related_name="hibah", verbose_name="usaha"
    )
    kode_barang = models.SlugField("kode barang", max_length=40, editable=False)
    nilai = models.PositiveBigIntegerField("nilai (Rp)")
    cara = models.CharField("cara diserahkan", max_length=8, choices=Cara.choices)
    rencana = models.CharField("akan dipakai untuk", max_length=300)
    kesiapan = models.PositiveSmallIntegerField("kesiapan (0–5)", default=0)
    status = models.CharField(
        "status", max_length=10, choices=Status.choices, default=Status.DIUSULKAN, editable=False
    )
    skor = models.PositiveSmallIntegerField("skor", null=True, blank=True, editable=False)
    diusulkan_oleh = models.ForeignKey(
        Pengguna, models.PROTECT, related_name="+", verbose_name="diusulkan oleh", editable=False
    )
    disetujui_oleh_1 = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name="persetujuan pertama",
    )  # fmt: skip
    disetujui_oleh_2 = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name="persetujuan kedua",
    )  # fmt: skip
    disetujui_at = models.DateTimeField("disetujui", null=True, blank=True, editable=False)
    diserahkan_pada = models.DateField("diserahkan", null=True, blank=True, editable=False)
    diserahkan_oleh = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name="diserahkan oleh",
    )  # fmt: skip
    penerima = models.CharField("diterima oleh", max_length=120, blank=True, editable=False)
    tanda_tangan = models.ForeignKey(
        Lampiran, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    nomor_kuitansi = models.CharField("nomor kuitansi", max_length=40, blank=True, editable=False)
    alasan = models.CharField("alasan", max_length=300, blank=True, editable=False)
    kembali = models.PositiveBigIntegerField("sudah kembali (Rp)", default=0, editable=False)
    created_at = models.DateTimeField("diusulkan", auto_now_add=True)
    updated_at = models.DateTimeField("diubah", auto_now=True)

    objects = HibahQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "hibah"
        ordering = ["-id"]
        indexes = [
            # the desk: grants of an area in one state
            models.Index(fields=["wilayah", "status"], name="hibah_meja_idx"),
            # the ranking of a package
            models.Index(fields=["paket", "-skor", "id"], name="hibah_peringkat_idx"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["rumah", "kode_barang"], name="hibah_sekali_per_barang",
                condition=~Q(status__in=["ditolak", "dibatalkan"]),
                violation_error_message="Rumah ini sudah diusulkan atau menerima barang itu.",
            ),
            models.CheckConstraint(name="hibah_bernilai", condition=Q(nilai__gte=1)),
            models.CheckConstraint(name="hibah_kesiapan_0_5", condition=Q(kesiapan__lte=5)),
            models.CheckConstraint(
                name="hibah_dua_orang_berbeda",
                condition=Q(disetujui_oleh_2__isnull=True)
                | Q(disetujui_oleh_1__isnull=False)
                & ~Q(disetujui_oleh_1=F("disetujui_oleh_2")),
            ),
            models.CheckConstraint(
                name="hibah_pengusul_tidak_menyetujui",
                condition=(
                    Q(disetujui_oleh_1__isnull=True)
                    | ~Q(disetujui_oleh_1=F("diusulkan_oleh"))
                ) & (
                    Q(disetujui_oleh_2__isnull=True)
                    | ~Q(disetujui_oleh_2=F("diusulkan_oleh"))
                ),
            ),
            models.CheckConstraint(
                name="hibah_disetujui_dua_orang",
                condition=Q(status__in=["diusulkan", "dinilai", "ditolak", "dibatalkan"])
                | Q(disetujui_oleh_1__isnull=False, disetujui_oleh_2__isnull=False,
                    disetujui_at__isnull=False, skor__isnull=False),
            ),
            models.CheckConstraint(
                name="hibah_diserahkan_iff_tanggal",
                condition=Q(
                    status__in=["diserahkan", "diperiksa", "selesai", "ditarik"],
                    diserahkan_pada__isnull=False, diserahkan_oleh__isnull=False,
                ) & ~Q(penerima="") & ~Q(nomor_kuitansi="")
                | Q(
                    status__in=["diusulkan", "dinilai", "disetujui", "ditolak", "dibatalkan"],
                    diserahkan_pada__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="hibah_berakhir_beralasan",
                condition=~Q(status__in=["ditolak", "dibatalkan", "ditarik"]) | ~Q(alasan=""),
            ),
            models.CheckConstraint(
                name="hibah_kembali_wajar",
                condition=Q(kembali=0) | Q(status="ditarik", kembali__lte=F("nilai")),
            ),
            models.UniqueConstraint(
                fields=["nomor_kuitansi"], name="hibah_satu_kuitansi",
                condition=~Q(nomor_kuitansi=""),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kode} {self.paket.nama}"

    def get_absolute_url(self) -> str:
        return reverse("admin:ekonomi_hibah_change", args=[self.pk])


class PenilaianHibah(models.Model):
    """Append-only: how a proposal was scored: the points, the words, the criteria of that day."""

    hibah = models.ForeignKey(Hibah, models.PROTECT, related_name="penilaian")
    skor = models.PositiveSmallIntegerField("skor")
    rincian = models.JSONField("rincian")  # [{kode, nama, bobot, poin, kata}]
    versi = models.CharField("versi kriteria", max_length=12)
    by = models.ForeignKey(Pengguna, models.PROTECT, related_name="+", verbose_name="oleh")
    at = models.DateTimeField("waktu", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "penilaian hibah"
        ordering = ["-at", "-id"]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.hibah_id}: {self.skor}"


class PemeriksaanHibahQuerySet(ScopedQuerySet):
    """Checks, where their household is."""

    scope_wilayah = "hibah__wilayah"

    def open(self) -> Self:
        """Not done yet, of a grant that is still in use."""
        return self.filter(diperiksa_at__isnull=True, hibah__status__in=["diserahkan", "diperiksa"])

    def overdue(self, on: date) -> Self:
        return self.open().filter(jatuh_tempo__lt=on)


class PemeriksaanHibah(models.Model):
    """The look at whether a grant is used, 30, 60 and 90 days after it was handed over."""

    class Putusan(models.TextChoices):
        DIPAKAI = "dipakai", "Dipakai"
        SEBAGIAN = "sebagian", "Dipakai sebagian"
        TIDAK_DIPAKAI = "tidak_dipakai", "Tidak dipakai"
        DIJUAL = "dijual", "Dijual atau dialihkan"

    BURUK = (Putusan.TIDAK_DIPAKAI, Putusan.DIJUAL)

    hibah = models.ForeignKey(Hibah, models.PROTECT, related_name="pemeriksaan")
    hari = models.PositiveSmallIntegerField("hari ke")
    jatuh_tempo = models.DateField("jatuh tempo")
    ditanya_at = models.DateTimeField("warga ditanya", null=True, blank=True, editable=False)
    putusan = models.CharField("putusan", max_length=13, choices=Putusan.choices, blank=True)
    catatan = models.CharField("catatan", max_length=300, blank=True)
    diperiksa_at = models.DateTimeField("diperiksa", null=True, blank=True, editable=False)
    diperiksa_oleh = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name="diperiksa oleh",
    )  # fmt: skip

    objects = PemeriksaanHibahQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "pemeriksaan hibah"
        ordering = ["jatuh_tempo", "id"]
        indexes = [
            # the list of what is due, and the daily question to the household
            models.Index(
                fields=["jatuh_tempo"], name="periksahibah_jatuh_idx",
                condition=Q(diperiksa_at__isnull=True),
            ),
        ]  # fmt: skip
        constraints = [
            models.UniqueConstraint(fields=["hibah", "hari"], name="periksahibah_satu_per_hari"),
            models.CheckConstraint(
                name="periksahibah_diperiksa_iff_putusan",
                condition=Q(putusan="", diperiksa_at__isnull=True, diperiksa_oleh__isnull=True)
                | ~Q(putusan="") & Q(diperiksa_at__isnull=False, diperiksa_oleh__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"hari ke-{self.hari}"


class FotoHibah(models.Model):
    """A picture of a hand-over or of the use; one and the same picture proves one thing only."""

    class Jenis(models.TextChoices):
        SERAH = "serah", "Serah terima"
        PAKAI = "pakai", "Pemakaian"

    class Dari(models.TextChoices):
        PETUGAS = "petugas", "Petugas"
        WARGA = "warga", "Penerima"

    hibah = models.ForeignKey(Hibah, models.PROTECT, related_name="foto")
    pemeriksaan = models.ForeignKey(
        PemeriksaanHibah, models.PROTECT, null=True, blank=True, related_name="foto"
    )
    jenis = models.CharField("jenis", max_length=6, choices=Jenis.choices)
    dari = models.CharField("dari", max_length=8, choices=Dari.choices)
    lampiran = models.OneToOneField(Lampiran, models.PROTECT, related_name="foto_hibah")
    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    by = models.ForeignKey(Pengguna, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField("waktu", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "foto hibah"
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                name="fotohibah_pakai_iff_pemeriksaan",
                condition=Q(jenis="pakai", pemeriksaan__isnull=False)
                | Q(jenis="serah", pemeriksaan__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_jenis_display()} {self.hibah_id}"


class RiwayatHibah(models.Model):
    """Append-only: each step of a grant, by whom; codes and words of staff, never a name."""

    hibah = models.ForeignKey(Hibah, models.PROTECT, related_name="riwayat")
    dari = models.CharField("dari", max_length=10, blank=True)
    ke = models.CharField("menjadi", max_length=10, choices=Hibah.Status.choices)
    catatan = models.CharField("catatan", max_length=300, blank=True)
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, related_name="+", verbose_name="oleh"
    )
    asal_hash = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField("waktu", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "riwayat hibah"
        ordering = ["at", "id"]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.hibah_id}: {self.ke}"
