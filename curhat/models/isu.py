from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from curhat.models.curhat import Curhat
from curhat.models.taksonomi import Subkategori
from curhat.models.tiket import Tiket
from wilayah.append_only import triggers
from wilayah.models import Pengguna
from wilayah.peran import MELIHAT_RAHASIA
from wilayah.scope import ScopedModel, ScopedQuerySet


class IsuQuerySet(ScopedQuerySet):
    """Shared problems of an area; one that a private case carries, as for curhat."""

    def penugasan_q(self, tugas: Any) -> Q:
        q = super().penugasan_q(tugas)
        return q if tugas.peran in MELIHAT_RAHASIA else q & Q(tiket__curhat__rahasia=False)

    def live(self) -> Self:
        """Not dissolved by a moderator."""
        return self.filter(bubar_at__isnull=True)

    def open(self) -> Self:
        """Live, with work still going on."""
        return self.live().exclude(tiket__status__in=Tiket.ENDED)


class Isu(ScopedModel):
    """One problem that several residents told of: one ticket serves them all.

    `ringkasan` is public and never a resident's words: subject and place, or what a moderator
    wrote. Whether it is over, its ticket says. `jendela_hari`: within how many days reports were
    taken for the same problem when it was made.
    """

    kode = models.CharField("kode", max_length=12, unique=True, editable=False)
    subkategori = models.ForeignKey(
        Subkategori, models.PROTECT, related_name="+", verbose_name="subkategori"
    )
    ringkasan = models.CharField("ringkasan umum", max_length=120)
    tiket = models.ForeignKey(Tiket, models.PROTECT, related_name="isu", verbose_name="tiket utama")
    jendela_hari = models.PositiveSmallIntegerField("jendela (hari)")
    tampil = models.BooleanField("boleh tampil di halaman umum", default=True)
    bubar_at = models.DateTimeField("dibubarkan", null=True, blank=True)
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, related_name="+", verbose_name="dibuat oleh"
    )
    created_at = models.DateTimeField("dibuat", auto_now_add=True)
    updated_at = models.DateTimeField("diubah", auto_now=True)

    objects = IsuQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "masalah bersama"
        ordering = ["-id"]
        indexes = [
            # the home page of a kelurahan and what is near a new report: live ones of an area
            models.Index(
                fields=["wilayah"], name="isu_hidup_idx", condition=Q(bubar_at__isnull=True)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["tiket"], name="isu_satu_per_tiket", condition=Q(bubar_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kode}: {self.ringkasan}"

    def get_absolute_url(self) -> str:
        return reverse("admin:curhat_isu_change", args=[self.pk])

    @property
    def terbuka(self) -> bool:
        """Whether others may still join: not dissolved, and its ticket goes on."""
        return self.bubar_at is None and self.tiket.status not in Tiket.ENDED


class AnggotaIsu(models.Model):
    """A report's part in a shared problem; ended by undo, erasure or a move to another one.

    `tiket_semula` is the report's own ticket, merged when it joined, and `status_semula` where that
    stood: undo gives both back. `orang` is a keyed hash of whoever reported, so that one person
    counts once. `sudah_putaran` is the round of the ticket in which the resident said SESUDAH.
    """

    class Cara(models.TextChoices):
        PERTAMA = "pertama", "Laporan pertama"
        DIKONFIRMASI = "dikonfirmasi", "Usulan dibenarkan petugas"
        MANUAL = "manual", "Digabung petugas dengan kode"
        SAYA_JUGA = "saya_juga", "Warga menjawab “saya juga”"

    isu = models.ForeignKey(Isu, models.PROTECT, related_name="anggota")
    curhat = models.ForeignKey(Curhat, models.PROTECT, related_name="keanggotaan")
    cara = models.CharField("cara", max_length=12, choices=Cara)
    skor = models.FloatField("kemiripan", null=True, blank=True)
    penjelasan = models.JSONField("penjelasan", default=dict, blank=True)
    orang = models.CharField(max_length=64, blank=True, editable=False)
    tiket_semula = models.ForeignKey(
        Tiket, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    status_semula = models.CharField(max_length=20, choices=Tiket.Status, blank=True)
    sudah_putaran = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    by = models.ForeignKey(Pengguna, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("bergabung", auto_now_add=True)
    ended_at = models.DateTimeField("keluar", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "anggota masalah bersama"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["curhat"], name="anggota_isu_satu_hidup", condition=Q(ended_at__isnull=True)
            ),
            models.CheckConstraint(
                name="anggota_isu_tiket_semula_berstatus",
                condition=Q(tiket_semula__isnull=True, status_semula="")
                | (Q(tiket_semula__isnull=False) & ~Q(status_semula="")),
            ),
        ]
        indexes = [
            # all whom one ticket serves, and how many they are
            models.Index(
                fields=["isu"], name="anggota_isu_hidup_idx", condition=Q(ended_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.isu_id}: {self.curhat_id}"


class UsulanIsuQuerySet(ScopedQuerySet):
    """Proposals of an area; one that touches a private case, only for who may read such."""

    def penugasan_q(self, tugas: Any) -> Q:
        q = super().penugasan_q(tugas)
        if tugas.peran in MELIHAT_RAHASIA:
            return q
        return q & Q(curhat__rahasia=False, mirip__rahasia=False)

    def waiting(self) -> Self:
        return self.filter(status=UsulanIsu.Status.MENUNGGU)


class UsulanIsu(ScopedModel):
    """Two reports that look like one problem, with why; a moderator or the resident decides.

    The pair stays on record, so that what was refused is never proposed again.
    """

    class Status(models.TextChoices):
        MENUNGGU = "menunggu", "Menunggu"
        DITERIMA = "diterima", "Digabung"
        DITOLAK = "ditolak", "Bukan masalah yang sama"
        GUGUR = "gugur", "Gugur"

    curhat = models.ForeignKey(Curhat, models.PROTECT, related_name="usulan_isu")
    mirip = models.ForeignKey(Curhat, models.PROTECT, related_name="+", verbose_name="mirip dengan")
    skor = models.FloatField("kemiripan")
    penjelasan = models.JSONField("penjelasan", default=dict)
    status = models.CharField(max_length=8, choices=Status, default=Status.MENUNGGU)
    ditanya_at = models.DateTimeField("warga ditanya", null=True, blank=True)
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="oleh"
    )
    at = models.DateTimeField("diusulkan", auto_now_add=True)
    dijawab_at = models.DateTimeField("dijawab", null=True, blank=True)

    objects = UsulanIsuQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "usulan masalah bersama"
        ordering = ["-skor", "id"]
        constraints = [
            models.UniqueConstraint(fields=["curhat", "mirip"], name="usulan_isu_sekali"),
            models.UniqueConstraint(
                fields=["curhat"],
                name="usulan_isu_satu_menunggu",
                condition=Q(status="menunggu"),
            ),
            models.CheckConstraint(
                name="usulan_isu_bukan_diri", condition=~Q(curhat=models.F("mirip"))
            ),
            models.CheckConstraint(name="usulan_isu_skor_0_1", condition=Q(skor__range=(0, 1))),
        ]
        indexes = [
            # the queue of a desk
            models.Index(
                fields=["wilayah", "-skor"],
                name="usulan_isu_antre_idx",
                condition=Q(status="menunggu"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.curhat_id} dan {self.mirip_id}"

    def get_absolute_url(self) -> str:
        return reverse("admin:curhat_usulanisu_changelist")

    @property
    def kalimat(self) -> str:
        """Why they look alike, in words; "" once the words were erased."""
        return str(self.penjelasan.get("kalimat", ""))


class RiwayatIsu(models.Model):
    """Append-only: what happened to a shared problem; codes and numbers, nobody's words."""

    class Peristiwa(models.TextChoices):
        DIBUAT = "dibuat", "Dibuat"
        BERGABUNG = "bergabung", "Laporan bergabung"
        DIPISAH = "dipisah", "Laporan dipisah"
        KELUAR = "keluar", "Laporan keluar"
        PINDAH = "pindah", "Tiket utama beralih pelapor"
        SUDAH = "sudah", "Seorang warga menyatakan beres"
        BELUM = "belum", "Seorang warga menyatakan belum"
        DIUBAH = "diubah", "Ringkasan diubah"
        BUBAR = "bubar", "Dibubarkan"

    isu = models.ForeignKey(Isu, models.PROTECT, related_name="riwayat")
    curhat = models.ForeignKey(Curhat, models.PROTECT, null=True, related_name="+")
    peristiwa = models.CharField(max_length=10, choices=Peristiwa)
    catatan = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(Pengguna, models.PROTECT, null=True, related_name="+")
    asal_hash = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "riwayat masalah bersama"
        ordering = ["at", "id"]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.isu_id}: {self.peristiwa}"
