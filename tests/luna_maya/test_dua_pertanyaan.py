"""Two surveys ask the same contact: what was asked last gets the answer."""
# ruff: noqa: PLC0414 - fixtures, one a line

import datetime as dt
import json

import pytest
from django.utils import timezone

from curhat.models import Curhat
from ekonomi.models import JawabanSurvei
from luna_maya.models import DrafPercaya
from pesan.giliran import in_order
from pesan.kanal.dasar import IsiMasuk, Masuk
from pesan.models import Kontak
from tests.curhat.conftest import TAMAN, kepada_warga, terima
from tests.curhat.conftest import acuan_curhat as acuan_curhat
from tests.curhat.conftest import bersih as bersih
from tests.curhat.conftest import kelurahan as kelurahan
from tests.curhat.conftest import lurah as lurah
from tests.curhat.conftest import moderator as moderator
from tests.curhat.conftest import nomor as nomor
from tests.curhat.conftest import taman as taman
from tests.curhat.conftest import terpisah as terpisah
from tests.ekonomi.test_survei_jawab import survei as make_survei_ekonomi
from tests.luna_maya.pabrik_survei import make_survei

pytestmark = pytest.mark.usefixtures("kelurahan")


@pytest.fixture
def percaya(kelurahan):
    return make_survei(di=TAMAN, rt=((1, 1), (1, 2), (2, 1)))


@pytest.fixture
def ekonomi(kelurahan):
    """An open economic survey of the contact who writes."""
    terima("Halo, terima kasih sudah dibantu kemarin")
    return make_survei_ekonomi(kontak=contact(), di=f"{TAMAN}.01.01")


def contact():
    return Kontak.objects.get()


def trust():
    return json.loads(DrafPercaya.objects.get().isi)


def economic():
    return JawabanSurvei.objects.get().jawaban


def last():
    return kepada_warga()[-1][0]


def test_the_survey_of_trust_just_begun_gets_its_digits_though_an_older_one_waits(percaya, ekonomi):
    terima("SURVEI")
    assert last() == "survei_tanya"
    terima("SURVEI LURAH", "RT 01 RW 01", "4", "5")
    assert list(trust().values()) == ["4", "5"]
    assert economic() == {}


def test_the_economic_survey_taken_up_again_gets_them_though_trust_waits(percaya, ekonomi):
    terima("SURVEI LURAH", "RT 01 RW 01", "4")
    terima("SURVEI")
    assert last() == "survei_tanya"
    terima("1")
    assert len(economic()) == 1
    assert list(trust().values()) == ["4"]
    terima("SURVEI LURAH", "3")
    assert list(trust().values()) == ["4", "3"]
    assert len(economic()) == 1


def test_paused_the_other_one_is_asked_again(percaya, ekonomi):
    terima("SURVEI", "SURVEI LURAH", "RT 01 RW 01", "NANTI", "1")
    assert len(economic()) == 1
    assert trust() == {}


def test_a_story_is_a_story_whoever_asked_last(percaya, ekonomi, terpisah):
    ada = Curhat.objects.count()
    terima("SURVEI", "SURVEI LURAH", "RT 01 RW 01")
    terima("Got depan rumah RT 01 RW 01 mampet, air masuk ke teras tiap hujan")
    assert Curhat.objects.count() == ada + 1


def test_of_a_batch_only_who_has_two_questions_is_asked_in_another_order(
    percaya, ekonomi, django_assert_num_queries, settings
):
    terima("SURVEI", "SURVEI LURAH")

    dua, lain, cerita = (
        Masuk(None, IsiMasuk(jenis="teks", teks=teks), kontak, None, TAMAN, timezone.now())
        for teks, kontak in (
            ("4", contact()),
            ("4", None),
            ("Got di depan rumah mampet " * 2, contact()),
        )
    )
    with django_assert_num_queries(1):
        kelompok = in_order([lain, dua])
    (biasa, sendiri), (ubah, berdua) = kelompok
    assert (sendiri, berdua) == ([lain], [dua])
    assert list(biasa) == settings.PESAN_HANDLERS
    dulu = "ekonomi.survei_masuk.handle", "luna_maya.survei_masuk.handle"
    assert [h for h in biasa if h in dulu] == list(dulu)
    assert [h for h in ubah if h in dulu] == list(reversed(dulu))
    assert [h for h in ubah if h not in dulu] == [h for h in biasa if h not in dulu]
    DrafPercaya.objects.update(tanya_at=timezone.now() - dt.timedelta(days=1))
    assert in_order([lain, dua]) == [(biasa, [lain, dua])]
    with django_assert_num_queries(0):
        assert in_order([lain, cerita]) == [(biasa, [lain, cerita])]
