"""What goes into a letter's fields: from the curhat it is about, and from a resident's lines.

Values pass from the message to `dokumen` and nowhere else: not into a log, a history or a model.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from curhat.minta_surat import Kolom, read_isian, read_urut
from curhat.models import Curhat
from dokumen.isian import Isian, IsianKeliru
from dokumen.models import JenisSurat, Surat
from dokumen.services import fill_surat

_BARU = re.compile(r"belum (?:ada|pernah)|pasang|tambah|tidak ada lampu|dereng wonten|durung ono")
_SAMARAN = re.compile(r"\[[^\]]*\]")  # what was masked has no place in a letter
_CERITA = re.compile(r"\bhai\s+lurah\b", re.IGNORECASE)


def known_isian(curhat: Curhat, jenis: JenisSurat, *, ditawarkan: bool) -> dict[str, str]:
    """Values the curhat gives for this letter's fields; only what the field would take.

    With `ditawarkan` the letter is the one its advice offered: then it is about the same place and
    trouble. Of a sensitive case only the area is known here.
    """
    wilayah = curhat.wilayah
    calon = {"rt": wilayah.rt, "rw": wilayah.rw}
    if curhat.resmi and not curhat.anonim:
        calon |= dict.fromkeys(("nama", "nama_pemohon"), curhat.nama_pelapor)
    if ditawarkan and not curhat.rahasia:
        calon |= _about(curhat)
    return {
        kolom.nama: nilai for kolom in jenis.kolom if (nilai := _fits(kolom, calon.get(kolom.nama)))
    }


def _about(curhat: Curhat) -> dict[str, str | None]:
    rt_rw = "/".join(
        f"{sebutan} {nomor}"
        for sebutan, nomor in (("RT", curhat.wilayah.rt), ("RW", curhat.wilayah.rw))
        if nomor
    )
    lokasi = ", ".join(satu for satu in (curhat.jalan, rt_rw) if satu)
    ringkasan = " ".join(_SAMARAN.sub(" ", curhat.ringkasan).split())
    return {
        "lokasi": lokasi if curhat.jalan else None,
        "keadaan": ringkasan,
        "uraian": ringkasan,
        "keperluan": "pemasangan baru" if _BARU.search(curhat.isi.lower()) else "perbaikan",
    }


def _fits(kolom: Isian, nilai: str | None) -> str:
    if not nilai or (kolom.nama == "keperluan" and kolom.jenis != "pilihan"):
        return ""
    try:
        return kolom.clean(nilai)
    except ValueError:
        return ""


def missing_fields(surat: Surat) -> list[Isian]:
    """The required fields that are still empty, in the order they are asked for."""
    kurang = set(surat.kurang)
    return [kolom for kolom in surat.jenis.kolom if kolom.nama in kurang]


def question_lines(surat: Surat) -> str:
    """One line a missing field, to be copied and filled in."""
    return "\n".join(f"{_label(kolom)}: …" for kolom in missing_fields(surat))


def _label(kolom: Isian) -> str:
    if kolom.pilihan:
        return f"{kolom.label} ({'/'.join(kolom.pilihan)})"
    if kolom.jenis == "tanggal":
        return f"{kolom.label} (tanggal-bulan-tahun)"
    return kolom.label


@dataclass(slots=True)
class Jawaban:
    """What came of a resident's lines for one letter; `galat` in words for them."""

    surat: Surat
    terisi: frozenset[str] = frozenset()
    galat: dict[str, str] = field(default_factory=dict)

    @property
    def kena(self) -> bool:
        return bool(self.terisi or self.galat)


def fill_from_words(teks: str, draf: Sequence[Surat], *, ditanya: bool) -> list[Jawaban]:
    """Put the values a message names into each of these drafts that has such a field.

    `ditanya`: our question was the last thing said, so plain lines in its order count as well.
    Gives what was touched, nothing where the message is no answer.
    """
    if _CERITA.search(teks):
        return []
    hasil = []
    for surat in draf:
        kolom = [Kolom(k.nama, k.label) for k in surat.jenis.kolom]
        nilai = read_isian(teks, kolom, ditanya=ditanya)
        if not nilai and ditanya:
            nilai = read_urut(teks, [Kolom(k.nama, k.label) for k in missing_fields(surat)])
        if nilai:
            hasil.append(fill_what_fits(surat, nilai))
    return [satu for satu in hasil if satu.kena]


def fill_what_fits(surat: Surat, nilai: Mapping[str, str]) -> Jawaban:
    """Fill the fields whose values are good; the others come back with what is wrong with them."""
    galat: dict[str, str] = {}
    baik = dict(nilai)
    try:
        surat = fill_surat(surat, isian=baik)
    except IsianKeliru as keliru:
        galat = keliru.galat
        baik = {nama: isi for nama, isi in baik.items() if nama not in galat}
        surat = fill_surat(surat, isian=baik) if baik else surat
    return Jawaban(surat, frozenset(baik), galat)
