"""What came of visits, as anyone may read it: entries by kind, tickets and promises by state.

Counted are matters, not people. An entry whose ticket is private, or whose report was erased, is
in no number here: the desk of tickets says which the public may count (`read_hasil`).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from luna_maya.catatan_rahasia import without_private
from luna_maya.keadaan_janji import Keadaan, state_of, with_awal
from luna_maya.models import Catatan, Janji, Kunjungan
from wilayah.hasil_rujukan import HasilRujukan, read_hasil
from wilayah.models import Rujukan
from wilayah.zona import at_place

TIKET = "laporan_kunjungan"  # the desk whose results are counted as tickets
_URUT = [str(kunci) for kunci in Catatan.Jenis.values]


@dataclass(slots=True)
class HasilKunjungan:
    """Of one visit, or of many together. `hari_bertindak`: days from hearing a matter until its
    ticket ended solved or its promise was kept, one number each.
    """

    catatan: Counter[str] = field(default_factory=Counter)
    tiket: Counter[str] = field(default_factory=Counter)
    tiket_selesai: int = 0
    potensi: int = 0
    janji: Counter[str] = field(default_factory=Counter)
    hari_bertindak: list[int] = field(default_factory=list)

    @property
    def jumlah_catatan(self) -> int:
        return sum(self.catatan.values())

    @property
    def jumlah_tiket(self) -> int:
        return sum(self.tiket.values())

    @property
    def jumlah_janji(self) -> int:
        return sum(self.janji.values())

    @property
    def janji_ditepati(self) -> int:
        return self.janji[Keadaan.TEPAT] + self.janji[Keadaan.TERLAMBAT]

    @property
    def median_hari(self) -> int | None:
        """Half of what was acted on took at most this many days; None where nothing was yet."""
        return round(median(self.hari_bertindak)) if self.hari_bertindak else None

    def per_jenis(self) -> list[tuple[str, int]]:
        """Kinds of entries that there are, in their usual order, by name."""
        return [(str(Catatan.Jenis(k).label), self.catatan[k]) for k in _URUT if self.catatan[k]]

    def per_keadaan_tiket(self) -> list[tuple[str, int]]:
        return self.tiket.most_common()

    def per_keadaan_janji(self) -> list[tuple[str, int]]:
        return [(str(k.label), self.janji[k]) for k in Keadaan if self.janji[k]]


def results_of(kunjungan: Sequence[Kunjungan]) -> dict[int, HasilKunjungan]:
    """{visit's pk: what came of it}; at most five queries however many visits."""
    hasil = {satu.pk: HasilKunjungan() for satu in kunjungan}
    catatan = list(
        Catatan.objects.standing()
        .filter(kunjungan__in=list(hasil))
        .values_list("pk", "kunjungan_id", "jenis", "wilayah_id", "dicatat_at")
    )
    rujukan = _handed_over([pk for pk, *_lain in catatan])
    tahu = read_hasil(r for semua in rujukan.values() for r in semua)
    rahasia = {pk for pk, asal in rujukan.items() if any(r.pk not in tahu for r in asal)}
    for pk, milik, jenis, di, dicatat_at in catatan:
        asal = rujukan[pk]
        if pk in rahasia:
            continue  # private: neither the ticket nor the entry is counted
        hasil[milik].catatan[jenis] += 1
        _count_made(hasil[milik], asal, tahu, at_place(dicatat_at, di))
    janji_semua = without_private(Janji.objects.filter(kunjungan__in=list(hasil)), rahasia)
    for janji in with_awal(janji_semua):
        _count_janji(hasil[janji.kunjungan_id], janji)
    return hasil


def add_up(semua: Iterable[HasilKunjungan]) -> HasilKunjungan:
    """The results of many visits as one."""
    jumlah = HasilKunjungan()
    for satu in semua:
        jumlah.catatan += satu.catatan
        jumlah.tiket += satu.tiket
        jumlah.tiket_selesai += satu.tiket_selesai
        jumlah.potensi += satu.potensi
        jumlah.janji += satu.janji
        jumlah.hari_bertindak += satu.hari_bertindak
    return jumlah


def _handed_over(catatan: Sequence[int]) -> dict[int, list[Rujukan]]:
    """What the desks made of each entry."""
    rows = Rujukan.objects.filter(
        sumber_tipe=ContentType.objects.get_for_model(Catatan),
        sumber_id__in=[str(pk) for pk in catatan],
    ).exclude(hasil_id="")
    per: dict[int, list[Rujukan]] = defaultdict(list)
    for satu in rows:
        per[int(satu.sumber_id)].append(satu)
    return per


def _count_made(
    hasil: HasilKunjungan,
    rujukan: Sequence[Rujukan],
    tahu: dict[int, HasilRujukan],
    dicatat: datetime,
) -> None:
    """What the desks made of one entry; handed over twice it is one thing. Days by its clock."""
    dibuat = {(satu.meja, satu.hasil_id): tahu[satu.pk] for satu in rujukan}
    for (meja, _kunci), satu in dibuat.items():
        if meja != TIKET:
            hasil.potensi += 1
            continue
        hasil.tiket[_in_words(satu)] += 1
        if satu.berhasil and satu.selesai_at is not None:
            hasil.tiket_selesai += 1
            selesai = satu.selesai_at.astimezone(dicatat.tzinfo).date()
            hasil.hari_bertindak.append(max(0, (selesai - dicatat.date()).days))


def _in_words(tiket: HasilRujukan) -> str:
    """How a ticket stands, as residents say it; the steps between are the office's."""
    if tiket.selesai_at is None:
        return "Sedang diurus"
    return "Beres" if tiket.berhasil else "Ditutup"


def _count_janji(hasil: HasilKunjungan, janji: Any) -> None:
    hari = at_place(timezone.now(), janji.wilayah_id).date()
    hasil.janji[state_of(janji, hari)] += 1
    if janji.ditepati_pada is not None:
        dijanjikan = at_place(janji.created_at, janji.wilayah_id).date()
        hasil.hari_bertindak.append(max(0, (janji.ditepati_pada - dijanjikan).days))
