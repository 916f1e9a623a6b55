"""Figures of markets: how many stalls and how much was sold, day by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from ekonomi.models import JualPasar, Pasar, PasarHari
from wilayah.format import rupiah

SEDIKIT = 5  # sums of fewer sellers are not public
_LEBAR, _TINGGI, _ALAS = 640, 220, 34


@dataclass(frozen=True, slots=True)
class AngkaHari:
    """One market day in figures; `total` None where too few sold for the public."""

    hari: PasarHari
    lapak: int
    penjual: int
    total: int | None


def with_sales(rows: QuerySet[PasarHari]) -> QuerySet[Any]:
    """Market days with stalls booked, stalls that told their sales, and their sum, in one query."""
    sewa = Q(sewa__dibatalkan_at__isnull=True)
    jual = sewa & Q(sewa__jual__isnull=False, sewa__jual__diganti_at__isnull=True)
    return rows.annotate(
        n_sewa=Count("sewa", filter=sewa, distinct=True),
        n_jual=Count("sewa__jual", filter=jual & Q(sewa__jual__jumlah__gt=0), distinct=True),
        total=Sum("sewa__jual__jumlah", filter=jual),
    )


def history_of(pasar: Pasar, *, banyak: int = 12, umum: bool = False) -> list[AngkaHari]:
    """The last market days, oldest first. `umum`: for the public, sums of few sellers left out."""
    rows = PasarHari.objects.filter(pasar=pasar, selesai_at__lte=timezone.now())
    baris = with_sales(rows.exclude(status="batal")).order_by("-mulai_at")[:banyak]
    return [
        AngkaHari(
            hari=row,
            lapak=row.n_sewa,
            penjual=row.n_jual,
            total=None if umum and row.n_jual < SEDIKIT else int(row.total or 0),
        )
        for row in reversed(baris)
    ]


def draw_bars(angka: Sequence[AngkaHari]) -> dict[str, Any]:
    """The growth chart as numbers for an SVG; empty without a figure to show."""
    tampak = [a for a in angka if a.total is not None]
    if not tampak:
        return {}
    puncak = max(1, *(a.total or 0 for a in tampak))
    langkah = _LEBAR / len(tampak)
    batang = []
    for n, a in enumerate(tampak):
        tinggi = (a.total or 0) * (_TINGGI - _ALAS - 22) / puncak
        x = n * langkah + langkah * 0.16
        batang.append(
            {
                "x": f"{x:.1f}", "y": f"{_TINGGI - _ALAS - tinggi:.1f}",
                "lebar": f"{langkah * 0.68:.1f}", "tinggi": f"{max(tinggi, 1):.1f}",
                "tengah": f"{n * langkah + langkah / 2:.1f}",
                "atas": f"{_TINGGI - _ALAS - tinggi - 6:.1f}",
                "label": f"{timezone.localtime(a.hari.mulai_at):%d/%m}", "nilai": _short(a.total),
                "kata": f"{timezone.localtime(a.hari.mulai_at):%d-%m-%Y}: {rupiah(a.total or 0)}",
            }
        )  # fmt: skip
    return {
        "batang": batang, "lebar": _LEBAR, "tinggi": _TINGGI, "alas": _TINGGI - _ALAS,
        "teks": _TINGGI - _ALAS + 18,
    }  # fmt: skip


def _short(jumlah: int | None) -> str:
    """4,2 jt, 850 rb: short enough to stand above a bar."""
    n = jumlah or 0
    if n >= 1_000_000:
        return f"{n / 1_000_000:.1f} jt".replace(".", ",")
    return f"{n // 1000} rb"


def growth_of(angka: Sequence[AngkaHari]) -> int | None:
    """Percent by which the later half of the days sold more a day than the earlier; None if few."""
    nilai = [a.total for a in angka if a.total is not None]
    tengah = len(nilai) // 2
    if tengah < 2 or not sum(nilai[:tengah]):
        return None
    dulu = sum(nilai[:tengah]) / tengah
    kini = sum(nilai[tengah:]) / (len(nilai) - tengah)
    return round((kini - dulu) * 100 / dulu)


def sum_pasar(kode: str) -> dict[str, int]:
    """Markets of an area: days held, businesses that sold, Rupiah, for pages above."""
    rows = JualPasar.objects.filter(
        Q(sewa__hari__pasar__wilayah=kode)
        | Q(sewa__hari__pasar__wilayah__kode__startswith=f"{kode}."),
        diganti_at__isnull=True, jumlah__gt=0,
    )  # fmt: skip
    angka = rows.aggregate(
        hari=Count("sewa__hari", distinct=True), usaha=Count("sewa__usaha", distinct=True),
        total=Sum("jumlah"),
    )  # fmt: skip
    return {kunci: int(nilai or 0) for kunci, nilai in angka.items()}
