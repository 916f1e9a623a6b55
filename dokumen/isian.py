"""The fields of a letter: what each may hold, and how its value reads on paper. Pure functions.

Values are kept as short plain strings (dates as ISO); `show` writes them as the letter does.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

NAMA = re.compile(r"[a-z][a-z0-9_]{0,39}")
# Controls, marks that turn the direction of text, and what no XML may hold.
_KENDALI = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_BULAN = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
    "Oktober", "November", "Desember",
)  # fmt: skip
_HARI = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_BULAN_KE = {nama.lower(): ke for ke, nama in enumerate(_BULAN, 1)} | {
    nama.lower()[:3]: ke for ke, nama in enumerate(_BULAN, 1)
} | {"agt": 8, "nop": 11, "nopember": 11, "pebruari": 2}  # fmt: skip
MAKS_TEKS, MAKS_PANJANG = 200, 1500

JENIS = {
    "teks": "Teks pendek",
    "panjang": "Uraian",
    "tanggal": "Tanggal",
    "waktu": "Jam",
    "angka": "Angka",
    "rupiah": "Rupiah",
    "nik": "NIK (16 angka)",
    "rt": "RT/RW (angka)",
    "pilihan": "Pilihan",
}


class IsianKeliru(ValueError):  # noqa: N818 - the domain's word
    """Values that the letter cannot take. `galat` says why, by the name of the field."""

    def __init__(self, galat: Mapping[str, str]) -> None:
        self.galat = dict(galat)
        super().__init__(" ".join(self.galat.values()))


@dataclass(frozen=True, slots=True)
class Isian:
    """One field of a kind of letter. `pribadi`: blanked when the person is erased."""

    nama: str
    label: str
    jenis: str = "teks"
    wajib: bool = True
    pribadi: bool = False
    contoh: str = ""
    bantuan: str = ""
    pilihan: tuple[str, ...] = ()

    @classmethod
    def read(cls, baris: Mapping[str, Any]) -> "Isian":
        """From a row of JenisSurat.isian. Raises ValueError that says what is wrong with it."""
        nama = str(baris.get("nama", ""))
        if not NAMA.fullmatch(nama):
            raise ValueError(f"Nama isian “{nama}” hanya boleh huruf kecil, angka, garis bawah.")
        asing = set(baris) - set(cls.__slots__)
        if asing:
            raise ValueError(f"Isian {nama}: kunci tidak dikenal {', '.join(sorted(asing))}.")
        jenis = str(baris.get("jenis", "teks"))
        if jenis not in JENIS:
            raise ValueError(f"Isian {nama}: jenis “{jenis}” tidak dikenal ({', '.join(JENIS)}).")
        pilihan = tuple(str(satu) for satu in baris.get("pilihan", ()))
        if (jenis == "pilihan") != bool(pilihan):
            raise ValueError(f"Isian {nama}: daftar pilihan hanya untuk jenis pilihan, dan wajib.")
        return cls(
            nama=nama,
            label=str(baris.get("label") or nama.replace("_", " ").capitalize()),
            jenis=jenis,
            wajib=bool(baris.get("wajib", True)),
            pribadi=bool(baris.get("pribadi", False)),
            contoh=str(baris.get("contoh", "")),
            bantuan=str(baris.get("bantuan", "")),
            pilihan=pilihan,
        )

    def clean(self, mentah: Any) -> str:
        """The value as it is kept; empty stays empty. Raises ValueError with words for a person."""
        teks = clean_text(mentah, baris=self.jenis == "panjang")
        if not teks:
            return ""
        batas = MAKS_PANJANG if self.jenis == "panjang" else MAKS_TEKS
        if len(teks) > batas:
            raise ValueError(f"{self.label} terlalu panjang: paling banyak {batas} huruf.")
        return _PERIKSA[self.jenis](self, teks)

    def show(self, nilai: str) -> str:
        """The value as the letter writes it."""
        tulis = _TULIS.get(self.jenis)
        return tulis(nilai) if nilai and tulis else nilai


def clean_text(mentah: Any, *, baris: bool) -> str:
    """Printable text with single spaces; line ends stay where `baris`, at most two in a row."""
    teks = str(mentah or "").replace("\r\n", "\n").replace("\r", "\n")
    teks = _KENDALI.sub("", teks if baris else teks.replace("\n", " "))
    potong = [" ".join(satu.split()) for satu in teks.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(potong)).strip()


def clean_isian(kolom: Iterable[Isian], nilai: Mapping[str, Any]) -> dict[str, str]:
    """Check each given value; fields not named are left out. Raises IsianKeliru by field."""
    by_nama = {satu.nama: satu for satu in kolom}
    galat = {nama: "Isian ini tidak ada di surat ini." for nama in nilai if nama not in by_nama}
    bersih: dict[str, str] = {}
    for nama, mentah in nilai.items():
        if nama in by_nama:
            try:
                bersih[nama] = by_nama[nama].clean(mentah)
            except ValueError as error:
                galat[nama] = str(error)
    if galat:
        raise IsianKeliru(galat)
    return bersih


def tanggal_surat(hari: date) -> str:
    """As letters write it: 26 November 2026."""
    return f"{hari.day} {_BULAN[hari.month - 1]} {hari.year}"


def hari_tanggal(hari: date) -> str:
    """As invitations write it: Minggu, 29 November 2026."""
    return f"{_HARI[hari.weekday()]}, {tanggal_surat(hari)}"


def tanggal_ketik(nilai: str) -> str:
    """A kept date as people type it: 29-11-2026; what is no date stays."""
    bagian = nilai.split("-")
    return "-".join(reversed(bagian)) if len(bagian) == 3 else nilai


def read_tanggal(teks: str) -> date:
    """2026-11-29, 29-11-2026, 29/11/2026 or 29 November 2026. Raises ValueError."""
    cocok = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", teks)
    if cocok:
        return date(int(cocok[1]), int(cocok[2]), int(cocok[3]))
    cocok = re.fullmatch(r"(?:\w+,\s*)?(\d{1,2})[\s./-]+(\w+)[\s./-]+(\d{4})", teks)
    if not cocok:
        raise ValueError(teks)
    bulan = int(cocok[2]) if cocok[2].isdecimal() else _BULAN_KE[cocok[2].lower()]
    return date(int(cocok[3]), bulan, int(cocok[1]))


def _check_tanggal(isian: Isian, teks: str) -> str:
    try:
        hari = read_tanggal(teks)
    except (ValueError, KeyError):
        raise ValueError(f"{isian.label} ditulis seperti 29-11-2026.") from None
    if not 1900 <= hari.year <= 2100:
        raise ValueError(f"{isian.label}: periksa lagi tahunnya.")
    return hari.isoformat()


def _check_waktu(isian: Isian, teks: str) -> str:
    cocok = re.fullmatch(r"(?:pukul|jam)?\s*(\d{1,2})(?:[.:](\d{2}))?\s*(?:wib)?", teks.lower())
    if not cocok or int(cocok[1]) > 23 or int(cocok[2] or 0) > 59:
        raise ValueError(f"{isian.label} ditulis seperti 07.30.")
    return f"{int(cocok[1]):02d}.{cocok[2] or '00'}"


def _check_angka(isian: Isian, teks: str) -> str:
    angka = re.sub(r"(?i)^rp\.?|[\s.]", "", teks)
    if not re.fullmatch(r"\d{1,12}", angka, re.ASCII):
        raise ValueError(f"{isian.label} diisi angka saja.")
    return str(int(angka))


def _check_nik(isian: Isian, teks: str) -> str:
    angka = re.sub(r"[\s.-]", "", teks)
    if not re.fullmatch(r"\d{16}", angka, re.ASCII):
        raise ValueError(f"{isian.label} terdiri dari 16 angka, seperti di KTP.")
    return angka


def _check_rt(isian: Isian, teks: str) -> str:
    angka = re.sub(r"(?i)^(rt|rw)[\s.]*", "", teks)
    if not re.fullmatch(r"\d{1,3}", angka, re.ASCII):
        raise ValueError(f"{isian.label} diisi angka, seperti 03.")
    return f"{int(angka):02d}"


def _check_pilihan(isian: Isian, teks: str) -> str:
    for satu in isian.pilihan:
        if satu.lower() == teks.lower():
            return satu
    raise ValueError(f"{isian.label}: pilih salah satu dari {', '.join(isian.pilihan)}.")


def _as_is(_isian: Isian, teks: str) -> str:
    return teks


_PERIKSA = {
    "teks": _as_is,
    "panjang": _as_is,
    "tanggal": _check_tanggal,
    "waktu": _check_waktu,
    "angka": _check_angka,
    "rupiah": _check_angka,
    "nik": _check_nik,
    "rt": _check_rt,
    "pilihan": _check_pilihan,
}


def _ribuan(nilai: str) -> str:
    return f"{int(nilai):,}".replace(",", ".")


_TULIS: dict[str, Callable[[str], str]] = {
    "tanggal": lambda nilai: tanggal_surat(date.fromisoformat(nilai)),
    "waktu": lambda nilai: f"{nilai} WIB",
    "angka": _ribuan,
    "rupiah": lambda nilai: f"Rp {_ribuan(nilai)}",
}


def read_baris(teks: str) -> list[dict[str, Any]]:
    """Fields as staff write them, one a line: nama | Label | jenis | wajib pribadi | contoh.

    The kind may carry its choices (`pilihan: Laki-laki, Perempuan`). Raises ValueError that names
    the line.
    """
    baris = [satu.strip() for satu in teks.replace("\r\n", "\n").split("\n")]
    return [_field(ke, satu) for ke, satu in enumerate(baris, 1) if satu]


def _field(ke: int, baris: str) -> dict[str, Any]:
    bagian = [satu.strip() for satu in baris.split("|")] + [""] * 4
    nama, label, jenis, sifat, contoh = bagian[:5]
    if len(bagian) > 9:
        raise ValueError(f"Baris {ke}: paling banyak lima bagian dipisah garis tegak.")
    jenis, _titik, pilihan = jenis.partition(":")
    kata = set(sifat.lower().replace(",", " ").split())
    if asing := kata - {"wajib", "pribadi", "boleh", "kosong"}:
        raise ValueError(f"Baris {ke}: “{', '.join(sorted(asing))}” bukan wajib atau pribadi.")
    isi: dict[str, Any] = {
        "nama": nama,
        "label": label,
        "jenis": jenis.strip().lower() or "teks",
        "wajib": "wajib" in kata,
        "pribadi": "pribadi" in kata,
        "contoh": contoh,
    }
    if pilihan.strip():
        isi["pilihan"] = [satu.strip() for satu in pilihan.split(",") if satu.strip()]
    try:
        Isian.read(isi)
    except ValueError as error:
        raise ValueError(f"Baris {ke}: {error}") from None
    return isi


def write_baris(isian: Iterable[Isian]) -> str:
    """The fields as `read_baris` reads them."""
    return "\n".join(_line(satu) for satu in isian)


def _line(satu: Isian) -> str:
    jenis = f"{satu.jenis}: {', '.join(satu.pilihan)}" if satu.pilihan else satu.jenis
    sifat = " ".join(["wajib"] * satu.wajib + ["pribadi"] * satu.pribadi)
    return " | ".join([satu.nama, satu.label, jenis, sifat, satu.contoh]).rstrip(" |")
