"""The map of problems: visits and reports together, by RT; in public by RW and never small."""

import datetime as dt

import pytest

from luna_maya.peta_masalah import map_problems
from tests.factories import PenggunaFactory, WilayahFactory
from tests.luna_maya.pabrik import RT, UTARA, make_lurah, make_tuan_rumah
from tests.luna_maya.pabrik_peta import SinyalUji, held, write
from wilayah.models import Wilayah
from wilayah.sinyal import Titik

pytestmark = pytest.mark.django_db
PETA = "/admin/luna_maya/pertimbangan/peta/"
KINI = dt.date.today()  # noqa: DTZ011 - a day long enough ago or not


@pytest.fixture(autouse=True)
def sinyal(settings):
    settings.SINYAL = ["tests.luna_maya.pabrik_peta.SinyalUji"]
    SinyalUji.isi = []
    return SinyalUji


@pytest.fixture
def tempat():
    WilayahFactory(kode=RT)
    return Wilayah.objects.get(pk=UTARA)


def curhat(jumlah, wilayah=RT, sub="banjir_drainase", kategori="lingkungan", lalu=30):
    return Titik(wilayah, "curhat", jumlah, KINI - dt.timedelta(days=lalu), kategori, sub)


def setahun(tempat, kategori=""):
    return map_problems(tempat, KINI - dt.timedelta(days=365), KINI, kategori)


def test_both_are_added_up_and_told_apart(tempat, sinyal):
    write(held())
    sinyal.isi = [curhat(3), curhat(2, sub="penerangan_jalan", kategori="infrastruktur")]
    peta = setahun(tempat)
    assert [nama for _s, nama in peta.kolom] == ["Lingkungan", "Infrastruktur"]
    rw, rt = peta.baris
    assert (rw.is_rw, rt.is_rw) == (True, False)
    assert (rt.sel[0].catatan, rt.sel[0].curhat) == (1, 3)
    assert rw.total.jumlah == rt.total.jumlah == peta.jumlah.total.jumlah == 6


def test_one_category_opens_into_its_subjects(tempat, sinyal):
    sinyal.isi = [curhat(3), curhat(1, sub="sampah"),
                  curhat(9, sub="penerangan_jalan", kategori="infrastruktur")]  # fmt: skip
    peta = setahun(tempat, "lingkungan")
    assert [nama for _s, nama in peta.kolom] == ["Sampah", "Banjir dan drainase"]
    assert peta.jumlah.total.jumlah == 4


def test_what_has_no_rt_is_not_lost(tempat, sinyal):
    sinyal.isi = [curhat(2, wilayah=UTARA), curhat(1, wilayah=f"{UTARA}.01")]
    peta = setahun(tempat)
    assert [(b.nama, b.total.jumlah) for b in peta.baris if b.total.jumlah] == [
        ("RW 01", 1),
        ("RT belum diketahui", 2),
    ]


def test_an_entry_taken_back_is_not_counted(tempat):
    satu = write(held())
    satu.dicabut_at = satu.dicatat_at
    satu.save()
    assert setahun(tempat).is_empty


def test_the_page_shows_the_entries_of_an_rt(client, tempat, sinyal):
    lurah = make_lurah()
    write(held(lurah), isi="Got <b>mampet</b> sejak lama")
    client.force_login(lurah)
    hasil = client.get(PETA, {"rt": RT})
    assert "Got &lt;b&gt;mampet&lt;/b&gt; sejak lama" in hasil.text
    assert "belum ditindaklanjuti" in hasil.text


def test_nobody_sees_another_area(client, tempat, sinyal):
    write(held(), isi="zamrudpeta")
    lain = PenggunaFactory(peran="lurah", di="35.77.03.1009")
    client.force_login(lain)
    assert "zamrudpeta" not in client.get(PETA, {"di": UTARA, "rt": RT}).text
    assert client.get(PETA, {"di": UTARA, "dari": "x", "kategori": "'"}).status_code in {200, 404}


def test_nonsense_in_the_address_is_the_default(client, tempat):
    client.force_login(make_lurah())
    for isi in ({"dari": "2026-13-99"}, {"sampai": "0"}, {"rt": "../"}, {"kategori": "<b>"}):
        assert client.get(PETA, isi).status_code == 200


def test_who_has_no_part_in_it_gets_a_404(client, tempat):
    client.force_login(PenggunaFactory(peran="operator_kios", di=UTARA))
    assert client.get(PETA).status_code == 404


def test_the_public_never_reads_a_small_number(client, tempat, sinyal):
    Wilayah.objects.filter(pk=UTARA).update(slug="kandangan-utara-uji")
    sinyal.isi = [curhat(4), curhat(7, sub="penerangan_jalan", kategori="infrastruktur")]
    teks = client.get("/kandangan-utara-uji/luna-maya/peta/").text
    assert "&lt; 5" in teks
    assert ">4<" not in teks
    assert ">7<" in teks
    assert "RT 02" not in teks


def test_the_number_of_queries_does_not_grow(client, tempat, sinyal, django_assert_max_num_queries):
    lurah = make_lurah()
    for n in range(1, 16):
        rumah = make_tuan_rumah(f"Keluarga {n}", di=f"{UTARA}.02.{n:02d}")
        write(held(lurah, hari=-20 - 2 * n, tuan_rumah=rumah))
    client.force_login(lurah)
    client.get(PETA)
    with django_assert_max_num_queries(22):
        client.get(PETA, {"rt": UTARA})
