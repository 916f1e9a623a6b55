"""What residents wrote leaves when its time is over, or when they ask; the figures stay."""

from datetime import timedelta

import pytest
from django.utils import timezone

from pesan.models import BukuHapus, Kontak
from pesan.retensi import apply_retensi
from pesan.services import erase_kontak, kontak_of_formulir
from ruko_parsel.models import DrafAjuan, JenisMasalah, Permintaan, TandaTerima
from ruko_parsel.services.ajuan import (
    add_tambahan,
    file_once,
    find_permintaan,
    withdraw_permintaan,
)
from ruko_parsel.services.permintaan import Ajuan, move_permintaan
from tests.factories import KontakFactory
from tests.ruko_parsel.pabrik import make_desa, make_permintaan
from tests.ruko_parsel.pabrik_ajuan import CERITA, desa, meja  # noqa: F401 - fixtures

S = Permintaan.Status
pytestmark = pytest.mark.django_db


@pytest.fixture
def tanda(desa):  # noqa: F811
    """A resident's request with a contact and a word added."""
    inan = desa[0]
    kontak = kontak_of_formulir("081234567890", garam="ruko", token="uji", wilayah=inan)
    masalah = JenisMasalah.objects.get(pk="keuangan")
    ajuan = Ajuan(inan, "pendapat", masalah, "SPJ", CERITA, "web", kontak=kontak)
    hasil = file_once(ajuan, kunci="web:uji")
    add_tambahan(hasil.permintaan, teks="Nama saya Masitah", by=None)
    return hasil


def ended(permintaan, hari):
    """As if it had ended so many days ago."""
    withdraw_permintaan(permintaan, alasan="Sudah beres", by=None)
    pada = timezone.now() - timedelta(days=hari)
    Permintaan.objects.filter(pk=permintaan.pk).update(closed_at=pada)


def test_words_and_contact_go_two_years_after_the_end(tanda):
    ended(tanda.permintaan, 731)
    assert apply_retensi()["permintaan_ruko"] == 1
    permintaan = Permintaan.objects.get()
    assert (permintaan.uraian, permintaan.kontak, permintaan.pin_hash) == ("", None, "")
    assert permintaan.tambahan.get().teks == ""
    assert permintaan.masalah_id == "keuangan"
    assert BukuHapus.objects.filter(kelas="permintaan_ruko").exists()
    assert apply_retensi()["permintaan_ruko"] == 0


def test_before_that_and_while_open_they_stay(tanda):
    apply_retensi(timezone.now() + timedelta(days=900))
    assert Permintaan.objects.get().uraian == CERITA
    ended(tanda.permintaan, 729)
    apply_retensi()
    assert Permintaan.objects.get().uraian == CERITA


def test_what_a_villages_staff_wrote_in_office_stays():
    permintaan = make_permintaan(by=make_desa())
    ended(permintaan, 731)
    apply_retensi()
    permintaan.refresh_from_db()
    assert permintaan.uraian


def test_the_pin_of_a_receipt_goes_after_a_day(tanda):
    pin = tanda.pin
    assert apply_retensi(timezone.now() + timedelta(hours=25))["pin_permintaan"] == 1
    assert TandaTerima.objects.get().pin == ""
    assert find_permintaan(tanda.permintaan.kode, pin, asal="") == tanda.permintaan


def test_a_person_who_asks_is_erased_and_an_open_request_withdrawn(tanda):
    kode, pin = tanda.permintaan.kode, tanda.pin
    DrafAjuan.objects.create(kontak=tanda.permintaan.kontak, hingga=timezone.now())
    erase_kontak(tanda.permintaan.kontak)
    permintaan = Permintaan.objects.get()
    assert (permintaan.status, permintaan.uraian, permintaan.kontak) == (S.DIKEMBALIKAN, "", None)
    assert not DrafAjuan.objects.exists()
    with pytest.raises(Exception, match="tidak cocok"):
        find_permintaan(kode, pin, asal="")


def test_a_request_that_was_answered_goes_on_without_the_words(tanda, meja):  # noqa: F811
    move_permintaan(tanda.permintaan, to=S.DITELAAH, by=meja)
    move_permintaan(tanda.permintaan, to=S.DITANGGAPI, by=meja)
    erase_kontak(tanda.permintaan.kontak)
    permintaan = Permintaan.objects.get()
    assert (permintaan.status, permintaan.uraian) == (S.DITANGGAPI, "")


def test_the_reply_address_is_held_until_the_end_and_then_let_go(tanda, meja):  # noqa: F811
    kontak = Kontak.objects.get()
    assert kontak.alamat_hingga is None
    for ke in (S.DITELAAH, S.DITANGGAPI, S.SELESAI):
        move_permintaan(tanda.permintaan, to=ke, by=meja)
    apply_retensi()
    kontak.refresh_from_db()
    assert kontak.alamat_hingga is not None


def test_somebody_else_with_an_open_request_keeps_the_address(tanda):
    kontak = Kontak.objects.get()
    masalah = JenisMasalah.objects.get(pk="stunting")
    inan = tanda.permintaan.wilayah
    file_once(Ajuan(inan, "bantuan", masalah, "Gizi", "Gizi", "web", kontak=kontak), kunci="dua")
    withdraw_permintaan(tanda.permintaan, alasan="Sudah beres", by=None)
    kontak.refresh_from_db()
    assert kontak.alamat_hingga is None


def test_drafts_of_chats_go_when_their_half_hour_is_over():
    DrafAjuan.objects.create(kontak=KontakFactory(), hingga=timezone.now() - timedelta(minutes=1))
    apply_retensi()
    assert not DrafAjuan.objects.exists()
