from typing import Any

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from ruko_parsel.models.ikut import IkutPermintaanQuerySet
from ruko_parsel.models.permintaan import Permintaan
from wilayah.append_only import triggers
from wilayah.models import Pengguna, Wilayah
from wilayah.peran import Peran
from wilayah.scope import ScopedModel

_MEJA = frozenset({Peran.CAMAT, Peran.PETUGAS_KECAMATAN})


class TanggapanQuerySet(IkutPermintaanQuerySet):
    """The desk sees its drafts; a village reads what has been sent to it."""

    def penugasan_q(self, tugas: Any) -> Q:
        dasar = super().penugasan_q(tugas)
        return dasar if tugas.peran in _MEJA else dasar & Q(status="terkirim")


class NomorTanggapan(models.Model):
    """The counter behind the numbers of answers, one row a kecamatan and year."""

    kecamatan = models.ForeignKey(Wilayah, models.PROTECT, related_name="+")
    tahun = models.PositiveSmallIntegerField()
    terakhir = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "nomor tanggapan"
        constraints = [
            models.UniqueConstraint("kecamatan", "tahun", name="nomor_tanggapan_satu_per_tahun"),
        ]

    def __str__(self) -> str:
        return f"{self.kecamatan_id} {self.tahun}: {self.terakhir}"


class Tanggapan(ScopedModel):
    """The desk's answer to a request: drafted by one, checked by another, sent with a number.

    `wilayah` is the request's village. Once sent it can never be changed (trigger); what the letter
    shows of its office and signatory is kept in `potret`.
    """

    class Status(models.TextChoices):
        DRAF = "draf", "Draf"
        DIAJUKAN = "diajukan", "Menunggu pemeriksaan"
        DIPERBAIKI = "diperbaiki", "Perlu diperbaiki"
        DISETUJUI = "disetujui", "Disetujui, siap dikirim"
        TERKIRIM = "terkirim", "Terkirim"
        BATAL = "batal", "Dibatalkan"

    permintaan = models.ForeignKey(
        Permintaan, models.PROTECT, related_name="tanggapan", verbose_name="permintaan"
    )
    status = models.CharField("keadaan", max_length=10, choices=Status.choices, default=Status.DRAF)
    perihal = models.CharField("perihal", max_length=160)
    isi = models.TextField("isi tanggapan", max_length=8000)
    versi = models.PositiveSmallIntegerField("versi", default=1)
    penyusun = models.ForeignKey(
        Pengguna, models.PROTECT, related_name="tanggapan_disusun", verbose_name="disusun oleh"
    )
    pemeriksa = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="tanggapan_diperiksa",
        verbose_name="diperiksa oleh",
    )  # fmt: skip
    alasan_sendiri = models.CharField(
        "alasan diperiksa penyusun sendiri", max_length=240, blank=True
    )
    catatan = models.TextField("catatan pemeriksa", blank=True, max_length=1000)
    nomor = models.CharField(
        "nomor", max_length=40, unique=True, null=True, blank=True, editable=False
    )
    kecamatan = models.ForeignKey(
        Wilayah, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    tahun = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    urut = models.PositiveIntegerField(null=True, blank=True, editable=False)
    pengirim = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="dikirim oleh",
    )  # fmt: skip
    terkirim_at = models.DateTimeField("terkirim pada", null=True, blank=True)
    potret = models.JSONField(default=dict, blank=True, editable=False)
    created_at = models.DateTimeField("dibuat", auto_now_add=True)
    updated_at = models.DateTimeField("diubah", auto_now=True)

    objects = TanggapanQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "tanggapan"
        ordering = ["-created_at", "-pk"]
        indexes = [
            # the desk's list: answers of an area by state
            models.Index(fields=["wilayah", "status"], name="tanggapan_meja_idx"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["permintaan"], name="tanggapan_satu_terbuka",
                condition=Q(status__in=["draf", "diajukan", "diperbaiki", "disetujui"]),
                violation_error_message="Sudah ada draf tanggapan untuk permintaan ini.",
            ),
            models.UniqueConstraint(
                fields=["kecamatan", "tahun", "urut"], name="tanggapan_urut_sekali"
            ),
            models.CheckConstraint(
                name="tanggapan_terkirim_lengkap",
                condition=Q(
                    status="terkirim", nomor__isnull=False, kecamatan__isnull=False,
                    tahun__isnull=False, urut__isnull=False, terkirim_at__isnull=False,
                    pengirim__isnull=False, pemeriksa__isnull=False,
                )
                | ~Q(status="terkirim")
                & Q(nomor__isnull=True, urut__isnull=True, terkirim_at__isnull=True),
            ),
            models.CheckConstraint(
                name="tanggapan_diperiksa_orang_lain",
                condition=Q(pemeriksa__isnull=True) | ~Q(pemeriksa=F("penyusun"))
                | ~Q(alasan_sendiri=""),
                violation_error_message="Tanggapan diperiksa orang lain dari penyusunnya.",
            ),
            models.CheckConstraint(
                name="tanggapan_berisi", condition=~Q(isi="") & ~Q(perihal=""),
                violation_error_message="Perihal dan isi tanggapan wajib diisi.",
            ),
            models.CheckConstraint(
                name="tanggapan_diperbaiki_bercatatan",
                condition=~Q(status="diperbaiki") | ~Q(catatan=""),
                violation_error_message="Tulis apa yang perlu diperbaiki.",
            ),
        ]  # fmt: skip
        triggers = [
            pgtrigger.Protect(
                name="tanggapan_beku",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__status="terkirim"),
            ),
        ]

    def __str__(self) -> str:
        return self.nomor or f"Draf tanggapan {self.permintaan.nomor}"

    def get_absolute_url(self) -> str:
        return reverse("admin:ruko_parsel_tanggapan_change", args=[self.pk])

    @property
    def is_sent(self) -> bool:
        return self.status == self.Status.TERKIRIM


class VersiTanggapan(models.Model):
    """Append-only: each wording of an answer, and the remark with which it came back."""

    tanggapan = models.ForeignKey(Tanggapan, models.PROTECT, related_name="riwayat_versi")
    versi = models.PositiveSmallIntegerField()
    apa = models.CharField(max_length=40)
    perihal = models.CharField(max_length=160)
    isi = models.TextField()
    catatan = models.TextField(blank=True)
    by = models.ForeignKey(Pengguna, models.PROTECT, related_name="+")
    at = models.DateTimeField("pada", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "versi tanggapan"
        ordering = ["at", "pk"]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.tanggapan_id} versi {self.versi}: {self.apa}"
