"""The clock of an area: WIB, WITA or WIT by its province (Keppres 41/1987, new provinces added)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

_WITA = frozenset(["51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"])
_WIT = frozenset(["81", "82", "91", "92", "93", "94", "95", "96"])
_ZONA = {"WIB": ZoneInfo("Asia/Jakarta"), "WITA": ZoneInfo("Asia/Makassar"),
         "WIT": ZoneInfo("Asia/Jayapura")}  # fmt: skip


def nama_zona(kode: str | None) -> str:
    """ "WIB", "WITA" or "WIT": what is written behind a time in this area."""
    provinsi = (kode or "")[:2]
    if provinsi in _WITA:
        return "WITA"
    return "WIT" if provinsi in _WIT else "WIB"


def zona_of(kode: str | None) -> ZoneInfo:
    """The time zone of an area's code; WIB without one."""
    return _ZONA[nama_zona(kode)]


def at_place(moment: datetime, kode: str | None) -> datetime:
    """The same moment on the clock of this area. Raises ValueError for one without a zone."""
    if moment.tzinfo is None:
        raise ValueError("waktu harus memakai zona")
    return moment.astimezone(zona_of(kode))


def hari_ini(kode: str | None) -> date:
    """Today on the clock of this area."""
    return at_place(timezone.now(), kode).date()
