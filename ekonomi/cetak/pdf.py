"""A document to PDF by typst: one template under the portal's own rules, words never as markup."""

from functools import lru_cache
from pathlib import Path

from dokumen.cetak.gambar import read_logo
from dokumen.cetak.pdf import compile_template
from ekonomi.cetak.data import Kertas, as_data

_TEMPLAT = Path(__file__).with_name("naskah.typ")


@lru_cache(maxsize=1)
def _source() -> bytes:
    return _TEMPLAT.read_bytes()


def compile_pdf(kertas: Kertas) -> bytes:
    """The whole document with the kelurahan's head."""
    data = as_data(kertas)
    logo = read_logo(data["logo"])
    gambar = {"logo": logo} if logo else {}
    return compile_template(_source(), data | {"logo": bool(logo)}, gambar)
