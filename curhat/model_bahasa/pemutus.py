"""The circuit breaker: a server that keeps failing is left alone, by all processes together.

It is three counters of the database (`pesan.hitungan`): failures in a row, a pause, and a mark that
lets single calls through after the pause until one of them succeeds.
"""

from datetime import timedelta

from pesan.hitungan import count_up, forget_hitungan, read_hitungan, take_turn

GAGAL_MAKS = 5  # failures in a row
DALAM = timedelta(seconds=60)
JEDA = timedelta(seconds=30)
_GAGAL, _JEDA, _RUSAK, _COBA = (
    f"model:pemutus:{nama}" for nama in ("gagal", "jeda", "rusak", "coba")
)
_INGAT = timedelta(minutes=10)
_SELANG_COBA = timedelta(seconds=10)


def may_call() -> bool:
    """Whether the server may be asked now. Half open, one call in ten seconds may."""
    keadaan = read_hitungan([_JEDA, _RUSAK])
    if _JEDA in keadaan:
        return False
    return _RUSAK not in keadaan or take_turn(_COBA, _SELANG_COBA)


def note_baik() -> None:
    """A call came back: failures are counted anew and the breaker closes."""
    if read_hitungan([_GAGAL, _RUSAK]):
        for kunci in (_GAGAL, _JEDA, _RUSAK, _COBA):
            forget_hitungan(kunci)


def note_gagal() -> bool:
    """A call failed; True when the breaker is open now."""
    kali = count_up({_GAGAL: 1}, DALAM)[_GAGAL]
    if kali < GAGAL_MAKS and _RUSAK not in read_hitungan([_RUSAK]):
        return False
    count_up({_JEDA: 1}, JEDA)
    count_up({_RUSAK: 1}, _INGAT)
    return True


def is_open() -> bool:
    """Whether the server is left alone at the moment; reads only."""
    return _JEDA in read_hitungan([_JEDA])
