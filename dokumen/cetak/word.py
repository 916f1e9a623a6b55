"""Data to a Word file by docxtpl. Values are escaped: what a person wrote stays text."""

import io
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from docx.shared import Cm
from docxtpl import DocxTemplate, InlineImage

from dokumen.cetak.data import Data
from dokumen.cetak.word_dasar import build_templat


@lru_cache(maxsize=1)
def _templat() -> bytes:
    return build_templat()


def compile_docx(data: Data, gambar: Mapping[str, bytes]) -> bytes:
    """The letter; `gambar` holds its pictures by name (qr, ttd, logo; all PNG)."""
    dokumen = DocxTemplate(io.BytesIO(_templat()))
    tinggi = {"qr": Cm(2.2), "ttd": Cm(1.9), "logo": Cm(2.4)}
    sisip = {
        nama: InlineImage(dokumen, io.BytesIO(isi), height=tinggi[nama])
        for nama, isi in gambar.items()
    }
    dokumen.render({**data, **_pictures(data, sisip), "besar": _upper(data)}, autoescape=True)
    dokumen.docx.core_properties.title = data["judul"]
    dokumen.docx.core_properties.author = data["kop"]["kantor"]
    keluar = io.BytesIO()
    dokumen.save(keluar)
    return keluar.getvalue()


def _pictures(data: Data, sisip: dict[str, InlineImage]) -> dict[str, Any]:
    return {"g": {nama: sisip.get(nama, "") for nama in ("logo", "ttd", "qr")}}


def _upper(data: Data) -> dict[str, str]:
    """Upper case before escaping: after it, an entity would be shouted too."""
    kop = data["kop"]
    return {
        "pemda": kop["pemda"].upper(),
        "kecamatan": kop["kecamatan_panjang"].upper(),
        "kantor": kop["kantor"].upper(),
        "judul": data["judul"].upper(),
    }
