from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from ekonomi.models.padat_karya import ProyekPadatKarya
from ekonomi.models.rumah import AnggotaRumah, Rumah
from hadir.models import Kehadiran
from pesan.models import Kontak
from wilayah.kripto import new_code
from wilayah.models import Pengguna
from wilayah.scope import ScopedQuerySet

UMUR_MIN, UMUR_MAKS = 17, 60  # who may register for public works


def new_kode_pekerja() -> str:
    """The registration code, the only thing of a worker that is published: PK-7K3M-9QPX."""
    kode = new_code(8)
    return f"PK-{kode[:4]}-{kode[4:]}"


class PekerjaQuerySet(ScopedQuerySet):
    """Who registered for work, where the project is."""

    scope_wilayah = "proyek__wilayah"

    def active(self) -> Self:
        """Everybody who has not left and was not refused."""
        return self.exclude(status__in=["ditolak", "mundur"])

    def working(self) -> Self:
        return self.filter(status__in=["terpilih", "selesai"])


class Pekerja(models.Model):
    """One person's registration for one project, and what became of it.

    `kk_hash` and `nik_hash` (keyed) hold "one per household" and "one person once" without keeping
    a number. `urutan` is the place in the published list.
    """

    class Status(models.TextChoices):
        TERDAFTAR = "terdaftar", "Terdaftar"
        TERPILIH = "terpilih", "Terpilih"
        CADANGAN = "cadangan", "Cadangan"
        SELESAI = "selesai", "Selesai bekerja"
        MUNDUR = "mundur", "Mundur"
        DITOLAK = "ditolak", "Tidak memenuhi syarat"

    proyek = models.ForeignKey(
        ProyekPadatKarya, models.PROTECT, related_name="pekerja", verbose_name="proyek"
    )
    kode = models.CharField(
        "kode pendaftaran", max_length=12, unique=True, default=new_kode_pekerja, editable=False
    )
    pin_hash = models.CharField(max_length=64, blank=True, default="", editable=False)
    nama = models.CharField("nama", max_length=120)
    lahir = models.DateField("tanggal lahir")
    jenis_kelamin = models.CharField(
        "jenis kelamin", max_length=1, choices=AnggotaRumah.JenisKelamin.choices
    )
    menganggur = models.BooleanField("tidak sedang bekerja", default=False)
    nik_hash = models.CharField(max_length=64, editable=False)
    kk_hash = models.CharField(max_length=64, editable=False)
    rumah = models.ForeignKey(
        Rumah, models.PROTECT, null=True, blank=True, related_name="pekerja",
        verbose_name="rumah tangga",
    )  # fmt: skip
    kontak = models.ForeignKey(
        Kontak, models.PROTECT, null=True, blank=True, related_name="pekerja", editable=False
    )
    status = models.CharField(
        "status", max_length=9, choices=Status.choices, default=Status.TERDAFTAR, editable=False
    )
    skor = models.PositiveSmallIntegerField("skor", null=True, blank=True, editable=False)
    urutan = models.PositiveSmallIntegerField("urutan", null=True, blank=True, editable=False)
    rincian = models.JSONField("alasan urutan", default=list, blank=True, editable=False)
    menggantikan = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="digantikan_oleh",
        editable=False, verbose_name="menggantikan",
    )  # fmt: skip
    alasan = models.CharField("alasan", max_length=200, blank=True, editable=False)
    created_at = models.DateTimeField("mendaftar", auto_now_add=True)

    objects = PekerjaQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "pekerja padat karya"
        ordering = ["proyek", "urutan", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["proyek", "kk_hash"], name="pekerja_satu_per_keluarga",
                condition=~Q(status__in=["ditolak", "mundur"]),
            ),
            models.UniqueConstraint(
                fields=["proyek", "nik_hash"], name="pekerja_sekali",
                condition=~Q(status__in=["ditolak", "mundur"]),
            ),
            models.UniqueConstraint(fields=["proyek", "urutan"], name="pekerja_satu_urutan"),
            models.CheckConstraint(
                name="pekerja_dikenali", condition=~Q(nik_hash="") & ~Q(kk_hash="")
            ),
            models.CheckConstraint(
                name="pekerja_pergi_beralasan",
                condition=~Q(status__in=["ditolak", "mundur"]) | ~Q(alasan=""),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kode} {self.nama}"

    @property
    def kunci_hadir(self) -> str:
        """How attendance knows this person."""
        return f"pekerja:{self.pk}"

    def umur(self, pada: date) -> int:
        """Full years on a day."""
        return (
            pada.year
            - self.lahir.year
            - ((pada.month, pada.day) < (self.lahir.month, self.lahir.day))
        )


class HariKerja(models.Model):
    """A day somebody worked: half or whole, as the attendance of that day says."""

    class Bagian(models.IntegerChoices):
        SETENGAH = 1, "Setengah hari"
        PENUH = 2, "Sehari penuh"

    pekerja = models.ForeignKey(Pekerja, models.PROTECT, related_name="hari")
    tanggal = models.DateField("tanggal")
    bagian = models.PositiveSmallIntegerField(
        "bagian", choices=Bagian.choices, default=Bagian.PENUH
    )
    kehadiran = models.OneToOneField(Kehadiran, models.PROTECT, related_name="hari_kerja")
    dicatat_oleh = models.ForeignKey(Pengguna, models.PROTECT, null=True, related_name="+")
    batal = models.BooleanField("dibatalkan", default=False)
    created_at = models.DateTimeField("dicatat", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "hari kerja"
        ordering = ["tanggal", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pekerja", "tanggal"], name="harikerja_sekali_sehari",
                condition=Q(batal=False),
            ),
            models.CheckConstraint(name="harikerja_bagian", condition=Q(bagian__in=[1, 2])),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.pekerja_id} {self.tanggal}"
