"""Days without a time, as people write them."""

from datetime import date

_BULAN = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
    "Oktober", "November", "Desember",
)  # fmt: skip


def hari_panjang(hari: date) -> str:
    """As in 7 Oktober 2025."""
    return f"{hari.day} {_BULAN[hari.month - 1]} {hari.year}"


def hari_pendek(hari: date) -> str:
    """As in 7 Okt 2025."""
    bulan = _BULAN[hari.month - 1][:3]
    return f"{hari.day} {bulan} {hari.year}"
