"""Rupiah in words, as receipts carry it: 1.250.000 is "satu juta dua ratus lima puluh ribu"."""

_SATUAN = (
    "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan",
    "sepuluh", "sebelas",
)  # fmt: skip
_BESAR = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (10**3, "ribu"))
PALING_BESAR = 10**15 - 1


def terbilang(angka: int) -> str:
    """The number in Indonesian words, up to 999 triliun. Raises ValueError beyond that."""
    if abs(angka) > PALING_BESAR:
        raise ValueError("angka terlalu besar untuk dituliskan dengan kata")
    if angka < 0:
        return f"minus {terbilang(-angka)}"
    return " ".join(_words(angka)) or _SATUAN[0]


def terbilang_rupiah(angka: int) -> str:
    """As it stands on a receipt: "Satu juta rupiah"."""
    return f"{terbilang(angka)} rupiah".capitalize()


def _words(angka: int) -> list[str]:
    kata: list[str] = []
    for nilai, nama in _BESAR:
        banyak, angka = divmod(angka, nilai)
        if banyak == 1 and nilai == 1000:
            kata.append("seribu")
        elif banyak:
            kata += [*_below_thousand(banyak), nama]
    return kata + _below_thousand(angka)


def _below_thousand(angka: int) -> list[str]:
    ratus, sisa = divmod(angka, 100)
    kata = ["seratus"] if ratus == 1 else [_SATUAN[ratus], "ratus"] if ratus else []
    return kata + _below_hundred(sisa)


def _below_hundred(angka: int) -> list[str]:
    if angka == 0:
        return []
    if angka < 12:
        return [_SATUAN[angka]]
    if angka < 20:
        return [_SATUAN[angka - 10], "belas"]
    puluh, satu = divmod(angka, 10)
    return [_SATUAN[puluh], "puluh", *([_SATUAN[satu]] if satu else [])]
