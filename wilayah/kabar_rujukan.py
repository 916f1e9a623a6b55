"""News between two desks after a hand-over: one history which both sides read.

The desk that took the work tells where it came from how it goes (`tell_asal`), and hears from
there what is added (`tell_tujuan`). A desk that wants to act on news has `on_kabar` (as the side
it came from) or `on_kabar_asal` (as the side that took it); without, the history alone keeps it.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from wilayah.models import Pengguna, RiwayatRujukan, Rujukan
from wilayah.rujukan import mask_catatan, meja_of, origin_desk


class Akhir(StrEnum):
    """How the work ended at the other desk, where it did."""

    BELUM = ""
    SELESAI = "selesai"
    KEMBALI = "kembali"


@dataclass(frozen=True, slots=True)
class Kabar:
    """What one desk tells the other. `teks`: one sentence, which the person it is about may read
    where `untuk_warga`; `catatan`: more, for staff of the two desks alone.
    """

    teks: str
    catatan: str = ""
    untuk_warga: bool = False
    akhir: Akhir = Akhir.BELUM


class MejaAsal(Protocol):
    """A desk whose work was taken elsewhere and that acts on news of it."""

    def on_kabar(self, rujukan: Rujukan, kabar: Kabar, by: Pengguna | None) -> None:
        """Write it where the work's own readers look; end the work where `kabar.akhir` says so."""


class MejaTujuan(Protocol):
    """A desk that took work and acts on news of where it came from."""

    def on_kabar_asal(self, rujukan: Rujukan, kabar: Kabar, by: Pengguna | None) -> None:
        """Write it where those who do the work look. Must not lock the work: its source is."""


@transaction.atomic
def tell_asal(rujukan: Rujukan, kabar: Kabar, *, by: Pengguna | None) -> None:
    """News of accepted work for where it came from."""
    _write(rujukan, kabar, RiwayatRujukan.Dari.TUJUAN, by)
    asal: Any = origin_desk(rujukan)
    if hasattr(asal, "on_kabar"):
        asal.on_kabar(rujukan, kabar, by)


@transaction.atomic
def tell_tujuan(sumber: models.Model, kabar: Kabar, *, by: Pengguna | None) -> int:
    """News of a piece of work for each desk that made something of it; gives how many."""
    rows = Rujukan.objects.filter(
        sumber_tipe=ContentType.objects.get_for_model(sumber), sumber_id=str(sumber.pk),
        status=Rujukan.Status.DITERIMA,
    ).exclude(hasil_id="")  # fmt: skip
    # one thing made of several hand-overs hears of it once, by the newest
    terbaru = {(r.hasil_tipe_id, r.hasil_id): r for r in rows.order_by("pk")}
    for rujukan in terbaru.values():
        _write(rujukan, kabar, RiwayatRujukan.Dari.ASAL, by)
        tujuan: Any = meja_of(rujukan.meja)
        if hasattr(tujuan, "on_kabar_asal"):
            tujuan.on_kabar_asal(rujukan, kabar, by)
    return len(terbaru)


def _write(rujukan: Rujukan, kabar: Kabar, dari: str, by: Pengguna | None) -> None:
    RiwayatRujukan.objects.create(
        rujukan=rujukan, status=rujukan.status, dari=dari, by=by, untuk_warga=kabar.untuk_warga,
        catatan=mask_catatan("\n".join(filter(None, [kabar.teks, kabar.catatan]))),
    )  # fmt: skip
