"""Two rows that may be one household, and what was done when they were."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from ekonomi.models.rumah import Rumah
from wilayah.kripto import EncryptedTextField
from wilayah.models import Pengguna
from wilayah.scope import ScopedQuerySet, prefix_q


class PasanganMiripQuerySet(ScopedQuerySet):
    """A pair concerns whoever looks after either of its households."""

    scope_wilayah = "rumah_a__wilayah"

    def penugasan_q(self, tugas: Any) -> Q:
        if not tugas.wilayah_id:
            return Q(pk__in=[])
        satu = prefix_q("rumah_a__wilayah", tugas.wilayah_id)
        return satu | prefix_q("rumah_b__wilayah", tugas.wilayah_id)

    def waiting(self) -> "PasanganMiripQuerySet":
        """Pairs that nobody has decided on."""
        return self.filter(status=PasanganMirip.Status.MENUNGGU)


class PasanganMirip(models.Model):
    """Two households that may be one, with the reasons. `rumah_a` is the older row."""

    class Status(models.TextChoices):
        MENUNGGU = "menunggu", "Menunggu keputusan"
        DIGABUNG = "digabung", "Digabung"
        BEDA = "beda", "Memang berbeda"

    class Alasan(models.TextChoices):
        KK = "kk", "nomor KK sama"
        NIK = "nik", "NIK seorang anggota sama"
        TELEPON = "telepon", "nomor telepon sama"
        NAMA = "nama", "nama mirip di RT yang sama"
        NOMOR = "nomor", "household_id sama dan nama mirip di dua kelurahan"

    rumah_a = models.ForeignKey(Rumah, models.PROTECT, related_name="+", verbose_name="rumah")
    rumah_b = models.ForeignKey(Rumah, models.PROTECT, related_name="+", verbose_name="dengan")
    alasan = ArrayField(models.CharField(max_length=8, choices=Alasan.choices))
    skor = models.PositiveSmallIntegerField("kemiripan (%)")
    status = models.CharField(
        "keputusan", max_length=8, choices=Status.choices, default=Status.MENUNGGU
    )
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="oleh"
    )
    diputus_at = models.DateTimeField("diputus", null=True, blank=True)
    created_at = models.DateTimeField("ditemukan", auto_now_add=True)

    objects = PasanganMiripQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "usulan rumah digabung"
        ordering = ["-skor", "id"]
        constraints = [
            models.UniqueConstraint("rumah_a", "rumah_b", name="pasanganmirip_sekali"),
            models.CheckConstraint(
                name="pasanganmirip_berurutan", condition=Q(rumah_a__lt=F("rumah_b"))
            ),
            models.CheckConstraint(
                name="pasanganmirip_diputus_bila_bukan_menunggu",
                condition=Q(status="menunggu", diputus_at__isnull=True)
                | (~Q(status="menunggu") & Q(diputus_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rumah_a.nomor} dan {self.rumah_b.nomor}"

    @property
    def sebab(self) -> list[str]:
        """The reasons in words."""
        return [str(self.Alasan(satu).label) for satu in self.alasan]


class GabungRumah(models.Model):
    """One merge, with what it takes to undo it.

    `pindahan` lists [model, id] of rows that moved; `sebelum` the columns of the kept household as
    they were (encrypted: they name people). Both are emptied when the household is erased.
    """

    utama = models.ForeignKey(Rumah, models.PROTECT, related_name="+", verbose_name="disimpan")
    digabung = models.ForeignKey(Rumah, models.PROTECT, related_name="+", verbose_name="digabung")
    pindahan = models.JSONField(default=list)
    sebelum = EncryptedTextField(blank=True, default="")
    sesudah = EncryptedTextField(blank=True, default="")
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, related_name="+", verbose_name="oleh"
    )
    at = models.DateTimeField("waktu", auto_now_add=True)
    diurungkan_at = models.DateTimeField("diurungkan", null=True, blank=True)
    diurungkan_by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "penggabungan rumah"
        ordering = ["-id"]
        constraints = [
            # a household is merged away once; after an undo it may be again
            models.UniqueConstraint(
                fields=["digabung"], name="gabungrumah_sekali",
                condition=Q(diurungkan_at__isnull=True),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.digabung.nomor} ke {self.utama.nomor}"
