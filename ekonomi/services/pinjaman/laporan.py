"""The portfolio: what is lent, how much of it is late, and what should be put by. Reads only."""

from dataclasses import dataclass, field
from datetime import date

from ekonomi.models import KelasTunggakan, Koperasi, Pinjaman


@dataclass(slots=True)
class BarisKelas:
    """The loans of one class of lateness."""

    kelas: KelasTunggakan
    pinjaman: int = 0
    sisa: int = 0

    @property
    def cadangan(self) -> int:
        """What the class asks to be put by, rounded down to the Rupiah."""
        return self.sisa * self.kelas.cadangan_persen // 100


@dataclass(frozen=True, slots=True)
class Portofolio:
    """All running loans of a cooperative by lateness, the punctual first."""

    baris: list[BarisKelas] = field(default_factory=list)

    @property
    def sisa(self) -> int:
        return sum(satu.sisa for satu in self.baris)

    @property
    def banyak(self) -> int:
        return sum(satu.pinjaman for satu in self.baris)

    @property
    def cadangan(self) -> int:
        return sum(satu.cadangan for satu in self.baris)

    @property
    def tertunggak(self) -> int:
        """Principal of loans that are late at all."""
        return sum(satu.sisa for satu in self.baris if satu.kelas.dari_hari)

    @property
    def npl(self) -> float:
        """Share of the principal in the classes that count as bad, in percent."""
        buruk = sum(satu.sisa for satu in self.baris if satu.kelas.bermasalah)
        return buruk * 100 / self.sisa if self.sisa else 0.0


def portfolio(koperasi: Koperasi, *, on: date) -> Portofolio:
    """Running loans by class; lateness counted on this day, two queries."""
    kelas = list(KelasTunggakan.objects.filter(koperasi=koperasi).order_by("dari_hari"))
    baris = [BarisKelas(satu) for satu in kelas]
    rows = Pinjaman.objects.running().filter(anggota__koperasi=koperasi, tanggal_cair__lte=on)
    for pinjaman in rows.only("status", "tempo_berikut", "sisa_pokok"):
        satu = _row(baris, pinjaman.hari_tunggak(on))
        satu.pinjaman += 1
        satu.sisa += pinjaman.sisa_pokok
    return Portofolio(baris)


def kelas_of(kelas: list[KelasTunggakan], hari: int) -> KelasTunggakan:
    """The class of so many days; `kelas` in the order of `dari_hari`, beginning at 0."""
    return [satu for satu in kelas if satu.dari_hari <= hari][-1]


def _row(baris: list[BarisKelas], hari: int) -> BarisKelas:
    return [satu for satu in baris if satu.kelas.dari_hari <= hari][-1]
