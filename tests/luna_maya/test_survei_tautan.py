"""The survey by its link: one page, used by many, flooded by nobody; and what the public sees."""

import datetime as dt
import re
import threading

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.utils import timezone

from luna_maya.models import JawabanPercaya, SurveiPercaya, TulisanPercaya
from luna_maya.services.survei import close_survei, draft_survei
from luna_maya.services.survei_undang import GARAM, run_survei, survei_url
from luna_maya.views import survei as tampilan
from tests.luna_maya.pabrik import UTARA
from tests.luna_maya.pabrik_survei import isian, jawab, kode_rt, make_survei
from wilayah import halaman
from wilayah.models import Wilayah

RT1 = kode_rt(1, 1)


def jalan(survei, **lain):
    return "/" + survei_url(survei, **lain).split("//", 1)[1].split("/", 1)[1]


def buka(client, survei, **lain):
    """The page and the ticket in it."""
    isi = client.get(jalan(survei, **lain)).content.decode()
    return isi, re.search(r'name="karcis" value="([^"]+)"', isi)[1]


def kirim(client, survei, karcis, **lain):
    return client.post(jalan(survei), isian() | {"karcis": karcis, "rt": RT1} | lain)


@pytest.fixture
def survei(db):
    halaman.forget_area()
    satu = make_survei()
    Wilayah.objects.filter(pk=UTARA).update(slug="kandangan-utara", nama="Kandangan Utara")
    yield satu
    halaman.forget_area()


def test_one_page_takes_a_whole_answer_and_keeps_no_more(client, survei):
    isi, karcis = buka(client, survei, rt=RT1)
    assert len(isi.encode()) < 60_000
    assert "<script" not in isi
    assert isi.count('type="radio"') == 30
    assert "17 tahun" in isi
    assert f'value="{RT1}" selected' in isi
    jawaban = kirim(client, survei, karcis, harapan="Lebih sering ke RT, hubungi 081234567890")
    assert jawaban.status_code == 303
    assert "Terima kasih" in client.get(jawaban["Location"]).content.decode()
    satu = JawabanPercaya.objects.get()
    assert (satu.wilayah_id, satu.kelompok, satu.cara) == (RT1, "warga", "tautan")
    assert satu.jawaban == isian()
    assert "081234567890" not in TulisanPercaya.objects.get().isi


def test_the_same_form_sent_twice_is_one_answer(client, survei):
    _isi, karcis = buka(client, survei)
    assert [kirim(client, survei, karcis).status_code for _ in range(2)] == [303, 303]
    assert JawabanPercaya.objects.count() == 1


def test_a_family_with_one_telephone_answers_one_after_the_other(client, survei):
    for _ in range(4):
        _isi, karcis = buka(client, survei)
        kirim(client, survei, karcis)
    assert JawabanPercaya.objects.count() == 4


def test_a_hall_may_answer_but_a_flood_may_not(client, survei, monkeypatch):
    monkeypatch.setattr(tampilan, "PER_JAM", 3)
    kode = []
    for _ in range(5):
        _isi, karcis = buka(client, survei)
        kode.append(kirim(client, survei, karcis).status_code)
    assert kode == [303, 303, 303, 429, 429]
    _isi, karcis = buka(client, survei)
    lain = client.post(
        jalan(survei), isian() | {"karcis": karcis, "rt": RT1}, REMOTE_ADDR="203.0.113.9"
    )
    assert lain.status_code == 303
    assert JawabanPercaya.objects.count() == 4


def test_what_is_missing_is_named_and_what_was_chosen_stays(client, survei):
    _isi, karcis = buka(client, survei)
    jawaban = kirim(client, survei, karcis, didengar="", rt="", ikut="9")
    isi = jawaban.content.decode()
    assert jawaban.status_code == 422
    assert "Belum dijawab: Apakah Anda merasa didengar" in isi
    assert "Pilih RT Anda" in isi
    assert isi.count(" checked") == 4
    assert JawabanPercaya.objects.count() == 0


def test_a_ticket_too_old_asks_once_more_and_keeps_the_answers(client, survei):
    basi = signing.dumps([survei.pk + 1, "x"], salt=tampilan.GARAM_KARCIS)
    jawaban = kirim(client, survei, basi)
    assert jawaban.status_code == 422
    assert "terlalu lama terbuka" in jawaban.content.decode()
    karcis = re.search(r'name="karcis" value="([^"]+)"', jawaban.content.decode())[1]
    assert kirim(client, survei, karcis).status_code == 303


def test_an_rt_of_another_kelurahan_is_no_choice(client, survei):
    _isi, karcis = buka(client, survei)
    assert kirim(client, survei, karcis, rt="35.77.03.1009.01.01").status_code == 422


def test_a_forged_link_opens_nothing_and_a_heads_link_keeps_no_rt(client, survei):
    assert client.get("/luna-maya/survei/abc:def:ghi/").status_code == 404
    assert client.get(f"/luna-maya/survei/{signing.dumps('x', salt=GARAM)}/").status_code == 404
    isi, karcis = buka(client, survei, kelompok="ketua")
    assert 'name="rt"' not in isi
    client.post(
        jalan(survei, kelompok="ketua"),
        isian(kelompok="ketua") | {"karcis": karcis, "rt": RT1},
    )
    satu = JawabanPercaya.objects.get()
    assert (satu.kelompok, satu.wilayah_id) == ("ketua", UTARA)
    assert len(satu.jawaban) == 8


def test_before_its_day_and_after_its_close_nothing_is_taken(client, survei):
    kini = timezone.localdate()
    nanti = draft_survei(
        survei.wilayah, putaran="2027", gelombang="sebelum", buka=kini, tutup=kini, by=None
    )
    assert "belum dibuka" in client.get(jalan(nanti)).content.decode()
    _isi, karcis = buka(client, survei)
    close_survei(survei)
    assert "sudah ditutup" in kirim(client, survei, karcis).content.decode()
    assert JawabanPercaya.objects.count() == 0


def test_the_clock_closes_a_round_whose_last_day_is_over(survei):
    SurveiPercaya.objects.filter(pk=survei.pk).update(
        buka=survei.buka - dt.timedelta(days=9), tutup=survei.buka - dt.timedelta(days=1)
    )
    run_survei()
    survei.refresh_from_db()
    assert survei.status == "tutup"


def test_two_posts_of_one_ticket_at_the_same_instant(nyata):
    satu = make_survei()
    _isi, karcis = buka(Client(), satu)
    mulai, kode = threading.Barrier(2), []

    def send():
        mulai.wait()
        try:
            kode.append(kirim(Client(), satu, karcis).status_code)
        finally:
            connection.close()

    benang = [threading.Thread(target=send) for _ in range(2)]
    for b in benang:
        b.start()
    for b in benang:
        b.join()
    assert kode == [303, 303]
    assert JawabanPercaya.objects.count() == 1


# --- what everybody may read ---


def test_the_public_page_says_when_there_is_nothing(client, survei):
    isi = client.get("/kandangan-utara/luna-maya/kepercayaan/").content.decode()
    assert "Belum ada survei yang selesai" in isi


def test_an_open_round_has_no_figures_yet(client, survei):
    jawab(survei, *[4] * 9)
    isi = client.get("/kandangan-utara/luna-maya/kepercayaan/").content.decode()
    assert "Belum ada survei yang selesai" in isi


def test_the_public_page_compares_rounds_by_rw_and_never_by_rt(
    client, survei, django_assert_max_num_queries
):
    jawab(survei, 2, 3, 2, 3, 2, 2)
    jawab(survei, 2, 3, 2, rt=(1, 2))
    close_survei(survei)
    akhir = make_survei(gelombang="sesudah")
    jawab(akhir, 4, 5, 4, 5, 5, 4, harapan="<b>jalan</b>")
    close_survei(akhir)
    semua = client.get("/kandangan-utara/luna-maya/kepercayaan/").content.decode()
    assert "<b>Naik:</b> kedekatan" in semua
    assert "RW 01" not in semua
    with django_assert_max_num_queries(14):
        isi = client.get("/kandangan-utara/luna-maya/kepercayaan/?per=rw").content.decode()
    assert "naik" in isi
    assert "RW 01" in isi
    assert "RT 01" not in isi
    assert "jalan" not in isi  # free words are for the desk
    assert len(isi.encode()) < 60_000


def test_too_few_answers_say_so_plainly(client, survei):
    jawab(survei, 5, 5, 5)
    close_survei(survei)
    isi = client.get("/kandangan-utara/luna-maya/kepercayaan/").content.decode()
    assert "belum cukup untuk ditampilkan" in isi
    assert '<svg viewBox="0 0 300' not in isi
