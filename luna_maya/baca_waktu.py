"""Days and hours as people write them in a chat: "Sabtu depan", "malam Minggu", "12/12 jam 8".

Pure: no database. Counted from `now` on the clock of the place.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

_HARI = {"senin": 0, "selasa": 1, "rabu": 2, "kamis": 3, "jumat": 4, "sabtu": 5, "minggu": 6,
         "ahad": 6}  # fmt: skip
_BULAN = {"jan": 1, "feb": 2, "mar": 3, "apr": 4, "mei": 5, "jun": 6, "jul": 7, "agu": 8, "ags": 8,
          "sep": 9, "okt": 10, "nov": 11, "des": 12}  # fmt: skip
# Prayer times as an hour to meet at: they move by some minutes in a year.
_SALAT = {"subuh": time(5), "zuhur": time(12, 30), "dzuhur": time(12, 30), "dhuhur": time(12, 30),
          "asar": time(15, 45), "ashar": time(15, 45), "magrib": time(18, 30),
          "maghrib": time(18, 30), "isya": time(19, 45), "isa": time(19, 45)}  # fmt: skip
_NAMA_HARI = "|".join(_HARI)
_BAGIAN = r"(?:\s*(pagi|siang|sore|malam|dini hari))?"
_P_MALAM = re.compile(rf"\bmalam ({_NAMA_HARI})\b(?: (depan|ini))?")
_P_HARI = re.compile(rf"\b(?:hari )?({_NAMA_HARI})\b(?: (depan|ini))?")
_P_NANTI = re.compile(r"\b(hari ini|malam ini|nanti malam|nanti|besok lusa|lusa|besok|bsk)\b")
_P_BULAN = re.compile(
    r"\b(?:tanggal |tgl )?(\d{1,2}) (jan|feb|mar|apr|mei|jun|jul|agu|ags|sep|okt|nov|des)[a-z]*"
    r"(?: (20\d\d))?\b"
)
_P_ANGKA = re.compile(r"\b(?:tanggal |tgl )?(\d{1,2})[/-](\d{1,2})(?:[/-](20\d\d))?\b")
_P_TANGGAL = re.compile(r"\b(?:tanggal|tgl) (\d{1,2})\b")
_P_JAM = re.compile(rf"\b(?:jam |pukul |jm )?(\d{{1,2}})[.:](\d\d)\b{_BAGIAN}")
_P_JAM_BULAT = re.compile(rf"\b(?:jam|pukul|jm) (\d{{1,2}})\b{_BAGIAN}")
_P_BULAT_BAGIAN = re.compile(r"\b(\d{1,2}) (pagi|siang|sore|malam)\b")
_P_SETENGAH = re.compile(rf"\b(?:jam |pukul )?setengah (\d{{1,2}})\b{_BAGIAN}")
_P_SALAT = re.compile(rf"\b(?:ba?'?k?da |habis |setelah |sesudah |abis )?({'|'.join(_SALAT)})\b")
_PENGISI = re.compile(
    r"\b(?:hari|tanggal|tgl|jam|pukul|ya|saja|aja|bisa|boleh|mulai|kalau|gimana|bagaimana|pak|bu|"
    r"kami|bisanya|nggih|pada|malam|malamnya|sore|pagi|siang|lagi|wib|wita|wit|lurah|tapi|cocoknya)\b"
)


@dataclass(slots=True)
class Waktu:
    """What was understood. `utuh`: the text said nothing else. `sisa`: the words that are left."""

    hari: date | None = None
    jam: time | None = None
    sisa: str = ""
    geser: int = field(default=0)  # "jam 12 malam" belongs to the next day

    @property
    def utuh(self) -> bool:
        bersih = re.sub(r"[\W_]+", " ", _PENGISI.sub(" ", self.sisa))
        return self.hari is not None and not bersih.strip()

    def at(self, tz: datetime, jam_biasa: time | None = None) -> datetime | None:
        """The moment on the clock of `tz` (any datetime of the place); None without a day, or
        without an hour where `jam_biasa` is not given either.
        """
        jam = self.jam or jam_biasa
        if self.hari is None or jam is None:
            return None
        hari = self.hari + timedelta(days=self.geser if self.jam else 0)
        return datetime.combine(hari, jam, tzinfo=tz.tzinfo)


def read_waktu(teks: str, now: datetime) -> Waktu:
    """Read a day and an hour out of a text; `now` on the clock of the place."""
    sisa = " ".join(teks.lower().replace("jum'at", "jumat").replace("jum’at", "jumat").split())
    hasil = Waktu(sisa=sisa)
    for pola, baca in _URUT_HARI:
        if hasil.hari is None and (cocok := pola.search(hasil.sisa)):
            hasil.hari = baca(cocok, now)
            if hasil.hari is not None:
                hasil.sisa = _cut(hasil.sisa, cocok)
    for pola, baca_jam in _URUT_JAM:
        if hasil.jam is None and (cocok := pola.search(hasil.sisa)):
            jam = baca_jam(cocok)
            if jam is not None:
                hasil.jam, hasil.geser = jam
                hasil.sisa = _cut(hasil.sisa, cocok)
    if (
        hasil.hari == now.date()
        and hasil.jam
        and _is_weekday_word(sisa)
        and hasil.jam <= now.time()
    ):
        hasil.hari += timedelta(days=7)
    return hasil


def _cut(teks: str, cocok: re.Match[str]) -> str:
    return f"{teks[: cocok.start()]} {teks[cocok.end() :]}"


def _is_weekday_word(teks: str) -> bool:
    return bool(_P_HARI.search(teks)) and not _P_NANTI.search(teks)


def _weekday(hari: int, kata: str | None, now: datetime) -> date:
    kini = now.date()
    if kata == "depan":  # of the week that begins next Monday
        return kini + timedelta(days=7 - kini.weekday() + hari)
    return kini + timedelta(days=(hari - kini.weekday()) % 7)


def _hari(cocok: re.Match[str], now: datetime) -> date | None:
    if cocok[1] == "minggu" and cocok[2] == "depan" and "hari" not in cocok[0]:
        return None  # next week, some day
    return _weekday(_HARI[cocok[1]], cocok[2], now)


def _malam(cocok: re.Match[str], now: datetime) -> date:
    """ "Malam Jumat" is Thursday's evening."""
    hari = _weekday(_HARI[cocok[1]], cocok[2], now) - timedelta(days=1)
    return hari if hari >= now.date() else hari + timedelta(days=7)


def _nanti(cocok: re.Match[str], now: datetime) -> date:
    kata = cocok[1]
    maju = 2 if "lusa" in kata else 1 if kata in {"besok", "bsk"} else 0
    return now.date() + timedelta(days=maju)


def _tanggal(tahun: str | None, bulan: int, hari: int, kini: date) -> date | None:
    """This day of the named year, or the next one to come."""
    for satu in [int(tahun)] if tahun else [kini.year, kini.year + 1]:
        try:
            calon = date(satu, bulan, hari)
        except ValueError:
            continue
        if tahun or calon >= kini:
            return calon
    return None


def _bulan(cocok: re.Match[str], now: datetime) -> date | None:
    return _tanggal(cocok[3], _BULAN[cocok[2]], int(cocok[1]), now.date())


def _angka(cocok: re.Match[str], now: datetime) -> date | None:
    return _tanggal(cocok[3], int(cocok[2]), int(cocok[1]), now.date())


def _hari_bulan(cocok: re.Match[str], now: datetime) -> date | None:
    """ "Tanggal 3": of this month, or of the next where it is over."""
    kini, n = now.date(), int(cocok[1])
    for maju in range(3):
        bulan = kini.month + maju
        try:
            calon = date(kini.year + (bulan - 1) // 12, (bulan - 1) % 12 + 1, n)
        except ValueError:
            continue
        if calon >= kini:
            return calon
    return None


def _clock(jam: int, menit: int, bagian: str | None) -> tuple[time, int] | None:
    """The hour with the part of the day that was said, and how many days it lies further on."""
    if jam > 24 or menit > 59:
        return None
    geser = 0
    if bagian == "malam" and (jam in {12, 24} or jam <= 3):
        jam, geser = (0 if jam in {12, 24} else jam), 1
    elif (bagian in {"sore", "malam"} and jam < 12) or (bagian == "siang" and jam < 6):
        jam += 12
    elif jam == 24:
        jam, geser = 0, 1
    return time(jam, menit), geser


def _jam(cocok: re.Match[str]) -> tuple[time, int] | None:
    return _clock(int(cocok[1]), int(cocok[2]), cocok[3])


def _jam_bulat(cocok: re.Match[str]) -> tuple[time, int] | None:
    return _clock(int(cocok[1]), 0, cocok[2])


def _setengah(cocok: re.Match[str]) -> tuple[time, int] | None:
    jam = int(cocok[1])
    return _clock(jam - 1, 30, cocok[2]) if 1 <= jam <= 12 else None


def _salat(cocok: re.Match[str]) -> tuple[time, int] | None:
    return _SALAT[cocok[1]], 0


_BacaHari = Callable[[re.Match[str], datetime], date | None]
_BacaJam = Callable[[re.Match[str]], tuple[time, int] | None]
_URUT_HARI: tuple[tuple[re.Pattern[str], _BacaHari], ...] = (
    (_P_BULAN, _bulan), (_P_ANGKA, _angka), (_P_TANGGAL, _hari_bulan), (_P_MALAM, _malam),
    (_P_HARI, _hari), (_P_NANTI, _nanti),
)  # fmt: skip
_URUT_JAM: tuple[tuple[re.Pattern[str], _BacaJam], ...] = (
    (_P_SETENGAH, _setengah), (_P_JAM, _jam), (_P_JAM_BULAT, _jam_bulat),
    (_P_BULAT_BAGIAN, _jam_bulat), (_P_SALAT, _salat),
)  # fmt: skip
