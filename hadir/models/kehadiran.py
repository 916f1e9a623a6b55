from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Q

from hadir.models.sesi import SesiHadir
from wilayah.models import Pengguna
from wilayah.scope import ScopedQuerySet

# A row may be taken back once, with its reason; nothing else of it ever changes.
_HANYA_BATAL = """
IF TG_OP = 'DELETE' AND current_setting('hai_lurah.purge', true) = 'on' THEN RETURN OLD; END IF;
IF TG_OP = 'UPDATE' THEN
    IF OLD.dibatalkan_at IS NULL AND NEW.dibatalkan_at IS NOT NULL
        AND (NEW.sesi_id, NEW.kunci_orang, NEW.cara, NEW.perangkat, NEW.dicatat_at)
            = (OLD.sesi_id, OLD.kunci_orang, OLD.cara, OLD.perangkat, OLD.dicatat_at)
        AND NEW.dicatat_oleh_id IS NOT DISTINCT FROM OLD.dicatat_oleh_id
    THEN RETURN NEW; END IF;
END IF;
RAISE EXCEPTION 'append-only: % on % refused', TG_OP, TG_TABLE_NAME;
"""


class KehadiranQuerySet(ScopedQuerySet):
    """Presences of the sessions of one's area."""

    scope_wilayah = "sesi__wilayah"

    def valid(self) -> Self:
        return self.filter(dibatalkan_at__isnull=True)


class Kehadiran(models.Model):
    """That somebody was there. `kunci_orang` ("peserta:55") is the app's own key, never a name.

    `perangkat` tells phones apart within this table (a keyed hash of a random cookie), so that a
    facilitator sees when one phone signed in several people.
    """

    class Cara(models.TextChoices):
        QR = "qr", "Memindai kode di layar"
        PIN = "pin", "Mengetik angka di layar"
        DAFTAR = "daftar", "Dicentang petugas"

    sesi = models.ForeignKey(SesiHadir, models.PROTECT, related_name="kehadiran")
    kunci_orang = models.CharField("orang", max_length=60)
    cara = models.CharField("cara", max_length=6, choices=Cara)
    perangkat = models.CharField(max_length=16, blank=True, editable=False)
    dicatat_at = models.DateTimeField("dicatat", auto_now_add=True)
    dicatat_oleh = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="dicatat oleh",
    )  # fmt: skip
    dibatalkan_at = models.DateTimeField("dibatalkan", null=True, blank=True)
    dibatalkan_oleh = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="dibatalkan oleh",
    )  # fmt: skip
    alasan = models.CharField("alasan dibatalkan", max_length=200, blank=True)

    objects = KehadiranQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "kehadiran"
        ordering = ["dicatat_at", "id"]
        indexes = [
            # how often one person was there, over all sessions
            models.Index(fields=["kunci_orang"], name="kehadiran_orang_idx"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["sesi", "kunci_orang"],
                name="kehadiran_sekali",
                condition=Q(dibatalkan_at__isnull=True),
            ),
            models.CheckConstraint(name="kehadiran_berorang", condition=~Q(kunci_orang="")),
            models.CheckConstraint(
                name="kehadiran_daftar_oleh_petugas",
                condition=~Q(cara="daftar") | Q(dicatat_oleh__isnull=False),
            ),
            models.CheckConstraint(
                name="kehadiran_batal_beralasan",
                condition=Q(dibatalkan_at__isnull=True, dibatalkan_oleh__isnull=True, alasan="")
                | Q(dibatalkan_at__isnull=False, dibatalkan_oleh__isnull=False) & ~Q(alasan=""),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="hanya_batal",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=_HANYA_BATAL,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sesi_id}: {self.kunci_orang}"
