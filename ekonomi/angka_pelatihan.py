"""Figures of training: of one batch, and of a programme or area; read by pages and exports."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from ekonomi.models import Angkatan, KelompokSasaran, Peserta
from hadir.models import SesiHadir
from hadir.services import hadir_di

S = Peserta.Status
USIA = (("di bawah 15", 0, 14), ("15–35", 15, 35), ("36–59", 36, 59), ("60 ke atas", 60, 200))


@dataclass(frozen=True, slots=True)
class AngkaAngkatan:
    """One batch in figures; None where there is nothing to divide by."""

    pendaftar: int
    diterima: int
    cadangan: int
    perempuan: int
    persen_perempuan: int | None
    sesi: int
    persen_hadir: int | None
    lulus: int
    tidak_lulus: int
    bersertifikat: int
    biaya_per_peserta: int | None
    usia: list[tuple[str, int]] = field(default_factory=list)
    kelompok: list[tuple[str, int]] = field(default_factory=list)


def figures_of(angkatan: Angkatan) -> AngkaAngkatan:
    """The figures of one batch. Attendance counts the seats of today over all held sessions."""
    semua = list(angkatan.peserta.all())
    kursi = [p for p in semua if p.status in Peserta.BERKURSI]
    perempuan = sum(p.jenis_kelamin == "P" for p in kursi)
    sesi = SesiHadir.objects.about(angkatan.rujukan).held(timezone.now()).count()
    ada = Counter(hadir_di(angkatan.rujukan).values_list("kunci_orang", flat=True))
    hadir = sum(ada[p.kunci_orang] for p in kursi)
    lulus = sum(p.status == S.LULUS for p in kursi)
    ikut = sum(p.status not in (S.DITERIMA,) for p in kursi)
    sertifikat = angkatan.peserta.filter(
        sertifikat__isnull=False, sertifikat__dicabut_at__isnull=True
    )
    return AngkaAngkatan(
        pendaftar=len(semua),
        diterima=len(kursi),
        cadangan=sum(p.status == S.CADANGAN for p in semua),
        perempuan=perempuan,
        persen_perempuan=_share(perempuan, len(kursi)),
        sesi=sesi,
        persen_hadir=_share(hadir, sesi * len(kursi)),
        lulus=lulus,
        tidak_lulus=sum(p.status == S.TIDAK_LULUS for p in kursi),
        bersertifikat=sertifikat.distinct().count(),
        biaya_per_peserta=angkatan.biaya // ikut if angkatan.biaya and ikut else None,
        usia=_ages(kursi, angkatan.mulai.year),
        kelompok=_groups(kursi),
    )


def _share(bagian: int, semua: int) -> int | None:
    return bagian * 100 // semua if semua else None


def _ages(peserta: Sequence[Peserta], tahun: int) -> list[tuple[str, int]]:
    """People by age in the year of the batch; who gave none is said too."""
    usia = [tahun - p.tahun_lahir for p in peserta if p.tahun_lahir]
    hasil = [(label, sum(dari <= u <= ke for u in usia)) for label, dari, ke in USIA]
    tanpa = len(peserta) - len(usia)
    return [satu for satu in [*hasil, ("tidak diisi", tanpa)] if satu[1]]


def _groups(peserta: Sequence[Peserta]) -> list[tuple[str, int]]:
    hitung = Counter(k for p in peserta for k in p.kelompok)
    return [(str(KelompokSasaran(k).label), n) for k, n in hitung.most_common()]


def with_counts(rows: QuerySet[Angkatan]) -> QuerySet[Any]:
    """Batches with what their list shows, in one query."""
    kursi = Q(peserta__status__in=Peserta.BERKURSI)
    return rows.annotate(
        n_kursi=Count("peserta", filter=kursi),
        n_perempuan=Count("peserta", filter=kursi & Q(peserta__jenis_kelamin="P")),
        n_cadangan=Count("peserta", filter=Q(peserta__status=S.CADANGAN)),
        n_lulus=Count("peserta", filter=Q(peserta__status=S.LULUS)),
    )


def count_peserta(kode: str) -> dict[str, int]:
    """Training of an area in figures, for indicators and pages: people who took part, women among
    them, who passed, who holds a certificate that stands. Counted by participation, not by person.
    """
    rows = Peserta.objects.in_wilayah(kode)
    ikut = rows.filter(status__in=[S.HADIR, S.LULUS, S.TIDAK_LULUS])
    sertifikat = rows.filter(sertifikat__isnull=False, sertifikat__dicabut_at__isnull=True)
    return {
        "ikut": ikut.count(),
        "perempuan": ikut.filter(jenis_kelamin="P").count(),
        "lulus": ikut.filter(status=S.LULUS).count(),
        "bersertifikat": sertifikat.distinct().count(),
    }
