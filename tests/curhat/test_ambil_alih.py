"""A person takes over: the assistant is silent, nothing is lost, danger still rings."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from curhat.models import AmbilAlih, Curhat, RiwayatCurhat, Tiket
from curhat.services.obrolan import (
    SudahDiambil,
    expire_obrolan,
    return_obrolan,
    take_obrolan,
    write_obrolan,
)
from pesan.models import Kontak, PesanKeluar, PesanMasuk
from tests.curhat.conftest import (
    PANDEAN,
    TAMAN,
    kepada_staf,
    kepada_warga,
    terima,
    terima_isi,
)
from tests.curhat.test_bersamaan import in_threads
from tests.factories import PenggunaFactory

pytestmark = pytest.mark.django_db
CERITA = "Lampu jalan di RT 04 RW 01 mati sejak Senin, gelap sekali kalau malam"


@pytest.fixture
def kontak(kelurahan):
    terima(CERITA)
    return Kontak.objects.get()


@pytest.fixture
def ambil(kontak, moderator):
    return take_obrolan(kontak, by=moderator)


def said_after(jumlah):
    return [templat for templat, _badan in kepada_warga()[jumlah:]]


def test_the_resident_is_told_that_a_person_is_there_and_when_the_person_leaves(kontak, moderator):
    sebelum = len(kepada_warga())
    ambil = take_obrolan(kontak, by=moderator)
    assert "berbicara dengan petugas Kel. Taman" in kepada_warga()[-1][1]
    return_obrolan(ambil, by=moderator)
    return_obrolan(ambil, by=moderator)
    assert said_after(sebelum) == ["ambil_alih", "kembali_asisten"]


def test_the_takeover_is_in_the_history_that_nobody_can_change(ambil, moderator):
    return_obrolan(ambil, by=moderator)
    riwayat = RiwayatCurhat.objects.filter(peristiwa__in=["ambil_alih", "kembali"])
    assert [(r.peristiwa, r.by) for r in riwayat] == [
        ("ambil_alih", moderator),
        ("kembali", moderator),
    ]


def test_what_the_resident_writes_is_kept_with_the_report_and_not_answered(ambil, moderator):
    sebelum = len(kepada_warga())
    terima("Tiangnya yang dekat warung Bu Siti, hubungi saya di 081234567890 ya")
    terima("sudah")
    curhat = Curhat.objects.get()
    assert "dekat warung" in curhat.isi
    assert "081234567890" not in curhat.isi
    assert said_after(sebelum) == []
    assert PesanMasuk.objects.filter(status="selesai").count() == 3
    assert kepada_staf("notif_obrolan") == [moderator.nama]  # once in ten minutes
    assert "warung" not in PesanKeluar.objects.get(templat="notif_obrolan").badan


def test_a_photo_and_a_point_go_to_the_report_without_thanks(ambil):
    sebelum = len(kepada_warga())
    terima_isi(type="image", image={"id": "91001", "mime_type": "image/jpeg"})
    terima_isi(type="location", location={"latitude": -7.64, "longitude": 111.53})
    curhat = Curhat.objects.get()
    assert curhat.lampiran.count() == 1
    assert curhat.lat is not None
    assert said_after(sebelum) == []


def test_after_the_hand_back_the_assistant_answers_again(ambil, moderator):
    return_obrolan(ambil, by=moderator)
    terima("STATUS")
    assert kepada_warga()[-1][0] == "status"


def test_stop_and_hapus_data_still_work(ambil):
    terima("STOP")
    assert kepada_warga()[-1][0] == "berhenti"
    terima("HAPUS DATA")
    assert Curhat.objects.get().dihapus_at is not None
    ambil.refresh_from_db()
    assert ambil.sebab == "dihapus"


def test_critical_words_get_help_lines_and_alarm_the_lurah(ambil):
    terima("Tolong kabelnya korslet, rumah kebakaran, ada anak di dalam!")
    assert kepada_warga()[-1][0] == "bantuan_darurat"
    assert "112" in kepada_warga()[-1][1]
    assert Tiket.objects.get().urgensi == 5
    assert sorted(kepada_staf("notif_lurah")) == ["Irma Lestari", "Moderator Taman"]


def test_an_open_ticket_is_rung_again_by_critical_words(kelurahan, moderator):
    terima("Rumah di RT 04 RW 01 kebakaran, api besar, ada anak di dalam")
    take_obrolan(Kontak.objects.get(), by=moderator)
    sebelum = len(kepada_staf("notif_lurah"))
    terima("Tolong cepat, apinya membesar, ada korban jiwa")
    assert len(kepada_staf("notif_lurah")) == sebelum + 2


def test_sensitive_words_get_their_own_help_line(ambil):
    terima("sebenarnya suami saya sering memukul saya")
    assert "SAPA 129" in kepada_warga()[-1][1]
    assert Curhat.objects.get().rahasia


def test_a_form_of_the_same_person_is_a_new_report(ambil, client):
    jumlah = Curhat.objects.count()
    terima("Sampah di pojok RT 02 RW 03 menumpuk", dari="62812999")  # somebody else
    assert Curhat.objects.count() == jumlah + 1


def test_another_moderator_is_told_who_holds_it(ambil, kontak, moderator):
    lain = PenggunaFactory(nama="Moderator Dua", peran="moderator", di=TAMAN)
    with pytest.raises(SudahDiambil, match="Moderator Taman"):
        take_obrolan(kontak, by=lain)
    with pytest.raises(SudahDiambil):
        write_obrolan(ambil, by=lain, teks="Halo")
    assert take_obrolan(kontak, by=moderator) == ambil


def test_who_has_no_report_there_cannot_take_it(kontak):
    tetangga = PenggunaFactory(peran="moderator", di=PANDEAN)
    with pytest.raises(ValueError, match="wilayah Anda"):
        take_obrolan(kontak, by=tetangga)


def test_the_database_allows_one_open_takeover_of_a_contact(ambil, moderator):
    with pytest.raises(IntegrityError), transaction.atomic():
        AmbilAlih.objects.create(
            kontak=ambil.kontak, curhat=ambil.curhat, by=moderator, wilayah_id=TAMAN
        )


def test_it_ends_by_itself_when_staff_are_silent_and_both_are_told(ambil, moderator, settings):
    lama = timezone.now() - timedelta(hours=settings.AMBIL_ALIH_JAM, minutes=1)
    AmbilAlih.objects.update(staf_at=lama)
    assert expire_obrolan(timezone.now()) == 1
    assert expire_obrolan(timezone.now()) == 0
    ambil.refresh_from_db()
    assert ambil.sebab == "kedaluwarsa"
    assert kepada_warga()[-1][0] == "kembali_asisten"
    assert kepada_staf("notif_obrolan_usai") == [moderator.nama]


def test_one_that_was_left_can_be_taken_by_another(ambil, kontak, settings):
    lama = timezone.now() - timedelta(hours=settings.AMBIL_ALIH_JAM, minutes=1)
    AmbilAlih.objects.update(staf_at=lama)
    lain = PenggunaFactory(peran="moderator", di=TAMAN)
    assert take_obrolan(kontak, by=lain).by == lain


def test_staff_write_the_bare_words_within_the_window(ambil, moderator):
    pesan = write_obrolan(ambil, by=moderator, teks="Besok pagi kami datang.")
    assert kepada_warga()[-1] == ("dari_petugas", "Besok pagi kami datang.")
    assert pesan.status == "queued"
    ambil.refresh_from_db()
    assert "Besok" not in "".join(RiwayatCurhat.objects.values_list("catatan", flat=True))


def test_outside_the_window_nothing_is_queued_without_an_approved_template(ambil, moderator):
    Kontak.objects.update(terakhir_masuk_at=timezone.now() - timedelta(hours=25))
    sebelum = PesanKeluar.objects.count()
    with pytest.raises(ValueError, match="Jendela 24 jam"):
        write_obrolan(ambil, by=moderator, teks="Halo")
    assert PesanKeluar.objects.count() == sebelum


def test_taken_outside_the_window_the_resident_is_told_when_they_write_again(kontak, moderator):
    Kontak.objects.update(terakhir_masuk_at=timezone.now() - timedelta(hours=25))
    ambil = take_obrolan(kontak, by=moderator)
    assert ambil.diberi_tahu_at is None
    assert "ambil_alih" not in [t for t, _ in kepada_warga()]
    terima("halo, bagaimana lampunya?")
    assert kepada_warga()[-1][0] == "ambil_alih"


def test_two_moderators_at_the_same_instant_one_wins(nyata, kelurahan, moderator):
    terima(CERITA)
    kontak = Kontak.objects.get()
    lain = PenggunaFactory(nama="Moderator Dua", peran="moderator", di=TAMAN)
    kalah = []

    def take(siapa):
        try:
            take_obrolan(kontak, by=siapa)
        except SudahDiambil as error:
            kalah.append(str(error))

    in_threads(lambda: take(moderator), lambda: take(lain))
    assert AmbilAlih.objects.open().count() == 1
    assert len(kalah) == 1
    assert [t for t, _ in kepada_warga()].count("ambil_alih") == 1
