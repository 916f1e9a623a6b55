"""The text of a letter: a template with {slots} read into blocks, then filled. Pure functions.

A template is plain text. An empty line ends a block. A block whose lines begin with "|" is a list
of label and value (`| Nama | {nama}`), one whose lines begin with "-" a numbered list, every other
block a paragraph. Slots are filled after the blocks were read, once: what a person wrote can
neither become a block nor name another slot.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_SLOT = re.compile(r"\{([^{}]*)\}")
TITIK = "." * 30
_TITIK_PENDEK = "." * 14

# Slots that the portal fills by itself, with what each says.
SLOT_TETAP = {
    "sebutan": "Kelurahan atau Desa",
    "kelurahan": "nama kelurahan/desa",
    "kecamatan": "nama kecamatan",
    "kota": "Kota Madiun, Kabupaten Jember",
    "provinsi": "nama provinsi",
    "kepala": "Lurah atau Kepala Desa",
    "nama_kepala": "nama pejabat di kop surat",
    "jabatan_kepala": "jabatan di kop surat, misalnya Plt. Lurah Taman",
    "tempat": "nama kota di depan tanggal",
    "tanggal_surat": "tanggal surat",
    "nomor_surat": "nomor surat",
}


@dataclass(frozen=True, slots=True)
class Blok:
    """A block; `isi` holds its rows of cells. `jenis`: alinea (a paragraph with its first line
    indented), lanjutan (one that goes on, or a greeting), rincian (rows of two), daftar.
    """

    jenis: str
    isi: tuple[tuple[str, ...], ...]

    def as_dict(self) -> dict[str, object]:
        return {"jenis": self.jenis, "isi": [list(baris) for baris in self.isi]}


def slot_names(teks: str) -> list[str]:
    """The {slots} in the order they first appear, as written."""
    return list(dict.fromkeys(cocok[1] for cocok in _SLOT.finditer(teks)))


def read_blok(teks: str) -> list[Blok]:
    """The blocks of a template, slots still in them. Raises ValueError for a broken row."""
    return [_blok(potong) for potong in re.split(r"\n\s*\n", teks.strip()) if potong.strip()]


def _blok(potong: str) -> Blok:
    baris = [satu.strip() for satu in potong.strip().split("\n")]
    if all(satu.startswith("|") for satu in baris):
        return Blok("rincian", tuple(_row(satu) for satu in baris))
    if all(satu.startswith("- ") for satu in baris):
        return Blok("daftar", tuple((satu[2:].strip(),) for satu in baris))
    teks = " ".join(baris)
    lanjut = teks[:1].islower() or (teks.endswith(",") and len(teks) < 30)
    return Blok("lanjutan" if lanjut else "alinea", ((teks,),))


def _row(baris: str) -> tuple[str, str]:
    label, _garis, nilai = baris.strip("|").partition("|")
    if not label.strip() or not nilai.strip():
        raise ValueError(f"Baris “{baris}” harus berbentuk: | Nama | {{nama}}")
    return label.strip(), nilai.strip()


def fill(teks: str, nilai: Mapping[str, str], *, kosong: str = "") -> str:
    """Put the values into the slots, in one pass; a slot without a value becomes `kosong`."""
    return _SLOT.sub(lambda cocok: nilai.get(cocok[1], "") or kosong, teks)


def fill_blok(
    blok: list[Blok], nilai: Mapping[str, str], *, draf: bool, pilihan: frozenset[str]
) -> list[Blok]:
    """The blocks with values. Rows of which only optional slots (`pilihan`) are empty are left out
    of the finished letter; a draft keeps them, with a dotted line to write on.
    """
    return [
        Blok(satu.jenis, isi)
        for satu in blok
        if (isi := tuple(_filled(satu, nilai, draf=draf, pilihan=pilihan)))
    ]


def _filled(
    blok: Blok, nilai: Mapping[str, str], *, draf: bool, pilihan: frozenset[str]
) -> Iterator[tuple[str, ...]]:
    for baris in blok.isi:
        nama = slot_names(" ".join(baris))
        hilang = [n for n in nama if not nilai.get(n)]
        if hilang and not draf and len(hilang) == len(nama) and set(hilang) <= pilihan:
            continue
        titik = TITIK if blok.jenis == "rincian" and len(nama) == 1 else _TITIK_PENDEK
        kosong = titik if draf or set(hilang) - pilihan else ""
        yield tuple(fill(sel, nilai, kosong=kosong) for sel in baris)
