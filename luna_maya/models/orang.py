from datetime import date

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from luna_maya.models.jenis import Tempat, Unsur
from pesan.models import Kontak
from wilayah.kripto import EncryptedTextField
from wilayah.models import Pengguna
from wilayah.scope import ScopedModel, ScopedQuerySet


class TokohQuerySet(ScopedQuerySet):
    """People who come along on visits."""

    def active(self, hari: date) -> "TokohQuerySet":
        """In office on this day."""
        return self.filter(Q(selesai__isnull=True) | Q(selesai__gte=hari), mulai__lte=hari)


class Tokoh(ScopedModel):
    """Who comes along: babinsa, bhabinkamtibmas, heads of RT and RW, staff; with or without a
    login (`pengguna`), reached by `kontak`. `wilayah`: what the person serves (kelurahan, RW, RT).
    """

    nama = models.CharField("nama", max_length=120)
    unsur = models.CharField("unsur", max_length=16, choices=Unsur.choices)
    pengguna = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="tokoh",
        verbose_name="akun portal",
    )  # fmt: skip
    kontak = models.ForeignKey(
        Kontak, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    mulai = models.DateField("menjabat sejak")
    selesai = models.DateField("menjabat sampai", null=True, blank=True)

    objects = TokohQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "tokoh pendamping"
        ordering = ["wilayah", "unsur", "nama"]
        constraints = [
            models.UniqueConstraint(
                "wilayah", "unsur", "nama", name="tokoh_sekali_per_jabatan",
                violation_error_message="Orang ini sudah tercatat dengan jabatan itu.",
            ),
            models.CheckConstraint(
                name="tokoh_selesai_sesudah_mulai",
                condition=Q(selesai__isnull=True) | Q(selesai__gte=models.F("mulai")),
                violation_error_message="Akhir jabatan harus sesudah awalnya.",
            ),
        ]  # fmt: skip
        indexes = [
            # which head of RT or RW writes in a chat
            models.Index("kontak", name="tokoh_kontak_idx", condition=Q(kontak__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.nama} ({self.get_unsur_display()})"


class Kendaraan(ScopedModel):
    """A vehicle of the kelurahan that takes people to a visit; never at two visits at once."""

    nama = models.CharField("nama", max_length=60)
    kursi = models.PositiveSmallIntegerField("kursi", default=2)
    aktif = models.BooleanField("dipakai", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "kendaraan"
        ordering = ["wilayah", "nama"]
        constraints = [
            models.UniqueConstraint(
                "wilayah", "nama", name="kendaraan_satu_nama",
                violation_error_message="Kendaraan dengan nama itu sudah ada.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.nama


class TuanRumahQuerySet(ScopedQuerySet):
    """Hosts and places of an area."""

    def willing(self) -> "TuanRumahQuerySet":
        """May be asked: not refused, not erased."""
        return self.filter(dihapus_at__isnull=True).exclude(kesediaan="tidak")


class TuanRumah(ScopedModel):
    """Who receives the lurah and where: a home, a pos kamling, a mosque, a stall. `wilayah` is the
    RT. The address is encrypted and shown only to those going (`luna_maya.alamat_tuan`).

    `perhatian_khusus`: what the guests must mind (children, an ill person); in few words.
    """

    class Asal(models.TextChoices):
        PETUGAS = "petugas", "Dicatat petugas"
        KETUA = "ketua", "Usulan ketua RT/RW"
        UNDANGAN = "undangan", "Mengundang sendiri"

    class Kesediaan(models.TextChoices):
        BELUM = "belum", "Belum ditanya"
        YA = "ya", "Bersedia"
        TIDAK = "tidak", "Tidak bersedia"

    nama = models.CharField("nama tuan rumah atau tempat", max_length=120)
    tempat = models.CharField(
        "jenis tempat", max_length=12, choices=Tempat.choices, default=Tempat.RUMAH
    )
    penanggung = models.CharField("yang dihubungi", max_length=120, blank=True)
    alamat = EncryptedTextField("alamat", blank=True)
    lat = models.DecimalField("lintang", max_digits=8, decimal_places=5, null=True, blank=True)
    lng = models.DecimalField("bujur", max_digits=8, decimal_places=5, null=True, blank=True)
    kontak = models.ForeignKey(
        Kontak, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    ada_anak = models.BooleanField("ada anak di rumah", default=False)
    perhatian_khusus = models.CharField("yang perlu diperhatikan", max_length=200, blank=True)
    rumah_miskin = models.BooleanField("keluarga prasejahtera", default=False)
    asal = models.CharField("asal", max_length=8, choices=Asal.choices, default=Asal.PETUGAS)
    diusulkan_oleh = models.ForeignKey(
        Tokoh, models.PROTECT, null=True, blank=True, related_name="usulan_tuan_rumah",
        verbose_name="diusulkan oleh",
    )  # fmt: skip
    kesediaan = models.CharField(
        "kesediaan", max_length=5, choices=Kesediaan.choices, default=Kesediaan.BELUM
    )
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField("dicatat", auto_now_add=True)
    dihapus_at = models.DateTimeField("dihapus", null=True, blank=True, editable=False)

    objects = TuanRumahQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "tuan rumah"
        ordering = ["wilayah", "nama"]
        constraints = [
            models.UniqueConstraint(
                "wilayah", Lower("nama"), name="tuan_rumah_sekali_per_rt",
                condition=Q(dihapus_at__isnull=True),
                violation_error_message="Tuan rumah dengan nama itu sudah ada di RT ini.",
            ),
        ]  # fmt: skip
        indexes = [
            # whose answer to an invitation a chat message is
            models.Index("kontak", name="tuan_rumah_kontak_idx", condition=Q(kontak__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.nama
