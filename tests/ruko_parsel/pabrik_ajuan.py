"""Villages of Paringin Selatan with addresses of their own, and what their forms say."""

from uuid import uuid4

import pytest

from pesan.models import NomorKanal, PesanKeluar
from pesan.nomor import forget_numbers
from tests.curhat.conftest import acuan_curhat, bersih, terima
from tests.factories import WilayahFactory
from tests.pesan.conftest import RAHASIA
from tests.ruko_parsel.pabrik import INAN, KECAMATAN, PANGGUNG, TETANGGA, make_petugas
from wilayah.halaman import forget_area

__all__ = ["acuan_curhat", "bersih", "desa", "last_body", "meja", "nomor_kecamatan", "terima"]
TOKEN = "4b3f1f8e-3a55-4e4b-9a0b-2f6f3f0f9a11"
CERITA = "SPJ dana desa semester satu belum selesai. Bendahara kami baru."


@pytest.fixture
def desa(db):
    """Two villages in service, and one of another kecamatan that has no desk."""
    forget_area()
    hasil = []
    for kode, nama, slug in (
        (INAN, "Inan", "inan-balangan"), (PANGGUNG, "Panggung", "panggung-balangan"),
        (f"{TETANGGA}.2001", "Tetangga", "tetangga-uji"),
    ):  # fmt: skip
        satu = WilayahFactory(kode=kode)
        satu.nama, satu.slug = nama, slug
        satu.tingkat = "desa"
        satu.save()
        hasil.append(satu)
    yield hasil
    forget_area()


@pytest.fixture
def meja(desa):
    """An officer on duty at the kecamatan's desk."""
    return make_petugas(nama="Rahmadi")


@pytest.fixture
def nomor_kecamatan(acuan_curhat, meja):
    """The kecamatan's WhatsApp number."""
    NomorKanal.objects.create(
        saluran="whatsapp", nomor_id="111222333", tampilan="+62 800-0000-0009",
        wilayah_id=KECAMATAN, app_secret=RAHASIA, verify_token="token-uji",
        access_token="akses-uji",
    )  # fmt: skip
    forget_numbers()
    yield meja
    forget_numbers()


def isian(**lain):
    return {
        "token": TOKEN, "jenis": "pendapat", "uraian": CERITA, "masalah": "keuangan",
        "urgensi": "2", "kontak": "", "situs": "",
    } | lain  # fmt: skip


def isian_staf(**lain):
    return isian(wilayah=INAN, judul="SPJ semester satu", token=str(uuid4())) | lain


def last_body(templat):
    return PesanKeluar.objects.filter(templat=templat).order_by("-pk").first().badan
