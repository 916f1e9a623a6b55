"""Lapsed questions and old visit photos go; the visit's words stay."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from ekonomi.models import TanyaOmzet
from ekonomi.retensi_omzet import drop_omzet
from ekonomi.services.tanya_omzet import ask_omzet
from pesan.lampiran import store_unggahan
from pesan.models import Lampiran, TemplatPesan
from pesan.muat import _DISETUJUI_DEMO, load_templat
from tests.ekonomi.pabrik_omzet import bulan_lalu, kunjungan
from tests.factories import KontakFactory
from tests.pesan.test_lampiran import gambar

pytestmark = pytest.mark.usefixtures("taman")


def test_a_question_goes_a_month_after_it_lapsed_and_not_before():
    tanya = ask_omzet(KontakFactory(), jenis="benar", nilai=1, bulan=bulan_lalu())
    assert drop_omzet(tanya.hingga + timedelta(days=29))["tanya_omzet"] == 0
    assert drop_omzet(tanya.hingga + timedelta(days=31))["tanya_omzet"] == 1
    assert not TanyaOmzet.objects.exists()


def test_the_photo_of_a_visit_goes_after_two_years_and_its_words_stay():
    satu = kunjungan()
    satu.foto = store_unggahan(gambar(), nama="k.jpg")
    satu.save(update_fields=["foto"])
    berkas = satu.foto_id
    now = timezone.now()
    assert drop_omzet(now + timedelta(days=700))["foto_kunjungan"] == 0
    assert drop_omzet(now + timedelta(days=740))["foto_kunjungan"] == 1
    assert drop_omzet(now + timedelta(days=740))["foto_kunjungan"] == 0
    satu.refresh_from_db()
    assert (satu.foto, bool(satu.temuan)) == (None, True)
    assert Lampiran.objects.get(pk=berkas).status == Lampiran.Status.DIHAPUS


def test_both_classes_have_their_days_and_run_every_hour():
    assert {"tanya_omzet", "foto_kunjungan"} <= settings.RETENSI_HARI.keys()
    assert "ekonomi.retensi_omzet.drop_omzet" in settings.RETENSI


def test_the_demo_may_ask_for_turnover_and_surveys_beyond_the_24_hours():
    load_templat()
    for awalan in ("omzet_", "survei_"):
        assert awalan in _DISETUJUI_DEMO
        assert TemplatPesan.objects.filter(kode__startswith=awalan).exists()
