"""Data to PDF by typst: one template, fonts of the wheel, no network, nothing read as markup."""

import base64
import json
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import typst
from PIL import Image

from dokumen.cetak.data import Data

_TEMPLAT = Path(__file__).with_name("surat.typ")


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Only those inside typst: the same letter on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


@lru_cache(maxsize=1)
def _source() -> bytes:
    return _TEMPLAT.read_bytes()


def compile_pdf(data: Data, gambar: Mapping[str, bytes]) -> bytes:
    """The letter; `gambar` holds the pictures it shows by name: qr (SVG), ttd and logo (PNG)."""
    berkas = {f"{nama}.svg": _as_svg(isi) for nama, isi in gambar.items()}
    hasil = typst.compile(
        {"main.typ": _source(), **berkas},
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    assert isinstance(hasil, bytes)  # noqa: S101 - one PDF, whatever its pages
    return hasil


def _as_svg(isi: bytes) -> bytes:
    """A PNG inside an SVG: files given to typst from memory must be UTF-8."""
    if not isi.startswith(b"\x89PNG"):
        return isi
    with Image.open(BytesIO(isi)) as gambar:
        lebar, tinggi = gambar.size
    data = base64.b64encode(isi).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{lebar}" height="{tinggi}" '
        f'viewBox="0 0 {lebar} {tinggi}"><image width="{lebar}" height="{tinggi}" '
        f'href="data:image/png;base64,{data}"/></svg>'
    ).encode()
