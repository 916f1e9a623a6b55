"""How fast triage is on one core: median and p95 ms a text, and the rate of batches.

.venv/bin/python bench/triase.py [--teks N]
"""

import argparse
import os
import statistics
import sys
import time
from pathlib import Path

for nama in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[nama] = "1"
AKAR = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(AKAR))

from curhat.triase.hasil import Konteks  # noqa: E402
from curhat.triase.klasifikasi import read_latih  # noqa: E402
from curhat.triase.mesin import triase, triase_many  # noqa: E402

SASARAN_MS = 3.0
KEPALA = "HAI LURAH Taman Irfa Darojat\n"
EKOR = "\nRT 04/RW 01, nama saya Budi Santoso, hp 0812-3456-7890. TEMBUSAN: TIDAK ANONIM: YA"


def read_contoh(banyak: int) -> list[str]:
    """Return real-sized texts of our own: every third with header, personal data and flags."""
    isi = [b.isi for b in read_latih() if len(b.isi) > 40][:: max(1, 5000 // banyak)][:banyak]
    return [f"{KEPALA}{satu}{EKOR}" if i % 3 == 0 else satu for i, satu in enumerate(isi)]


def main() -> int:
    argumen = argparse.ArgumentParser()
    argumen.add_argument("--teks", type=int, default=1000)
    contoh = read_contoh(argumen.parse_args().teks)
    konteks = Konteks(wilayah_kanal="35.77.03.1009")
    mulai = time.perf_counter()
    triase(contoh[0], konteks)
    print(f"ready after {time.perf_counter() - mulai:.2f} s (model read or trained)")
    waktu = []
    for teks in contoh:
        mulai = time.perf_counter()
        triase(teks, konteks)
        waktu.append((time.perf_counter() - mulai) * 1000)
    tengah = statistics.median(waktu)
    p95 = statistics.quantiles(waktu, n=20)[-1]
    print(f"{len(contoh)} texts one by one: median {tengah:.2f} ms, p95 {p95:.2f} ms")
    mulai = time.perf_counter()
    triase_many([(teks, konteks) for teks in contoh])
    print(f"one batch: {len(contoh) / (time.perf_counter() - mulai):.0f} texts/s")
    for nama, teks in (
        ("20,000 characters", "jalan rusak rt 3 " * 1200),
        ("1 MB", "\x00a1 " * 250_000),
    ):
        mulai = time.perf_counter()
        triase(teks, konteks)
        print(f"{nama}: {(time.perf_counter() - mulai) * 1000:.0f} ms")
    print(f"target median {SASARAN_MS} ms: {'met' if tengah <= SASARAN_MS else 'MISSED'}")
    return 0 if tengah <= SASARAN_MS else 1


if __name__ == "__main__":
    raise SystemExit(main())
