"""Finding rows that may be one household: same family card, person, telephone, or a like name."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from django.db import connection
from rapidfuzz import fuzz, process

from ekonomi.models import PasanganMirip, Rumah

_NAMA_MIRIP = 90  # of 100, within one RT
_SEKALI = 500  # names compared at a time with all of their RT
TERBANYAK = 2000  # pairs proposed after one import; the likest first
_SEBUTAN = re.compile(r"^(?:bapak|bpk|pak|ibu|bu|sdr|sdri|h|hj|alm|almh|drs|dr|ir)\.? ", re.I)
A = PasanganMirip.Alasan
_Temuan = dict[tuple[int, int], tuple[set[str], int]]


def plain_nama(nama: str) -> str:
    """A name to compare: without titles, marks and case, its words in order."""
    isi = re.sub(r"[^a-z ]", "", _SEBUTAN.sub("", nama.split(",", maxsplit=1)[0].lower()))
    return " ".join(sorted(isi.split()))


def propose_mirip(kelurahan: str, rumah: Sequence[int] | None = None) -> int:
    """Write down the pairs among active households here, of which one is in `rumah` (None: any).

    Pairs already proposed or decided on are left as they are. Gives how many are new.
    """
    temuan: _Temuan = {}
    baru = None if rumah is None else set(rumah)
    for alasan, kolom in ((A.KK, "no_kk_hash"), (A.TELEPON, "telepon_hash")):
        for dua in _same(kelurahan, kolom):
            _add(temuan, dua, alasan, 100)
    for dua, skor in _alike(kelurahan, baru):
        _add(temuan, dua, A.NAMA, skor)
    terpilih = [
        (dua, isi) for dua, isi in temuan.items() if baru is None or not baru.isdisjoint(dua)
    ]
    terpilih.sort(key=lambda satu: (-len(satu[1][0]), -satu[1][1], satu[0]))
    sebelum = PasanganMirip.objects.count()
    PasanganMirip.objects.bulk_create(
        [
            PasanganMirip(rumah_a_id=a, rumah_b_id=b, alasan=sorted(alasan), skor=skor)
            for (a, b), (alasan, skor) in terpilih[:TERBANYAK]
        ],
        ignore_conflicts=True,
        batch_size=500,
    )
    return PasanganMirip.objects.count() - sebelum


def _add(temuan: _Temuan, dua: tuple[int, int], alasan: str, skor: int) -> None:
    lama, nilai = temuan.get(dua, (set(), 0))
    temuan[dua] = ({*lama, alasan}, max(nilai, skor))


def _same(kelurahan: str, kolom: str) -> Iterator[tuple[int, int]]:
    """Pairs with the same keyed hash; one of them here, the other anywhere."""
    sql = (
        f"SELECT LEAST(a.id, b.id), GREATEST(a.id, b.id) FROM ekonomi_rumah a"  # noqa: S608
        f" JOIN ekonomi_rumah b ON b.{kolom} = a.{kolom} AND b.id <> a.id"
        f" WHERE a.kelurahan = %s AND a.{kolom} <> '' AND b.{kolom} <> '' AND a.status = 'aktif'"
        " AND b.status = 'aktif' AND (b.kelurahan <> a.kelurahan OR a.id < b.id) LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [kelurahan, TERBANYAK])
        yield from cursor.fetchall()


def _alike(kelurahan: str, baru: set[int] | None) -> Iterator[tuple[tuple[int, int], int]]:
    """Pairs of like names in one RT, and how alike they are."""
    per_rt: dict[str, list[tuple[int, str]]] = defaultdict(list)
    rows = Rumah.objects.active().filter(kelurahan=kelurahan).order_by("id")
    for pk, wilayah, nama in rows.values_list("pk", "wilayah_id", "nama_kepala"):
        if wilayah.count(".") == 5:
            per_rt[wilayah].append((pk, plain_nama(nama)))
    banyak = 0
    for orang in per_rt.values():
        for satu in _alike_in(orang, baru):
            yield satu
            banyak += 1
            if banyak >= TERBANYAK * 2:  # a file of one name over and over: enough is enough
                return


def _alike_in(
    orang: list[tuple[int, str]], baru: set[int] | None
) -> Iterator[tuple[tuple[int, int], int]]:
    nama = [satu for _pk, satu in orang]
    dicari = [n for n, (pk, satu) in enumerate(orang) if satu and (baru is None or pk in baru)]
    for awal in range(0, len(dicari), _SEKALI):
        bagian = dicari[awal : awal + _SEKALI]
        skor = process.cdist(
            [nama[n] for n in bagian], nama, scorer=fuzz.ratio, score_cutoff=_NAMA_MIRIP,
            dtype=np.uint8,
        )  # fmt: skip
        for baris, lain in np.argwhere(skor)[: TERBANYAK * 2]:
            kiri, kanan = orang[bagian[int(baris)]][0], orang[int(lain)][0]
            if kiri != kanan:
                yield (min(kiri, kanan), max(kiri, kanan)), int(skor[baris, lain])
