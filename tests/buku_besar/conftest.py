import pytest

from tests.buku_besar.pabrik import TAMAN, make_buku
from tests.factories import PenggunaFactory


@pytest.fixture
def buku(db):
    return make_buku()


@pytest.fixture
def lurah(db):
    return PenggunaFactory(peran="lurah", di=TAMAN)


@pytest.fixture
def bendahara(db):
    return PenggunaFactory(peran="bendahara", di=TAMAN)
