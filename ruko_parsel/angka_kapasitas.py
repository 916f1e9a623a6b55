"""How villages stand on the eleven kinds: read for a page, compared over time and views."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import mean, median
from typing import Any

from ruko_parsel.models import (
    CatatanBeda,
    JenisMasalah,
    NilaiKapasitas,
    PenilaianKapasitas,
    TingkatKapasitas,
)
from ruko_parsel.models.kapasitas import shift_periode
from wilayah.models import Wilayah

MEDIAN_MINIMUM = 5  # villages that must have sent before their middle is shown
BEDA = 2  # levels apart that are worth a talk
Nilai = dict[str, int]  # code of the kind -> level


@dataclass(slots=True)
class BarisProfil:
    """One kind in a village: both views, the half-year before, what it means, what was said."""

    masalah: JenisMasalah
    desa: int | None = None
    meja: int | None = None
    lalu: int | None = None
    tengah: float | None = None
    uraian: str = ""
    bukti_desa: str = ""
    bukti_meja: str = ""
    catatan: list[CatatanBeda] = field(default_factory=list)

    @property
    def beda(self) -> int:
        """How far the desk sees it above (+) or below (-) the village."""
        return 0 if self.desa is None or self.meja is None else self.meja - self.desa

    @property
    def is_apart(self) -> bool:
        return abs(self.beda) >= BEDA

    @property
    def beda_terbaca(self) -> str:
        if self.desa is None or self.meja is None:
            return "–"
        if not self.beda:
            return "sama"
        arah = "lebih tinggi" if self.beda > 0 else "lebih rendah"
        return f"meja {abs(self.beda)} {arah}"

    @property
    def naik(self) -> str:
        """Against the half-year before, by the village's own view."""
        if self.desa is None or self.lalu is None:
            return "–"
        return {0: "tetap", 1: "naik", -1: "turun"}[
            (self.desa > self.lalu) - (self.desa < self.lalu)
        ]


@dataclass(slots=True)
class Profil:
    """A village in a half-year."""

    desa: Wilayah
    periode: str
    baris: list[BarisProfil]
    terkirim: Mapping[str, PenilaianKapasitas]  # by view
    banyak: int = 0  # villages of the kecamatan that have sent theirs

    @property
    def is_empty(self) -> bool:
        return not self.terkirim

    @property
    def has_apart(self) -> bool:
        """Whether village and desk see any kind two levels apart."""
        return any(b.is_apart for b in self.baris)


def read_profil(desa: Wilayah, periode: str) -> Profil:
    """Everything a village's page shows of a half-year; seven queries."""
    lalu = shift_periode(periode, -1)
    rows = PenilaianKapasitas.objects.filter(
        wilayah=desa, periode__in=[periode, lalu]
    ).last_versions()
    per = {(p.periode, p.sudut): p for p in rows}
    nilai = _levels(p.pk for p in per.values())
    tingkat = {(t.masalah_id, t.nilai): t.uraian for t in TingkatKapasitas.objects.all()}
    catatan: dict[str, list[CatatanBeda]] = defaultdict(list)
    for satu in CatatanBeda.objects.filter(wilayah=desa, periode=periode).select_related("by"):
        catatan[satu.masalah_id].append(satu)
    tengah, banyak = medians(desa.kode.rpartition(".")[0], periode)
    baris = []
    for masalah in JenisMasalah.objects.all():
        d = _level(nilai, per.get((periode, "desa")), masalah)
        m = _level(nilai, per.get((periode, "meja")), masalah)
        ini = d.nilai if d else None
        dasar = ini if ini is not None else (m.nilai if m else None)
        lama = _level(nilai, per.get((lalu, "desa")), masalah)
        baris.append(
            BarisProfil(
                masalah, ini, m.nilai if m else None, lama.nilai if lama else None,
                tengah.get(masalah.pk), tingkat.get((masalah.pk, dasar or 0), ""),
                d.bukti if d else "", m.bukti if m else "", catatan[masalah.pk],
            )
        )  # fmt: skip
    terkirim = {s: p for (saat, s), p in per.items() if saat == periode}
    return Profil(desa, periode, baris, terkirim, banyak)


def _level(
    nilai: Mapping[tuple[int, str], NilaiKapasitas], penilaian: PenilaianKapasitas | None,
    masalah: JenisMasalah,
) -> NilaiKapasitas | None:  # fmt: skip
    return nilai.get((penilaian.pk, masalah.pk)) if penilaian else None


def _levels(penilaian: Iterable[int]) -> dict[tuple[int, str], NilaiKapasitas]:
    rows = NilaiKapasitas.objects.filter(penilaian__in=list(penilaian)).order_by()
    return {(n.penilaian_id, n.masalah_id): n for n in rows}


def levels_by_village(
    kecamatan: str, periode: Sequence[str], sudut: str
) -> dict[tuple[str, str], Nilai]:
    """{(village, half-year): {kind: level}} of the last versions sent; two queries."""
    rows = list(
        PenilaianKapasitas.objects.in_wilayah(kecamatan)
        .filter(periode__in=periode, sudut=sudut).last_versions()
    )  # fmt: skip
    milik = {p.pk: (str(p.wilayah_id), p.periode) for p in rows}
    hasil: dict[tuple[str, str], Nilai] = {kunci: {} for kunci in milik.values()}
    for pk, kode, n in (
        NilaiKapasitas.objects.filter(penilaian__in=milik).order_by()
        .values_list("penilaian_id", "masalah_id", "nilai")
    ):  # fmt: skip
        hasil[milik[pk]][kode] = n
    return hasil


def medians(kecamatan: str, periode: str) -> tuple[dict[str, float], int]:
    """The middle of the villages' own views by kind, once five have sent; and how many have."""
    per = levels_by_village(kecamatan, [periode], "desa")
    if len(per) < MEDIAN_MINIMUM:
        return {}, len(per)
    kumpul: dict[str, list[int]] = defaultdict(list)
    for nilai in per.values():
        for kode, n in nilai.items():
            kumpul[kode].append(n)
    return {kode: median(isi) for kode, isi in kumpul.items()}, len(per)


def trend_of(desa: Wilayah, periode: str, banyak: int = 6) -> list[tuple[str, Any, Any]]:
    """(half-year, mean of the village's view, mean of the desk's) of the last half-years."""
    semua = [shift_periode(periode, n) for n in range(1 - banyak, 1)]
    rows = PenilaianKapasitas.objects.filter(wilayah=desa, periode__in=semua).last_versions()
    per = {(p.periode, p.sudut): p.pk for p in rows}
    kumpul: dict[int, list[int]] = defaultdict(list)
    for (pk, _masalah), n in _levels(per.values()).items():
        kumpul[pk].append(n.nilai)
    rata = {kunci: mean(kumpul[pk]) for kunci, pk in per.items() if kumpul[pk]}
    return [(p, rata.get((p, "desa")), rata.get((p, "meja"))) for p in semua]


@dataclass(slots=True)
class BarisPanas:
    """A village in the table of all: its levels in the order of the kinds."""

    desa: Wilayah
    nilai: list[int | None]
    lalu: list[int | None]

    @property
    def rata(self) -> float | None:
        ada = [n for n in self.nilai if n is not None]
        return mean(ada) if ada else None

    @property
    def rata_terbaca(self) -> str:
        return "–" if self.rata is None else f"{self.rata:.1f}".replace(".", ",")


def read_peta(
    kecamatan: str, periode: str, sudut: str
) -> tuple[list[JenisMasalah], list[BarisPanas]]:
    """Kinds and villages of a kecamatan in a half-year, with the one before; four queries."""
    masalah = list(JenisMasalah.objects.all())
    lalu = shift_periode(periode, -1)
    per = levels_by_village(kecamatan, [periode, lalu], sudut)
    desa = Wilayah.objects.filter(induk_id=kecamatan).order_by("nama")

    def row(kode: str, saat: str) -> list[int | None]:
        nilai = per.get((kode, saat), {})
        return [nilai.get(m.pk) for m in masalah]

    return masalah, [BarisPanas(d, row(d.kode, periode), row(d.kode, lalu)) for d in desa]
