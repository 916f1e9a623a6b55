"""Indonesian full text search over rows with a `cari` column: words of one meaning, typos, marks.

A typed question is turned into groups: each word with what it is also called (fixtures/ruko/
padanan.csv), without the words that every question has (kata_umum.txt). First all groups must be
there; where nothing has them all, rows with at least half of them, the most first; where nothing
fits, words are compared letter by letter with those that stand in the rows.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import ceil
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import Case, Count, F, IntegerField, Max, QuerySet, Value, When
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from rapidfuzz import fuzz, process

from ruko_parsel.kolom_cari import KONFIGURASI
from ruko_parsel.muat import FOLDER, read_acuan

KATA_MAKS = 10  # groups of one question; what is typed beyond is not looked for
TEKS_MAKS = 600  # characters read of what was typed
SEPARUH = 0.5
MIRIP = 80.0  # of 100; below it two words are different words
_KOSA_MAKS = 3_000  # rows whose words a mistyped one is compared with
_KOSA_TERSIMPAN = 32  # vocabularies that one process keeps
_KOSA: dict[tuple[Any, ...], frozenset[str]] = {}
_BUKA, _TUTUP = "\ue000", "\ue001"  # private marks round a found word, never in stored text
_KATA = re.compile(r"[^\W_]+")
_BOBOT = [0.05, 0.15, 0.5, 1.0]  # D, C, B, A


@dataclass(frozen=True, slots=True)
class Pencarian:
    """What was understood of a text: `kelompok` are ways to say each thing, as query strings."""

    kelompok: tuple[tuple[str, ...], ...] = ()
    kata: tuple[str, ...] = ()
    dibetulkan: tuple[tuple[str, str], ...] = ()  # (typed, taken for)

    def query(self, penghubung: str) -> SearchQuery:
        """All groups joined by " & " or " | "."""
        isi = penghubung.join(f"({' | '.join(satu)})" for satu in self.kelompok)
        return SearchQuery(isi, config=KONFIGURASI, search_type="raw")


@dataclass(slots=True)
class Temuan:
    """Rows that fit, best first; `dibetulkan` says which words were taken for others."""

    rows: Any
    pencarian: Pencarian = field(default_factory=Pencarian)

    @property
    def dibetulkan(self) -> str:
        return ", ".join(f"“{ketik}” dibaca “{maksud}”"
                         for ketik, maksud in self.pencarian.dibetulkan)  # fmt: skip


def normalize_teks(teks: str) -> str:
    """Lower case without accents, control characters or anything beyond the length read."""
    urai = unicodedata.normalize("NFKD", teks[:TEKS_MAKS].lower())
    return "".join(" " if h < " " else h for h in urai if not unicodedata.combining(h))


@lru_cache(maxsize=1)
def kata_umum() -> frozenset[str]:
    """Words that say nothing about what a question is about."""
    return frozenset((FOLDER / "kata_umum.txt").read_text(encoding="utf-8").split())


@lru_cache(maxsize=1)
def padanan() -> dict[str, tuple[str, ...]]:
    """Each term with everything it is also called, itself included."""
    semua: dict[str, tuple[str, ...]] = {}
    for baris in read_acuan("padanan.csv"):
        kelompok = tuple(normalize_teks(k).strip() for k in baris["kata"].split(";") if k.strip())
        for istilah in kelompok:
            lain = semua.get(istilah, (istilah,))
            semua[istilah] = tuple(dict.fromkeys((*lain, *kelompok)))
    return semua


def read_pencarian(teks: str, *, awalan: bool = False) -> Pencarian:
    """The groups of a typed text; with `awalan` its last word may be the beginning of one."""
    kata = _KATA.findall(normalize_teks(teks))
    kelompok: list[tuple[str, ...]] = []
    dipakai: list[str] = []
    ke = 0
    while ke < len(kata) and len(kelompok) < KATA_MAKS:
        istilah, panjang = _term_at(kata, ke)
        ke += panjang
        if istilah in dipakai or (istilah not in padanan() and istilah in kata_umum()):
            continue
        lain = [satu for satu in padanan().get(istilah, ()) if satu != istilah]
        # what was typed may stand apart ("sisa uang kas"), other names for it only side by side
        cara = [_as_query(istilah, " & "), *map(_as_query, lain)]
        if awalan and ke == len(kata) and panjang == 1 and len(istilah) > 2:
            cara.append(f"{istilah}:*")
        kelompok.append(tuple(cara))
        dipakai.append(istilah)
    return Pencarian(tuple(kelompok), tuple(dipakai))


def _term_at(kata: Sequence[str], ke: int) -> tuple[str, int]:
    """The longest known term that begins at this word, else the word itself."""
    for panjang in (5, 4, 3, 2):
        istilah = " ".join(kata[ke : ke + panjang])
        if len(kata) - ke >= panjang and istilah in padanan():
            return istilah, panjang
    return kata[ke], 1


def _as_query(istilah: str, hubung: str = " <-> ") -> str:
    """A term for to_tsquery: letters and digits only, words of one term side by side."""
    return "(" + hubung.join(_KATA.findall(istilah)) + ")"


def search_rows(
    rows: QuerySet[Any], teks: str, *, awalan: bool = True, bagian: float = SEPARUH
) -> Temuan:
    """Rows that fit this text, ordered. Everything, unordered, where nothing was typed.

    `bagian`: how much of what was typed a row must have where none has all of it.
    """
    cari = read_pencarian(teks, awalan=awalan)
    if not cari.kelompok:
        return Temuan(rows.none() if _KATA.search(teks) else rows, cari)
    cocok = _first_found(rows, cari, bagian)
    if cocok is not None:
        return Temuan(cocok, cari)
    baru = _corrected(rows, cari)  # only now: it reads the words of thousands of rows
    cocok = None if baru is None else _first_found(rows, baru, bagian)
    return Temuan(rows.none(), cari) if cocok is None or baru is None else Temuan(cocok, baru)


def _first_found(rows: QuerySet[Any], cari: Pencarian, bagian: float) -> QuerySet[Any] | None:
    """Rows with all of it, else rows with a share of it; None where there are none."""
    semua = _strict(rows, cari)
    if semua.exists():
        return semua
    sebagian = _loose(rows, cari, bagian)
    return sebagian if sebagian is not None and sebagian.exists() else None


def _strict(rows: QuerySet[Any], cari: Pencarian) -> QuerySet[Any]:
    query = cari.query(" & ")
    nilai = SearchRank(F("cari"), query, weights=_BOBOT)
    return rows.filter(cari=query).annotate(peringkat=nilai).order_by("-peringkat", "pk")


def _loose(rows: QuerySet[Any], cari: Pencarian, bagian: float) -> QuerySet[Any] | None:
    """At least this share of the groups; none for a single word, which `_strict` has asked for."""
    if len(cari.kelompok) < 2:
        return None
    ada: Any = Value(0)
    for kelompok in cari.kelompok:
        query = SearchQuery(" | ".join(kelompok), config=KONFIGURASI, search_type="raw")
        ada = ada + Case(When(cari=query, then=1), default=0, output_field=IntegerField())
    query = cari.query(" | ")
    cocok = rows.filter(cari=query).annotate(
        banyak_kata=ada, peringkat=SearchRank(F("cari"), query, weights=_BOBOT)
    )
    perlu = max(1 if len(cari.kelompok) < 4 else 2, ceil(len(cari.kelompok) * bagian))
    return cocok.filter(banyak_kata__gte=perlu).order_by("-banyak_kata", "-peringkat", "pk")


def _corrected(rows: QuerySet[Any], cari: Pencarian) -> Pencarian | None:
    """The same with each unknown word taken for the most similar known one; None without any."""
    dikenal = {k for istilah in padanan() for k in istilah.split()}
    ragu = [
        k for k in cari.kata
        if " " not in k and len(k) > 3 and not k.isdigit() and k not in dikenal
    ]  # fmt: skip
    if not ragu:  # before thousands of rows are read for nothing
        return None
    kosa = _words_of(rows) | dikenal
    ganti = []
    for kata in ragu:
        if kata in kosa:
            continue
        mirip = process.extractOne(kata, kosa, scorer=fuzz.ratio, score_cutoff=MIRIP)
        if mirip is not None:
            ganti.append((kata, str(mirip[0])))
    if not ganti:
        return None
    peta = dict(ganti)
    baru = read_pencarian(" ".join(peta.get(k, k) for k in cari.kata))
    return Pencarian(baru.kelompok, baru.kata, tuple(ganti))


def _words_of(rows: QuerySet[Any]) -> frozenset[str]:
    """Words that stand in what weighs most in these rows; kept until one of the rows changes."""
    if not hasattr(rows.model, "updated_at"):  # a few rows, and nothing that says they changed
        return _read_words(rows)
    cap = rows.aggregate(banyak=Count("pk"), terakhir=Max("updated_at"))
    kunci = (str(rows.order_by().values_list("pk").query), *cap.values())
    kosa = _KOSA.get(kunci)
    if kosa is None:
        if len(_KOSA) >= _KOSA_TERSIMPAN:
            _KOSA.clear()
        kosa = _KOSA[kunci] = _read_words(rows)
    return kosa


def _read_words(rows: QuerySet[Any]) -> frozenset[str]:
    nama = rows.model.KOLOM_KOSA
    isi: Iterable[Any] = rows.order_by("-pk").values_list(*nama)[:_KOSA_MAKS]
    return frozenset(
        kata
        for baris in isi for teks in baris for kata in _KATA.findall(normalize_teks(teks))
        if len(kata) > 3
    )  # fmt: skip


def mark_cuplikan(
    rows: QuerySet[Any], pk: Iterable[Any], kolom: str, cari: Pencarian, *, utuh: bool = False
) -> dict[Any, SafeString]:
    """Passages of these rows (or with `utuh` the whole text) with the found words in <mark>."""
    daftar = list(pk)
    if not daftar or not cari.kelompok:
        return {}
    ukuran: dict[str, Any] = (
        {"highlight_all": True} if utuh
        else {"max_words": 32, "min_words": 16, "max_fragments": 2, "fragment_delimiter": " … "}
    )  # fmt: skip
    cuplik = SearchHeadline(
        kolom, cari.query(" | "), config=KONFIGURASI, start_sel=_BUKA, stop_sel=_TUTUP, **ukuran
    )
    isi = rows.filter(pk__in=daftar).order_by().annotate(cuplikan=cuplik)
    return {kunci: mark_teks(teks) for kunci, teks in isi.values_list("pk", "cuplikan")}


def mark_teks(teks: str) -> SafeString:
    """The marks as <mark>, whatever else stands there as text."""
    awal, *bagian = teks.split(_BUKA)
    isi = [satu.partition(_TUTUP)[::2] for satu in bagian]
    return format_html(
        "{}{}", awal.replace(_TUTUP, ""), format_html_join("", "<mark>{}</mark>{}", isi)
    )
