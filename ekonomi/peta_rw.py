"""Indicators by RW, for staff: a table, and a sketch of where the RWs lie."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Avg, Count
from django.db.models.functions import Left

from ekonomi.kpi.dasar import SEL_MINIMUM
from ekonomi.kpi.hitung import hitung_semua
from ekonomi.kpi.tulis import tulis_nilai, tulis_umum
from ekonomi.models import Indikator, Program, Rumah
from wilayah.models import Wilayah
from wilayah.scope import prefix_q

KOLOM = (
    "rumah_terlibat", "rumah_miskin_turun", "peserta_total", "usaha_aktif", "umkm_onboard",
    "hibah_diserahkan",
)  # fmt: skip
_PANJANG_RW = len("35.77.03.1009.02")
_LEBAR, _TINGGI, _TEPI = 320, 220, 24


@dataclass(frozen=True, slots=True)
class BarisRw:
    """One RW: its figures in words, in the order of KOLOM; its place on the sketch, if known."""

    nama: str
    kode: str
    sel: list[str]
    n: int
    x: str = ""
    y: str = ""
    r: str = ""


def per_rw(program: Program, *, umum: bool) -> tuple[list[Indikator], list[BarisRw]]:
    """The columns and a row for each RW with a household; `umum` hides groups below five."""
    kolom = list(Indikator.objects.filter(pk__in=KOLOM).order_by("urutan"))
    kode = str(program.wilayah_id)
    pusat = {
        satu["rw"]: satu
        for satu in Rumah.objects.active()
        .filter(prefix_q("wilayah", kode))
        .values(rw=Left("wilayah_id", _PANJANG_RW))
        .annotate(lat=Avg("lat"), lng=Avg("lng"), n=Count("pk"))
        .order_by("rw")
        if len(satu["rw"]) == _PANJANG_RW
    }
    nama = {w.pk: w.nama_lengkap for w in Wilayah.objects.filter(pk__in=pusat)}
    tempat = _places(list(pusat.values()))
    baris = []
    for rw in pusat:
        hasil = hitung_semua(program, wilayah=rw, kode=KOLOM)
        terlibat = hasil["rumah_terlibat"]
        n = int(terlibat.nilai or 0)
        tutup = umum and 0 < n < SEL_MINIMUM
        sel = [
            tulis_umum(hasil[i.pk].nilai, i.satuan, kecil=hasil[i.pk].is_kecil)
            if umum
            else tulis_nilai(hasil[i.pk].nilai, i.satuan)
            for i in kolom
        ]
        x, y = tempat.get(rw, ("", ""))
        r = f"{4 + min(16.0, n**0.5 * 2):.1f}"
        baris.append(BarisRw(nama.get(rw, rw), rw, sel, 0 if tutup else n, x, y, r))
    return kolom, baris


def _places(rows: Sequence[dict[str, object]]) -> dict[str, tuple[str, str]]:
    """RW to its place on the sketch: the middle of its households."""
    ada = [r for r in rows if r["lat"] is not None and r["lng"] is not None]
    if not ada:
        return {}
    lat = [float(str(r["lat"])) for r in ada]
    lng = [float(str(r["lng"])) for r in ada]
    tinggi, lebar = (max(lat) - min(lat)) or 1.0, (max(lng) - min(lng)) or 1.0
    return {
        str(r["rw"]): (
            f"{_TEPI + (_LEBAR - 2 * _TEPI) * (x - min(lng)) / lebar:.1f}",
            f"{_TINGGI - _TEPI - (_TINGGI - 2 * _TEPI) * (y - min(lat)) / tinggi:.1f}",
        )
        for r, y, x in zip(ada, lat, lng, strict=True)
    }
