"""How the portal writes dates, money and urgency, on every page, message and export for people."""

from datetime import datetime

from wilayah.kalender import to_wib

_HARI = ("Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min")
_BULAN = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
URGENSI = {1: "Rendah", 2: "Ringan", 3: "Sedang", 4: "Mendesak", 5: "Darurat"}


def tanggal_panjang(waktu: datetime) -> str:
    """As in Sen, 24 Nov 2025 09.15 WIB. Raises ValueError for a datetime without a zone."""
    lokal = to_wib(waktu)
    return (
        f"{_HARI[lokal.weekday()]}, {lokal.day} {_BULAN[lokal.month - 1]} {lokal.year} "
        f"{lokal:%H.%M} WIB"
    )


def rupiah(jumlah: int) -> str:
    """As in Rp 1.500.000; a debt is -Rp 1.500.000."""
    angka = f"{abs(jumlah):,}".replace(",", ".")
    return f"{'-' if jumlah < 0 else ''}Rp {angka}"


def urgensi(nilai: int) -> str:
    """The label of an urgency of 1 to 5. Raises KeyError outside that."""
    return URGENSI[nilai]
