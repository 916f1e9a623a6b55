"""A meeting and its room: held together, moved together, called off together."""

import datetime as dt

import pytest
from django.urls import reverse

from pesan.models import PesanKeluar
from ruko_parsel.models import Pemesanan, Rapat
from ruko_parsel.services import pemesanan, ruang_rapat
from ruko_parsel.services import rapat as layanan
from ruko_parsel.services.batal_rapat import cancel_rapat
from ruko_parsel.services.ingat_ruang import run_ingat_ruang
from ruko_parsel.services.pemesanan import (
    Bentrok,
    LangkahTerlarang,
    cancel_pemesanan,
    move_pemesanan,
)
from ruko_parsel.services.rapat import RapatKeliru, reschedule_rapat
from tests.ruko_parsel.pabrik import KECAMATAN, make_camat, make_petugas
from tests.ruko_parsel.pabrik_rapat import make_rapat
from tests.ruko_parsel.pabrik_rumah import make_pemesanan, make_ruang, next_senin, pukul
from tests.serentak import at_once

pytestmark = pytest.mark.django_db
S = Pemesanan.Status


def make_beruang(**lain):
    """A meeting of next Monday, nine to eleven, in a room."""
    awal = {"mulai_at": pukul(9), "ruang": make_ruang(), "peserta": 8, "tempat": ""}
    return make_rapat(**(awal | lain))


def form(petugas, **lain):
    """What the page of a new meeting posts."""
    isi = {
        "wilayah": KECAMATAN, "judul": "Rapat dana desa", "jenis": Rapat.Jenis.KOORDINASI,
        "tanggal": f"{next_senin():%Y-%m-%d}", "mulai": "09:00", "selesai": "11:00",
        "ruang": make_ruang().pk, "peserta": "10", "pimpinan": petugas.pk, "notulis": petugas.pk,
    }  # fmt: skip
    return isi | lain


def test_a_planned_meeting_holds_its_room(client):
    petugas = make_petugas()
    client.force_login(petugas)
    jawab = client.post(reverse("admin:ruko_parsel_rapat_add"), form(petugas))
    assert jawab.status_code == 302
    rapat = Rapat.objects.get()
    assert rapat.tempat == "Ruang Musyawarah"
    pesan = rapat.pemesanan
    assert (pesan.status, pesan.mulai_at, pesan.selesai_at) == (S.DISETUJUI, pukul(9), pukul(11))
    assert pesan.jumlah_tamu == 10
    isi = client.get(rapat.get_absolute_url()).content.decode()
    assert pesan.get_absolute_url() in isi
    assert rapat.get_absolute_url() in client.get(pesan.get_absolute_url()).content.decode()


def test_a_taken_room_is_an_error_of_the_form_and_leaves_no_meeting(client):
    petugas = make_petugas()
    make_pemesanan(mulai_at=pukul(10), selesai_at=pukul(11))
    client.force_login(petugas)
    jawab = client.post(reverse("admin:ruko_parsel_rapat_add"), form(petugas))
    assert jawab.status_code == 422
    assert "Ruang itu sudah dipesan pada waktu itu" in jawab.content.decode()
    assert not Rapat.objects.exists()


@pytest.mark.parametrize(
    ("lain", "kata"),
    [
        ({"ruang": "", "peserta": ""}, "Tulis tempatnya, atau pilih ruangnya."),
        ({"peserta": "13"}, "paling banyak 12 orang"),
        ({"ruang": "99999"}, "Pilih"),
        ({"mulai": "06:00", "selesai": "07:00"}, "Di luar jam buka"),
        ({"mulai": "09:00", "selesai": "15:00"}, "15 menit dan 4 jam"),
    ],
)
def test_what_cannot_be_held_is_said(client, lain, kata):
    petugas = make_petugas()
    client.force_login(petugas)
    jawab = client.post(reverse("admin:ruko_parsel_rapat_add"), form(petugas, **lain))
    assert jawab.status_code == 422
    assert kata in jawab.content.decode()
    assert not Rapat.objects.exists()


def test_the_room_moves_with_the_meeting():
    rapat = make_beruang()
    lain = make_ruang("Ruang Rapat Kecil")
    reschedule_rapat(
        rapat, mulai_at=pukul(13), selesai_at=pukul(15), tempat=rapat.tempat, ruang=lain,
        alasan="Aula dipakai", by=rapat.notulis,
    )  # fmt: skip
    rapat.refresh_from_db()
    pesan = rapat.pemesanan
    assert (pesan.ruang, pesan.mulai_at, pesan.status) == (lain, pukul(13), S.DISETUJUI)
    assert rapat.tempat == "Ruang Rapat Kecil"
    assert Pemesanan.objects.count() == 1


def test_a_meeting_that_cannot_move_into_a_room_stays_where_it_was(client):
    rapat = make_beruang()
    make_pemesanan(mulai_at=pukul(13), selesai_at=pukul(14))
    client.force_login(rapat.notulis)
    alamat = reverse("admin:ruko_parsel_rapat_langkah", args=[rapat.pk, "jadwal"])
    isi = {"tanggal": f"{next_senin():%Y-%m-%d}", "mulai": "13:00", "selesai": "15:00",
           "tempat": rapat.tempat, "ruang": rapat.pemesanan.ruang_id}  # fmt: skip
    jawab = client.post(alamat, isi)
    assert jawab.status_code == 422
    assert "Ruang itu sudah dipesan" in jawab.content.decode()
    rapat.refresh_from_db()
    assert rapat.mulai_at == rapat.pemesanan.mulai_at == pukul(9)


def test_a_room_let_go_is_free_and_needs_another_place():
    rapat = make_beruang()
    ubah = {"mulai_at": pukul(9), "selesai_at": pukul(11), "alasan": "", "by": rapat.notulis}
    with pytest.raises(RapatKeliru, match="Tulis tempatnya"):
        reschedule_rapat(rapat, tempat=rapat.tempat, **ubah)
    rapat.refresh_from_db()
    assert rapat.pemesanan.status == S.DISETUJUI
    lama = rapat.pemesanan
    reschedule_rapat(rapat, tempat="Balai Desa Inan", **ubah)
    rapat.refresh_from_db()
    lama.refresh_from_db()
    assert (rapat.pemesanan, lama.status, rapat.tempat) == (None, S.BATAL, "Balai Desa Inan")


def test_a_meeting_called_off_frees_its_room():
    rapat = make_beruang()
    cancel_rapat(rapat, alasan="Hujan lebat", by=rapat.notulis)
    rapat.pemesanan.refresh_from_db()
    assert (rapat.pemesanan.status, rapat.pemesanan.alasan) == (S.BATAL, "Hujan lebat")
    assert make_pemesanan().mulai_at == pukul(9)


def test_the_room_cannot_leave_its_meeting(client):
    rapat = make_beruang()
    by = rapat.notulis
    with pytest.raises(LangkahTerlarang, match="halaman rapatnya"):
        cancel_pemesanan(rapat.pemesanan, alasan="Salah", by=by)
    with pytest.raises(LangkahTerlarang, match="halaman rapatnya"):
        move_pemesanan(
            rapat.pemesanan, ruang=rapat.pemesanan.ruang, mulai_at=pukul(14), selesai_at=pukul(15),
            alasan="", by=by,
        )  # fmt: skip
    client.force_login(by)
    isi = client.get(rapat.pemesanan.get_absolute_url()).content.decode()
    assert "Batalkan" not in isi


def test_nobody_is_told_of_the_room_beside_the_meeting():
    make_camat()
    rapat = make_beruang()
    run_ingat_ruang(pukul(8))
    cancel_rapat(rapat, alasan="Hujan lebat", by=rapat.notulis)
    assert not PesanKeluar.objects.filter(templat__startswith="ruko_ruang").exists()


@pytest.mark.django_db(transaction=True)
def test_two_meetings_at_once_do_not_get_one_room(nyata):
    petugas, camat, ruang = make_petugas(), make_camat(), make_ruang()

    def plan(judul):
        return lambda: make_beruang(judul=judul, by=petugas, pimpinan=camat, ruang=ruang)

    hasil = at_once(plan("Rapat satu"), plan("Rapat dua"))
    assert sorted(type(satu) for satu in hasil if isinstance(satu, Bentrok)) == [Bentrok]
    assert Rapat.objects.count() == Pemesanan.objects.count() == 1


def test_the_desk_of_the_day_marks_the_room_used(monkeypatch):
    rapat = make_beruang()
    saat = pukul(9) + dt.timedelta(minutes=2)
    for modul in (ruang_rapat, pemesanan):
        monkeypatch.setattr(modul.timezone, "now", lambda: saat)
    layanan.start_rapat(rapat, by=rapat.notulis)
    rapat.pemesanan.refresh_from_db()
    assert rapat.pemesanan.status == S.BERLANGSUNG
    layanan.end_rapat(rapat, by=rapat.notulis)
    rapat.pemesanan.refresh_from_db()
    assert rapat.pemesanan.status == S.SELESAI
