"""Composing a document: every value is a slot that knows its row; what is missing is written out.

A missing value is never blank: it reads "[belum diisi: …]" and is listed with where to fill it in.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from dokumen.cetak.kertas import Blok, Kertas
from dokumen.isian import tanggal_surat
from dokumen.services.kop import Kop, read_kop
from ekonomi.models import Program
from wilayah.format import rupiah


@dataclass(frozen=True, slots=True)
class Isian:
    """One value of a document: its name, its text, the row it came from and where that is kept."""

    label: str
    nilai: str
    asal: str
    url: str
    wajib: bool = True

    @property
    def kosong(self) -> bool:
        return not self.nilai

    @property
    def teks(self) -> str:
        """As the document reads it."""
        return self.nilai or f"[belum diisi: {self.label}]"


@dataclass(slots=True)
class Naskah:
    """A composed document with the trace of its values."""

    judul: str
    program: Program
    kop: Kop
    blok: list[Blok] = field(default_factory=list)
    isian: list[Isian] = field(default_factory=list)
    nomor: str = ""
    subjudul: str = ""
    ttd: dict[str, Any] | None = None

    @property
    def kurang(self) -> list[Isian]:
        """Mandatory values that are missing, in the order they appear, each once."""
        return list({s.label: s for s in self.isian if s.wajib and s.kosong}.values())

    @property
    def lengkap(self) -> bool:
        return not self.kurang

    def as_kertas(self, *, draf: bool) -> Kertas:
        """Ready to print; a draft says so on every page."""
        return Kertas(
            judul=self.judul, kelurahan=str(self.program.wilayah_id), blok=self.blok,
            nomor=self.nomor, subjudul=self.subjudul, cap="DRAF" if draf else "",
            kaki="Draf, belum berlaku" if draf else "", ttd=self.ttd, kop=self.kop,
        )  # fmt: skip


class Penyusun:
    """Collects the values of one document as its text is written."""

    def __init__(self, program: Program, judul: str) -> None:
        kop = read_kop(str(program.wilayah.kode_kelurahan))
        self.program = program
        self.naskah = Naskah(judul=judul, program=program, kop=kop)

    def put(self, *blok: Blok) -> None:
        self.naskah.blok.extend(blok)

    def take(self, label: str, nilai: Any, asal: str, url: str, *, wajib: bool = True) -> str:
        """Register a value and give its text."""
        isian = Isian(label, str(nilai or ""), asal, url, wajib)
        self.naskah.isian.append(isian)
        return isian.teks

    # values of the rows, each with its place

    def of_program(self, label: str, nilai: Any) -> str:
        return self.take(label, nilai, "Program", change_url("program", self.program.pk))

    def of_kop(self, label: str, kunci: str, *, wajib: bool = True) -> str:
        nilai = self.naskah.kop.get(kunci, "")
        url = reverse("admin:dokumen_kopsurat_changelist")
        return self.take(label, nilai, "Kop surat", url, wajib=wajib)

    def of_rows(self, label: str, rows: Any, model: str, asal: str) -> bool:
        """Register that a list has rows at all; whether it has."""
        banyak = len(rows)
        url = f"{reverse(f'admin:ekonomi_{model}_changelist')}?program={self.program.pk}"
        self.take(label, f"{banyak} baris" if banyak else "", asal, url)
        return banyak > 0

    def rupiah(self, label: str, jumlah: int | None, asal: str, url: str) -> str:
        return self.take(label, rupiah(jumlah) if jumlah else "", asal, url)

    def hari(self, label: str, tanggal: dt.date | None) -> str:
        return self.of_program(label, tanggal_surat(tanggal) if tanggal else "")

    def sign(self, *, tempat: str, tanggal: dt.date | None, atas: str) -> None:
        """The lurah's signature at the end."""
        kop = self.naskah.kop
        hari = self.take(
            "Tanggal penetapan", tanggal_surat(tanggal) if tanggal else "", "Saat ditetapkan",
            "#tetapkan",
        )  # fmt: skip
        nama = self.of_kop("Nama lurah", "nama")
        self.of_kop("NIP lurah", "nip", wajib=False)
        nip = f"NIP {kop['nip']}" if kop.get("nip") else ""
        pangkat = kop.get("pangkat", "")
        self.naskah.ttd = {
            "atas": [f"{atas} {tempat}", f"pada tanggal {hari}", f"{kop['jabatan'].upper()},"],
            "nama": nama,
            "bawah": [teks for teks in (pangkat, nip) if teks],
        }

    def number(self, awal: str, nomor: str) -> str:
        """The document's number, given when it is settled."""
        teks = self.take("Nomor", nomor, "Saat ditetapkan", "#tetapkan")
        self.naskah.nomor = f"{awal} {teks}"
        return teks


def change_url(model: str, pk: int) -> str:
    """The staff page of a row."""
    return reverse(f"admin:ekonomi_{model}_change", args=[pk])


def months_of(program: Program) -> int:
    """The programme's length in whole months."""
    return max(1, round(((program.selesai - program.mulai).days + 1) / 30.44))
