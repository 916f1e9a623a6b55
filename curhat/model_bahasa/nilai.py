"""What passes between the parts of the language model: plain values, no database, no network."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Hasil(StrEnum):
    """What came of one request; everything but OK and SIMPANAN leaves the rules answer."""

    OK = "ok"
    SIMPANAN = "simpanan"  # the same question was answered before
    RAGU = "ragu"  # the model is not sure enough
    DITOLAK = "ditolak"  # the model refuses
    SKEMA = "skema"  # not the shape that was asked for
    PERIKSA = "periksa"  # the reply did not pass the check
    LAMBAT = "lambat"  # not there in time
    GALAT = "galat"  # connection lost, server error
    PENUH = "penuh"  # the server asks to come back later
    ANGGARAN = "anggaran"  # the area's tokens of today are used up
    PEMUTUS = "pemutus"  # the circuit breaker is open
    SISIPAN = "sisipan"  # the text gives orders to a model
    LEWAT = "lewat"  # the answer had gone before it was this one's turn
    BATAL = "batal"  # switched off, erased or changed in the meantime


#: A broken server, as opposed to a model that answered something useless.
RUSAK = frozenset({Hasil.LAMBAT, Hasil.GALAT, Hasil.PENUH})


@dataclass(frozen=True, slots=True)
class Permintaan:
    """One chat request: who is asked, what is said, the shape wanted, the most it may write."""

    model: str
    pesan: tuple[dict[str, str], ...]
    skema: dict[str, Any]
    token_maks: int


@dataclass(frozen=True, slots=True)
class Rekaman:
    """One recording to be written down: the file's name tells the server its kind."""

    model: str
    nama: str
    isi: bytes


@dataclass(frozen=True, slots=True)
class Jawab:
    """What the server said. `teks` is empty unless `hasil` is OK; `latensi_ms` counts all tries."""

    hasil: Hasil
    teks: str = ""
    token_masuk: int = 0
    token_keluar: int = 0
    latensi_ms: int = 0
    percobaan: int = 1
    detik: float = 0.0  # length of a recording, where the server tells
