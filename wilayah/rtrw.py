"""One spelling for RT and RW numbers, whatever way they were written. Pure: no database."""

import re

_SATUAN = {
    "nol": 0, "kosong": 0, "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6,
    "tujuh": 7, "delapan": 8, "sembilan": 9, "siji": 1, "loro": 2, "telu": 3, "papat": 4,
    "enem": 6, "nem": 6, "pitu": 7, "wolu": 8, "sanga": 9, "songo": 9,
}  # fmt: skip
_ROMAWI = {"i": 1, "v": 5, "x": 10, "l": 50}
_ROMAWI_SAH = re.compile(r"(?:x{0,3}|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_LABEL = re.compile(r"^(?:r\W?\s?[tw]|er\s?te|er\s?we)(?![a-z])\W*(?:(?:no|nomor)\b\W*)?")
_PULUHAN = re.compile(r"^(?:(se)|(\w+)\s?)(puluh|belas)(?:\s(\w+))?$")

# RT and RW numbers above this are house numbers, years or typing errors.
TERBESAR = 199


def read_nomor(teks: str) -> int | None:
    """Return the whole number that `teks` spells in digits, Roman numerals or words, or None."""
    kata = " ".join(teks.lower().split())
    if re.fullmatch(r"[0-9o]{1,4}", kata) and any(huruf.isdigit() for huruf in kata):
        return int(kata.replace("o", "0"))
    if kata in _SATUAN:
        return _SATUAN[kata]
    if kata and _ROMAWI_SAH.fullmatch(kata):
        return _read_romawi(kata)
    return _read_puluhan(kata)


def _read_romawi(kata: str) -> int:
    nilai = [_ROMAWI[huruf] for huruf in kata]
    berikut = [*nilai[1:], 0]
    return sum(-n if n < sesudah else n for n, sesudah in zip(nilai, berikut, strict=True))


def _read_puluhan(kata: str) -> int | None:
    cocok = _PULUHAN.match(kata)
    if not cocok:
        return None
    depan = 1 if cocok[1] else _SATUAN.get(cocok[2])
    if depan is None:
        return None
    if cocok[3] == "belas":
        return 10 + depan if cocok[4] is None else None
    satuan = 0 if cocok[4] is None else _SATUAN.get(cocok[4])
    return None if satuan is None else depan * 10 + satuan


def _normal(teks: str | None, *, terkecil: int) -> str | None:
    isi = _LABEL.sub("", (teks or "").strip().lower()).strip(" .,:;/-()")
    nomor = read_nomor(isi)
    if nomor is None or not terkecil <= nomor <= TERBESAR:
        return None
    return f"{nomor:02d}"


def normal_rt(teks: str | None) -> str | None:
    """Return an RT number as two digits (three only above 99): "RT 3", "III" and "003" are "03".

    None where `teks` is not an RT number.
    """
    return _normal(teks, terkecil=1)


def normal_rw(teks: str | None) -> str | None:
    """Return an RW number as `normal_rt` does; "00" stands for a desa without RW."""
    return _normal(teks, terkecil=0)
