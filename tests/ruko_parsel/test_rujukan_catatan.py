"""What a visit found and the kecamatan must help with: an entry handed to the coordination desk."""

import pytest

from luna_maya.services.catatan import CatatanDitolak
from luna_maya.services.tindak_catatan import KOORDINASI, hand_over_catatan, may_coordinate
from ruko_parsel.models import Permintaan
from ruko_parsel.services.permintaan import move_permintaan
from tests.luna_maya.pabrik import RT, make_kunjungan, make_lurah
from tests.luna_maya.pabrik_janji import make_catatan
from tests.ruko_parsel.pabrik import make_petugas
from wilayah.hasil_rujukan import read_hasil
from wilayah.models import RiwayatRujukan
from wilayah.rujukan import accept_rujukan

KECAMATAN = ".".join(RT.split(".")[:3])


@pytest.fixture
def lurah(db):
    return make_lurah()


@pytest.fixture
def catatan(lurah):
    return make_catatan(kunjungan=make_kunjungan(lurah=lurah), setuju_laporan=True)


def test_an_entry_becomes_a_request_and_its_page_knows_how_far_it_is(catatan, lurah):
    petugas = make_petugas(di=KECAMATAN)
    assert may_coordinate(catatan)
    rujukan = hand_over_catatan(catatan, meja=KOORDINASI, by=lurah)
    assert rujukan.status == "ditawarkan"
    assert hand_over_catatan(catatan, meja=KOORDINASI, by=lurah) == rujukan
    accept_rujukan(rujukan, by=petugas, rincian={"masalah": "sarana_kerja"})
    permintaan = Permintaan.objects.get()
    assert (permintaan.rujukan, permintaan.kontak) == (rujukan, None)
    assert str(permintaan.wilayah_id) == ".".join(RT.split(".")[:4])
    move_permintaan(permintaan, to="ditelaah", by=petugas)
    rujukan.refresh_from_db()
    assert read_hasil([rujukan], user=lurah)[rujukan.pk].keadaan == "Ditelaah"
    assert RiwayatRujukan.objects.filter(dari="tujuan").count() == 1
    assert catatan.riwayat.filter(peristiwa="rujukan").count() == 1


def test_without_a_desk_or_the_tellers_word_it_stays(catatan, lurah):
    make_petugas()  # of Paringin Selatan: another kecamatan
    assert not may_coordinate(catatan)
    with pytest.raises(CatatanDitolak, match="belum ada petugasnya"):
        hand_over_catatan(catatan, meja=KOORDINASI, by=lurah)
    make_petugas(di=KECAMATAN)
    catatan.setuju_laporan = False
    catatan.save()
    with pytest.raises(CatatanDitolak, match="belum setuju"):
        hand_over_catatan(catatan, meja=KOORDINASI, by=lurah)
