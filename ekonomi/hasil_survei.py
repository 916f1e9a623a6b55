"""A survey's result from its rows: how many answered, who did not, how. Reads only."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ekonomi.models import JawabanSurvei, KelompokSasaran, Survei
from ekonomi.services.survei import questions_of
from wilayah.pertanyaan import N_MINIMUM, Sebaran, distribution

B = JawabanSurvei.Status


@dataclass(frozen=True, slots=True)
class Tanggapan:
    """How many of a group were asked and how many answered; None: fewer than five, not shown."""

    nama: str
    diminta: int
    menjawab: int | None
    ditutup: bool = False  # a cell below five people, or the one that would give it away

    @property
    def persen(self) -> float | None:
        return None if self.menjawab is None else self.menjawab / self.diminta

    @property
    def tidak(self) -> int | None:
        return None if self.menjawab is None else self.diminta - self.menjawab


@dataclass(frozen=True, slots=True)
class HasilSurvei:
    """What the result page shows."""

    diminta: int
    selesai: int
    sebagian: int
    menolak: int
    cara: tuple[tuple[str, int], ...]
    sebaran: tuple[Sebaran, ...]
    per_rw: tuple[Tanggapan, ...]
    per_kelompok: tuple[Tanggapan, ...]

    @property
    def tingkat(self) -> float | None:
        return self.selesai / self.diminta if self.diminta else None


def survey_result(survei: Survei) -> HasilSurvei:
    """Everything about one survey; only handed-in forms are added up."""
    baris = list(
        JawabanSurvei.objects.filter(survei=survei).select_related("rumah__wilayah__induk")
    )
    status = Counter(b.status for b in baris)
    selesai = [b for b in baris if b.status == B.SELESAI]
    cara = Counter(b.get_cara_display() for b in selesai)
    return HasilSurvei(
        diminta=len(baris),
        selesai=status[B.SELESAI],
        sebagian=status[B.BERJALAN],
        menolak=status[B.MENOLAK],
        cara=tuple(cara.most_common()),
        sebaran=tuple(distribution(p, [b.jawaban for b in selesai]) for p in questions_of(survei)),
        per_rw=_by((rw_of(b), b) for b in baris),
        per_kelompok=_by(
            (KelompokSasaran(satu).label, b) for b in baris for satu in b.rumah.kelompok
        ),
    )


def rw_of(baris: JawabanSurvei) -> str:
    """ "RW 02" of the household, or the name of its area."""
    rw = baris.rumah.wilayah.rw
    return f"RW {rw}" if rw else str(baris.rumah.wilayah.nama)


def _by(pasangan: Iterable[tuple[str, JawabanSurvei]]) -> tuple[Tanggapan, ...]:
    diminta: Counter[str] = Counter()
    menjawab: Counter[str] = Counter()
    for nama, baris in pasangan:
        diminta[nama] += 1
        menjawab[nama] += baris.status == B.SELESAI
    return tuple(
        Tanggapan(nama, n, menjawab[nama] if n >= N_MINIMUM else None)
        for nama, n in sorted(diminta.items())
    )


def hide_few(hasil: HasilSurvei) -> HasilSurvei:
    """The result for who is above the kelurahan: no group in which fewer than five answered, or
    fewer than five did not; where one is hidden, so is the next, or subtraction would tell it.
    """
    return replace(
        hasil, per_rw=_hide(hasil.per_rw), per_kelompok=_hide(hasil.per_kelompok)
    )  # fmt: skip


def _hide(baris: tuple[Tanggapan, ...]) -> tuple[Tanggapan, ...]:
    sedikit = {ke for ke, satu in enumerate(baris) if _is_few(satu)}
    lain = [ke for ke in range(len(baris)) if ke not in sedikit]
    if len(sedikit) == 1 and lain:
        sedikit.add(min(lain, key=lambda ke: baris[ke].diminta))
    return tuple(
        replace(satu, menjawab=None, ditutup=True) if ke in sedikit else satu
        for ke, satu in enumerate(baris)
    )


def _is_few(satu: Tanggapan) -> bool:
    if satu.menjawab is None:
        return True
    return any(0 < n < N_MINIMUM for n in (satu.menjawab, satu.diminta - satu.menjawab))
