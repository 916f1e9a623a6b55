"""The demo of the monthly reports: one that is signed, and last month's that waits."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction

from dasbor.demo.ruko import PARINGIN, ZONA
from dasbor.demo.waktu import simulated_clock
from ruko_parsel.masa import Masa, closed_month
from ruko_parsel.models import LaporanRuko
from ruko_parsel.services.laporan import draft_laporan, sign_laporan, write_catatan
from wilayah.models import Pengguna, Wilayah
from wilayah.zona import hari_ini

_CATATAN = (
    "Dua desa belum mengirim berkas pertanggungjawaban; sudah dihubungi lewat telepon.\n"
    "Ruang rapat utama baru dapat dipakai lagi sesudah atapnya diperbaiki."
)


@transaction.atomic
def load_kecamatan() -> int:
    """The two last closed months; gives how many reports were made. Safe to repeat."""
    kecamatan = Wilayah.objects.select_for_update().filter(pk=PARINGIN).first()
    if kecamatan is None or LaporanRuko.objects.in_wilayah(PARINGIN).exists():
        return 0
    orang: dict[str, Pengguna] = {p.username: p for p in Pengguna.objects.filter(
        username__in=["camat-paringin", "petugas-paringin"])}  # fmt: skip
    lalu = closed_month(hari_ini(PARINGIN))
    sebelum = closed_month(lalu.dari)
    with simulated_clock() as jam:
        jam.sekarang = _morning_after(sebelum)
        laporan: Any = draft_laporan(kecamatan, sebelum.dari)
        jam.sekarang += timedelta(hours=4)
        laporan = write_catatan(laporan, _CATATAN, by=orang["petugas-paringin"])
        jam.sekarang += timedelta(hours=3)
        sign_laporan(laporan, by=orang["camat-paringin"])
        jam.sekarang = _morning_after(lalu)
        draft_laporan(kecamatan, lalu.dari)
    return 2


def _morning_after(bulan: Masa) -> datetime:
    """A quarter past eight of the first day after the month, on the clock of the place."""
    return datetime.combine(bulan.sampai + timedelta(days=1), time(8, 15), tzinfo=ZONA)
