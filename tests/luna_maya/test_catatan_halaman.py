"""The log's page: for those going and the desk, without JavaScript too, and for the queue."""

import re
import uuid

import pytest
from django.urls import reverse

from luna_maya.models import Catatan, Janji, Kunjungan
from tests.factories import PenggunaFactory
from tests.luna_maya.pabrik import UTARA, make_kunjungan, make_tokoh, malam
from tests.luna_maya.pabrik_catatan import allow, going_on, jpg, make_catatan, ogg, post_isi

pytestmark = pytest.mark.django_db
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def kunjungan():
    return going_on()


@pytest.fixture
def masuk(client, kunjungan):
    client.force_login(kunjungan.lurah)
    return client


def alamat(kunjungan, *lain):
    return f"/luna-maya/catat/{kunjungan.kode}/" + "".join(f"{satu}/" for satu in lain)


def test_a_stranger_is_asked_to_sign_in(client, kunjungan):
    for path in ("/luna-maya/catat/", alamat(kunjungan)):
        assert "login" in client.get(path)["Location"]
        assert "login" in client.post(path, post_isi(), **JSON).get("Location", "login")


@pytest.mark.parametrize(
    ("peran", "di", "status"),
    [
        ("moderator", UTARA, 200), ("lurah", UTARA, 200), ("camat", "63.06.05", 404),
        ("lurah", "63.06.05.1003", 404), ("fasilitator", UTARA, 404),
    ],
)  # fmt: skip
def test_the_desk_opens_it_and_nobody_of_another_area(client, kunjungan, peran, di, status):
    client.force_login(PenggunaFactory(peran=peran, di=di))
    assert client.get(alamat(kunjungan)).status_code == status
    assert client.post(alamat(kunjungan), post_isi()).status_code == (302 if status == 200 else 404)
    assert Catatan.objects.count() == (1 if status == 200 else 0)


def test_who_goes_along_writes_and_does_not_hand_on(client):
    babinsa = PenggunaFactory()
    kunjungan = going_on(tokoh=[make_tokoh(pengguna=babinsa)])
    client.force_login(babinsa)
    client.post(alamat(kunjungan), post_isi(setuju_laporan="on"))
    catatan = Catatan.objects.get()
    teks = client.get(alamat(kunjungan)).content.decode()
    assert "Ubah" in teks
    assert "Jadikan laporan" not in teks
    assert client.post(alamat(kunjungan, catatan.pk, "jadi", "laporan")).status_code == 404


def test_a_plain_form_is_kept_once_and_goes_on_to_the_page(masuk, kunjungan):
    isi = post_isi(pihak="Pak Durahman", baru_terungkap="ya") | {
        "foto": [jpg(), jpg("lain.jpg")], "kamera": jpg("kamera.jpg"), "suara": ogg(),
    }  # fmt: skip
    jawab = masuk.post(alamat(kunjungan), isi, follow=True)
    catatan = Catatan.objects.get()
    assert jawab.redirect_chain == [(f"{alamat(kunjungan)}#catatan-{catatan.pk}", 302)]
    teks = jawab.content.decode()
    assert "Catatan tersimpan." in teks
    assert "P** D**" in teks
    assert "Durahman" not in teks
    assert catatan.lampiran.count() == 4
    masuk.post(alamat(kunjungan), post_isi(kunci=isi["kunci"]))  # the back button, and again
    assert Catatan.objects.count() == 1


def test_the_queue_gets_its_key_back_and_what_was_left_out(masuk, kunjungan):
    isi = post_isi() | {"foto": ogg("bukan.jpg")}
    jawab = masuk.post(alamat(kunjungan), isi, **JSON)
    assert jawab.status_code == 201
    assert jawab.json()["kunci"] == isi["kunci"]
    assert "bukan.jpg" in jawab.json()["kabar"][0]
    lagi = masuk.post(alamat(kunjungan), isi, **JSON)
    assert (lagi.status_code, lagi.json()["url"]) == (201, jawab.json()["url"])


def test_what_is_wrong_is_named_by_its_field(masuk, kunjungan):
    isi = post_isi(jenis="janji", isi="", tempat="35.77", tenggat="kapan-kapan", kunci="x")
    jawab = masuk.post(alamat(kunjungan), isi, **JSON)
    assert jawab.status_code == 422
    assert {"isi", "tempat", "tenggat", "kunci", "janji_isi"} <= set(jawab.json()["galat"])
    teks = masuk.post(alamat(kunjungan), post_isi(jenis=""))
    assert teks.status_code == 422
    assert "Pilih dulu jenis catatannya." in teks.content.decode()
    assert "Got di depan pos mampet." in teks.content.decode()


def test_a_key_of_somebody_else_is_a_conflict_the_queue_understands(client, kunjungan):
    kunci = make_catatan(kunjungan).kunci
    client.force_login(PenggunaFactory(peran="moderator", di=UTARA))
    jawab = client.post(alamat(kunjungan), post_isi(kunci=str(kunci)), **JSON)
    assert jawab.status_code == 409
    assert "Tulis sebagai yang baru" in jawab.json()["galat"]["__all__"][0]


@pytest.mark.parametrize("hari", ["", "2020-01-01", "2099-01-01"])
def test_a_promise_needs_a_day_that_can_be(masuk, kunjungan, hari):
    isi = post_isi(jenis="janji", janji_isi="Lampu dipasang", tenggat=hari)
    assert "tenggat" in masuk.post(alamat(kunjungan), isi, **JSON).json()["galat"]
    isi["tenggat"] = malam(30).date().isoformat()
    assert masuk.post(alamat(kunjungan), isi, **JSON).status_code == 201
    assert Janji.objects.get().isi == "Lampu dipasang"


def test_refused_media_is_not_offered_and_not_kept(client):
    kunjungan = going_on(izin={"foto": False, "suara": False})
    client.force_login(kunjungan.lurah)
    teks = client.get(alamat(kunjungan)).content.decode()
    assert 'type="file"' not in teks
    assert "Tuan rumah belum atau tidak mengizinkan" in teks
    jawab = client.post(alamat(kunjungan), post_isi() | {"foto": jpg()}, **JSON)
    assert "tidak mengizinkan foto" in jawab.json()["kabar"][0]
    assert Catatan.objects.get().lampiran.count() == 0


def test_a_photo_is_for_those_who_open_the_log_while_it_is_allowed(client, masuk, kunjungan):
    masuk.post(alamat(kunjungan), post_isi() | {"foto": jpg()})
    foto = Catatan.objects.get().lampiran.get()
    path = alamat(kunjungan, "berkas", foto.pk)
    jawab = masuk.get(path)
    assert (jawab.status_code, jawab["Content-Type"]) == (200, "image/jpeg")
    assert "no-store" in jawab["Cache-Control"]
    assert b"".join(jawab).startswith(b"\xff\xd8")
    client.force_login(PenggunaFactory(peran="lurah", di="63.06.05.1003"))
    assert client.get(path).status_code == 404
    client.force_login(kunjungan.lurah)
    lain = make_kunjungan(lurah=kunjungan.lurah, mulai_at=malam(5))
    assert client.get(alamat(lain, "berkas", foto.pk)).status_code == 404
    allow(kunjungan, foto=False)  # taken back
    assert client.get(path).status_code == 404
    assert f"berkas/{foto.pk}/" not in client.get(alamat(kunjungan)).content.decode()


def test_markup_in_words_stays_words(masuk, kunjungan):
    masuk.post(alamat(kunjungan), post_isi(isi="<script>alert(1)</script> & <b>got</b>\0\x07"))
    teks = masuk.get(alamat(kunjungan)).content.decode()
    assert "<script>alert" not in teks
    assert "&lt;b&gt;got" in teks


def test_it_is_changed_and_taken_back_on_the_page(masuk, kunjungan):
    masuk.post(alamat(kunjungan), post_isi() | {"foto": jpg()})
    catatan = Catatan.objects.get()
    ubah = alamat(kunjungan, catatan.pk, "ubah")
    teks = masuk.get(ubah).content.decode()
    assert "Got di depan pos mampet." in teks
    buang = re.search(r'name="buang" value="(\d+)"', teks)[1]
    assert masuk.post(ubah, post_isi(isi="")).status_code == 422
    masuk.post(ubah, post_isi(isi="Got di samping pos mampet.", buang=buang))
    catatan.refresh_from_db()
    assert (catatan.isi, catatan.lampiran.count()) == ("Got di samping pos mampet.", 0)
    masuk.post(alamat(kunjungan, catatan.pk, "tarik"))
    assert "Got di samping" not in masuk.get(alamat(kunjungan)).content.decode()
    assert masuk.get(ubah).status_code == 404


def test_answers_are_saved_and_left_alone_where_nothing_changed(masuk, kunjungan):
    path = alamat(kunjungan, "jawaban")
    Kunjungan.objects.filter(pk=kunjungan.pk).update(jawaban={"harapan": "Jalan rata"})
    teks = masuk.get(alamat(kunjungan)).content.decode()
    assert "Jalan rata" in teks
    assert teks.count('id="jwb_') >= 5
    isi = {
        "kunci": str(uuid.uuid4()), "jawab_potensi": "Anyaman purun", "awal_potensi": "",
        "jawab_harapan": "Jalan rata", "awal_harapan": "Jalan rata",
    }  # fmt: skip
    assert masuk.post(path, isi, **JSON).status_code == 201
    kunjungan.refresh_from_db()
    assert kunjungan.jawaban == {"potensi": "Anyaman purun", "harapan": "Jalan rata"}
    assert kunjungan.jawaban_terkirim.get().kolom == ["potensi"]
    assert masuk.post(path, {"kunci": "x"}, **JSON).status_code == 422


def test_the_page_says_when_the_log_is_closed(client):
    kunjungan = make_kunjungan(mulai_at=malam(4))
    client.force_login(kunjungan.lurah)
    teks = client.get(alamat(kunjungan)).content.decode()
    assert "Catatan dibuka pada hari kunjungan." in teks
    assert "data-antrean=" not in teks
    jawab = client.post(alamat(kunjungan), post_isi(), **JSON)
    assert jawab.status_code == 409


def test_the_list_shows_ones_own_visits_of_these_days(masuk, kunjungan):
    make_kunjungan(lurah=kunjungan.lurah, mulai_at=malam(9))
    teks = masuk.get("/luna-maya/catat/").content.decode()
    assert kunjungan.kode in teks
    assert teks.count("/luna-maya/catat/") >= 1
    assert teks.count("<li><a href") >= 1
    masuk.force_login(PenggunaFactory(peran="lurah", di="63.06.05.1003"))
    assert "Belum ada kunjungan" in masuk.get("/luna-maya/catat/").content.decode()


def test_the_page_asks_no_more_with_fifteen_entries(
    masuk, kunjungan, django_assert_max_num_queries
):
    make_catatan(kunjungan, pihak="Pak A", setuju_laporan=True)
    masuk.get(alamat(kunjungan))
    with django_assert_max_num_queries(40) as satu:
        masuk.get(alamat(kunjungan))
    for n in range(14):
        make_catatan(kunjungan, teks=f"Catatan ke-{n}", setuju_laporan=True)
    with django_assert_max_num_queries(40) as banyak:
        masuk.get(alamat(kunjungan))
    assert len(banyak) == len(satu)


def test_the_page_is_light_and_may_be_kept_by_its_owner_alone(masuk, kunjungan):
    jawab = masuk.get(alamat(kunjungan))
    assert len(jawab.content) < 60_000
    assert len(jawab["X-Antrean-Siapa"]) == 16
    assert "no-store" in jawab["Cache-Control"]


def test_the_queue_is_told_who_is_signed_in(client, masuk, kunjungan):
    siapa = masuk.get(reverse("antrean_keadaan")).json()
    assert siapa["siapa"] == masuk.get(alamat(kunjungan))["X-Antrean-Siapa"]
    assert siapa["csrf"]
    client.logout()
    assert client.get(reverse("antrean_keadaan")).json()["siapa"] == ""


def test_the_service_worker_knows_its_pages_and_where_one_signs_out(client):
    jawab = client.get("/antrean-sw.js")
    assert jawab["Content-Type"].startswith("text/javascript")
    teks = jawab.content.decode()
    assert "^/luna-maya/catat/" in teks
    assert reverse("admin:logout") in teks
    assert "antrean_inti" in teks
