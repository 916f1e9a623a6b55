"""Search of 5,000 answers: our index against an unindexed ILIKE, as a ratio in the same run.

    .venv/bin/python -m bench.jawab [--jawaban N]

The base asks for what a plain search box would: rows in whose title or text every word stands,
without an index, an order of fitness, roots or words of one meaning. Both give 20 rows.
"""

import argparse
import logging
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from functools import reduce
from operator import and_

from bench.portal import AKAR, describe_machine, open_portal

SASARAN = 1 / 3  # of the base's time
PUTARAN = 6
KECAMATAN = "63.11.07"
TANYA = (
    "laporan realisasi dana desa terlambat", "sisa kas tahun lalu", "timbangan posyandu rusak",
    "jadwal musyawarah desa bpd", "jalur evakuasi banjir", "bibit kebun gizi", "peta batas rt",
    "kader pembangunan manusia", "kode rekening siskeudes", "nota belanja warung",
    "pengeras suara peringatan dini", "gotong royong saluran air",
)  # fmt: skip
_KATA = (  # noqa: SIM905 - words, not a list of strings
    "laporan realisasi dana desa terlambat sisa kas tahun lalu timbangan posyandu rusak jadwal "
    "musyawarah bpd jalur evakuasi banjir bibit kebun gizi peta batas rt kader pembangunan manusia "
    "kode rekening siskeudes nota belanja warung pengeras suara peringatan dini gotong royong "
    "saluran air anggaran belanja pendapatan perangkat kegiatan pelatihan warga kantor surat "
    "pelayanan data penduduk miskin bantuan balita ibu hamil bidan puskesmas hutan lahan api regu "
    "jembatan jalan sungai tebing longsor lampu listrik internet komputer printer kertas lemari"
).split()


def fill(banyak: int) -> None:
    """Answers of random words of the field, the commoner ones more often."""
    from django.utils import timezone  # noqa: PLC0415 - after django.setup()

    from ruko_parsel.models import Jawaban, JenisMasalah  # noqa: PLC0415
    from wilayah.models import Pengguna  # noqa: PLC0415

    acak = random.Random(42)
    bobot = [1 / (n + 3) for n in range(len(_KATA))]
    acak.shuffle(bobot)
    soal = list(JenisMasalah.objects.all())
    dua = [Pengguna.objects.create(username=f"bench{n}", nama="Bench") for n in range(2)]
    now = timezone.now()

    def kata(n: int) -> str:
        return " ".join(acak.choices(_KATA, bobot, k=n))

    Jawaban.objects.bulk_create(
        [
            Jawaban(
                tanya=f"{kata(8)} {n}?", jawab=". ".join(kata(15) for _ in range(8)),
                wilayah_id=KECAMATAN, masalah=soal[n % 11], bidang_id=soal[n % 11].bidang_id,
                status="terbit", ditulis_by=dua[0], diterbitkan_by=dua[1], diterbitkan_at=now,
                tinjau_at=now.date(),
            )
            for n in range(banyak)
        ],
        batch_size=1000,
    )  # fmt: skip


def measure(cari: Callable[[str], int]) -> tuple[float, float, int]:
    """(median, 95th percentile) in milliseconds and how many rows were found altogether."""
    waktu, ketemu = [], 0
    for putaran in range(PUTARAN + 1):
        for teks in TANYA:
            mulai = time.perf_counter()
            jumlah = cari(teks)
            if putaran:  # the first round warms both
                waktu.append((time.perf_counter() - mulai) * 1000)
                ketemu += jumlah
    waktu.sort()
    return statistics.median(waktu), waktu[int(len(waktu) * 0.95)], ketemu // PUTARAN


def main() -> int:
    argumen = argparse.ArgumentParser()
    argumen.add_argument("--jawaban", type=int, default=5_000)
    pilihan = argumen.parse_args()
    with open_portal(HAI_LURAH_DEMO="0"):
        from django.db import connection  # noqa: PLC0415 - after django.setup()
        from django.db.models import Q  # noqa: PLC0415

        from ruko_parsel.cari import search_rows  # noqa: PLC0415
        from ruko_parsel.models import Jawaban  # noqa: PLC0415

        logging.disable(logging.INFO)
        fill(pilihan.jawaban)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        terbit = Jawaban.objects.published().defer("cari")

        def plain(teks: str) -> int:
            syarat = reduce(
                and_, (Q(tanya__icontains=k) | Q(jawab__icontains=k) for k in teks.split())
            )
            return len(terbit.filter(syarat)[:20])

        def ours(teks: str) -> int:
            return len(search_rows(terbit, teks).rows[:20])

        print(describe_machine(), flush=True)
        dasar, dasar95, n_dasar = measure(plain)
        kita, kita95, n_kita = measure(ours)
    tercapai = kita <= dasar * SASARAN and n_kita >= n_dasar
    print(f"{pilihan.jawaban} answers, {len(TANYA)} questions, {PUTARAN} rounds")
    print(f"ILIKE without an index: p50 {dasar:.1f} ms, p95 {dasar95:.1f} ms, {n_dasar} rows")
    print(f"full text with index:   p50 {kita:.1f} ms, p95 {kita95:.1f} ms, {n_kita} rows, ranked")
    print(f"ratio {kita / dasar:.2f} (target {SASARAN:.2f}): {'met' if tercapai else 'MISSED'}")
    return 0 if tercapai else 1


if __name__ == "__main__":
    os.chdir(AKAR)
    sys.exit(main())
