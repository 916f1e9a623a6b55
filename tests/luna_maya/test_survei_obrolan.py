"""The survey in a chat: one question a message, a story in between is a story, no trace is left."""
# ruff: noqa: PLC0414 - fixtures, one a line

import datetime as dt
import json

import pytest
from django.utils import timezone

from curhat.models import Curhat
from luna_maya.models import DrafPercaya, JawabanPercaya, SuaraPercaya, Tokoh, TulisanPercaya
from luna_maya.services.survei import close_survei
from luna_maya.services.survei_undang import purge_draf, run_survei, send_undangan
from luna_maya.survei_masuk import handle
from pesan.kanal.dasar import IsiMasuk, Masuk
from pesan.models import Kontak, PesanKeluar, PesanMasuk
from tests.curhat.conftest import TAMAN, kepada_warga, terima
from tests.curhat.conftest import acuan_curhat as acuan_curhat
from tests.curhat.conftest import bersih as bersih
from tests.curhat.conftest import kelurahan as kelurahan
from tests.curhat.conftest import lurah as lurah
from tests.curhat.conftest import moderator as moderator
from tests.curhat.conftest import nomor as nomor
from tests.curhat.conftest import taman as taman
from tests.curhat.conftest import terpisah as terpisah
from tests.luna_maya.pabrik import make_kunjungan, make_tuan_rumah, malam
from tests.luna_maya.pabrik_survei import kode_rt, make_survei

pytestmark = pytest.mark.usefixtures("kelurahan")
RT1 = kode_rt(1, 1, di=TAMAN)


def terakhir():
    return kepada_warga()[-1]


@pytest.fixture
def survei(kelurahan):
    return make_survei(di=TAMAN, rt=((1, 1), (1, 2), (2, 1)))


def jawab_semua(n=6, nilai="4"):
    for _ in range(n):
        terima(nilai)


def test_from_the_first_word_to_the_thanks_and_nothing_is_left(survei):
    terima("SURVEI LURAH")
    assert "RT dan RW berapa" in terakhir()[1]
    terima("RT 1 RW 1")
    assert "(1/7) Seberapa dekat" in terakhir()[1]
    jawab_semua()
    assert "(7/7)" in terakhir()[1]
    terima("HARAPAN lampu jalan di gang")
    assert terakhir()[0] == "percaya_selesai"
    satu = JawabanPercaya.objects.get()
    assert (satu.wilayah_id, satu.cara, satu.jawaban["ikut"]) == (RT1, "obrolan", "4")
    assert TulisanPercaya.objects.get().isi == "lampu jalan di gang"
    assert not DrafPercaya.objects.exists()
    # the inbox keeps the start, not one answer
    assert PesanMasuk.objects.exclude(muatan="").count() == 1
    assert "lampu" not in json.dumps(list(PesanKeluar.objects.values_list("badan", flat=True)))


def test_a_second_time_is_refused_by_the_ballot(survei):
    terima("survei lurah")
    terima("LEWATI")
    jawab_semua()
    terima("LEWATI")
    assert JawabanPercaya.objects.get().wilayah_id == TAMAN
    terima("SURVEI LURAH")
    assert terakhir()[0] == "percaya_sudah"
    assert JawabanPercaya.objects.count() == 1


def test_a_story_in_between_is_a_story(survei, terpisah):
    terima("SURVEI LURAH", "RT 01 RW 01")
    terima("Got depan rumah RT 01 RW 01 mampet, air masuk ke teras tiap hujan")
    assert Curhat.objects.count() == 1
    terima("5")
    assert json.loads(DrafPercaya.objects.get().isi) == {"kedekatan": "5"}


def test_a_slip_is_asked_again_and_an_rt_in_two_rws_asks_for_the_rw(survei):
    terima("SURVEI LURAH")
    terima("RT 01")
    assert "Sebutkan juga RW" in terakhir()[1]
    terima("RT 09 RW 01")
    assert "tidak ikut survei" in terakhir()[1]
    terima("RT 02")
    assert "(1/7)" in terakhir()[1]
    terima("9")
    assert "angka 1 sampai 5" in terakhir()[1]
    assert DrafPercaya.objects.get().isi == "{}"


def test_it_can_wait_be_taken_up_and_be_called_off(survei):
    terima("SURVEI LURAH", "RT 02", "3")
    terima("NANTI")
    assert terakhir()[0] == "percaya_jeda"
    terima("SURVEI LURAH")
    assert "(2/7)" in terakhir()[1]
    terima("BATAL")
    assert terakhir()[0] == "percaya_batal"
    assert not DrafPercaya.objects.exists()
    assert not SuaraPercaya.objects.exists()
    terima("SURVEI LURAH")
    assert DrafPercaya.objects.count() == 1


def test_what_was_left_in_the_middle_goes_after_two_days_and_may_begin_again(survei):
    terima("SURVEI LURAH", "RT 02", "3")
    DrafPercaya.objects.update(tanya_at=timezone.now() - dt.timedelta(days=3))
    assert purge_draf(timezone.now()) == 1
    assert not SuaraPercaya.objects.exists()
    terima("SURVEI LURAH")
    assert terakhir()[0] == "percaya_rt"


def test_a_round_closed_in_the_middle_takes_no_answer(survei):
    terima("SURVEI LURAH", "RT 02")
    close_survei(survei)
    assert not DrafPercaya.objects.exists()
    terima("SURVEI LURAH")
    assert terakhir()[0] == "percaya_tidak_ada"
    assert JawabanPercaya.objects.count() == 0


def test_a_head_is_asked_about_coordination_and_keeps_no_rt(survei):
    terima("halo")
    Tokoh.objects.create(
        nama="Pak Jumadi", unsur="ketua_rt", wilayah_id=RT1, kontak=Kontak.objects.get(),
        mulai=dt.date(2024, 1, 1),
    )  # fmt: skip
    terima("SURVEI LURAH")
    assert "(1/8)" in terakhir()[1]
    jawab_semua(8)
    satu = JawabanPercaya.objects.get()
    assert (satu.kelompok, satu.wilayah_id, satu.jawaban["koordinasi"]) == ("ketua", TAMAN, "4")


def test_nobody_elses_words_are_answers_and_a_batch_costs_one_query(
    survei, django_assert_num_queries
):
    terima("SURVEI LURAH", "RT 02")
    for n in range(3):
        terima("4", dari=f"628129999000{n}")
    assert DrafPercaya.objects.get().isi == "{}"
    isi = IsiMasuk("teks", "4")
    batch = [
        Masuk(p, isi, p.kontak, None, TAMAN, timezone.now())
        for p in PesanMasuk.objects.select_related("kontak").order_by("-pk")[:3]
    ]
    with django_assert_num_queries(1):
        assert handle(batch) == [False] * 3


# --- invitations ---


def reachable(di=RT1, nama="6281277770001"):
    terima("halo", dari=nama)
    kontak = Kontak.objects.order_by("-pk")[0]
    kontak.simpan, kontak.alamat_hingga, kontak.wilayah_id = "dicabut", None, di
    kontak.save()
    return kontak


def undangan():
    return PesanKeluar.objects.filter(templat__startswith="percaya_undang")


def test_only_who_allowed_it_is_invited_and_once(survei):
    kontak = reachable()
    terima("halo", dari="6281277770002")  # did not say that we may write
    Kontak.objects.exclude(pk=kontak.pk).update(wilayah_id=RT1)
    assert send_undangan(survei, timezone.now()) == 1
    assert send_undangan(survei, timezone.now()) == 0
    assert undangan().get().kontak == kontak
    assert "/luna-maya/survei/" in undangan().get().badan
    Kontak.objects.update(berhenti_at=timezone.now())
    undangan().delete()
    assert send_undangan(survei, timezone.now()) == 0


def test_the_after_round_invites_only_where_the_lurah_has_been(survei):
    akhir = make_survei(di=TAMAN, gelombang="sesudah", rt=((1, 1), (1, 2)))
    reachable()
    reachable(di=kode_rt(1, 2, di=TAMAN), nama="6281277770003")
    assert send_undangan(akhir, timezone.now()) == 0
    kunjungan = make_kunjungan(
        tuan_rumah=make_tuan_rumah("Keluarga Bu Siti", di=RT1), mulai_at=malam(-3)
    )
    type(kunjungan).objects.filter(pk=kunjungan.pk).update(status="selesai")
    assert send_undangan(akhir, timezone.now()) == 1
    assert undangan().get().kontak.wilayah_id == RT1


def test_nobody_is_woken_at_night(survei):
    reachable()
    malam_hari = timezone.now().replace(hour=16, minute=0)  # 23.00 WIB
    assert run_survei(malam_hari) == 0
    assert run_survei(malam_hari.replace(hour=4)) == 1  # 11.00 WIB
