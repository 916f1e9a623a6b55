"""What became of work that was handed over, told to the desk it came from.

A receiving desk that keeps a `hasil` (`wilayah.rujukan.record_hasil`) says here how far it is, so
that a visit's page knows of a ticket without knowing the app of tickets.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from wilayah.models import Rujukan
from wilayah.rujukan import meja_of


@dataclass(frozen=True, slots=True)
class HasilRujukan:
    """How far the other desk is. `apa`: what it made ("Tiket", "Potensi rumah tangga"); `sebutan`
    and `url` lead staff there; `selesai_at`: when the work ended, None while it goes on.
    """

    apa: str
    sebutan: str
    keadaan: str
    url: str
    dibuat_at: datetime
    selesai_at: datetime | None = None
    berhasil: bool = False  # ended, and what was asked is there


class MejaBerhasil(Protocol):
    """A desk that can say so."""

    def hasil(self, kunci: Sequence[str], user: Any) -> Mapping[str, HasilRujukan]:
        """`hasil_id` to its state, one query. `user` None: only what the public may count, without
        a private case; else only what this user may open.
        """


def read_hasil(rows: Iterable[Rujukan], *, user: Any = None) -> dict[int, HasilRujukan]:
    """Key of each hand-over to what became of it; one query a desk. Missing: nothing, or not
    for this reader.
    """
    per_meja: dict[str, list[Rujukan]] = defaultdict(list)
    for rujukan in rows:
        if rujukan.hasil_id:
            per_meja[rujukan.meja].append(rujukan)
    hasil: dict[int, HasilRujukan] = {}
    for kunci, bagian in per_meja.items():
        meja: Any = meja_of(kunci)
        if not hasattr(meja, "hasil"):
            continue
        tahu = meja.hasil([satu.hasil_id for satu in bagian], user)
        hasil |= {satu.pk: tahu[satu.hasil_id] for satu in bagian if satu.hasil_id in tahu}
    return hasil
