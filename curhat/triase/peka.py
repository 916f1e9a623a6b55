"""Sensitive matters: which kind a text tells of, and the phrase that says so. Pure; no database.

The rules and the words of the answers are `fixtures/jalur_peka.json`, one versioned file. What the
escalation rules call sensitive counts too (`warisan`), unless a guard of the same sentence says
that nobody is meant: "bawa gergaji" for a tree, "mencekik" of prices.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from curhat.triase.aturan import Pola, compile_frasa, split_kata_aturan
from curhat.triase.hasil import Alasan
from curhat.triase.normalisasi import FIXTURES

JALUR = FIXTURES / "jalur_peka.json"
UMUM = "umum"  # sensitive, of no known kind: marked by a moderator or chosen by the resident
_KALIMAT = re.compile(r"[.!?;\n]+")


@dataclass(frozen=True, slots=True)
class JenisPeka:
    """One kind of sensitive matter: how it is recognised and what its answer is made of."""

    nama: str
    judul: str
    bantuan: str  # whom to talk to
    gawat: str  # whom to call in danger, said behind it
    segera: str  # said first where somebody is in danger now
    empati: tuple[str, ...]
    langkah: tuple[tuple[str, str, str], ...]
    pendamping: str  # the agency nearby whose number is named, as the taxonomy writes units
    tingkat: int = 1
    warisan: tuple[str, ...] = ()
    kuat: Pola | None = None
    biasa: Pola | None = None
    pengaman: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AturanPeka:
    """One version of the rules; the first kind that is found decides the answer."""

    versi: str
    jenis: tuple[JenisPeka, ...]
    umum: JenisPeka
    pengaman: Mapping[str, Pola]

    def get(self, nama: Iterable[str]) -> JenisPeka:
        """The first known kind of these names, in the order of the rules; else the general one."""
        ada = set(nama)
        return next((j for j in self.jenis if j.nama in ada), self.umum)


@dataclass(frozen=True, slots=True)
class Peka:
    """What was found: kinds in the order of the rules, least urgency, reasons. Empty: nothing."""

    jenis: tuple[str, ...] = ()
    tingkat: int = 1
    alasan: tuple[Alasan, ...] = ()


def find_peka(
    normal: str, *, warisan: Iterable[tuple[str, str]] = (), aturan: "AturanPeka | None" = None
) -> Peka:
    """Read normalised text. `warisan`: (rule, phrase) that the escalation rules call sensitive."""
    aturan = aturan or read_aturan_peka()
    warisan = list(warisan)
    alasan: dict[str, Alasan] = {}
    for kalimat in _KALIMAT.split(normal):
        kata = split_kata_aturan(kalimat)
        for jenis in aturan.jenis:
            if jenis.nama not in alasan and (frasa := _match(jenis, kalimat, kata, aturan)):
                alasan[jenis.nama] = Alasan("jenis_peka", frasa, jenis.nama)
    tingkat = max((j.tingkat for j in aturan.jenis if j.nama in alasan), default=1)
    for isyarat, frasa in warisan:
        lama = next((j for j in aturan.jenis if isyarat in j.warisan), None)
        if lama is not None and not _is_guarded(frasa, normal, lama, aturan):
            alasan.setdefault(lama.nama, Alasan("jenis_peka", frasa, lama.nama))
    urut = [j.nama for j in aturan.jenis if j.nama in alasan]
    return Peka(tuple(urut), tingkat, tuple(alasan[nama] for nama in urut))


def _match(jenis: JenisPeka, kalimat: str, kata: frozenset[str], aturan: AturanPeka) -> str | None:
    if jenis.kuat is not None and (frasa := jenis.kuat.find(kalimat, kata)):
        return frasa
    if jenis.biasa is None or not (frasa := jenis.biasa.find(kalimat, kata)):
        return None
    return None if _has_guard(jenis.pengaman, kalimat, kata, aturan) else frasa


def _is_guarded(frasa: str, normal: str, jenis: JenisPeka, aturan: AturanPeka) -> bool:
    kalimat = next((k for k in _KALIMAT.split(normal) if frasa in k), normal)
    return _has_guard(jenis.pengaman, kalimat, split_kata_aturan(kalimat), aturan)


def _has_guard(nama: Iterable[str], kalimat: str, kata: frozenset[str], aturan: AturanPeka) -> bool:
    return any(aturan.pengaman[satu].find(kalimat, kata) for satu in nama)


def parse_aturan_peka(isi: Mapping[str, Any]) -> AturanPeka:
    """The rules in `isi`. Raises KeyError, ValueError for what is missing or not a phrase."""
    pengaman = {nama: compile_frasa(frasa) for nama, frasa in isi["pengaman"].items()}
    jenis = tuple(_parse_jenis(satu) for satu in isi["jenis"])
    for satu in jenis:
        if asing := set(satu.pengaman) - pengaman.keys():
            raise ValueError(f"{satu.nama}: pengaman {', '.join(sorted(asing))} tidak ada")
    return AturanPeka(isi["versi"], jenis, _parse_jenis(isi["umum"]), pengaman)


def _parse_jenis(satu: Mapping[str, Any]) -> JenisPeka:
    return JenisPeka(
        nama=satu["nama"],
        judul=satu["judul"],
        bantuan=satu["bantuan"],
        gawat=satu["gawat"],
        segera=satu["segera"],
        empati=tuple(satu["empati"]),
        langkah=tuple((a, b, c) for a, b, c in satu["langkah"]),
        pendamping=satu["pendamping"],
        tingkat=satu.get("tingkat", 1),
        warisan=tuple(satu.get("warisan", ())),
        kuat=compile_frasa(satu["kuat"]) if satu.get("kuat") else None,
        biasa=compile_frasa(satu["biasa"]) if satu.get("biasa") else None,
        pengaman=tuple(satu.get("pengaman", ())),
    )


@lru_cache(maxsize=1)
def read_aturan_peka(jalur: Path = JALUR) -> AturanPeka:
    """Return the rules that ship."""
    return parse_aturan_peka(json.loads(jalur.read_text(encoding="utf-8")))
