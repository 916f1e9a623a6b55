"""Staff's pages of the survey: a round, its figures, poster and papers; and who may see them."""

import csv
import datetime as dt
import re

import pytest
from django.test import Client

from luna_maya.models import JawabanPercaya, KertasPercaya, SurveiPercaya, TulisanPercaya
from luna_maya.services.survei import close_survei
from tests.factories import PenggunaFactory
from tests.luna_maya.pabrik import UTARA
from tests.luna_maya.pabrik_survei import jawab, kode_rt, make_survei
from wilayah.models import CatatanEkspor, Wilayah
from wilayah.peran import apply_izin

pytestmark = pytest.mark.django_db
DAFTAR = "/admin/luna_maya/surveipercaya/"


def masuk(peran="moderator", di=UTARA):
    apply_izin()
    client = Client()
    client.force_login(PenggunaFactory(peran=peran, di=di))
    return client


def halaman(survei, sisa=""):
    return f"{DAFTAR}{survei.pk}/{sisa or 'change/'}"


def test_a_round_is_made_opened_and_closed(client):
    make_survei(putaran="lama")
    Wilayah.objects.filter(pk=UTARA).update(slug="kandangan-utara")
    client, hari = masuk(), dt.date.today()  # noqa: DTZ011
    isi = {
        "wilayah": UTARA, "putaran": "2026", "gelombang": "sebelum", "buka": hari.isoformat(),
        "tutup": (hari + dt.timedelta(days=9)).isoformat(),
    }  # fmt: skip
    salah = client.post(f"{DAFTAR}add/", isi | {"tutup": "2020-01-01"})
    assert salah.status_code == 422
    assert "sesudah tanggal buka" in salah.content.decode()
    assert client.post(f"{DAFTAR}add/", isi).status_code == 302
    assert "sudah punya survei" in client.post(f"{DAFTAR}add/", isi).content.decode()
    survei = SurveiPercaya.objects.get(putaran="2026")
    client.post(halaman(survei, "langkah/buka/"))
    jawab(survei, 4, 4)
    client.post(halaman(survei, "langkah/tutup/"))
    survei.refresh_from_db()
    assert survei.status == "tutup"
    assert "belum cukup untuk ditampilkan" in client.get(halaman(survei)).content.decode()
    client.post(halaman(survei, "langkah/buka/"))
    survei.refresh_from_db()
    assert survei.status == "tutup"


def test_an_open_round_shows_how_many_but_no_figure():
    survei = make_survei()
    jawab(survei, *[2] * 9)
    isi = masuk().get(halaman(survei)).content.decode()
    assert "9 jawaban" in isi
    assert "tabel-percaya" not in isi
    assert masuk().get(halaman(survei, "unduh/")).status_code == 404


def test_the_result_shows_rts_of_five_and_free_words_of_five():
    survei = make_survei(rt=((1, 1), (1, 2), (2, 1), (2, 2)))
    jawab(survei, 4, 3, 5, 4, 4, 3, harapan="<script>x</script> lampu")
    jawab(survei, 2, 1, 2, rt=(1, 2))
    jawab(survei, *[3] * 12, rt=(2, 1))
    jawab(survei, *[3] * 8, rt=(2, 2))
    close_survei(survei)
    isi = masuk().get(halaman(survei)).content.decode()
    assert "RT 01 RW 02" in isi
    assert "tidak ditampilkan" in isi
    assert "12 orang" in isi
    assert "3 orang" not in isi
    assert "&lt;script&gt;x" in isi
    assert "<script>x" not in isi
    TulisanPercaya.objects.all()[0].delete()
    TulisanPercaya.objects.all()[0].delete()
    assert "Kurang dari lima orang menulis" in masuk().get(halaman(survei)).content.decode()


def test_the_file_holds_the_cells_of_the_page_and_is_recorded():
    survei = make_survei()
    jawab(survei, *[4] * 7)
    jawab(survei, 1, rt=(1, 2))
    close_survei(survei)
    jawaban = masuk().get(halaman(survei, "unduh/"))
    baris = list(csv.DictReader(jawaban.content.decode().splitlines()))
    n = {(b["pertanyaan"], b["wilayah"]): b["n_sebelum"] for b in baris}
    assert n["kedekatan", "RT 02 RW 01"] == "tidak ditampilkan"
    assert n["kedekatan", "RT 01 RW 01"] == "tidak ditampilkan"  # 8 - 7 would tell
    assert n["kedekatan", "RW 01"] == "8"
    assert CatatanEkspor.objects.get().jumlah == len(baris)


def test_a_poster_for_all_or_one_for_each_rt():
    survei = make_survei()
    client = masuk()
    assert client.get(halaman(survei, "poster/")).content.decode().count('class="poster"') == 1
    semua = client.get(halaman(survei, "poster/") + "?rt=semua").content.decode()
    assert semua.count('class="poster"') == 2
    assert "RT 02 RW 01" in semua


def test_papers_are_numbered_and_typed_in_with_digits():
    survei = make_survei()
    client = masuk()
    cetak = client.get(halaman(survei, "kertas/") + "?dari=41&banyak=3").content.decode()
    assert cetak.count('class="kertas"') == 3
    assert "No. 43" in cetak
    isi = {"nomor": 41, "rt": kode_rt(1, 2), "kedekatan": "4", "didengar": "2"}
    jawaban = client.post(halaman(survei, "masukan/"), isi)
    assert 'value="42"' in jawaban.content.decode()
    satu = JawabanPercaya.objects.get()
    assert (satu.cara, satu.jawaban) == ("kertas", {"kedekatan": "4", "didengar": "2"})
    lagi = client.post(halaman(survei, "masukan/"), isi)
    assert lagi.status_code == 422
    assert "nomor 41 sudah dimasukkan" in lagi.content.decode()
    salah = client.post(halaman(survei, "masukan/"), isi | {"nomor": 50, "didengar": "7"})
    assert "Merasa didengar: tulis satu angka" in salah.content.decode()
    kosong = client.post(halaman(survei, "masukan/"), {"nomor": 51, "rt": UTARA})
    assert "Kertas ini kosong" in kosong.content.decode()


def test_the_last_paper_can_be_taken_back():
    survei = make_survei()
    client = masuk()
    isi = {"nomor": 7, "rt": kode_rt(1, 1), "kedekatan": "4", "harapan": "jalan"}
    jawaban = client.post(halaman(survei, "masukan/"), isi).content.decode()
    urung = re.search(r'name="urung" value="([^"]+)"', jawaban)[1]
    client.post(halaman(survei, "masukan/"), {"urung": urung})
    assert not JawabanPercaya.objects.exists()
    assert not KertasPercaya.objects.exists()
    assert not TulisanPercaya.objects.exists()
    jawaban = client.post(halaman(survei, "masukan/"), {"urung": urung}, follow=True)
    assert "tidak dapat ditarik" in jawaban.content.decode()


def test_neighbours_find_nothing_and_the_camat_types_nothing_in():
    survei = make_survei()
    jawab(survei, *[4] * 6)
    tetangga = masuk(di="63.06.05.1001")
    for sisa in ("change/", "poster/", "kertas/", "masukan/", "unduh/"):
        assert tetangga.get(halaman(survei, sisa)).status_code == 404
    camat = masuk("camat", "63.06.05")
    assert camat.get(halaman(survei)).status_code == 200
    assert camat.get(halaman(survei, "masukan/")).status_code == 404
    assert camat.post(halaman(survei, "langkah/tutup/")).status_code == 404


def test_the_list_costs_the_same_with_one_and_with_fifteen_rounds(django_assert_max_num_queries):
    client = masuk()
    make_survei(putaran="p0")
    client.get(DAFTAR)
    with django_assert_max_num_queries(16):
        client.get(DAFTAR)
    for n in range(1, 15):
        make_survei(putaran=f"p{n}")
    with django_assert_max_num_queries(16):
        client.get(DAFTAR)


def test_a_result_page_costs_the_same_however_many_answered(django_assert_max_num_queries):
    survei = make_survei()
    jawab(survei, *[4] * 30)
    close_survei(survei)
    client = masuk()
    client.get(halaman(survei))
    with django_assert_max_num_queries(30):
        client.get(halaman(survei))
