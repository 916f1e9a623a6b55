"""The demo of RUKO PARSEL: its parts in the order in which they need each other."""

from collections.abc import Callable, Iterator

from django.utils import timezone

from dasbor.demo.kiriman import settle_keluar
from dasbor.demo.ruko import load_permintaan_ruko
from dasbor.demo.ruko_ajuan import load_ajuan
from dasbor.demo.ruko_kapasitas import load_kapasitas_ruko
from dasbor.demo.ruko_kecamatan import load_kecamatan
from dasbor.demo.ruko_meja import load_meja
from dasbor.demo.ruko_pengetahuan import load_pengetahuan
from dasbor.demo.ruko_rapat import load_rapat
from dasbor.demo.ruko_rujukan import load_rujukan
from dasbor.demo.ruko_rumah import load_rumah
from wilayah.kalender import to_wib

_BAGIAN: tuple[tuple[str, Callable[[], int]], ...] = (
    # ajuan
    ("Permintaan koordinasi", load_permintaan_ruko),
    ("Ajuan warga, tamu, dan pesan", load_ajuan),
    # kapasitas
    ("Kapasitas dan siaga desa", load_kapasitas_ruko),
    # rumah
    ("Ruang, antrean, buku tamu", load_rumah),
    # meja
    ("Meja koordinasi", load_meja),
    # rujukan
    ("Rujukan ke Rumah Koordinasi", load_rujukan),
    # rapat
    ("Rapat dan keputusan", load_rapat),
    # pengetahuan
    ("Pengetahuan", load_pengetahuan),
    # kecamatan
    ("Laporan bulanan RUKO", load_kecamatan),
)


def load_ruko() -> Iterator[tuple[str, int]]:
    """Load each part; gives its name and how many rows were made. Safe to repeat."""
    for nama, load in _BAGIAN:
        yield nama, load()
    kini = timezone.now()
    tengah_malam = to_wib(kini).replace(hour=0, minute=0, second=0, microsecond=0)
    settle_keluar(None, hari_ini=tengah_malam, sekarang=kini)
