"""The values the planner works with: weights, what is known of an RT, what a proposal says."""

from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Bobot:
    """Points each factor may give at most, and the limits of the planner. Whole numbers.

    `ambang_mendesak`: from how many points of unanswered curhat an RT may be visited a second time
    in a round. `jeda_hari`: never sooner than so many days after the last visit. `tunda_hari`: how
    long an RT that was skipped with a reason is set aside.
    """

    belum_pernah: int = 40
    lama: int = 30
    curhat: int = 25
    menunggu: int = 20
    miskin: int = 10
    masalah: int = 20
    undangan: int = 12
    rata_rw: int = 10
    musim: int = 8
    dilewati: int = 30
    ambang_mendesak: int = 30
    jeda_hari: int = 30
    tunda_hari: int = 30
    per_pekan: int = 2
    banyak: int = 6
    hindari_malam_jumat: bool = True

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, isi: dict[str, Any]) -> "Bobot":
        """Weights of a snapshot; names unknown today are left out."""
        dikenal = {satu.name for satu in fields(cls)}
        return cls(**{nama: nilai for nama, nilai in isi.items() if nama in dikenal})


@dataclass(frozen=True, slots=True)
class KeadaanRt:
    """What is known of one RT on the day of planning; counts only, nobody's name.

    `hari_sejak` None: never visited. `curhat_rw`: its share of what was told without an RT in its
    RW. `dilewati_hari`: days since it was last skipped, None where it was not.
    """

    rt: str
    nama: str
    rw: str
    hari_sejak: int | None = None
    kunjungan: int = 0
    curhat: int = 0
    curhat_rw: float = 0.0
    hari_menunggu: int = 0
    miskin: int = 0
    masalah: int = 0
    undangan: int = 0
    rw_jumlah_rt: int = 1
    rw_sudah: int = 0
    pernah_musim: bool = False
    pernah_bulan: bool = False
    dilewati_hari: int | None = None
    dilewati_alasan: str = ""
    ada_tuan_rumah: bool = True

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, isi: dict[str, Any]) -> "KeadaanRt":
        dikenal = {satu.name for satu in fields(cls)}
        return cls(**{nama: nilai for nama, nilai in isi.items() if nama in dikenal})


@dataclass(frozen=True, slots=True)
class Waktu:
    """The season and month the visits fall in, as the sentences name them."""

    musim: str = "musim hujan"
    bulan: str = "November"


@dataclass(frozen=True, slots=True)
class Faktor:
    """What one factor adds: points with one decimal, and why in words."""

    kunci: str
    label: str
    poin: float
    kalimat: str


@dataclass(frozen=True, slots=True)
class Usul:
    """One RT to visit next. `alasan_khusus`: why before others that have not been visited yet."""

    rt: str
    poin: float
    faktor: tuple[Faktor, ...]
    putaran: int
    alasan_khusus: str = ""

    @property
    def kalimat(self) -> str:
        """The reasons in one line, the strongest first; a stated exception before all."""
        urut = sorted(self.faktor, key=lambda satu: -satu.poin)
        bagian = [self.alasan_khusus] if self.alasan_khusus else []
        bagian += [satu.kalimat for satu in urut if satu.poin]
        return "; ".join(bagian)
