"""How figures of indicators are written for people."""

from datetime import date
from decimal import Decimal

from django.utils.formats import date_format

from wilayah.format import rupiah

_KATA = {
    "rumah": "rumah tangga",
    "orang": "orang",
    "usaha": "usaha",
    "pesanan": "pesanan",
    "hari": "hari kerja",
}
_SEDIKIT = {"rupiah": "belum cukup data", "persen": "belum cukup data"}


def tulis_angka(nilai: Decimal, desimal: int = 1) -> str:
    """1234.5 as 1.234,5; no decimals where they are nought."""
    teks = f"{nilai:,.{desimal}f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    return teks.rstrip("0").rstrip(",") if "," in teks else teks


def tulis_nilai(nilai: Decimal | None, satuan: str) -> str:
    """A value with its unit: "12,5%", "Rp 1.500.000", "200 orang"; "belum ada data" without."""
    if nilai is None:
        return "belum ada data"
    if satuan == "rupiah":
        return rupiah(int(nilai))
    if satuan == "persen":
        return f"{tulis_angka(nilai)}%"
    return f"{tulis_angka(nilai)} {_KATA.get(satuan, satuan)}"


def tulis_umum(nilai: Decimal | None, satuan: str, *, kecil: bool) -> str:
    """As `tulis_nilai`, for the public: a group of fewer than five is not told."""
    if kecil and nilai is not None:
        return _SEDIKIT.get(satuan, "kurang dari 5")
    return tulis_nilai(nilai, satuan)


def tanggal_hari(hari: date) -> str:
    """As in 26 November 2026."""
    return date_format(hari, "j F Y")
