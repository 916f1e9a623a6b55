"""What a document shows, as plain data: blocks under the kelurahan's own head."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from dokumen.isian import tanggal_surat
from dokumen.services.kop import Kop, read_kop

Blok = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kertas:
    """A document ready to print. `cap` is written across each page (DRAF); `ttd` None: unsigned."""

    judul: str
    kelurahan: str
    blok: list[Blok]
    nomor: str = ""
    subjudul: str = ""
    cap: str = ""
    kaki: str = ""
    ttd: dict[str, Any] | None = None
    kop: Kop = field(default_factory=dict)


def bab(teks: str) -> Blok:
    return {"jenis": "bab", "teks": teks}


def alinea(teks: str) -> Blok:
    return {"jenis": "alinea", "teks": teks}


def tengah(teks: str) -> Blok:
    return {"jenis": "tengah", "teks": teks}


def daftar(isi: list[str]) -> Blok:
    return {"jenis": "daftar", "isi": isi}


def butir(label: str, isi: list[str]) -> Blok:
    """A label and lettered points, as in Menimbang: a. … b. …"""
    return {"jenis": "butir", "label": label, "isi": isi}


def rincian(isi: list[tuple[str, str]]) -> Blok:
    return {"jenis": "rincian", "isi": [list(baris) for baris in isi]}


def pasal(ke: int, judul: str, isi: list[str]) -> Blok:
    return {"jenis": "pasal", "nomor": f"Pasal {ke}", "judul": judul, "isi": isi}


def tabel(
    kepala: list[str], isi: list[list[str]], *, kanan: tuple[int, ...] = (),
    lebar: tuple[int, ...] = (),
) -> Blok:  # fmt: skip
    """A table; the columns named in `kanan` are aligned right, `lebar` are their shares."""
    rata = ["kanan" if ke in kanan else "kiri" for ke in range(len(kepala))]
    return {"jenis": "tabel", "kepala": kepala, "rata": rata, "isi": isi, "lebar": list(lebar)}


def kutipan(teks: str, oleh: str, **tanda: Any) -> Blok:
    """What somebody said and who. `tanda` says where it comes from, for whoever prints it later."""
    return {"jenis": "kutipan", "teks": teks, "oleh": oleh, **tanda}


def foto(isi: list[dict[str, Any]]) -> Blok:
    """Pictures two in a row: [{"berkas": name in `gambar`, "teks": caption}]."""
    return {"jenis": "foto", "isi": isi}


def gambar(berkas: str, teks: str) -> Blok:
    """One drawing (SVG) over the whole width; `teks` is its caption."""
    return {"jenis": "gambar", "berkas": berkas, "teks": teks}


def halaman() -> Blok:
    """A new page."""
    return {"jenis": "halaman"}


def head_of(kop: Kop) -> dict[str, str]:
    """The lines of the head, as the kelurahan's letters have them."""
    kontak = [("Telepon", kop["telepon"]), ("Surel", kop["surel"]), ("Laman", kop["laman"])]
    alamat = ", ".join(filter(None, [kop["alamat"], kop["tempat"] if kop["alamat"] else ""]))
    return {
        "pemda": kop["pemda"],
        "kecamatan_panjang": f"Kecamatan {kop['kecamatan']}",
        "kantor": f"{kop['sebutan']} {kop['kelurahan']}",
        "alamat_baris": " ".join(filter(None, [alamat, kop["kode_pos"]])),
        "kontak_baris": "   ".join(f"{apa} {isi}" for apa, isi in kontak if isi),
    }


def as_data(kertas: Kertas) -> dict[str, Any]:
    """Strings and lists only, as both layouts read it."""
    kop = kertas.kop or read_kop(kertas.kelurahan)
    return {
        "judul": kertas.judul,
        "nomor": kertas.nomor,
        "subjudul": kertas.subjudul,
        "cap": kertas.cap,
        "kaki": kertas.kaki,
        "kop": head_of(kop),
        "logo": kop["logo"],
        "blok": kertas.blok,
        "ttd": kertas.ttd,
    }


def hari(tanggal: dt.date | None) -> str:
    """26 November 2026; empty for none."""
    return tanggal_surat(tanggal) if tanggal else ""
