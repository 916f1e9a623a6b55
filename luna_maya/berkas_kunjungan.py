"""Files of a visit: a video that is one, and the small version of a photo."""

import io
from collections.abc import Iterator
from itertools import islice

from PIL import Image

from pesan.lampiran import Berkas, LampiranDitolak, check_berkas
from pesan.models import Lampiran

SISI_KECIL = 480  # pixels
_INDUK = {b"moov": 0, b"trak": 1, b"mdia": 2}  # box: how deep it lies in a real file
_KOTAK_MAKS = 20_000  # a phone's video has some dozens
BUKAN_VIDEO = (
    "Berkas ini bukan video MP4 yang utuh. Rekam ulang atau kirim berkas video dari galeri ponsel."
)


def check_video(isi: bytes) -> Berkas:
    """An MP4 with a picture track and its data, whatever it is called. Raises LampiranDitolak."""
    try:
        berkas = check_berkas(isi, Lampiran.Jenis.VIDEO)
    except LampiranDitolak as galat:
        if "tidak dapat dibuka" in str(galat):
            raise LampiranDitolak(BUKAN_VIDEO) from None
        raise
    if berkas.jenis != Lampiran.Jenis.VIDEO:
        raise LampiranDitolak(BUKAN_VIDEO)
    kotak = list(islice(_boxes(isi, 0, len(isi)), _KOTAK_MAKS))
    nama = {jenis for jenis, _awal, _akhir in kotak}
    gambar = any(
        jenis == b"hdlr" and isi[awal + 8 : awal + 12] == b"vide" for jenis, awal, _akhir in kotak
    )
    if not gambar or not {b"moov", b"mdat"} <= nama:
        raise LampiranDitolak(BUKAN_VIDEO)
    return berkas


def _boxes(isi: bytes, awal: int, akhir: int, dalam: int = 0) -> Iterator[tuple[bytes, int, int]]:
    """(kind, start, end) of the boxes of an ISO base media file, those inside tracks too.

    Looks into a box only at the depth where it belongs. Stops where a length makes no sense; a
    broken file then lacks a box.
    """
    while awal + 8 <= akhir:
        panjang, jenis = int.from_bytes(isi[awal : awal + 4]), isi[awal + 4 : awal + 8]
        kepala = 8
        if panjang == 1:
            panjang, kepala = int.from_bytes(isi[awal + 8 : awal + 16]), 16
        elif panjang == 0:
            panjang = akhir - awal
        if panjang < kepala or awal + panjang > akhir:
            return
        yield jenis, awal + kepala, awal + panjang
        if _INDUK.get(jenis) == dalam:
            yield from _boxes(isi, awal + kepala, awal + panjang, dalam + 1)
        awal += panjang


def draw_kecil(isi: bytes) -> bytes:
    """The small version of a checked photo for pages and lists: JPEG, about 25 kB."""
    with Image.open(io.BytesIO(isi)) as gambar:
        gambar.draft("RGB", (SISI_KECIL, SISI_KECIL))
        gambar.thumbnail((SISI_KECIL, SISI_KECIL))
        putih = Image.new("RGB", gambar.size, "white")
        bening = gambar.convert("RGBA")
        putih.paste(bening, mask=bening.getchannel("A"))
    keluar = io.BytesIO()
    putih.save(keluar, "JPEG", quality=68, optimize=True)
    return keluar.getvalue()
