"""Dispositions: given, read, handed on, answered; the chain on paper."""

import datetime as dt

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.utils import IntegrityError

from ruko_parsel.models import Disposisi, Permintaan
from ruko_parsel.services.disposisi import (
    Perintah,
    answer_disposisi,
    chain_of,
    give_disposisi,
    pass_disposisi,
)
from ruko_parsel.services.permintaan import LangkahTerlarang
from tests.ruko_parsel.pabrik import (
    INAN,
    TETANGGA,
    make_camat,
    make_desa,
    make_permintaan,
    make_petugas,
)
from tests.ruko_parsel.pabrik_meja import make_ditelaah, messages_to
from wilayah.zona import hari_ini

pytestmark = pytest.mark.django_db
S = Permintaan.Status


@pytest.fixture
def orang():
    return make_camat(), make_petugas(), make_petugas()


def _give(camat, kepada, satu=None, **lain):
    isi = Perintah(kepada=kepada, perintah="Siapkan bahan jawaban.", **lain)
    return give_disposisi(satu or make_permintaan(), isi, by=camat)


def test_the_addressee_and_who_gets_a_copy_are_told_and_it_is_theirs(orang):
    camat, petugas, rekan = orang
    lembar = _give(camat, petugas, tembusan=[rekan, petugas, camat])
    satu = Permintaan.objects.get(pk=lembar.permintaan_id)
    assert (satu.status, satu.petugas) == (S.DIDISPOSISIKAN, petugas)
    assert list(lembar.tembusan.all()) == [rekan]
    (kabar,) = messages_to(petugas)
    assert "Disposisi dari" in kabar
    assert "Siapkan bahan" not in kabar  # the order stands on the sheet alone
    assert len(messages_to(rekan, "ruko_tembusan")) == 1


@pytest.mark.parametrize("sebab", ["kosong", "sendiri", "desa", "tetangga", "lewat"])
def test_an_order_that_cannot_be_given_names_why(orang, sebab):
    camat, petugas, _rekan = orang
    isi = {
        "kosong": Perintah(kepada=petugas, perintah=" "),
        "sendiri": Perintah(kepada=camat, perintah="x"),
        "desa": Perintah(kepada=make_desa(), perintah="x"),
        "tetangga": Perintah(kepada=petugas, perintah="x",
                             tembusan=[make_petugas(di=TETANGGA)]),
        "lewat": Perintah(kepada=petugas, perintah="x",
                          sampai=hari_ini(INAN) - dt.timedelta(days=1)),
    }[sebab]  # fmt: skip
    with pytest.raises(ValueError, match=r"\w"):
        give_disposisi(make_ditelaah(petugas), isi, by=camat)
    assert not Disposisi.objects.exists()


def test_today_on_the_clock_of_the_place_is_not_past(orang):
    camat, petugas, _rekan = orang
    assert _give(camat, petugas, sampai=hari_ini(INAN)).sampai == hari_ini(INAN)


def test_handed_on_the_chain_stays_and_only_the_last_answers(orang):
    camat, petugas, rekan = orang
    pertama = _give(camat, petugas)
    with pytest.raises(PermissionError):
        answer_disposisi(pertama, jawaban="Sudah.", by=rekan)
    kedua = pass_disposisi(pertama, Perintah(kepada=rekan, perintah="Tolong hitung."), by=petugas)
    with pytest.raises(LangkahTerlarang):
        answer_disposisi(pertama, jawaban="Sudah.", by=petugas)
    answer_disposisi(kedua, jawaban="Selisih nol.", by=rekan)
    assert [d.keadaan for d in chain_of(kedua.permintaan)] == ["diteruskan", "dijawab"]
    assert Permintaan.objects.get().petugas == rekan
    assert len(messages_to(petugas, "ruko_disposisi_jawab")) == 1


def test_opening_the_page_is_the_receipt_of_the_addressee_alone(client, orang):
    camat, petugas, rekan = orang
    lembar = _give(camat, petugas)
    for siapa in (camat, rekan):
        client.force_login(siapa)
        assert client.get(lembar.get_absolute_url()).status_code == 200
        lembar.refresh_from_db()
        assert lembar.dibaca_at is None
    client.force_login(petugas)
    client.get(lembar.get_absolute_url())
    lembar.refresh_from_db()
    pertama = lembar.dibaca_at
    assert pertama is not None
    client.get(lembar.get_absolute_url())
    lembar.refresh_from_db()
    assert lembar.dibaca_at == pertama


def test_a_village_and_another_kecamatan_see_no_sheet(client, orang):
    camat, petugas, _rekan = orang
    lembar = _give(camat, petugas)
    pdf = f"/ruko-parsel/disposisi/{lembar.permintaan_id}/lembar.pdf"
    for siapa in (make_desa(), make_petugas(di=TETANGGA)):
        client.force_login(siapa)
        assert client.get(lembar.get_absolute_url()).status_code == 404
        assert client.get(pdf).status_code == 404
    desa = make_desa()
    client.force_login(desa)
    halaman = client.get(lembar.permintaan.get_absolute_url()).content.decode()
    assert "Siapkan bahan jawaban" not in halaman
    client.force_login(petugas)
    jawab = client.get(pdf)
    assert jawab.content.startswith(b"%PDF")


def test_answered_and_listed_through_the_pages(client, orang):
    camat, petugas, _rekan = orang
    lembar = _give(camat, petugas)
    client.force_login(petugas)
    daftar = "/admin/ruko_parsel/disposisi/?punya=saya"
    assert lembar.permintaan.nomor in client.get(daftar).content.decode()
    alamat = f"/admin/ruko_parsel/disposisi/{lembar.pk}/langkah/jawab/"
    assert client.post(alamat, {"jawaban": ""}).status_code == 422
    assert client.post(alamat, {"jawaban": "Beres <b>semua</b>."}).status_code == 302
    assert client.post(alamat, {"jawaban": "Dua kali."}).status_code == 302  # refused with a word
    lembar.refresh_from_db()
    assert lembar.jawaban == "Beres <b>semua</b>."
    halaman = client.get(lembar.get_absolute_url()).content.decode()
    assert "Beres &lt;b&gt;semua&lt;/b&gt;." in halaman
    assert lembar.permintaan.nomor not in client.get(daftar).content.decode()


def test_the_database_keeps_a_sheet_from_oneself_to_oneself(orang):
    camat, petugas, _rekan = orang
    lembar = _give(camat, petugas)
    with pytest.raises(IntegrityError, match="diri_sendiri"), transaction.atomic():
        Disposisi.objects.filter(pk=lembar.pk).update(kepada=camat)
    with pytest.raises(ObjectDoesNotExist):
        Disposisi.objects.get(induk=lembar)


@pytest.mark.parametrize("banyak", [1, 15])
def test_the_list_asks_as_much_for_15_rows_as_for_one(
    client, orang, banyak, django_assert_max_num_queries
):
    camat, petugas, _rekan = orang
    for _ in range(banyak):
        _give(camat, petugas)
    client.force_login(petugas)
    client.get("/admin/ruko_parsel/disposisi/?punya=saya")
    with django_assert_max_num_queries(14):
        client.get("/admin/ruko_parsel/disposisi/?punya=saya")
