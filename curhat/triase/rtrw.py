"""RT and RW numbers in a text, in the many forms residents write them."""

import re
from dataclasses import dataclass

from wilayah.rtrw import normal_rt, normal_rw

_KATA_ANGKA = (
    "satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas|"
    "siji|loro|telu|papat|enem|pitu|wolu|sanga|songo"
)
_NOMOR = (
    r"(?:o?\d{1,3}(?![\d])|[ivx]{1,5}(?![a-z0-9])"
    rf"|(?:{_KATA_ANGKA})(?:\s(?:belas|puluh))?(?:\s(?:{_KATA_ANGKA}))?(?![a-z]))"
)
_PENYELA = r"[\s.,:;=#\-/(_*]{0,4}(?:(?:no|nomor|nomer)\b[\s.:]{0,3})?"
_LABEL = re.compile(
    r"(?<![a-z])(?:"
    r"(?P<dua>r\.?\s?t\.?\s?[/\-,.&]?\s?r\.?\s?w)"
    r"|(?P<rt>r\s?\.?\s?t|er\s?te)"
    r"|(?P<rw>r\s?\.?\s?w|er\s?we))"
    rf"(?![a-z])\.?{_PENYELA}(?P<nomor>{_NOMOR})",
)
_LANJUT = re.compile(
    rf"(?P<antara>\s?[/,&+\-.]\s?|\s(?:dan|sampai|s/d|sd|hingga|atau|dan/atau)\s|\s)(?P<nomor>{_NOMOR})"
)
# A number followed by one of these counts or dates something; it is no RT or RW.
_BUKAN = re.compile(
    r"\s?(?:%|x\b|[.:,]\d|(?:kali|orang|org|hari|minggu|mgg|bulan|bln|tahun|thn|jam(?!\s?\d)|menit|juta|jt|"
    r"ribu|rb|meter|mtr|km|kk|unit|buah|titik|pun|sama|"
    r"jan(?:uari)?|feb(?:ruari)?|mar(?:et)?|apr(?:il)?|mei|juni?|juli?|agustus|agu|sep(?:tember)?|"
    r"okt(?:ober)?|nov(?:ember)?|des(?:ember)?)\b)"
)
DEKAT = 30  # characters between an RT and the RW that belongs to it


@dataclass(frozen=True, slots=True)
class RtRw:
    """RT and RW found, each with the words that said so; None where the text has none."""

    rt: str | None = None
    rw: str | None = None
    frasa: str = ""


@dataclass(frozen=True, slots=True)
class _Sebutan:
    jenis: str
    nomor: str
    mulai: int
    akhir: int


def extract_rtrw(teks: str) -> RtRw:
    """Return the RT and RW that `teks` states first; of a list or a range, the first number."""
    kecil = teks.lower()
    if len(kecil) != len(teks):  # a few capitals grow when lowered; positions must fit
        kecil = teks
    sebutan = _find_sebutan(kecil)
    rt = next((s for s in sebutan if s.jenis == "rt"), None)
    rw = _choose_rw(rt, [s for s in sebutan if s.jenis == "rw"])
    dipakai = sorted((s for s in (rt, rw) if s), key=lambda s: s.mulai)
    if not dipakai:
        return RtRw()
    if len(dipakai) == 2 and dipakai[1].mulai - dipakai[0].akhir > DEKAT:
        frasa = " … ".join(teks[s.mulai : s.akhir] for s in dipakai)
    else:
        frasa = teks[dipakai[0].mulai : max(s.akhir for s in dipakai)]
    return RtRw(
        normal_rt(rt.nomor) if rt else None, normal_rw(rw.nomor) if rw else None, frasa.strip()
    )


def _choose_rw(rt: _Sebutan | None, semua: list[_Sebutan]) -> _Sebutan | None:
    """Prefer the RW right after the RT, then the one right before it, then the first."""
    if rt is None or not semua:
        return semua[0] if semua else None
    sesudah = [s for s in semua if 0 <= s.mulai - rt.akhir <= DEKAT or s.mulai == rt.mulai]
    sebelum = [s for s in semua if 0 <= rt.mulai - s.akhir <= DEKAT]
    return (sesudah or sebelum[-1:] or semua)[0]


def _find_sebutan(teks: str) -> list[_Sebutan]:
    hasil: list[_Sebutan] = []
    for cocok in _LABEL.finditer(teks):
        if cocok["dua"]:
            hasil += _read_berdua(teks, cocok)
        elif cocok["rt"]:
            hasil += _read_rt(teks, cocok)
        elif not _BUKAN.match(teks, cocok.end()) and normal_rw(cocok["nomor"]):
            hasil.append(_Sebutan("rw", cocok["nomor"], cocok.start(), cocok.end()))
    return hasil


def _read_berdua(teks: str, cocok: re.Match[str]) -> list[_Sebutan]:
    """Read "RT/RW 05/13": the first number is the RT, the next one the RW."""
    if not normal_rt(cocok["nomor"]):
        return []
    lanjut = _LANJUT.match(teks, cocok.end())
    if not lanjut or not normal_rw(lanjut["nomor"]) or _BUKAN.match(teks, lanjut.end()):
        return []  # one number for two labels: nobody can tell which it is
    return [
        _Sebutan("rt", cocok["nomor"], cocok.start(), cocok.end()),
        _Sebutan("rw", lanjut["nomor"], cocok.start(), lanjut.end()),
    ]


def _read_rt(teks: str, cocok: re.Match[str]) -> list[_Sebutan]:
    """Read "RT 5", and "RT 05/13" where no RW is named behind it."""
    if not normal_rt(cocok["nomor"]):
        return []
    lanjut = _LANJUT.match(teks, cocok.end())
    if _is_pasangan(teks, cocok, lanjut):
        assert lanjut is not None  # noqa: S101 - said by _is_pasangan, told to the type checker
        return [
            _Sebutan("rt", cocok["nomor"], cocok.start(), cocok.end()),
            _Sebutan("rw", lanjut["nomor"], cocok.start(), lanjut.end()),
        ]
    if not lanjut and _BUKAN.match(teks, cocok.end()):
        return []
    return [_Sebutan("rt", cocok["nomor"], cocok.start(), cocok.end())]


def _is_pasangan(teks: str, rt: re.Match[str], lanjut: re.Match[str] | None) -> bool:
    """Say whether the number after an RT is its RW: "05/13", "9,9", "003-012"; not "3, 4 dan 5"."""
    if not lanjut or not normal_rw(lanjut["nomor"]) or not lanjut["nomor"].isdigit():
        return False
    ekor = teks[lanjut.end() : lanjut.end() + DEKAT]
    if _BUKAN.match(ekor) or _LANJUT.match(ekor) or re.search(r"(?<![a-z])r\.?\s?w", ekor):
        return False
    if re.search(r"(?<![a-z])r\.?\s?w", teks[max(0, rt.start() - DEKAT) : rt.start()]):
        return False
    antara = lanjut["antara"].strip()
    if antara in {"/", ","}:
        return True
    sama_panjang = len(rt["nomor"]) == len(lanjut["nomor"]) >= 2
    return antara in {"-", "."} and sama_panjang and "0" in rt["nomor"][0] + lanjut["nomor"][0]
