"""How the portal writes dates, money and urgency, on every page, message and export for people."""

from datetime import date, datetime

from wilayah.zona import at_place, nama_zona

_HARI = ("Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min")
_BULAN = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
URGENSI = {1: "Rendah", 2: "Ringan", 3: "Sedang", 4: "Mendesak", 5: "Darurat"}


def tanggal_panjang(waktu: datetime, kode: str | None = None) -> str:
    """As in Sen, 24 Nov 2025 09.15 WIB, or on the clock of the area `kode` (WITA, WIT).

    Raises ValueError for a datetime without a zone.
    """
    lokal = at_place(waktu, kode)
    return (
        f"{_HARI[lokal.weekday()]}, {lokal.day} {_BULAN[lokal.month - 1]} {lokal.year} "
        f"{lokal:%H.%M} {nama_zona(kode)}"
    )


def tanggal_pendek(hari: date) -> str:
    """A day without its clock, as in 24 Nov 2025."""
    return f"{hari.day} {_BULAN[hari.month - 1]} {hari.year}"


def rupiah(jumlah: int) -> str:
    """As in Rp 1.500.000; a debt is -Rp 1.500.000."""
    angka = f"{abs(jumlah):,}".replace(",", ".")
    return f"{'-' if jumlah < 0 else ''}Rp {angka}"


def urgensi(nilai: int) -> str:
    """The label of an urgency of 1 to 5. Raises KeyError outside that."""
    return URGENSI[nilai]
