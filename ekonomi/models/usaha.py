from django.db import models

from ekonomi.models.rumah import AnggotaRumah, Rumah
from wilayah.scope import ScopedModel, ScopedQuerySet


class UsahaQuerySet(ScopedQuerySet):
    """Businesses of an area."""

    def active(self) -> "UsahaQuerySet":
        return self.filter(status=Usaha.Status.AKTIF)


class Usaha(ScopedModel):
    """A resident's business (UMKM): of a household of the programme, or of any resident.

    `tingkat` is the step of "naik kelas" it stands on, 1 (rintisan) upwards; its history and its
    criteria are the mentoring's. `onboarded_at`: first sells on a marketplace, with proof.
    """

    class Bidang(models.TextChoices):
        KULINER = "kuliner", "Kuliner"
        KERAJINAN = "kerajinan", "Kerajinan"
        FESYEN = "fesyen", "Jahit dan fesyen"
        TOGA = "toga", "Tanaman dan toga"
        JASA = "jasa", "Jasa"
        DAGANG = "dagang", "Dagang"
        LAIN = "lain", "Lainnya"

    class Status(models.TextChoices):
        AKTIF = "aktif", "Aktif"
        BERHENTI = "berhenti", "Berhenti"

    rumah = models.ForeignKey(
        Rumah, models.PROTECT, null=True, blank=True, related_name="usaha",
        verbose_name="rumah tangga",
    )  # fmt: skip
    pemilik = models.ForeignKey(
        AnggotaRumah, models.PROTECT, null=True, blank=True, related_name="usaha",
        verbose_name="anggota pemilik",
    )  # fmt: skip
    nama = models.CharField("nama usaha", max_length=120)
    nama_pemilik = models.CharField("nama pemilik", max_length=120)
    bidang = models.CharField("bidang", max_length=10, choices=Bidang.choices)
    kontak = models.ForeignKey(
        "pesan.Kontak", models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    mulai = models.DateField("mulai usaha", null=True, blank=True)
    status = models.CharField("status", max_length=8, choices=Status.choices, default=Status.AKTIF)
    tingkat = models.PositiveSmallIntegerField("tingkat", default=1, editable=False)
    onboarded_at = models.DateField(
        "berjualan digital sejak", null=True, blank=True, editable=False
    )
    created_at = models.DateTimeField("dibuat", auto_now_add=True)
    updated_at = models.DateTimeField("diubah", auto_now=True)

    objects = UsahaQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "usaha"
        ordering = ["nama", "id"]
        constraints = [
            models.CheckConstraint(
                name="usaha_tingkat_mulai_satu", condition=models.Q(tingkat__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return self.nama
