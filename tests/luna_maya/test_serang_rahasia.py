"""An entry that became a private case is in nothing others read: promise, map, book, report."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from curhat.models import Curhat
from luna_maya.angka_tahun import figures_of, span_of_year
from luna_maya.cetak.laporan import compose_laporan
from luna_maya.evaluasi import evaluate
from luna_maya.models import Kunjungan
from luna_maya.peta_masalah import map_problems
from luna_maya.services.janji import make_janji
from luna_maya.services.kunjungan import move_kunjungan
from tests.luna_maya.pabrik import UTARA
from tests.luna_maya.pabrik_catatan import going_on
from tests.luna_maya.pabrik_janji import CERITA, PEKA, hari_ini, make_catatan, serahkan
from tests.luna_maya.pabrik_pesan import (  # noqa: F401 - fixtures
    SLUG,
    acuan_curhat,
    bersih,
    utara,
)
from wilayah.models import Wilayah

pytestmark = pytest.mark.django_db
KATA = "zamrudkhatulistiwa"


@pytest.fixture
def kunjungan(utara):  # noqa: F811
    """A held visit with an ordinary entry, and one that became a private case, with a promise."""
    satu = going_on(lurah=utara)
    biasa = make_catatan(kunjungan=satu, isi=CERITA, setuju_laporan=True)
    peka = make_catatan(kunjungan=satu, isi=f"{PEKA} {KATA}", setuju_laporan=True)
    make_janji(
        peka, isi=f"Melindungi ibu {KATA}", tenggat=hari_ini() + dt.timedelta(days=7), by=utara
    )
    serahkan(biasa, by=utara)
    serahkan(peka, by=utara)
    assert list(Curhat.objects.order_by("pk").values_list("rahasia", flat=True)) == [False, True]
    move_kunjungan(satu, to="pasti", by=utara)
    return move_kunjungan(satu, to="selesai", by=utara)


def test_its_promise_is_on_no_public_page_nor_in_open_data(kunjungan):
    awal = f"/{SLUG}/luna-maya/"
    for alamat in ("", "janji/", "janji.csv", "kunjungan.csv", f"{kunjungan.kode}/", "peta/"):
        isi = Client().get(f"{awal}{alamat}")
        assert isi.status_code == 200, alamat
        assert KATA not in isi.content.decode(), alamat
    assert len(Client().get(f"{awal}janji.csv").content.decode().strip().splitlines()) == 1


def test_neither_map_nor_evaluation_nor_the_years_figures_count_it(kunjungan):
    kelurahan, hari = Wilayah.objects.get(pk=UTARA), hari_ini()
    lalu = hari - dt.timedelta(days=30)
    peta = map_problems(kelurahan, lalu, hari + dt.timedelta(days=1))
    assert peta.jumlah.total.catatan == 1
    angka = figures_of(UTARA, *span_of_year(UTARA, hari.year))
    assert (angka.masalah, angka.janji, angka.diteruskan) == (1, 0, 1)
    nilai = evaluate(kelurahan, lalu, hari)
    assert sum(nilai.janji.values()) == 0
    assert KATA not in repr(nilai)


def test_the_report_that_goes_from_hand_to_hand_does_not_tell_it(kunjungan):
    kertas = compose_laporan(Kunjungan.objects.get(pk=kunjungan.pk), tanggal=timezone.localdate())
    assert KATA not in repr(kertas)
    assert "memukul" not in repr(kertas)
    assert "Lampu jalan" in repr(kertas)
