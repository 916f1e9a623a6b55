from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from luna_maya.models.kunjungan import Kunjungan
from wilayah.append_only import triggers
from wilayah.models import Pengguna
from wilayah.scope import ScopedModel, ScopedQuerySet


class KunjunganAnakQuerySet(ScopedQuerySet):
    """Rows of a visit, where it was."""

    scope_wilayah = "kunjungan__wilayah"


class RingkasanKunjungan(models.Model):
    """What staff write about a visit for its report and the book: how many came, what it was like.

    `ringkasan` may be read in public (the book), so personal data in it is masked.
    """

    kunjungan = models.OneToOneField(
        Kunjungan, models.PROTECT, related_name="ringkasan", verbose_name="kunjungan"
    )
    jumlah_warga = models.PositiveSmallIntegerField(
        "warga yang hadir", null=True, blank=True, validators=[MaxValueValidator(2000)]
    )
    ringkasan = models.TextField("ringkasan", blank=True, max_length=2000)
    by = models.ForeignKey(Pengguna, models.PROTECT, editable=False, related_name="+")
    updated_at = models.DateTimeField("diubah", auto_now=True)

    objects = KunjunganAnakQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "ringkasan kunjungan"
        ordering = ["kunjungan"]
        constraints = [
            models.CheckConstraint(
                name="ringkasan_warga_wajar",
                condition=Q(jumlah_warga__isnull=True) | Q(jumlah_warga__lte=2000),
                violation_error_message="Jumlah warga paling banyak 2.000.",
            ),
        ]

    def __str__(self) -> str:
        return f"Ringkasan {self.kunjungan_id}"


class LaporanKunjungan(models.Model):
    """A report of a visit as it was settled: every word frozen, a later one is the next version.

    Photos are named in it, not kept: what is withdrawn later is left out when it is printed. The
    host's name stands as a placeholder for the same reason.
    """

    kunjungan = models.ForeignKey(
        Kunjungan, models.PROTECT, related_name="laporan", verbose_name="kunjungan"
    )
    versi = models.PositiveSmallIntegerField("versi")
    nomor = models.CharField("nomor", max_length=80, blank=True)
    tanggal = models.DateField("tanggal")
    isi = models.JSONField("isi", editable=False)
    by = models.ForeignKey(
        Pengguna, models.PROTECT, related_name="+", verbose_name="ditetapkan oleh"
    )
    at = models.DateTimeField("ditetapkan", auto_now_add=True)

    objects = KunjunganAnakQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "laporan kunjungan"
        ordering = ["kunjungan", "-versi"]
        constraints = [
            models.UniqueConstraint("kunjungan", "versi", name="laporan_kunjungan_satu_versi"),
        ]
        triggers = triggers()

    def __str__(self) -> str:
        return f"Laporan kunjungan versi {self.versi}"


class BukuTahunan(ScopedModel):
    """The visits of a kelurahan in one year as a book: private until the lurah publishes it.

    `isi` holds the words as they were composed; `tanda` says which photos and testimonies the kept
    files show: when one of them is withdrawn the files no longer fit and are made anew.
    """

    class Status(models.TextChoices):
        DRAF = "draf", "Belum disusun"
        ANTRE = "antre", "Menunggu giliran"
        MENYUSUN = "menyusun", "Sedang disusun"
        JADI = "jadi", "Sudah disusun"
        GAGAL = "gagal", "Gagal disusun"

    BERJALAN = frozenset({"antre", "menyusun"})

    tahun = models.PositiveSmallIntegerField(
        "tahun", validators=[MinValueValidator(2020), MaxValueValidator(2100)]
    )
    pengantar = models.TextField("kata pengantar", blank=True, max_length=4000)
    status = models.CharField(
        "keadaan", max_length=8, choices=Status.choices, default=Status.DRAF, editable=False
    )
    kemajuan = models.PositiveSmallIntegerField("kemajuan (%)", default=0, editable=False)
    isi = models.JSONField("isi", default=dict, blank=True, editable=False)
    tanda = models.CharField(max_length=64, blank=True, editable=False)
    pdf = models.FileField(upload_to="luna/buku/%Y", blank=True, editable=False)
    docx = models.FileField(upload_to="luna/buku/%Y", blank=True, editable=False)
    disusun_at = models.DateTimeField("disusun", null=True, blank=True, editable=False)
    detak_at = models.DateTimeField(null=True, blank=True, editable=False)
    terbit_at = models.DateTimeField("diterbitkan", null=True, blank=True, editable=False)
    terbit_by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    by = models.ForeignKey(Pengguna, models.PROTECT, editable=False, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "buku tahunan"
        ordering = ["wilayah", "-tahun"]
        indexes = [
            # the sweep: what waits for a worker, and what a dead one left
            models.Index(
                "detak_at", name="buku_berjalan_idx", condition=Q(status__in=["antre", "menyusun"])
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                "wilayah", "tahun", name="buku_satu_setahun",
                violation_error_message="Buku tahun itu sudah ada.",
            ),
            models.CheckConstraint(
                name="buku_tahun_wajar", condition=Q(tahun__gte=2020, tahun__lte=2100),
                violation_error_message="Tahun antara 2020 dan 2100.",
            ),
            models.CheckConstraint(
                name="buku_terbit_iff_lurah",
                condition=Q(terbit_at__isnull=True, terbit_by__isnull=True)
                | Q(terbit_at__isnull=False, terbit_by__isnull=False),
            ),
            models.CheckConstraint(
                name="buku_terbit_berisi",
                condition=Q(terbit_at__isnull=True) | Q(disusun_at__isnull=False),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Buku tahunan {self.tahun}"


class KitReplikasi(ScopedModel):
    """What a kelurahan adds by hand to its replication kit: costs and what it has learned.

    `biaya`: [{"uraian", "rupiah", "per"}]. The rest of the kit is read from the data. Public once
    the lurah published it.
    """

    mulai = models.DateField("contoh hari mulai", null=True, blank=True)
    biaya = models.JSONField("biaya", default=list, blank=True)
    pelajaran = models.TextField("yang berhasil dan yang tidak", blank=True, max_length=4000)
    terbit_at = models.DateTimeField("diterbitkan", null=True, blank=True, editable=False)
    terbit_by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    by = models.ForeignKey(Pengguna, models.PROTECT, editable=False, related_name="+")
    updated_at = models.DateTimeField("diubah", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "kit replikasi"
        ordering = ["wilayah"]
        constraints = [
            models.UniqueConstraint(
                "wilayah", name="kit_satu_per_kelurahan",
                violation_error_message="Kelurahan ini sudah punya kit replikasi.",
            ),
            models.CheckConstraint(
                name="kit_terbit_iff_lurah",
                condition=Q(terbit_at__isnull=True, terbit_by__isnull=True)
                | Q(terbit_at__isnull=False, terbit_by__isnull=False),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Kit replikasi {self.wilayah.nama_lengkap}"
