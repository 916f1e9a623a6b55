"""What the pages of capacity show and read: the form of a draft, its pictures and means."""

from collections import defaultdict
from statistics import mean
from typing import Any

from django.http import HttpRequest

from ruko_parsel.angka_kapasitas import BarisPanas
from ruko_parsel.gambar_kapasitas import draw_radar, draw_tren, short_periode
from ruko_parsel.models import JenisMasalah, TingkatKapasitas
from wilayah.formulir import clean_text


def read_isian(request: HttpRequest) -> tuple[dict[str, Any], dict[str, str]]:
    """Levels and evidence as posted, and what is wrong by kind."""
    isian: dict[str, Any] = {}
    galat: dict[str, str] = {}
    for kode in JenisMasalah.objects.values_list("kode", flat=True):
        teks_nilai = request.POST.get(f"nilai_{kode}", "")
        bukti = clean_text(request.POST.get(f"bukti_{kode}"))
        if teks_nilai and teks_nilai not in {"1", "2", "3", "4", "5"}:
            galat[kode] = "Pilih salah satu dari lima tingkat."
        if len(bukti) > 300:
            galat[kode] = "Bukti paling banyak 300 huruf."
        isian[kode] = (int(teks_nilai) if teks_nilai in {"1", "2", "3", "4", "5"} else None, bukti)
    return isian, galat


def questions(isian: dict[str, Any], galat: dict[str, str]) -> list[dict[str, Any]]:
    tingkat = defaultdict(list)
    for satu in TingkatKapasitas.objects.all():
        tingkat[satu.masalah_id].append(satu)
    return [
        {
            "masalah": m, "tingkat": tingkat[m.pk], "nilai": isian.get(m.pk, (None, ""))[0],
            "bukti": isian.get(m.pk, (None, ""))[1], "galat": galat.get(m.pk, ""),
        }
        for m in JenisMasalah.objects.all()
    ]  # fmt: skip


def profil_radar(profil: Any) -> Any:
    return draw_radar(
        [b.masalah.nama for b in profil.baris],
        [
            ("lalu", "Desa, semester lalu", [b.lalu for b in profil.baris]),
            ("meja", "Pandangan meja", [b.meja for b in profil.baris]),
            ("desa", "Desa menilai diri", [b.desa for b in profil.baris]),
        ],
    )


def small_radar(baris: BarisPanas, masalah: list[JenisMasalah]) -> Any:
    nama = [m.nama for m in masalah]
    deret = [("lalu", "Semester lalu", baris.lalu), ("desa", "Semester ini", baris.nilai)]
    return draw_radar(nama, deret)


def profil_tren(isi: list[tuple[str, Any, Any]]) -> Any:
    return draw_tren(
        [short_periode(p) for p, _d, _m in isi],
        [
            ("desa", "Desa menilai diri", [d for _p, d, _m in isi]),
            ("meja", "Pandangan meja", [m for _p, _d, m in isi]),
        ],
        puncak=5,
    )


def column_means(baris: list[BarisPanas]) -> list[str]:
    kolom = zip(*(b.nilai for b in baris), strict=True)
    hasil = []
    for isi in kolom:
        ada = [n for n in isi if n is not None]
        hasil.append(f"{mean(ada):.1f}".replace(".", ",") if ada else "–")
    return hasil
