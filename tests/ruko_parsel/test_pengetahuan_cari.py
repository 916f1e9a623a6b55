"""Search in Indonesian: roots, words of one meaning, typos, accents, marks; the public pages."""

import pytest

from ruko_parsel.cari import mark_teks, normalize_teks, read_pencarian, search_rows
from ruko_parsel.models import Jawaban, PakaiJawaban
from ruko_parsel.services.jawaban import archive_jawaban
from ruko_parsel.views import jawaban as tampilan
from tests.ruko_parsel.pabrik import INAN, TETANGGA, make_desa, make_petugas
from tests.ruko_parsel.pabrik_pengetahuan import TANYA, make_jawaban
from wilayah.models import Wilayah

DAFTAR, SARAN = "/ruko-parsel/jawaban/", "/ruko-parsel/jawaban/saran/"


@pytest.fixture
def tiga(db):
    return (
        make_jawaban(),
        make_jawaban("Apa yang harus ada dalam laporan realisasi dana desa?",
                     "Pelaporan memuat pendapatan, belanja, dan sisa anggaran tiap semester."),
        make_jawaban("Bagaimana menggerakkan kader posyandu agar rutin?",
                     "Buat jadwal tetap dan bagi tugas pelaporan timbang balita.",
                     masalah="stunting"),
    )  # fmt: skip


def found(teks):
    return list(search_rows(Jawaban.objects.published(), teks).rows)


@pytest.mark.parametrize(
    ("teks", "ke"),
    [
        ("pencatatan sisa kas", 0),  # roots: mencatat
        ("realisasi dandes", 1),  # what people call it
        ("DD semester", 1),
        ("laporan dana désa", 1),  # accents
        ("siskuedes", 0),  # a typo
        ("kader posyndu rutin", 2),
        ("silpa", 0),
        ("posy", 2),  # the beginning of a word
        ("gimana cara nyatat sisa anggaran tahun lalu di siskeudes ya pak", 0),
    ],
)
def test_the_best_answer_comes_first(tiga, teks, ke):
    assert found(teks)[0] == tiga[ke]


def test_a_word_in_the_question_weighs_more_than_one_in_the_answer(tiga):
    assert found("laporan")[0] == tiga[1]
    assert tiga[2] in found("laporan")


@pytest.mark.parametrize("teks", ["zzzz qqqq", "!!! & | <-> :*", "'", "yang dan di", "\x00", "\\"])
def test_nonsense_finds_nothing_and_breaks_nothing(tiga, teks, client):
    assert client.get(DAFTAR, {"q": teks}).status_code == 200
    assert client.get(DAFTAR, {"q": teks * 300}).status_code == 200


def test_words_of_a_known_term_may_stand_apart(tiga):
    assert tiga[0] in found("sisa tahun kas")
    make_jawaban("Ke mana sisa uang kas dicatat?", "Di buku kas umum.")
    assert "Ke mana sisa uang kas dicatat?" in [satu.tanya for satu in found("sisa kas")]


def test_words_are_compared_only_where_nothing_was_found_and_read_once(
    tiga, django_assert_num_queries
):
    with django_assert_num_queries(2):  # whether there is one, and the rows
        found("realisasi anggaran semester")
    found("posyndu")
    with django_assert_num_queries(4):  # nothing, whether words changed, then as above
        assert found("posyndu")


def test_a_word_that_has_just_come_in_is_known(tiga):
    assert found("bendungn") == []
    baru = make_jawaban("Siapa menjaga bendungan kecil?", "Kelompok tani.")
    assert found("bendungn") == [baru]


def test_a_correction_is_said(tiga, client):
    isi = client.get(DAFTAR, {"q": "posyndu"}).content.decode()
    assert "“posyndu” dibaca “posyandu”" in isi


def test_words_of_every_question_are_not_looked_for():
    assert read_pencarian("bagaimana cara yang ini").kelompok == ()
    assert read_pencarian("laporan dana desa").kata == ("laporan", "dana desa")
    assert normalize_teks("Désa\x00") == "desa "


def test_marks_are_the_only_markup():
    assert mark_teks("a <b> \ue000x&y\ue001 c") == "a &lt;b&gt; <mark>x&amp;y</mark> c"
    assert mark_teks("\ue001putus \ue000tanpa akhir") == "putus <mark>tanpa akhir</mark>"


def test_found_words_are_marked_on_the_page(tiga, client):
    isi = client.get(DAFTAR, {"q": "posyandu"}).content.decode()
    assert "<mark>posyandu</mark>" in isi


def test_filters_by_field_and_by_kecamatan(tiga, client):
    isi = client.get(DAFTAR, {"soal": "stunting"}).content.decode()
    assert tiga[2].tanya in isi
    assert TANYA not in isi
    Wilayah.objects.filter(pk="63.11.07").update(slug="kec-paringin-selatan-balangan")
    Wilayah.objects.filter(pk="63.06").update(slug="kab-hulu-uji")
    lain = make_jawaban("Soal kecamatan lain?", di=TETANGGA, by=make_petugas(di=TETANGGA))
    assert lain.tanya in client.get(DAFTAR).content.decode()
    di_sini = client.get(DAFTAR, {"di": "kec-paringin-selatan-balangan"}).content.decode()
    assert lain.tanya not in di_sini
    assert TANYA in di_sini
    assert client.get(DAFTAR, {"di": "tidak-ada"}).status_code == 404


def test_only_published_ones_are_public(tiga, client):
    usul = make_jawaban("Belum terbit?", terbit=False)
    archive_jawaban(tiga[0], by=make_petugas(), alasan="Lama")
    isi = client.get(DAFTAR).content.decode()
    assert usul.tanya not in isi
    assert TANYA not in isi
    for satu in (usul, tiga[0]):
        assert client.get(satu.get_absolute_url()).status_code == 404
        assert client.post(f"{satu.get_absolute_url()}suara/", {"apa": "ya"}).status_code == 404


def test_pages_are_light_and_name_nobody(tiga, client):
    for alamat in (DAFTAR, tiga[0].get_absolute_url()):
        isi = client.get(alamat)
        assert len(isi.content) < 60_000
        for orang in (tiga[0].ditulis_by, tiga[0].diterbitkan_by):
            assert str(orang) not in isi.content.decode()


def test_twenty_on_a_page(client, db):
    for n in range(22):
        make_jawaban(f"Soal nomor {n} tentang kas?")
    assert "Halaman 1 dari 2" in client.get(DAFTAR).content.decode()
    assert "Halaman 2 dari 2" in client.get(DAFTAR, {"q": "kas", "hal": "2"}).content.decode()
    assert client.get(DAFTAR, {"hal": "x"}).status_code == 200


def test_the_public_list_asks_no_more_for_fifteen_rows(client, db, django_assert_max_num_queries):
    make_jawaban("Kas 0?")
    for q in ("", "kas"):
        client.get(DAFTAR, {"q": q})
    with django_assert_max_num_queries(12) as satu:
        client.get(DAFTAR, {"q": "kas"})
    for n in range(1, 15):
        make_jawaban(f"Kas {n}?")
    with django_assert_max_num_queries(len(satu)):
        client.get(DAFTAR, {"q": "kas"})


def test_answers_are_suggested_while_a_request_is_typed(tiga, client):
    htmx = {"HX-Request": "true"}
    isi = client.post(f"{SARAN}?kolom=judul,uraian&di={INAN}", {
        "judul": "Sisa kas", "uraian": "Kami bingung sisa kas tahun lalu dicatat di mana dalam "
        "siskeudes, operator kami baru dan belum pernah pelatihan", "rahasia": "on"},
        headers=htmx).content.decode()  # fmt: skip
    assert "Mungkin sudah terjawab" in isi
    assert f"{tiga[0].pk}/suara/?apa=cegah" in isi
    assert isi.index(f"/jawaban/{tiga[0].pk}/") < 700
    assert "<html" not in isi


def test_without_javascript_the_button_opens_a_page(tiga, client):
    isi = client.post(f"{SARAN}?kolom=judul", {"judul": "laporan realisasi"}).content.decode()
    assert "<html" in isi
    assert tiga[1].tanya in isi.replace("<mark>", "").replace("</mark>", "")
    kosong = client.post(f"{SARAN}?kolom=judul", {"judul": ""}).content.decode()
    assert "Tulis dulu pertanyaannya" in kosong
    assert client.get(SARAN).status_code == 405


def test_other_kecamatan_are_not_suggested(tiga, client):
    isi = client.post(f"{SARAN}?di={TETANGGA}.2001", {"judul": "sisa kas siskeudes"},
                      headers={"HX-Request": "true"}).content.decode()  # fmt: skip
    assert "terjawab" not in isi


def test_an_answer_that_made_a_request_needless_is_counted_once(tiga, client):
    alamat = f"{tiga[0].get_absolute_url()}suara/?apa=cegah&di={INAN}"
    isi = client.post(alamat, headers={"HX-Request": "true"}).content.decode()
    assert "Syukurlah" in isi
    client.post(alamat)
    tiga[0].refresh_from_db()
    assert (tiga[0].dicegah, tiga[0].dipakai) == (1, 1)
    assert PakaiJawaban.objects.get().apa == "cegah"


def test_the_village_of_staff_is_remembered_not_who(tiga, client):
    desa = make_desa()
    client.force_login(desa)
    jawab = client.post(f"{tiga[0].get_absolute_url()}suara/", {"apa": "ya"})
    assert jawab.url == f"{tiga[0].get_absolute_url()}?terima=ya"
    assert "Terima kasih" in client.get(jawab.url).content.decode()
    assert PakaiJawaban.objects.get().wilayah_id == INAN
    assert client.post(f"{tiga[0].get_absolute_url()}suara/", {"apa": "kutip"}).status_code == 404


def test_a_stranger_who_searches_too_much_waits(tiga, client, monkeypatch):
    monkeypatch.setattr(tampilan, "CARI_PER_MENIT", 2)
    kode = [client.get(DAFTAR, {"q": "kas"}).status_code for _ in range(3)]
    assert kode == [200, 200, 429]
    assert client.post(SARAN, {"judul": "sisa kas"}).status_code == 429
    assert client.get(DAFTAR).status_code == 200
    client.force_login(make_desa())
    assert client.get(DAFTAR, {"q": "kas"}).status_code == 200
