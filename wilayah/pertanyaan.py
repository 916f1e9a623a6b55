"""The questions of a survey as values: read from its JSON, answered, shown, added up. Pure."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from wilayah.rupiah_baca import read_rupiah

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "survei"
JENIS = frozenset({"pilih", "skala", "angka", "teks"})
SKALA = tuple((str(n), str(n)) for n in range(1, 6))
TEKS_MAKS = 500
ANGKA_MAKS = 2_000_000_000
N_MINIMUM = 5  # fewer people in a cell are not shown


_MULAI_SURVEI = re.compile(r"^\s*(\w+ )?surve[iy]\b", re.IGNORECASE)


def is_survey_word(teks: str) -> bool:
    """Whether these words ask for a survey ("SURVEI", "ikut survei lurah"): never an answer."""
    return bool(_MULAI_SURVEI.match(teks))


class JawabanKeliru(ValueError):  # noqa: N818 - the domain's word
    """This is no answer to the question; the message says what would be."""


@dataclass(frozen=True, slots=True)
class Pertanyaan:
    """One question. `pilihan`: (value, words); a skala has 1 to 5 with `ujung` as its two ends."""

    kunci: str
    bagian: str
    jenis: str
    teks: str
    pilihan: tuple[tuple[str, str], ...] = ()
    wajib: bool = True
    bantuan: str = ""
    ujung: tuple[str, str] = ("", "")

    @property
    def is_terpilih(self) -> bool:
        return self.jenis in {"pilih", "skala"}

    def label(self, nilai: Any) -> str:
        """The words of an answer."""
        return dict(self.pilihan).get(str(nilai), "" if nilai is None else str(nilai))

    def clean(self, mentah: Any) -> Any:
        """The answer as it is kept, None for an empty one. Raises JawabanKeliru."""
        teks = str(mentah or "").replace("\x00", "").strip()
        if not teks:
            return None
        if self.is_terpilih:
            return self._choice(teks)
        if self.jenis == "teks":
            return teks[:TEKS_MAKS]
        nilai = read_rupiah(teks)
        if nilai is None or nilai > ANGKA_MAKS:
            raise JawabanKeliru("Tulis angkanya saja, misalnya 1500000 atau 1,5 juta.")
        return nilai

    def read_chat(self, teks: str) -> Any:
        """An answer as people write it in a chat: the number of a choice, or its words."""
        kata = " ".join(teks.casefold().split()).strip(" .!")
        if self.is_terpilih and kata.isdecimal() and len(kata) <= 2:
            ke = int(kata) - 1
            if 0 <= ke < len(self.pilihan):
                return self.pilihan[ke][0]
        return self.clean(teks)

    def _choice(self, teks: str) -> str:
        kata = _plain(teks)
        for nilai, label in self.pilihan:
            if teks == nilai or kata in (_plain(label), _plain(label)[:24].strip()):
                return nilai
        raise JawabanKeliru("Pilih salah satu jawaban.")


def _plain(teks: str) -> str:
    return " ".join(re.sub(r"[^\w ]", " ", teks.casefold()).split())


def read_pertanyaan(isi: Iterable[Mapping[str, Any]]) -> list[Pertanyaan]:
    """The questions of a survey's JSON. Raises ValueError for one that cannot be asked."""
    hasil = []
    for satu in isi:
        jenis = satu.get("jenis")
        pilihan = SKALA if jenis == "skala" else tuple((str(a), str(b)) for a, b in
                                                       satu.get("pilihan", ()))  # fmt: skip
        if jenis not in JENIS or not satu.get("kunci") or not satu.get("teks"):
            raise ValueError(f"pertanyaan tidak lengkap: {satu.get('kunci')}")
        if jenis == "pilih" and len(pilihan) < 2:
            raise ValueError(f"pertanyaan {satu['kunci']} butuh dua pilihan atau lebih")
        awal, akhir = satu.get("ujung", ("", ""))
        hasil.append(
            Pertanyaan(
                kunci=satu["kunci"],
                bagian=satu.get("bagian", ""),
                jenis=jenis,
                teks=satu["teks"],
                pilihan=pilihan,
                wajib=bool(satu.get("wajib", True)),
                bantuan=satu.get("bantuan", ""),
                ujung=(awal, akhir),
            )
        )
    if len({p.kunci for p in hasil}) != len(hasil):
        raise ValueError("kunci pertanyaan berulang")
    return hasil


def load_kumpulan(kode: str, folder: Path = FOLDER) -> dict[str, Any]:
    """A set of questions that ships in this folder. Raises LookupError."""
    berkas = folder / f"{kode}.json"
    if not re.fullmatch(r"[a-z_]+", kode) or not berkas.exists():
        raise LookupError(f"kumpulan pertanyaan {kode} tidak ada")
    isi: dict[str, Any] = json.loads(berkas.read_text(encoding="utf-8"))
    read_pertanyaan(isi["pertanyaan"])
    return isi


def kumpulan_tersedia() -> list[tuple[str, str]]:
    """(code, title) of the sets that ship."""
    return sorted((b.stem, load_kumpulan(b.stem)["judul"]) for b in FOLDER.glob("*.json"))


def bagian_of(tanya: Sequence[Pertanyaan]) -> list[tuple[str, list[Pertanyaan]]]:
    """The questions by part, in order: one part is one page."""
    hasil: list[tuple[str, list[Pertanyaan]]] = []
    for satu in tanya:
        if not hasil or hasil[-1][0] != satu.bagian:
            hasil.append((satu.bagian, []))
        hasil[-1][1].append(satu)
    return hasil


def missing(tanya: Iterable[Pertanyaan], jawaban: Mapping[str, Any]) -> list[Pertanyaan]:
    """The required questions without an answer."""
    return [p for p in tanya if p.wajib and jawaban.get(p.kunci) is None]


def next_question(tanya: Sequence[Pertanyaan], jawaban: Mapping[str, Any]) -> Pertanyaan | None:
    """The first question nobody answered or passed over."""
    return next((p for p in tanya if p.kunci not in jawaban), None)


@dataclass(frozen=True, slots=True)
class Baris:
    """One line of a distribution: `n` None: fewer than five people, not shown."""

    label: str
    n: int | None
    persen: float | None


@dataclass(frozen=True, slots=True)
class Sebaran:
    """How a question was answered; `baris` is empty where too few did."""

    tanya: Pertanyaan
    n: int
    baris: tuple[Baris, ...] = ()
    rerata: float | None = None
    median: float | None = None


def distribution(tanya: Pertanyaan, jawaban: Sequence[Mapping[str, Any]]) -> Sebaran:
    """Answers to one question added up. Cells of one to four people are suppressed."""
    ada = [j[tanya.kunci] for j in jawaban if j.get(tanya.kunci) is not None]
    n = len(ada)
    if n < N_MINIMUM or tanya.jenis == "teks":
        return Sebaran(tanya, n)
    if tanya.jenis == "angka":
        urut = sorted(ada)
        tengah = (urut[(n - 1) // 2] + urut[n // 2]) / 2
        return Sebaran(tanya, n, rerata=sum(ada) / n, median=tengah)
    hitung = Counter(str(satu) for satu in ada)
    baris = [Baris(label, *_shown(hitung[nilai], n)) for nilai, label in tanya.pilihan]
    rerata = sum(int(satu) for satu in ada) / n if tanya.jenis == "skala" else None
    return Sebaran(tanya, n, _second_cell(baris, hitung, tanya, n), rerata=rerata)


def _shown(banyak: int, n: int) -> tuple[int | None, float | None]:
    return (None, None) if 0 < banyak < N_MINIMUM else (banyak, banyak / n)


def _second_cell(
    baris: list[Baris], hitung: Counter[str], tanya: Pertanyaan, n: int
) -> tuple[Baris, ...]:
    """One hidden cell could be had by subtraction: the smallest other one is hidden with it."""
    if sum(b.n is None for b in baris) == 1:
        lain = [(hitung[nilai], ke) for ke, (nilai, _) in enumerate(tanya.pilihan)
                if baris[ke].n]  # fmt: skip
        if lain:
            _banyak, ke = min(lain)
            baris[ke] = Baris(baris[ke].label, None, None)
    return tuple(baris)


def tell_apart(
    tanya: Iterable[Pertanyaan], satu: Mapping[str, Any], dua: Mapping[str, Any]
) -> list[tuple[Pertanyaan, str, str]]:
    """Where two entries of one paper differ: (question, first, second) in words."""
    return [
        (p, p.label(satu.get(p.kunci)), p.label(dua.get(p.kunci)))
        for p in tanya
        if satu.get(p.kunci) != dua.get(p.kunci)
    ]
