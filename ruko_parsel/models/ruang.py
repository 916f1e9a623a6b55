from typing import Self

from django.db import models
from django.db.models import F, Q

from wilayah.scope import ScopedModel, ScopedQuerySet


class Hari(models.IntegerChoices):
    """Days as `date.weekday()` counts them."""

    SENIN = 0, "Senin"
    SELASA = 1, "Selasa"
    RABU = 2, "Rabu"
    KAMIS = 3, "Kamis"
    JUMAT = 4, "Jumat"
    SABTU = 5, "Sabtu"
    MINGGU = 6, "Minggu"


class RuangQuerySet(ScopedQuerySet):
    """Rooms of a kecamatan."""

    def active(self) -> Self:
        return self.filter(aktif=True)


class Ruang(ScopedModel):
    """A room of the coordination house; `wilayah` is the kecamatan."""

    nama = models.CharField("nama", max_length=80)
    letak = models.CharField("letak", max_length=120, blank=True)
    kapasitas = models.PositiveSmallIntegerField("kapasitas (orang)")
    fasilitas = models.CharField("fasilitas", max_length=240, blank=True)
    aktif = models.BooleanField("dipakai", default=True)
    urut = models.PositiveSmallIntegerField("urutan", default=0)

    objects = RuangQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "ruang"
        ordering = ["urut", "nama"]
        constraints = [
            models.UniqueConstraint(
                "wilayah", "nama", name="ruang_nama_sekali",
                violation_error_message="Sudah ada ruang dengan nama ini.",
            ),
            models.CheckConstraint(
                name="ruang_kapasitas_wajar", condition=Q(kapasitas__range=(1, 1000)),
                violation_error_message="Kapasitas antara 1 dan 1.000 orang.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.nama


class JamBuka(ScopedModel):
    """Hours in which the house (or one room, when named) may be used on a day of the week.

    A room with hours of its own keeps those alone. Several rows a day leave a break between them.
    """

    ruang = models.ForeignKey(
        Ruang, models.CASCADE, null=True, blank=True, related_name="jam_buka", verbose_name="ruang",
        help_text="Kosong: berlaku untuk semua ruang.",
    )  # fmt: skip
    hari = models.PositiveSmallIntegerField("hari", choices=Hari.choices)
    buka = models.TimeField("buka")
    tutup = models.TimeField("tutup")

    class Meta:
        verbose_name = verbose_name_plural = "jam buka"
        ordering = ["ruang_id", "hari", "buka"]
        constraints = [
            models.UniqueConstraint(
                fields=["wilayah", "ruang", "hari", "buka"], name="jam_buka_sekali",
                nulls_distinct=False, violation_error_message="Jam ini sudah ada.",
            ),
            models.CheckConstraint(
                name="jam_buka_tutup_sesudah_buka", condition=Q(tutup__gt=F("buka")),
                violation_error_message="Jam tutup harus sesudah jam buka.",
            ),
            models.CheckConstraint(name="jam_buka_hari_0_6", condition=Q(hari__range=(0, 6))),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{Hari(self.hari).label} {self.buka:%H.%M} sampai {self.tutup:%H.%M}"


class HariTutup(ScopedModel):
    """Days on which the house or one room is closed, and why; holidays come by themselves."""

    ruang = models.ForeignKey(
        Ruang, models.CASCADE, null=True, blank=True, related_name="hari_tutup",
        verbose_name="ruang", help_text="Kosong: semua ruang tutup.",
    )  # fmt: skip
    mulai = models.DateField("dari tanggal")
    selesai = models.DateField("sampai tanggal")
    alasan = models.CharField("alasan", max_length=120)

    class Meta:
        verbose_name = verbose_name_plural = "hari tutup"
        ordering = ["-mulai"]
        constraints = [
            models.CheckConstraint(
                name="hari_tutup_urut", condition=Q(selesai__gte=F("mulai")),
                violation_error_message="Tanggal akhir harus sama atau sesudah tanggal awal.",
            ),
            models.CheckConstraint(
                name="hari_tutup_beralasan", condition=~Q(alasan=""),
                violation_error_message="Tulis alasannya.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.mulai:%d-%m-%Y} {self.alasan}"
