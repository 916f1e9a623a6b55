"""Pages of the programme as PDF: sheets, reports, releases. One template, words as data."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from dokumen.cetak.pdf import embedded_fonts
from dokumen.services.kop import read_kop

_TEMPLAT = Path(__file__).with_name("halaman.typ")


@dataclass(slots=True)
class Bagian:
    """One section: text, pairs of label and value, or a table; `lebar` are shares of columns."""

    judul: str = ""
    teks: Sequence[str] = ()
    rinci: Sequence[tuple[str, str]] = ()
    kepala: Sequence[str] = ()
    baris: Sequence[Sequence[str]] = ()
    lebar: Sequence[int] = field(default_factory=list)

    def as_data(self) -> dict[str, Any]:
        return {
            "judul": self.judul,
            "teks": [str(t) for t in self.teks],
            "rinci": [[str(a), str(b)] for a, b in self.rinci],
            "kepala": [str(k) for k in self.kepala],
            "baris": [[str(s) for s in baris] for baris in self.baris],
            "lebar": list(self.lebar) or [1] * max(1, len(self.kepala)),
        }


@lru_cache(maxsize=1)
def _source() -> bytes:
    return _TEMPLAT.read_bytes()


def render_halaman(
    *, judul: str, wilayah: str, bagian: Sequence[Bagian], sub: str = "", cap: str = "",
    kaki: str = "", tanda: Sequence[str] = (),
) -> bytes:  # fmt: skip
    """The page as PDF under the head of this kelurahan. `cap` is a stamp such as "DRAF"."""
    kop = read_kop(wilayah)
    data = {
        "judul": judul, "sub": sub, "cap": cap, "kaki": kaki or judul,
        "pemda": kop["pemda"], "kantor": f"{kop['sebutan']} {kop['kelurahan']}",
        "bagian": [satu.as_data() for satu in bagian], "tanda": [str(t) for t in tanda],
    }  # fmt: skip
    kerja: dict[str, Any] = {
        "input": {"main.typ": _source()},
        "font_paths": embedded_fonts(),
        "ignore_system_fonts": True,
        "sys_inputs": {"data": json.dumps(data, ensure_ascii=False)},
    }
    hasil = typst.compile(**kerja)
    assert isinstance(hasil, bytes)  # noqa: S101 - one PDF, whatever its pages
    return hasil
