"""Open problems as anyone may read them: subject, place down to the RT, progress, how many people.

Never a person, a number, an address, a private case; only matters of streets and places.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.core import signing
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from curhat.isu_kelas import KATEGORI_TERBUKA, jendela_hari
from curhat.isu_mirip import DEKAT_METER, Laporan, compare_many, metres
from curhat.models import Curhat, Isu, Tiket
from curhat.services.anggota import count_public, membership, people_in_words
from curhat.services.isu import summary_of
from curhat.services.usulan import comparable, report_of
from curhat.status_warga import STATUS_WARGA
from wilayah.models import Wilayah

GARAM = "isu.saya-juga"
UMUR = 30 * 24 * 3600  # seconds a "saya juga" link works
SEDIKITNYA = 2  # people: one alone would be pointed at
MAKS_DEKAT = 3
MAKS_CALON = 500


@dataclass(frozen=True, slots=True)
class Masalah:
    """One open problem; `tanda` is the signed key of its "saya juga"."""

    tiket: int
    judul: str
    status: str
    warga: str
    sejak: datetime
    kode: str = ""

    @property
    def tanda(self) -> str:
        return signing.dumps(self.tiket, salt=GARAM)


@dataclass(frozen=True, slots=True)
class Bersama:
    """What a member's own page says of the shared problem."""

    judul: str
    warga: str
    sudah: bool


def open_problems(kode: str, jumlah: int = 6) -> list[Masalah]:
    """Shared problems of an area that the public may read, the latest first. Two queries."""
    rows = list(
        Isu.objects.open()
        .in_wilayah(kode)
        .filter(tampil=True, tiket__curhat__rahasia=False)
        .select_related("tiket")
        .order_by("-tiket__updated_at")[: jumlah * 2]
    )
    orang = count_public(rows) if rows else {}
    terbaca = [_of_isu(isu, orang[isu.pk]) for isu in rows if orang.get(isu.pk, 0) >= SEDIKITNYA]
    return terbaca[:jumlah]


def _of_isu(isu: Isu, orang: int) -> Masalah:
    return Masalah(
        tiket=isu.tiket_id,
        judul=isu.ringkasan,
        status=STATUS_WARGA[Tiket.Status(isu.tiket.status)],
        warga=people_in_words(orang),
        sejak=isu.tiket.created_at,
        kode=isu.kode,
    )


def problem_of(tanda: str, kode: str) -> tuple[Tiket, Masalah] | None:
    """The open problem of this area that a signed key names; None for any other."""
    try:
        pk = signing.loads(tanda, salt=GARAM, max_age=UMUR)
    except signing.BadSignature:
        return None
    tiket = (
        Tiket.objects.open()
        .filter(pk=pk)
        .select_related("curhat__subkategori", "curhat__wilayah", "wilayah")
        .first()
    )
    if tiket is None or not f"{tiket.wilayah_id}.".startswith(f"{kode}."):
        return None
    found = _of_tickets([tiket])
    return (tiket, found[0]) if found else None


def _of_tickets(tiket: Iterable[Tiket]) -> list[Masalah]:
    """The public words of these tickets, in their order; those nobody may read are left out."""
    semua = list(tiket)
    isu = {i.tiket_id: i for i in Isu.objects.live().filter(tiket__in=semua)}
    orang = count_public(isu.values()) if isu else {}
    hasil = []
    for satu in semua:
        bersama = isu.get(satu.pk)
        if bersama is None and _may_stand_alone(satu.curhat):
            hasil.append(_of_one(satu))
        elif bersama is not None and bersama.tampil and not satu.curhat.rahasia:
            bersama.tiket = satu
            if orang.get(bersama.pk, 0) >= SEDIKITNYA:
                hasil.append(_of_isu(bersama, orang[bersama.pk]))
    return hasil


def _may_stand_alone(curhat: Curhat) -> bool:
    """A single report nobody else told of: shown by subject and RT, unless its person hides."""
    tersembunyi = curhat.rahasia or curhat.anonim or curhat.ditahan or curhat.dihapus_at
    return not tersembunyi and curhat.kategori_id in KATEGORI_TERBUKA


def _of_one(tiket: Tiket) -> Masalah:
    return Masalah(
        tiket=tiket.pk,
        judul=summary_of(tiket.curhat),
        status=STATUS_WARGA[Tiket.Status(tiket.status)],
        warga="Sudah dilaporkan warga",
        sejak=tiket.created_at,
    )


def near_problems(laporan: Laporan) -> list[Masalah]:
    """Open public problems like this report, the likest first; without words, those at its place.

    At most three. Four queries.
    """
    if laporan.kategori and laporan.kategori not in KATEGORI_TERBUKA:
        return []
    kategori = [laporan.kategori] if laporan.kategori else KATEGORI_TERBUKA
    now = timezone.now()
    terbuka = Exists(Tiket.objects.open().filter(curhat=OuterRef("pk")))
    rows = (
        comparable(now)
        .filter(Q(tiket_bersama__isnull=False) | terbuka, rahasia=False)
        .filter(kategori__in=kategori)
        .in_wilayah(laporan.kelurahan)
        .select_related("wilayah")
        .order_by("-id")[:MAKS_CALON]
    )
    calon = {c.pk: c for c in rows}
    urut = _ranked(laporan, [report_of(c) for c in calon.values()])
    if not urut:
        return []
    tiket = _tickets_of([calon[pk] for pk in urut])
    return _of_tickets(tiket)[:MAKS_DEKAT]


def _ranked(laporan: Laporan, calon: list[Laporan]) -> list[int]:
    if laporan.teks:
        mirip = compare_many([laporan], calon, jendela=jendela_hari)[laporan.id]
        return [lain.id for lain, _seberapa in mirip]
    return [lain.id for lain in calon if _same_place(laporan, lain)]


def _same_place(satu: Laporan, lain: Laporan) -> bool:
    if satu.subkategori and satu.subkategori != lain.subkategori:
        return False
    meter = metres(satu, lain)
    if meter is not None:
        return meter <= DEKAT_METER
    return bool(satu.rt) and (satu.rw, satu.rt) == (lain.rw, lain.rt)


def _tickets_of(curhat: list[Curhat]) -> list[Tiket]:
    """The open tickets that serve these reports, each once, in their order."""
    milik = Q(curhat__in=curhat) | Q(pk__in=[c.tiket_bersama_id for c in curhat])
    rows = (
        Tiket.objects.open()
        .filter(milik)
        .select_related("curhat__subkategori", "curhat__wilayah", "wilayah")
    )
    by_curhat = {tiket.curhat_id: tiket for tiket in rows}
    by_pk = {tiket.pk: tiket for tiket in by_curhat.values()}
    urut = [by_pk.get(c.tiket_bersama_id or 0) or by_curhat.get(c.pk) for c in curhat]
    return list(dict.fromkeys(tiket for tiket in urut if tiket is not None))


def draft_report(
    kelurahan: str, *, rw: str | None, rt: str | None, lat: float | None, lng: float | None
) -> Laporan:
    """A report not sent yet, without its words; `told` adds them."""
    return Laporan(
        id=0,
        kategori="",
        subkategori="",
        kelurahan=kelurahan,
        teks="",
        at=timezone.now(),
        rw=rw,
        rt=rt,
        lat=lat,
        lng=lng,
    )


def told(draf: Laporan, *, teks: str, kategori: str, subkategori: str, jalan: str = "") -> Laporan:
    """The same with its words and what triage took them for."""
    return replace(draf, teks=teks, kategori=kategori, subkategori=subkategori, jalan=jalan)


def shared_of(curhat: Curhat) -> Bersama | None:
    """What the page of a member shows of the shared problem; None for a report on its own."""
    if curhat.tiket_bersama_id is None:
        return None
    mine = membership(curhat)
    if mine is None:
        return None
    orang = count_public([mine.isu]).get(mine.isu_id, 0)
    return Bersama(
        judul=mine.isu.ringkasan if mine.isu.tampil else "",
        warga=people_in_words(orang) if mine.isu.tampil else "",
        sudah=mine.sudah_putaran == mine.isu.tiket.putaran,
    )


def place_parts(wilayah: Wilayah) -> dict[str, str | None]:
    """RT and RW of a problem, for the report of somebody who says "saya juga"."""
    return {"rt": wilayah.rt, "rw": wilayah.rw}
