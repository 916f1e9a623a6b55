"""Addresses: forged tokens, tokens of another page, senseless parameters, strangers."""

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ruko_parsel.models import Permintaan, TandaRumah
from ruko_parsel.services.kabar import GARAM_NILAI, nilai_url
from ruko_parsel.services.tanda_rumah import renew_tanda, revoke_tanda
from tests.factories import InstansiFactory, PenggunaFactory
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
from tests.ruko_parsel.pabrik_meja import answer, make_ditelaah, make_selesai
from tests.ruko_parsel.pabrik_pengetahuan import make_jawaban
from tests.ruko_parsel.pabrik_rapat import make_rapat
from tests.ruko_parsel.pabrik_rumah import make_ruang

pytestmark = pytest.mark.django_db
GARAM = (
    GARAM_NILAI, "ruko_parsel.undangan_rapat", "ruko_parsel.keputusan", "ruko.karcis", "ruko.tamu",
    "ruko_parsel.ajuan.terkirim",
)  # fmt: skip
ANEH = ("\x00", "9" * 400, "²", "[[YA|TIDAK]]", "9999-12-31")  # fmt: skip


def masuk(user):
    client = Client()
    client.force_login(user)
    return client


def test_a_token_opens_the_page_it_was_made_for_and_no_other(client):
    satu = make_selesai(make_petugas(), make_camat())
    halaman = {
        GARAM_NILAI: "ruko_nilai", "ruko_parsel.undangan_rapat": "ruko_rapat_undangan",
        "ruko_parsel.keputusan": "ruko_rapat_keputusan", "ruko.karcis": "ruko_karcis",
        "ruko.tamu": "ruko_tamu_masuk",
    }  # fmt: skip
    for garam in GARAM:
        tanda = signing.dumps(satu.pk, salt=garam)
        for milik, nama in halaman.items():
            if milik != garam:
                assert client.get(reverse(nama, args=[tanda])).status_code == 404, (garam, nama)


def test_the_link_that_asks_how_it_was_closes_after_half_a_year(client):
    satu = make_selesai(make_petugas(), make_camat())
    alamat = reverse("ruko_nilai", args=[nilai_url(satu).rstrip("/").rpartition("/")[2]])
    assert client.get(alamat).status_code == 200
    lama = signing.TimestampSigner(salt=GARAM_NILAI)
    lama.timestamp = lambda: signing.b62_encode(int(timezone.now().timestamp()) - 200 * 86400)
    tanda = lama.sign_object(satu.pk)
    assert client.get(reverse("ruko_nilai", args=[tanda])).status_code == 404


def test_addresses_of_the_house_that_were_taken_back_are_dead(client):
    petugas = make_petugas()
    make_ruang()
    for jenis, nama in (("layar", "ruko_layar"), ("antre", "ruko_antre"), ("tamu", "ruko_tamu")):
        lama = renew_tanda(KECAMATAN, jenis, by=petugas)
        baru = renew_tanda(KECAMATAN, jenis, by=petugas)
        assert client.get(reverse(nama, args=[lama.tanda])).status_code == 404
        assert client.get(reverse(nama, args=[baru.tanda])).status_code == 200
        lain = [n for n in ("ruko_layar", "ruko_antre", "ruko_tamu") if n != nama]
        for satu in lain:
            assert client.get(reverse(satu, args=[baru.tanda])).status_code == 404
        revoke_tanda(KECAMATAN, jenis, by=petugas)
        assert client.post(reverse(nama, args=[baru.tanda]), {}).status_code in {404, 405}
    assert not TandaRumah.objects.filter(dicabut_at__isnull=True).exists()


def test_senseless_parameters_are_answered_not_a_failure():
    camat, desa = make_camat(), make_desa()
    make_permintaan(by=desa)
    make_jawaban()
    make_ruang()
    rapat = make_rapat(pimpinan=camat)
    publik = [
        reverse("ruko_jawaban_daftar"), reverse("ruko_pustaka"),
        reverse("ruko_jadwal", args=[KECAMATAN]), reverse("ruko_angka", args=[KECAMATAN]),
    ]  # fmt: skip
    staf = [
        reverse("ruko_desa_saya"),
        *(
            reverse(f"admin:ruko_parsel_{nama}")
            for nama in (
                "papan", "laporanruko_kecamatan", "laporanruko_daftar", "rapat_kalender",
                "angkastunting_tabel", "tamu_cetak", "permintaan_changelist",
            )
        ),
        reverse("admin:ruko_parsel_rapat_agenda", args=[rapat.pk]),
    ]  # fmt: skip
    kunci = ("q", "di", "desa", "bidang", "masalah", "soal", "jenis", "keadaan", "hal", "tanggal",
             "bulan", "dari", "sampai", "masa", "lihat", "urgensi", "batas")  # fmt: skip
    for client, alamat in ((Client(), publik), (masuk(camat), [*publik, *staf])):
        for satu in alamat:
            for aneh in ANEH:
                jawab = client.get(satu, dict.fromkeys(kunci, aneh))
                assert jawab.status_code < 500, (satu, aneh[:20])


def test_strangers_reach_no_step_paper_or_file_of_a_request():
    petugas, camat = make_petugas(), make_camat()
    satu = make_ditelaah(petugas)
    surat = answer(satu, penyusun=petugas, pemeriksa=camat)
    alamat = [
        satu.get_absolute_url(), surat.get_absolute_url(),
        reverse("admin:ruko_parsel_permintaan_tanda_terima", args=[satu.pk]),
        reverse("ruko_lembar", args=[satu.pk]), reverse("ruko_tanggapan_pdf", args=[surat.pk]),
        reverse("admin:ruko_parsel_tautan_permintaan", args=[satu.pk]),
    ]  # fmt: skip
    langkah = [
        reverse("admin:ruko_parsel_permintaan_langkah", args=[satu.pk, kunci])
        for kunci in ("tangani", "selesai", "kembalikan", "tarik", "tambah", "nilai", "buka_lagi")
    ]
    orang = [
        make_desa(di=PANGGUNG), make_petugas(di=TETANGGA),
        PenggunaFactory(peran="petugas", di=InstansiFactory()),
        PenggunaFactory(peran="fasilitator", di=INAN), PenggunaFactory(),
    ]  # fmt: skip
    for siapa in orang:
        client = masuk(siapa)
        for tujuan in alamat:
            assert client.get(tujuan).status_code in {302, 403, 404}, (siapa, tujuan)
        for tujuan in langkah:
            jawab = client.post(tujuan, {"alasan": "x", "hasil": "x", "teks": "x", "nilai": "1"})
            assert jawab.status_code in {302, 403, 404}, (siapa, tujuan)
    assert Permintaan.objects.get(pk=satu.pk).status == "ditanggapi"
    assert satu.riwayat.filter(by__in=orang).count() == 0
