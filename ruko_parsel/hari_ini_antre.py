"""Today's lines about queues: hand-overs, escalations, contacts, answers and skills, by number."""

from datetime import datetime
from typing import Any

from ruko_parsel.antre_meja import waiting_at_desk, waiting_at_village
from ruko_parsel.hari_ini import MENUNGGU, Butir
from ruko_parsel.pihak import DESA, MEJA

_SENDIRI = frozenset({"ruang", "hari_ini"})  # these stand on the page one by one


def queue_items(user: Any, now: datetime) -> list[Butir]:
    """One line a kind that has any; one query for the desk, one for a village."""
    hasil = []
    for peran, titik, count in ((MEJA, 2, waiting_at_desk), (DESA, 3, waiting_at_village)):
        kode = next(
            (str(t.wilayah_id) for t in user.penugasan_aktif
             if t.peran in peran and t.wilayah_id and str(t.wilayah_id).count(".") == titik),
            "",
        )  # fmt: skip
        if kode:
            hasil += [a for a in count(user, kode, now) if a.banyak and a.kunci not in _SENDIRI]
    return [Butir(f"{a.banyak} {a.label}", a.ajakan, a.url, a.mendesak, MENUNGGU) for a in hasil]
