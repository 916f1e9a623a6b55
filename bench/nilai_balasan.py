"""How often two answers share a sentence. Prints figures, never texts.

.venv/bin/python bench/nilai_balasan.py
"""

import random
import sys
from pathlib import Path

AKAR = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(AKAR))

from curhat.balasan.jawaban import WHATSAPP  # noqa: E402
from tests.curhat.balasan_kalimat import answer, read_temuan, shared, shared_beyond_story  # noqa: E402

UNDIAN = 50


def main() -> None:
    temuan = read_temuan()
    benar = sum(subkategori == triase.subkategori for subkategori, triase in temuan)
    print(f"{len(temuan)} texts, {benar} read as meant")
    banyak = sama = kena = kena_sama = tetangga = 0
    for undian in range(UNDIAN):
        acak = random.Random(undian)
        pasangan = shared([answer(t, acak.randrange(2**40), WHATSAPP) for _, t in temuan])
        banyak += len(temuan) * (len(temuan) - 1) // 2
        sama += len(temuan)  # three texts of a subcategory make three pairs
        kena += len(pasangan)
        kena_sama += sum(temuan[a][0] == temuan[b][0] for a, b in pasangan)
        nomor = acak.randrange(2**40)
        tetangga += sum(
            bool(shared_beyond_story(answer(t, nomor), answer(t, nomor + 1))) for _, t in temuan
        )
    print(f"all pairs: {kena} of {banyak} share a sentence ({kena / banyak:.2%})")
    print(f"pairs of one subcategory: {kena_sama} of {sama} ({kena_sama / sama:.2%})")
    print(f"one text from two people in a row: {tetangga / (UNDIAN * len(temuan)):.1%} share one")


if __name__ == "__main__":
    main()
