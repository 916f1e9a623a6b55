"""Files of the library: known by their content, whatever they are called, no macros, no bombs."""

import hashlib
import io
import zipfile
from dataclasses import dataclass

BITA_MAKS = 20 * 1024 * 1024
_TERURAI_MAKS = 200 * 1024 * 1024  # unpacked
_ENTRI_MAKS = 5_000
_OFFICE = "application/vnd.openxmlformats-officedocument."
PDF, ODT = "application/pdf", "application/vnd.oasis.opendocument.text"
# The part that makes a zip this kind of document, its type, its ending.
_ISI_OFFICE = (
    ("word/document.xml", f"{_OFFICE}wordprocessingml.document", "docx"),
    ("xl/workbook.xml", f"{_OFFICE}spreadsheetml.sheet", "xlsx"),
)


class BerkasPustakaDitolak(ValueError):  # noqa: N818 - the domain's word
    """A file that the library does not take; the message says why."""


@dataclass(frozen=True, slots=True)
class BerkasPustaka:
    """A checked file, ready to be kept."""

    isi: bytes
    mime: str
    akhiran: str
    sha256: str


def check_pustaka(isi: bytes) -> BerkasPustaka:
    """PDF, DOCX, XLSX or ODT of at most 20 MB. Raises BerkasPustakaDitolak."""
    if not isi:
        raise BerkasPustakaDitolak("Berkasnya kosong.")
    if len(isi) > BITA_MAKS:
        raise BerkasPustakaDitolak("Berkasnya lebih dari 20 MB.")
    mime, akhiran = (PDF, "pdf") if isi.startswith(b"%PDF-") else _kind_of_zip(isi)
    return BerkasPustaka(isi, mime, akhiran, hashlib.sha256(isi).hexdigest())


def _kind_of_zip(isi: bytes) -> tuple[str, str]:
    if not isi.startswith(b"PK\x03\x04"):
        raise BerkasPustakaDitolak("Hanya PDF, Word (DOCX), Excel (XLSX), dan ODT yang disimpan.")
    try:
        with zipfile.ZipFile(io.BytesIO(isi)) as arsip:
            return _kind_of(arsip)
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError, NotImplementedError) as galat:
        if isinstance(galat, BerkasPustakaDitolak):
            raise
        raise BerkasPustakaDitolak("Berkasnya rusak atau dikunci kata sandi.") from None


def _kind_of(arsip: zipfile.ZipFile) -> tuple[str, str]:
    entri = arsip.infolist()
    nama = {satu.filename for satu in entri}
    if len(entri) > _ENTRI_MAKS or sum(satu.file_size for satu in entri) > _TERURAI_MAKS:
        raise BerkasPustakaDitolak("Isi berkasnya terlalu besar untuk dibuka.")
    if any(n.endswith("vbaProject.bin") or n.startswith(("Basic/", "Scripts/")) for n in nama):
        raise BerkasPustakaDitolak("Berkas ini berisi makro. Simpan dulu tanpa makro.")
    if "[Content_Types].xml" in nama:
        for bagian, mime, akhiran in _ISI_OFFICE:
            if bagian in nama:
                return mime, akhiran
    odt = "mimetype" in nama and arsip.getinfo("mimetype").file_size == len(ODT)
    if odt and arsip.read("mimetype") == ODT.encode():
        return ODT, "odt"
    raise BerkasPustakaDitolak("Hanya PDF, Word (DOCX), Excel (XLSX), dan ODT yang disimpan.")
