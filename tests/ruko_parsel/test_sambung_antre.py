"""What waits is on the day's page and the staff's home, and leads to a list with the same rows."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from dasbor.papan_ruko import ruko_section
from ruko_parsel.antre_meja import waiting_at_desk
from ruko_parsel.hari_ini_antre import queue_items
from ruko_parsel.hari_ini_rapat import invitation_items, meeting_items, minutes_items
from ruko_parsel.hari_ini_rumah import booking_items, guest_items
from ruko_parsel.models import Jawaban, KontakSiaga, Tamu
from ruko_parsel.services.notulen import open_notulen
from ruko_parsel.services.permintaan import log_permintaan
from ruko_parsel.services.rapat import end_rapat, start_rapat
from ruko_parsel.services.tamu import IsiTamu, sign_in_tamu
from ruko_parsel.services.tangga import NAIK_KE_CAMAT
from tests.ruko_parsel.pabrik import (
    INAN,
    KECAMATAN,
    PANGGUNG,
    TETANGGA,
    make_camat,
    make_desa,
    make_permintaan,
    make_petugas,
)
from tests.ruko_parsel.pabrik_kapasitas import make_kontak_siaga
from tests.ruko_parsel.pabrik_pengetahuan import make_jawaban, make_keahlian
from tests.ruko_parsel.pabrik_rapat import make_rapat, make_sent
from tests.ruko_parsel.pabrik_rujukan import make_tiket, offer_tiket
from tests.ruko_parsel.pabrik_rumah import make_diminta, make_pemesanan, make_ruang, pukul

pytestmark = pytest.mark.django_db


def known(orang):
    """With their assignments read, as a request has them before any page begins."""
    list(orang.penugasan_aktif)
    return orang


def fill(desa):
    """One of each kind."""
    offer_tiket(make_tiket(by=desa), by=desa)
    satu = make_permintaan()
    log_permintaan(satu, NAIK_KE_CAMAT, by=None, untuk_desa=False)
    make_diminta()
    kontak = make_kontak_siaga()
    lama = timezone.now() - dt.timedelta(days=200)
    KontakSiaga.objects.filter(pk=kontak.pk).update(diperiksa_at=lama)
    jawaban = make_jawaban()
    Jawaban.objects.filter(pk=jawaban.pk).update(tinjau_at=lama.date())
    make_keahlian(desa, kuat=False)


def test_each_kind_is_counted_and_its_list_shows_as_many(client):
    camat, desa = make_camat(), make_desa()
    fill(desa)
    n = {a.kunci: a for a in waiting_at_desk(camat, KECAMATAN, timezone.now())}
    assert {kunci: a.banyak for kunci, a in n.items()} == {
        "rujukan": 1, "naik": 1, "ruang": 1, "hari_ini": 0, "kontak": 1, "jawaban": 1,
        "keahlian": 1,
    }  # fmt: skip
    client.force_login(camat)
    for kunci in ("rujukan", "naik", "ruang", "kontak", "jawaban", "keahlian"):
        jawab = client.get(n[kunci].url)
        assert jawab.status_code == 200, kunci
        assert jawab.context["cl"].result_count == 1, kunci
    assert client.get(n["hari_ini"].url).status_code == 200
    kartu = {k.label: k.angka for k in ruko_section(camat).kartu}
    assert kartu["rujukan menunggu diterima"] == kartu["keahlian menunggu dikuatkan"] == 1
    judul = {b.judul for b in queue_items(camat, timezone.now())}
    assert "1 rujukan menunggu diterima" in judul
    assert "1 kontak siaga belum diuji enam bulan" in judul
    assert len(judul) == 5  # rooms stand there one by one


def test_skills_are_the_camats_and_the_village_has_its_own_contacts():
    desa = make_desa()
    fill(desa)
    now = timezone.now()
    assert "keahlian" not in {a.kunci for a in waiting_at_desk(make_petugas(), KECAMATAN, now)}
    assert [b.judul for b in queue_items(desa, now)] == ["1 kontak siaga belum diuji enam bulan"]
    assert queue_items(make_desa(PANGGUNG), now) == []
    assert queue_items(make_petugas(di=TETANGGA), now) == []


def test_the_count_costs_one_query_however_many(django_assert_num_queries):
    camat, desa = known(make_camat()), make_desa()
    fill(desa)
    with django_assert_num_queries(1):
        queue_items(camat, timezone.now())


def test_meetings_of_today_and_minutes_that_wait(django_assert_num_queries):
    camat = known(make_camat())
    rapat = make_rapat(pimpinan=camat)
    saat = rapat.mulai_at - dt.timedelta(hours=1)
    with django_assert_num_queries(1):
        assert [b.judul for b in meeting_items(camat, saat)] == [rapat.judul]
    for ke in range(4):
        make_rapat(pimpinan=camat, judul=f"Rapat {ke}")
    with django_assert_num_queries(1):
        assert len(meeting_items(camat, saat)) == 5
    assert meeting_items(camat, timezone.now()) == []
    start_rapat(rapat, by=rapat.notulis)
    open_notulen(rapat, by=rapat.notulis)
    end_rapat(rapat, by=rapat.notulis)
    with django_assert_num_queries(1):
        (baris,) = minutes_items(camat, saat)
    assert baris.judul == f"Notulen {rapat.judul}"
    assert minutes_items(make_petugas(), saat) == []


def test_an_invitation_waits_for_its_answer_and_stays_on_the_day(django_assert_num_queries):
    desa = known(make_desa())
    rapat, (undangan,) = make_sent(desa)
    with django_assert_num_queries(1):
        (baris,) = invitation_items(desa, timezone.now())
    assert (baris.bagian, baris.url) == ("menunggu", undangan.get_absolute_url())
    type(undangan).objects.filter(pk=undangan.pk).update(jawaban="hadir", dijawab_at=timezone.now())
    assert invitation_items(desa, timezone.now()) == []
    (baris,) = invitation_items(desa, rapat.mulai_at - dt.timedelta(hours=1))
    assert baris.bagian == "datang"
    assert invitation_items(make_desa(PANGGUNG), timezone.now()) == []


def test_bookings_wait_for_the_desk_and_come_on_their_day(django_assert_num_queries):
    petugas = known(make_petugas())
    minta = make_diminta()
    now = timezone.now()
    with django_assert_num_queries(1):
        (baris,) = booking_items(petugas, now)
    assert (baris.bagian, baris.url) == ("menunggu", minta.get_absolute_url())
    make_pemesanan(mulai_at=pukul(13), selesai_at=pukul(14))
    make_rapat(mulai_at=pukul(14), ruang=make_ruang("Aula"), tempat="")  # a meeting is no guest
    assert len(booking_items(petugas, now)) == 1
    pagi = pukul(8)
    with django_assert_num_queries(1):
        hari = booking_items(petugas, pagi)
    assert [b.bagian for b in hari] == ["menunggu", "datang"]
    assert [b.bagian for b in booking_items(make_desa(), pukul(8))] == ["datang", "datang"]
    assert booking_items(make_desa(PANGGUNG), pukul(8)) == []


def test_guests_who_are_in_the_house_are_named_by_where_they_come_from(django_assert_num_queries):
    petugas = known(make_petugas())
    make_ruang()
    isi = IsiTamu(nama="Ahmad", asal="Desa Inan", keperluan="Laporan")
    sign_in_tamu(KECAMATAN, isi, kunci="uji-1", cara=Tamu.Cara.MEJA, by=petugas)
    with django_assert_num_queries(2):
        hasil = guest_items(petugas, timezone.now())
    assert [b.judul for b in hasil] == ["Tamu dari Desa Inan"]
    assert guest_items(make_desa(INAN), timezone.now()) == []


def test_the_whole_page_shows_them(client):
    camat = make_camat()
    fill(make_desa())
    client.force_login(camat)
    isi = client.get(reverse("ruko_hari_ini")).content.decode()
    assert "1 rujukan menunggu diterima" in isi
