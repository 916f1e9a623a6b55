"""Whether two reports tell of one problem: words, place and days together, explained in words.

Pure: no database, no settings. What it compares are masked texts; what it says of them are the
distances and the words both have. Tried on tests/curhat/data/pasangan_isu.csv.
"""

import csv
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from sklearn.feature_extraction.text import HashingVectorizer

from curhat.triase.normalisasi import LEKSIKON, normalise, read_daftar, split_kata

DEKAT_METER = 250  # FixMyStreet suggests what lies within as much of a new report
KATA_DITUNJUK = 5


@dataclass(frozen=True, slots=True)
class Ambang:
    """How like the words must be, 0..1, by how much the place says.

    `sama`: the same RT or a point near by; `seberang`: another RT, or no place; `lintas`: reports
    of two subjects of one category. `kuat` is the score from which the resident may be asked.
    """

    sama: float = 0.28
    lintas: float = 0.42
    seberang: float = 0.55
    kuat: float = 0.70


AMBANG = Ambang()


@dataclass(frozen=True, slots=True)
class Laporan:
    """A report as it is compared. `kelurahan`, `rw` and `rt` are codes, None where unknown."""

    id: int
    kategori: str
    subkategori: str
    kelurahan: str
    teks: str
    at: datetime
    rw: str | None = None
    rt: str | None = None
    jalan: str = ""
    lat: float | None = None
    lng: float | None = None


@dataclass(frozen=True, slots=True)
class Kemiripan:
    """How alike two reports are: the score 0..1, and what it is made of."""

    skor: float
    teks: float
    tempat: str  # "rt", "titik", "rw", "jalan", "kelurahan"
    jarak_meter: int | None
    hari: int
    sejenis: bool
    kata: tuple[str, ...] = field(default=())

    def explain(self, hal: str, tempat: str) -> dict[str, Any]:
        """As stored and shown: "Sama-sama got mampet, RT 03/RW 02, 80 m, selisih 2 hari; kata yang
        sama: got, mampet." `hal` and `tempat` name subject and place of the earlier report.
        """
        return {
            "teks": round(self.teks, 2),
            "tempat": self.tempat,
            "jarak_meter": self.jarak_meter,
            "hari": self.hari,
            "sejenis": self.sejenis,
            "kata": list(self.kata),
            "kalimat": self._sentence(hal, tempat),
        }

    def _sentence(self, hal: str, tempat: str) -> str:
        sebutan = {"rw": f"RW yang sama ({tempat})", "jalan": f"jalan yang sama ({tempat})",
                   "kelurahan": "tempat salah satunya belum jelas"}  # fmt: skip
        bagian = [
            f"Sama-sama {hal.lower()}"
            if self.sejenis
            else f"Jenis berdekatan dengan {hal.lower()}",
            sebutan.get(self.tempat, tempat),
            f"{self.jarak_meter} m" if self.jarak_meter is not None else "",
            f"selisih {self.hari} hari" if self.hari else "hari yang sama",
        ]
        kata = f"; kata yang sama: {', '.join(self.kata)}" if self.kata else ""
        return f"{', '.join(filter(None, bagian))}{kata}."


# What the place alone is worth, of 1, and what each part weighs in the score.
_NILAI_TEMPAT = {"rt": 1.0, "titik": 1.0, "jalan": 0.7, "rw": 0.5, "kelurahan": 0.3}
_TEKS, _TEMPAT, _WAKTU = 0.55, 0.35, 0.10


@lru_cache(maxsize=1)
def _henti() -> frozenset[str]:
    """Words that say nothing of what a report is about."""
    return read_daftar("kata_umum")


@lru_cache(maxsize=1)
def _hash() -> HashingVectorizer:
    return HashingVectorizer(
        n_features=2**18, analyzer="char_wb", ngram_range=(3, 5), alternate_sign=False, norm="l2"
    )


def words_of(teks: str) -> list[str]:
    """The words of a text that tell what it is about, in standard spelling, in order, each once."""
    henti, kata = _henti(), split_kata(normalise(teks))
    return list(dict.fromkeys(k for k in kata if len(k) > 2 and k not in henti and k.isalpha()))


@lru_cache(maxsize=1)
def _padanan() -> dict[str, str]:
    with (LEKSIKON / "padanan.csv").open(encoding="utf-8", newline="") as berkas:
        return {baris["kata"]: baris["pokok"] for baris in csv.DictReader(berkas)}


def stems_of(teks: str) -> dict[str, str]:
    """Root to the first word of the text with it: "selokan buntu" is got (selokan), mampet."""
    padanan = _padanan()
    hasil: dict[str, str] = {}
    for kata in words_of(teks):
        hasil.setdefault(padanan.get(kata, kata), kata)
    return hasil


def compare_many(
    baru: Sequence[Laporan],
    calon: Sequence[Laporan],
    *,
    jendela: Callable[[str], int],
    ambang: Ambang = AMBANG,
) -> dict[int, list[tuple[Laporan, Kemiripan]]]:
    """For each new report the earlier ones that look like the same problem, the likest first.

    `jendela` gives the days for a subject, 0 where reports of it are never one problem. All texts
    are turned into vectors at once; a report is never compared with itself.
    """
    pasangan = [
        (satu, lain, letak)
        for satu in baru
        for lain in calon
        if _comparable(satu, lain, jendela) and (letak := _place(satu, lain)) is not None
    ]
    # reading words costs most: only those of reports whose place and days fit
    kata = _Kata.of({x.id: x for satu, lain, _letak in pasangan for x in (satu, lain)}.values())
    hasil: dict[int, list[tuple[Laporan, Kemiripan]]] = {satu.id: [] for satu in baru}
    for satu, lain, letak in pasangan:
        if _alike(satu, lain, letak, kata, ambang):
            seberapa = _likeness(satu, lain, letak, kata, jendela(satu.subkategori))
            hasil[satu.id].append((lain, seberapa))
    for ketemu in hasil.values():
        ketemu.sort(key=lambda p: (-p[1].skor, p[0].id))
    return hasil


@dataclass(frozen=True, slots=True)
class _Kata:
    """The words of all texts compared: roots, and vectors of letter groups."""

    akar: Mapping[int, Mapping[str, str]]
    vektor: Mapping[int, Any]

    @classmethod
    def of(cls, laporan: Iterable["Laporan"]) -> "_Kata":
        akar = {satu.id: stems_of(satu.teks) for satu in laporan}
        if not akar:
            return cls({}, {})
        baris = _hash().transform(" ".join(isi) for isi in akar.values())
        return cls(akar, {pk: baris[n] for n, pk in enumerate(akar)})

    def shared(self, satu: int, lain: int) -> list[str]:
        """The words of `lain` that `satu` has too, in the order of `satu`."""
        return [self.akar[lain][pokok] for pokok in self.akar[satu] if pokok in self.akar[lain]]

    def likeness(self, satu: int, lain: int) -> float:
        """Mean of the shared roots (Dice) and the cosine of letter groups, 0..1."""
        panjang = len(self.akar[satu]) + len(self.akar[lain])
        dice = 2 * len(self.shared(satu, lain)) / max(1, panjang)
        kosinus = float(self.vektor[satu].multiply(self.vektor[lain]).sum())
        return min(1.0, (dice + kosinus) / 2)


def _comparable(satu: Laporan, lain: Laporan, jendela: Callable[[str], int]) -> bool:
    if satu.id == lain.id or satu.kelurahan != lain.kelurahan or satu.kategori != lain.kategori:
        return False
    batas = min(jendela(satu.subkategori), jendela(lain.subkategori))
    return abs((satu.at - lain.at).total_seconds()) <= batas * 86400 and batas > 0


@dataclass(frozen=True, slots=True)
class _Letak:
    jenis: str
    meter: int | None


def _place(satu: Laporan, lain: Laporan) -> _Letak | None:
    """How the places lie to each other; None where they are two places."""
    meter = metres(satu, lain)
    if satu.rt and (satu.rw, satu.rt) == (lain.rw, lain.rt):
        return _Letak("rt", meter)
    if meter is not None and meter <= DEKAT_METER:
        return _Letak("titik", meter)
    if meter is not None:
        return None
    if satu.jalan and satu.jalan.lower() == lain.jalan.lower():
        return _Letak("jalan", None)
    if satu.rw is None or lain.rw is None:
        return _Letak("kelurahan", None)
    return _Letak("rw", None) if satu.rw == lain.rw else None


def metres(satu: Laporan, lain: Laporan) -> int | None:
    """Metres between the points of two reports; None where one has none."""
    if satu.lat is None or satu.lng is None or lain.lat is None or lain.lng is None:
        return None
    dy = (satu.lat - lain.lat) * 111_320
    dx = (satu.lng - lain.lng) * 111_320 * math.cos(math.radians(satu.lat))
    return round(math.hypot(dx, dy))


def _alike(satu: Laporan, lain: Laporan, letak: _Letak, kata: _Kata, ambang: Ambang) -> bool:
    perlu = ambang.sama if letak.jenis in {"rt", "titik"} else ambang.seberang
    if satu.subkategori != lain.subkategori:
        perlu = max(perlu, ambang.lintas)
    return kata.likeness(satu.id, lain.id) >= perlu


def _likeness(satu: Laporan, lain: Laporan, letak: _Letak, kata: _Kata, jendela: int) -> Kemiripan:
    teks = kata.likeness(satu.id, lain.id)
    hari = abs((satu.at - lain.at).days)
    segar = 1 - min(hari, jendela) / jendela
    skor = _TEKS * teks + _TEMPAT * _NILAI_TEMPAT[letak.jenis] + _WAKTU * segar
    return Kemiripan(
        skor=round(min(skor, 1.0), 3),
        teks=round(teks, 3),
        tempat=letak.jenis,
        jarak_meter=letak.meter,
        hari=hari,
        sejenis=satu.subkategori == lain.subkategori,
        kata=tuple(kata.shared(satu.id, lain.id)[:KATA_DITUNJUK]),
    )
