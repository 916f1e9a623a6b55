"""Which evenings a visit may be proposed for. Pure: dates in, dates and reasons out."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

CARI_HARI = 180  # how far ahead evenings are looked for
RAMADAN_HARI = 30  # nights before Idulfitri on which nobody should have to host a guest
_LEBARAN = "Hari Raya Idul Fitri"
_KEAGAMAAN = (
    "Idul Fitri", "Idul Adha", "Natal", "Nyepi", "Waisak", "Isra Mikraj", "Maulid",
    "Tahun Baru Islam", "Imlek", "Yesus",
)  # fmt: skip
_KAMIS = 3
HUJAN = frozenset({11, 12, 1, 2, 3, 4})
BULAN = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
         "Oktober", "November", "Desember")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Aturan:
    """What keeps an evening free. `libur`: names of holidays by day, until a month after the last
    evening that may be chosen. `terisi`: evenings with a visit of the lurah already.
    """

    libur: Mapping[date, str]
    terisi: Collection[date] = frozenset()
    per_pekan: int = 2
    menginap: bool = False
    hindari_malam_jumat: bool = True


@dataclass(frozen=True, slots=True)
class Malam:
    """Evenings to propose, and those passed over with the reason."""

    pilihan: tuple[date, ...]
    dihindari: tuple[tuple[date, str], ...]


def season_of(hari: date) -> str:
    """The season as people name it; months of the rainy one by BMKG's usual calendar."""
    return "musim hujan" if hari.month in HUJAN else "musim kemarau"


def choose_malam(mulai: date, banyak: int, aturan: Aturan) -> Malam:
    """The next evenings from `mulai` on, spread over the week, fewer when the time does not do."""
    isi = Counter(_pekan(hari) for hari in set(aturan.terisi))
    jarak = max(1, 7 // max(aturan.per_pekan, 1))
    pilihan, dihindari = list[date](), list[tuple[date, str]]()
    for n in range(CARI_HARI):
        hari = mulai + timedelta(days=n)
        if len(pilihan) >= banyak:
            break
        if hari in aturan.terisi or isi[_pekan(hari)] >= aturan.per_pekan:
            continue
        if pilihan and (hari - pilihan[-1]).days < jarak:
            continue
        if sebab := reason_against(hari, aturan):
            dihindari.append((hari, sebab))
            continue
        pilihan.append(hari)
        isi[_pekan(hari)] += 1
    return Malam(tuple(pilihan), tuple(dihindari))


def reason_against(hari: date, aturan: Aturan) -> str:
    """Why nobody should be visited on this evening; empty where nothing speaks against it."""
    if nama := aturan.libur.get(hari):
        return nama
    if not aturan.menginap:
        return ""
    besok = aturan.libur.get(hari + timedelta(days=1), "")
    if any(kata in besok for kata in _KEAGAMAAN):
        return f"malam menjelang {besok}"
    if _in_ramadan(hari, aturan.libur):
        return "bulan Ramadan: keluarga tarawih dan sahur"
    if aturan.hindari_malam_jumat and hari.weekday() == _KAMIS:
        return "malam Jumat: banyak keluarga yasinan"
    return ""


def _in_ramadan(hari: date, libur: Mapping[date, str]) -> bool:
    return any(
        nama.startswith(_LEBARAN) and 0 < (lebaran - hari).days <= RAMADAN_HARI
        for lebaran, nama in libur.items()
    )


def _pekan(hari: date) -> tuple[int, int]:
    tahun, pekan, _hari = hari.isocalendar()
    return tahun, pekan
