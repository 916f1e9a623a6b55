"""What reports, books and kits of the visits share: places, times, pictures, what is left open."""

import dataclasses
import io
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from PIL import Image

from dokumen.cetak.kertas import Blok, Kertas
from dokumen.isian import tanggal_surat
from dokumen.services.kop import read_kop
from luna_maya.izin import Izin
from luna_maya.models import Dokumentasi, Kunjungan, Tempat
from wilayah.format import tanggal_panjang
from wilayah.zona import at_place, nama_zona

SISI_CETAK = 1100  # pixels: a photo 8 cm wide at 300 dpi and some
# Stand in frozen words for what a later withdrawal must be able to take out.
TUAN_RUMAH, TEMPAT = "⟨tuan rumah⟩", "⟨tempat⟩"
TIDAK_DISEBUT = "tidak disebut, menurut izin tuan rumah"


def kelurahan_of(kunjungan: Kunjungan) -> str:
    return str(kunjungan.wilayah.kode_kelurahan)


def rt_rw(kode: str) -> str:
    """ "RT 02 RW 01" of an area's code; a desa without RW has no RW."""
    bagian = kode.split(".")[4:]
    rw = f"RW {bagian[0]}" if bagian and bagian[0] != "00" else ""
    return " ".join(filter(None, (f"RT {bagian[1]}" if len(bagian) > 1 else "", rw)))


def place_of(kunjungan: Kunjungan, izin: Izin) -> str:
    """Where, as far as the host lets it be said."""
    return rt_rw(str(kunjungan.wilayah_id)) if izin.may_sebut_rt else f"RT {TIDAK_DISEBUT}"


def host_of(kunjungan: Kunjungan, izin: Izin) -> str:
    """The host's name where it may be shown; a place that is no home has only a name."""
    rumah = kunjungan.tuan_rumah
    if rumah.tempat != Tempat.RUMAH or izin.may_tampil:
        return rumah.nama
    return TIDAK_DISEBUT.capitalize()


def span_of(kunjungan: Kunjungan) -> str:
    """Sen, 24 Nov 2025 19.00 WITA sampai Sel, 25 Nov 2025 06.00 WITA."""
    kode = str(kunjungan.wilayah_id)
    mulai, selesai = (at_place(w, kode) for w in (kunjungan.mulai_at, kunjungan.selesai_at))
    if mulai.date() == selesai.date():
        return f"{tanggal_panjang(mulai, kode)} sampai {selesai:%H.%M} {nama_zona(kode)}"
    return f"{tanggal_panjang(mulai, kode)} sampai {tanggal_panjang(selesai, kode)}"


def day_of(kunjungan: Kunjungan) -> date:
    return at_place(kunjungan.mulai_at, str(kunjungan.wilayah_id)).date()


def photo_name(dok_id: int) -> str:
    return f"foto-{dok_id}"


def photos_block(rows: Iterable[Dokumentasi]) -> list[dict[str, Any]]:
    """Photos as a block names them; captions are staff's own words."""
    return [
        {"berkas": photo_name(dok.pk), "teks": dok.keterangan or dok.teks_alt, "dok": dok.pk}
        for dok in rows
    ]


def read_photos(rows: Iterable[Dokumentasi]) -> dict[str, bytes]:
    """{name: JPEG} of photos small enough to print; of one whose original has had its time the
    small one, and a file that is gone is left out.
    """
    hasil = {}
    for dok in rows:
        if dok.lampiran is None:
            continue
        try:
            with (dok.lampiran.berkas or dok.kecil).open("rb") as berkas:
                hasil[photo_name(dok.pk)] = _shrink(berkas.read())
        except (OSError, ValueError):
            continue
    return hasil


def _shrink(isi: bytes) -> bytes:
    with Image.open(io.BytesIO(isi)) as gambar:
        gambar.draft("RGB", (SISI_CETAK, SISI_CETAK))
        gambar.thumbnail((SISI_CETAK, SISI_CETAK))
        bening = gambar.convert("RGBA")
    putih = Image.new("RGB", bening.size, "white")
    putih.paste(bening, mask=bening.getchannel("A"))
    keluar = io.BytesIO()
    putih.save(keluar, "JPEG", quality=78, optimize=True)
    return keluar.getvalue()


def named_photos(blok: Iterable[Blok]) -> list[int]:
    """Keys of the photos these blocks show."""
    return [foto["dok"] for satu in blok if satu["jenis"] == "foto" for foto in satu["isi"]]


def fill_open(kertas: Kertas, ganti: Mapping[str, str]) -> Kertas:
    """The paper with its placeholders filled, wherever they stand."""
    return dataclasses.replace(
        kertas,
        subjudul=_fill(kertas.subjudul, ganti),
        blok=[_fill(satu, ganti) for satu in kertas.blok],
    )


def _fill(nilai: Any, ganti: Mapping[str, str]) -> Any:
    if isinstance(nilai, str):
        for dari, ke in ganti.items():
            nilai = nilai.replace(dari, ke)
        return nilai
    if isinstance(nilai, list | tuple):
        return [_fill(satu, ganti) for satu in nilai]
    if isinstance(nilai, dict):
        return {kunci: _fill(satu, ganti) for kunci, satu in nilai.items()}
    return nilai


def sign_of(kelurahan: str, hari: date) -> dict[str, Any]:
    """The lurah's signature under a document of this day."""
    kop = read_kop(kelurahan)
    bawah = [kop["pangkat"], f"NIP {kop['nip']}" if kop["nip"] else ""]
    return {
        "atas": [f"{kop['tempat']}, {tanggal_surat(hari)}", kop["jabatan"]],
        "nama": kop["nama"] or "[belum diisi: nama lurah]",
        "bawah": [teks for teks in bawah if teks],
    }
