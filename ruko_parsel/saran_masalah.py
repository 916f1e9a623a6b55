"""Which of the eleven kinds a story sounds like, by plain words; the person decides."""

import re
from collections import Counter
from functools import lru_cache

from ruko_parsel.models import JenisMasalah
from ruko_parsel.muat import read_acuan


@lru_cache(maxsize=1)
def _words() -> tuple[tuple[re.Pattern[str], int, str], ...]:
    """(pattern, weight, kind): two words together say more than one."""
    return tuple(
        (
            re.compile(rf"\b{re.escape(satu['kata'])}(?:nya|kah|lah)?\b"),
            len(satu["kata"].split()),
            satu["masalah"],
        )
        for satu in read_acuan("kata_masalah.csv")
    )


def guess_masalah(teks: str) -> str | None:
    """The key of the kind that most words point to; None without any, or where two tie.

    >>> guess_masalah("Balita di posyandu kami banyak yang kurang gizi")
    'stunting'
    """
    kecil = " ".join(teks.lower().split())
    nilai: Counter[str] = Counter()
    for pola, bobot, masalah in _words():
        if pola.search(kecil):
            nilai[masalah] += bobot
    if not nilai:
        return None
    (teratas, banyak), *lain = nilai.most_common(2)
    return None if lain and lain[0][1] == banyak else teratas


def suggest_masalah(teks: str) -> JenisMasalah | None:
    """The row of that kind."""
    kunci = guess_masalah(teks)
    return JenisMasalah.objects.filter(pk=kunci).first() if kunci else None
