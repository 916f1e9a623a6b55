"""Rooms, hours and bookings for tests, next Monday on the clock of Paringin Selatan."""

import datetime as dt

from ruko_parsel.models import JamBuka, Pemesanan, Ruang
from ruko_parsel.services.pemesanan import Pesanan, book_ruang
from tests.factories import WilayahFactory
from tests.ruko_parsel.pabrik import INAN, KECAMATAN, make_desa, make_petugas
from wilayah.kalender import is_hari_kerja
from wilayah.zona import hari_ini, zona_of

WITA = zona_of(KECAMATAN)


def next_senin():
    """A Monday that is no holiday, at least two days ahead."""
    hari = hari_ini(KECAMATAN) + dt.timedelta(days=2)
    while hari.weekday() != 0 or not is_hari_kerja(hari, KECAMATAN):
        hari += dt.timedelta(days=1)
    return hari


def pukul(jam, menit=0, *, hari=None):
    """That hour of next Monday (or `hari`) where the house is."""
    return dt.datetime.combine(hari or next_senin(), dt.time(jam, menit), tzinfo=WITA)


def make_jam(di=KECAMATAN, ruang=None, hari=range(5), buka=8, tutup=16):
    wilayah = WilayahFactory(kode=di)
    for satu in hari:
        JamBuka.objects.get_or_create(
            wilayah=wilayah, ruang=ruang, hari=satu, buka=dt.time(buka),
            defaults={"tutup": dt.time(tutup)},
        )  # fmt: skip


def make_ruang(nama="Ruang Musyawarah", di=KECAMATAN, **lain):
    make_jam(di)
    awal = {"kapasitas": 12} | lain
    ruang, _baru = Ruang.objects.get_or_create(
        nama=nama, wilayah=WilayahFactory(kode=di), defaults=awal
    )
    return ruang


def pesanan(**lain):
    awal = {
        "wilayah": WilayahFactory(kode=lain.pop("di", INAN)), "mulai_at": pukul(9),
        "selesai_at": pukul(10), "perihal": "Laporan semester",
    }  # fmt: skip
    isi = awal | lain
    return Pesanan(ruang=isi.pop("ruang", None) or make_ruang(), **isi)


def make_pemesanan(by=None, **lain) -> Pemesanan:
    """A booking; by the desk, so that it stands, unless somebody of a village is given."""
    return book_ruang(pesanan(**lain), by=by or make_petugas())


def make_diminta(di=INAN, **lain) -> Pemesanan:
    """A booking a village asked for."""
    return make_pemesanan(by=make_desa(di), di=di, **lain)
