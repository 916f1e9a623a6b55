"""What is heard at night becomes a ticket or a potential, once, seen from both sides."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from curhat.meja_kunjungan import LaporanKosong
from curhat.models import Curhat, Tiket
from curhat.services import tiket as layanan
from ekonomi.meja_potensi import PilihRumah
from ekonomi.models import TemuanPotensi
from ekonomi.services.rumah import map_potensi, register_rumah
from pesan.models import Lampiran, PesanKeluar
from tests.curhat.conftest import acuan_curhat, bersih  # noqa: F401 - fixtures
from tests.factories import KontakFactory, PenggunaFactory, WilayahFactory
from tests.luna_maya.pabrik import RT, UTARA, make_kunjungan, make_lurah
from tests.luna_maya.pabrik_janji import CERITA, PEKA, POTENSI, make_catatan, serahkan
from wilayah.hasil_rujukan import read_hasil
from wilayah.models import Rujukan
from wilayah.rujukan import IsiRujukan, accept_rujukan, return_rujukan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("acuan_curhat")]


@pytest.fixture
def lurah():
    return make_lurah()


@pytest.fixture
def catatan(lurah):
    return make_catatan(kunjungan=make_kunjungan(lurah=lurah))


def make_rumah(nama="Norhalidah", di=RT, nomor="KU-001"):
    data = {"nomor": nomor, "nama_kepala": nama, "alamat": "Gang Purnama",
            "wilayah": WilayahFactory(kode=di)}  # fmt: skip
    return register_rumah(data=data, by=None)


def test_an_entry_becomes_a_report_and_a_verified_ticket_in_its_rt(catatan, lurah):
    foto = Lampiran.objects.create(nama="lampu.jpg", status="ada")
    catatan.lampiran.add(foto)
    rujukan = serahkan(catatan, by=lurah)
    curhat, tiket = Curhat.objects.get(), Tiket.objects.get()
    assert (rujukan.status, rujukan.hasil) == ("diterima", tiket)
    assert (curhat.saluran, curhat.wilayah_id, curhat.isi) == ("kunjungan", RT, CERITA)
    assert curhat.anonim
    assert curhat.kontak is None
    assert curhat.diterima_at == catatan.dicatat_at
    assert list(curhat.lampiran.all()) == [foto]
    assert tiket.status == "diverifikasi"
    assert tiket.riwayat.last().by == lurah


def test_another_place_named_in_the_words_does_not_move_it(catatan, lurah):
    catatan.isi = "Kata beliau jalan di Kelurahan Taman RT 07 RW 05 juga berlubang parah."
    catatan.save()
    serahkan(catatan, by=lurah)
    assert Curhat.objects.get().wilayah_id == RT


def test_the_subject_that_was_chosen_wins_over_what_the_words_were_read_as(catatan, lurah):
    catatan.subkategori = "aspirasi_pembangunan"
    catatan.save()
    serahkan(catatan, by=lurah)
    assert Curhat.objects.get().subkategori_id == "aspirasi_pembangunan"


def test_who_agreed_to_be_reached_hears_of_it(catatan, lurah, monkeypatch):
    kontak = KontakFactory()
    asli = type(catatan).isi_rujukan

    def dengan_kontak(self):
        isi = asli(self)
        return IsiRujukan(isi.teks, isi.lampiran, kontak.pk, isi.rincian)

    monkeypatch.setattr(type(catatan), "isi_rujukan", dengan_kontak)
    serahkan(catatan, by=lurah)
    curhat = Curhat.objects.get()
    assert (curhat.kontak, curhat.anonim) == (kontak, False)
    assert PesanKeluar.objects.filter(kontak=kontak, rujukan=curhat.kode).exists()


def test_handed_over_twice_there_is_one_report(catatan, lurah):
    satu = serahkan(catatan, by=lurah)
    dua = serahkan(catatan, by=lurah)
    assert satu.pk != dua.pk
    assert dua.hasil == satu.hasil
    assert (Curhat.objects.count(), Tiket.objects.count()) == (1, 1)


def test_a_violent_matter_is_private_from_the_first_moment(catatan, lurah):
    catatan.isi = PEKA
    catatan.save()
    rujukan = serahkan(catatan, by=lurah)
    curhat = Curhat.objects.get()
    assert curhat.rahasia
    assert not Curhat.objects.public().exists()
    rujukan.refresh_from_db()
    assert "memukul" not in rujukan.ringkasan
    assert read_hasil([rujukan]) == {}
    camat = PenggunaFactory(peran="camat", di="63.06.05")
    assert read_hasil([rujukan], user=camat) == {}
    assert read_hasil([rujukan], user=lurah)[rujukan.pk].sebutan == Tiket.objects.get().nomor


def test_a_private_subject_makes_it_private_whatever_the_words(catatan, lurah):
    catatan.subkategori = "perempuan_anak"
    catatan.save()
    serahkan(catatan, by=lurah)
    assert Curhat.objects.get().rahasia


def test_words_that_are_no_report_are_refused_and_leave_nothing(catatan, lurah):
    catatan.isi = "🙏"
    catatan.save()
    with pytest.raises(LaporanKosong, match="terlalu pendek"):
        serahkan(catatan, by=lurah)
    assert not Rujukan.objects.exists()


def test_the_visit_sees_how_far_the_ticket_is_and_that_it_ended(catatan, lurah):
    rujukan = serahkan(catatan, by=lurah)
    tiket = Tiket.objects.get()
    assert read_hasil([rujukan])[rujukan.pk].keadaan == "Diverifikasi"
    layanan.assign_tiket(tiket, by=lurah, petugas=lurah)
    layanan.start_tiket(tiket, by=lurah)
    layanan.close_tiket(tiket, by=lurah, tindakan="Lampu diganti.")
    layanan.confirm_selesai(tiket, by=lurah)
    hasil = read_hasil([rujukan])[rujukan.pk]
    assert (hasil.keadaan, hasil.berhasil) == ("Selesai", True)
    assert hasil.selesai_at is not None


def test_a_facilitator_hands_over_and_the_desk_answers(catatan, lurah):
    fasilitator = PenggunaFactory(peran="fasilitator", di=UTARA)
    rujukan = serahkan(catatan, by=fasilitator)
    assert rujukan.status == "ditawarkan"
    assert not Curhat.objects.exists()
    for peran, di in (("camat", "63.06.05"), ("lurah", "63.06.05.1001")):
        with pytest.raises(PermissionDenied):
            accept_rujukan(rujukan, by=PenggunaFactory(peran=peran, di=di))
    accept_rujukan(rujukan, by=lurah)
    assert Tiket.objects.get().wilayah_id == RT


def test_returned_with_a_reason_it_can_be_handed_over_again(catatan, lurah):
    rujukan = serahkan(catatan, by=PenggunaFactory(peran="fasilitator", di=UTARA))
    return_rujukan(rujukan, by=lurah, alasan="Sudah ada laporannya, lihat tiket lama.")
    assert [satu.status for satu in rujukan.riwayat.all()] == ["ditawarkan", "dikembalikan"]
    assert not Curhat.objects.exists()
    assert serahkan(catatan, by=lurah).status == "diterima"


def test_a_potential_goes_to_the_chosen_household_once(catatan, lurah):
    catatan.jenis, catatan.isi = "potensi", POTENSI
    catatan.save()
    rumah = make_rumah()
    for _kali in range(2):
        rujukan = serahkan(catatan, by=lurah, meja="potensi_rumah", rincian={"rumah": rumah.pk})
    temuan = TemuanPotensi.objects.get()
    assert (temuan.rumah, rujukan.hasil, temuan.isi) == (rumah, temuan, POTENSI)
    assert read_hasil([rujukan])[rujukan.pk].keadaan == "Menunggu dipetakan"
    map_potensi(rumah, data={"keahlian": ["membuat bingka"]}, by=lurah)
    assert read_hasil([rujukan])[rujukan.pk].berhasil


def test_without_a_household_it_waits_and_the_page_asks(client, catatan):
    moderator = PenggunaFactory(peran="moderator", di=UTARA)
    rumah, jauh = make_rumah(), make_rumah("Jauh", "63.06.05.1001.01.01", "KX-9")
    rujukan = serahkan(catatan, by=moderator, meja="potensi_rumah")
    assert rujukan.status == "ditawarkan"
    client.force_login(moderator)
    url = reverse("admin:wilayah_rujukan_accept_view", args=[rujukan.pk])
    halaman = client.get(url).content.decode()
    assert "Norhalidah" in halaman
    assert "Jauh" not in halaman
    assert CERITA in halaman
    for salah in ("", str(jauh.pk)):
        jawab = client.post(url, {"pilihan": salah, "teks": ""})
        assert jawab.status_code == 422
    assert client.post(url, {"pilihan": rumah.pk, "teks": ""}).status_code == 302
    assert TemuanPotensi.objects.get().rumah == rumah
    kartu = client.get(reverse("admin:wilayah_rujukan_change", args=[rujukan.pk])).content.decode()
    assert "Menunggu dipetakan".lower() in kartu.lower()
    assert rumah.nomor in kartu


def test_a_household_of_another_kelurahan_cannot_be_slipped_in(catatan, lurah):
    jauh = make_rumah("Jauh", "63.06.05.1001.01.01", "KX-9")
    with pytest.raises(PilihRumah):
        serahkan(catatan, by=lurah, meja="potensi_rumah", rincian={"rumah": str(jauh.pk)})


def test_the_staff_page_leads_to_the_ticket_and_hides_it_from_others(client, catatan, lurah):
    catatan.isi = PEKA
    catatan.save()
    rujukan = serahkan(catatan, by=lurah)
    url = reverse("admin:wilayah_rujukan_change", args=[rujukan.pk])
    nomor = Tiket.objects.get().nomor
    client.force_login(lurah)
    assert nomor in client.get(url).content.decode()
    client.force_login(PenggunaFactory(peran="camat", di="63.06.05"))
    halaman = client.get(url).content.decode()
    assert nomor not in halaman
    assert "memukul" not in halaman
