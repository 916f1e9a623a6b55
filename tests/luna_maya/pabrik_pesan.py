"""A WhatsApp number of Kel. Kandangan Utara, for tests of chats."""

import pytest

from pesan.models import NomorKanal, PesanKeluar
from pesan.nomor import forget_numbers
from tests.curhat.conftest import acuan_curhat, bersih
from tests.factories import WilayahFactory
from tests.luna_maya.pabrik import RT, UTARA, make_lurah
from tests.pesan.conftest import RAHASIA
from wilayah.halaman import forget_area

__all__ = ["acuan_curhat", "bersih", "last_body", "open_utara", "templates", "utara"]
DARI = "6281200000001"
SLUG = "kandangan-utara"


def open_utara():
    """Kel. Kandangan Utara in service, with RT 02 RW 01, RT 03 RW 02 and a lurah."""
    utara = WilayahFactory(kode=UTARA)
    utara.nama, utara.slug = "Kandangan Utara", SLUG
    utara.save()
    for kode in (RT, f"{UTARA}.02.03"):
        WilayahFactory(kode=kode)
    forget_area()
    return utara


@pytest.fixture
def utara(acuan_curhat):
    """The kelurahan at work: its number, its lurah."""
    kelurahan = open_utara()
    NomorKanal.objects.create(
        saluran="whatsapp", nomor_id="111222333", tampilan="+62 800-0000-0009", wilayah=kelurahan,
        app_secret=RAHASIA, verify_token="token-uji", access_token="akses-uji",
    )  # fmt: skip
    forget_numbers()
    yield make_lurah(email="lurah@uji.invalid")
    forget_numbers()
    forget_area()


def templates():
    """What was owed to contacts, oldest first."""
    rows = PesanKeluar.objects.filter(kontak__isnull=False).order_by("id")
    return list(rows.values_list("templat", flat=True))


def last_body(templat):
    return PesanKeluar.objects.filter(templat=templat).order_by("-pk").first().badan
