"""Night contacts for tests: invented people of Kel. Kandangan Utara."""

import datetime as dt

from luna_maya.models import PetugasMalam
from luna_maya.services.kontak_malam import Jaga, add_jaga, agree_malam
from tests.factories import PenggunaFactory, WilayahFactory
from tests.luna_maya.pabrik import UTARA, make_tokoh

SETIAP_HARI = tuple(range(7))


def make_petugas_malam(sebutan="Pak Fahmi, Lurah", nomor="+6281299990001", *, setuju=True, **lain):
    """Somebody reached at night; with an account (the person agrees) unless `tokoh` is given."""
    di = lain.pop("di", UTARA)
    if "tokoh" not in lain and "pengguna" not in lain:
        lain["pengguna"] = PenggunaFactory(peran="lurah", di=di)
    petugas = PetugasMalam.objects.create(
        wilayah=WilayahFactory(kode=di), sebutan=sebutan, nomor=nomor, **lain
    )
    if setuju:
        petugas = agree_malam(petugas, by=lain.get("pengguna") or PenggunaFactory())
    return petugas


def make_pengganti(**lain):
    tokoh = make_tokoh("Aiptu Syahrani", "bhabinkamtibmas")
    return make_petugas_malam("Bhabinkamtibmas", "+6281299990002", tokoh=tokoh, **lain)


def make_jaga(petugas=None, *, mulai=dt.time(19), sampai=dt.time(6), hari=SETIAP_HARI, **lain):
    """Turns every day of the week from evening to morning."""
    petugas = petugas or make_petugas_malam()
    jaga = Jaga(petugas.wilayah, mulai, sampai, petugas, hari=tuple(hari), **lain)
    return add_jaga(jaga, by=PenggunaFactory())
