"""A document to PDF by typst: one template under the portal's own rules, words never as markup."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from dokumen.cetak.gambar import read_logo
from dokumen.cetak.kertas import Kertas, as_data
from dokumen.cetak.pdf import compile_template

_TEMPLAT = Path(__file__).with_name("kertas.typ")


@lru_cache(maxsize=1)
def _source() -> bytes:
    return _TEMPLAT.read_bytes()


def compile_pdf(kertas: Kertas, gambar: Mapping[str, bytes] | None = None) -> bytes:
    """The whole document with the kelurahan's head. `gambar`: its pictures by name (JPEG, SVG);
    one that is named in a block and missing here is left out.
    """
    data = as_data(kertas)
    logo = read_logo(data["logo"])
    isi = dict(gambar or {}) | ({"logo": logo} if logo else {})
    return compile_template(_source(), data | {"logo": bool(logo), "gambar": list(isi)}, isi)
