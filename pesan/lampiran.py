"""Files people send: known by their content, pictures made anew without EXIF, served safely."""

import hashlib
import io
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.http import FileResponse, Http404
from PIL import Image, ImageOps, UnidentifiedImageError

from pesan.models import Lampiran, PesanMasuk

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

SISI_MAKS = 2048  # pixels, the longer side of what is kept
PIKSEL_MAKS = 50_000_000
_FORMAT = ("JPEG", "PNG", "WEBP", "GIF")
_Jenis = Lampiran.Jenis


class LampiranDitolak(ValueError):  # noqa: N818 - the domain's word
    """A file that is not kept. The message says why, for the person who sent it."""


@dataclass(frozen=True, slots=True)
class Berkas:
    """A checked file, ready to be kept."""

    jenis: str
    mime: str
    akhiran: str
    isi: bytes


def check_berkas(isi: bytes, jenis: str = _Jenis.FOTO) -> Berkas:
    """Look at the content, whatever the sender calls it. Raises LampiranDitolak.

    `jenis` is what was asked for: a photo or signature must be a picture, the others may be any
    kind that is accepted at all (picture, PDF, voice, MP4).
    """
    if not isi:
        raise LampiranDitolak("Berkasnya kosong. Coba kirim sekali lagi.")
    if len(isi) > settings.LAMPIRAN_MAX_BYTES:
        mb = settings.LAMPIRAN_MAX_BYTES // (1024 * 1024)
        raise LampiranDitolak(f"Berkasnya lebih dari {mb} MB. Coba kirim yang lebih kecil.")
    harus_gambar = jenis in (_Jenis.FOTO, _Jenis.TANDA_TANGAN)
    if not harus_gambar and (lain := _not_a_picture(isi)):
        return lain
    if isi[4:8] == b"ftyp" and isi[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"avif"):
        raise LampiranDitolak("Foto HEIC belum dapat dibuka di sini. Kirim sebagai JPG, ya.")
    akhir = _Jenis.TANDA_TANGAN if jenis == _Jenis.TANDA_TANGAN else _Jenis.FOTO
    return _remake_picture(isi, akhir)


# By the first bytes: kept as they are, and only ever handed out as a download.
_AWALAN: tuple[tuple[tuple[bytes, ...], str, str, str], ...] = (
    ((b"%PDF-",), _Jenis.BERKAS, "application/pdf", ".pdf"),
    ((b"OggS",), _Jenis.SUARA, "audio/ogg", ".ogg"),
    ((b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"), _Jenis.SUARA, "audio/mpeg", ".mp3"),
    ((b"#!AMR",), _Jenis.SUARA, "audio/amr", ".amr"),
    ((b"\xff\xf1", b"\xff\xf9"), _Jenis.SUARA, "audio/aac", ".aac"),
)
# The brand after "ftyp" of an MPEG-4 container.
_MEREK: tuple[tuple[tuple[bytes, ...], str, str, str], ...] = (
    ((b"M4A ",), _Jenis.SUARA, "audio/mp4", ".m4a"),
    ((b"iso", b"mp4", b"avc", b"3gp"), _Jenis.VIDEO, "video/mp4", ".mp4"),
)


def _not_a_picture(isi: bytes) -> Berkas | None:
    if suara := _only_sound(isi):
        return suara
    bagian, daftar = (isi[8:12], _MEREK) if isi[4:8] == b"ftyp" else (isi, _AWALAN)
    for awalan, jenis, mime, akhiran in daftar:
        if bagian.startswith(awalan):
            return Berkas(jenis, mime, akhiran, isi)
    return None


def _only_sound(isi: bytes) -> Berkas | None:
    """What browsers record: WebM or MPEG-4 with a sound track and no picture track."""
    awal = isi[:4096]
    if awal.startswith(b"\x1aE\xdf\xa3"):
        bersuara = b"A_OPUS" in awal or b"A_VORBIS" in awal
        return (
            Berkas(_Jenis.SUARA, "audio/webm", ".webm", isi)
            if (bersuara and b"V_" not in awal)
            else None
        )
    if isi[4:8] == b"ftyp" and b"soun" in isi and b"vide" not in isi:
        return Berkas(_Jenis.SUARA, "audio/mp4", ".m4a", isi)
    return None


def _remake_picture(isi: bytes, jenis: str) -> Berkas:
    try:
        with Image.open(io.BytesIO(isi), formats=_FORMAT) as gambar:
            _check_size(gambar)
            gambar.draft("RGB", (SISI_MAKS, SISI_MAKS))
            tegak = ImageOps.exif_transpose(gambar)
    except LampiranDitolak:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        raise LampiranDitolak("Ukuran gambarnya terlalu besar untuk dibuka.") from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise LampiranDitolak(
            "Berkas ini tidak dapat dibuka. Kirim foto JPG atau PNG, PDF, atau rekaman suara."
        ) from None
    return _encode(tegak, jenis)


def _check_size(gambar: Image.Image) -> None:
    """Before a single pixel is decoded: what the header promises must fit into memory."""
    if gambar.width * gambar.height > PIKSEL_MAKS:
        raise LampiranDitolak("Ukuran gambarnya terlalu besar untuk dibuka.")


def _encode(gambar: Image.Image, jenis: str) -> Berkas:
    """JPEG, or WebP where there is transparency; nothing of the original's metadata goes along."""
    gambar.thumbnail((SISI_MAKS, SISI_MAKS))
    bening = gambar.mode in ("RGBA", "LA", "PA") or "transparency" in gambar.info
    bersih = gambar.convert("RGBA" if bening else "RGB")
    bersih.info.clear()
    keluar = io.BytesIO()
    if bening:
        bersih.save(keluar, "WEBP", quality=85, method=3)
        return Berkas(jenis, "image/webp", ".webp", keluar.getvalue())
    bersih.save(keluar, "JPEG", quality=85, optimize=True)
    return Berkas(jenis, "image/jpeg", ".jpg", keluar.getvalue())


def store_unggahan(
    berkas: "UploadedFile[Any] | bytes",
    jenis: str = _Jenis.FOTO,
    *,
    pesan_masuk: PesanMasuk | None = None,
    nama: str = "",
) -> Lampiran:
    """Check a file and keep it. Raises LampiranDitolak with a reason to show."""
    if not isinstance(berkas, bytes):
        nama = nama or (berkas.name or "")
        # One byte more than allowed is enough to know that it is too large.
        isi = berkas.read(settings.LAMPIRAN_MAX_BYTES + 1)
    else:
        isi = berkas
    lampiran = Lampiran(pesan_masuk=pesan_masuk, jenis=jenis, nama=nama[:80])
    keep(lampiran, check_berkas(isi, jenis))
    return lampiran


def keep(lampiran: Lampiran, berkas: Berkas) -> None:
    """Write a checked file under a random name and save the row."""
    lampiran.jenis, lampiran.mime = berkas.jenis, berkas.mime
    lampiran.ukuran = len(berkas.isi)
    lampiran.sha256 = hashlib.sha256(berkas.isi).hexdigest()
    lampiran.status, lampiran.alasan = Lampiran.Status.ADA, ""
    nama = secrets.token_hex(16) + berkas.akhiran
    lampiran.berkas.save(nama, ContentFile(berkas.isi), save=False)
    lampiran.save()


def serve_lampiran(lampiran: Lampiran) -> FileResponse:
    """The file to somebody who may see it; the caller has checked that. Raises Http404.

    Pictures show in the page, everything else downloads; no type is guessed and nothing runs.
    """
    if lampiran.status != Lampiran.Status.ADA or not lampiran.berkas:
        raise Http404("lampiran tidak ada")
    gambar = lampiran.mime.startswith("image/")
    akhiran = str(lampiran.berkas.name).rsplit(".", 1)[-1]
    try:
        isi = lampiran.berkas.open("rb")
    except FileNotFoundError:
        raise Http404("berkas lampiran tidak ada") from None
    nama = f"lampiran-{lampiran.pk}.{akhiran}"
    return serve_private(isi, nama, lampiran.mime, unduh=not gambar)


def serve_private(isi: Any, nama: str, mime: str, *, unduh: bool = True) -> FileResponse:
    """An open binary file to one entitled person: typed as said, never run, not kept by others."""
    response = FileResponse(isi, as_attachment=unduh, filename=nama, content_type=mime)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, max-age=3600"
    return response
