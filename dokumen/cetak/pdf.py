"""Data to PDF by typst: one template, fonts of the wheel, no network, nothing read as markup."""

import base64
import json
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import typst
from PIL import Image

from dokumen.cetak.data import Data

PPI = 110
_TEMPLAT = Path(__file__).with_name("surat.typ")
_MIME = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg"}
_GAMBAR = b"""#set page(width: 16cm, height: auto, margin: 0cm)
#image("gambar.svg", width: 100%)
"""


@lru_cache(maxsize=1)
def embedded_fonts() -> typst.Fonts:
    """Only those inside typst: the same letter on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


@lru_cache(maxsize=1)
def _source() -> bytes:
    return _TEMPLAT.read_bytes()


def compile_pdf(data: Data, gambar: Mapping[str, bytes]) -> bytes:
    """The letter; `gambar` holds the pictures it shows by name: qr (SVG), ttd and logo (PNG)."""
    hasil = typst.compile(**_job(data, gambar))
    assert isinstance(hasil, bytes)  # noqa: S101 - one PDF, whatever its pages
    return hasil


def compile_png(data: Data, gambar: Mapping[str, bytes]) -> list[bytes]:
    """The same pages as pictures, for a look before signing."""
    hasil = typst.compile(**_job(data, gambar), format="png", ppi=PPI)
    return [hasil] if isinstance(hasil, bytes) else list(hasil or [])


def compile_template(sumber: bytes, data: Data, gambar: Mapping[str, bytes]) -> bytes:
    """Another app's own typst template as PDF, under the same rules: no network, no markup."""
    hasil = typst.compile(**_job(data, gambar, sumber))
    assert isinstance(hasil, bytes)  # noqa: S101 - one PDF, whatever its pages
    return hasil


def _job(data: Data, gambar: Mapping[str, bytes], sumber: bytes | None = None) -> dict[str, Any]:
    berkas = {f"{nama}.svg": _as_svg(isi) for nama, isi in gambar.items()}
    return {
        "input": {"main.typ": sumber or _source(), **berkas},
        "font_paths": embedded_fonts(),
        "ignore_system_fonts": True,
        "sys_inputs": {"data": json.dumps(data, ensure_ascii=False)},
    }


def draw_png(svg: bytes) -> bytes:
    """An SVG of our own as PNG, for where there are only pixels (Word)."""
    kerja: dict[str, Any] = {
        "input": {"main.typ": _GAMBAR, "gambar.svg": svg},
        "font_paths": embedded_fonts(),
        "ignore_system_fonts": True,
    }
    hasil: Any = typst.compile(**kerja, format="png", ppi=PPI * 2)
    assert isinstance(hasil, bytes)  # noqa: S101 - one page
    return hasil


_GAMBAR = b"""#set page(width: 16cm, height: auto, margin: 0cm)
#image("gambar.svg", width: 100%)
"""


def _as_svg(isi: bytes) -> bytes:
    """A PNG or JPEG inside an SVG: files given to typst from memory must be UTF-8."""
    mime = next((mime for awal, mime in _MIME.items() if isi.startswith(awal)), "")
    if not mime:
        return isi
    with Image.open(BytesIO(isi)) as gambar:
        lebar, tinggi = gambar.size
    data = base64.b64encode(isi).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{lebar}" height="{tinggi}" '
        f'viewBox="0 0 {lebar} {tinggi}"><image width="{lebar}" height="{tinggi}" '
        f'href="data:{mime};base64,{data}"/></svg>'
    ).encode()
