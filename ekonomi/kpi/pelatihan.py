"""Indicators on training: persons, not registrations."""

from typing import Any

from django.db.models import Count, Q

from ekonomi.kpi.dasar import Hasil, Lingkup, bagian, hitungan
from ekonomi.models import Peserta
from wilayah.scope import prefix_q


def peserta(lingkup: Lingkup) -> Any:
    """Who holds or held a seat in a batch of the programme by that day.

    A part of the area means those known to live there: by their household or what they said.
    """
    rows = Peserta.objects.seated().filter(
        angkatan__program=lingkup.program, created_at__lt=lingkup.akhir
    )
    if lingkup.wilayah:
        rows = rows.filter(
            prefix_q("rumah__wilayah", lingkup.wilayah) | prefix_q("asal_wilayah", lingkup.wilayah)
        )
    return rows


def orang(rows: Any) -> set[Any]:
    """The same person in two batches is one: by member of a household, person or registration."""
    return {
        (f"a{anggota}" if anggota else f"o{sidik}" if sidik else f"p{pk}")
        for pk, anggota, sidik in rows.values_list("pk", "anggota_id", "orang_hash")
    }


def peserta_total(lingkup: Lingkup) -> Hasil:
    """Persons who follow or followed a course."""
    rows = peserta(lingkup)
    n = len(orang(rows))
    return hitungan(lingkup, n, f"{rows.count()} kursi pelatihan yang diisi {n} orang berbeda.")


def peserta_pelatihan(lingkup: Lingkup) -> Hasil:
    """Persons who passed and hold a certificate that is in force."""
    lulus = peserta(lingkup).filter(
        status=Peserta.Status.LULUS, sertifikat__tanggal__lte=lingkup.sampai,
        sertifikat__dicabut_at__isnull=True,
    )  # fmt: skip
    n = len(orang(lulus))
    tanpa = peserta(lingkup).filter(status=Peserta.Status.LULUS, sertifikat__isnull=True).count()
    kalimat = f"{n} orang yang lulus dan bersertifikat; {tanpa} lulus belum bersertifikat."
    return hitungan(lingkup, n, kalimat, kurang=tanpa)


def perempuan_peserta(lingkup: Lingkup) -> Hasil:
    """Women among the persons who follow or followed a course."""
    rows = peserta(lingkup)
    p = len(orang(rows.filter(jenis_kelamin="P")))
    semua = len(orang(rows.filter(jenis_kelamin__in=["P", "L"])))
    tanpa = rows.aggregate(n=Count("pk", filter=~Q(jenis_kelamin__in=["P", "L"])))["n"]
    kalimat = f"{p} perempuan dari {semua} peserta pelatihan."
    return bagian(lingkup, p, semua, kalimat, kurang=tanpa)
