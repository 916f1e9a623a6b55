"""Figures of learning as tables and charts for staff pages: no words of residents."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Abs, TruncWeek
from django.utils import timezone

from curhat.models import Kategori, Koreksi, Subkategori

MINGGU = 26  # weeks of the chart
LEBAR, TINGGI, TEPI_KIRI, TEPI_BAWAH = 560, 150, 34, 18  # of the chart, in its own units
_TERTUKAR = 12  # pairs shown


@dataclass(frozen=True, slots=True)
class Sel:
    """One cell of the confusion table: how many, and how warm (0..5, a fifth of its row each)."""

    n: int
    hangat: int
    benar: bool


@dataclass(frozen=True, slots=True)
class BarisPanas:
    """Texts of one category, by what they were taken for."""

    nama: str
    n: int
    sel: list[Sel]


@dataclass(frozen=True, slots=True)
class BarisNilai:
    """Precision and recall of one subject, in whole percent; `beda` against the version in use."""

    nama: str
    n: int
    presisi: int
    recall: int
    beda: int


@dataclass(slots=True)
class LaporanVersi:
    """What the page of one version shows of its test."""

    kategori: list[str] = field(default_factory=list)
    panas: list[BarisPanas] = field(default_factory=list)
    per_kategori: list[BarisNilai] = field(default_factory=list)
    per_subkategori: list[BarisNilai] = field(default_factory=list)
    tertukar: list[tuple[str, str, int]] = field(default_factory=list)


def build_laporan(metrik: dict[str, Any]) -> LaporanVersi:
    """The tables of a version's test; empty where nothing was tested."""
    if not metrik.get("pasangan"):
        return LaporanVersi()
    sub = {s.pk: s for s in Subkategori.objects.select_related("kategori")}
    pasangan = [(a, b, n) for a, b, n in metrik["pasangan"] if a in sub and b in sub]
    hitung: dict[str, Counter[str]] = defaultdict(Counter)
    for a, b, n in pasangan:
        hitung[sub[a].kategori_id][sub[b].kategori_id] += n
    muncul = {*hitung, *(k for baris in hitung.values() for k in baris)}
    kategori = [k for k in Kategori.objects.all() if k.pk in muncul]
    salah = sorted((p for p in pasangan if p[0] != p[1]), key=lambda p: -p[2])
    return LaporanVersi(
        kategori=[k.nama for k in kategori],
        panas=[_heat(k, hitung[k.pk], kategori) for k in kategori if hitung[k.pk]],
        per_kategori=[_of_kategori(k, hitung) for k in kategori if hitung[k.pk]],
        per_subkategori=_of_subkategori(metrik["per_subkategori"], sub),
        tertukar=[(sub[a].nama, sub[b].nama, n) for a, b, n in salah[:_TERTUKAR]],
    )


def _heat(kategori: Kategori, baris: Counter[str], semua: list[Kategori]) -> BarisPanas:
    n = baris.total()
    sel = [
        Sel(baris[k.pk], -(-5 * baris[k.pk] // n) if n else 0, k.pk == kategori.pk) for k in semua
    ]
    return BarisPanas(kategori.nama, n, sel)


def _of_kategori(kategori: Kategori, hitung: dict[str, Counter[str]]) -> BarisNilai:
    benar, n = hitung[kategori.pk][kategori.pk], hitung[kategori.pk].total()
    ditebak = sum(baris[kategori.pk] for baris in list(hitung.values()))
    return BarisNilai(kategori.nama, n, _percent(benar, ditebak), _percent(benar, n), 0)


def _of_subkategori(nilai: dict[str, Any], sub: dict[str, Subkategori]) -> list[BarisNilai]:
    return [
        BarisNilai(
            sub[slug].nama,
            satu["n"],
            round(100 * satu["presisi"]),
            round(100 * satu["recall"]),
            round(100 * satu["recall"]) - round(100 * satu["recall_dipakai"]),
        )
        for slug, satu in sorted(nilai.items(), key=lambda p: -p[1]["n"])
        if slug in sub
    ]


def _percent(bagian: int, semua: int) -> int:
    return round(100 * bagian / semua) if semua else 0


@dataclass(frozen=True, slots=True)
class Minggu:
    """One week of judgements of the machine's readings: shares in whole percent, None unknown."""

    mulai: date
    n: int
    kategori: int | None
    urgensi: int | None
    tempat: int | None
    x: int = 0


@dataclass(slots=True)
class GrafikSetuju:
    """How often staff agree with the machine, by week; `garis` are the points of an SVG line."""

    minggu: list[Minggu] = field(default_factory=list)
    garis: dict[str, str] = field(default_factory=dict)
    titik: list[tuple[int, int]] = field(default_factory=list)
    skala: list[tuple[int, int]] = field(default_factory=list)
    lebar: int = LEBAR
    tinggi: int = TINGGI
    kiri: int = TEPI_KIRI


def build_setuju(rows: QuerySet[Koreksi]) -> GrafikSetuju:
    """The agreement of the last half year over these corrections (already scoped)."""
    sejak = timezone.now() - timedelta(weeks=MINGGU)
    per_minggu = (
        rows.filter(pertama=True, at__gte=sejak)
        .order_by()
        .annotate(minggu=TruncWeek("at"), selisih=Abs(F("urgensi_baru") - F("urgensi_lama")))
        .values("minggu")
        .annotate(
            n=Count("pk"),
            kategori=Count("pk", filter=Q(subkategori_baru=F("subkategori_lama"))),
            dari_kategori=Count("subkategori_baru"),
            urgensi=Count("pk", filter=Q(selisih__lte=1)),
            dari_urgensi=Count("urgensi_baru"),
            tempat=Count("pk", filter=Q(wilayah_baru=F("wilayah_lama"))),
            dari_tempat=Count("wilayah_baru"),
        )
        .order_by("minggu")
    )
    return _draw([_minggu(baris, sejak.date()) for baris in per_minggu])


def _minggu(baris: Mapping[str, Any], sejak: date) -> Minggu:
    mulai = timezone.localdate(baris["minggu"])
    langkah = (LEBAR - TEPI_KIRI - 10) / MINGGU
    ke = max(0, (mulai - sejak).days / 7)
    bagian = {
        nama: _percent(baris[nama], baris[f"dari_{nama}"]) if baris[f"dari_{nama}"] else None
        for nama in ("kategori", "urgensi", "tempat")
    }
    return Minggu(mulai, baris["n"], **bagian, x=round(TEPI_KIRI + ke * langkah))


def _draw(minggu: list[Minggu]) -> GrafikSetuju:
    grafik = GrafikSetuju(minggu)
    for nama in ("kategori", "urgensi", "tempat"):
        titik = [(m.x, _y(nilai)) for m in minggu if (nilai := getattr(m, nama)) is not None]
        grafik.garis[nama] = " ".join(f"{x},{y}" for x, y in titik)
        grafik.titik += titik
    grafik.skala = [(persen, _y(persen)) for persen in (0, 50, 100)]
    return grafik


def _y(persen: int) -> int:
    return round(10 + (TINGGI - 10 - TEPI_BAWAH) * (100 - persen) / 100)
