"""Capacity for tests: villages of Kec. Paringin Selatan with levels, contacts and figures."""

import datetime as dt

from ruko_parsel.models import JenisMasalah
from ruko_parsel.models.kapasitas import periode_of
from ruko_parsel.services.kapasitas import save_nilai, send_penilaian, start_penilaian
from ruko_parsel.services.siaga import IsiKontak, add_kontak
from ruko_parsel.services.stunting import IsiAngka, record_angka
from tests.factories import WilayahFactory
from tests.ruko_parsel.pabrik import INAN, KECAMATAN, make_desa, make_petugas
from wilayah.zona import hari_ini

KINI = periode_of(hari_ini(KECAMATAN))


def desa_ke(n):
    """The n-th village of the kecamatan, made or found."""
    return WilayahFactory(kode=f"{KECAMATAN}.{2001 + n}")


def fill_penilaian(penilaian, by, nilai=3, **lain):
    """All eleven at one level, those named at another."""
    isi = {m: (lain.get(m, nilai), "Lihat buku") for m in
           JenisMasalah.objects.values_list("pk", flat=True)}  # fmt: skip
    return save_nilai(penilaian, isi, by=by)


def make_penilaian(di=INAN, *, periode=KINI, sudut="desa", by=None, nilai=3, **lain):
    """A sent assessment of a village."""
    by = by or (make_desa(di=di) if sudut == "desa" else make_petugas())
    penilaian = start_penilaian(WilayahFactory(kode=di), periode=periode, by=by, alasan="Keliru")
    fill_penilaian(penilaian, by, nilai, **lain)
    return send_penilaian(penilaian, by=by)


def make_kontak_siaga(di=INAN, urut=1, nomor="081255550001", by=None, **lain):
    isi = IsiKontak("Ketua tim siaga", "Rusdi Karangan", nomor, urut, **lain)
    return add_kontak(WilayahFactory(kode=di), isi, by=by or make_desa(di=di))


def make_angka(di=INAN, *, bulan=None, ditimbang=80, stunting=12, wasting=7, by=None):
    bulan = bulan or hari_ini(KECAMATAN).replace(day=1)
    isi = IsiAngka(WilayahFactory(kode=di), bulan, ditimbang, stunting, wasting)
    return record_angka(isi, by=by or make_desa(di=di))


def jam(hari, pukul=10):
    """A moment of a day on the clock of the place."""
    return dt.datetime.combine(hari, dt.time(pukul), tzinfo=dt.timezone(dt.timedelta(hours=8)))
