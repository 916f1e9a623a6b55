"""Data to a Word file by docxtpl. Values are escaped: what a person wrote stays text."""

from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from typing import Any

from docx.shared import Cm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import Environment, Template

from dokumen.cetak.data import Data
from dokumen.cetak.word_dasar import build_templat

_BAGIAN_MAKS = 64  # texts kept compiled; the template has about ten


@lru_cache(maxsize=1)
def _templat() -> bytes:
    return build_templat()


class _Lingkungan(Environment):
    """Jinja that compiles each part of the one template once per process, not for each letter."""

    def __init__(self) -> None:
        super().__init__(autoescape=True)
        self._jadi: dict[str, Template] = {}

    def from_string(self, source: Any, *args: Any, **kwargs: Any) -> Template:
        if source not in self._jadi:
            if len(self._jadi) >= _BAGIAN_MAKS:
                self._jadi.clear()
            self._jadi[source] = super().from_string(source, *args, **kwargs)
        return self._jadi[source]


class _Templat(DocxTemplate):
    """docxtpl that tidies the tags of the template's own parts once."""

    def patch_xml(self, src_xml: str) -> str:
        return _patch(src_xml)


@lru_cache(maxsize=8)
def _patch(src_xml: str) -> str:
    return str(DocxTemplate.patch_xml(DocxTemplate(BytesIO(_templat())), src_xml))


_LINGKUNGAN = _Lingkungan()


def compile_docx(data: Data, gambar: Mapping[str, bytes]) -> bytes:
    """The letter; `gambar` holds its pictures by name (qr, ttd, logo; all PNG)."""
    dokumen = _Templat(BytesIO(_templat()))
    tinggi = {"qr": Cm(2.2), "ttd": Cm(1.9), "logo": Cm(2.4)}
    sisip = {
        nama: InlineImage(dokumen, BytesIO(isi), height=tinggi[nama])
        for nama, isi in gambar.items()
    }
    isi = {**data, "g": {nama: sisip.get(nama, "") for nama in tinggi}, "besar": _upper(data)}
    dokumen.render(isi, _LINGKUNGAN, autoescape=True)
    dokumen.docx.core_properties.title = data["judul"]
    dokumen.docx.core_properties.author = data["kop"]["kantor"]
    keluar = BytesIO()
    dokumen.save(keluar)
    return keluar.getvalue()


def _upper(data: Data) -> dict[str, str]:
    """Upper case before escaping: after it, an entity would be shouted too."""
    kop = data["kop"]
    return {
        "pemda": kop["pemda"].upper(),
        "kecamatan": kop["kecamatan_panjang"].upper(),
        "kantor": kop["kantor"].upper(),
        "judul": data["judul"].upper(),
    }
