"""QRIS: reading a seller's static code and writing the same code with an amount in it.

The format is EMVCo's merchant-presented QR: fields of two digits, a length of two digits and the
value; field 63 closes it with the CRC-16/CCITT-FALSE of everything before its value. Static codes
have "11" in field 01, those with an amount (field 54) have "12". Amounts are whole Rupiah.
"""

from dataclasses import dataclass

JUMLAH_MAKS = 10_000_000  # Bank Indonesia's limit for one QRIS payment, Rupiah
_MATA_UANG = "360"


class QrisSalah(ValueError):  # noqa: N818 - the domain's word
    """Not a QRIS code that can be paid to; the words say why."""


@dataclass(frozen=True, slots=True)
class Qris:
    """A code, field by field in its own order."""

    isi: tuple[tuple[str, str], ...]

    def get(self, tag: str) -> str:
        return next((nilai for nama, nilai in self.isi if nama == tag), "")

    @property
    def merchant(self) -> str:
        """The name that a payer's telephone shows."""
        return self.get("59")


def crc16(teks: str) -> str:
    """CRC-16/CCITT-FALSE (polynomial 1021, start FFFF) as four hex digits: "123456789" is 29B1."""
    crc = 0xFFFF
    for satu in teks.encode():
        crc ^= satu << 8
        for _ in range(8):
            crc = (crc << 1) ^ 0x1021 if crc & 0x8000 else crc << 1
        crc &= 0xFFFF
    return f"{crc:04X}"


def read_qris(teks: str) -> Qris:
    """Read and check a code. Raises QrisSalah."""
    teks = "".join(teks.split()) if "\n" in teks else teks.strip()
    fields = _split(teks)
    if len(teks) < 20 or not fields or fields[0] != ("00", "01") or fields[-1][0] != "63":
        raise QrisSalah("Ini bukan isi QRIS. Salin seluruhnya, dari 000201 sampai akhir.")
    if crc16(teks[:-4]) != teks[-4:].upper():
        raise QrisSalah("Isi QRIS ini rusak atau tidak lengkap: angka pemeriksanya tidak cocok.")
    qris = Qris(tuple(fields))
    if qris.get("53") != _MATA_UANG or qris.get("58") != "ID":
        raise QrisSalah("QRIS harus dalam Rupiah dan diterbitkan di Indonesia.")
    if not qris.merchant or not any("26" <= nama <= "51" for nama, _ in fields):
        raise QrisSalah("QRIS ini tidak menyebut tokonya.")
    return qris


def with_amount(teks: str, jumlah: int) -> str:
    """The same code asking for this many Rupiah. Raises QrisSalah."""
    qris = read_qris(teks)
    if not 1 <= jumlah <= JUMLAH_MAKS:
        raise QrisSalah("QRIS menerima Rp 1 sampai Rp 10.000.000 sekali bayar.")
    fields: list[tuple[str, str]] = []
    for nama, nilai in qris.isi:
        if nama in ("54", "63"):
            continue
        if nama == "58":
            fields.append(("54", str(jumlah)))
        fields.append((nama, "12" if nama == "01" else nilai))
    if not any(nama == "01" for nama, _ in fields):
        fields.insert(1, ("01", "12"))
    badan = "".join(f"{nama}{len(nilai):02d}{nilai}" for nama, nilai in fields) + "6304"
    return badan + crc16(badan)


def _split(teks: str) -> list[tuple[str, str]]:
    fields, di = [], 0
    while di < len(teks):
        nama, panjang = teks[di : di + 2], teks[di + 2 : di + 4]
        if not (nama.isdecimal() and panjang.isdecimal()):
            return []
        nilai = teks[di + 4 : di + 4 + int(panjang)]
        if len(nilai) != int(panjang):
            return []
        fields.append((nama, nilai))
        di += 4 + len(nilai)
    return fields


def make_qris(toko: str, kota: str, nmid: str) -> str:
    """A static code of an invented merchant: for the demo and for tests alone."""
    akun = f"0016ID.CO.EXAMPLE.WWW01{len(nmid):02d}{nmid}0303UMI"
    bagian = [
        ("00", "01"), ("01", "11"), ("26", akun), ("52", "5499"), ("53", _MATA_UANG),
        ("58", "ID"), ("59", toko[:25]), ("60", kota[:15]), ("61", "63131"),
    ]  # fmt: skip
    badan = "".join(f"{nama}{len(nilai):02d}{nilai}" for nama, nilai in bagian) + "6304"
    return badan + crc16(badan)
