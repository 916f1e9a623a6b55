"""The Word template with its tags, built once per process: the same parts as surat.typ."""

import io
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as RATA
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

HURUF = "Times New Roman"


def build_templat() -> bytes:
    """A .docx with docxtpl's tags ({{ }} values, {%p %} paragraphs, {%tr %} rows)."""
    dok = docx.Document()
    _page(dok)
    _tag(dok, "{%p if cap %}")
    _line(dok, "{{ cap }}", rata=RATA.CENTER, tebal=True, besar=20)
    _tag(dok, "{%p endif %}")
    _tag(dok, "{%p if arah != 'warga' %}")
    _kop(dok)
    _tag(dok, "{%p endif %}")
    _tag(dok, "{%p if bentuk == 'keterangan' %}")
    _line(dok, "{{ besar.judul }}", rata=RATA.CENTER, tebal=True, garis=True, besar=13)
    _line(dok, "{{ nomor_baris }}", rata=RATA.CENTER, sesudah=12)
    _tag(dok, "{%p else %}")
    _line(dok, "{{ tempat_tanggal }}", rata=RATA.RIGHT)
    _rows(dok, "baris in kepala_surat", lebar=(2.2, 0.5, 13.0), lekuk=0)
    _tag(dok, "{%p for baris in kepada %}", sebelum=8)
    _line(dok, "{{ baris }}")
    _tag(dok, "{%p endfor %}")
    _tag(dok, "{%p endif %}")
    _body(dok)
    _close(dok)
    keluar = io.BytesIO()
    dok.save(keluar)
    return keluar.getvalue()


def _page(dok: Document) -> None:
    bagian = dok.sections[0]
    bagian.orientation = WD_ORIENT.PORTRAIT
    bagian.page_width, bagian.page_height = Cm(21), Cm(29.7)
    bagian.top_margin, bagian.bottom_margin = Cm(1.6), Cm(1.8)
    bagian.left_margin, bagian.right_margin = Cm(2.8), Cm(2.4)
    gaya: Any = dok.styles["Normal"]
    gaya.font.name, gaya.font.size = HURUF, Pt(12)
    gaya.element.rPr.rFonts.set(qn("w:eastAsia"), HURUF)
    gaya.paragraph_format.space_after = Pt(0)
    gaya.paragraph_format.space_before = Pt(0)


def _kop(dok: Document) -> None:
    tabel = _table(dok, (2.4, 11.0, 2.4))
    logo, tengah, _kanan = tabel.rows[0].cells
    _write(logo.paragraphs[0], "{{ g.logo }}", rata=RATA.CENTER)
    _write(tengah.paragraphs[0], "{{ besar.pemda }}", rata=RATA.CENTER, besar=14)
    _write(tengah.add_paragraph(), "{{ besar.kecamatan }}", rata=RATA.CENTER, besar=14)
    _write(tengah.add_paragraph(), "{{ besar.kantor }}", rata=RATA.CENTER, besar=18, tebal=True)
    _write(tengah.add_paragraph(), "{{ kop.alamat_baris }}", rata=RATA.CENTER, besar=10)
    _write(tengah.add_paragraph(), "{{ kop.kontak_baris }}", rata=RATA.CENTER, besar=10)
    garis = dok.add_paragraph()
    garis.paragraph_format.space_after = Pt(10)
    _rule(garis)


def _body(dok: Document) -> None:
    _tag(dok, "{%p for satu in blok %}")
    _tag(dok, "{%p if satu.jenis == 'rincian' %}")
    _rows(dok, "baris in satu.isi", lebar=(4.3, 0.5, 9.8), lekuk=1.1)
    _tag(dok, "{%p elif satu.jenis == 'daftar' %}")
    _tag(dok, "{%p for baris in satu.isi %}")
    _line(dok, "{{ loop.index }}. {{ baris[0] }}", rata=RATA.JUSTIFY)
    _tag(dok, "{%p endfor %}")
    _tag(dok, "{%p elif satu.jenis == 'alinea' %}")
    _paragraph(dok).paragraph_format.first_line_indent = Cm(1.1)
    _tag(dok, "{%p else %}")
    _paragraph(dok)
    _tag(dok, "{%p endif %}")
    _tag(dok, "{%p endfor %}")


def _paragraph(dok: Document) -> Paragraph:
    alinea = _line(dok, "{{ satu.isi[0][0] }}", rata=RATA.JUSTIFY, sesudah=7)
    alinea.paragraph_format.space_before = Pt(7)
    alinea.paragraph_format.line_spacing = 1.15
    return alinea


def _close(dok: Document) -> None:
    _tag(dok, "{%p if arah == 'warga' %}")
    dua = _table(dok, (7.9, 7.9))
    _signature(dua.rows[0].cells[0], "ttd[0]")
    _signature(dua.rows[0].cells[1], "ttd[1]")
    _tag(dok, "{%p else %}")
    satu = _table(dok, (8.2, 7.6))
    _check(satu.rows[0].cells[0])
    _signature(satu.rows[0].cells[1], "ttd[0]", gambar=True)
    _tag(dok, "{%p endif %}")
    _tag(dok, "{%p if tembusan %}")
    _line(dok, "Tembusan:", besar=10.5)
    _tag(dok, "{%p for baris in tembusan %}")
    _line(dok, "{{ loop.index }}. {{ baris }}", besar=10.5)
    _tag(dok, "{%p endfor %}")
    _tag(dok, "{%p endif %}")
    _tag(dok, "{%p if agenda %}")
    _line(dok, "{{ agenda.judul }}", tebal=True, besar=10.5)
    _rows(dok, "baris in agenda.isi", lebar=(3.0, 0.5, 11.0), lekuk=0)
    tabel = _table(dok, (15.8,))
    _check(tabel.rows[0].cells[0])
    _tag(dok, "{%p endif %}")
    _tag(dok, "{%p if kaki %}")
    _line(dok, "{{ kaki }}", rata=RATA.CENTER, besar=9)
    _tag(dok, "{%p endif %}")


def _check(sel: _Cell) -> None:
    """The QR and the short code, where the letter is out."""
    _write(sel.paragraphs[0], "{{ g.qr }}")
    for teks in ("periksa.kata", "periksa.alamat", "periksa.kode"):
        nilai = "{{ " + teks + " if periksa else '' }}"
        _write(sel.add_paragraph(), nilai, besar=8, tebal=teks.endswith("kode"))


def _signature(sel: _Cell, siapa: str, *, gambar: bool = False) -> None:
    _write(sel.paragraphs[0], "", besar=6)
    _cell_tag(sel, f"{{%p for teks in {siapa}.atas %}}")
    _write(sel.add_paragraph(), "{{ teks }}", rata=RATA.CENTER)
    _cell_tag(sel, "{%p endfor %}")
    if gambar:
        _cell_tag(sel, "{%p if g.ttd %}")
        _write(sel.add_paragraph(), "{{ g.ttd }}", rata=RATA.CENTER)
        _cell_tag(sel, "{%p else %}")
    for _ in range(4):
        sel.add_paragraph()
    if gambar:
        _cell_tag(sel, "{%p endif %}")
    nama = "{{ " + siapa + ".nama }}"
    _write(sel.add_paragraph(), nama, rata=RATA.CENTER, tebal=True, garis=True)
    _cell_tag(sel, f"{{%p for teks in {siapa}.bawah %}}")
    _write(sel.add_paragraph(), "{{ teks }}", rata=RATA.CENTER)
    _cell_tag(sel, "{%p endfor %}")


def _rows(dok: Document, ulang: str, *, lebar: tuple[float, ...], lekuk: float) -> None:
    """A table of label, colon, value with one row for each turn of the loop."""
    tabel = _table(dok, lebar, baris=3)
    tabel.rows[0].cells[0].text = f"{{%tr for {ulang} %}}"
    isi = ("{{ baris[0] }}", ":", "{{ baris[1] }}")
    for sel, teks in zip(tabel.rows[1].cells, isi, strict=True):
        _write(sel.paragraphs[0], teks)
    tabel.rows[2].cells[0].text = "{%tr endfor %}"
    if lekuk:
        sifat = tabel._tbl.tblPr
        masuk = OxmlElement("w:tblInd")
        masuk.set(qn("w:w"), str(int(Cm(lekuk).twips)))
        masuk.set(qn("w:type"), "dxa")
        sifat.append(masuk)


def _table(dok: Document, lebar: tuple[float, ...], *, baris: int = 1) -> Table:
    tabel = dok.add_table(rows=baris, cols=len(lebar))
    tabel.autofit = False
    for satu in tabel.rows:
        for sel, cm in zip(satu.cells, lebar, strict=True):
            sel.width = Cm(cm)
    return tabel


def _tag(dok: Document, teks: str, *, sebelum: float = 0) -> None:
    dok.add_paragraph(teks).paragraph_format.space_before = Pt(sebelum)


def _cell_tag(sel: _Cell, teks: str) -> None:
    sel.add_paragraph(teks)


def _line(dok: Document, teks: str, *, sesudah: float = 0, **rupa: Any) -> Paragraph:
    alinea = dok.add_paragraph()
    alinea.paragraph_format.space_after = Pt(sesudah)
    return _write(alinea, teks, **rupa)


def _write(
    alinea: Paragraph,
    teks: str,
    *,
    rata: Any = None,
    besar: float = 12,
    tebal: bool = False,
    garis: bool = False,
) -> Paragraph:
    alinea.alignment = rata
    huruf = alinea.add_run(teks)
    huruf.font.size, huruf.bold, huruf.underline = Pt(besar), tebal, garis
    return alinea


def _rule(alinea: Paragraph) -> None:
    """The double rule under the head: thick, then thin."""
    sifat = alinea._p.get_or_add_pPr()
    tepi = OxmlElement("w:pBdr")
    garis = OxmlElement("w:bottom")
    rupa = {"val": "thickThinSmallGap", "sz": "24", "space": "1", "color": "000000"}
    for nama, nilai in rupa.items():
        garis.set(qn(f"w:{nama}"), nilai)
    tepi.append(garis)
    sifat.append(tepi)
