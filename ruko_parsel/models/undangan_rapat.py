from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from pesan.models import Kontak
from ruko_parsel.models.rapat import Rapat
from wilayah.kripto import EncryptedTextField
from wilayah.models import Pengguna
from wilayah.scope import ScopedModel, ScopedQuerySet


class UndanganRapatQuerySet(ScopedQuerySet):
    """Invitations of an area: the village that is asked, or the kecamatan for its own guests."""

    def active(self) -> Self:
        return self.filter(dicabut_at__isnull=True)

    def sent(self) -> Self:
        return self.active().filter(dikirim_at__isnull=False)


class UndanganRapat(ScopedModel):
    """One person asked to one meeting: a user of the portal, or a guest by name and number.

    `wilayah` is the village they come for; the kecamatan for its own people and for guests of
    nobody's. `balas_hash` is how a chat answer is known: the keyed hash of the number written to.
    """

    class Jawaban(models.TextChoices):
        BELUM = "belum", "Belum menjawab"
        HADIR = "hadir", "Akan hadir"
        TIDAK = "tidak", "Tidak dapat hadir"
        DIWAKILKAN = "diwakilkan", "Diwakilkan"

    class Cara(models.TextChoices):
        TAUTAN = "tautan", "Lewat tautan"
        PORTAL = "portal", "Di portal"
        OBROLAN = "obrolan", "Lewat obrolan"

    rapat = models.ForeignKey(Rapat, models.PROTECT, related_name="undangan", verbose_name="rapat")
    pengguna = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="undangan_rapat",
        verbose_name="pengguna portal",
    )  # fmt: skip
    kontak = models.ForeignKey(
        Kontak, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    nama = EncryptedTextField("nama tamu", blank=True)
    lembaga = models.CharField("lembaga atau jabatan", max_length=120, blank=True)
    kode = models.CharField("kode hadir", max_length=10, editable=False)
    jawaban = models.CharField(
        "jawaban", max_length=10, choices=Jawaban.choices, default=Jawaban.BELUM
    )
    wakil = EncryptedTextField("yang mewakili", blank=True)
    alasan = models.CharField("alasan", max_length=240, blank=True)
    dijawab_at = models.DateTimeField("dijawab pada", null=True, blank=True)
    dijawab_cara = models.CharField(max_length=8, choices=Cara.choices, blank=True, editable=False)
    dikirim_at = models.DateTimeField("dikirim pada", null=True, blank=True)
    dicabut_at = models.DateTimeField("dicabut pada", null=True, blank=True)
    dihapus_at = models.DateTimeField("nama dihapus", null=True, blank=True, editable=False)
    di_tempat = models.BooleanField("datang tanpa undangan", default=False, editable=False)
    balas_hash = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField("dibuat", auto_now_add=True)

    objects = UndanganRapatQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "undangan rapat"
        ordering = ["wilayah", "pk"]
        indexes = [
            # chat: whose open invitation an answer is about
            models.Index(
                fields=["balas_hash"], name="undangan_rapat_balas_idx", condition=~Q(balas_hash="")
            ),
            # a village's own list
            models.Index(fields=["wilayah", "rapat"], name="undangan_rapat_desa_idx"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["rapat", "pengguna"], name="undangan_rapat_sekali",
                violation_error_message="Sudah diundang.",
            ),
            models.UniqueConstraint(
                fields=["rapat", "kontak"], name="undangan_rapat_kontak_sekali",
                violation_error_message="Nomor ini sudah diundang.",
            ),
            models.UniqueConstraint(fields=["rapat", "kode"], name="undangan_rapat_kode"),
            models.CheckConstraint(
                name="undangan_rapat_siapa",
                condition=Q(pengguna__isnull=False, nama="")
                | (Q(pengguna__isnull=True) & ~Q(nama="")),
                violation_error_message="Pilih pengguna atau tulis nama tamunya.",
            ),
            models.CheckConstraint(
                name="undangan_rapat_wakil_bernama",
                condition=Q(jawaban="diwakilkan") ^ Q(wakil=""),
                violation_error_message="Tulis siapa yang mewakili.",
            ),
            models.CheckConstraint(
                name="undangan_rapat_dijawab_pada",
                condition=Q(jawaban="belum") ^ Q(dijawab_at__isnull=False),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.siapa}: {self.rapat.judul}"

    def get_absolute_url(self) -> str:
        return reverse("admin:ruko_parsel_undanganrapat_change", args=[self.pk])

    @property
    def siapa(self) -> str:
        """The name of who is asked."""
        return str(self.pengguna) if self.pengguna is not None else (self.nama or "(data dihapus)")

    @property
    def kunci_orang(self) -> str:
        """Who this is in the attendance list."""
        return f"undangan:{self.pk}"
