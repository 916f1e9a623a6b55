"""Indicators on public works and on work that came of the programme."""

from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum

from ekonomi.kpi.dasar import Hasil, Lingkup, hitungan, smallest
from ekonomi.kpi.usaha import usaha_sejak_mulai
from ekonomi.models import HariKerja
from wilayah.scope import prefix_q

HARI_KERJA_TETAP = 20  # fewer days are a start, not a job


def hari_kerja(lingkup: Lingkup) -> Any:
    """Days worked on projects of the programme by that day, without those taken back."""
    return HariKerja.objects.filter(
        prefix_q("pekerja__proyek__wilayah", lingkup.kode),
        pekerja__proyek__program=lingkup.program, tanggal__lte=lingkup.sampai, batal=False,
    )  # fmt: skip


def pekerja_padat_karya(lingkup: Lingkup) -> Hasil:
    """Persons who worked at least a day; the same person on two projects is one."""
    n = hari_kerja(lingkup).aggregate(n=Count("pekerja__nik_hash", distinct=True))["n"]
    return hitungan(lingkup, n, f"{n} orang yang tercatat hadir bekerja di proyek padat karya.")


def hari_orang_kerja(lingkup: Lingkup) -> Hasil:
    """Days of work of all of them; half a day is half."""
    angka = hari_kerja(lingkup).aggregate(
        bagian=Sum("bagian"), orang=Count("pekerja__nik_hash", distinct=True)
    )
    hari = Decimal(angka["bagian"] or 0) / 2
    kalimat = f"daftar hadir {angka['orang']} pekerja padat karya."
    return hitungan(lingkup, hari, kalimat, sel=smallest(angka["orang"]))


def lapangan_kerja_baru(lingkup: Lingkup) -> Hasil:
    """New owners who still run their business, and workers of at least twenty days."""
    pemilik = usaha_sejak_mulai(lingkup).count()
    lama = (
        hari_kerja(lingkup)
        .values("pekerja__nik_hash")
        .annotate(setengah=Sum("bagian"))
        .filter(setengah__gte=HARI_KERJA_TETAP * 2)
        .count()
    )
    kalimat = (
        f"{pemilik} pemilik usaha baru yang masih aktif dan {lama} pekerja padat karya dengan "
        f"paling sedikit {HARI_KERJA_TETAP} hari kerja."
    )
    return hitungan(lingkup, pemilik + lama, kalimat, sel=smallest(pemilik, lama))
