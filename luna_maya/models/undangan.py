import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from luna_maya.models.jenis import Tempat
from luna_maya.models.kunjungan import Kunjungan
from luna_maya.models.orang import Tokoh
from pesan.models import DrafObrolan, Kontak
from wilayah.append_only import triggers
from wilayah.kripto import EncryptedTextField, new_code
from wilayah.models import Pengguna
from wilayah.scope import ScopedModel, ScopedQuerySet

AWALAN = "UL"


def new_kode_undangan() -> str:
    """The code an invitation is followed by: UL-7K3M-9QPX (39 bits)."""
    kode = new_code(8)
    return f"{AWALAN}-{kode[:4]}-{kode[4:]}"


class UndanganQuerySet(ScopedQuerySet):
    """Invitations by residents of an area."""

    def waiting(self, now: datetime) -> Self:
        """Not decided, and still to come."""
        return self.filter(status=Undangan.Status.BARU, mulai_at__gt=now)


class Undangan(ScopedModel):
    """A resident asks the lurah to come: a pengajian, a tahlilan, a wedding, a talk, a night.

    `wilayah` is the RT, or the kelurahan where it was not said. Name, address and words are
    encrypted; they go when the retention period is over (`dihapus_at`). Followed by code and PIN.
    """

    class Acara(models.TextChoices):
        PENGAJIAN = "pengajian", "Pengajian"
        TAHLILAN = "tahlilan", "Tahlilan"
        HAJATAN = "hajatan", "Hajatan"
        NGOBROL = "ngobrol", "Ngobrol bersama warga"
        MENGINAP = "menginap", "Menginap di rumah warga"
        LAIN = "lain", "Acara lain"

    class Status(models.TextChoices):
        BARU = "baru", "Menunggu jawaban"
        DITERIMA = "diterima", "Diterima"
        DITOLAK = "ditolak", "Belum dapat dipenuhi"
        DICABUT = "dicabut", "Dicabut pengundang"

    class Asal(models.TextChoices):
        WEB = "web", "Formulir"
        CHAT = "chat", "Pesan"

    kode = models.CharField(max_length=12, unique=True, default=new_kode_undangan, editable=False)
    pin_hash = models.CharField(max_length=64, editable=False)
    kunci = models.CharField(max_length=60, unique=True, editable=False)
    asal = models.CharField("lewat", max_length=4, choices=Asal.choices, default=Asal.WEB)
    acara = models.CharField("jenis acara", max_length=10, choices=Acara.choices)
    tempat = models.CharField("tempat", max_length=12, choices=Tempat.choices, default=Tempat.RUMAH)
    nama = EncryptedTextField("nama pengundang", blank=True)
    alamat = EncryptedTextField("alamat atau patokan", blank=True)
    pesan = EncryptedTextField("tentang acaranya", blank=True)
    ada_anak = models.BooleanField("ada anak di rumah", default=False)
    mulai_at = models.DateTimeField("waktu acara")
    kontak = models.ForeignKey(
        Kontak, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    status = models.CharField("keadaan", max_length=8, choices=Status.choices, default=Status.BARU)
    alasan = models.CharField("alasan", max_length=200, blank=True)
    wakil = models.ForeignKey(
        Tokoh, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="diwakili oleh",
    )  # fmt: skip
    kunjungan = models.OneToOneField(
        Kunjungan, models.PROTECT, null=True, blank=True, related_name="undangan",
        verbose_name="kunjungan",
    )  # fmt: skip
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField("masuk", auto_now_add=True)
    decided_at = models.DateTimeField("dijawab", null=True, blank=True, editable=False)
    dihapus_at = models.DateTimeField("dihapus", null=True, blank=True, editable=False)

    objects = UndanganQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "undangan warga"
        ordering = ["-mulai_at"]
        indexes = [
            # what waits for an answer in an area, the nearest evening first
            models.Index("wilayah", "status", "mulai_at", name="undangan_menunggu_idx"),
            # whose invitation a chat message is about
            models.Index("kontak", name="undangan_kontak_idx", condition=Q(kontak__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                name="undangan_diterima_punya_kunjungan",
                condition=Q(status="diterima", kunjungan__isnull=False)
                | Q(status="dicabut")
                | Q(status__in=["baru", "ditolak"], kunjungan__isnull=True),
            ),
            models.CheckConstraint(
                name="undangan_ditolak_beralasan",
                condition=~Q(status="ditolak") | ~Q(alasan=""),
                violation_error_message="Tulis alasannya; pengundang membacanya.",
            ),
            models.CheckConstraint(
                name="undangan_baru_iff_belum_dijawab",
                condition=Q(status="baru") ^ Q(decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="undangan_wakil_bila_ditolak",
                condition=Q(wakil__isnull=True) | Q(status="ditolak"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_acara_display()} {self.kode}"

    def get_absolute_url(self) -> str:
        """The invitation's own page for staff."""
        return reverse("admin:luna_maya_undangan_change", args=[self.pk])


class RiwayatUndanganQuerySet(ScopedQuerySet):
    """Histories of the invitations of one's area."""

    scope_wilayah = "undangan__wilayah"


class RiwayatUndangan(models.Model):
    """Append-only: what happened to an invitation, by whom; no personal data."""

    undangan = models.ForeignKey(Undangan, models.PROTECT, related_name="riwayat")
    apa = models.CharField("apa", max_length=80)
    catatan = models.CharField("catatan", max_length=240, blank=True)
    by = models.ForeignKey(Pengguna, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("pada", auto_now_add=True)

    objects = RiwayatUndanganQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "riwayat undangan"
        ordering = ["at", "pk"]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.undangan_id}: {self.apa}"


class UndanganLewatPesan(DrafObrolan):
    """An invitation or a proposal that a chat has begun and not finished; gone after `hingga`."""

    kunci = models.UUIDField(default=uuid.uuid4)

    class Meta:
        verbose_name = verbose_name_plural = "undangan lewat pesan"
