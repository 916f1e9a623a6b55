"""What of a visit the public may know: where it was, and never where one will be tonight.

A coming visit is a week and an RW; RT, day and kind are named once it is over, the RT only where
its host allows it (docs/keputusan/035-kunjungan-di-halaman-umum.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q

from luna_maya.catatan_rahasia import private_in, without_private
from luna_maya.dokumentasi_publik import Publik, public_of
from luna_maya.izin import izin_of_many
from luna_maya.models import Janji, Kunjungan
from luna_maya.tempat import rw_only, short_place, tanggal_hari
from wilayah.zona import at_place

S = Kunjungan.Status
PEKAN_KE_DEPAN = 4


@dataclass(frozen=True, slots=True)
class Boleh:
    """What the host of one visit allows the public to see."""

    sebut_rt: bool = False
    tampil: bool = False


@dataclass(frozen=True, slots=True)
class Mendatang:
    """Visits of one week in one RW: "Pekan ini", "RW 02", names of their kinds."""

    pekan: str
    rw: str
    jenis: str


def held_visits(kode: str) -> Any:
    """Visits of this area that are over, the newest first."""
    rows = Kunjungan.objects.in_wilayah(kode).done()
    return rows.select_related("jenis", "tuan_rumah").order_by("-mulai_at", "-pk")


def public_promises(kode: str) -> Any:
    """Promises of this area; those of a visit that goes on would tell where the lurah is, those of
    an entry that became a private case whose it is.
    """
    lewat = Q(kunjungan__isnull=True) | Q(kunjungan__status=S.SELESAI)
    rows = Janji.objects.in_wilayah(kode).filter(lewat)
    return without_private(rows, private_in(kode))


def allowed(kunjungan: Sequence[Kunjungan]) -> dict[int, Boleh]:
    """{visit's pk: what may be shown}; one query."""
    izin = izin_of_many(kunjungan)
    return {pk: Boleh(satu.may_sebut_rt, satu.may_tampil) for pk, satu in izin.items()}


def documents_of(kunjungan: Kunjungan, boleh: Boleh) -> Publik | None:
    """What the documentation of a visit may show, None where the host does not allow it."""
    return public_of(kunjungan) if boleh.tampil else None


def place_of(kunjungan: Kunjungan, boleh: Boleh) -> str:
    """The RT where its host allows it, else the RW."""
    kode = str(kunjungan.wilayah_id)
    return short_place(kode) if boleh.sebut_rt else rw_only(kode)


def next_visits(kode: str, sebutan: dict[str, str], now: datetime) -> list[Mendatang]:
    """Agreed visits of the coming weeks by week and RW, in an order that tells no day."""
    hari_ini = at_place(now, kode).date()
    senin = hari_ini - timedelta(days=hari_ini.weekday())
    sampai = senin + timedelta(weeks=PEKAN_KE_DEPAN)
    rows = (
        Kunjungan.objects.in_wilayah(kode)
        .upcoming(now)
        .filter(status__in=[S.PASTI, S.BERLANGSUNG])
        .select_related("jenis")
    )
    per: dict[tuple[date, str], set[str]] = {}
    for satu in rows:
        hari = at_place(satu.mulai_at, kode).date()
        if hari >= sampai:
            continue
        pekan = max(senin, hari - timedelta(days=hari.weekday()))
        per.setdefault((pekan, rw_only(satu.wilayah_id)), set()).add(satu.jenis.name_in(sebutan))
    return [
        Mendatang(_week(pekan, senin), rw or "seluruh kelurahan", ", ".join(sorted(jenis)))
        for (pekan, rw), jenis in sorted(per.items())
    ]


def _week(pekan: date, senin: date) -> str:
    if pekan == senin:
        return "Pekan ini"
    if pekan == senin + timedelta(weeks=1):
        return "Pekan depan"
    return f"Pekan {tanggal_hari(pekan)}"
