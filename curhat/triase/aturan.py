"""The escalation rules as a value: parsed and checked from JSON that staff may edit.

Phrases are written for people, not as regular expressions: "rumah ... terbakar|hangus", where "..."
stands for up to five words, "|" for a choice and "tenggelam-" for any ending; "-nya" may follow any
word. They are matched on normalised text (standard Indonesian words, lower case).
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

from curhat.triase.normalisasi import FIXTURES

JALUR = FIXTURES / "aturan_eskalasi.json"
_POTONGAN = re.compile(r"[^\W_]+(?:-[^\W_]+)*-?|[^\W_]*\d[^\W_]*")
_KATA = re.compile(r"\w+")
CELAH = r"(?:\W+\w+){0,5}?"
LINGKUP = ("kalimat", "teks")
_TENGGAT_TERJAUH = {"jam": 720, "kerja": 260}  # a month, a year: more is a mistake


class AturanError(ValueError):
    """The rules file is not valid; the message names the entry, in Indonesian."""


@dataclass(frozen=True, slots=True)
class Pola:
    """Compiled phrases. `kata` and `awalan` are the words one of which must stand in a text at all:
    looking them up first spares nearly all of the searching.
    """

    ungkapan: re.Pattern[str]
    kata: frozenset[str]
    awalan: tuple[str, ...]

    def find(self, teks: str, kata_teks: frozenset[str]) -> str | None:
        """Return the first phrase found in `teks`, whose words are `kata_teks`, or None."""
        if self.kata.isdisjoint(kata_teks) and not (
            self.awalan and any(satu.startswith(self.awalan) for satu in kata_teks)
        ):
            return None
        cocok = self.ungkapan.search(teks)
        return cocok[0] if cocok else None


@dataclass(frozen=True, slots=True)
class Isyarat:
    """Phrases that mean something: a hazard, its least urgency, and what they set."""

    nama: str
    bahaya: str
    tingkat: int
    pola: "Pola"
    darurat: bool = False
    kritis: str = ""
    rahasia: bool = False
    tambah: int = 0
    pengaman: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pengaman:
    """Phrases that say a hazard is not meant: past, drill, question, figure of speech."""

    nama: str
    pola: "Pola"
    lingkup: str = "kalimat"


@dataclass(frozen=True, slots=True)
class Tenggat:
    """Deadlines: hours to verify and for urgency 5, working days for urgency 4.

    What a rule set leaves out has these values, the seed's.
    """

    verifikasi_jam: int = 24
    darurat_jam: int = 24
    mendesak_hari_kerja: int = 5


@dataclass(frozen=True, slots=True)
class Aturan:
    """One version of the rules. Thresholds: urgency 1..5, probabilities 0..1."""

    versi: str
    ambang_eskalasi: int
    ambang_keyakinan: float
    ambang_darurat: float
    ambang_darurat_isyarat: float  # where a rule of urgency 5 speaks and no guard objects
    isyarat: tuple[Isyarat, ...]
    pengaman: Mapping[str, Pengaman]
    urgensi_dasar: Mapping[str, int] = field(default_factory=dict)
    tenggat: Tenggat = Tenggat()
    sidik: str = ""  # of phrases and guards: what the judge of emergencies was trained with


def compile_frasa(frasa: list[str]) -> Pola:
    """Return the pattern of phrases in the notation above. Raises ValueError for an empty one."""
    ungkapan = re.compile("|".join(_compile_satu(satu) for satu in frasa))
    pertama = [k for satu in frasa for k in satu.lower().replace("...", " ").split()[0].split("|")]
    return Pola(
        ungkapan,
        frozenset(k.split("-")[0] for k in pertama if not k.endswith("-")),
        tuple(k[:-1].split("-")[0] for k in pertama if k.endswith("-")),
    )


def split_kata_aturan(teks: str) -> frozenset[str]:
    """Return the words of normalised text as `Pola.find` wants them."""
    kata = _KATA.findall(teks)
    return frozenset([*kata, *(satu[:-3] for satu in kata if satu.endswith("nya"))])


def _compile_satu(frasa: str) -> str:
    bagian: list[str] = []
    celah = False
    for kata in frasa.lower().split():
        if kata == "...":
            celah = True
            continue
        pilihan = [_compile_kata(satu) for satu in kata.split("|")]
        if bagian:
            bagian.append(CELAH + r"\W+" if celah else r"\W+")
        bagian.append(f"(?:{'|'.join(pilihan)})")
        celah = False
    if not bagian:
        raise ValueError("frasa kosong")
    return r"(?<!\w)" + "".join(bagian)


def _compile_kata(kata: str) -> str:
    if not _POTONGAN.fullmatch(kata):
        raise ValueError(f"“{kata}” bukan kata")
    if kata.endswith("-"):
        return re.escape(kata[:-1]) + r"\w{0,8}(?!\w)"
    return re.escape(kata) + r"(?:nya)?(?!\w)"


def parse_aturan(isi: Mapping[str, Any] | str) -> Aturan:
    """Return the rules in `isi` (JSON text or what it decodes to). Raises AturanError."""
    if isinstance(isi, str):
        try:
            isi = json.loads(isi)
        except json.JSONDecodeError as galat:
            raise AturanError(f"Bukan JSON yang sah: baris {galat.lineno}: {galat.msg}") from galat
    if not isinstance(isi, dict):
        raise AturanError("Berkas aturan harus berupa objek JSON.")
    versi = isi.get("versi")
    if not isinstance(versi, str) or not versi.strip():
        raise AturanError("“versi” harus diisi.")
    ambang = _take(isi, "ambang", dict, "ambang")
    pengaman = {p.nama: p for p in _parse_daftar(isi, "pengaman", _parse_pengaman)}
    isyarat = tuple(_parse_daftar(isi, "isyarat", _parse_isyarat))
    for satu in isyarat:
        asing = [nama for nama in satu.pengaman if nama not in pengaman]
        if asing:
            raise AturanError(f"isyarat “{satu.nama}”: pengaman “{asing[0]}” tidak ada.")
    return Aturan(
        versi=versi,
        ambang_eskalasi=_number(ambang, "eskalasi", "ambang", 1, 5, bulat=True),
        ambang_keyakinan=_number(ambang, "keyakinan", "ambang", 0, 1),
        ambang_darurat=_number(ambang, "darurat", "ambang", 0, 1),
        ambang_darurat_isyarat=_number(ambang, "darurat_dengan_isyarat", "ambang", 0, 1),
        isyarat=isyarat,
        pengaman=pengaman,
        urgensi_dasar=_parse_dasar(isi),
        tenggat=_parse_tenggat(isi.get("tenggat", {})),
        sidik=_fingerprint(isi),
    )


def _fingerprint(isi: Mapping[str, Any]) -> str:
    dasar = json.dumps([isi["isyarat"], isi["pengaman"]], sort_keys=True)
    return hashlib.sha256(dasar.encode()).hexdigest()


def _take(isi: Mapping[str, Any], kunci: str, jenis: type, tempat: str) -> Any:
    nilai = isi.get(kunci)
    if not isinstance(nilai, jenis):
        raise AturanError(f"{tempat}: “{kunci}” tidak ada atau bentuknya salah.")
    return nilai


def _number(
    isi: Mapping[str, Any],
    kunci: str,
    tempat: str,
    kecil: float,
    besar: float,
    *,
    bulat: bool = False,
) -> Any:
    nilai = isi.get(kunci)
    salah = isinstance(nilai, bool) or not isinstance(nilai, int if bulat else int | float)
    if salah or not kecil <= nilai <= besar:  # type: ignore[operator]
        raise AturanError(f"{tempat}: “{kunci}” harus angka {kecil} sampai {besar}.")
    return nilai


def _parse_dasar(isi: Mapping[str, Any]) -> dict[str, int]:
    dasar: dict[str, int] = _take(isi, "urgensi_dasar", dict, "aturan")
    for kunci in dasar:
        _number(dasar, kunci, "urgensi_dasar", 1, 5, bulat=True)
    return dict(dasar)


def _parse_tenggat(given: Any) -> Tenggat:
    """`sumber` is a note for people; any other name is a slip of the pen that would not count."""
    if not isinstance(given, dict):
        raise AturanError("tenggat: bentuknya salah, harus objek JSON.")
    known = {f.name for f in fields(Tenggat)}
    for kunci in given.keys() - {"sumber"}:
        if kunci not in known:
            raise AturanError(f"tenggat: “{kunci}” tidak dikenal.")
        _number(given, kunci, "tenggat", 1, _TENGGAT_TERJAUH[kunci.rpartition("_")[2]], bulat=True)
    return Tenggat(**{kunci: given[kunci] for kunci in known & given.keys()})


def _parse_daftar(isi: Mapping[str, Any], kunci: str, parse: Any) -> list[Any]:
    hasil: list[Any] = []
    nama: set[str] = set()
    for nomor, satu in enumerate(_take(isi, kunci, list, "aturan"), start=1):
        tempat = f"{kunci} ke-{nomor}"
        if not isinstance(satu, dict) or not isinstance(satu.get("nama"), str):
            raise AturanError(f"{tempat}: “nama” harus diisi.")
        if satu["nama"] in nama:
            raise AturanError(f"{tempat}: nama “{satu['nama']}” dipakai dua kali.")
        nama.add(satu["nama"])
        hasil.append(parse(satu, f"{kunci} “{satu['nama']}”"))
    return hasil


def _parse_frasa(satu: Mapping[str, Any], tempat: str) -> Pola:
    frasa = _take(satu, "frasa", list, tempat)
    if not frasa or not all(isinstance(f, str) for f in frasa):
        raise AturanError(f"{tempat}: “frasa” harus daftar teks yang tidak kosong.")
    try:
        return compile_frasa(frasa)
    except ValueError as galat:
        raise AturanError(f"{tempat}: {galat}.") from galat


def _parse_isyarat(satu: Mapping[str, Any], tempat: str) -> Isyarat:
    return Isyarat(
        nama=satu["nama"],
        bahaya=_take(satu, "bahaya", str, tempat),
        tingkat=_number(satu, "tingkat", tempat, 1, 5, bulat=True),
        pola=_parse_frasa(satu, tempat),
        darurat=_flag(satu, "darurat", tempat),
        kritis=str(satu.get("kritis", "")),
        rahasia=_flag(satu, "rahasia", tempat),
        tambah=_number({"tambah": 0, **satu}, "tambah", tempat, 0, 2, bulat=True),
        pengaman=tuple(map(str, _take({"pengaman": [], **satu}, "pengaman", list, tempat))),
    )


def _parse_pengaman(satu: Mapping[str, Any], tempat: str) -> Pengaman:
    lingkup = satu.get("lingkup", "kalimat")
    if lingkup not in LINGKUP:
        raise AturanError(f"{tempat}: “lingkup” harus salah satu dari {', '.join(LINGKUP)}.")
    return Pengaman(satu["nama"], _parse_frasa(satu, tempat), lingkup)


def _flag(satu: Mapping[str, Any], kunci: str, tempat: str) -> bool:
    nilai = satu.get(kunci, False)
    if not isinstance(nilai, bool):
        raise AturanError(f"{tempat}: “{kunci}” harus true atau false.")
    return nilai


@lru_cache(maxsize=1)
def read_aturan(jalur: Path = JALUR) -> Aturan:
    """Return the rules that ship."""
    return parse_aturan(jalur.read_text(encoding="utf-8"))
