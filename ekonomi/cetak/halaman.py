"""Pages of the programme as PDF: sheets, reports, releases. One template, words as data."""

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from dokumen.cetak.pdf import embedded_fonts
from dokumen.services.kop import read_kop
from wilayah.bagian_halaman import Bagian

_TEMPLAT = Path(__file__).with_name("halaman.typ")


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
