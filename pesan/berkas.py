"""Files we send: checked by content before anything is owed, kept with their message, erased."""

import hashlib
import io
import secrets
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from PIL import Image

from pesan.lampiran import LampiranDitolak, check_berkas
from pesan.models import BerkasKeluar, PesanKeluar

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# The Cloud API takes documents up to 100 MB and pictures up to 5 MB; mail servers rarely more than
# 16 MB with the base64 around it. settings.BERKAS_KELUAR_MAX_BYTES is below all of them.
GAMBAR_MAKS = 5 * 1024 * 1024
_AKHIRAN = {PDF: ".pdf", DOCX: ".docx", "image/jpeg": ".jpg"}
_ISI_DOCX_MAKS = 100 * 1024 * 1024  # unpacked
_TERLARANG = frozenset('\\/:*?"<>|')
FOLDER = "keluar"


class BerkasDitolak(ValueError):  # noqa: N818 - the domain's word
    """A file that cannot go out; the message says why."""


@dataclass(frozen=True, slots=True)
class BerkasKirim:
    """A file to go out with a message. What it is, its content says; `nama` is what is shown."""

    nama: str
    isi: bytes


@dataclass(frozen=True, slots=True)
class Diperiksa:
    """A checked file, ready to be kept."""

    nama: str
    mime: str
    isi: bytes


def check_kirim(berkas: BerkasKirim) -> Diperiksa:
    """A PDF or DOCX as it is, a picture made anew as JPEG. Raises BerkasDitolak."""
    isi = berkas.isi
    if not isi:
        raise BerkasDitolak("Berkasnya kosong.")
    if len(isi) > settings.BERKAS_KELUAR_MAX_BYTES:
        mb = settings.BERKAS_KELUAR_MAX_BYTES // (1024 * 1024)
        raise BerkasDitolak(f"Berkasnya lebih dari {mb} MB.")
    if isi.startswith(b"%PDF-"):
        mime = PDF
    elif isi.startswith(b"PK\x03\x04"):
        _check_docx(isi)
        mime = DOCX
    else:
        mime, isi = "image/jpeg", _picture(isi)
    return Diperiksa(_clean_nama(berkas.nama, _AKHIRAN[mime]), mime, isi)


def _check_docx(isi: bytes) -> None:
    """A Word document and nothing else that is a zip: no macros, no bomb."""
    try:
        with zipfile.ZipFile(io.BytesIO(isi)) as arsip:
            nama = {satu.filename for satu in arsip.infolist()}
            besar = sum(satu.file_size for satu in arsip.infolist())
    except (zipfile.BadZipFile, ValueError, OSError):
        raise BerkasDitolak("Berkas Word-nya rusak.") from None
    if not {"[Content_Types].xml", "word/document.xml"} <= nama:
        raise BerkasDitolak("Hanya PDF, Word (DOCX), dan foto yang dapat dikirim.")
    if besar > _ISI_DOCX_MAKS or any(satu.endswith("vbaProject.bin") for satu in nama):
        raise BerkasDitolak("Berkas Word ini berisi makro atau terlalu besar.")


def _picture(isi: bytes) -> bytes:
    """As JPEG: WhatsApp shows no WebP; what is transparent becomes white."""
    try:
        gambar = check_berkas(isi)
    except LampiranDitolak as galat:
        raise BerkasDitolak(str(galat)) from None
    if gambar.mime == "image/jpeg":
        hasil = gambar.isi
    else:
        with Image.open(io.BytesIO(gambar.isi), formats=("WEBP",)) as bening:
            penuh = bening.convert("RGBA")
        putih = Image.new("RGB", penuh.size, "white")
        putih.paste(penuh, mask=penuh.getchannel("A"))
        keluar = io.BytesIO()
        putih.save(keluar, "JPEG", quality=85, optimize=True)
        hasil = keluar.getvalue()
    if len(hasil) > GAMBAR_MAKS:
        raise BerkasDitolak("Gambarnya lebih dari 5 MB.")
    return hasil


def _clean_nama(nama: str, akhiran: str) -> str:
    """A file name for any telephone: no path, no control characters, the true ending."""
    bersih = "".join(" " if h in _TERLARANG or not h.isprintable() else h for h in nama)
    batang = " ".join(bersih.removesuffix(akhiran).split()).strip(". ")
    return f"{batang[:100] or 'berkas'}{akhiran}"


def attach(berkas: Mapping[str, Diperiksa], pesan: Iterable[PesanKeluar]) -> None:
    """Keep the files of messages just written, by `kunci`; in their transaction."""
    baris = []
    for p in pesan:
        if (diperiksa := berkas.get(p.kunci)) is not None:
            baris.append(_keep(p, diperiksa))
    BerkasKeluar.objects.bulk_create(baris, ignore_conflicts=True)


def _keep(pesan: PesanKeluar, berkas: Diperiksa) -> BerkasKeluar:
    baris = BerkasKeluar(
        pesan=pesan,
        nama=berkas.nama,
        mime=berkas.mime,
        ukuran=len(berkas.isi),
        sha256=hashlib.sha256(berkas.isi).hexdigest(),
    )
    nama = secrets.token_hex(16) + _AKHIRAN[berkas.mime]
    baris.isi.save(nama, ContentFile(berkas.isi), save=False)
    return baris


def copy_berkas(dari: PesanKeluar, ke: PesanKeluar) -> None:
    """The same file for the second way of a message; nothing where there is none any more."""
    berkas = dari.titipan
    if berkas is None or ke.titipan is not None:
        return
    try:
        isi = berkas.read_isi()
    except FileNotFoundError:
        return
    _keep(ke, Diperiksa(berkas.nama, berkas.mime, isi)).save()


def erase_berkas(pesan: QuerySet[PesanKeluar]) -> int:
    """Empty the files of these messages; the bytes go once the transaction commits."""
    baris = list(
        BerkasKeluar.objects.select_for_update().filter(
            pesan__in=pesan.order_by().values("pk"), status=BerkasKeluar.Status.ADA
        )
    )
    for b in baris:
        transaction.on_commit(partial(b.isi.storage.delete, str(b.isi.name)))
        b.isi, b.nama, b.sha256, b.id_media = "", "", "", ""
        b.status, b.ukuran = BerkasKeluar.Status.DIHAPUS, 0
    fields = ["isi", "nama", "sha256", "id_media", "status", "ukuran"]
    BerkasKeluar.objects.bulk_update(baris, fields)
    return len(baris)


def drop_orphans(now: datetime) -> int:
    """Delete files whose transaction never committed; gives how many.

    Looks at the folders of the last week but today's: a row still being written is not touched.
    """
    jumlah = 0
    for hari in range(1, 8):
        tanggal = timezone.localtime(now - timedelta(days=hari))
        folder = f"{FOLDER}/{tanggal:%Y/%m/%d}"
        if not Path(default_storage.path(folder)).is_dir():
            continue
        _folder, nama = default_storage.listdir(folder)
        ada = set(BerkasKeluar.objects.filter(isi__startswith=folder).values_list("isi", flat=True))
        for satu in nama:
            if f"{folder}/{satu}" not in ada:
                default_storage.delete(f"{folder}/{satu}")
                jumlah += 1
    return jumlah
