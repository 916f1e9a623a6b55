"""Entries and signals for the map and the evaluation."""

import datetime as dt

from luna_maya.models import Catatan
from luna_maya.services.kunjungan import move_kunjungan
from tests.luna_maya.pabrik import WITA, make_kunjungan, make_lurah
from wilayah.sinyal import Titik

TAKSONOMI = [
    ("lingkungan", "Lingkungan", "sampah", "Sampah"),
    ("lingkungan", "Lingkungan", "banjir_drainase", "Banjir dan drainase"),
    ("infrastruktur", "Infrastruktur", "penerangan_jalan", "Penerangan jalan"),
]


class SinyalUji:
    """A source whose counts a test puts into `isi`."""

    isi: list[Titik] = []

    def titik(self, kelurahan, dari, sampai):
        return [t for t in self.isi if t.hari is None or dari <= t.hari <= sampai]

    def kategori(self):
        return TAKSONOMI


def held(lurah=None, *, hari=-10, **lain):
    """A visit that is over, `hari` days from today."""
    mulai = dt.datetime.combine(
        dt.datetime.now(WITA).date() + dt.timedelta(days=hari), dt.time(19), tzinfo=WITA
    )
    kunjungan = make_kunjungan(lurah=lurah or make_lurah(), mulai_at=mulai, **lain)
    kunjungan = move_kunjungan(kunjungan, to="pasti", by=None)
    return move_kunjungan(kunjungan, to="selesai", by=None)


def write(kunjungan, isi="Got mampet", jenis="masalah", sub="banjir_drainase", **lain):
    """An entry of a visit."""
    return Catatan.objects.create(
        kunjungan=kunjungan, wilayah=kunjungan.wilayah, jenis=jenis, isi=isi, subkategori=sub,
        kategori=next((k for k, _n, s, _m in TAKSONOMI if s == sub), ""),
        dicatat_at=kunjungan.mulai_at + dt.timedelta(hours=1), by=kunjungan.lurah, **lain,
    )  # fmt: skip
