"""Which situation of a guide a resident's text speaks of."""

from curhat.balasan.panduan import Keadaan, Panduan, normalise_kata

#: A situation shows itself early; reading on costs time and finds side remarks.
MAKS_BACA = 4000


def choose_keadaan(panduan: Panduan, teks: str) -> Keadaan:
    """The situation whose words weigh most in the text; the first written wins a draw.

    `panduan.umum` where none of the words is in the text.
    """
    dicari = normalise_kata(teks[:MAKS_BACA])
    terbaik, bobot_terbaik = panduan.umum, 0
    for keadaan in panduan.keadaan:
        bobot = sum(bobot for pola, bobot in keadaan.pola if pola in dicari)
        if bobot > bobot_terbaik:
            terbaik, bobot_terbaik = keadaan, bobot
    return terbaik
