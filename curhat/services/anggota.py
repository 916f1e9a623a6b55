"""Whom a ticket serves: its own report, and the others of the shared problem (`Isu`) it carries.

The lower half of shared problems, without tickets' moves, so that those may ask it. The callers
hold the locks and the transaction.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import CharField, Count, Exists, F, Max, OuterRef, Q, Value
from django.db.models.functions import Cast, Coalesce, Concat, NullIf
from django.utils import timezone

from curhat.models import AnggotaIsu, Curhat, Isu, RiwayatIsu, Tiket
from pesan.models import Kontak
from pesan.services import hold_alamat, release_alamat
from wilayah.kripto import keyed_hash
from wilayah.models import Pengguna

P = RiwayatIsu.Peristiwa
TERKECIL = 5  # people; fewer are "beberapa warga" in public (design.md, "Public means aggregated")


def lock_curhat(pks: Iterable[int]) -> dict[int, Curhat]:
    """These reports under their locks, taken in one order so that nobody waits in a circle."""
    rows = (
        Curhat.objects.select_for_update(of=("self",))
        .select_related("wilayah", "subkategori", "kontak", "unit")
        .filter(pk__in=set(pks))
        .order_by("pk")
    )
    return {row.pk: row for row in rows}


def served(tiket: Tiket) -> list[Curhat]:
    """The reports this ticket answers, its own first; each with its contact and area."""
    rows = Curhat.objects.filter(Q(pk=tiket.curhat_id) | Q(tiket_bersama=tiket)).select_related(
        "wilayah", "subkategori", "kontak"
    )
    return sorted(rows, key=lambda c: (c.pk != tiket.curhat_id, c.pk))


def waiting_q() -> Q:
    """Reports whose resident is asked SESUDAH or BELUM and has not said SESUDAH in this round."""
    tanya = Tiket.Status.MENUNGGU_KONFIRMASI
    sudah = AnggotaIsu.objects.filter(
        curhat=OuterRef("pk"),
        ended_at__isnull=True,
        sudah_putaran=OuterRef("tiket_bersama__putaran"),
    )
    bersama = Q(tiket_bersama__status=tanya) & ~Exists(sudah)
    return bersama | Q(tiket_bersama__isnull=True, tiket__status=tanya)


def members(tiket: Tiket) -> Any:
    """Live memberships of the shared problem this ticket carries; none for an ordinary ticket."""
    return AnggotaIsu.objects.filter(
        isu__tiket=tiket, isu__bubar_at__isnull=True, ended_at__isnull=True
    )


def membership(curhat: Curhat) -> AnggotaIsu | None:
    """The live membership of a report, with its problem and the main ticket."""
    return (
        AnggotaIsu.objects.filter(curhat=curhat.pk, ended_at__isnull=True)
        .select_related("isu__tiket", "isu__subkategori", "isu__wilayah", "tiket_semula")
        .first()
    )


def person_of(kontak: Kontak | None) -> str:
    """A keyed hash by which one person counts once, whatever channel they came by; "" unknown."""
    if kontak is None:
        return ""
    return keyed_hash("isu-orang", kontak.alamat.lower().lstrip("+") or f"kontak:{kontak.pk}")


_ORANG = Coalesce(NullIf(F("orang"), Value("")), Concat(Value("c"), Cast("curhat_id", CharField())))


def count_public(isu: Iterable[Isu]) -> dict[int, int]:
    """People who may be counted in public, by problem: one person once, no private case."""
    rows = (
        AnggotaIsu.objects.filter(
            isu__in=list(isu), ended_at__isnull=True, curhat__in=Curhat.objects.public()
        )
        .values_list("isu")
        .annotate(n=Count(_ORANG, distinct=True))
        .order_by()
    )
    return dict(rows)


def people_in_words(n: int) -> str:
    """ "7 warga ikut melapor", and nothing exact below five."""
    return f"{n} warga ikut melapor" if n >= TERKECIL else "Beberapa warga ikut melapor"


def highest_urgensi(tiket: Tiket, curhat: Curhat) -> int:
    """The urgency a ticket has because of all whom it serves; `curhat` as it is in hand."""
    lain = members(tiket).exclude(curhat=curhat.pk).aggregate(n=Max("curhat__urgensi"))["n"]
    return max(curhat.urgensi, lain or 0)


def earliest_due(tiket: Tiket, sendiri: datetime) -> datetime:
    """The deadline of a ticket that took others over: the earliest that was promised to anybody."""
    lain = (
        members(tiket)
        .filter(tiket_semula__isnull=False)
        .exclude(tiket_semula=tiket)
        .values_list("tiket_semula__due_at", flat=True)
    )
    # never before it was made: the table refuses that
    return max(min([sendiri, *lain]), min(sendiri, tiket.created_at))


def note_sudah(tiket: Tiket, curhat: Curhat, *, asal: str) -> bool:
    """Write down one resident's SESUDAH; True when nobody of the shared problem is left to ask."""
    mine = members(tiket).filter(curhat=curhat.pk).select_related("isu").first()
    if mine is None:
        return True
    if mine.sudah_putaran != tiket.putaran:
        mine.sudah_putaran = tiket.putaran
        mine.save(update_fields=["sudah_putaran"])
        RiwayatIsu.objects.create(isu=mine.isu, curhat=curhat, peristiwa=P.SUDAH, asal_hash=asal)
    belum = members(tiket).filter(curhat__dihapus_at__isnull=True)
    return not belum.exclude(Q(sudah_putaran=tiket.putaran)).exists()


def note_belum(tiket: Tiket, curhat: Curhat, *, asal: str) -> None:
    """Write down whose BELUM opened a shared problem again."""
    mine = members(tiket).filter(curhat=curhat.pk).select_related("isu").first()
    if mine is not None:
        RiwayatIsu.objects.create(isu=mine.isu, curhat=curhat, peristiwa=P.BELUM, asal_hash=asal)


def confirmed(tiket: Tiket) -> set[int]:
    """The reports whose residents said SESUDAH in this round of the ticket."""
    return set(members(tiket).filter(sudah_putaran=tiket.putaran).values_list("curhat", flat=True))


def keep_alamat(tiket: Tiket) -> None:
    """A reply address lives as long as the contact's last open ticket (consent "tiket")."""
    for curhat in served(tiket):
        if curhat.kontak is None:
            continue
        if tiket.status not in Tiket.ENDED:
            hold_alamat(curhat.kontak)
        else:
            release_alamat(curhat.kontak)


def holds_alamat(kontak: Kontak) -> bool:
    """Whether an open ticket serves this person (settings.PENAHAN_ALAMAT)."""
    milik = Q(curhat__kontak=kontak) | Q(dilayani__kontak=kontak)
    return Tiket.objects.open().filter(milik).exists()


def leave_isu(
    curhat: Curhat, *, sebab: str, by: Pengguna | None = None, peristiwa: str = P.KELUAR
) -> AnggotaIsu | None:
    """End a report's part in its shared problem; the others' ticket goes on, theirs if need be.

    Gives the membership that ended, None where there was none. A problem with one report left is
    none any more.
    """
    mine = membership(curhat)
    if mine is None:
        return None
    mine.ended_at, mine.orang, mine.penjelasan = timezone.now(), "", {}
    mine.save(update_fields=["ended_at", "orang", "penjelasan"])
    curhat.tiket_bersama = None
    Curhat.objects.filter(pk=curhat.pk).update(tiket_bersama=None)
    RiwayatIsu.objects.create(
        isu=mine.isu, curhat=curhat, peristiwa=peristiwa, catatan=sebab[:200], by=by
    )
    _settle(mine.isu, by=by)
    return mine


def _settle(isu: Isu, *, by: Pengguna | None) -> None:
    """After somebody left: the ticket belongs to one who stays, and one alone shares nothing."""
    sisa = list(
        isu.anggota.filter(ended_at__isnull=True)
        .select_related("curhat")
        .order_by("curhat__rahasia", "id")
    )
    tiket = Tiket.objects.select_for_update(of=("self",)).get(pk=isu.tiket_id)
    if sisa and tiket.curhat_id not in {a.curhat_id for a in sisa}:
        tiket.curhat = sisa[0].curhat
        tiket.save(update_fields=["curhat", "updated_at"])
        RiwayatIsu.objects.create(isu=isu, curhat=sisa[0].curhat, peristiwa=P.PINDAH, by=by)
    if len(sisa) <= 1:
        end_isu(isu, by=by)


def end_isu(isu: Isu, *, by: Pengguna | None) -> None:
    """The problem is shared no longer: whoever is left keeps the ticket alone."""
    now = timezone.now()
    for satu in isu.anggota.filter(ended_at__isnull=True):
        Curhat.objects.filter(pk=satu.curhat_id).update(tiket_bersama=None)
        satu.ended_at, satu.orang, satu.penjelasan = now, "", {}
        satu.save(update_fields=["ended_at", "orang", "penjelasan"])
    isu.bubar_at = now
    isu.save(update_fields=["bubar_at", "updated_at"])
    RiwayatIsu.objects.create(isu=isu, peristiwa=P.BUBAR, by=by)
