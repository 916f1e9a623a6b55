"""What waits for one person today, collected from the parts of RUKO PARSEL.

HARI_INI names the sources; each is a function (user, now) -> list[Butir] that takes at most two
queries whatever the number of rows, shows at most BANYAK lines, and gives nothing to whom its
matters do not concern.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.module_loading import import_string

BANYAK = 8  # lines of one source; the last of more leads to the list

MENUNGGU, LEWAT, DATANG = "menunggu", "lewat", "datang"
JUDUL = {
    MENUNGGU: "Menunggu saya",
    LEWAT: "Sudah lewat batas",
    DATANG: "Datang hari ini",
}
KOSONG = {
    MENUNGGU: "Tidak ada yang menunggu Anda.",
    LEWAT: "Tidak ada yang lewat batas.",
    DATANG: "Belum ada yang dijadwalkan datang hari ini.",
}

HARI_INI: tuple[str, ...] = (
    "ruko_parsel.hari_ini_permintaan.desk_items",
    "ruko_parsel.hari_ini_permintaan.village_items",
    "ruko_parsel.hari_ini_permintaan.report_items",
    "ruko_parsel.hari_ini_meja.answer_items",
    "ruko_parsel.hari_ini_meja.disposition_items",
    "ruko_parsel.hari_ini_meja.follow_up_items",
    "ruko_parsel.hari_ini_rapat.minutes_items",
    "ruko_parsel.hari_ini_rapat.invitation_items",
    "ruko_parsel.hari_ini_rapat.meeting_items",
    "ruko_parsel.hari_ini_rumah.booking_items",
    "ruko_parsel.hari_ini_rumah.guest_items",
    "ruko_parsel.hari_ini_antre.queue_items",
)


@dataclass(frozen=True, slots=True)
class Butir:
    """One line: what it is, what to know of it, and the page where it is done.

    `bagian` is MENUNGGU, LEWAT or DATANG; `mendesak` marks what cannot wait for tomorrow.
    """

    judul: str
    keterangan: str
    url: str
    mendesak: bool = False
    bagian: str = MENUNGGU


@dataclass(frozen=True, slots=True)
class Kelompok:
    """One of the page's parts with its lines, the pressing ones first."""

    kunci: str
    judul: str
    kosong: str
    butir: list[Butir]


def read_hari_ini(user: Any, now: datetime) -> list[Kelompok]:
    """All lines of this person, in the order of the parts."""
    semua: list[Butir] = []
    for path in HARI_INI:
        semua += import_string(path)(user, now)
    return [
        Kelompok(
            kunci, judul, KOSONG[kunci],
            sorted((b for b in semua if b.bagian == kunci), key=lambda b: not b.mendesak),
        )
        for kunci, judul in JUDUL.items()
    ]  # fmt: skip
