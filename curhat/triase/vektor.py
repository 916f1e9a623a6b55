"""Texts as TF-IDF vectors of words, word pairs and letter groups, made cheaply one at a time.

scikit-learn's own vectorisers cost over a millisecond a text; here every word's letter groups are
looked up once and kept, so a text costs some dictionary look-ups.
"""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

_KATA = re.compile(r"[a-z]{2,}")
HURUF = (2, 5)  # shortest and longest letter group
JARANG = 2  # a feature must stand in this many texts
PANJANG_KATA = 0.7  # length of the block of words beside that of letter groups (cross-validated)
INGATAN = 50_000  # words kept with their features

Angka = NDArray[np.float32]
Indeks = NDArray[np.int32]


def _split(teks: str) -> list[str]:
    return [kata[:24] for kata in _KATA.findall(teks)]


def _groups(kata: str, huruf: tuple[int, int]) -> list[str]:
    isi = f" {kata} "
    panjang = len(isi)
    return [
        isi[i : i + n]
        for n in range(huruf[0], min(huruf[1], panjang) + 1)
        for i in range(panjang - n + 1)
    ]


class Vektor:
    """A fitted vocabulary. `fit` learns it, `indices` gives one text's features and weights.

    `huruf`: shortest and longest letter group; `panjang_kata`: length of the block of words beside
    that of letter groups.
    """

    def __init__(
        self, *, huruf: tuple[int, int] = HURUF, panjang_kata: float = PANJANG_KATA
    ) -> None:
        self.ukuran = (huruf, panjang_kata)
        self.kata: dict[str, int] = {}
        self.huruf: dict[str, int] = {}
        self.idf: Angka = np.zeros(0, dtype=np.float32)
        self._ingat: dict[str, tuple[int, Indeks]] = {}

    def __getstate__(self) -> dict[str, object]:
        return {
            "ukuran": self.ukuran,
            "kata": self.kata,
            "huruf": self.huruf,
            "idf": self.idf,
        }

    def __setstate__(self, isi: dict[str, object]) -> None:
        self.__dict__.update(isi)
        self._ingat = {}

    def __len__(self) -> int:
        return len(self.idf)

    def fit(self, teks: Iterable[str]) -> "Vektor":
        """Learn the vocabulary and rarity weights of normalised texts."""
        df_kata: Counter[str] = Counter()
        df_huruf: Counter[str] = Counter()
        banyak = 0
        for satu in teks:
            banyak += 1
            kata = _split(satu)
            df_kata.update({*kata, *self._pairs(kata)})
            df_huruf.update({g for k in set(kata) for g in _groups(k, self.ukuran[0])})
        sering_kata = sorted(k for k, n in df_kata.items() if n >= JARANG)
        sering_huruf = sorted(k for k, n in df_huruf.items() if n >= JARANG)
        self.kata = {k: i for i, k in enumerate(sering_kata)}
        self.huruf = {k: i + len(self.kata) for i, k in enumerate(sering_huruf)}
        df = [df_kata[k] for k in sering_kata] + [df_huruf[k] for k in sering_huruf]
        self.idf = (np.log((1 + banyak) / (1 + np.array(df))) + 1).astype(np.float32)
        self._ingat = {}
        return self

    @staticmethod
    def _pairs(kata: list[str]) -> list[str]:
        return [f"{a} {b}" for a, b in pairwise(kata)]

    def _features(self, kata: str) -> tuple[int, Indeks]:
        ada = self._ingat.get(kata)
        if ada is None:
            huruf = [
                i for g in _groups(kata, self.ukuran[0]) if (i := self.huruf.get(g)) is not None
            ]
            ada = (self.kata.get(kata, -1), np.array(huruf, dtype=np.int32))
            if len(self._ingat) < INGATAN:
                self._ingat[kata] = ada
        return ada

    def indices(self, teks: str) -> tuple[Indeks, Angka]:
        """Return the feature numbers of a normalised text and their weights, each block scaled."""
        kata = _split(teks)
        satuan = [self._features(k) for k in kata]
        tunggal = [i for i, _ in satuan if i >= 0]
        tunggal += [i for p in self._pairs(kata) if (i := self.kata.get(p)) is not None]
        blok = [np.array(tunggal, dtype=np.int32), *(huruf for _, huruf in satuan)]
        semua, banyak = np.unique(np.concatenate(blok), return_counts=True)
        bobot = ((1 + np.log(banyak)) * self.idf[semua]).astype(np.float32)
        batas = int(np.searchsorted(semua, len(self.kata)))
        for bagian, ukuran in ((slice(batas), self.ukuran[1]), (slice(batas, None), 1.0)):
            panjang = float(np.sqrt(bobot[bagian] @ bobot[bagian]))
            if panjang:
                bobot[bagian] *= ukuran / panjang
        return semua.astype(np.int32), bobot

    def transform(self, teks: Iterable[str]) -> sparse.csr_matrix:
        """Return the matrix of many normalised texts, one row each."""
        baris = [self.indices(satu) for satu in teks]
        penunjuk = np.concatenate([[0], np.cumsum([len(i) for i, _ in baris])])
        if not baris:
            return sparse.csr_matrix((0, len(self)), dtype=np.float32)
        isi = (
            np.concatenate([b for _, b in baris]),
            np.concatenate([i for i, _ in baris]),
            penunjuk,
        )
        return sparse.csr_matrix(isi, shape=(len(baris), len(self)))
