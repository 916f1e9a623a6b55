from datetime import date
from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse

from ruko_parsel.models.permintaan import Permintaan
from ruko_parsel.models.rapat import Rapat
from ruko_parsel.models.tindak_lanjut import TindakLanjut
from ruko_parsel.models.undangan_rapat import UndanganRapat
from wilayah.models import Pengguna, Wilayah
from wilayah.scope import ScopedQuerySet, prefix_q

# What was approved stays as it was approved; corrections are a new version.
_BEKU = """
IF TG_OP = 'DELETE' AND current_setting('hai_lurah.purge', true) = 'on' THEN RETURN OLD; END IF;
IF OLD.disetujui_at IS NOT NULL THEN
    RAISE EXCEPTION 'frozen: % on % refused', TG_OP, TG_TABLE_NAME;
END IF;
IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
RETURN NEW;
"""
_INDUK_BEKU = """
IF TG_OP = 'DELETE' AND current_setting('hai_lurah.purge', true) = 'on' THEN RETURN OLD; END IF;
IF EXISTS (SELECT 1 FROM ruko_parsel_notulen n WHERE n.disetujui_at IS NOT NULL
           AND n.id = (CASE WHEN TG_OP = 'INSERT' THEN NEW.notulen_id ELSE OLD.notulen_id END)) THEN
    RAISE EXCEPTION 'frozen: % on % refused', TG_OP, TG_TABLE_NAME;
END IF;
IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
RETURN NEW;
"""
# Of a decision in force nothing changes but when it was asked for; the rest is its follow-up's.
_KEPUTUSAN_BEKU = """
IF TG_OP = 'DELETE' AND current_setting('hai_lurah.purge', true) = 'on' THEN RETURN OLD; END IF;
IF OLD.berlaku_at IS NOT NULL AND (TG_OP = 'DELETE' OR
    (NEW.rapat_id, NEW.notulen_id, NEW.nomor, NEW.isi, NEW.tenggat, NEW.berlaku_at)
        IS DISTINCT FROM
    (OLD.rapat_id, OLD.notulen_id, OLD.nomor, OLD.isi, OLD.tenggat, OLD.berlaku_at)
    OR (NEW.wilayah_id, NEW.agenda_id, NEW.permintaan_id, NEW.tindak_lanjut_id,
        NEW.penanggung_jawab_id, NEW.penanggung_teks)
        IS DISTINCT FROM (OLD.wilayah_id, OLD.agenda_id, OLD.permintaan_id, OLD.tindak_lanjut_id,
        OLD.penanggung_jawab_id, OLD.penanggung_teks)) THEN
    RAISE EXCEPTION 'frozen: % on % refused', TG_OP, TG_TABLE_NAME;
END IF;
IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
RETURN NEW;
"""


def _frozen(func: str, *, insert: bool = False) -> list[pgtrigger.Trigger]:
    operasi = pgtrigger.Update | pgtrigger.Delete
    return [
        pgtrigger.Trigger(
            name="beku", when=pgtrigger.Before, func=func,
            operation=operasi | pgtrigger.Insert if insert else operasi,
        )
    ]  # fmt: skip


class AgendaRapat(models.Model):
    """One item of a meeting, in its order. An open request, what became of an earlier decision, or
    anything else. `wilayah`: the village it concerns; empty where it is for all.
    """

    class Jenis(models.TextChoices):
        TINDAK_LANJUT = "tindak_lanjut", "Tindak lanjut rapat lalu"
        PERMINTAAN = "permintaan", "Permintaan desa"
        LAIN = "lain", "Pokok lain"

    rapat = models.ForeignKey(Rapat, models.PROTECT, related_name="agenda")
    jenis = models.CharField(max_length=13, choices=Jenis.choices)
    urut = models.PositiveSmallIntegerField("urutan")
    judul = models.CharField("pokok", max_length=200)
    permintaan = models.ForeignKey(
        Permintaan, models.PROTECT, null=True, blank=True, related_name="agenda_rapat"
    )
    keputusan_lalu = models.ForeignKey(
        "Keputusan", models.PROTECT, null=True, blank=True, related_name="agenda_lanjutan"
    )
    wilayah = models.ForeignKey(
        Wilayah, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="desa"
    )
    # putting it here is what made the request "dijadwalkan"; taking it off takes that back
    menjadwalkan = models.BooleanField(default=False, editable=False)
    menit = models.PositiveSmallIntegerField("menit", default=10)
    pembawa = models.CharField("dibawakan oleh", max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "agenda rapat"
        ordering = ["rapat", "urut", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rapat", "permintaan"], name="agenda_permintaan_sekali",
                violation_error_message="Permintaan ini sudah ada di agenda.",
            ),
            models.UniqueConstraint(
                fields=["rapat", "keputusan_lalu"], name="agenda_keputusan_sekali"
            ),
            models.CheckConstraint(
                name="agenda_sesuai_jenis",
                condition=Q(jenis="permintaan", permintaan__isnull=False,
                            keputusan_lalu__isnull=True, wilayah__isnull=False)
                | Q(jenis="tindak_lanjut", permintaan__isnull=True, keputusan_lalu__isnull=False)
                | Q(jenis="lain", permintaan__isnull=True, keputusan_lalu__isnull=True),
            ),
            models.CheckConstraint(
                name="agenda_menit_wajar", condition=Q(menit__range=(1, 240)),
                violation_error_message="Antara 1 dan 240 menit.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.judul


class Notulen(models.Model):
    """The minutes of a meeting, one row a version. Approved by the chair it is frozen; what was
    wrong is put right in the next version, which says why.
    """

    rapat = models.ForeignKey(Rapat, models.PROTECT, related_name="notulen")
    versi = models.PositiveSmallIntegerField("versi", default=1)
    pembuka = models.TextField("pembukaan", blank=True)
    penutup = models.TextField("penutup", blank=True)
    catatan_koreksi = models.CharField("yang dibetulkan", max_length=240, blank=True)
    simpanan = models.PositiveIntegerField(default=0, editable=False)
    oleh = models.ForeignKey(
        Pengguna, models.PROTECT, related_name="+", verbose_name="ditulis oleh"
    )
    disetujui_oleh = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="disetujui oleh",
    )  # fmt: skip
    disetujui_at = models.DateTimeField("disetujui pada", null=True, blank=True)
    created_at = models.DateTimeField("dibuat", auto_now_add=True)
    updated_at = models.DateTimeField("diubah", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "notulen"
        ordering = ["rapat", "-versi"]
        constraints = [
            models.UniqueConstraint(fields=["rapat", "versi"], name="notulen_versi_sekali"),
            # one draft a meeting: two who begin at one instant write the same one
            models.UniqueConstraint(
                fields=["rapat"], name="notulen_satu_draf", condition=Q(disetujui_at__isnull=True)
            ),
            models.CheckConstraint(
                name="notulen_disetujui_oleh",
                condition=Q(disetujui_at__isnull=True, disetujui_oleh__isnull=True)
                | Q(disetujui_at__isnull=False, disetujui_oleh__isnull=False),
            ),
            models.CheckConstraint(
                name="notulen_koreksi_beralasan", condition=Q(versi=1) ^ ~Q(catatan_koreksi=""),
                violation_error_message="Tulis apa yang dibetulkan.",
            ),
        ]  # fmt: skip
        triggers = _frozen(_BEKU)

    def __str__(self) -> str:
        return f"{self.rapat_id} versi {self.versi}"

    @property
    def is_beku(self) -> bool:
        return self.disetujui_at is not None


class IsiNotulen(models.Model):
    """What was said about one item of the agenda."""

    notulen = models.ForeignKey(Notulen, models.PROTECT, related_name="isi")
    agenda = models.ForeignKey(AgendaRapat, models.PROTECT, related_name="isi")
    teks = models.TextField("pembahasan", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "isi notulen"
        ordering = ["agenda__urut", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["notulen", "agenda"], name="isi_notulen_sekali"),
        ]
        triggers = _frozen(_INDUK_BEKU, insert=True)

    def __str__(self) -> str:
        return f"{self.notulen_id}: {self.agenda_id}"


class KeputusanQuerySet(ScopedQuerySet):
    """Decisions: the kecamatan's own, and those in force for one's village, for all who were
    asked to the meeting, or in one's own hands.
    """

    scope_wilayah = "rapat__wilayah"

    def scope_q(self, user: object, peran: frozenset[str] | None = None) -> Q:
        dasar: Q = super().scope_q(user, peran)
        return dasar | Q(tindak_lanjut__siapa=user)

    def penugasan_q(self, tugas: object) -> Q:
        dasar: Q = super().penugasan_q(tugas)
        kode = getattr(tugas, "wilayah_id", None)
        if not kode:
            return dasar
        ikut = UndanganRapat.objects.sent().filter(prefix_q("wilayah", kode)).values("rapat")
        milik = prefix_q("wilayah", kode) | Q(wilayah__isnull=True, rapat__in=ikut)
        # of a confidential request a village reads what its own filer asked for
        terbuka = (
            Q(permintaan__isnull=True)
            | Q(permintaan__rahasia=False)
            | Q(permintaan__pemohon=getattr(tugas, "pengguna_id", None))
        )
        return dasar | (Q(berlaku_at__isnull=False) & milik & terbuka)

    def in_wilayah(self, kode: str) -> Self:
        return self.filter(prefix_q("wilayah", kode) | prefix_q("rapat__wilayah", kode))

    def open(self) -> Self:
        """In force and not done."""
        return self.filter(tindak_lanjut__status__in=Keputusan.TERBUKA)

    def late(self, hari: date) -> Self:
        return self.open().filter(tindak_lanjut__sampai__lt=hari)


class Keputusan(models.Model):
    """What a meeting decided: who does what, by when; frozen as it was approved.

    In force it is a `TindakLanjut`, which holds how it goes on and is asked for until it is done.
    `wilayah`: the village it concerns, empty for all.
    """

    TERBUKA = (TindakLanjut.Status.RENCANA, TindakLanjut.Status.BERJALAN)

    rapat = models.ForeignKey(Rapat, models.PROTECT, related_name="keputusan")
    notulen = models.ForeignKey(Notulen, models.PROTECT, related_name="keputusan")
    nomor = models.PositiveSmallIntegerField("nomor")
    agenda = models.ForeignKey(
        AgendaRapat, models.PROTECT, null=True, blank=True, related_name="keputusan"
    )
    permintaan = models.ForeignKey(
        Permintaan, models.PROTECT, null=True, blank=True, related_name="keputusan_rapat"
    )
    wilayah = models.ForeignKey(
        Wilayah, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="berlaku untuk desa",
    )  # fmt: skip
    isi = models.CharField("isi keputusan", max_length=240)
    penanggung_jawab = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="keputusan_rapat",
        verbose_name="penanggung jawab",
    )  # fmt: skip
    penanggung_teks = models.CharField("penanggung jawab lain", max_length=120, blank=True)
    tenggat = models.DateField("tenggat")
    berlaku_at = models.DateTimeField("berlaku sejak", null=True, blank=True)
    tindak_lanjut = models.OneToOneField(
        TindakLanjut, models.PROTECT, null=True, blank=True, related_name="keputusan",
        verbose_name="tindak lanjut",
    )  # fmt: skip
    tahap = models.CharField(max_length=16, blank=True, editable=False)  # asked last, and when
    tanya_at = models.DateTimeField("terakhir ditanya", null=True, blank=True, editable=False)
    balas_hash = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField("dibuat", auto_now_add=True)

    objects = KeputusanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "keputusan rapat"
        ordering = ["-rapat", "nomor"]
        indexes = [
            # chat: whose decision an answer is about
            models.Index(
                fields=["balas_hash"], name="keputusan_balas_idx", condition=~Q(balas_hash="")
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["rapat", "nomor"], name="keputusan_nomor_sekali"),
            models.CheckConstraint(
                name="keputusan_ada_penanggung",
                condition=Q(penanggung_jawab__isnull=False) | ~Q(penanggung_teks=""),
                violation_error_message="Pilih atau tulis penanggung jawabnya.",
            ),
            models.CheckConstraint(
                name="keputusan_berlaku_ditindaklanjuti",
                condition=Q(berlaku_at__isnull=True, tindak_lanjut__isnull=True)
                | Q(berlaku_at__isnull=False, tindak_lanjut__isnull=False),
            ),
            models.CheckConstraint(name="keputusan_berisi", condition=~Q(isi="")),
        ]  # fmt: skip
        triggers = _frozen(_KEPUTUSAN_BEKU)

    def __str__(self) -> str:
        return f"Keputusan {self.nomor}: {self.isi[:80]}"

    def get_absolute_url(self) -> str:
        return reverse("admin:ruko_parsel_keputusan_change", args=[self.pk])

    @property
    def oleh_siapa(self) -> str:
        """Who does it now."""
        if self.tindak_lanjut is not None:
            return self.tindak_lanjut.oleh
        return str(self.penanggung_jawab) if self.penanggung_jawab else self.penanggung_teks

    @property
    def batas(self) -> date:
        """The day it is due now, which may be later than was decided."""
        return self.tindak_lanjut.sampai if self.tindak_lanjut is not None else self.tenggat

    @property
    def keadaan(self) -> str:
        """How it goes on, in words."""
        if self.tindak_lanjut is None:
            return "Menunggu persetujuan notulen"
        return str(self.tindak_lanjut.get_status_display())

    @property
    def hasil(self) -> str:
        """What came of it, or why it was dropped."""
        baris = self.tindak_lanjut
        return "" if baris is None else str(baris.bukti or baris.alasan_batal)

    @property
    def is_open(self) -> bool:
        return self.tindak_lanjut is not None and self.tindak_lanjut.status in self.TERBUKA
