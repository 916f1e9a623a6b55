"""What visits brought to light and what came of it (seed: hasil inovasi 2 and 3)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from luna_maya.catatan_rahasia import private_in, without_private
from luna_maya.models import Catatan, Janji, Kunjungan, Pertimbangan
from wilayah.hasil_rujukan import HasilRujukan, read_hasil
from wilayah.models import Rujukan, Wilayah
from wilayah.sinyal import Titik, read_sinyal
from wilayah.zona import zona_of

MENDAHULUI = timedelta(days=180)  # heard elsewhere within so long before: not new at the visit
J = Catatan.Jenis
DITINDAK = frozenset({J.MASALAH, J.LINGKUNGAN, J.ASPIRASI})
MASALAH = frozenset({J.MASALAH, J.LINGKUNGAN})


@dataclass(frozen=True, slots=True)
class Nasib:
    """What became of one entry: `hari_tindak` and `hari_selesai` in days, None: not (yet)."""

    catatan: Catatan
    baru: bool
    hari_tindak: int | None
    hari_selesai: int | None


@dataclass(frozen=True, slots=True)
class Triwulan:
    """Problems of one quarter: `baru` of them were first heard at a visit."""

    label: str
    masalah: int
    baru: int
    ditindak: int


@dataclass(frozen=True, slots=True)
class Evaluasi:
    """The figures of a period; shares are None where nothing could be counted."""

    kunjungan: int
    rt_dikunjungi: int
    rt_semua: int
    per_jenis: Mapping[str, int]
    masalah: int
    baru: int
    perlu_tindak: int
    ditindak: int
    selesai: int
    hari_tindak: float | None
    hari_selesai: float | None
    janji: Mapping[str, int]
    pertimbangan: Mapping[str, int]
    triwulan: Sequence[Triwulan]

    @property
    def bagian_baru(self) -> float | None:
        return self.baru / self.masalah if self.masalah else None

    @property
    def bagian_ditindak(self) -> float | None:
        return self.ditindak / self.perlu_tindak if self.perlu_tindak else None


def evaluate(kelurahan: Wilayah, dari: date, sampai: date, *, user: Any = None) -> Evaluasi:
    """The figures of visits between two days, both included; about ten queries."""
    awal, akhir = _bounds(kelurahan.kode, dari, sampai)
    nasib = fates(kelurahan, dari, sampai, user=user)
    ditindak = [n for n in nasib if n.catatan.jenis in DITINDAK]
    masalah = [n for n in nasib if n.catatan.jenis in MASALAH]
    kunjungan = Kunjungan.objects.in_wilayah(kelurahan.kode).done()
    kunjungan = kunjungan.filter(mulai_at__gte=awal, mulai_at__lt=akhir)
    rt = kunjungan.order_by().values_list("wilayah_id", flat=True)
    semua = Wilayah.objects.in_wilayah(kelurahan.kode).filter(tingkat=Wilayah.Tingkat.RT)
    return Evaluasi(
        kunjungan=len(rt),
        rt_dikunjungi=len(set(rt)),
        rt_semua=semua.count(),
        per_jenis=_by_kind(nasib),
        masalah=len(masalah),
        baru=sum(n.baru for n in masalah),
        perlu_tindak=len(ditindak),
        ditindak=sum(n.hari_tindak is not None for n in ditindak),
        selesai=sum(n.hari_selesai is not None for n in ditindak),
        hari_tindak=_median(n.hari_tindak for n in ditindak),
        hari_selesai=_median(n.hari_selesai for n in ditindak),
        janji=_promises(kelurahan.kode, awal, akhir, sampai),
        pertimbangan=_considerations(kelurahan.kode, dari, sampai),
        triwulan=_quarters(masalah, kelurahan.kode),
    )


def fates(kelurahan: Wilayah, dari: date, sampai: date, *, user: Any = None) -> list[Nasib]:
    """Each standing entry of these days and what became of it, the oldest first.

    An entry is acted on by an accepted hand-over, a task, or a promise of the same visit on the
    same subject; it is done when the first of these is done, a report only when its ticket was
    solved. A problem is new at the visit when staff said so, or when neither a report nor an
    earlier entry of the 180 days before was about the same subject in that RT. How far another
    desk is counts as far as `user` may open it; None: as the public may count it.
    """
    awal, akhir = _bounds(kelurahan.kode, dari, sampai)
    rows = list(
        Catatan.objects.in_wilayah(kelurahan.kode)
        .standing()
        .exclude(pk__in=private_in(kelurahan.kode))
        .filter(dicatat_at__gte=awal - MENDAHULUI, dicatat_at__lt=akhir)
        .select_related("kunjungan")
        .prefetch_related("tugas", "rujukan")
        .order_by("dicatat_at", "pk")
    )
    beres = read_hasil([r for satu in rows for r in satu.rujukan.all()], user=user)
    janji = _promises_by_subject(rows)
    dikenal = _told(kelurahan.kode, dari, sampai)
    zona = zona_of(kelurahan.kode)
    hasil = []
    for ke, satu in enumerate(rows):
        if satu.dicatat_at < awal:
            continue
        hari = satu.dicatat_at.astimezone(zona).date()
        tindak, selesai = _acted(satu, janji.get(_subject(satu), ()), beres)
        baru = satu.jenis in MASALAH and _is_new(satu, hari, dikenal, rows[:ke])
        hasil.append(Nasib(satu, baru, _days(hari, tindak, zona), _days(hari, selesai, zona)))
    return hasil


def _is_new(
    satu: Catatan, hari: date, dikenal: Sequence[Titik], sebelumnya: Sequence[Catatan]
) -> bool:
    if satu.baru_terungkap is not None:
        return satu.baru_terungkap
    if not satu.subkategori:
        return False
    if any(_told_before(t, satu, hari) for t in dikenal):
        return False
    return not any(
        lama.wilayah_id == satu.wilayah_id
        and lama.subkategori == satu.subkategori
        and lama.kunjungan_id != satu.kunjungan_id
        and satu.dicatat_at - lama.dicatat_at <= MENDAHULUI
        for lama in sebelumnya
    )


def _told_before(titik: Titik, satu: Catatan, hari: date) -> bool:
    """Whether a report of the days before may have been about this; one of the same day may be
    the report that was made of the entry itself.
    """
    return (
        titik.subkategori == satu.subkategori
        and titik.hari is not None
        and hari - MENDAHULUI <= titik.hari < hari
        and _covers(titik.wilayah, satu.wilayah_id)
    )


def _covers(wilayah: str, rt: Any) -> bool:
    """Whether something told of `wilayah` may have been about this RT."""
    return str(rt) == wilayah or str(rt).startswith(f"{wilayah}.")


def _acted(
    satu: Catatan, janji: Iterable[Janji], beres: Mapping[int, HasilRujukan]
) -> tuple[datetime | date | None, datetime | date | None]:
    """(when somebody took it up, when it was done), the earliest of each."""
    rujukan = [r for r in satu.rujukan.all() if r.status == Rujukan.Status.DITERIMA]
    mulai: list[Any] = [r.dijawab_at for r in rujukan]
    mulai += [t.created_at for t in satu.tugas.all()]
    mulai += [j.created_at for j in janji]
    hasil = [beres[r.pk] for r in rujukan if r.pk in beres]
    selesai: list[Any] = [h.selesai_at for h in hasil if h.berhasil]
    selesai += [t.selesai_pada for t in satu.tugas.all()]
    selesai += [j.ditepati_pada for j in janji]
    return _first(mulai), _first(selesai)


def _first(waktu: Iterable[Any]) -> Any:
    ada = [w for w in waktu if w is not None]
    return min(ada, key=lambda w: str(w)[:10]) if ada else None


def _days(dari: date, sampai: datetime | date | None, zona: ZoneInfo) -> int | None:
    """Days from one day to another on the place's clock; never less than none."""
    if sampai is None:
        return None
    hari = sampai.astimezone(zona).date() if isinstance(sampai, datetime) else sampai
    return max(0, (hari - dari).days)


def _subject(satu: Catatan) -> tuple[int, str]:
    return satu.kunjungan_id, satu.subkategori


def _promises_by_subject(rows: Sequence[Catatan]) -> dict[tuple[int, str], list[Janji]]:
    """Promises by (visit, subcategory) of the entry they were made in."""
    hasil: dict[tuple[int, str], list[Janji]] = {}
    janji = Janji.objects.filter(catatan__in=[r.pk for r in rows if r.jenis == J.JANJI])
    for satu in janji.select_related("catatan"):
        asal = satu.catatan
        if asal is not None and asal.subkategori:
            hasil.setdefault(_subject(asal), []).append(satu)
    return hasil


def _told(kelurahan: str, dari: date, sampai: date) -> list[Titik]:
    return [
        t
        for t in read_sinyal(kelurahan, dari - MENDAHULUI, sampai)
        if t.jenis == "curhat" and t.hari is not None
    ]


def _bounds(kode: str, dari: date, sampai: date) -> tuple[datetime, datetime]:
    zona = zona_of(kode)
    return (
        datetime.combine(dari, time(), tzinfo=zona),
        datetime.combine(sampai + timedelta(days=1), time(), tzinfo=zona),
    )


def _by_kind(nasib: Iterable[Nasib]) -> dict[str, int]:
    hitung = Counter(n.catatan.jenis for n in nasib)
    return {label: hitung[kunci] for kunci, label in J.choices}


def _median(hari: Iterable[int | None]) -> float | None:
    ada = [h for h in hari if h is not None]
    return float(median(ada)) if ada else None


def _promises(kode: str, awal: datetime, akhir: datetime, sampai: date) -> dict[str, int]:
    """Promises made in the period: kept in time, kept late, running, overdue, dropped."""
    hasil = dict.fromkeys(("tepat", "terlambat", "berjalan", "lewat", "gugur"), 0)
    dibuat = Janji.objects.in_wilayah(kode).filter(created_at__gte=awal, created_at__lt=akhir)
    rows = without_private(dibuat, private_in(kode))
    for status, tenggat, ditepati in rows.values_list("status", "tenggat", "ditepati_pada"):
        if status == Janji.Status.GUGUR:
            hasil["gugur"] += 1
        elif ditepati is not None:
            hasil["tepat" if ditepati <= tenggat else "terlambat"] += 1
        else:
            hasil["lewat" if tenggat < sampai else "berjalan"] += 1
    return hasil


def _considerations(kode: str, dari: date, sampai: date) -> dict[str, int]:
    """{state's label: how many}, of what was brought up in the period."""
    rows = Pertimbangan.objects.in_wilayah(kode).filter(diusulkan_pada__range=(dari, sampai))
    hitung = Counter(rows.order_by().values_list("status", flat=True))
    return {label: hitung[kunci] for kunci, label in Pertimbangan.Status.choices}


def _quarters(masalah: Sequence[Nasib], kode: str) -> list[Triwulan]:
    zona = zona_of(kode)
    per: dict[tuple[int, int], list[Nasib]] = {}
    for satu in masalah:
        hari = satu.catatan.dicatat_at.astimezone(zona)
        per.setdefault((hari.year, (hari.month - 1) // 3 + 1), []).append(satu)
    return [
        Triwulan(
            label=f"Tw {ke}/{tahun % 100:02d}",
            masalah=len(isi),
            baru=sum(n.baru for n in isi),
            ditindak=sum(n.hari_tindak is not None for n in isi),
        )
        for (tahun, ke), isi in sorted(per.items())
    ]
