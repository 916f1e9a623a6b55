from datetime import datetime, timedelta
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse

from ruko_parsel.models.permintaan import Permintaan
from ruko_parsel.models.ruang import Ruang
from wilayah.append_only import triggers
from wilayah.kripto import new_code
from wilayah.models import Pengguna
from wilayah.scope import ScopedModel, ScopedQuerySet

_BERDIRI = ["diminta", "disetujui", "berlangsung"]  # as SQL constraints need them


def new_kode() -> str:
    """What a booking is called by at the door (39 bits)."""
    return new_code(8)


class PemesananQuerySet(ScopedQuerySet):
    """Bookings of the villages of an area."""

    def standing(self) -> Self:
        """Those that hold their room."""
        return self.filter(status__in=_BERDIRI)

    def held(self) -> Self:
        """Those, and the ones that are over: what a calendar shows."""
        return self.filter(status__in=[*_BERDIRI, "selesai"])

    def overlapping(self, dari: datetime, sampai: datetime) -> Self:
        return self.filter(mulai_at__lt=sampai, selesai_at__gt=dari)


def _one_at_a_time(nama: str, kolom: str, pesan: str) -> ExclusionConstraint:
    """No two standing bookings of one room, or of one officer, at the same time."""
    return ExclusionConstraint(
        name=nama,
        expressions=[
            (Func(kolom, kolom, Value("[]"), function="int8range"), "&&"),
            (Func("mulai_at", "selesai_at", function="tstzrange"), "&&"),
        ],
        condition=Q(status__in=_BERDIRI) & Q(**{f"{kolom}__isnull": False}),
        violation_error_message=pesan,
    )


class Pemesanan(ScopedModel):
    """A room held for a village for a time; `wilayah` is the village that comes."""

    class Status(models.TextChoices):
        DIMINTA = "diminta", "Diminta"
        DISETUJUI = "disetujui", "Disetujui"
        DITOLAK = "ditolak", "Ditolak"
        BATAL = "batal", "Batal"
        BERLANGSUNG = "berlangsung", "Datang, berlangsung"
        SELESAI = "selesai", "Selesai"
        TIDAK_DATANG = "tidak_datang", "Tidak datang"

    kode = models.CharField("kode", max_length=8, unique=True, default=new_kode, editable=False)
    ruang = models.ForeignKey(Ruang, models.PROTECT, related_name="pemesanan", verbose_name="ruang")
    mulai_at = models.DateTimeField("mulai")
    selesai_at = models.DateTimeField("selesai")
    perihal = models.CharField("perihal", max_length=160)
    jumlah_tamu = models.PositiveSmallIntegerField("jumlah tamu", default=1)
    permintaan = models.ForeignKey(
        Permintaan, models.PROTECT, null=True, blank=True, related_name="pemesanan",
        verbose_name="permintaan",
    )  # fmt: skip
    pemesan = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="pemesanan_ruang",
        verbose_name="dipesan oleh",
    )  # fmt: skip
    petugas = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="pemesanan_ditemui",
        verbose_name="ditemui petugas",
    )  # fmt: skip
    status = models.CharField(
        "keadaan", max_length=12, choices=Status.choices, default=Status.DIMINTA
    )
    alasan = models.CharField("alasan", max_length=200, blank=True)
    created_at = models.DateTimeField("dibuat", auto_now_add=True)

    objects = PemesananQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "pemesanan ruang"
        ordering = ["-mulai_at"]
        indexes = [
            # the bookings of an area, and the reminders' look ahead
            models.Index("wilayah", "mulai_at", name="pemesanan_wilayah_idx"),
            # a day or week of a room; free slots
            models.Index("ruang", "mulai_at", name="pemesanan_ruang_idx"),
        ]
        constraints = [
            models.CheckConstraint(
                name="pemesanan_lama_wajar",
                condition=Q(selesai_at__gte=F("mulai_at") + Value(timedelta(minutes=15)))
                & Q(selesai_at__lte=F("mulai_at") + Value(timedelta(hours=4))),
                violation_error_message="Pemesanan paling singkat 15 menit, paling lama 4 jam.",
            ),
            models.CheckConstraint(
                name="pemesanan_tamu_wajar", condition=Q(jumlah_tamu__range=(1, 1000)),
                violation_error_message="Jumlah tamu paling sedikit 1.",
            ),
            models.CheckConstraint(
                name="pemesanan_gugur_beralasan",
                condition=~Q(status__in=["ditolak", "batal"]) | ~Q(alasan=""),
                violation_error_message="Tulis alasannya.",
            ),
            _one_at_a_time(
                "pemesanan_ruang_satu", "ruang_id", "Ruang itu sudah dipesan pada waktu itu."
            ),
            _one_at_a_time(
                "pemesanan_petugas_satu", "petugas_id",
                "Petugas itu sudah menerima tamu lain pada waktu itu.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kode} {self.perihal}"

    @property
    def is_rapat(self) -> bool:
        """Whether a meeting of the kecamatan itself holds the room; it speaks and acts for it."""
        return bool(self.wilayah_id == self.ruang.wilayah_id)

    def get_absolute_url(self) -> str:
        return reverse("admin:ruko_parsel_pemesanan_change", args=[self.pk])


class RiwayatPemesanan(models.Model):
    """Append-only: each step of a booking; a moved one with its time before and after."""

    pemesanan = models.ForeignKey(Pemesanan, models.PROTECT, related_name="riwayat")
    status = models.CharField(max_length=12, choices=Pemesanan.Status.choices)
    apa = models.CharField("apa", max_length=80)
    catatan = models.TextField("catatan", blank=True)
    dari_mulai_at = models.DateTimeField(null=True, blank=True)
    ke_mulai_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(Pengguna, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("pada", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "riwayat pemesanan"
        ordering = ["at", "pk"]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.pemesanan_id}: {self.apa}"
