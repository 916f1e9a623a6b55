"""Who is asked to a meeting, what they answer, and what they are told."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from pesan.models import PesanKeluar
from ruko_parsel.models import Rapat, UndanganRapat
from ruko_parsel.services.batal_rapat import cancel_rapat
from ruko_parsel.services.ingat_rapat import run_ingat_rapat
from ruko_parsel.services.kabar_rapat import sign_undangan
from ruko_parsel.services.rapat import RapatKeliru, reschedule_rapat
from ruko_parsel.services.undangan_rapat import (
    answer_undangan,
    erase_tamu,
    invite_peran,
    invite_tamu,
    send_undangan,
    withdraw_undangan,
)
from tests.factories import WilayahFactory
from tests.ruko_parsel.pabrik import INAN, PANGGUNG, TETANGGA, make_desa, make_petugas
from tests.ruko_parsel.pabrik_rapat import at_hour, make_rapat, make_sent

pytestmark = pytest.mark.django_db


def told(templat):
    return PesanKeluar.objects.filter(templat=templat).count()


def test_all_villages_are_asked_in_one_click_and_each_person_once():
    sekdes, _kades = make_desa(), make_desa(peran="lurah")
    make_desa(di=PANGGUNG)
    make_petugas(di=TETANGGA)
    rapat = make_rapat()
    assert invite_peran(rapat, by=rapat.notulis) == 3
    assert invite_peran(rapat, by=rapat.notulis) == 0
    assert rapat.undangan.get(pengguna=sekdes).wilayah_id == INAN
    assert not told("rapat_undang")  # nobody is told before they are sent


def test_sending_gives_the_letter_a_number_and_tells_each_once():
    rapat, _undangan = make_sent(make_desa(), make_desa(di=PANGGUNG))
    assert rapat.status == Rapat.Status.DIUNDANG
    assert rapat.nomor_surat.startswith("005/001/63.11.07/")
    assert send_undangan(rapat, by=rapat.notulis) == 0
    assert told("rapat_undang") == 2


def test_nobody_on_the_list_or_a_time_gone_by_is_refused():
    rapat = make_rapat()
    with pytest.raises(RapatKeliru, match="Belum ada yang diundang"):
        send_undangan(rapat, by=rapat.notulis)
    with pytest.raises(RapatKeliru, match="desa yang ditemui"):
        make_rapat(jenis="tatap_muka")
    with pytest.raises(RapatKeliru, match="tautan"):
        make_rapat(jenis="daring")
    asing = WilayahFactory(kode=f"{TETANGGA}.2001")
    with pytest.raises(RapatKeliru, match="bukan desa"):
        make_rapat(jenis="tatap_muka", desa=asing)


def test_the_link_shows_the_meeting_and_takes_an_answer(client):
    _rapat, (undangan,) = make_sent(make_desa())
    alamat = reverse("ruko_rapat_undangan", args=[sign_undangan(undangan)])
    jawab = client.get(alamat)
    # with "no-referrer" a browser's form says `Origin: null` and is refused
    assert jawab["Referrer-Policy"] == "same-origin"
    isi = jawab.content.decode()
    assert "Rapat koordinasi bulanan" in isi
    assert undangan.kode in isi
    kosong = client.post(alamat, {})
    assert kosong.status_code == 422
    assert "Pilih salah satu jawaban" in kosong.content.decode()
    tanpa = client.post(alamat, {"jawaban": "diwakilkan"})
    assert "Tulis siapa yang mewakili" in tanpa.content.decode()
    jawab = client.post(alamat, {"jawaban": "diwakilkan", "wakil": "<b>Kasi</b> Umum"})
    assert jawab.status_code == 303
    undangan.refresh_from_db()
    assert undangan.wakil == "<b>Kasi</b> Umum"
    assert "&lt;b&gt;Kasi" in client.get(alamat).content.decode()
    assert client.post(alamat, {"jawaban": "hadir", "alasan": "a\0b"}).status_code == 422


def test_a_forged_or_withdrawn_link_opens_nothing(client):
    _rapat, (undangan,) = make_sent(make_desa())
    tanda = sign_undangan(undangan)
    assert client.get(f"/ruko-parsel/undangan/{tanda}x/").status_code == 404
    withdraw_undangan(undangan, by=make_petugas())
    assert client.get(f"/ruko-parsel/undangan/{tanda}/").status_code == 404
    assert client.get(f"/ruko-parsel/undangan/{tanda}/acara.ics").status_code == 404
    assert told("rapat_cabut") == 1


def test_a_guest_is_kept_encrypted_and_can_be_erased():
    rapat = make_rapat()
    tamu = invite_tamu(rapat, nama="Siti Contoh", nomor="+62 812-0000-9911", by=rapat.notulis)
    with connection.cursor() as cursor:
        cursor.execute("SELECT nama FROM ruko_parsel_undanganrapat WHERE id = %s", [tamu.pk])
        assert "Siti" not in cursor.fetchone()[0]
    with pytest.raises(RapatKeliru, match="sudah diundang"):
        invite_tamu(rapat, nama="Lain", nomor="081200009911".replace("0", "62", 1),
                    by=rapat.notulis)  # fmt: skip
    send_undangan(rapat, by=rapat.notulis)
    assert told("rapat_undang") == 1
    assert erase_tamu(tamu.kontak) == 1
    tamu.refresh_from_db()
    assert (tamu.nama, tamu.kontak) == ("(data dihapus)", None)


def test_another_day_is_told_and_asked_anew_another_room_only_told():
    rapat, (undangan,) = make_sent(make_desa())
    answer_undangan(undangan, jawaban="hadir", cara="portal")
    reschedule_rapat(
        rapat, mulai_at=rapat.mulai_at, selesai_at=rapat.selesai_at, tempat="Ruang kecil",
        alasan="Aula dipakai", by=rapat.notulis,
    )  # fmt: skip
    undangan.refresh_from_db()
    assert undangan.jawaban == "hadir"
    reschedule_rapat(
        rapat, mulai_at=at_hour(hari=5), selesai_at=at_hour(11, hari=5), tempat="Ruang kecil",
        alasan="", by=rapat.notulis,
    )  # fmt: skip
    undangan.refresh_from_db()
    assert undangan.jawaban == "belum"
    assert told("rapat_ubah") == 2
    rapat.refresh_from_db()
    assert rapat.urutan_rencana == 2


def test_calling_off_needs_a_reason_and_tells_who_was_asked():
    rapat, (undangan,) = make_sent(make_desa())
    with pytest.raises(RapatKeliru, match="alasan"):
        cancel_rapat(rapat, alasan=" ", by=rapat.notulis)
    cancel_rapat(rapat, alasan="Camat dipanggil ke kabupaten.", by=rapat.notulis)
    cancel_rapat(rapat, alasan="Dua kali", by=rapat.notulis)
    assert told("rapat_batal") == 1
    with pytest.raises(RapatKeliru):
        answer_undangan(undangan, jawaban="hadir", cara="portal")


def test_reminders_go_out_the_day_before_and_two_hours_before_once():
    rapat, _undangan = make_sent(make_desa(), make_desa(di=PANGGUNG))
    tidak = rapat.undangan.last()
    answer_undangan(tidak, jawaban="tidak", cara="portal", alasan="Sakit")
    UndanganRapat.objects.update(dikirim_at=timezone.now() - dt.timedelta(days=1))
    sehari = at_hour(16, hari=2)
    assert run_ingat_rapat(sehari - dt.timedelta(minutes=5)) == 0
    for kapan in (sehari, sehari, rapat.mulai_at - dt.timedelta(hours=2), rapat.mulai_at):
        run_ingat_rapat(kapan)
    assert told("rapat_ingat") == 2  # once each time, not to who does not come


def test_two_workers_remind_once(nyata):
    make_sent(make_desa())
    UndanganRapat.objects.update(dikirim_at=timezone.now() - dt.timedelta(days=1))
    kapan, mulai = at_hour(16, hari=2), threading.Barrier(2)

    def work():
        mulai.wait()
        run_ingat_rapat(kapan)
        connection.close()

    benang = [threading.Thread(target=work) for _ in range(2)]
    for satu in benang:
        satu.start()
    for satu in benang:
        satu.join()
    assert told("rapat_ingat") == 1


def test_a_meeting_past_midnight_over_the_months_end():
    mulai = at_hour(22).replace(month=12, day=31)
    if mulai < timezone.now():
        mulai = mulai.replace(year=mulai.year + 1)
    rapat = make_rapat(mulai_at=mulai, selesai_at=mulai + dt.timedelta(hours=4))
    assert rapat.nomor.split("/")[2] == str(mulai.year)
    assert rapat.jam_sampai == "02.00 WITA"


def test_a_village_sees_its_own_invitations_only(client):
    inan, panggung = make_desa(), make_desa(di=PANGGUNG)
    _rapat, (satu, dua) = make_sent(inan, panggung)
    client.force_login(inan)
    assert client.get(satu.get_absolute_url()).status_code == 200
    assert client.get(dua.get_absolute_url()).status_code == 404
    assert client.get(satu.rapat.get_absolute_url()).status_code in {403, 404}
    alamat = reverse("admin:ruko_parsel_undanganrapat_langkah", args=[satu.pk, "jawab"])
    assert client.post(alamat, {"jawaban": "hadir"}).status_code == 302
    satu.refresh_from_db()
    assert (satu.jawaban, satu.dijawab_cara) == ("hadir", "portal")
    cabut = reverse("admin:ruko_parsel_undanganrapat_langkah", args=[satu.pk, "cabut"])
    client.post(cabut)
    satu.refresh_from_db()
    assert satu.dicabut_at is None
