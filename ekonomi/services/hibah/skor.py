"""Points of a household for a grant: pure, each with the words that explain it.

The same facts and criteria give the same points, whoever asks; nothing is read from the database.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Fakta:
    """What is known of a household on the day of the assessment."""

    dtks: bool = False
    dtks_kata: str = ""  # "validasi 12 Okt 2026"
    tanggungan: int = 0
    potensi: str = ""
    pelatihan: tuple[str, ...] = ()
    modal: int = 0  # Rupiah received before
    perempuan_kepala: bool = False
    lansia: int = 0
    disabilitas: int = 0
    kesiapan: int = 0  # 0 to 5, the facilitator's


@dataclass(frozen=True, slots=True)
class Ukuran:
    """A criterion as the reckoning needs it."""

    kode: str
    nama: str
    bobot: int
    rumus: str
    penuh_pada: int = 1


@dataclass(frozen=True, slots=True)
class Butir:
    """The points of one criterion and why."""

    kode: str
    nama: str
    bobot: int
    poin: int
    kata: str

    @property
    def baris(self) -> str:
        """ "+20 terdaftar DTKS (validasi 12 Okt 2026)"."""
        return f"+{self.poin} {self.kata}"


_Hasil = tuple[float, str]  # share of the weight, words


def _dtks(f: Fakta, _u: Ukuran) -> _Hasil:
    if not f.dtks:
        return 0.0, "tidak terdaftar DTKS"
    return 1.0, f"terdaftar DTKS ({f.dtks_kata})" if f.dtks_kata else "terdaftar DTKS"


def _tanggungan(f: Fakta, u: Ukuran) -> _Hasil:
    return f.tanggungan / u.penuh_pada, f"{f.tanggungan} tanggungan (penuh pada {u.penuh_pada})"


def _potensi(f: Fakta, _u: Ukuran) -> _Hasil:
    return (1.0, f"potensi usaha: {f.potensi}") if f.potensi else (0.0, "potensi usaha belum ada")


def _pelatihan(f: Fakta, u: Ukuran) -> _Hasil:
    n = len(f.pelatihan)
    return n / u.penuh_pada, f"{n} pelatihan diikuti" if n else "belum ikut pelatihan"


def _belum_dibantu(f: Fakta, _u: Ukuran) -> _Hasil:
    if f.modal:
        return 0.0, "sudah pernah menerima modal"
    return 1.0, "belum pernah menerima modal"


def _perempuan_kepala(f: Fakta, _u: Ukuran) -> _Hasil:
    if f.perempuan_kepala:
        return 1.0, "kepala keluarganya perempuan"
    return 0.0, "kepala keluarganya bukan perempuan"


def _rentan(f: Fakta, u: Ukuran) -> _Hasil:
    n = f.lansia + f.disabilitas
    if not n:
        return 0.0, "tidak ada lansia atau penyandang disabilitas"
    return n / u.penuh_pada, f"{f.lansia} lansia, {f.disabilitas} penyandang disabilitas"


def _kesiapan(f: Fakta, _u: Ukuran) -> _Hasil:
    return f.kesiapan / 5, f"kesiapan {f.kesiapan} dari 5 menurut fasilitator"


RUMUS: dict[str, Callable[[Fakta, Ukuran], _Hasil]] = {
    "dtks": _dtks,
    "tanggungan": _tanggungan,
    "potensi": _potensi,
    "pelatihan": _pelatihan,
    "belum_dibantu": _belum_dibantu,
    "perempuan_kepala": _perempuan_kepala,
    "rentan": _rentan,
    "kesiapan": _kesiapan,
}


def reckon(ukuran: Iterable[Ukuran], fakta: Fakta) -> list[Butir]:
    """The points by criterion. A share beyond the whole counts as the whole; halves go up."""
    hasil = []
    for u in ukuran:
        bagian, kata = RUMUS[u.rumus](fakta, u)
        poin = int(u.bobot * min(max(bagian, 0.0), 1.0) + 0.5)
        hasil.append(Butir(u.kode, u.nama, u.bobot, poin, kata))
    return hasil


def total(butir: Sequence[Butir]) -> int:
    return sum(satu.poin for satu in butir)


def version_of(ukuran: Iterable[Ukuran]) -> str:
    """Twelve letters that change whenever any criterion does."""
    isi = json.dumps([asdict(u) for u in ukuran], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(isi.encode()).hexdigest()[:12]


def as_rincian(butir: Sequence[Butir]) -> list[dict[str, Any]]:
    """As an assessment keeps it."""
    return [asdict(satu) for satu in butir]
