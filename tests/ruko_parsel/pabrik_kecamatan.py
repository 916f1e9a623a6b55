"""Requests with a past of their own, for figures."""

import datetime as dt
from zoneinfo import ZoneInfo

from dasbor.demo.waktu import simulated_clock
from ruko_parsel.services.permintaan import move_permintaan, pause_permintaan, resume_permintaan
from tests.ruko_parsel.pabrik import make_permintaan

WITA = ZoneInfo("Asia/Makassar")


def pukul(hari, jam=9, menit=0):
    """A moment on the clock of Paringin: pukul("2026-03-02", 9)."""
    return dt.datetime.combine(dt.date.fromisoformat(hari), dt.time(jam, menit), tzinfo=WITA)


def jalani(*, ajukan, jawab=None, selesai=None, jeda=(), **isi):
    """A request filed, paused, answered and finished at these moments."""
    langkah = [(ajukan, "ajukan")]
    for dari, sampai in jeda:
        langkah += [(dari, "jeda")] + ([(sampai, "lanjut")] if sampai else [])
    langkah += [(jawab, "jawab")] * bool(jawab) + [(selesai, "selesai")] * bool(selesai)
    satu = None
    with simulated_clock() as jam:
        for jam.sekarang, apa in sorted(langkah, key=lambda x: x[0]):
            satu = _step(satu, apa, isi)
    return satu


def _step(satu, apa, isi):
    if apa == "ajukan":
        return move_permintaan(make_permintaan(**isi), to="ditelaah", by=None)
    if apa == "jeda":
        return pause_permintaan(satu, by=None, catatan="Mohon lengkapi lampirannya")
    if apa == "lanjut":
        return resume_permintaan(satu, by=None)
    return move_permintaan(satu, to={"jawab": "ditanggapi"}.get(apa, apa), by=None)
