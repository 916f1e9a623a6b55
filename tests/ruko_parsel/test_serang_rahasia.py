"""A confidential request is read by the camat, who handles it, and who filed it: nowhere else."""

import pytest
from django.test import Client
from django.urls import reverse

from ruko_parsel.cetak.rapat import compose_agenda, compose_notulen, compose_undangan
from ruko_parsel.models import Keputusan, Permintaan
from ruko_parsel.rapat_tampil import KECAMATAN as MATA_KECAMATAN
from ruko_parsel.rapat_tampil import agenda_lines, decisions_for, sudut_of
from ruko_parsel.services.agenda_rapat import add_permintaan, suggest_permintaan
from ruko_parsel.services.notulen import approved_notulen
from ruko_parsel.services.permintaan import move_permintaan
from ruko_parsel.services.telaah import merge_permintaan, take_permintaan
from tests.curhat.conftest import acuan_curhat  # noqa: F401 - a fixture
from tests.ruko_parsel.pabrik import (
    PANGGUNG,
    make_camat,
    make_desa,
    make_permintaan,
    make_petugas,
)
from tests.ruko_parsel.pabrik_rapat import make_held, make_rapat, make_sent
from tests.ruko_parsel.pabrik_rujukan import make_tiket, take_tiket
from wilayah.models import RiwayatRujukan

pytestmark = pytest.mark.django_db
TANDA = "zamrudkhatulistiwa"


def masuk(user):
    client = Client()
    client.force_login(user)
    return client


def make_rahasia(by=None, **lain):
    return make_permintaan(
        by=by, rahasia=True, judul=f"Selisih kas {TANDA}", uraian=f"Cerita {TANDA}", **lain
    )


def test_the_agenda_offers_a_confidential_request_only_to_who_sees_it():
    satu, camat, petugas = make_rahasia(), make_camat(), make_petugas()
    rapat = make_rapat(by=petugas, pimpinan=camat)
    assert not suggest_permintaan(rapat, untuk=petugas)
    assert not suggest_permintaan(rapat)
    assert [u.permintaan for u in suggest_permintaan(rapat, untuk=camat)] == [satu]
    alamat = reverse("admin:ruko_parsel_rapat_agenda", args=[rapat.pk])
    assert TANDA not in masuk(petugas).get(alamat).content.decode()


def test_on_the_agenda_and_its_papers_it_is_a_number_alone():
    satu, camat = make_rahasia(), make_camat()
    rapat = make_rapat(pimpinan=camat)
    add_permintaan(rapat, [satu], by=camat)
    baris = agenda_lines(rapat, MATA_KECAMATAN)
    assert [b.judul for b in baris] == [f"Permintaan {satu.nomor}"]
    for kertas in (compose_undangan(rapat), compose_agenda(rapat, MATA_KECAMATAN)):
        assert TANDA not in str(kertas)


def test_its_village_colleagues_read_neither_the_item_nor_what_was_decided():
    pengaju, rekan, camat = make_desa(), make_desa(peran="lurah"), make_camat()
    satu = make_rahasia(by=pengaju)
    rapat, (undangan, lain) = make_sent(pengaju, rekan, pimpinan=camat)
    add_permintaan(rapat, [satu], by=camat)
    pokok = rapat.agenda.get()
    make_held(
        rapat,
        {"isi": f"Periksa buku {TANDA}", "penanggung_jawab": camat, "agenda": pokok},
        by=camat,
    )
    rapat.refresh_from_db()
    notulen = approved_notulen(rapat)
    assert [b.agenda for b in agenda_lines(rapat, sudut_of(undangan))] == [pokok]
    assert len(decisions_for(rapat, sudut_of(undangan), notulen)) == 1
    assert agenda_lines(rapat, sudut_of(lain)) == []
    assert decisions_for(rapat, sudut_of(lain), notulen) == []
    assert TANDA not in str(compose_notulen(rapat, sudut_of(lain)))
    assert Keputusan.objects.visible_to(pengaju).count() == 1
    assert not Keputusan.objects.visible_to(rekan).exists()
    assert Keputusan.objects.visible_to(camat).count() == 1


@pytest.mark.parametrize("arah", ["ke_terbuka", "dari_terbuka"])
def test_a_confidential_request_is_never_merged_with_an_open_one(arah):
    camat = make_camat()
    rahasia = take_permintaan(make_rahasia(), by=camat)
    terbuka = take_permintaan(make_permintaan(), by=camat)
    pasangan = (rahasia, terbuka) if arah == "ke_terbuka" else (terbuka, rahasia)
    with pytest.raises(ValueError, match="rahasia"):
        merge_permintaan(*pasangan, by=camat)


def test_nobody_merges_into_a_confidential_request_they_cannot_read():
    camat, petugas = make_camat(), make_petugas()
    milik, lain = take_permintaan(make_rahasia(), by=petugas), make_rahasia()
    with pytest.raises(ValueError, match="bukan untuk Anda"):
        merge_permintaan(milik, lain, by=petugas)
    assert merge_permintaan(milik, lain, by=camat).status == Permintaan.Status.DIGABUNG


def test_the_choice_of_requests_to_merge_with_names_confidential_ones_by_number_alone():
    petugas = make_petugas()
    milik = take_permintaan(make_permintaan(rahasia=True, judul="Milik saya"), by=petugas)
    lain = make_rahasia()
    isi = masuk(petugas).get(milik.get_absolute_url()).content.decode()
    assert lain.nomor in isi
    assert TANDA not in isi


def test_a_note_for_one_village_does_not_reach_the_ticket_of_another(acuan_curhat):  # noqa: F811
    petugas, tetangga = make_petugas(), make_desa(di=PANGGUNG)
    utama = take_permintaan(make_permintaan(), by=petugas)
    ikut = take_tiket(make_tiket(di=PANGGUNG, by=tetangga), by=tetangga, petugas=petugas)
    merge_permintaan(ikut, utama, by=petugas)
    move_permintaan(utama, to="ditanggapi", by=petugas, catatan=f"Untuk Inan saja: {TANDA}")
    kabar = RiwayatRujukan.objects.filter(rujukan=ikut.rujukan)
    assert kabar.filter(catatan__contains="sudah ditanggapi").exists()
    assert not kabar.filter(catatan__contains=TANDA).exists()
