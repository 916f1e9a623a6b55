from datetime import datetime, timedelta
from typing import Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils import timezone

from luna_maya.models.jenis import JenisKunjungan, Unsur
from luna_maya.models.orang import Kendaraan, Tokoh, TuanRumah
from wilayah.append_only import triggers
from wilayah.kripto import new_code
from wilayah.models import Pengguna
from wilayah.scope import ScopedModel, ScopedQuerySet, prefix_q


def new_kode() -> str:
    """What a visit is addressed by (39 bits); tells nothing about its order or place."""
    return new_code(8)


def _covered_by_assignments(user: Any) -> Q:
    """Places that one of today's assignments of this user covers, its agency's area included."""
    if user.is_superuser:
        return Q(pk__isnull=False)  # an empty Q would vanish in an OR
    q = Q(pk__in=[])
    for tugas in user.penugasan_aktif:
        kode = tugas.wilayah_id or (tugas.instansi.wilayah_id if tugas.instansi else None)
        q |= prefix_q("wilayah", kode) if kode else Q(pk__in=[])
    return q


class KunjunganQuerySet(ScopedQuerySet):
    """Visits of an area."""

    def standing(self) -> Self:
        """Not called off."""
        return self.exclude(status=Kunjungan.Status.BATAL)

    def upcoming(self, now: datetime) -> Self:
        """Still to come or going on, the next first."""
        return self.standing().filter(selesai_at__gt=now).order_by("mulai_at")

    def done(self) -> Self:
        return self.filter(status=Kunjungan.Status.SELESAI)

    def going(self, user: Any) -> Self:
        """Those this user leads or comes along on: leads while an assignment covers the place,
        comes along while there is any assignment (a facilitator of elsewhere may be asked along),
        as tokoh while in office. Who left reads neither where a host lives nor what was written.
        """
        hari = timezone.localdate()
        ikut = PesertaKunjungan.objects.filter(kunjungan=models.OuterRef("pk"))
        menjabat = Q(tokoh__selesai__isnull=True) | Q(tokoh__selesai__gte=hari)
        sebagai_tokoh = ikut.filter(menjabat, tokoh__pengguna=user, tokoh__mulai__lte=hari)
        q: Any = models.Exists(sebagai_tokoh) | (Q(lurah=user) & _covered_by_assignments(user))
        if user.is_superuser or user.penugasan_aktif:
            q |= models.Exists(ikut.filter(pengguna=user))
        return self.filter(q)


def _one_at_a_time(nama: str, kolom: str, pesan: str) -> ExclusionConstraint:
    """No two standing visits of one lurah, vehicle or host at the same time.

    A visit without a vehicle is left out: a range of two nulls would be every vehicle.
    """
    return ExclusionConstraint(
        name=nama,
        expressions=[
            (Func(kolom, kolom, Value("[]"), function="int8range"), "&&"),
            (Func("mulai_at", "selesai_at", function="tstzrange"), "&&"),
        ],
        condition=~Q(status="batal") & Q(**{f"{kolom}__isnull": False}),
        violation_error_message=pesan,
    )


class Kunjungan(ScopedModel):
    """One visit of the lurah: a night or an evening at a host's, planned, agreed, held, followed
    up. `wilayah` is the RT; times may pass midnight. `jawaban`: {kunci: text} to the kind's
    questions. `sebab`: why it was chosen, in words, as the planner or an invitation said it.
    """

    class Status(models.TextChoices):
        RENCANA = "rencana", "Direncanakan"
        MENUNGGU = "menunggu", "Menunggu jawaban tuan rumah"
        PASTI = "pasti", "Disepakati"
        BERLANGSUNG = "berlangsung", "Sedang berlangsung"
        SELESAI = "selesai", "Selesai"
        BATAL = "batal", "Batal"

    kode = models.CharField(max_length=8, unique=True, default=new_kode, editable=False)
    jenis = models.ForeignKey(
        JenisKunjungan, models.PROTECT, related_name="kunjungan", verbose_name="jenis"
    )
    tuan_rumah = models.ForeignKey(
        TuanRumah, models.PROTECT, related_name="kunjungan", verbose_name="tuan rumah"
    )
    lurah = models.ForeignKey(
        Pengguna, models.PROTECT, related_name="kunjungan_luna", verbose_name="dipimpin oleh"
    )
    kendaraan = models.ForeignKey(
        Kendaraan, models.PROTECT, null=True, blank=True, related_name="kunjungan",
        verbose_name="kendaraan",
    )  # fmt: skip
    mulai_at = models.DateTimeField("mulai")
    selesai_at = models.DateTimeField("selesai")
    status = models.CharField(
        "keadaan", max_length=11, choices=Status.choices, default=Status.RENCANA
    )
    acara = models.CharField("acara", max_length=160, blank=True)
    agenda = models.TextField("agenda", blank=True)
    sebab = models.TextField("mengapa di sini", blank=True)
    jawaban = models.JSONField("jawaban pertanyaan", default=dict, blank=True)
    alasan_batal = models.CharField("alasan batal", max_length=200, blank=True)
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField("dibuat", auto_now_add=True)

    objects = KunjunganQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "kunjungan"
        ordering = ["-mulai_at"]
        indexes = [
            # the calendar and the history of an area
            models.Index("wilayah", "mulai_at", name="kunjungan_kalender_idx"),
        ]
        constraints = [
            models.CheckConstraint(
                name="kunjungan_selesai_sesudah_mulai",
                condition=Q(selesai_at__gt=F("mulai_at")),
                violation_error_message="Kunjungan harus selesai sesudah mulai.",
            ),
            models.CheckConstraint(
                name="kunjungan_paling_lama_sehari",
                condition=Q(selesai_at__lte=F("mulai_at") + Value(timedelta(hours=24))),
                violation_error_message="Satu kunjungan paling lama 24 jam.",
            ),
            models.CheckConstraint(
                name="kunjungan_batal_iff_beralasan",
                condition=Q(status="batal") ^ Q(alasan_batal=""),
                violation_error_message="Kunjungan yang batal harus beralasan.",
            ),
            _one_at_a_time(
                "kunjungan_lurah_satu", "lurah_id", "Lurah sudah punya kunjungan di waktu itu."
            ),
            _one_at_a_time(
                "kunjungan_kendaraan_satu", "kendaraan_id", "Kendaraan sudah dipakai di waktu itu."
            ),
            _one_at_a_time(
                "kunjungan_tuan_rumah_satu", "tuan_rumah_id",
                "Tuan rumah sudah dikunjungi di waktu itu.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.jenis} {self.kode}"

    def get_absolute_url(self) -> str:
        """The visit's own page for staff."""
        return reverse("admin:luna_maya_kunjungan_change", args=[self.pk])


class PesertaKunjungan(models.Model):
    """Who comes along: somebody of `Tokoh`, or a user. `hadir` is known afterwards."""

    kunjungan = models.ForeignKey(Kunjungan, models.CASCADE, related_name="peserta")
    tokoh = models.ForeignKey(
        Tokoh, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tokoh"
    )
    pengguna = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="petugas"
    )
    unsur = models.CharField("sebagai", max_length=16, choices=Unsur.choices)
    hadir = models.BooleanField("hadir", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "peserta kunjungan"
        ordering = ["unsur", "pk"]
        constraints = [
            models.CheckConstraint(
                name="peserta_kunjungan_satu_orang",
                condition=Q(tokoh__isnull=False) ^ Q(pengguna__isnull=False),
                violation_error_message="Pilih tokoh atau petugas, salah satu.",
            ),
            models.UniqueConstraint(
                "kunjungan", "tokoh", name="peserta_kunjungan_satu_tokoh",
                violation_error_message="Tokoh ini sudah ikut.",
            ),
            models.UniqueConstraint(
                "kunjungan", "pengguna", name="peserta_kunjungan_satu_pengguna",
                violation_error_message="Petugas ini sudah ikut.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.tokoh or self.pengguna)


class RiwayatKunjungan(models.Model):
    """Append-only: each step of a visit, who and why; a move keeps both times."""

    kunjungan = models.ForeignKey(Kunjungan, models.PROTECT, related_name="riwayat")
    status = models.CharField(max_length=11, choices=Kunjungan.Status.choices)
    apa = models.CharField("apa", max_length=80)
    catatan = models.TextField("catatan", blank=True)
    dari_mulai_at = models.DateTimeField("semula mulai", null=True)
    ke_mulai_at = models.DateTimeField("menjadi mulai", null=True)
    by = models.ForeignKey(Pengguna, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("pada", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "riwayat kunjungan"
        ordering = ["at", "pk"]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.kunjungan_id}: {self.apa}"
