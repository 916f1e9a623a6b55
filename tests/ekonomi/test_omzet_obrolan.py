"""Turnover by WhatsApp: a card ties the number, a figure is one message, doubts are asked once."""

import datetime as dt

import pytest
from django.utils import timezone

from curhat.models import Curhat
from ekonomi.models import AksesOmzet, Pengukuran, TanyaOmzet
from ekonomi.services.akses_omzet import issue_akses, revoke_akses
from ekonomi.services.omzet import default_bulan
from ekonomi.services.pengingat_omzet import remind_omzet
from pesan.models import Kontak, PesanKeluar
from pesan.proses import process_batch
from pesan.services import erase_kontak
from tests.curhat.conftest import DARI, kepada_warga, terima
from tests.ekonomi.pabrik import UsahaFactory
from tests.ekonomi.pabrik_omzet import RT, bulan_lalu, catat, status_of, usaha_rumah
from tests.factories import PenggunaFactory
from tests.pesan.conftest import amplop, kirim, pesan
from wilayah.kalender import WIB

pytestmark = pytest.mark.usefixtures("kelurahan")


@pytest.fixture
def usaha():
    """A business whose household's card ties DARI."""
    usaha = usaha_rumah(nama="Warung Bu Uji")
    kartu = issue_akses(usaha.rumah, by=PenggunaFactory())
    terima(kartu.sambung)
    return usaha


def terakhir():
    """Template and words of the newest answer."""
    return kepada_warga()[-1]


def kata(awalan):
    return [templat for templat, _badan in kepada_warga() if templat.startswith(awalan)]


def test_a_card_ties_a_number_once_and_asks_for_consent():
    usaha = usaha_rumah(nama="Warung Bu Uji")
    kartu = issue_akses(usaha, by=PenggunaFactory())
    terima(kartu.sambung.lower())
    assert terakhir()[0] == "omzet_tersambung"
    assert "Warung Bu Uji" in terakhir()[1]
    assert "[[INGATKAN YA|INGATKAN TIDAK]]" in terakhir()[1]
    usaha.refresh_from_db()
    assert usaha.kontak == Kontak.objects.get()
    terima(kartu.sambung, dari="6281200000002")
    assert terakhir()[0] == "omzet_sambung_gagal"
    usaha.refresh_from_db()
    assert usaha.kontak == Kontak.objects.first()


def test_guessing_words_is_slowed_down_even_with_the_right_one():
    kartu = issue_akses(usaha_rumah(), by=PenggunaFactory())
    for n in range(6):
        terima(f"SAMBUNG AAAA-BBB{n}")
    assert terakhir()[0] == "omzet_sambung_tunggu"
    terima(kartu.sambung)
    assert terakhir()[0] == "omzet_sambung_tunggu"
    assert not AksesOmzet.objects.filter(kontak__isnull=False).exists()


def test_a_word_of_a_withdrawn_card_ties_nothing():
    kartu = issue_akses(usaha_rumah(), by=PenggunaFactory())
    revoke_akses(kartu.akses)
    terima(kartu.sambung)
    assert terakhir()[0] == "omzet_sambung_gagal"


def test_a_figure_is_recorded_and_answered(usaha):
    terima("OMZET 1500000")
    baris = Pengukuran.objects.get()
    assert (baris.usaha, baris.nilai, baris.cara, baris.status) == (usaha, 1_500_000, "chat", "sah")
    assert baris.bulan == default_bulan(timezone.localdate())
    assert terakhir()[0] == "omzet_dicatat"
    assert "Rp 1.500.000" in terakhir()[1]
    assert not Curhat.objects.exists()


def test_the_same_message_delivered_twice_is_one_row_and_one_answer(usaha):
    satu = amplop(messages=[pesan("OMZET 1500000", dari=DARI)])
    for _ in range(2):
        assert kirim(satu).status_code == 200
        process_batch()
    assert Pengukuran.objects.count() == 1
    assert len(kata("omzet_dicatat")) == 1


def test_a_month_can_be_named(usaha):
    terima("omzet bulan lalu 2jt")
    assert Pengukuran.objects.get().bulan == bulan_lalu()


def test_a_jump_is_asked_about_and_YA_confirms_it(usaha):  # noqa: N802
    catat(usaha, 1_000_000, n=2)
    terima("omzet bulan lalu 15 juta")
    assert terakhir()[0] == "omzet_benar"
    assert "benar Rp 15.000.000?" in terakhir()[1]
    assert status_of(usaha)[-1] == (15_000_000, "ditanyakan")
    terima("Ya, benar")
    assert status_of(usaha)[-1] == (15_000_000, "sah")
    assert terakhir()[0] == "omzet_dicatat"
    assert not TanyaOmzet.objects.filter(dijawab_at__isnull=True).exists()


def test_a_jump_is_put_right_with_a_bare_amount(usaha):
    catat(usaha, 1_000_000, n=2)
    terima("omzet bulan lalu 15 juta")
    terima("SALAH")
    assert terakhir()[0] == "omzet_angka_benar"
    terima("1,5 juta")
    assert status_of(usaha)[1:] == [(15_000_000, "dikoreksi"), (1_500_000, "sah")]


def test_it_is_asked_only_once_then_staff_look(usaha):
    catat(usaha, 1_000_000, n=2)
    terima("omzet bulan lalu 15 juta")
    terima("14 juta")
    assert terakhir()[0] == "omzet_ditinjau"
    assert status_of(usaha)[1:] == [(15_000_000, "dikoreksi"), (14_000_000, "ditanyakan")]


def test_BATAL_drops_it(usaha):  # noqa: N802
    catat(usaha, 1_000_000, n=2)
    terima("omzet bulan lalu 15 juta")
    terima("BATAL")
    assert status_of(usaha)[-1] == (15_000_000, "batal")


def test_a_story_between_question_and_answer_is_a_story(usaha, terpisah):
    catat(usaha, 1_000_000, n=2)
    terima("omzet bulan lalu 15 juta")
    terima("Got depan rumah RT 03 RW 02 mampet, air masuk ke teras tiap hujan")
    assert Curhat.objects.count() == 1
    terima("YA")
    assert status_of(usaha)[-1] == (15_000_000, "sah")


def test_YA_without_a_question_is_not_ours(usaha):  # noqa: N802
    terima("YA")
    assert not Pengukuran.objects.exists()


def test_an_old_question_is_not_answered_by_a_late_YA(usaha):  # noqa: N802
    catat(usaha, 1_000_000, n=2)
    terima("omzet bulan lalu 15 juta")
    TanyaOmzet.objects.update(hingga=timezone.now() - dt.timedelta(minutes=1))
    terima("YA")
    assert status_of(usaha)[-1] == (15_000_000, "ditanyakan")


@pytest.mark.parametrize("jawaban", ["2", "Warung Jahit", "no 2"])
def test_which_business_is_asked_where_there_are_several(usaha, jawaban):
    dua = UsahaFactory(rumah=usaha.rumah, nama="Warung Jahit Uji")
    terima("OMZET 900rb")
    assert terakhir()[0] == "omzet_usaha_mana"
    assert "1. Warung Bu Uji\n2. Warung Jahit Uji" in terakhir()[1]
    assert not Pengukuran.objects.exists()
    terima(jawaban)
    assert (Pengukuran.objects.get().usaha, Pengukuran.objects.get().nilai) == (dua, 900_000)


def test_a_household_without_business_reports_for_itself(usaha):
    usaha.status = "berhenti"
    usaha.save()
    terima("OMZET 300rb")
    terima("PENDAPATAN 1,2 juta")
    assert list(Pengukuran.objects.order_by("id").values_list("rumah", "jenis", "nilai")) == [
        (usaha.rumah_id, "omzet", 300_000), (usaha.rumah_id, "pendapatan", 1_200_000),
    ]  # fmt: skip


def test_an_unknown_number_is_kindly_told_how_to_connect():
    terima("OMZET 1500000")
    assert terakhir()[0] == "omzet_belum_tersambung"
    assert "SAMBUNG" in terakhir()[1]
    assert not Pengukuran.objects.exists()


def test_a_figure_nobody_can_read_is_asked_for_with_an_example(usaha):
    for teks in ("OMZET", "omzet 1,5", "omzet -500000", "omzet desember 2099 1jt"):
        terima(teks)
        assert terakhir()[0] == "omzet_caranya", teks
        assert "OMZET 1500000" in terakhir()[1]
    assert not Pengukuran.objects.exists()


def test_markup_in_a_name_stays_words(usaha):
    UsahaFactory(rumah=usaha.rumah, nama="[[A|B]] <b>Zz</b>")
    terima("OMZET 900rb")
    assert terakhir()[0] == "omzet_usaha_mana"
    assert terakhir()[1].count("]]") >= 1


# --- the monthly reminder ---


def awal_bulan(hari=2, jam=9):
    return dt.datetime.combine(bulan_lalu(0).replace(day=hari), dt.time(jam), tzinfo=WIB)


def test_who_agreed_is_reminded_once_a_month_in_the_first_days(usaha):
    terima("INGATKAN YA")
    assert Kontak.objects.get().simpan == "dicabut"
    assert remind_omzet(awal_bulan(hari=6)) == 0
    assert remind_omzet(awal_bulan(jam=3)) == 0
    assert remind_omzet(awal_bulan()) == 1
    assert remind_omzet(awal_bulan(hari=3)) == 0
    assert terakhir()[0] == "omzet_ingat"
    assert "/omzet/" in terakhir()[1]


@pytest.mark.parametrize("kata_warga", [None, "INGATKAN TIDAK", "STOP"])
def test_nobody_else_is_reminded(usaha, kata_warga):
    if kata_warga == "STOP":
        terima("INGATKAN YA")
    if kata_warga:
        terima(kata_warga)
    assert remind_omzet(awal_bulan()) == 0


def test_who_has_told_the_month_is_left_in_peace(usaha):
    terima("INGATKAN YA")
    catat(usaha, 1_000_000)
    assert remind_omzet(awal_bulan()) == 0
    assert not PesanKeluar.objects.filter(templat="omzet_ingat").exists()
    assert RT


def test_who_is_erased_leaves_figures_without_a_sender_and_a_dead_card(usaha):
    terima("OMZET 1500000")
    kontak = Kontak.objects.get()
    erase_kontak(kontak)
    baris, kartu = Pengukuran.objects.get(), AksesOmzet.objects.get()
    assert (baris.nilai, baris.kontak) == (1_500_000, None)
    assert (kartu.kontak, kartu.dicabut_at is None) == (None, False)
    usaha.refresh_from_db()
    assert usaha.kontak is None
