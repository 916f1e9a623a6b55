"""A host answers in the chat; stories in between go on to curhat."""

import datetime as dt

import pytest
from django.utils import timezone

from curhat.models import Curhat
from luna_maya.izin import izin_of
from luna_maya.models import AjakanTuanRumah, Kunjungan, PersetujuanTuanRumah
from luna_maya.services.kunjungan import cancel_kunjungan, move_kunjungan
from tests.curhat.conftest import terima
from tests.luna_maya.pabrik import WITA
from tests.luna_maya.pabrik_persetujuan import make_agreed, make_host, make_invited
from tests.luna_maya.pabrik_pesan import (  # noqa: F401 - fixtures
    acuan_curhat,
    bersih,
    last_body,
    templates,
    utara,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("utara", "bersih")]
S = Kunjungan.Status


@pytest.fixture
def kunjungan():
    return make_invited(tuan_rumah=make_host(nomor="081200000001"))


def test_ya_then_four_questions_each_its_own_yes_or_no(kunjungan):
    for kata in ("YA", "ya", "tidak", "Tidak", "boleh"):
        terima(kata)
    kunjungan.refresh_from_db()
    izin = izin_of(kunjungan)
    assert kunjungan.status == S.PASTI
    assert (izin.may_foto, izin.may_video, izin.may_suara, izin.may_tampil) == (
        True, False, False, True,
    )  # fmt: skip
    assert "Boleh: catatan obrolan, foto, menyebut rt, tampil" in last_body("luna_izin_selesai")
    assert not Curhat.objects.exists()


def test_with_children_a_yes_asks_for_no_pictures_in_the_chat():
    kunjungan = make_invited(tuan_rumah=make_host(nomor="081200000001", ada_anak=True))
    terima("iya")
    assert "luna_izin_tanya" not in templates()
    assert not izin_of(kunjungan).may_foto
    assert "/luna-maya/undangan/" in last_body("luna_izin_selesai")


def test_tidak_calls_it_off_and_says_so_once(kunjungan):
    terima("TIDAK")
    kunjungan.refresh_from_db()
    assert kunjungan.status == S.BATAL
    assert templates()[-1] == "luna_ajak_tidak"


def test_another_day_in_one_message(kunjungan):
    terima("TANGGAL LAIN 12 Desember jam 8 malam")
    baris = PersetujuanTuanRumah.objects.get()
    minta = baris.minta_mulai_at.astimezone(WITA)
    assert (minta.month, minta.day, minta.hour) == (12, 12, 20)
    assert "20.00 WITA" in last_body("luna_ajak_dicatat")


def test_another_day_in_two_messages_takes_the_usual_hour(kunjungan):
    terima("TANGGAL LAIN")
    assert templates()[-1] == "luna_ajak_tanggal"
    terima("terserah")
    assert templates()[-1] == "luna_ajak_tanggal_ulang"
    terima("Sabtu depan")
    minta = PersetujuanTuanRumah.objects.get().minta_mulai_at.astimezone(WITA)
    assert (minta.weekday(), minta.hour) == (5, 19)


def test_a_bare_day_is_an_answer_soon_after_the_question_and_a_story_later(kunjungan):
    AjakanTuanRumah.objects.update(tanya_at=timezone.now() - dt.timedelta(days=4))
    terima("Sabtu depan")
    assert not PersetujuanTuanRumah.objects.exists()
    assert Curhat.objects.count() == 1


def test_a_story_in_between_goes_on_to_curhat(kunjungan):
    terima("Lampu jalan di depan rumah saya mati sejak Sabtu, tolong diperbaiki")
    assert Curhat.objects.count() == 1
    assert not PersetujuanTuanRumah.objects.exists()
    terima("ya")
    kunjungan.refresh_from_db()
    assert kunjungan.status == S.PASTI


def test_ya_of_somebody_who_was_not_asked_is_not_taken(kunjungan):
    terima("YA", dari="6281200000077")
    kunjungan.refresh_from_db()
    assert kunjungan.status == S.MENUNGGU


def test_the_same_message_delivered_twice_is_one_answer(kunjungan):
    terima("YA", id="wamid.SATU")
    terima("YA", id="wamid.SATU")
    assert PersetujuanTuanRumah.objects.count() == 1
    assert templates().count("luna_pasti_tuan") == 1


def test_an_answer_after_it_was_called_off_is_told_so(kunjungan):
    cancel_kunjungan(kunjungan, alasan="Banjir", by=None)
    terima("YA")
    assert "batal" in last_body("luna_ajak_usai")
    assert not PersetujuanTuanRumah.objects.exists()


def test_batal_kunjungan_at_any_time_before_and_after():
    kunjungan = make_agreed(tuan_rumah=make_host(nomor="081200000001"))
    terima("batal kunjungan")
    kunjungan.refresh_from_db()
    assert kunjungan.status == S.BATAL
    assert "semua yang ikut" in last_body("luna_cabut_tuan")


def test_cabut_izin_after_the_visit_takes_back_what_was_allowed():
    kunjungan = make_agreed(tuan_rumah=make_host(nomor="081200000001"), izin={"tampil": True})
    move_kunjungan(kunjungan, to=S.SELESAI, by=None)
    Kunjungan.objects.update(
        mulai_at=timezone.now() - dt.timedelta(days=3),
        selesai_at=timezone.now() - dt.timedelta(days=3, hours=-5),
    )
    terima("CABUT IZIN")
    assert izin_of(kunjungan).is_cabut
    kunjungan.refresh_from_db()
    assert kunjungan.status == S.SELESAI


def test_batal_kunjungan_of_a_stranger_is_a_story():
    terima("batal kunjungan")
    assert Curhat.objects.count() == 1
