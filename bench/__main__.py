"""`make bench`: every measurement, one after the other; fails when one misses its target."""

import subprocess
import sys

from bench.portal import AKAR

UKURAN = (
    "masuk", "triase", "alur", "daftar", "surat", "kas", "latih", "model", "rumah", "luna", "jawab",
)  # fmt: skip


def main() -> int:
    gagal = []
    for nama in UKURAN:
        print(f"== {nama}", flush=True)
        if subprocess.run(
            [sys.executable, "-m", f"bench.{nama}"], cwd=AKAR, check=False
        ).returncode:
            gagal.append(nama)
    print(f"missed: {', '.join(gagal)}" if gagal else "every target met")
    return 1 if gagal else 0


if __name__ == "__main__":
    sys.exit(main())
