"""The demo reports as written in fixtures/demo/curhat.csv, and when each would have come in."""

import csv
import itertools
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from dasbor.demo.akun import FIXTURES
from wilayah.kalender import WIB, to_wib


@dataclass(frozen=True, slots=True)
class Cerita:
    """One demo report. `niat` is the subcategory it was written for, `alur` what became of it.

    `tindakan` holds what staff wrote, one sentence for each closing; `warga` tells people apart.
    """

    nomor: int
    hari_lalu: int
    jam: time
    kelurahan: str
    rw: str
    rt: str
    saluran: str
    warga: str
    isi: str
    niat: str
    alur: str
    tindakan: tuple[str, ...]
    foto: str

    def diterima_at(self, sekarang: datetime) -> datetime:
        """When it came in, counted back from the real now."""
        hari = to_wib(sekarang).date() - timedelta(days=self.hari_lalu)
        return datetime.combine(hari, self.jam, tzinfo=WIB)


@dataclass(frozen=True, slots=True)
class Kelompok:
    """Reports of the same hour: they are taken in together, when the last one is there."""

    at: datetime
    isi: tuple[tuple[Cerita, datetime], ...]


def read_cerita() -> list[Cerita]:
    """All demo reports, oldest first."""
    with (FIXTURES / "curhat.csv").open(encoding="utf-8", newline="") as berkas:
        semua = [_cerita(n, row) for n, row in enumerate(csv.DictReader(berkas), 1)]
    return sorted(semua, key=lambda c: (-c.hari_lalu, c.jam, c.nomor))


def _cerita(nomor: int, row: dict[str, str]) -> Cerita:
    tindakan = tuple(satu.strip() for satu in row.pop("tindakan").split("//") if satu.strip())
    return Cerita(
        nomor=nomor,
        hari_lalu=int(row.pop("hari_lalu")),
        jam=time.fromisoformat(row.pop("jam")),
        tindakan=tindakan,
        **row,
    )


def group_by_hour(cerita: list[Cerita], sekarang: datetime) -> list[Kelompok]:
    """Reports in batches of an hour. None is later than now: today's are moved up where needed."""
    # a few minutes apart, the last one just now
    waktu = [
        min(c.diterima_at(sekarang), sekarang - timedelta(minutes=4 * sisa + 2))
        for sisa, c in zip(range(len(cerita) - 1, -1, -1), cerita, strict=True)
    ]
    pasangan = itertools.groupby(
        zip(cerita, waktu, strict=True), key=lambda p: to_wib(p[1]).strftime("%Y%m%d%H")
    )
    batches = [tuple(isi) for _jam, isi in pasangan]
    return [Kelompok(at=isi[-1][1], isi=isi) for isi in batches]
