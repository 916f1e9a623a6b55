"""A picture's fingerprint: the same receipt photographed or saved again gives nearly the same bits.

dHash: the picture as 9 by 8 grey points; a bit says whether a point is lighter than its right
neighbour. Two fingerprints that differ in few bits are the same picture.
"""

import io

from PIL import Image, UnidentifiedImageError

from pesan.models import Lampiran

LEBAR, TINGGI = 9, 8
BIT_SAMA = 3  # of 64; a picture saved again or made smaller differs in so few (tests)


def hash_gambar(isi: bytes) -> str:
    """The 64 bits as 16 hexadecimal digits; empty for what is no picture or has no contrast."""
    try:
        with Image.open(io.BytesIO(isi)) as gambar:
            kecil = gambar.convert("L").resize((LEBAR, TINGGI), Image.Resampling.LANCZOS)
            titik = list(kecil.tobytes())
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return ""
    if max(titik) - min(titik) < 8:  # a blank page is like every blank page
        return ""
    bit = 0
    for y in range(TINGGI):
        for x in range(LEBAR - 1):
            bit = bit << 1 | (titik[y * LEBAR + x] > titik[y * LEBAR + x + 1])
    return f"{bit:016x}"


def read_sidik(lampiran: Lampiran) -> str:
    """The fingerprint of a kept picture; empty where there is none."""
    if not lampiran.mime.startswith("image/") or not lampiran.berkas:
        return ""
    try:
        with lampiran.berkas.open("rb") as berkas:
            return hash_gambar(berkas.read())
    except FileNotFoundError:
        return ""


def differing_bits(satu: str, dua: str) -> int:
    """How many of the 64 bits differ; 64 where one is empty."""
    if not satu or not dua:
        return 64
    return (int(satu, 16) ^ int(dua, 16)).bit_count()
