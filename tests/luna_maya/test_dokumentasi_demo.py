"""The demo shows pictures that are public and some that are not, a published book and a kit."""

import pytest

from dasbor.demo import luna as demo
from dasbor.demo.akun import load_akun, load_rtrw
from dasbor.demo.luna_dokumentasi import load_dokumentasi
from luna_maya import models as luna
from luna_maya.models import BukuTahunan, Dokumentasi, KitReplikasi

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo_luna():
    load_akun()
    load_rtrw()
    demo.load_kunjungan()


def test_the_demo_has_public_and_other_pictures_words_a_book_and_a_kit(demo_luna):
    assert load_dokumentasi() > 0
    assert load_dokumentasi() == 0
    semua = Dokumentasi.objects.in_wilayah(demo.UTARA)
    assert 0 < semua.public().count() < semua.count()
    assert luna.Testimoni.objects.in_wilayah(demo.UTARA).public().exists()
    buku = BukuTahunan.objects.get(wilayah=demo.UTARA)
    assert buku.terbit_at
    assert KitReplikasi.objects.get(wilayah=demo.UTARA).terbit_at
