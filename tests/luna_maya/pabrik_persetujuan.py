"""Hosts who can be asked, for tests."""

import itertools

from luna_maya.services.kontak import set_kontak_tuan_rumah
from luna_maya.services.persetujuan import Cara, Jawab, Pilihan, agree_kunjungan, invite_tuan_rumah
from tests.luna_maya.pabrik import make_kunjungan, make_tuan_rumah

_urut = itertools.count(10)
CHAT, TAUTAN = Jawab(Cara.CHAT), Jawab(Cara.TAUTAN)


def make_host(nama="Keluarga Pak Durahman", nomor="", **lain):
    """A host with a WhatsApp number of nobody."""
    rumah = make_tuan_rumah(nama, **lain)
    return set_kontak_tuan_rumah(rumah, nomor=nomor or f"0812000000{next(_urut)}")


def make_invited(**lain):
    """A visit whose host has been asked."""
    rumah = lain.pop("tuan_rumah", None) or make_host()
    kunjungan = make_kunjungan(tuan_rumah=rumah, **lain)
    invite_tuan_rumah(kunjungan, by=kunjungan.lurah)
    kunjungan.refresh_from_db()
    return kunjungan


def make_agreed(izin=None, **lain):
    """A visit whose host said yes by the link; `izin`: what is allowed beside the defaults."""
    kunjungan = make_invited(**lain)
    dasar = Pilihan.usual(kunjungan.tuan_rumah).izin
    agree_kunjungan(kunjungan, Pilihan({**dasar, **(izin or {})}), TAUTAN)
    kunjungan.refresh_from_db()
    return kunjungan
