"""The map of problems: what was seen at visits and what residents told, together, by RT."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Count

from luna_maya.catatan_rahasia import private_in
from luna_maya.models import Catatan
from wilayah.models import Wilayah
from wilayah.sinyal import Titik, read_kategori, read_sinyal
from wilayah.zona import zona_of

TANPA = "tanpa"  # the column of entries that nobody put into a category
TINGKAT = (1, 2, 4, 7)  # where the shade of a cell gets darker
PALING_SEDIKIT = 5  # smaller numbers are not shown in public


@dataclass(slots=True)
class Sel:
    """Problems of one category in one area: seen at visits, told by residents."""

    catatan: int = 0
    curhat: int = 0

    @property
    def jumlah(self) -> int:
        return self.catatan + self.curhat

    @property
    def tingkat(self) -> int:
        """0 (none) to 4 (most): the shade, always beside the number."""
        return sum(self.jumlah >= batas for batas in TINGKAT)

    @property
    def umum(self) -> str:
        """The number as the public sees it."""
        return f"< {PALING_SEDIKIT}" if 0 < self.jumlah < PALING_SEDIKIT else str(self.jumlah)


@dataclass(slots=True)
class BarisPeta:
    """One area: an RW (with everything in it), one of its RT, or what has no RT."""

    kode: str
    nama: str
    is_rw: bool
    sel: list[Sel]
    total: Sel = field(default_factory=Sel)


@dataclass(frozen=True, slots=True)
class PetaMasalah:
    """The table: columns (slug, name), rows in the order of the areas, and the sum below."""

    kolom: Sequence[tuple[str, str]]
    baris: Sequence[BarisPeta]
    jumlah: BarisPeta

    @property
    def is_empty(self) -> bool:
        return self.jumlah.total.jumlah == 0


def map_problems(kelurahan: Wilayah, dari: date, sampai: date, kategori: str = "") -> PetaMasalah:
    """Problems of these days by area and category, or by subcategory of one category.

    A report counts where it happened as far as that is known; private cases are not among the
    signals. At most five queries.
    """
    taksonomi = read_kategori()
    titik = [
        *_observed(kelurahan.kode, dari, sampai),
        *(t for t in read_sinyal(kelurahan.kode, dari, sampai) if t.jenis == "curhat"),
    ]
    if kategori:
        titik = [t for t in titik if t.kategori == kategori]
    hitung: dict[tuple[str, str], Sel] = defaultdict(Sel)
    for satu in titik:
        kunci = (satu.subkategori if kategori else satu.kategori) or TANPA
        sel = hitung[satu.wilayah, kunci]
        if satu.jenis == "catatan":
            sel.catatan += satu.jumlah
        else:
            sel.curhat += satu.jumlah
    kolom = _columns(taksonomi, kategori, {kunci for _w, kunci in hitung})
    areas = list(
        Wilayah.objects.in_wilayah(kelurahan.kode)
        .filter(tingkat__in=[Wilayah.Tingkat.RW, Wilayah.Tingkat.RT])
        .order_by("kode")
    )
    baris = [_row(area, kolom, hitung) for area in areas]
    sisa = _rest(kelurahan, kolom, hitung, {area.kode for area in areas})
    jumlah = _fold(kelurahan.kode, "Seluruh kelurahan", kolom, hitung.items())
    return PetaMasalah(kolom, [*baris, *sisa], jumlah)


def _observed(kelurahan: str, dari: date, sampai: date) -> Iterable[Titik]:
    zona = zona_of(kelurahan)
    awal = datetime.combine(dari, time(), tzinfo=zona)
    akhir = datetime.combine(sampai + timedelta(days=1), time(), tzinfo=zona)
    rows = (
        Catatan.objects.in_wilayah(kelurahan)
        .problems()
        .filter(dicatat_at__gte=awal, dicatat_at__lt=akhir)
        .exclude(pk__in=private_in(kelurahan))
        .order_by()
        .values_list("wilayah_id", "kategori", "subkategori")
        .annotate(n=Count("pk"))
    )
    for wilayah, kategori, subkategori, n in rows:
        yield Titik(wilayah, "catatan", n, None, kategori, subkategori)


def _columns(
    taksonomi: Sequence[tuple[str, str, str, str]], kategori: str, terpakai: set[str]
) -> list[tuple[str, str]]:
    """The columns that hold something, in the taxonomy's order."""
    nama = (
        {sub: judul for kat, _j, sub, judul in taksonomi if kat == kategori}
        if kategori
        else {kat: judul for kat, judul, _s, _n in taksonomi}
    )
    kolom = [(slug, judul) for slug, judul in nama.items() if slug in terpakai]
    lain = sorted(terpakai - nama.keys() - {TANPA})
    kolom += [(slug, slug.replace("_", " ").capitalize()) for slug in lain]
    return [*kolom, (TANPA, "Belum dikelompokkan")] if TANPA in terpakai else kolom


def _row(
    area: Wilayah, kolom: Sequence[tuple[str, str]], hitung: dict[tuple[str, str], Sel]
) -> BarisPeta:
    milik = [(k, sel) for k, sel in hitung.items() if area.contains(k[0])]
    baris = _fold(area.kode, area.nama_lengkap, kolom, milik)
    baris.is_rw = area.tingkat == Wilayah.Tingkat.RW
    return baris


def _rest(
    kelurahan: Wilayah, kolom: Sequence[tuple[str, str]], hitung: dict[tuple[str, str], Sel],
    ada: set[str],
) -> list[BarisPeta]:  # fmt: skip
    """What is known to be in the kelurahan only, or in an area that is not on the list."""
    lain = [
        (k, sel)
        for k, sel in hitung.items()
        if k[0] not in ada and not any(k[0].startswith(f"{kode}.") for kode in ada)
    ]
    baris = _fold(kelurahan.kode, "RT belum diketahui", kolom, lain)
    return [baris] if baris.total.jumlah else []


def _fold(
    kode: str, nama: str, kolom: Sequence[tuple[str, str]],
    isi: Iterable[tuple[tuple[str, str], Sel]],
) -> BarisPeta:  # fmt: skip
    per: dict[str, Sel] = {slug: Sel() for slug, _nama in kolom}
    total = Sel()
    for (_wilayah, kunci), sel in isi:
        for tujuan in (per[kunci], total):
            tujuan.catatan += sel.catatan
            tujuan.curhat += sel.curhat
    return BarisPeta(kode, nama, False, list(per.values()), total)  # noqa: FBT003
