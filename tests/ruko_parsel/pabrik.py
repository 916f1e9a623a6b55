"""Requests for tests: Kec. Paringin Selatan, invented people."""

from ruko_parsel.models import JenisMasalah, Permintaan
from ruko_parsel.services.permintaan import Ajuan, file_permintaan
from tests.factories import PenggunaFactory, WilayahFactory
from wilayah.models import Wilayah

KECAMATAN = "63.11.07"
INAN, PANGGUNG = f"{KECAMATAN}.2003", f"{KECAMATAN}.2005"
TETANGGA = "63.06.05"  # another kecamatan


def make_camat(**lain):
    return PenggunaFactory(peran="camat", di=KECAMATAN, **lain)


def make_petugas(di=KECAMATAN, **lain):
    return PenggunaFactory(peran="petugas_kecamatan", di=di, **lain)


def make_desa(di=INAN, peran="moderator", **lain):
    """Somebody of a village's own staff."""
    return PenggunaFactory(peran=peran, di=di, **lain)


def make_permintaan(*, di=INAN, masalah="keuangan", by=None, **lain):
    """A request as a village's staff files it; gives the row."""
    WilayahFactory(kode=di)
    awal = {
        "jenis": Permintaan.Jenis.PENDAPAT,
        "judul": "Laporan semester dana desa",
        "uraian": "Kami ragu cara mencatat sisa kas tahun lalu.",
        "saluran": Permintaan.Saluran.PETUGAS,
        "pemohon": by,
    }
    ajuan = Ajuan(
        wilayah=Wilayah.objects.get(pk=di), masalah=JenisMasalah.objects.get(pk=masalah),
        **(awal | lain),
    )  # fmt: skip
    return file_permintaan(ajuan, by=by)[0]
