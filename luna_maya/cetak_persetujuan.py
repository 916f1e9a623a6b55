"""The consent form on paper: the same text as the host's page, with boxes and a place to sign."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils import timezone

from dokumen.cetak.pdf import compile_template
from luna_maya.models import Kunjungan
from luna_maya.services.kabar import span_end, visit_slots
from luna_maya.services.persetujuan import party_of
from luna_maya.teks_izin import load_teks
from wilayah.format import tanggal_panjang
from wilayah.halaman import area_of

_TEMPLAT = Path(__file__).with_name("persetujuan.typ")


@lru_cache(maxsize=1)
def _source() -> bytes:
    return _TEMPLAT.read_bytes()


def render_formulir(kunjungan: Kunjungan) -> bytes:
    """One A4 page as PDF, without the host's address or number."""
    kode = str(kunjungan.wilayah_id)
    teks, area, slots = load_teks(), area_of(kode), visit_slots(kunjungan)
    anak = kunjungan.tuan_rumah.ada_anak
    data: dict[str, Any] = {
        "kantor": area.nama_panjang if area else "Kelurahan",
        "di_dalam": area.di_dalam if area else "",
        "kepala": area.kepala if area else "Lurah",
        "judul": teks.judul,
        "pengantar": teks.pengantar,
        "rinci": [
            ["Acara", slots["acara"]],
            ["Waktu", f"{slots['waktu']}, sampai {span_end(kunjungan)}"],
            ["Tempat", f"{kunjungan.tuan_rumah.nama}, {slots['rt']}"],
            ["Yang datang", party_of(kunjungan)],
        ],
        "izin": [
            {"tanya": b.tanya, "penjelasan": b.penjelasan} for b in teks.izin
        ],
        "anak": teks.anak if anak else "",
        "wali": teks.wali if anak else "",
        "cabut": teks.cabut,
        "kaki": f"Teks {teks.versi}. Kunjungan {kunjungan.kode}. "
        f"Dicetak {tanggal_panjang(timezone.now(), kode)}",
    }  # fmt: skip
    return compile_template(_source(), data, {})
