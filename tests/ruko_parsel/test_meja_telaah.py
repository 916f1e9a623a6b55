"""The desk's first steps on a request: read, asked, returned, merged, ended, opened again."""

import datetime as dt

import pytest
from django.utils import timezone

from ruko_parsel.models import Bidang, JenisMasalah, Permintaan, RiwayatPermintaan
from ruko_parsel.services.ajuan import add_tambahan, withdraw_permintaan
from ruko_parsel.services.permintaan import LangkahTerlarang
from ruko_parsel.services.telaah import (
    Koreksi,
    ask_desa,
    assign_petugas,
    change_bidang,
    finish_permintaan,
    merge_permintaan,
    open_question,
    reopen_permintaan,
    return_permintaan,
    review_permintaan,
    take_permintaan,
)
from tests.ruko_parsel.pabrik import (
    INAN,
    PANGGUNG,
    TETANGGA,
    make_camat,
    make_desa,
    make_permintaan,
    make_petugas,
)
from tests.ruko_parsel.pabrik_meja import (
    answer,
    make_ditelaah,
    make_selesai,
    make_warga,
    messages_to,
)

S = Permintaan.Status
pytestmark = pytest.mark.django_db


def test_whoever_takes_a_new_request_reads_it():
    petugas = make_petugas()
    satu = make_ditelaah(petugas)
    assert (satu.status, satu.petugas) == (S.DITELAAH, petugas)
    assert messages_to(petugas) == []  # nobody is told of what they did themselves


def test_a_correction_sets_the_deadline_by_the_new_rule_and_says_so():
    petugas, camat = make_petugas(), make_camat()
    satu = make_permintaan(masalah="keuangan")
    stunting = JenisMasalah.objects.get(pk="stunting")
    semula = satu.due_at
    satu = review_permintaan(
        satu, Koreksi(petugas=petugas, masalah=stunting, urgensi=5), by=camat, catatan="Segera."
    )
    assert satu.due_aturan == "Darurat: 24 jam"
    assert satu.due_at < semula
    assert satu.due_at - satu.created_at == dt.timedelta(hours=24)
    catatan = satu.riwayat.get(apa="Ditelaah").catatan
    assert "urgensi: 5" in catatan
    assert "batas waktu: Darurat: 24 jam" in catatan
    assert "ditugaskan kepada Anda" in messages_to(petugas)[0]


def test_a_correction_leaves_out_the_time_the_village_took(settings):
    petugas, desa = make_petugas(), make_desa()
    satu = ask_desa(make_ditelaah(petugas, by=desa), tanya="Berapa sisanya?", by=petugas)
    lama = timezone.now() - dt.timedelta(hours=10)
    Permintaan.objects.update(created_at=lama, dijeda_at=lama + dt.timedelta(hours=2))
    rows = RiwayatPermintaan.objects.filter(apa="Menunggu desa")
    tanya = rows.get()
    add_tambahan(satu, teks="Dua juta rupiah.", by=desa)
    satu.refresh_from_db()
    satu = review_permintaan(satu, Koreksi(urgensi=5), by=petugas)
    jeda = timezone.now() - tanya.at
    assert abs(satu.due_at - lama - dt.timedelta(hours=24) - jeda) < dt.timedelta(minutes=1)


def test_an_officer_of_another_kecamatan_cannot_be_set():
    with pytest.raises(ValueError, match="tidak bertugas"):
        review_permintaan(
            make_permintaan(), Koreksi(petugas=make_petugas(di=TETANGGA)), by=make_camat()
        )


def test_the_question_stops_the_clock_and_the_villages_words_start_it():
    petugas, desa = make_petugas(), make_desa()
    satu = ask_desa(make_permintaan(by=desa), tanya="Berapa sisa kasnya?", by=petugas)
    assert satu.dijeda_at is not None
    assert satu.petugas == petugas
    assert open_question(satu).catatan == "Berapa sisa kasnya?"
    assert "Berapa sisa kasnya?" in messages_to(desa, "ruko_tanya")[0]
    with pytest.raises(LangkahTerlarang):
        ask_desa(satu, tanya="Lagi?", by=petugas)
    add_tambahan(satu, teks="Dua juta.", by=desa)
    satu.refresh_from_db()
    assert satu.dijeda_at is None
    assert len(messages_to(petugas)) == 1


def test_returned_with_a_reason_and_the_village_hears_it():
    petugas, desa = make_petugas(), make_desa()
    satu = make_permintaan(by=desa)
    with pytest.raises(ValueError, match="alasan"):
        return_permintaan(satu, alasan="  ", by=petugas)
    satu = return_permintaan(satu, alasan="Lampirkan berita acara.", by=petugas)
    assert satu.status == S.DIKEMBALIKAN
    assert "Lampirkan berita acara." in messages_to(desa, "ruko_kembali")[0]


def test_what_the_village_takes_back_is_not_called_returned():
    petugas, desa = make_petugas(), make_desa()
    rekan = make_desa(peran="lurah")
    satu = make_ditelaah(petugas, by=desa)
    withdraw_permintaan(satu, alasan="Sudah selesai di desa.", by=desa)
    assert messages_to(rekan, "ruko_kembali") == []
    assert len(messages_to(petugas, "ruko_ditarik")) == 1


def test_who_brought_the_merged_one_follows_the_main_one_by_their_own_number():
    petugas, camat = make_petugas(), make_camat()
    inan, panggung = make_desa(), make_desa(di=PANGGUNG)
    utama = make_ditelaah(petugas, by=inan, judul="Rahasia dapur Inan")
    ikut = make_permintaan(di=PANGGUNG, by=panggung)
    cucu = make_permintaan(di=PANGGUNG, by=panggung)
    merge_permintaan(cucu, ikut, by=petugas)
    ikut = merge_permintaan(ikut, utama, by=petugas)
    cucu.refresh_from_db()
    assert ikut.digabung_ke == cucu.digabung_ke == utama
    answer(utama, penyusun=petugas, pemeriksa=camat)
    kabar = messages_to(panggung, "ruko_tanggapan")
    assert len(kabar) == 2
    semua = "\n".join(messages_to(panggung))
    assert utama.nomor not in semua
    assert "Rahasia dapur" not in semua


@pytest.mark.parametrize("sebab", ["sendiri", "tetangga", "berakhir", "rahasia"])
def test_what_cannot_be_merged(sebab):
    petugas = make_petugas()
    satu = make_permintaan()
    lain = {
        "sendiri": lambda: satu,
        "tetangga": lambda: make_permintaan(di=f"{TETANGGA}.1002"),
        "berakhir": lambda: return_permintaan(make_permintaan(), alasan="x", by=petugas),
        "rahasia": lambda: make_permintaan(di=PANGGUNG, rahasia=True),
    }[sebab]()
    with pytest.raises(ValueError, match=r"\w"):
        merge_permintaan(satu, lain, by=petugas)
    satu.refresh_from_db()
    assert satu.status == S.DITERIMA


def test_a_finished_request_is_opened_again_with_a_deadline_from_now():
    petugas, desa = make_petugas(), make_desa()
    satu = make_selesai(petugas, make_camat(), by=desa)
    lama = timezone.now() - dt.timedelta(days=60)
    Permintaan.objects.filter(pk=satu.pk).update(created_at=lama, due_at=lama, nilai=1)
    satu = reopen_permintaan(satu, alasan="Masih keliru.", by=desa)
    assert (satu.status, satu.nilai, satu.closed_at) == (S.DITELAAH, None, None)
    assert satu.due_at > timezone.now()
    assert satu.nomor in messages_to(petugas, "ruko_buka_lagi")[0]
    assert satu.tambahan.get().teks == "Masih keliru."
    assert not satu.riwayat.filter(catatan__contains="keliru").exists()
    with pytest.raises(LangkahTerlarang):
        reopen_permintaan(satu, alasan="Lagi.", by=desa)


def test_an_ended_request_takes_no_more_of_the_desks_steps():
    petugas = make_petugas()
    satu = return_permintaan(make_permintaan(), alasan="Salah alamat.", by=petugas)
    for langkah in (
        lambda: take_permintaan(satu, by=petugas),
        lambda: ask_desa(satu, tanya="Apa?", by=petugas),
        lambda: change_bidang(satu, Bidang.objects.first(), by=petugas),
        lambda: assign_petugas(satu, petugas, by=petugas),
        lambda: finish_permintaan(satu, hasil="x", by=petugas),
    ):
        with pytest.raises(LangkahTerlarang):
            langkah()


def test_a_confidential_request_is_named_by_its_number_alone():
    petugas, desa = make_petugas(), make_desa()
    satu = make_permintaan(by=desa, rahasia=True, judul="Dugaan selisih kas", urgensi=5)
    ask_desa(satu, tanya="Siapa bendaharanya?", by=petugas)
    return_permintaan(satu, alasan="Laporkan ke inspektorat.", by=petugas)
    semua = "\n".join([*messages_to(desa), *messages_to(petugas)])
    assert satu.nomor in semua
    for kata in ("selisih", "bendahara", "inspektorat"):
        assert kata not in semua


def test_a_residents_request_is_told_to_the_resident_and_the_villages_staff():
    desa = make_desa()
    satu = make_warga(di=INAN)
    assert satu.kode in messages_to(satu.kontak, "ruko_terima")[0]
    assert satu.kode not in messages_to(desa, "ruko_terima")[0]
    rahasia = make_warga(di=INAN, rahasia=True)
    assert rahasia.nomor not in "\n".join(messages_to(desa))


def test_the_desk_hears_at_once_of_what_is_urgent():
    petugas = make_petugas()
    make_permintaan(urgensi=3)
    assert messages_to(petugas) == []
    satu = make_permintaan(urgensi=5, judul="Banjir [[Hapus|Bayar]]")
    (kabar,) = messages_to(petugas, "ruko_masuk")
    assert satu.nomor in kabar
    assert "[[" not in kabar
