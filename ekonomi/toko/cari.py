"""Finding products: Indonesian full text with ranking, then what was meant by a mistyped word."""

import re
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, Q
from rapidfuzz import fuzz, process

from ekonomi.models import Produk
from ekonomi.models.toko import ProdukQuerySet

_KATA_MAKS = 8
_CALON_MAKS = 3_000  # names compared for a mistyped word
_MIRIP = 78.0  # of 100; below it two words are different words


def search_produk(rows: ProdukQuerySet, teks: str) -> tuple[Any, bool]:
    """(products that fit, best first; whether they are only similar to what was typed).

    The `indonesian` configuration knows that "gorengan" and "digoreng" are of one root; a prefix of
    the last word counts too, so that "kerip" finds keripik. Where nothing fits, words are compared
    letter by letter.
    """
    kata = re.findall(r"\w+", teks.lower())[:_KATA_MAKS]
    if not kata:
        return rows, False
    query = SearchQuery(teks[:200], config="indonesian", search_type="plain")
    awalan = SearchQuery(
        " & ".join(f"{satu}:*" for satu in kata), config="indonesian", search_type="raw"
    )
    cocok = rows.filter(
        Q(cari=query) | Q(cari=awalan) | Q(lapak__nama__icontains=teks.strip()[:80])
    ).annotate(peringkat=SearchRank(F("cari"), query | awalan))
    if cocok.exists():
        return cocok, False
    return _similar(rows, kata)


def _similar(rows: ProdukQuerySet, kata: list[str]) -> tuple[Any, bool]:
    nama = dict(rows.order_by("-pk").values_list("pk", "nama")[:_CALON_MAKS])
    tanya = " ".join(kata)
    mirip = process.extract(
        tanya, nama, scorer=_likeness, processor=str.lower, score_cutoff=_MIRIP, limit=60
    )
    pk = [kunci for _teks, _skor, kunci in mirip]
    return rows.filter(pk__in=pk), bool(pk)


def _likeness(tanya: str, nama: str, **_: Any) -> float:
    """How well every typed word has a like one in the name, 0 to 100."""
    ada = nama.split()
    if not ada:
        return 0.0
    return min(max(fuzz.ratio(kata, satu) for satu in ada) for kata in tanya.split())


def facet_kategori(rows: ProdukQuerySet) -> list[tuple[str, str]]:
    """Categories that these products are of, in the order of the list."""
    ada = set(rows.order_by().values_list("kategori", flat=True).distinct())
    return [(kode, label) for kode, label in Produk.Kategori.choices if kode in ada]
