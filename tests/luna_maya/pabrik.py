"""Visits for tests: Kel. Kandangan Utara, invented people."""

import datetime as dt

from luna_maya.models import JenisKunjungan, Kendaraan, Tokoh, TuanRumah
from luna_maya.services.kunjungan import Rencana, schedule_kunjungan
from tests.factories import PenggunaFactory, WilayahFactory
from wilayah.zona import zona_of

UTARA = "63.06.05.1002"
RT = f"{UTARA}.01.02"
WITA = zona_of(UTARA)


def malam(hari=1, jam=19, menit=0):
    """`hari` days from today at this hour on the clock of Kandangan."""
    besok = dt.datetime.now(WITA).date() + dt.timedelta(days=hari)
    return dt.datetime.combine(besok, dt.time(jam, menit), tzinfo=WITA)


def jenis(kode="menginap"):
    """A kind of visit; loaded with the reference data of the test database."""
    return JenisKunjungan.objects.get(kode=kode)


def make_lurah(di=UTARA, **lain):
    return PenggunaFactory(peran="lurah", di=di, **lain)


def make_tuan_rumah(nama="Keluarga Pak Durahman", di=RT, **lain):
    """The host of this name there, made when new."""
    awal = {"alamat": "Gang Purnama 7, rumah hijau", "tempat": "rumah"} | lain
    rumah, _baru = TuanRumah.objects.get_or_create(
        nama=nama, wilayah=WilayahFactory(kode=di), defaults=awal
    )
    return rumah


def make_tokoh(nama="Serka Wahyunadi", unsur="babinsa", di=UTARA, **lain):
    awal = {"mulai": dt.date(2024, 11, 1)} | lain
    return Tokoh.objects.create(nama=nama, unsur=unsur, wilayah=WilayahFactory(kode=di), **awal)


def make_kendaraan(nama="Motor dinas", di=UTARA):
    return Kendaraan.objects.create(nama=nama, wilayah=WilayahFactory(kode=di))


def make_kunjungan(*, by=None, kode_jenis="menginap", **lain):
    """A planned visit; what is not given is made."""
    lurah = lain.pop("lurah", None) or make_lurah()
    rencana = Rencana(
        jenis=lain.pop("jenis", None) or jenis(kode_jenis),
        tuan_rumah=lain.pop("tuan_rumah", None) or make_tuan_rumah(),
        lurah=lurah,
        mulai_at=lain.pop("mulai_at", None) or malam(),
        **lain,
    )
    return schedule_kunjungan(rencana, by=by or lurah)
