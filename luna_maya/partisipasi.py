"""Participation before and after the lurah's first visit to each RT. Reads only.

People a month in activities that were recorded, three months before and after. Where too little is
known nothing is concluded, and the words say why.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
from django.db.models import Min
from django.utils import timezone

from luna_maya.models import KegiatanWarga, Kunjungan
from wilayah.models import Wilayah
from wilayah.selang import N_MINIMUM, Selang, mean_interval
from wilayah.zona import at_place

JENDELA = 90  # days before and after
SESUDAH_MIN = 30  # fewer days after a visit say nothing yet
KEGIATAN_MIN = 4  # activities before and after together
_BULAN = 30.0


@dataclass(frozen=True, slots=True)
class Ikut:
    """What was recorded in so many days."""

    hari: int
    kegiatan: int = 0
    orang: int = 0

    @property
    def per_bulan(self) -> float:
        """People a month of thirty days."""
        return self.orang / self.hari * _BULAN if self.hari > 0 else 0.0


@dataclass(frozen=True, slots=True)
class BarisPartisipasi:
    """One RT that was visited. `sebanding`: whether both sides say enough to be compared."""

    kode: str
    nama: str
    kunjungan: date
    sebelum: Ikut
    sesudah: Ikut
    sebanding: bool
    kata: str

    @property
    def selisih(self) -> float | None:
        """People a month more (or fewer) than before."""
        return self.sesudah.per_bulan - self.sebelum.per_bulan if self.sebanding else None


@dataclass(frozen=True, slots=True)
class Partisipasi:
    """A kelurahan: its RTs, and the mean change over those that can be compared."""

    baris: tuple[BarisPartisipasi, ...] = ()
    selisih: Selang = field(default_factory=lambda: Selang(None))
    kata: str = "Belum ada RT yang dikunjungi."

    @property
    def sebanding(self) -> int:
        """How many RTs can be compared."""
        return sum(satu.sebanding for satu in self.baris)


def participation(kelurahan: str, hari: date | None = None) -> Partisipasi:
    """Before and after, RT by RT, as known on this day. Three queries."""
    hari = hari or at_place(timezone.now(), kelurahan).date()
    pertama = first_visits(kelurahan, hari)
    if not pertama:
        return Partisipasi()
    kegiatan: dict[str, list[tuple[date, int]]] = {}
    rows = KegiatanWarga.objects.standing().in_wilayah(kelurahan).filter(hari__lte=hari)
    for kode, tanggal, orang in rows.values_list("wilayah_id", "hari", "orang"):
        kegiatan.setdefault(kode, []).append((tanggal, orang))
    mulai = min((h for semua in kegiatan.values() for h, _n in semua), default=None)
    nama = dict(Wilayah.objects.filter(pk__in=pertama).values_list("kode", "nama"))
    baris = [
        _compare(kode, nama[kode], visit, kegiatan.get(kode, ()), hari=hari, mulai=mulai)
        for kode, visit in sorted(pertama.items())
    ]
    return summarise_partisipasi(baris)


def first_visits(kelurahan: str, hari: date) -> dict[str, date]:
    """{RT: day of the first visit held there, on the clock of the place}."""
    rows = Kunjungan.objects.done().in_wilayah(kelurahan).order_by()
    pertama = rows.values_list("wilayah").annotate(awal=Min("mulai_at"))
    semua = {kode: at_place(awal, kode).date() for kode, awal in pertama}
    return {kode: awal for kode, awal in semua.items() if awal <= hari}


def summarise_partisipasi(baris: Sequence[BarisPartisipasi]) -> Partisipasi:
    """The mean change over RTs that can be compared, with its interval from five RTs on."""
    beda = [satu.selisih for satu in baris if satu.selisih is not None]
    if len(beda) < N_MINIMUM:
        kata = (
            f"Baru {len(beda)} RT yang dapat dibandingkan; dari kurang dari lima RT belum dapat "
            "disimpulkan apa-apa untuk kelurahan."
        )
        return Partisipasi(tuple(baris), Selang(None), kata)
    selang = mean_interval(np.array(beda, dtype=np.float64))
    return Partisipasi(tuple(baris), selang, _in_words(selang, len(beda)))


def _in_words(selang: Selang, n: int) -> str:
    assert selang.bawah is not None  # noqa: S101 - five RTs have an interval
    assert selang.atas is not None  # noqa: S101
    if selang.bawah <= 0 <= selang.atas:
        return f"Dari {n} RT, keikutsertaan sebelum dan sesudah kunjungan belum dapat dibedakan."
    arah = "naik" if selang.bawah > 0 else "turun"
    return (
        f"Dari {n} RT, keikutsertaan {arah} sesudah kunjungan. Ini beriringan dengan kunjungan, "
        "belum tentu karena kunjungan."
    )


def _compare(
    kode: str, nama: str, visit: date, kegiatan: Iterable[tuple[date, int]], *, hari: date,
    mulai: date | None,
) -> BarisPartisipasi:  # fmt: skip
    isi = list(kegiatan)
    awal, akhir = visit - timedelta(days=JENDELA), visit + timedelta(days=JENDELA)
    sebelum = _count(isi, awal, visit)
    sesudah = _count(isi, visit + timedelta(days=1), min(akhir, hari) + timedelta(days=1))
    kata = _why_not(sebelum, sesudah, dicatat=mulai is not None and mulai <= awal)
    return BarisPartisipasi(
        kode, f"{nama} (RW {kode.split('.')[4]})", visit, sebelum, sesudah, not kata,
        kata or _change(sebelum, sesudah),
    )  # fmt: skip


def _count(isi: list[tuple[date, int]], dari: date, sampai: date) -> Ikut:
    ada = [orang for tanggal, orang in isi if dari <= tanggal < sampai]
    return Ikut(max(0, (sampai - dari).days), len(ada), sum(ada))


def _why_not(sebelum: Ikut, sesudah: Ikut, *, dicatat: bool) -> str:
    """Why the two may not be compared; empty where they may."""
    if sesudah.hari < SESUDAH_MIN:
        return f"Baru {sesudah.hari} hari sejak kunjungan; belum dapat dibandingkan."
    if not dicatat:
        return "Kegiatan belum dicatat tiga bulan sebelum kunjungan; tidak ada pembandingnya."
    if sebelum.kegiatan + sesudah.kegiatan < KEGIATAN_MIN:
        return "Kegiatan yang tercatat terlalu sedikit untuk dibandingkan."
    return ""


def _change(sebelum: Ikut, sesudah: Ikut) -> str:
    beda = sesudah.per_bulan - sebelum.per_bulan
    if abs(beda) < 0.5:
        return "Kira-kira tetap."
    return f"{'Naik' if beda > 0 else 'Turun'} {abs(beda):.0f} orang sebulan."
