"""Which situation of a guide a resident's text speaks of."""

from curhat.balasan.panduan import Keadaan, Panduan, normalise_kata

#: Characters of each text. A situation shows itself early; later on come side remarks.
MAKS_BACA = 3000


def choose_keadaan(panduan: Panduan, *teks: str) -> Keadaan:
    """The situation whose words weigh most in the text; the first written wins a draw.

    Several forms of one text may be given (as written, normalised); a word counts once.
    `panduan.umum` where none of the words is in the text.
    """
    dicari = normalise_kata(" ".join(satu[:MAKS_BACA] for satu in teks))
    terbaik, bobot_terbaik = panduan.umum, 0
    for keadaan in panduan.keadaan:
        bobot = sum(bobot for pola, bobot in keadaan.pola if pola in dicari)
        if bobot > bobot_terbaik:
            terbaik, bobot_terbaik = keadaan, bobot
    return terbaik
