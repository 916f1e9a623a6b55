"""Asking for a letter, read tolerantly: MINTA DRAFT SEDOT, BUTUH_SURAT, "nyuwun surat pengantar".

Pure functions: what is asked for, and the lines that answer what a letter still needs.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

_KATA = re.compile(r"[a-z0-9]+")
_SAPAAN = frozenset(
    (
        "pak", "bu", "bapak", "ibu", "mas", "mbak", "min", "lurah", "hai", "halo", "saya", "aku",
        "kula", "kulo", "tolong", "mohon", "mau", "ingin", "pengin", "pingin", "kepingin", "arep",
        "badhe", "ajeng", "bade", "bisa", "saged", "iso", "boleh", "dong", "ya", "nggih", "maaf",
        "nuwun", "sewu", "permisi",
    )
)  # fmt: skip
_MINTA = (
    "minta", "butuh", "perlu", "nyuwun", "njaluk", "nedha", "buatkan", "bikinkan", "dibuatkan",
    "gawekno", "gawekna", "damelaken", "didamelaken", "mbutuhaken", "mbutuhke", "butuhke", "bikin",
    "buat", "gawe", "damel", "kirim", "kirimi",
)  # fmt: skip
_DRAF = ("draft", "draf", "konsep", "contoh")
_SURAT = ("surat", "serat", "layang")
_MAKS_KATA = 14
_KODE = re.compile(r"\bhl[\s-]*([a-z0-9]{4})[\s-]*([a-z0-9]{4})\b")
# A request that tells of trouble is a story: "minta surat pengantar kok dipersulit".
_KELUHAN = re.compile(
    r"\b(?:kok|kenapa|mengapa|kapan|belum|blm|durung|dereng|tidak|tdk|ndak|gak|ga|ora|mboten|susah|"
    r"sulit|dipersulit|ditolak|lama|suwe|dangu|bayar|dibayar|uang|duit|pungli|dimintai|padahal|"
    r"malah|disuruh|dikon|bolak|balik|salah|hilang|ilang|sudah|sampun|wis|wes|tapi|harus|kudu)\b"
)


@dataclass(frozen=True, slots=True)
class Permintaan:
    """What was asked for: the words of its kind and a report's code where one was named.

    `tegas`: said as a command (MINTA DRAFT …), so that it is one whatever kind it names.
    """

    tegas: bool
    jenis: str = ""
    kode: str = ""


def read_minta(teks: str) -> Permintaan | None:
    """The letter one line asks for; None when the line is something else."""
    plain = teks.lower().replace("_", " ")
    kode = _KODE.search(plain)
    kata = _KATA.findall(_KODE.sub(" ", plain))
    if not kata or len(kata) > _MAKS_KATA:
        return None
    sisa = _skip(kata)
    meminta = bool(sisa) and _near(sisa[0], _MINTA)
    sisa = _skip(sisa[1:]) if meminta else sisa
    while meminta and sisa and _near(sisa[0], ("dibuatkan", "buatkan", "damelaken", "gawekno")):
        sisa = sisa[1:]
    if not sisa:
        return None
    tegas = _near(sisa[0], _DRAF) and (meminta or len(kata) <= 5)
    if not (tegas or (meminta and _near(sisa[0], _SURAT))):
        return None
    sisa = sisa[1:]
    if tegas and sisa and _near(sisa[0], _SURAT):
        sisa = sisa[1:]
    if not tegas and _KELUHAN.search(" ".join(sisa)):
        return None
    found = f"HL-{kode[1]}-{kode[2]}".upper() if kode else ""
    return Permintaan(tegas, " ".join(satu for satu in sisa if satu not in _SAPAAN), found)


def _skip(kata: list[str]) -> list[str]:
    for n, satu in enumerate(kata):
        if satu not in _SAPAAN:
            return kata[n:]
    return []


def _near(kata: str, dikenal: Iterable[str]) -> bool:
    """The word itself, or one slip of the fingers away from it in a word of four letters or more"""
    return any(
        kata == satu
        or (min(len(kata), len(satu)) >= 4 and kata[0] == satu[0] and OSA.distance(kata, satu) <= 1)
        for satu in dikenal
    )


# What residents call a field, in Indonesian and Javanese, beside its own name and label.
_SEBUTAN: Mapping[str, tuple[str, ...]] = {
    "nama": (
        "nama", "nama lengkap", "nama saya", "jeneng", "jenengku", "asma", "asmane", "atas nama",
    ),
    "nik": ("nik", "no ktp", "nomor ktp", "ktp", "no nik", "nomor nik"),
    "kk": ("kk", "no kk", "nomor kk"),
    "tempat_lahir": ("tempat lahir", "lahir di", "lair ing", "panggonan lair", "kota lahir"),
    "tanggal_lahir": (
        "tanggal lahir", "tgl lahir", "tgl lair", "tanggal lair", "lahir", "lair", "miyos",
    ),
    "kelamin": ("jenis kelamin", "kelamin", "jk", "l/p"),
    "agama": ("agama", "agami"),
    "pekerjaan": (
        "pekerjaan", "kerja", "pegawean", "penggawean", "gawean", "damelan", "pandamelan",
        "padamelan", "profesi",
    ),
    "alamat": ("alamat", "alamat rumah", "griya", "dalem", "omah", "tinggal di", "daleme", "omahe"),
    "keperluan": (
        "keperluan", "perlu", "kangge", "kanggo", "untuk", "buat", "kebutuhan", "perlune", "tujuan",
    ),
    "telepon": ("telepon", "telp", "hp", "no hp", "nomor hp", "wa", "no wa", "nomor wa"),
    "lokasi": ("lokasi", "tempat", "panggonan", "panggenan", "letak", "neng", "wonten"),
    "keadaan": ("keadaan", "kahanan", "kawontenan", "kondisi", "kerusakan", "uraian", "ceritanya"),
    "penghasilan": ("penghasilan", "gaji", "pendapatan", "bayaran", "opah"),
    "usaha": ("usaha", "nama usaha", "warung", "dagangan"),
    "rt": ("rt",),
    "rw": ("rw",),
}  # fmt: skip
_BARIS = re.compile(r"^\W*(?P<label>[^:=\n]{1,40}?)\s*[:=]\s*(?P<nilai>.+)$")
_RT_RW = re.compile(
    r"\W*(?:saya |kula |kulo |aku )?(?:warga |di |ing )?rt\W{0,3}(?P<rt>\d{1,3})\W{0,4}"
    r"rw\W{0,3}(?P<rw>\d{1,3})\W*",
    re.IGNORECASE,
)
_KURUNG = re.compile(r"\([^)]*\)")
_MIRIP = 82


@dataclass(frozen=True, slots=True)
class Kolom:
    """A field as it is asked for: its name, and what the question calls it."""

    nama: str
    label: str


def read_isian(teks: str, kolom: Sequence[Kolom], *, ditanya: bool = False) -> dict[str, str]:
    """Values by field from lines such as "Nama: …", "Jeneng : …", "RT 03/RW 02".

    `ditanya`: our question is the last thing that was said, so "NIK 3577…" counts too. Nothing
    where fewer than half of the lines name a field: that is a story with a label in it.
    """
    sebutan, ada = _names_of(kolom), {satu.nama for satu in kolom}
    baris = _lines(teks)
    hasil: dict[str, str] = {}
    terbaca = 0
    for satu in baris:
        found = _read_line(satu, sebutan, ada, ditanya=ditanya)
        terbaca += bool(found)
        hasil = {nama: isi for nama, isi in found.items() if _KATA.search(isi.lower())} | hasil
    return hasil if 2 * terbaca >= len(baris) else {}


def _read_line(
    baris: str, sebutan: Mapping[str, str], ada: set[str], *, ditanya: bool
) -> dict[str, str]:
    cocok = _BARIS.match(baris)
    if cocok is not None and (nama := _field(cocok["label"], sebutan)):
        return {nama: cocok["nilai"].strip()}
    if rt_rw := _RT_RW.fullmatch(baris):
        return {nama: rt_rw[nama] for nama in ("rt", "rw") if nama in ada}
    if cocok is None and ditanya and (pasangan := _unmarked(baris, sebutan)):
        return dict([pasangan])
    return {}


def read_urut(teks: str, kolom: Sequence[Kolom]) -> dict[str, str]:
    """Plain lines in the order the fields were asked for; nothing when their number differs.

    For a single field one short line: a longer one is a story.
    """
    baris = _lines(teks)
    if len(baris) != len(kolom) or any(len(satu) > 120 for satu in baris):
        return {}
    if len(kolom) == 1 and len(baris[0].split()) > 8:
        return {}
    return {satu.nama: isi for satu, isi in zip(kolom, baris, strict=True)}


def _lines(teks: str) -> list[str]:
    return [baris.strip() for baris in re.split(r"[\n;]+", teks) if baris.strip()]


def _names_of(kolom: Sequence[Kolom]) -> dict[str, str]:
    """Every name a resident may give a field of this letter, and the field."""
    sebutan: dict[str, str] = {}
    for satu in kolom:
        label = _KURUNG.sub(" ", satu.label)
        for kata in (label, satu.nama.replace("_", " "), *_SEBUTAN.get(satu.nama, ())):
            sebutan.setdefault(_plain(kata), satu.nama)
    return sebutan


def _plain(kata: str) -> str:
    return " ".join(_KATA.findall(kata.lower()))


def _field(label: str, sebutan: Mapping[str, str]) -> str | None:
    plain = _plain(_KURUNG.sub(" ", label))
    if plain in sebutan:
        return sebutan[plain]
    if len(plain) < 4:
        return None
    dekat = process.extractOne(plain, list(sebutan), scorer=fuzz.ratio, score_cutoff=_MIRIP)
    return sebutan[dekat[0]] if dekat else None


def _unmarked(baris: str, sebutan: Mapping[str, str]) -> tuple[str, str] | None:
    """ "NIK 3577…" or "nama Siti": a known name at the beginning, and what follows it."""
    kata = baris.split()
    for panjang in (3, 2, 1):
        nama = sebutan.get(_plain(" ".join(kata[:panjang])))
        if nama is not None and len(kata) > panjang:
            return nama, " ".join(kata[panjang:]).strip(" :=-")
    return None
