"""What the classifier may learn from, and what it is only tested on.

Labels are what staff said of a reading (`Koreksi`) and rows of files (`ContohLatih`). The words of
a correction are read from the curhat each time: erased or withdrawn, they are gone from here too.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings

from curhat.models import ContohLatih, Koreksi, VersiModel
from curhat.penghapus import TANPA_KATA
from curhat.services.kata import later_blocks
from curhat.triase.klasifikasi import BarisLatih
from curhat.triase.samaran_ketat import mask_ketat

BOBOT_CONTOH = 3.0  # a person's label of a real text weighs more than a sentence we made up
UJI_SETIAP = 5  # one label in five is never trained on


@dataclass(frozen=True, slots=True)
class BarisBerlabel:
    """One labelled text; `kunci` decides for ever whether it trains or tests."""

    kunci: str
    isi: str
    subkategori: str


@dataclass(frozen=True, slots=True)
class DataLatih:
    """The labelled rows, parted: `latih` is learned from, `uji` is only ever tested on."""

    latih: list[BarisBerlabel]
    uji: list[BarisBerlabel]
    dari_koreksi: int

    @property
    def sidik(self) -> str:
        """Of the rows learned from: changes when one of them is erased or labelled anew."""
        isi = hashlib.sha256()
        for baris in self.latih:
            isi.update(f"{baris.isi}\x1f{baris.subkategori}\x1e".encode())
        return isi.hexdigest()

    def rows(self) -> list[BarisLatih]:
        """What is learned from, weighed for the classifier."""
        return [BarisLatih(b.isi, b.subkategori, BOBOT_CONTOH) for b in self.latih]


def fingerprint(teks: str) -> str:
    """What makes two examples the same: the words, whatever their case and spacing."""
    return hashlib.sha256(" ".join(teks.lower().split()).encode()).hexdigest()


def is_uji(kunci: str) -> bool:
    """Whether the row of this key is held out: the same answer in every process, for ever."""
    return int(hashlib.sha256(f"uji|{kunci}".encode()).hexdigest()[:8], 16) % UJI_SETIAP == 0


def read_data(*, contoh_hingga: int, koreksi_hingga: int) -> DataLatih:
    """The labels up to these ids, parted. A text that is tested on is trained on in no copy."""
    koreksi = list(_read_koreksi(koreksi_hingga))
    rows = [*_read_contoh(contoh_hingga), *koreksi]
    uji = _without_copies([b for b in rows if is_uji(b.kunci)])
    diuji = {fingerprint(b.isi) for b in uji}
    latih = [b for b in rows if not is_uji(b.kunci) and fingerprint(b.isi) not in diuji]
    belajar = sum(b.kunci.startswith("curhat:") for b in latih)
    return DataLatih(latih, uji, belajar)


def read_data_of(versi: VersiModel) -> DataLatih:
    """What this version knows, without what has been erased since."""
    return read_data(contoh_hingga=versi.contoh_hingga, koreksi_hingga=versi.koreksi_hingga)


def _without_copies(rows: Sequence[BarisBerlabel]) -> list[BarisBerlabel]:
    """The last of several equal texts: one flood of copies must not be the whole test."""
    return list({fingerprint(b.isi): b for b in rows}.values())


def _read_contoh(hingga: int) -> Iterable[BarisBerlabel]:
    rows = ContohLatih.objects.filter(pk__lte=hingga).order_by("pk")
    for sidik, isi, sub in rows.values_list("sidik", "isi", "subkategori"):
        yield BarisBerlabel(f"contoh:{sidik}", isi, sub)


def _read_koreksi(hingga: int) -> Iterable[BarisBerlabel]:
    """The last word on each curhat whose own words are still there."""
    rows = (
        Koreksi.objects.filter(
            pk__lte=hingga,
            subkategori_baru__isnull=False,
            curhat__dihapus_at__isnull=True,
            curhat__ditahan=False,
        )
        .exclude(curhat__isi__in=TANPA_KATA)
        .order_by("curhat_id", "-pk")
        .distinct("curhat_id")
        .values_list("curhat__kode", "curhat__isi", "curhat__rahasia", "subkategori_baru")
    )
    for kode, isi, rahasia, sub in rows:
        if rahasia and not settings.LATIH_RAHASIA_TERSAMAR:
            continue
        cerita = isi.removesuffix(later_blocks(isi))
        if any(huruf.isalpha() for huruf in cerita):
            yield BarisBerlabel(f"curhat:{kode}", mask_ketat(cerita) if rahasia else cerita, sub)
