from django.db import models
from django.db.models import F, Q

from ekonomi.models.program import AnakProgramQuerySet, Program
from ekonomi.models.rumah import Rumah
from ekonomi.models.usaha import Usaha
from wilayah.scope import ScopedQuerySet


class KelompokKerja(models.Model):
    """Households and businesses that work together in one trade (seed: months 4-5)."""

    program = models.ForeignKey(
        Program, models.PROTECT, related_name="kelompok_kerja", verbose_name="program"
    )
    nama = models.CharField("nama kelompok", max_length=120)
    bidang = models.CharField("bidang", max_length=10, choices=Usaha.Bidang.choices)
    tujuan = models.CharField("tujuan bersama", max_length=300, blank=True)
    dibentuk = models.DateField("dibentuk")
    bubar = models.DateField("bubar", null=True, blank=True)

    objects = AnakProgramQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "kelompok kerja"
        ordering = ["program", "nama"]
        constraints = [
            models.UniqueConstraint("program", "nama", name="kelompokkerja_satu_nama"),
            models.CheckConstraint(
                name="kelompokkerja_bubar_sesudah",
                condition=Q(bubar__isnull=True) | Q(bubar__gte=F("dibentuk")),
            ),
        ]

    def __str__(self) -> str:
        return self.nama


class KelompokAnakQuerySet(ScopedQuerySet):
    """Rows of work groups, where their programme is."""

    scope_wilayah = "kelompok__program__wilayah"


class AnggotaKelompokKerja(models.Model):
    """A household or a business in a work group; one of them leads it."""

    class Tugas(models.TextChoices):
        KETUA = "ketua", "Ketua"
        SEKRETARIS = "sekretaris", "Sekretaris"
        BENDAHARA = "bendahara", "Bendahara"
        ANGGOTA = "anggota", "Anggota"

    kelompok = models.ForeignKey(
        KelompokKerja, models.PROTECT, related_name="anggota", verbose_name="kelompok"
    )
    rumah = models.ForeignKey(
        Rumah, models.PROTECT, null=True, blank=True, related_name="keanggotaan",
        verbose_name="rumah tangga",
    )  # fmt: skip
    usaha = models.ForeignKey(
        Usaha, models.PROTECT, null=True, blank=True, related_name="keanggotaan",
        verbose_name="usaha",
    )  # fmt: skip
    tugas = models.CharField("tugas", max_length=10, choices=Tugas.choices, default=Tugas.ANGGOTA)
    masuk = models.DateField("masuk")
    keluar = models.DateField("keluar", null=True, blank=True)

    objects = KelompokAnakQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "anggota kelompok"
        ordering = ["kelompok", "id"]
        constraints = [
            models.CheckConstraint(
                name="anggotakerja_rumah_atau_usaha",
                condition=Q(rumah__isnull=False, usaha__isnull=True)
                | Q(rumah__isnull=True, usaha__isnull=False),
                violation_error_message="Pilih rumah tangga atau usaha, salah satu.",
            ),
            models.UniqueConstraint(
                fields=["kelompok", "rumah"], name="anggotakerja_satu_rumah",
                condition=Q(keluar__isnull=True, rumah__isnull=False),
                violation_error_message="Rumah tangga ini sudah menjadi anggota.",
            ),
            models.UniqueConstraint(
                fields=["kelompok", "usaha"], name="anggotakerja_satu_usaha",
                condition=Q(keluar__isnull=True, usaha__isnull=False),
                violation_error_message="Usaha ini sudah menjadi anggota.",
            ),
            models.UniqueConstraint(
                fields=["kelompok"], name="anggotakerja_satu_ketua",
                condition=Q(keluar__isnull=True, tugas="ketua"),
                violation_error_message="Kelompok ini sudah punya ketua.",
            ),
            models.CheckConstraint(
                name="anggotakerja_keluar_sesudah",
                condition=Q(keluar__isnull=True) | Q(keluar__gte=F("masuk")),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.usaha or self.rumah)


class RapatKelompok(models.Model):
    """A meeting of a work group and what it agreed on."""

    kelompok = models.ForeignKey(
        KelompokKerja, models.PROTECT, related_name="rapat", verbose_name="kelompok"
    )
    tanggal = models.DateField("tanggal")
    tempat = models.CharField("tempat", max_length=120, blank=True)
    hadir = models.PositiveSmallIntegerField("yang hadir")
    catatan = models.TextField("catatan")
    keputusan = models.CharField("keputusan", max_length=300, blank=True)

    objects = KelompokAnakQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "rapat kelompok"
        ordering = ["-tanggal", "-id"]

    def __str__(self) -> str:
        return f"Rapat {self.tanggal}"


class ProdukBersama(models.Model):
    """Something a work group makes together."""

    kelompok = models.ForeignKey(
        KelompokKerja, models.PROTECT, related_name="produk", verbose_name="kelompok"
    )
    nama = models.CharField("produk", max_length=120)
    keterangan = models.CharField("keterangan", max_length=200, blank=True)
    kapasitas = models.CharField("kapasitas sebulan", max_length=60, blank=True)
    harga = models.PositiveBigIntegerField("harga (Rp)", null=True, blank=True)

    objects = KelompokAnakQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "produk bersama"
        ordering = ["kelompok", "nama"]
        constraints = [
            models.UniqueConstraint("kelompok", "nama", name="produkbersama_satu_nama"),
        ]

    def __str__(self) -> str:
        return self.nama
