"""Kinds of problem a village never asked about in a year, beside what the others ask."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count

from ruko_parsel.masa import Masa
from ruko_parsel.models import Permintaan
from ruko_parsel.tempat_ruko import Acuan

SETAHUN = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class BarisSepi:
    """One village: requests by kind in the order of the table's head, and what zero may mean."""

    kode: str
    nama: str
    jumlah: list[int]
    total: int
    bacaan: str


@dataclass(frozen=True, slots=True)
class Sepi:
    """Villages by kinds; `bertanya` says for each kind how many villages asked."""

    masalah: list[tuple[str, str]]
    baris: list[BarisSepi]
    bertanya: list[int]

    @property
    def banyak(self) -> int:
        return len(self.baris)

    @property
    def diam(self) -> list[str]:
        """Villages that asked nothing at all."""
        return [b.nama for b in self.baris if not b.total]


def find_sepi(rows: Any, acuan: Acuan, hari: date) -> Sepi:
    """Requests of the year that ends with `hari`; one query."""
    awal, akhir = Masa(hari - SETAHUN, hari).bounds(acuan.kode)
    hitung = (
        rows.filter(created_at__gte=awal, created_at__lt=akhir)
        .exclude(status=Permintaan.Status.DIGABUNG)
        .order_by()
        .values_list("wilayah_id", "masalah_id")
        .annotate(n=Count("pk"))
    )
    ada = {(desa, masalah): n for desa, masalah, n in hitung}
    masalah = [(m.kode, m.nama) for m in acuan.masalah]
    bertanya = [sum((desa, m) in ada for desa in acuan.desa) for m, _nama in masalah]
    umum = [n * 2 > len(acuan.desa) for n in bertanya]
    baris = []
    for kode, nama in acuan.desa.items():
        jumlah = [ada.get((kode, m), 0) for m, _nama in masalah]
        sunyi = [m for (_k, m), n, biasa in zip(masalah, jumlah, umum, strict=True)
                 if not n and biasa]  # fmt: skip
        baris.append(BarisSepi(kode, nama, jumlah, sum(jumlah), _read(sum(jumlah), sunyi)))
    return Sepi(masalah, baris, bertanya)


def _read(total: int, sunyi: list[str]) -> str:
    """Zero is no proof of anything: what is worth asking the village."""
    if not total:
        return (
            "Belum pernah bertanya setahun ini. Bisa jadi tidak ada kebutuhan, bisa jadi belum "
            "tahu caranya: hubungi lebih dulu."
        )
    if sunyi:
        return f"Lebih dari separuh desa lain bertanya tentang {', '.join(sunyi)}; tanyakan."
    return ""
