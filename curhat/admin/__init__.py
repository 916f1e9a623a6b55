from curhat.admin import (
    aturan,
    curhat,
    isu,
    latih,
    model_bahasa,
    obrolan,
    panduan,
    putar_ulang,
    taksonomi,
    tiket,
    tinjauan,
)

__all__ = [
    "aturan",
    "curhat",
    "isu",
    "latih",
    "model_bahasa",
    "obrolan",
    "panduan",
    "putar_ulang",
    "taksonomi",
    "tiket",
    "tinjauan",
]
