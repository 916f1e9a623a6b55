from curhat.admin import (
    aturan,
    curhat,
    isu,
    model_bahasa,
    obrolan,
    panduan,
    taksonomi,
    tiket,
    tinjauan,
)

__all__ = [
    "aturan",
    "curhat",
    "isu",
    "model_bahasa",
    "obrolan",
    "panduan",
    "taksonomi",
    "tiket",
    "tinjauan",
]
