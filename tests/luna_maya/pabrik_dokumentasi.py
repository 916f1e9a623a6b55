"""Photos, videos and people of visits for tests; all drawn, nobody exists."""

import io
import itertools

from PIL import Image

from luna_maya.models import Dokumentasi, Kunjungan, PersetujuanTuanRumah
from luna_maya.services.dokumentasi import (
    JawabanOrang,
    Unggahan,
    add_berkas,
    record_orang,
    state_orang,
)
from luna_maya.services.kunjungan import move_kunjungan
from tests.luna_maya.pabrik import make_kunjungan

_warna = itertools.count()
IZIN = ("catatan", "foto", "video", "suara", "sebut_rt", "tampil")


def jpeg(lebar=640, tinggi=480):
    """A picture that no other is like."""
    n = next(_warna)
    gambar = Image.new("RGB", (lebar, tinggi), (n * 7 % 256, n * 13 % 256, 90))
    gambar.putpixel((n % lebar, n // lebar % tinggi), (255, 255, 255))
    gambar.paste((n % 256, 20, 200), (10, 10, 60 + n % 50, 60 + n % 40))
    keluar = io.BytesIO()
    gambar.save(keluar, "JPEG", quality=90)
    return keluar.getvalue()


def box(jenis, isi=b""):
    return (8 + len(isi)).to_bytes(4) + jenis + isi


def mp4(*, gambar=True, data=True):
    """The smallest MP4 that has a picture track and data."""
    hdlr = box(b"hdlr", b"\0" * 8 + (b"vide" if gambar else b"soun") + b"\0" * 13)
    moov = box(b"moov", box(b"trak", box(b"mdia", hdlr)))
    isi = box(b"ftyp", b"isom\0\0\0\1isom") + moov
    return isi + box(b"mdat", b"x" * 64) if data else isi


def host_says(kunjungan, jawaban="ya", **izin):
    """An answer of the host; everything allowed unless said otherwise."""
    ya = jawaban == "ya"
    boleh = {f"izin_{apa}": izin.pop(apa, ya) for apa in IZIN}
    return PersetujuanTuanRumah.objects.create(
        kunjungan=kunjungan, jawaban=jawaban, cara="tautan", versi="uji",
        untuk_mulai_at=kunjungan.mulai_at, **boleh, **izin,
    )  # fmt: skip


def make_selesai(*, setuju=True, **lain):
    """A visit that was held, its host having allowed everything."""
    kunjungan = make_kunjungan(**lain)
    if setuju:
        host_says(kunjungan)
    if kunjungan.status != Kunjungan.Status.PASTI:
        kunjungan = move_kunjungan(kunjungan, to="pasti", by=kunjungan.lurah)
    return move_kunjungan(kunjungan, to="selesai", by=kunjungan.lurah)


def make_foto(kunjungan=None, *, izin=("publik",), nyatakan=True, isi=None, **orang):
    """A photo with one person for each of `izin`, stated complete."""
    kunjungan = kunjungan or make_selesai()
    hasil = add_berkas(
        kunjungan, [Unggahan("foto.jpg", isi or jpeg())], teks_alt="Warga mengobrol di teras",
        by=kunjungan.lurah,
    )  # fmt: skip
    assert not hasil.ditolak, hasil.ditolak
    dok = hasil.baru[0]
    for ke, satu in enumerate(izin):
        jawaban = JawabanOrang(
            orang.get("nama", f"Norhayati {ke}"), satu, "lisan", orang.get("anak", False),
            orang.get("wali", ""),
        )  # fmt: skip
        record_orang(dok, jawaban, by=kunjungan.lurah)
    if nyatakan:
        state_orang(dok, "semua" if izin else "kosong", by=kunjungan.lurah)
    return Dokumentasi.objects.get(pk=dok.pk)
