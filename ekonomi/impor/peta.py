"""Which column of a file is which of ours, guessed from its header's words."""

from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz

from ekonomi.impor.kepala import plain

_CUKUP = 84  # of 100; below it nothing is guessed


def guess_peta(judul: Sequence[str], sebutan: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Column -> index in `judul`; each header and each column at most once, the surest first.

    `sebutan` gives each column the ways people call it, its own name first.
    """
    skor = []
    for kolom, cara in sebutan.items():
        for n, satu in enumerate(judul):
            nilai = max(_alike(plain(satu), plain(cara_ini)) for cara_ini in cara)
            if nilai >= _CUKUP:
                skor.append((nilai, -n, kolom))
    peta: dict[str, int] = {}
    for _nilai, minus, kolom in sorted(skor, reverse=True):
        if kolom not in peta and -minus not in peta.values():
            peta[kolom] = -minus
    return peta


def _alike(judul: str, sebutan: str) -> float:
    """100 for the same words; questions of a form hold the words among others."""
    if judul == sebutan:
        return 101.0
    pendek = len(sebutan) < 4
    if pendek:
        return 90.0 if sebutan in judul.split() and len(judul.split()) <= 2 else 0.0
    if f" {sebutan} " in f" {judul} ":
        return 96.0 - min(8, (len(judul) - len(sebutan)) / 8)
    return fuzz.token_sort_ratio(judul, sebutan)
