"""A document to PDF by typst: one template, fonts of the wheel, nothing read as markup."""

import json
from functools import lru_cache
from pathlib import Path

import typst

from dokumen.cetak.gambar import read_logo
from dokumen.cetak.pdf import as_svg, embedded_fonts
from ekonomi.cetak.data import Kertas, as_data

_TEMPLAT = Path(__file__).with_name("naskah.typ")


@lru_cache(maxsize=1)
def _source() -> bytes:
    return _TEMPLAT.read_bytes()


def compile_pdf(kertas: Kertas) -> bytes:
    """The whole document with the kelurahan's head."""
    data = as_data(kertas)
    logo = read_logo(data["logo"])
    berkas = {"logo.svg": as_svg(logo)} if logo else {}
    data["logo"] = bool(logo)
    hasil = typst.compile(
        input={"main.typ": _source(), **berkas},
        font_paths=embedded_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    assert isinstance(hasil, bytes)  # noqa: S101 - one PDF, whatever its pages
    return hasil
