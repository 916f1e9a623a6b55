"""Stale pages, two desks, year's end, words that must go: one rule each."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dasbor.demo.waktu import simulated_clock
from pesan.models import BukuHapus
from pesan.models.kanal import Saluran
from pesan.pengirim import hash_identity
from ruko_parsel.admin.tindak_lanjut import _desk
from ruko_parsel.models import Permintaan, RiwayatPermintaan, Tamu, TanyaNilai
from ruko_parsel.penghapus import erase
from ruko_parsel.pola_desa import _hidden
from ruko_parsel.services.ajuan import withdraw_permintaan
from ruko_parsel.services.permintaan import LangkahTerlarang
from ruko_parsel.services.tamu import IsiTamu, sign_in_tamu
from ruko_parsel.services.tanggapan import (
    approve_tanggapan,
    draft_tanggapan,
    revise_tanggapan,
    submit_tanggapan,
)
from ruko_parsel.services.tindak_lanjut import add_tindak_lanjut
from tests.factories import KontakFactory, PenugasanFactory
from tests.ruko_parsel.pabrik import (
    INAN,
    KECAMATAN,
    TETANGGA,
    make_camat,
    make_desa,
    make_permintaan,
    make_petugas,
)
from tests.ruko_parsel.pabrik_kecamatan import pukul
from tests.ruko_parsel.pabrik_meja import make_ditelaah, make_selesai, make_warga
from tests.ruko_parsel.pabrik_rapat import make_rapat
from wilayah.models import CatatanEkspor, Pengguna
from wilayah.tren import Tren

pytestmark = pytest.mark.django_db
TANDA = "zamrudkhatulistiwa"


def masuk(user):
    client = Client()
    client.force_login(user)
    return client


def make_diajukan(petugas):
    draf = draft_tanggapan(
        make_ditelaah(petugas), perihal="Perihal", isi="Versi yang dibaca.", by=petugas
    )
    return submit_tanggapan(draf, by=petugas)


def test_nobody_approves_words_that_were_changed_after_they_opened_the_page():
    petugas, camat = make_petugas(), make_camat()
    draf = make_diajukan(petugas)
    halaman = masuk(camat).get(draf.get_absolute_url()).content.decode()
    assert 'name="versi" value="1"' in halaman
    baru = revise_tanggapan(draf, perihal="Perihal", isi="Kata lain.", by=petugas, versi=1)
    submit_tanggapan(baru, by=petugas)
    alamat = reverse("admin:ruko_parsel_tanggapan_langkah", args=[draf.pk, "setujui"])
    jawab = masuk(camat).post(alamat, {"versi": "1", "catatan": ""})
    assert jawab.status_code == 422
    assert "versi 2" in jawab.content.decode()
    draf.refresh_from_db()
    assert (draf.status, draf.pemeriksa) == ("diajukan", None)
    assert approve_tanggapan(draf, by=camat, versi=2).status == "disetujui"


def test_two_tabs_do_not_write_over_each_others_draft():
    petugas = make_petugas()
    draf = make_diajukan(petugas)
    revise_tanggapan(draf, perihal="Perihal", isi="Tab pertama.", by=petugas, versi=1)
    with pytest.raises(LangkahTerlarang, match="versi 2"):
        revise_tanggapan(draf, perihal="Perihal", isi="Tab kedua.", by=petugas, versi=1)


def test_the_years_number_turns_at_midnight_where_the_desk_is():
    with simulated_clock() as jam:
        jam.sekarang = pukul("2026-12-31", 23, 59)
        lama = make_permintaan()
        jam.sekarang = pukul("2027-01-01", 0, 30)  # in Jakarta it is still the old year
        baru = make_permintaan()
    assert lama.nomor == f"RP/{KECAMATAN}/2026/0001"
    assert baru.nomor == f"RP/{KECAMATAN}/2027/0001"


def test_why_a_resident_took_it_back_can_be_erased():
    satu = make_warga()
    satu = withdraw_permintaan(satu, alasan=f"Sudah damai dengan {TANDA}", by=None)
    assert TANDA in satu.hasil
    assert not RiwayatPermintaan.objects.filter(catatan__contains=TANDA).exists()
    erase(satu.kontak)
    assert Permintaan.objects.get(pk=satu.pk).hasil == "Ditarik pemohon"


def test_erasing_forgets_which_request_somebody_was_asked_about():
    petugas, camat, kontak = make_petugas(), make_camat(), KontakFactory()
    make_selesai(petugas, camat, kontak=kontak, saluran="web", pemohon=None)
    assert TanyaNilai.objects.filter(kontak=kontak).exists()
    erase(kontak)
    assert not TanyaNilai.objects.filter(kontak=kontak).exists()


def test_erasing_finds_the_guest_book_by_the_number_written_there():
    make_petugas()
    kontak = KontakFactory(
        saluran=Saluran.WHATSAPP, hash=hash_identity(Saluran.WHATSAPP, "6281200005555")
    )
    for ke, nomor in enumerate(("0812-0000-5555", "+62 812 0000 5555", "0812-0000-6666", "")):
        isi = IsiTamu(nama=f"Tamu {ke}", asal="Inan", keperluan="SPJ", nomor=nomor)
        sign_in_tamu(KECAMATAN, isi, kunci=f"uji:{ke}", cara=Tamu.Cara.QR)
    erase(kontak)
    tersisa = Tamu.objects.exclude(nama="").order_by("pk")
    assert [t.nama for t in tersisa] == ["Tamu 2", "Tamu 3"]
    assert BukuHapus.objects.get(kelas="buku_tamu").jumlah == 2


def test_an_officer_of_another_kecamatan_is_no_desk_for_the_village_they_live_in():
    orang = make_petugas(di=TETANGGA)
    PenugasanFactory(pengguna=orang, peran="moderator", di=INAN)
    satu = add_tindak_lanjut(
        make_permintaan(), apa="Periksa", sampai=timezone.localdate(), pelaksana="BPD",
        by=make_petugas(),
    )  # fmt: skip
    orang = Pengguna.objects.get(pk=orang.pk)
    assert not _desk(satu, orang)
    alamat = reverse("admin:ruko_parsel_tindaklanjut_langkah", args=[satu.pk, "batal"])
    masuk(orang).post(alamat, {"alasan": "Tidak perlu"})
    satu.refresh_from_db()
    assert satu.status == "rencana"


def test_who_does_a_follow_up_reads_of_a_confidential_request_its_number_alone():
    desa, camat = make_desa(), make_camat()
    permintaan = make_permintaan(rahasia=True, judul=f"Kas {TANDA}")
    satu = add_tindak_lanjut(
        permintaan, apa="Kirim buku kas", sampai=timezone.localdate() + dt.timedelta(days=3),
        siapa=desa, by=camat,
    )  # fmt: skip
    isi = masuk(desa).get(satu.get_absolute_url()).content.decode()
    assert permintaan.nomor in isi
    assert TANDA not in isi
    assert masuk(desa).get(permintaan.get_absolute_url()).status_code == 404


def test_hidden_villages_of_a_pattern_are_never_fewer_than_five_people_together():
    def naik(desa, orang):
        return Tren(desa, "air", "Air", orang, 0, orang)

    assert _hidden([naik("a", 1), naik("b", 2), naik("c", 9), naik("d", 20)]) == {"a", "b", "c"}
    assert _hidden([naik("a", 4), naik("b", 4), naik("c", 9)]) == {"a", "b"}


def test_the_attendance_list_as_a_file_stands_in_the_record_of_exports():
    petugas = make_petugas()
    rapat = make_rapat(by=petugas)
    client = masuk(petugas)
    for nama in ("hadir.pdf", "agenda.pdf"):
        alamat = reverse("admin:ruko_parsel_rapat_berkas", args=[rapat.pk, nama])
        assert client.get(alamat).status_code == 200
    catatan = CatatanEkspor.objects.get()
    assert (catatan.by, catatan.apa, catatan.bentuk) == (petugas, "Daftar hadir rapat", "pdf")
