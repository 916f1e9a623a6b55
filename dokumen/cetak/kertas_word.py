"""A document to a Word file: the same blocks as kertas.typ, written as text, never as markup."""

import io
import re
from collections.abc import Mapping
from typing import Any

import docx
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as RATA
from docx.enum.text import WD_BREAK, WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph
from PIL import Image

from dokumen.cetak.gambar import read_logo
from dokumen.cetak.kertas import Blok, Kertas, as_data
from dokumen.cetak.pdf import draw_png

HURUF = "Times New Roman"
_KOSONG = re.compile(r"(\[belum diisi: [^\]]*\])")


def compile_docx(kertas: Kertas, gambar: Mapping[str, bytes] | None = None) -> bytes:
    """The whole document with the kelurahan's head; `gambar` as in `kertas_pdf.compile_pdf`."""
    data = as_data(kertas) | {"gambar": dict(gambar or {})}
    dok = docx.Document()
    _page(dok, data)
    if data["cap"]:
        _line(dok, data["cap"], rata=RATA.CENTER, tebal=True, besar=18)
    _head(dok, data)
    _line(dok, data["judul"].upper(), rata=RATA.CENTER, tebal=True, besar=13)
    for teks in filter(None, (data["nomor"], data["subjudul"])):
        _line(dok, teks, rata=RATA.CENTER)
    for satu in data["blok"]:
        if satu["jenis"] in _BERGAMBAR:
            _BERGAMBAR[satu["jenis"]](dok, satu, data["gambar"])
        else:
            _TULIS.get(satu["jenis"], _plain)(dok, satu)
    _sign(dok, data["ttd"])
    dok.core_properties.title = data["judul"]
    dok.core_properties.author = data["kop"]["kantor"]
    keluar = io.BytesIO()
    dok.save(keluar)
    return keluar.getvalue()


def _page(dok: Document, data: dict[str, Any]) -> None:
    bagian = dok.sections[0]
    bagian.page_width, bagian.page_height = Cm(21), Cm(29.7)
    bagian.top_margin, bagian.bottom_margin = Cm(1.8), Cm(2)
    bagian.left_margin, bagian.right_margin = Cm(2.6), Cm(2.3)
    gaya: Any = dok.styles["Normal"]
    gaya.font.name, gaya.font.size = HURUF, Pt(11.5)
    gaya.element.rPr.rFonts.set(qn("w:eastAsia"), HURUF)
    gaya.paragraph_format.space_after = Pt(6)
    bagian.footer.paragraphs[0].text = data["kaki"]


def _head(dok: Document, data: dict[str, Any]) -> None:
    kop, logo = data["kop"], read_logo(data["logo"])
    if logo:
        alinea = dok.add_paragraph()
        alinea.alignment = RATA.CENTER
        alinea.add_run().add_picture(io.BytesIO(logo), height=Cm(2.2))
    for teks, besar in (
        (kop["pemda"].upper(), 13),
        (kop["kecamatan_panjang"].upper(), 13),
        (kop["kantor"].upper(), 16),
        (kop["alamat_baris"], 9.5),
        (kop["kontak_baris"], 9.5),
    ):
        if teks:
            alinea = _line(dok, teks, rata=RATA.CENTER, besar=besar, tebal=besar > 14)
            alinea.paragraph_format.space_after = Pt(0)
    _line(dok, "_" * 60, rata=RATA.CENTER)


def _chapter(dok: Document, satu: Blok) -> None:
    alinea = _line(dok, satu["teks"], tebal=True, besar=12.5)
    alinea.paragraph_format.space_before = Pt(8)
    alinea.paragraph_format.keep_with_next = True


def _article(dok: Document, satu: Blok) -> None:
    for teks, tebal in ((satu["nomor"], True), (satu["judul"], False)):
        alinea = _line(dok, teks, rata=RATA.CENTER, tebal=tebal)
        alinea.paragraph_format.keep_with_next = True
        alinea.paragraph_format.space_after = Pt(0)
    for ke, teks in enumerate(satu["isi"], 1):
        awal = f"({ke}) " if len(satu["isi"]) > 1 else ""
        _line(dok, f"{awal}{teks}", rata=RATA.JUSTIFY)


def _list(dok: Document, satu: Blok) -> None:
    for ke, teks in enumerate(satu["isi"], 1):
        _line(dok, f"{ke}. {teks}").paragraph_format.left_indent = Cm(0.5)


def _points(dok: Document, satu: Blok) -> None:
    _line(dok, f"{satu['label']}:", tebal=True)
    for ke, teks in enumerate(satu["isi"]):
        _line(dok, f"{chr(97 + ke)}. {teks}").paragraph_format.left_indent = Cm(1)


def _details(dok: Document, satu: Blok) -> None:
    tabel = dok.add_table(rows=0, cols=3)
    tabel.autofit = False
    for label, nilai in satu["isi"]:
        sel = tabel.add_row().cells
        for satu_sel, cm, teks in zip(sel, (4.6, 0.5, 10.8), (label, ":", nilai), strict=True):
            satu_sel.width = Cm(cm)
            _runs(satu_sel.paragraphs[0], teks)
    dok.add_paragraph()


def _table(dok: Document, satu: Blok) -> None:
    tabel = dok.add_table(rows=1, cols=len(satu["kepala"]), style="Table Grid")
    tabel.alignment = WD_TABLE_ALIGNMENT.CENTER
    for sel, teks in zip(tabel.rows[0].cells, satu["kepala"], strict=True):
        _runs(sel.paragraphs[0], teks, tebal=True, besar=9.5)
    for baris in satu["isi"]:
        for sel, teks, rata in zip(tabel.add_row().cells, baris, satu["rata"], strict=True):
            _runs(sel.paragraphs[0], teks, besar=9.5)
            if rata == "kanan":
                sel.paragraphs[0].alignment = RATA.RIGHT
    _share_out(tabel, satu.get("lebar") or [])
    dok.add_paragraph()


def _share_out(tabel: Table, lebar: list[int]) -> None:
    """Column widths by shares; as Word likes where none are given."""
    if not lebar:
        return
    tabel.autofit = False
    for baris in tabel.rows:
        for sel, bagian in zip(baris.cells, lebar, strict=True):
            sel.width = Cm(16.1 * bagian / sum(lebar))


def _centre(dok: Document, satu: Blok) -> None:
    _line(dok, satu["teks"], rata=RATA.CENTER, tebal=True)


def _break(dok: Document, _satu: Blok) -> None:
    dok.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _plain(dok: Document, satu: Blok) -> None:
    _line(dok, satu["teks"], rata=RATA.JUSTIFY)


def _quote(dok: Document, satu: Blok) -> None:
    alinea = _line(dok, satu["teks"])
    alinea.paragraph_format.left_indent = Cm(0.8)
    for huruf in alinea.runs:
        huruf.italic = True
    alinea.paragraph_format.space_after = Pt(0)
    _line(dok, satu["oleh"], besar=10).paragraph_format.left_indent = Cm(0.8)


def _photos(dok: Document, satu: Blok, gambar: Mapping[str, bytes]) -> None:
    """Two in a row in a table without lines; one that was withdrawn says so."""
    isi = satu["isi"]
    tabel = dok.add_table(rows=(len(isi) + 1) // 2, cols=2)
    for ke, foto in enumerate(isi):
        sel = tabel.rows[ke // 2].cells[ke % 2]
        ada = gambar.get(foto["berkas"])
        if ada is None:
            _runs(sel.paragraphs[0], "Foto ini ditarik dan tidak ditampilkan lagi.", besar=9)
        else:
            sel.paragraphs[0].add_run().add_picture(io.BytesIO(ada), **_fit(ada))
        _runs(sel.add_paragraph(), foto["teks"], besar=9)
    dok.add_paragraph()


def _fit(isi: bytes) -> dict[str, Any]:
    """Inside 7.4 x 5.6 cm, whichever side is longer."""
    with Image.open(io.BytesIO(isi)) as foto:
        lebar, tinggi = foto.size
    return {"width": Cm(7.4)} if lebar * 5.6 >= tinggi * 7.4 else {"height": Cm(5.6)}


def _drawing(dok: Document, satu: Blok, gambar: Mapping[str, bytes]) -> None:
    svg = gambar.get(satu["berkas"])
    if svg is None:
        return
    alinea = dok.add_paragraph()
    alinea.alignment = RATA.CENTER
    alinea.add_run().add_picture(io.BytesIO(draw_png(svg)), width=Cm(15.5))
    _line(dok, satu["teks"], rata=RATA.CENTER, besar=9)


_BERGAMBAR = {"foto": _photos, "gambar": _drawing}
_TULIS = {
    "bab": _chapter,
    "pasal": _article,
    "daftar": _list,
    "butir": _points,
    "rincian": _details,
    "tabel": _table,
    "tengah": _centre,
    "halaman": _break,
    "kutipan": _quote,
}


def _sign(dok: Document, ttd: dict[str, Any] | None) -> None:
    if ttd is None:
        return
    baris = [*ttd["atas"], "", "", "", ttd["nama"], *ttd["bawah"]]
    for ke, teks in enumerate(baris):
        alinea = _line(dok, teks, rata=RATA.CENTER, tebal=ke == len(ttd["atas"]) + 3)
        alinea.paragraph_format.left_indent = Cm(8.5)
        alinea.paragraph_format.space_after = Pt(0)


def _line(dok: Document, teks: str, *, rata: Any = None, **rupa: Any) -> Paragraph:
    alinea = dok.add_paragraph()
    alinea.alignment = rata
    return _runs(alinea, teks, **rupa)


def _runs(alinea: Paragraph, teks: str, *, tebal: bool = False, besar: float = 11.5) -> Paragraph:
    """The text; what is missing stands out."""
    for ke, potong in enumerate(_KOSONG.split(teks)):
        huruf = alinea.add_run(potong)
        huruf.font.size, huruf.bold = Pt(besar), tebal
        if ke % 2:
            huruf.font.highlight_color = WD_COLOR_INDEX.YELLOW
    return alinea
