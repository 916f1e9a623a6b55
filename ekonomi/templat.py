"""A programme template (fixtures/program/*.json) as checked plain data. Pure functions."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ekonomi.models import (
    AnggotaTim,
    KelompokSasaran,
    MitraProgram,
    SumberDana,
    Tonggak,
)

_DARI_FINAL = ("tim", "risiko", "komunikasi")
_DAFTAR = ("target", "anggaran", "sumber", "tonggak", "mitra", "sasaran")
_PILIHAN = {
    ("sasaran", "kelompok"): KelompokSasaran.values,
    ("sumber", "sumber"): SumberDana.values,
    ("tonggak", "fase"): Tonggak.Fase.values,
    ("mitra", "jenis"): MitraProgram.Jenis.values,
    ("tim", "peran"): AnggotaTim.Peran.values,
}
Baris = dict[str, Any]


@dataclass(frozen=True, slots=True)
class IsiTemplat:
    """What one file says. Money in whole Rupiah; milestones in days from the first day."""

    kode: str
    nama: str
    versi: str
    tanggal_dokumen: dt.date | None
    ringkasan: str
    total: int
    bulan: int
    urutan: int
    tujuan: list[str]
    aturan: dict[str, int]
    sasaran: list[Baris]
    target: list[Baris]
    anggaran: list[Baris]
    sumber: list[Baris]
    tonggak: list[Baris]
    mitra: list[Baris]
    tim: list[Baris] = field(default_factory=list)
    risiko: list[Baris] = field(default_factory=list)
    komunikasi: list[Baris] = field(default_factory=list)
    catatan_angka: str = ""
    dari_final: list[str] = field(default_factory=list)

    @property
    def jumlah_pos(self) -> int:
        """What the lines add to."""
        return sum(int(baris["jumlah"]) for baris in self.anggaran)

    @property
    def selisih(self) -> int:
        """Stated total less the sum of the lines; 0 in every document that ships."""
        return self.total - self.jumlah_pos


class TemplatKeliru(ValueError):  # noqa: N818 - the domain's word
    """A template that no programme can be started from; the message says what is wrong."""


def read_templat(isi: Mapping[str, Any], final: Mapping[str, Any] | None = None) -> IsiTemplat:
    """Check one template. `dari_final` names parts that its document lacks and takes from `final`.

    Raises TemplatKeliru naming the part and row.
    """
    baris = dict(isi)
    for bagian in baris.get("dari_final", ()):
        if bagian not in _DARI_FINAL or final is None:
            raise TemplatKeliru(f"{isi.get('kode')}: bagian {bagian} tidak dapat diwariskan.")
        baris[bagian] = final[bagian]
    kurang = [nama for nama in ("kode", "nama", "versi", "total", *_DAFTAR) if not baris.get(nama)]
    if kurang:
        raise TemplatKeliru(f"{isi.get('kode')}: {', '.join(kurang)} belum diisi.")
    hari = baris.pop("tanggal_dokumen", None)
    templat = IsiTemplat(tanggal_dokumen=dt.date.fromisoformat(hari) if hari else None, **baris)
    _check(templat)
    return templat


def _check(templat: IsiTemplat) -> None:
    for (bagian, kolom), boleh in _PILIHAN.items():
        for ke, baris in enumerate(getattr(templat, bagian), 1):
            if baris.get(kolom) not in boleh:
                raise TemplatKeliru(
                    f"{templat.kode}: {bagian} baris {ke}, {kolom} “{baris.get(kolom)}” "
                    f"tidak dikenal."
                )
    for bagian in ("anggaran", "tonggak"):
        kode = [baris["kode"] for baris in getattr(templat, bagian)]
        if len(kode) != len(set(kode)):
            raise TemplatKeliru(f"{templat.kode}: kode {bagian} ada yang kembar.")
    if any(baris["jumlah"] <= 0 for baris in templat.anggaran):
        raise TemplatKeliru(f"{templat.kode}: setiap pos anggaran harus lebih dari nol.")


def read_folder(folder: Path) -> list[tuple[dict[str, Any], IsiTemplat]]:
    """Every file of the folder, raw and checked, in its order. Raises TemplatKeliru."""
    mentah = [json.loads(b.read_text(encoding="utf-8")) for b in sorted(folder.glob("*.json"))]
    final = next((satu for satu in mentah if not satu.get("dari_final")), None)
    jadi = [(satu, read_templat(satu, final)) for satu in mentah]
    return sorted(jadi, key=lambda pasangan: pasangan[1].urutan)
