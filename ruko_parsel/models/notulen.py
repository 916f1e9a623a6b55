from datetime import date
from typing import Self

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from pesan.models import Lampiran
from ruko_parsel.models.permintaan import Permintaan
from ruko_parsel.models.rapat import Rapat
from ruko_parsel.models.undangan_rapat import UndanganRapat
from wilayah.append_only import triggers
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
# Of a decision that is in force only how it goes on may change, never what was decided.
_KEPUTUSAN_BEKU = """
IF TG_OP = 'DELETE' AND current_setting('hai_lurah.purge', true) = 'on' THEN RETURN OLD; END IF;
IF OLD.berlaku_at IS NOT NULL AND (TG_OP = 'DELETE' OR
    (NEW.rapat_id, NEW.notulen_id, NEW.nomor, NEW.isi, NEW.tenggat_awal, NEW.berlaku_at)
        IS DISTINCT FROM
    (OLD.rapat_id, OLD.notulen_id, OLD.nomor, OLD.isi, OLD.tenggat_awal, OLD.berlaku_at)
    OR (NEW.wilayah_id, NEW.agenda_id, NEW.permintaan_id)
        IS DISTINCT FROM (OLD.wilayah_id, OLD.agenda_id, OLD.permintaan_id)) THEN
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
        return dasar | Q(penanggung_jawab=user, berlaku_at__isnull=False)

    def penugasan_q(self, tugas: object) -> Q:
        dasar: Q = super().penugasan_q(tugas)
        kode = getattr(tugas, "wilayah_id", None)
        if not kode:
            return dasar
        ikut = UndanganRapat.objects.sent().filter(prefix_q("wilayah", kode)).values("rapat")
        milik = prefix_q("wilayah", kode) | Q(wilayah__isnull=True, rapat__in=ikut)
        return dasar | (Q(berlaku_at__isnull=False) & milik)

    def in_wilayah(self, kode: str) -> Self:
        return self.filter(prefix_q("wilayah", kode) | prefix_q("rapat__wilayah", kode))

    def open(self) -> Self:
        """In force and not done."""
        return self.filter(berlaku_at__isnull=False, status__in=Keputusan.TERBUKA)

    def late(self, hari: date) -> Self:
        return self.open().filter(tenggat__lt=hari)


class Keputusan(models.Model):
    """What a meeting decided: who does what, by when. In force once the minutes are approved, and
    asked for until it is done. `wilayah`: the village it concerns, empty for all.
    """

    class Status(models.TextChoices):
        BELUM = "belum", "Belum dikerjakan"
        BERJALAN = "berjalan", "Sedang dikerjakan"
        SELESAI = "selesai", "Selesai"
        BATAL = "batal", "Tidak dilanjutkan"

    TERBUKA = (Status.BELUM, Status.BERJALAN)

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
    isi = models.CharField("isi keputusan", max_length=400)
    penanggung_jawab = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="keputusan_rapat",
        verbose_name="penanggung jawab",
    )  # fmt: skip
    penanggung_teks = models.CharField("penanggung jawab lain", max_length=120, blank=True)
    tenggat_awal = models.DateField("tenggat semula", editable=False)
    tenggat = models.DateField("tenggat")
    berlaku_at = models.DateTimeField("berlaku sejak", null=True, blank=True)
    status = models.CharField("keadaan", max_length=8, choices=Status.choices, default=Status.BELUM)
    hasil = models.CharField("hasil atau alasan", max_length=240, blank=True)
    bukti = models.ForeignKey(
        Lampiran, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bukti"
    )
    done_at = models.DateTimeField("selesai pada", null=True, blank=True)
    tahap = models.CharField(max_length=16, blank=True, editable=False)  # asked last, and when
    tanya_at = models.DateTimeField("terakhir ditanya", null=True, blank=True, editable=False)
    balas_hash = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField("dibuat", auto_now_add=True)

    objects = KeputusanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "keputusan rapat"
        ordering = ["tenggat", "pk"]
        indexes = [
            # what is to be asked for today, and the open list
            models.Index(fields=["status", "tenggat"], name="keputusan_tenggat_idx"),
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
                name="keputusan_done_iff_selesai",
                condition=Q(status__in=["selesai", "batal"], done_at__isnull=False)
                | Q(status__in=["belum", "berjalan"], done_at__isnull=True),
            ),
            models.CheckConstraint(
                name="keputusan_berjalan_berlaku",
                condition=Q(status="belum") | Q(berlaku_at__isnull=False),
            ),
            models.CheckConstraint(
                name="keputusan_batal_beralasan", condition=~Q(status="batal") | ~Q(hasil=""),
                violation_error_message="Tulis mengapa tidak dilanjutkan.",
            ),
            models.CheckConstraint(
                name="keputusan_tenggat_tidak_maju", condition=Q(tenggat__gte=F("tenggat_awal"))
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
        """Who does it."""
        if self.penanggung_jawab is None:
            return self.penanggung_teks
        return str(self.penanggung_jawab)

    @property
    def is_open(self) -> bool:
        return self.berlaku_at is not None and self.status in self.TERBUKA


class RiwayatKeputusan(models.Model):
    """Append-only: what was said and done about a decision."""

    keputusan = models.ForeignKey(Keputusan, models.PROTECT, related_name="riwayat")
    ke = models.CharField(max_length=8, choices=Keputusan.Status.choices)
    apa = models.CharField("apa", max_length=120)
    catatan = models.TextField("catatan", blank=True)
    by = models.ForeignKey(Pengguna, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("pada", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "riwayat keputusan"
        ordering = ["at", "pk"]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.keputusan_id}: {self.apa}"
