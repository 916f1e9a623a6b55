"""The board: counts by state, mine, late, waiting; filters; many at a time."""

import datetime as dt

import pytest
from django.utils import timezone

from ruko_parsel.models import Permintaan
from ruko_parsel.services.telaah import ask_desa, return_permintaan
from tests.ruko_parsel.pabrik import (
    INAN,
    PANGGUNG,
    TETANGGA,
    make_camat,
    make_desa,
    make_permintaan,
    make_petugas,
)
from tests.ruko_parsel.pabrik_meja import make_ditelaah

pytestmark = pytest.mark.django_db
PAPAN, MASSAL = "/ruko-parsel/papan/", "/ruko-parsel/papan/massal/"
S = Permintaan.Status


@pytest.fixture
def petugas(client):
    satu = make_petugas()
    client.force_login(satu)
    return satu


def _counts(jawab):
    return {t["label"]: t["banyak"] for t in jawab.context["tab"]}


def _numbers(jawab):
    return {b["p"].nomor for k in jawab.context["kelompok"] for b in k["baris"]}


def test_counts_by_state_mine_late_and_waiting(client, petugas):
    baru, telat = make_permintaan(), make_permintaan()
    lewat = timezone.now() - dt.timedelta(days=9)
    Permintaan.objects.filter(pk=telat.pk).update(
        created_at=lewat, due_at=lewat + dt.timedelta(days=1)
    )
    milik = make_ditelaah(petugas)
    tanya = ask_desa(make_permintaan(), tanya="Berapa?", by=make_camat())
    return_permintaan(make_permintaan(), alasan="Keliru.", by=petugas)
    make_permintaan(di=f"{TETANGGA}.1002")
    jawab = client.get(PAPAN)
    banyak = _counts(jawab)
    assert banyak["Semua terbuka"] == 4
    assert (banyak["Diterima"], banyak["Ditelaah"]) == (2, 2)
    assert (banyak["Terlambat"], banyak["Menunggu desa"], banyak["Saya tangani"]) == (1, 1, 1)
    for lihat, nomor in (
        ("saya", {milik.nomor}), ("terlambat", {telat.nomor}), ("menunggu", {tanya.nomor}),
        ("diterima", {baru.nomor, telat.nomor}), ("tanpa", {baru.nomor, telat.nomor}),
    ):  # fmt: skip
        assert _numbers(client.get(PAPAN, {"lihat": lihat})) == nomor, lihat


def test_what_was_answered_is_no_longer_late(client, petugas):
    satu = make_ditelaah(petugas)
    lewat = timezone.now() - dt.timedelta(days=9)
    Permintaan.objects.update(
        created_at=lewat, due_at=lewat, status=S.TINDAK_LANJUT, ditanggapi_at=timezone.now()
    )
    assert _counts(client.get(PAPAN))["Terlambat"] == 0
    assert satu.nomor in _numbers(client.get(PAPAN))


def test_narrowed_by_section_village_and_urgency(client, petugas):
    satu = make_permintaan(urgensi=4)
    make_permintaan(di=PANGGUNG, urgensi=4)
    make_permintaan(urgensi=2)
    saring = {"bidang": satu.bidang_id, "desa": INAN, "urgensi": "4"}
    jawab = client.get(PAPAN, saring)
    assert _numbers(jawab) == {satu.nomor}
    assert _counts(jawab)["Semua terbuka"] == 1
    for aneh in ({"urgensi": "9999999999"}, {"bidang": "\0"}, {"lihat": "x'"}, {"hal": "x"}):
        assert client.get(PAPAN, aneh).status_code == 200


def test_an_empty_board_says_what_will_come(client, petugas):
    assert "Permintaan baru dari desa akan muncul" in client.get(PAPAN).content.decode()


def test_only_a_desk_has_a_board(client):
    for orang in (make_desa(), make_desa(peran="lurah")):
        client.force_login(orang)
        assert client.get(PAPAN).status_code == 404
        assert client.post(MASSAL).status_code == 404
    client.logout()
    assert client.get(PAPAN).status_code == 302


def test_many_are_taken_at_once_and_those_of_another_kecamatan_stay(client, petugas):
    milik = [make_permintaan() for _ in range(3)]
    asing = make_permintaan(di=f"{TETANGGA}.1002")
    pilih = [satu.pk for satu in (*milik, asing)]
    jawab = client.post(MASSAL, {"aksi": "tangani", "pilih": pilih, "lihat": "diterima"})
    assert jawab["Location"] == f"{PAPAN}?lihat=diterima"
    assert Permintaan.objects.filter(petugas=petugas, status=S.DITELAAH).count() == 3
    asing.refresh_from_db()
    assert (asing.petugas, asing.status) == (None, S.DITERIMA)
    client.post(MASSAL, {"aksi": "tangani", "pilih": pilih})  # the same again changes nothing
    assert milik[0].riwayat.count() == 2


def test_many_go_to_another_section_at_once(client, petugas):
    semua = [make_permintaan(masalah="keuangan"), make_permintaan(masalah="stunting")]
    pilih = [satu.pk for satu in semua]
    client.post(MASSAL, {"aksi": "bidang", "pilih": pilih, "ke_bidang": "tidak-ada"})
    assert Permintaan.objects.filter(bidang=semua[0].bidang).count() < 2
    client.post(MASSAL, {"aksi": "bidang", "pilih": pilih, "ke_bidang": semua[0].bidang_id})
    assert Permintaan.objects.filter(bidang=semua[0].bidang).count() == 2


def test_nothing_ticked_is_said(client, petugas):
    jawab = client.post(MASSAL, {"aksi": "tangani", "pilih": ["x", ""]}, follow=True)
    assert "Centang dulu" in jawab.content.decode()


def test_a_subject_with_markup_is_shown_as_it_is(client, petugas):
    make_permintaan(judul="<script>alert(1)</script>")
    isi = client.get(PAPAN).content.decode()
    assert "&lt;script&gt;alert(1)" in isi
    assert "<script>alert(1)" not in isi


@pytest.mark.parametrize("banyak", [1, 15])
def test_the_board_asks_as_much_for_15_rows_as_for_one(
    client, petugas, banyak, django_assert_max_num_queries
):
    for nomor in range(banyak):
        satu = make_permintaan(di=(INAN, PANGGUNG)[nomor % 2])
        if nomor % 3 == 0:
            ask_desa(satu, tanya="Apa?", by=petugas)
    client.get(PAPAN)
    with django_assert_max_num_queries(12):
        assert len(_numbers(client.get(PAPAN))) == banyak
