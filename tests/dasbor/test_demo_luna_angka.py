"""The demo's public pages tell the same story: their numbers add up, and no host is named."""

import pytest

from dasbor.demo.akun import load_akun, load_rtrw
from dasbor.demo.luna import UTARA, load_kunjungan
from dasbor.demo.luna_persetujuan import load_persetujuan
from dasbor.demo.luna_petugas import load_petugas
from luna_maya.models import Kunjungan, TuanRumah
from tests.factories import WilayahFactory
from wilayah.halaman import forget_area

pytestmark = pytest.mark.django_db
AWAL = "/kandangan-utara-uji/"


@pytest.fixture
def utara():
    load_akun()
    load_rtrw()
    area = WilayahFactory(kode=UTARA)
    area.slug = AWAL.strip("/")
    area.save()
    forget_area()
    for load in (load_kunjungan, load_persetujuan, load_petugas):
        load()
    yield area
    forget_area()


def _visits():
    selesai = Kunjungan.objects.in_wilayah(UTARA).done()
    return [f"{AWAL}luna-maya/{kode}/" for kode in selesai.values_list("kode", flat=True)]


def test_entries_promises_and_rt_are_counted_alike_on_every_page(utara, client):
    semua = client.get(f"{AWAL}luna-maya/").context
    satu = [client.get(alamat).context for alamat in _visits()]
    assert semua["banyak"] == len(satu) == 20
    assert semua["jumlah"].jumlah_catatan == sum(c["hasil"].jumlah_catatan for c in satu)
    janji = client.get(f"{AWAL}luna-maya/janji/").context["jumlah"]
    assert semua["jumlah"].jumlah_janji == janji == sum(len(c["janji"]) for c in satu)
    gambar = client.get(f"{AWAL}luna-maya/giliran/").context["gambar"]
    assert (semua["rt"], semua["rt_semua"]) == (gambar.sudah, len(gambar.rt))
    assert sum(rt.jumlah for rt in gambar.rt) + gambar.di_luar == semua["banyak"]
    assert gambar.di_luar  # some hosts would rather not have their RT named


def test_no_public_page_names_a_host(utara, client):
    nama = [n.removeprefix("Keluarga ") for n in
            TuanRumah.objects.filter(tempat="rumah").values_list("nama", flat=True)]  # fmt: skip
    jalan = ("", "luna-maya/", "luna-maya/?hal=2", "luna-maya/janji/", "luna-maya/giliran/",
             "luna-maya/peta/", "luna-maya/kunjungan.csv", "luna-maya/janji.csv", "lurah-malam/",
             "undang-lurah/")  # fmt: skip
    for alamat in (*(AWAL + satu for satu in jalan), *_visits()):
        isi = client.get(alamat).content.decode()
        assert [satu for satu in nama if satu in isi] == [], alamat


def test_the_home_leads_to_the_invitation_and_says_who_is_reached_at_night(utara, client):
    isi = client.get(AWAL).content.decode()
    assert f'href="{AWAL}undang-lurah/"' in isi
    assert "Di luar jam kantor" in isi
    assert f'href="{AWAL}undang-lurah/"' in client.get(f"{AWAL}luna-maya/").content.decode()
