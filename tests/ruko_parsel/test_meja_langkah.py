"""The desk's steps through the page of a request, as an officer presses them."""

import datetime as dt

import pytest
from django.utils import timezone

from ruko_parsel.models import Disposisi, Permintaan, Tanggapan, TindakLanjut
from tests.factories import InstansiFactory, WilayahFactory
from tests.ruko_parsel.pabrik import (
    PANGGUNG,
    TETANGGA,
    make_camat,
    make_desa,
    make_permintaan,
    make_petugas,
)
from tests.ruko_parsel.pabrik_meja import make_ditelaah
from wilayah.models import Wilayah

pytestmark = pytest.mark.django_db
S = Permintaan.Status
BESOK = str(timezone.localdate() + dt.timedelta(days=3))


@pytest.fixture
def meja(client):
    """An officer who is logged in, and a step to press: gives the answer's status."""
    petugas = make_petugas()
    client.force_login(petugas)

    def tekan(permintaan, kunci, **isi):
        alamat = f"/admin/ruko_parsel/permintaan/{permintaan.pk}/langkah/{kunci}/"
        status = client.post(alamat, isi).status_code
        permintaan.refresh_from_db()
        return status

    return petugas, tekan


def test_taken_read_asked_and_returned(client, meja):
    petugas, tekan = meja
    satu = make_permintaan(by=make_desa())
    assert tekan(satu, "tangani") == 302
    assert (satu.status, satu.petugas) == (S.DITELAAH, petugas)
    isi = {"petugas": petugas.pk, "masalah": "stunting", "bidang": satu.bidang_id, "urgensi": "4"}
    assert tekan(satu, "telaah", **isi | {"masalah": "tidak-ada"}) == 422
    assert tekan(satu, "telaah", **isi) == 302
    assert (satu.masalah_id, satu.urgensi) == ("stunting", 4)
    assert tekan(satu, "tanya", tanya=" ") == 422
    assert tekan(satu, "tanya", tanya="Berapa\0?") == 422
    assert tekan(satu, "tanya", tanya="Berapa balita?") == 302
    assert "Berapa balita?" in client.get(satu.get_absolute_url()).content.decode()
    assert tekan(satu, "kembalikan", alasan="Lengkapi dulu.") == 302
    assert (satu.status, satu.dijeda_at) == (S.DIKEMBALIKAN, None)


def test_disposed_drafted_checked_sent_followed_and_finished(client, meja):
    petugas, tekan = meja
    camat, rekan = make_camat(), make_petugas()
    satu = make_ditelaah(petugas, by=make_desa())
    isi = {"kepada": rekan.pk, "perintah": "Siapkan.", "sifat": "segera", "sampai": BESOK,
           "tembusan": [camat.pk]}  # fmt: skip
    assert tekan(satu, "disposisi", **isi | {"kepada": petugas.pk}) == 422  # to oneself
    assert tekan(satu, "disposisi", **isi | {"sampai": "31/02/2026"}) == 422
    assert tekan(satu, "disposisi", **isi) == 302
    assert Disposisi.objects.get().kepada == rekan
    assert tekan(satu, "tanggapan", perihal="Jawaban", isi="Begini caranya.") == 302
    draf = Tanggapan.objects.get()
    langkah = f"/admin/ruko_parsel/tanggapan/{draf.pk}/langkah/"
    assert client.post(f"{langkah}ajukan/").status_code == 302
    client.post(f"{langkah}setujui/", {"catatan": "", "alasan_sendiri": "Saya saja"})
    draf.refresh_from_db()
    assert draf.status == "diajukan"  # not by its author
    client.force_login(camat)
    assert client.post(f"{langkah}setujui/", {"catatan": "Baik."}).status_code == 302
    assert client.post(f"{langkah}kirim/").status_code == 302
    client.post(f"{langkah}kirim/")  # pressed twice
    assert tekan(satu, "tindak", apa="Dampingi", pelaksana="", sampai=BESOK) == 422
    assert tekan(satu, "tindak", apa="Dampingi", pelaksana="BPD", sampai=BESOK) == 302
    assert satu.status == S.TINDAK_LANJUT
    assert tekan(satu, "selesai", hasil="Beres.") == 422  # one is open
    baris = TindakLanjut.objects.get()
    client.post(f"/admin/ruko_parsel/tindaklanjut/{baris.pk}/langkah/selesai/", {"bukti": "Sudah."})
    assert tekan(satu, "selesai", hasil="Beres.") == 302
    assert (satu.status, satu.hasil) == (S.SELESAI, "Beres.")


def test_merged_and_passed_up(client, meja):
    petugas, tekan = meja
    utama, ikut = make_ditelaah(petugas), make_permintaan(di=PANGGUNG)
    asing = make_permintaan(di=f"{TETANGGA}.1002")
    assert tekan(ikut, "gabung", utama=asing.pk, alasan="") == 422
    assert tekan(ikut, "gabung", utama=utama.pk, alasan="Serupa") == 302
    assert ikut.digabung_ke == utama
    assert ikut.nomor in client.get(utama.get_absolute_url()).content.decode()
    WilayahFactory(kode="63.11")
    dinas = InstansiFactory(kode="DPMD-UJI", wilayah=Wilayah.objects.get(pk="63.11"))
    assert tekan(utama, "teruskan", instansi=dinas.pk, isi="") == 422
    assert tekan(utama, "teruskan", instansi=dinas.pk, isi="Mohon arahan.") == 302
    assert utama.diteruskan_ke == dinas
    assert "Surat pengantar" in client.get(utama.get_absolute_url()).content.decode()
    assert tekan(utama, "tarik_kembali", alasan="Keliru alamat.") == 302
    assert utama.status == S.DITELAAH


def test_the_village_and_a_neighbouring_desk_take_no_step_of_the_desk(client, meja):
    _petugas, tekan = meja
    desa = make_desa()
    satu = make_permintaan(by=desa)
    client.force_login(desa)
    tekan(satu, "tangani")
    tekan(satu, "kembalikan", alasan="x")
    assert satu.status == S.DITERIMA
    client.force_login(make_petugas(di=TETANGGA))
    assert tekan(satu, "tangani") == 404
