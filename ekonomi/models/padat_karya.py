from datetime import date
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from ekonomi.models.program import PosAnggaran, Program, SumberDana
from pesan.models import Lampiran
from wilayah.append_only import triggers
from wilayah.models import Pengguna, Rujukan, Wilayah
from wilayah.scope import ScopedModel, ScopedQuerySet, above


class UpahHarianQuerySet(ScopedQuerySet):
    """Rates of an area, and those that hold everywhere; the latter only a superuser writes."""

    def penugasan_q(self, tugas: Any) -> Q:
        return super().penugasan_q(tugas) | Q(wilayah__isnull=True)

    def writable_by(self, user: Any, peran: frozenset[str]) -> Self:
        rows = super().writable_by(user, peran)
        return rows if user.is_superuser else rows.exclude(wilayah__isnull=True)


class UpahHarian(models.Model):
    """What a day of work is paid from a day on, in Rupiah; the nearest area's newest row counts.

    Without an area it holds everywhere. The seed's Rp 100.000 is the first row.
    """

    wilayah = models.ForeignKey(
        Wilayah, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="wilayah"
    )
    tarif = models.PositiveIntegerField("upah sehari (Rp)")
    berlaku_dari = models.DateField("berlaku dari")
    dasar = models.CharField("dasar", max_length=160, blank=True)

    objects = UpahHarianQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "upah harian"
        ordering = ["-berlaku_dari", "wilayah"]
        constraints = [
            models.UniqueConstraint(
                fields=["wilayah", "berlaku_dari"], name="upahharian_satu_per_hari",
                nulls_distinct=False,
                violation_error_message="Sudah ada tarif yang berlaku mulai hari itu.",
            ),
            models.CheckConstraint(name="upahharian_bernilai", condition=Q(tarif__gte=1)),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Rp {self.tarif} sejak {self.berlaku_dari:%d-%m-%Y}"


def tarif_on(wilayah_kode: str, hari: date) -> int | None:
    """The rate of a day in an area, in Rupiah; None where no row holds yet."""
    rows = UpahHarian.objects.filter(
        Q(wilayah__isnull=True) | Q(wilayah__in=above(wilayah_kode)), berlaku_dari__lte=hari
    )
    # the deepest area that says anything, and there its newest word
    baris = max(rows, key=lambda r: (len(r.wilayah_id or ""), r.berlaku_dari), default=None)
    return baris.tarif if baris is not None else None


class ProyekQuerySet(ScopedQuerySet):
    """Projects of an area."""

    def public(self) -> Self:
        """What residents read: everything but plans."""
        return self.exclude(status__in=["rencana", "batal"])


class ProyekPadatKarya(ScopedModel):
    """Public works: a drain, a pavement, a park, done by residents for a daily wage.

    May come from a hand-over (`rujukan`) of a problem that residents reported. The draw of its
    workers can be repeated by anybody from `benih` (seed) and the published list of codes.
    """

    class Jenis(models.TextChoices):
        DRAINASE = "drainase", "Saluran air"
        PAVING = "paving", "Paving dan jalan kampung"
        TAMAN = "taman", "Taman"
        KEBERSIHAN = "kebersihan", "Kebersihan"
        DAUR_ULANG = "daur_ulang", "Daur ulang"
        LAIN = "lain", "Lainnya"

    class Status(models.TextChoices):
        RENCANA = "rencana", "Rencana"
        PENDAFTARAN = "pendaftaran", "Pendaftaran dibuka"
        TERPILIH = "terpilih", "Pekerja terpilih"
        BERJALAN = "berjalan", "Berjalan"
        SELESAI = "selesai", "Selesai"
        BATAL = "batal", "Dibatalkan"

    class Pilih(models.TextChoices):
        PERINGKAT = "peringkat", "Peringkat menurut kriteria"
        UNDIAN = "undian", "Undian terbuka"

    class Alat(models.TextChoices):
        SEPATU = "sepatu", "Sepatu bot"
        SARUNG = "sarung", "Sarung tangan"
        ROMPI = "rompi", "Rompi"
        HELM = "helm", "Helm"
        MASKER = "masker", "Masker"
        P3K = "p3k", "Kotak P3K"

    class Bpjs(models.TextChoices):
        BELUM = "belum", "Belum didaftarkan"
        DIDAFTARKAN = "didaftarkan", "Pekerja didaftarkan"

    program = models.ForeignKey(
        Program, models.PROTECT, related_name="proyek", verbose_name="program"
    )
    pos = models.ForeignKey(
        PosAnggaran, models.PROTECT, null=True, blank=True, related_name="proyek",
        verbose_name="pos anggaran",
    )  # fmt: skip
    sumber = models.CharField(
        "sumber dana", max_length=12, choices=SumberDana.choices, default=SumberDana.APBD
    )
    judul = models.CharField("judul", max_length=120)
    jenis = models.CharField("jenis", max_length=10, choices=Jenis.choices)
    uraian = models.TextField("uraian", max_length=1000, blank=True, help_text="Dibaca warga.")
    tempat = models.CharField("tempat", max_length=160, blank=True)
    lat = models.DecimalField("lintang", max_digits=8, decimal_places=5, null=True, blank=True)
    lng = models.DecimalField("bujur", max_digits=8, decimal_places=5, null=True, blank=True)
    volume = models.CharField("volume", max_length=60, blank=True, help_text="Misalnya 120 meter.")
    mulai = models.DateField("hari pertama kerja", null=True, blank=True)
    hari_kerja = models.PositiveSmallIntegerField("hari kerja", default=5)
    kuota = models.PositiveSmallIntegerField("kuota pekerja", default=10)
    upah_harian = models.PositiveIntegerField(
        "upah sehari (Rp)", null=True, blank=True, help_text="Kosong: menurut tarif hari itu."
    )
    cara_pilih = models.CharField(
        "cara memilih", max_length=9, choices=Pilih.choices, default=Pilih.PERINGKAT
    )
    alat_pelindung = ArrayField(
        models.CharField(max_length=8, choices=Alat.choices), default=list, blank=True,
        verbose_name="alat pelindung tersedia",
    )  # fmt: skip
    bpjs = models.CharField(
        "BPJS Ketenagakerjaan", max_length=12, choices=Bpjs.choices, default=Bpjs.BELUM
    )
    catatan_keselamatan = models.CharField("catatan keselamatan", max_length=300, blank=True)
    status = models.CharField(
        "status", max_length=11, choices=Status.choices, default=Status.RENCANA, editable=False
    )
    rujukan = models.OneToOneField(
        Rujukan, models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name="berawal dari rujukan",
    )  # fmt: skip
    benih = models.CharField("benih undian", max_length=64, blank=True, editable=False)
    sidik_daftar = models.CharField("sidik daftar", max_length=64, blank=True, editable=False)
    dipilih_at = models.DateTimeField("dipilih", null=True, blank=True, editable=False)
    alasan = models.CharField("alasan batal", max_length=300, blank=True, editable=False)
    created_at = models.DateTimeField("dibuat", auto_now_add=True)
    updated_at = models.DateTimeField("diubah", auto_now=True)

    objects = ProyekQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "proyek padat karya"
        ordering = ["-id"]
        indexes = [
            # the public list and the desk: projects of an area by state
            models.Index(fields=["wilayah", "status"], name="proyek_meja_idx"),
        ]
        constraints = [
            models.CheckConstraint(
                name="proyek_berukuran",
                condition=Q(hari_kerja__gte=1, hari_kerja__lte=90, kuota__gte=1),
                violation_error_message="Hari kerja 1 sampai 90, kuota paling sedikit 1 orang.",
            ),
            models.CheckConstraint(
                name="proyek_siap_sebelum_dibuka",
                condition=Q(status__in=["rencana", "batal"])
                | Q(pos__isnull=False, mulai__isnull=False),
            ),
            models.CheckConstraint(
                name="proyek_dipilih_iff_waktu",
                condition=Q(
                    status__in=["terpilih", "berjalan", "selesai"], dipilih_at__isnull=False
                ) & ~Q(sidik_daftar="")
                | Q(status="batal")
                | Q(status__in=["rencana", "pendaftaran"], dipilih_at__isnull=True),
            ),
            models.CheckConstraint(
                name="proyek_batal_beralasan", condition=~Q(status="batal") | ~Q(alasan="")
            ),
            models.CheckConstraint(
                name="proyek_titik_utuh",
                condition=Q(lat__isnull=True, lng__isnull=True)
                | Q(lat__isnull=False, lng__isnull=False),
                violation_error_message="Isi lintang dan bujur keduanya, atau kosongkan keduanya.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.judul

    def get_absolute_url(self) -> str:
        return reverse("admin:ekonomi_proyekpadatkarya_change", args=[self.pk])

    @property
    def rujukan_hadir(self) -> str:
        """What attendance sessions of this project are about."""
        return f"padat_karya:{self.pk}"


class FotoProyek(models.Model):
    """A picture of the place before, during and after the work: of the place, not of faces."""

    class Tahap(models.TextChoices):
        SEBELUM = "sebelum", "Sebelum"
        PROSES = "proses", "Saat dikerjakan"
        SESUDAH = "sesudah", "Sesudah"

    proyek = models.ForeignKey(ProyekPadatKarya, models.PROTECT, related_name="foto")
    tahap = models.CharField("tahap", max_length=7, choices=Tahap.choices)
    lampiran = models.OneToOneField(Lampiran, models.PROTECT, related_name="foto_proyek")
    keterangan = models.CharField("keterangan", max_length=160, blank=True)
    tanpa_wajah = models.BooleanField("tidak memperlihatkan wajah")
    disembunyikan = models.BooleanField("disembunyikan", default=False)
    by = models.ForeignKey(Pengguna, models.PROTECT, related_name="+")
    at = models.DateTimeField("waktu", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "foto proyek"
        ordering = ["proyek", "id"]
        constraints = [
            models.CheckConstraint(name="fotoproyek_tanpa_wajah", condition=Q(tanpa_wajah=True)),
        ]

    def __str__(self) -> str:
        return f"{self.get_tahap_display()}: {self.keterangan}"


class RiwayatProyek(models.Model):
    """Append-only: each step of a project, of its workers and of its payrolls; never a name."""

    proyek = models.ForeignKey(ProyekPadatKarya, models.PROTECT, related_name="riwayat")
    peristiwa = models.CharField("peristiwa", max_length=40)
    catatan = models.CharField("catatan", max_length=300, blank=True)
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, related_name="+", verbose_name="oleh"
    )
    at = models.DateTimeField("waktu", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "riwayat proyek"
        ordering = ["at", "id"]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.proyek_id}: {self.peristiwa}"
