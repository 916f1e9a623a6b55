"""What a year of visits came to in one kelurahan, as the book and the replication kit tell it."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from statistics import median
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from luna_maya.catatan_rahasia import private_of, without_private
from luna_maya.models import Catatan, Janji, Kunjungan, RingkasanKunjungan, SebutanKunjungan
from wilayah.hasil_rujukan import read_hasil
from wilayah.models import Rujukan, Wilayah
from wilayah.zona import zona_of

TERKECIL = 5  # people: a smaller group is not told


@dataclass(slots=True)
class Angka:
    """Figures between two days. `warga` counts who came, at the `dihitung` visits where it was
    counted. `hari_tindak`: median days from an entry to the desk that took it over. Nobody's name.
    """

    kunjungan: int = 0
    per_jenis: list[tuple[str, int]] = field(default_factory=list)
    per_rw: list[tuple[str, int, int | None]] = field(default_factory=list)
    rt_dikunjungi: int = 0
    rt_semua: int = 0
    warga: int = 0
    dihitung: int = 0
    catatan: list[tuple[str, int]] = field(default_factory=list)
    masalah: int = 0
    baru_terungkap: int = 0
    janji: int = 0
    janji_ditepati: int = 0
    janji_terlambat: int = 0
    janji_berjalan: int = 0
    janji_gugur: int = 0
    diteruskan: int = 0
    diterima: int = 0
    tuntas: int = 0
    hari_tindak: float | None = None


def span_of_year(kelurahan: str, tahun: int) -> tuple[datetime, datetime]:
    """The first moment of the year and of the next one, on the clock of the place."""
    zona = zona_of(kelurahan)
    return datetime(tahun, 1, 1, tzinfo=zona), datetime(tahun + 1, 1, 1, tzinfo=zona)


def visits_of(kelurahan: str, dari: datetime, sampai: datetime) -> list[Kunjungan]:
    """Visits that were held, by their beginning."""
    rows: Any = Kunjungan.objects.in_wilayah(kelurahan).done()
    rows = rows.filter(mulai_at__gte=dari, mulai_at__lt=sampai).order_by("mulai_at", "pk")
    return list(rows.select_related("jenis", "tuan_rumah", "wilayah", "ringkasan"))


def figures_of(kelurahan: str, dari: datetime, sampai: datetime) -> Angka:
    """All figures between two moments; a fixed number of queries."""
    kunjungan = visits_of(kelurahan, dari, sampai)
    angka = Angka(kunjungan=len(kunjungan))
    _count_visits(angka, kelurahan, kunjungan)
    rahasia = private_of(k.pk for k in kunjungan)
    catatan = list(
        Catatan.objects.standing()
        .filter(kunjungan__in=[k.pk for k in kunjungan])
        .exclude(pk__in=rahasia)
        .prefetch_related("rujukan")
    )
    _count_entries(angka, catatan)
    janji = Janji.objects.filter(kunjungan__in=[k.pk for k in kunjungan])
    _count_promises(angka, kelurahan, without_private(janji, rahasia))
    return angka


def _count_visits(angka: Angka, kelurahan: str, kunjungan: list[Kunjungan]) -> None:
    nama = SebutanKunjungan.names_in(kelurahan)
    angka.per_jenis = Counter(k.jenis.name_in(nama) for k in kunjungan).most_common()
    per_rw: dict[str, list[Kunjungan]] = {}
    for k in kunjungan:
        per_rw.setdefault(k.wilayah.rw or "", []).append(k)
    for rw, milik in sorted(per_rw.items()):
        warga = sum(_people(k) or 0 for k in milik)
        label = f"RW {rw}" if rw and rw != "00" else "Tanpa RW"
        angka.per_rw.append((label, len(milik), warga if warga >= TERKECIL else None))
    terhitung = [n for n in map(_people, kunjungan) if n is not None]
    angka.warga, angka.dihitung = sum(terhitung), len(terhitung)
    rt = Wilayah.objects.in_wilayah(kelurahan).filter(tingkat=Wilayah.Tingkat.RT)
    angka.rt_semua = rt.count()
    angka.rt_dikunjungi = len({k.wilayah_id for k in kunjungan})


def _people(kunjungan: Kunjungan) -> int | None:
    try:
        return kunjungan.ringkasan.jumlah_warga
    except RingkasanKunjungan.DoesNotExist:
        return None


def _count_entries(angka: Angka, catatan: list[Catatan]) -> None:
    jumlah = Counter(satu.jenis for satu in catatan)
    angka.catatan = [(j.label, jumlah[j]) for j in Catatan.Jenis if jumlah[j]]
    masalah = [c for c in catatan if c.jenis in (Catatan.Jenis.MASALAH, Catatan.Jenis.LINGKUNGAN)]
    angka.masalah = len(masalah)
    angka.baru_terungkap = sum(c.baru_terungkap is True for c in masalah)
    rujukan = [(c, r) for c in catatan for r in c.rujukan.all()]
    diterima = [(c, r) for c, r in rujukan if r.status == Rujukan.Status.DITERIMA]
    angka.diteruskan = len({c.pk for c, _r in rujukan})
    angka.diterima = len({c.pk for c, _r in diterima})
    hasil = read_hasil([r for _c, r in diterima])
    angka.tuntas = sum(satu.berhasil for satu in hasil.values())
    lama = [(r.dijawab_at - c.dicatat_at).total_seconds() / 86400
            for c, r in diterima if r.dijawab_at]  # fmt: skip
    angka.hari_tindak = round(median(lama), 1) if lama else None


def _count_promises(angka: Angka, kelurahan: str, rows: QuerySet[Janji]) -> None:
    hari_ini = timezone.now().astimezone(zona_of(kelurahan)).date()
    for janji in rows:
        angka.janji += 1
        if janji.status == Janji.Status.DITEPATI:
            angka.janji_ditepati += 1
            angka.janji_terlambat += _late(janji)
        elif janji.status == Janji.Status.GUGUR:
            angka.janji_gugur += 1
        else:
            angka.janji_berjalan += 1
            angka.janji_terlambat += janji.tenggat < hari_ini


def _late(janji: Janji) -> bool:
    tepat: date | None = janji.ditepati_pada
    return tepat is not None and tepat > janji.tenggat


def sentences_of(angka: Angka) -> list[str]:
    """The figures said in plain sentences, each with what it is a part of."""
    isi = [f"{angka.kunjungan} kunjungan terlaksana, di {angka.rt_dikunjungi} dari "
           f"{angka.rt_semua} RT."]  # fmt: skip
    if angka.dihitung:
        orang = str(angka.warga) if angka.warga >= TERKECIL else f"kurang dari {TERKECIL}"
        isi.append(f"{orang} warga hadir, dihitung pada {angka.dihitung} kunjungan.")
    if angka.masalah:
        isi.append(f"{angka.masalah} masalah dicatat; {angka.baru_terungkap} di antaranya pertama "
                   "kali terungkap pada kunjungan.")  # fmt: skip
    if angka.diteruskan:
        kata = f"{angka.diteruskan} catatan diteruskan ke meja lain, {angka.diterima} diterima"
        if angka.hari_tindak is not None:
            hari = f"{angka.hari_tindak:g}".replace(".", ",")
            kata += f" (separuhnya dalam {hari} hari atau kurang)"
        isi.append(f"{kata}, {angka.tuntas} sudah tuntas.")
    if angka.janji:
        isi.append(f"{angka.janji} janji lurah: {angka.janji_ditepati} ditepati, "
                   f"{angka.janji_berjalan} diupayakan, {angka.janji_gugur} tidak dapat "
                   f"dilanjutkan; {angka.janji_terlambat} lewat dari tanggalnya.")  # fmt: skip
    return isi
