"""Sums of public works that may be shown: people absorbed, person-days, wages paid."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from ekonomi.models import DaftarUpah, HariKerja, ProyekPadatKarya
from wilayah.scope import prefix_q


@dataclass(frozen=True, slots=True)
class RingkasKarya:
    """Projects done, people who worked (each once), person-days (HOK), Rupiah paid."""

    selesai: int
    orang: int
    hok: Decimal
    upah: int


def summary_of(wilayah_kode: str) -> RingkasKarya:
    """The sums of an area and everything below it."""
    proyek = ProyekPadatKarya.objects.in_wilayah(wilayah_kode)
    hari = HariKerja.objects.filter(prefix_q("pekerja__proyek__wilayah", wilayah_kode), batal=False)
    dibayar = DaftarUpah.objects.in_wilayah(wilayah_kode).filter(status="dibayar")
    return RingkasKarya(
        selesai=proyek.filter(status="selesai").count(),
        orang=hari.values("pekerja__nik_hash").distinct().count(),
        hok=Decimal(hari.aggregate(n=Sum("bagian", default=0))["n"]) / 2,
        upah=dibayar.aggregate(n=Sum("total", default=0))["n"],
    )


def absorbed(program_id: int) -> tuple[int, Decimal]:
    """People who worked in a programme, each once, and person-days (HOK), halves included."""
    rows = HariKerja.objects.filter(pekerja__proyek__program=program_id, batal=False)
    orang = rows.values("pekerja__nik_hash").distinct().count()
    return orang, Decimal(rows.aggregate(n=Sum("bagian", default=0))["n"]) / 2
