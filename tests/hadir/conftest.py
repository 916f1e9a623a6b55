import pytest

from tests.factories import PenggunaFactory, WilayahFactory
from tests.hadir.pabrik import DAFTAR, PANDEAN, TAMAN, DaftarUji, buat_sesi


@pytest.fixture(autouse=True)
def daftar_uji(settings):
    settings.HADIR_DAFTAR = DAFTAR
    DaftarUji.ditolak, DaftarUji.panggilan = {}, []


@pytest.fixture
def sesi(db):
    return buat_sesi()


@pytest.fixture
def fasilitator(db):
    return PenggunaFactory(peran="fasilitator", di=WilayahFactory(kode=TAMAN))


@pytest.fixture
def tetangga(db):
    return PenggunaFactory(peran="fasilitator", di=WilayahFactory(kode=PANDEAN))
