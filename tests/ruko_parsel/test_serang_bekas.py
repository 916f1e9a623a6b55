"""Who has left their office hears and reads no more of its work."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from pesan.models import PesanKeluar
from ruko_parsel.kalender_rapat import list_acara
from ruko_parsel.models import Permintaan
from ruko_parsel.services.ajuan import add_tambahan
from ruko_parsel.services.batal_rapat import cancel_rapat
from ruko_parsel.services.disposisi import Perintah, answer_disposisi, give_disposisi
from ruko_parsel.services.kabar_rapat import sign_undangan
from ruko_parsel.services.keputusan import extend_keputusan, keputusan_url
from ruko_parsel.services.tangga import climb_tangga
from ruko_parsel.services.tanggapan import approve_tanggapan, draft_tanggapan, submit_tanggapan
from ruko_parsel.services.tindak_lanjut import add_tindak_lanjut, finish_tindak_lanjut
from tests.ruko_parsel.pabrik import make_camat, make_desa, make_permintaan, make_petugas
from tests.ruko_parsel.pabrik_meja import make_ditelaah
from tests.ruko_parsel.pabrik_rapat import make_held, make_rapat, make_sent
from wilayah.models import Pengguna

pytestmark = pytest.mark.django_db


def leave(user):
    """The assignments of this user ended yesterday."""
    kemarin = timezone.localdate() - dt.timedelta(days=1)
    user.penugasan.update(mulai=kemarin - dt.timedelta(days=30), selesai=kemarin)
    return Pengguna.objects.get(pk=user.pk)


def owed(user):
    return PesanKeluar.objects.filter(pengguna=user)


def test_words_of_the_village_go_to_the_desk_when_the_officer_has_left():
    petugas, lain, desa = make_petugas(), make_petugas(), make_desa()
    satu = make_ditelaah(petugas, by=desa)
    leave(petugas)
    add_tambahan(Permintaan.objects.get(pk=satu.pk), teks="Dua juta.", by=desa)
    assert not owed(petugas).exists()
    assert owed(lain).filter(templat="ruko_tambahan").count() == 1


def test_a_confidential_request_of_an_officer_who_left_is_the_camats():
    petugas, lain, camat = make_petugas(), make_petugas(), make_camat()
    satu = make_ditelaah(petugas, rahasia=True, by=make_desa())
    leave(petugas)
    add_tambahan(satu, teks="Lagi.", by=satu.pemohon)
    assert [owed(o).filter(templat="ruko_tambahan").count() for o in (petugas, lain, camat)] == [
        0, 0, 1,
    ]  # fmt: skip


def test_the_ladder_passes_over_an_officer_who_left():
    petugas, lain = make_petugas(), make_petugas()
    satu = make_ditelaah(petugas, urgensi=5)
    leave(petugas)
    lalu = timezone.now() - dt.timedelta(hours=60)
    Permintaan.objects.filter(pk=satu.pk).update(
        created_at=lalu, due_at=lalu + dt.timedelta(hours=24)
    )
    climb_tangga(timezone.now())
    assert not owed(petugas).filter(templat__startswith="ruko_tangga").exists()
    assert owed(lain).filter(templat="ruko_tangga_lewat").exists()


def test_an_answered_sheet_goes_to_todays_camat():
    lama, petugas = make_camat(), make_petugas()
    sheet = give_disposisi(make_permintaan(), Perintah(petugas, "Periksa"), by=lama)
    leave(lama)
    baru = make_camat()
    answer_disposisi(sheet, jawaban="Sudah diperiksa.", by=petugas)
    assert not owed(lama).filter(templat="ruko_disposisi_jawab").exists()
    assert owed(baru).filter(templat="ruko_disposisi_jawab").exists()


def test_the_result_of_a_draft_and_an_ended_follow_up_do_not_reach_who_left():
    petugas, camat = make_petugas(), make_camat()
    satu = make_ditelaah(petugas)
    draf = draft_tanggapan(satu, perihal="Perihal", isi="Isi.", by=petugas)
    draf = submit_tanggapan(draf, by=petugas)
    baris = add_tindak_lanjut(
        satu, apa="Periksa", sampai=timezone.localdate(), siapa=camat, by=petugas
    )
    leave(petugas)
    approve_tanggapan(draf, by=camat)
    finish_tindak_lanjut(baris, bukti="Berita acara.", by=camat)
    assert not owed(petugas).exists()


def test_the_link_of_an_invitation_closes_with_the_assignment(client):
    petugas, desa = make_petugas(), make_desa()
    _rapat, undangan = make_sent(petugas, desa)
    tautan = [reverse("ruko_rapat_undangan", args=[sign_undangan(u)]) for u in undangan]
    berkas = [f"{satu}agenda.pdf" for satu in tautan]
    assert {client.get(satu).status_code for satu in (*tautan, *berkas)} == {200}
    leave(petugas)
    leave(desa)
    assert {client.get(satu).status_code for satu in (*tautan, *berkas)} == {404}
    jawab = client.post(tautan[0], {"jawaban": "hadir"})
    assert jawab.status_code == 404


def test_news_of_a_meeting_and_its_calendar_leave_out_who_left():
    desa, camat = make_desa(), make_camat()
    rapat, _undangan = make_sent(desa, pimpinan=camat)
    sejak, hingga = rapat.mulai_at - dt.timedelta(days=1), rapat.mulai_at + dt.timedelta(days=1)
    assert len(list(list_acara(desa, sejak, hingga))) == 1
    assert len(list(list_acara(camat, sejak, hingga))) == 1
    sebelum = owed(desa).count()
    desa, camat = leave(desa), leave(camat)
    assert list(list_acara(desa, sejak, hingga)) == []
    assert list(list_acara(camat, sejak, hingga)) == []
    cancel_rapat(rapat, alasan="Banjir.", by=rapat.notulis)
    assert owed(desa).count() == sebelum


def test_a_decision_of_somebody_who_left_opens_by_no_link_and_is_asked_of_the_notulis(client):
    desa, petugas = make_desa(), make_petugas()
    rapat = make_rapat(by=petugas)
    (satu,) = make_held(rapat, {"penanggung_jawab": desa, "desa": desa.penugasan.get().wilayah})
    tautan = keputusan_url(satu, desa).partition("//")[2].partition("/")[2]
    assert client.get(f"/{tautan}").status_code == 200
    leave(desa)
    sebelum = owed(desa).count()
    assert client.get(f"/{tautan}").status_code == 404
    assert client.post(f"/{tautan}", {"keadaan": "selesai"}).status_code == 404
    tenggat = timezone.localdate() + dt.timedelta(days=20)
    extend_keputusan(satu, tenggat=tenggat, alasan="Menunggu data.", by=rapat.pimpinan)
    assert owed(desa).count() == sebelum
    assert str(desa) in owed(petugas).filter(templat="keputusan_baru").last().badan
