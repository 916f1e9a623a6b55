"""A kecamatan's figures as anybody may read them: by section, never by village or person.

Requests are an office's, yet one of a village with few of them could be told apart: what rests on
fewer than five is not shown, and neither is the next smallest where the rest would give it away.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ruko_parsel.angka_kecamatan import NOL, Angka, count_ruko
from ruko_parsel.jam_kerja import lama_kerja
from ruko_parsel.masa import BAWAAN, Masa, named_masa
from ruko_parsel.models import Bidang, Permintaan
from ruko_parsel.tabel_kecamatan import Tabel
from wilayah.models import Wilayah
from wilayah.zona import hari_ini

TERKECIL = 5
SAMAR = f"< {TERKECIL}"


@dataclass(frozen=True, slots=True)
class BarisUmum:
    """One section. `tepat` is the share in percent; "–" where nothing can be said."""

    nama: str
    jumlah: str
    dijawab: str
    tepat: str
    lama: str


@dataclass(frozen=True, slots=True)
class AngkaUmum:
    """The last year of a kecamatan."""

    masa: Masa
    semua: BarisUmum
    bidang: list[BarisUmum]

    @property
    def is_empty(self) -> bool:
        return self.semua.jumlah == "0"


def public_figures(kecamatan: Wilayah) -> AngkaUmum:
    """Private requests are not counted; three queries."""
    masa = named_masa(BAWAAN, hari_ini(kecamatan.kode))
    assert masa is not None  # noqa: S101 - one of the names
    rows = Permintaan.objects.in_wilayah(kecamatan.kode).filter(rahasia=False)
    angka = count_ruko(rows, kecamatan.kode, masa)
    isi = [(b.nama, angka.bidang.get(b.kode, NOL)) for b in Bidang.objects.all()]
    samar = hidden([a.jumlah for _n, a in isi])
    bidang = [_row(nama, a, samar=ke in samar) for ke, (nama, a) in enumerate(isi)]
    semua = _row("Semua bidang", angka.semua, samar=0 < angka.semua.jumlah < TERKECIL)
    tutup = [a for (_n, a), b in zip(isi, bidang, strict=True) if b.dijawab == "–"]
    dijawab, jumlah = sum(a.dijawab for a in tutup), sum(a.jumlah for a in tutup)
    if _count(dijawab, jumlah) == "–":  # the sum less what is shown would tell it
        semua = replace(semua, dijawab="–")
    return AngkaUmum(masa, semua, bidang)


def hidden(jumlah: Sequence[int]) -> set[int]:
    """Places of the counts that are not told, so that the sum does not give one away."""
    kecil = {ke for ke, n in enumerate(jumlah) if 0 < n < TERKECIL}
    if kecil and (len(kecil) == 1 or sum(jumlah[ke] for ke in kecil) < TERKECIL):
        lain = sorted((n, ke) for ke, n in enumerate(jumlah) if n >= TERKECIL)
        kecil |= {ke for _n, ke in lain[:1]}
    return kecil


def _row(nama: str, a: Angka, *, samar: bool) -> BarisUmum:
    if samar:
        return BarisUmum(nama, SAMAR if a.jumlah < TERKECIL else "tidak dirinci", "–", "–", "–")
    dinilai = a.tepat + a.lewat
    tepat = a.bagian_tepat if dinilai >= TERKECIL else None
    return BarisUmum(
        nama, str(a.jumlah), _count(a.dijawab, a.jumlah),
        "–" if tepat is None else f"{tepat:.0%}",
        lama_kerja(a.jam_jawab) if a.dijawab >= TERKECIL else "–",
    )  # fmt: skip


def _count(bagian: int, dari: int) -> str:
    """A part of a whole, told only where neither it nor the rest is small."""
    return "–" if 0 < bagian < TERKECIL or 0 < dari - bagian < TERKECIL else str(bagian)


def public_table(umum: AngkaUmum) -> Tabel:
    """The same as a file."""
    kepala = ("bidang", "permintaan", "dijawab", "tepat waktu", "nilai tengah lama jawab")
    baris = [[b.nama, b.jumlah, b.dijawab, b.tepat, b.lama] for b in (*umum.bidang, umum.semua)]
    return Tabel("angka", kepala, baris)
