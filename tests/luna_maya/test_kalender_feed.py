"""The calendar on a phone holds what its owner may read, and nothing once that ends."""

import datetime as dt
import logging
import threading
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from structlog.processors import JSONRenderer

from config.log import FormatCatatan
from luna_maya.services.kunjungan import (
    cancel_kunjungan,
    move_kunjungan,
    reschedule_kunjungan,
)
from tests.factories import PenggunaFactory, PenugasanFactory
from tests.luna_maya.pabrik import (
    UTARA,
    jenis,
    make_kunjungan,
    make_lurah,
    make_tokoh,
    make_tuan_rumah,
    malam,
)
from tests.luna_maya.pabrik_kalender import JEMBER, WIB, events, feed, pada
from wilayah.ical import Acara, build_kalender
from wilayah.models import LanggananKalender
from wilayah.services.langganan import (
    PALING_BANYAK,
    LanggananDitolak,
    open_langganan,
    renew_langganan,
    revoke_langganan,
)
from wilayah.zona import zona_of

pytestmark = pytest.mark.django_db
LAYAR = "/admin/wilayah/langganankalender/"


def test_who_leads_reads_host_and_address_on_the_clock_of_the_place(client):
    kunjungan = make_kunjungan(agenda="Dengarkan dulu")
    jawab, acara = feed(client, kunjungan.lurah)
    satu = acara[kunjungan.kode]
    assert jawab["Content-Type"] == "text/calendar; charset=utf-8"
    assert "Keluarga Pak Durahman" in satu["summary"]
    assert "Gang Purnama 7" in satu["location"]
    assert satu["dtstart"].params["TZID"] == "Asia/Makassar"
    assert satu["dtstart"].dt == malam()
    assert b"BEGIN:VTIMEZONE" in jawab.content
    assert b"X-WR-CALNAME" in jawab.content
    assert [a["trigger"].dt for a in satu.walk("VALARM")] == [
        dt.timedelta(days=-1), dt.timedelta(hours=-2),
    ]  # fmt: skip


def test_who_may_only_read_visits_gets_time_and_rt_without_host_or_address(client):
    kunjungan = make_kunjungan(acara="Tahlilan Pak Durahman", agenda="Durahman bercerita")
    for peran, di in (("moderator", UTARA), ("camat", UTARA[:8])):
        jawab, acara = feed(client, PenggunaFactory(peran=peran, di=di))
        satu = acara[kunjungan.kode]
        assert "RT 02 RW 01" in satu["summary"]
        assert b"Durahman" not in jawab.content
        assert b"Purnama" not in jawab.content


def test_who_comes_along_without_a_role_reads_their_own_visits_alone(client):
    babinsa = PenggunaFactory()
    lurah = make_lurah()
    ikut = make_kunjungan(lurah=lurah, tokoh=[make_tokoh(pengguna=babinsa)])
    make_kunjungan(lurah=lurah, mulai_at=malam(3))
    jawab, acara = feed(client, babinsa)
    assert list(acara) == [ikut.kode]
    assert b"Purnama" in jawab.content
    assert "url" not in acara[ikut.kode]  # a page they could not open


def test_a_stranger_and_a_lurah_of_elsewhere_read_nothing(client):
    make_kunjungan()
    for user in (PenggunaFactory(), make_lurah(di="63.06.05.1003")):
        assert feed(client, user)[1] == {}


def test_one_who_left_office_or_was_moved_reads_nothing_more(client):
    tokoh = make_tokoh(pengguna=PenggunaFactory())
    kunjungan = make_kunjungan(tokoh=[tokoh])
    tokoh.selesai = timezone.localdate() - dt.timedelta(days=1)
    tokoh.save()
    kunjungan.lurah.penugasan.update(
        mulai=dt.date(2025, 1, 1), selesai=timezone.localdate() - dt.timedelta(days=1)
    )
    PenugasanFactory(pengguna=kunjungan.lurah, peran="lurah", di=JEMBER)
    for user in (tokoh.pengguna, type(kunjungan.lurah).objects.get(pk=kunjungan.lurah_id)):
        assert feed(client, user)[1] == {}


def test_a_deactivated_user_gets_an_empty_calendar_so_that_the_phone_forgets(client):
    kunjungan = make_kunjungan()
    _langganan, kunci = open_langganan(nama="HP", by=kunjungan.lurah)
    alamat = reverse("kalender_ics", args=[kunci])
    assert events(client.get(alamat))
    kunjungan.lurah.is_active = False
    kunjungan.lurah.save()
    assert events(client.get(alamat)) == {}


def test_moving_and_calling_off_grow_the_sequence_and_keep_the_entry(client):
    kunjungan = make_kunjungan()
    lurah = kunjungan.lurah
    _jawab, acara = feed(client, lurah)
    pertama = acara[kunjungan.kode]
    assert (pertama["sequence"], pertama["status"]) == (0, "TENTATIVE")
    move_kunjungan(kunjungan, to="pasti", by=lurah)
    baru = malam(4)
    reschedule_kunjungan(
        kunjungan, mulai_at=baru, selesai_at=baru + dt.timedelta(hours=3), alasan="Hujan", by=lurah
    )
    kedua = feed(client, lurah)[1][kunjungan.kode]
    assert kedua["sequence"] > pertama["sequence"]
    assert kedua["dtstart"].dt == baru
    assert "Semula" in kedua["description"]
    cancel_kunjungan(kunjungan, alasan="Keluarga berduka", by=lurah)
    jawab, acara = feed(client, lurah)
    ketiga = acara[kunjungan.kode]
    assert (ketiga["status"], ketiga["uid"]) == ("CANCELLED", pertama["uid"])
    assert ketiga["sequence"] > kedua["sequence"]
    assert not ketiga.walk("VALARM")
    assert b"Purnama" not in jawab.content


def test_the_address_goes_a_day_after_the_visit_the_entry_stays(client):
    lurah = make_lurah()
    lama = make_kunjungan(lurah=lurah, mulai_at=malam(-3))
    jawab, acara = feed(client, lurah)
    assert lama.kode in acara
    assert b"Purnama" not in jawab.content
    # a next visit at the same host does not open the address of the last one
    baru = make_kunjungan(lurah=lurah, mulai_at=malam(5))
    _jawab, acara = feed(client, lurah)
    assert "Purnama" not in acara[lama.kode]["location"]
    assert "Purnama" in acara[baru.kode]["location"]


def test_wib_and_wita_stand_in_one_feed_each_with_its_zone(client):
    kepala = PenggunaFactory(is_superuser=True)
    utara = make_kunjungan(mulai_at=malam(2))
    jember = make_kunjungan(
        lurah=make_lurah(di=JEMBER), mulai_at=malam(2).replace(tzinfo=WIB),
        tuan_rumah=make_tuan_rumah("Pos Kebonsari", di=f"{JEMBER}.03.01"),
    )  # fmt: skip
    jawab, acara = feed(client, kepala)
    assert acara[utara.kode]["dtstart"].params["TZID"] == "Asia/Makassar"
    assert acara[jember.kode]["dtstart"].params["TZID"] == "Asia/Jakarta"
    assert jawab.content.count(b"BEGIN:VTIMEZONE") == 2


def test_commas_new_lines_and_markup_come_back_as_they_were_and_lines_are_folded(client):
    nama = "Keluarga <b>Acil; Imah</b>, cucu\\anak & " + "panjang é" * 8
    rumah = make_tuan_rumah(nama[:120], perhatian_khusus="Ada lansia, ketuk pelan")
    kunjungan = make_kunjungan(tuan_rumah=rumah, agenda="Satu\r\nDua, tiga\x0b\nBEGIN:VEVENT")
    jawab, acara = feed(client, kunjungan.lurah)
    assert rumah.nama in acara[kunjungan.kode]["summary"]
    assert "Satu\nDua, tiga \nBEGIN:VEVENT" in acara[kunjungan.kode]["description"]
    assert len(acara) == 1
    baris = jawab.content.split(b"\r\n")
    assert max(len(satu) for satu in baris) <= 75
    assert b"\n" not in b"".join(baris)


def test_a_phone_that_asks_again_gets_304_until_something_changes(client):
    kunjungan = make_kunjungan()
    _langganan, kunci = open_langganan(nama="HP", by=kunjungan.lurah)
    alamat = reverse("kalender_ics", args=[kunci])
    pertama = client.get(alamat)
    assert pertama["Cache-Control"] == "private, no-cache"
    tanda = {"If-None-Match": pertama["ETag"]}
    assert client.get(alamat, headers=tanda).status_code == 304
    waktu = {"If-Modified-Since": pertama["Last-Modified"]}
    assert client.get(alamat, headers=waktu).status_code == 304
    cancel_kunjungan(kunjungan, alasan="Sakit", by=kunjungan.lurah)
    assert client.get(alamat, headers=tanda).status_code == 200
    LanggananKalender.objects.update(berubah_at=timezone.now() - dt.timedelta(hours=1))
    assert client.get(alamat).status_code == 200
    assert client.head(alamat).status_code == 200
    assert client.post(alamat).status_code == 405


def test_an_unknown_and_a_revoked_key_are_not_found(client):
    user = make_lurah()
    langganan, kunci = open_langganan(nama="HP", by=user)
    alamat = reverse("kalender_ics", args=[kunci])
    assert client.get(alamat).status_code == 200
    baru, kunci_baru = renew_langganan(langganan, by=user)
    assert client.get(alamat).status_code == 404
    assert client.get(reverse("kalender_ics", args=[kunci_baru])).status_code == 200
    revoke_langganan(baru, by=user)
    assert client.get(reverse("kalender_ics", args=[kunci_baru])).status_code == 404
    assert client.get("/kalender/abc.ics").status_code == 404
    assert client.get(f"/kalender/{'A' * 900}.ics").status_code == 404
    with pytest.raises(LanggananDitolak):
        renew_langganan(baru, by=user)


def test_the_key_is_kept_nowhere_and_logged_nowhere(client, caplog):
    _langganan, kunci = open_langganan(nama="HP", by=make_lurah())
    assert kunci not in str(LanggananKalender.objects.values().get())
    caplog.set_level(logging.DEBUG)
    client.get(reverse("kalender_ics", args=[f"{kunci}X"]))
    client.get(reverse("kalender_ics", args=[kunci]))
    penulis = FormatCatatan(foreign_pre_chain=[], processor=JSONRenderer())
    ditulis = [penulis.format(satu) for satu in caplog.records]
    assert ditulis
    assert kunci not in "".join(ditulis)


def test_the_number_of_queries_does_not_grow_with_the_visits(client, django_assert_max_num_queries):
    lurah = make_lurah()
    _langganan, kunci = open_langganan(nama="HP", by=lurah)
    alamat = reverse("kalender_ics", args=[kunci])
    make_kunjungan(lurah=lurah)
    client.get(alamat)
    for banyak in (1, 15):
        for n in range(2, banyak + 1):
            make_kunjungan(lurah=lurah, mulai_at=malam(n), jenis=jenis("ngobrol"))
        with django_assert_max_num_queries(12):
            assert len(events(client.get(alamat))) == banyak


def test_the_page_shows_a_new_address_once(client):
    user = PenggunaFactory()  # no role is asked: the days are one's own
    client.force_login(user)
    assert "Belum ada" in client.get(LAYAR).content.decode()
    jawab = client.post(LAYAR, {"nama": "  HP   saya <i> "})
    teks = jawab.content.decode()
    assert "no-store" in jawab["Cache-Control"]
    alamat = teks.partition('class="langganan-alamat">')[2].partition("<")[0]
    assert Client().get(urlsplit(alamat).path).status_code == 200
    daftar = client.get(LAYAR).content.decode()
    assert "HP saya &lt;i&gt;" in daftar
    assert alamat not in daftar
    ulang = client.post(LAYAR, {"nama": "hp SAYA <i>"})
    assert ulang.status_code == 422
    assert "sudah punya langganan" in ulang.content.decode()
    assert client.post(LAYAR, {"nama": " "}).status_code == 422


def test_one_renews_and_revokes_ones_own_and_never_anothers(client):
    lain, _kunci = open_langganan(nama="HP", by=make_lurah())
    user = PenggunaFactory(is_superuser=True)
    milik, _kunci = open_langganan(nama="HP", by=user)
    client.force_login(user)
    for apa in ("baru", "cabut"):
        assert client.post(f"{LAYAR}{lain.pk}/{apa}/").status_code == 404
        assert client.get(f"{LAYAR}{milik.pk}/{apa}/").status_code == 302
    assert LanggananKalender.objects.active().count() == 2
    assert "webcal://" in client.post(f"{LAYAR}{milik.pk}/baru/").content.decode()
    pengganti = LanggananKalender.objects.active().get(pengguna=user)
    for _ in range(2):
        assert client.post(f"{LAYAR}{pengganti.pk}/cabut/").status_code == 302
    assert not LanggananKalender.objects.active().filter(pengguna=user).exists()
    assert "sudah dicabut" in client.post(
        f"{LAYAR}{milik.pk}/baru/", follow=True
    ).content.decode()  # fmt: skip


def test_there_is_a_limit_to_the_addresses_of_one_person():
    user = make_lurah()
    for n in range(PALING_BANYAK):
        open_langganan(nama=f"HP {n}", by=user)
    with pytest.raises(LanggananDitolak, match="Paling banyak"):
        open_langganan(nama="lagi", by=user)


def test_a_visitor_is_sent_to_the_login(client):
    assert client.get(LAYAR).status_code == 302


def test_the_same_entries_are_the_same_bytes():
    satu = Acara(
        uid="a@x", mulai=pada(2026, 12, 31, 23), selesai=pada(2027, 1, 1, 6), judul="Menginap",
        updated=pada(2026, 12, 1).astimezone(dt.UTC),
    )  # fmt: skip
    assert build_kalender("Uji", [satu]) == build_kalender("Uji", [satu])
    assert zona_of(UTARA).key.encode() in build_kalender("Uji", [satu])


def _at_once(*kerja):
    """What each gives, all begun at the same instant: the row's pk, or "ditolak"."""
    mulai, hasil = threading.Barrier(len(kerja)), []

    def run(satu):
        mulai.wait()
        try:
            hasil.append(satu()[0].pk)
        except LanggananDitolak:
            hasil.append("ditolak")
        finally:
            connection.close()

    benang = [threading.Thread(target=run, args=(satu,)) for satu in kerja]
    for satu in benang:
        satu.start()
    for satu in benang:
        satu.join()
    return hasil


def test_the_same_name_at_the_same_instant_is_one_address(nyata):
    user = make_lurah()
    hasil = _at_once(*[lambda: open_langganan(nama="HP", by=user)] * 2)
    assert hasil.count("ditolak") == 1
    assert LanggananKalender.objects.active().count() == 1


def test_renewed_twice_at_once_leaves_one_address(nyata):
    user = make_lurah()
    langganan, _kunci = open_langganan(nama="HP", by=user)
    hasil = _at_once(*[lambda: renew_langganan(langganan, by=user)] * 2)
    assert hasil.count("ditolak") == 1
    assert LanggananKalender.objects.active().count() == 1


def test_a_place_of_the_whole_kelurahan_is_named_once(client):
    kunjungan = make_kunjungan(tuan_rumah=make_tuan_rumah("Balai", di=UTARA, alamat=""))
    _jawab, acara = feed(client, kunjungan.lurah)
    assert acara[kunjungan.kode]["location"] == kunjungan.wilayah.nama_lengkap
