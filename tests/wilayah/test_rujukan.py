"""Hand-overs: offered once, answered once by the right desk, with a history nobody can change."""

import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, connections, transaction
from django.urls import reverse

from tests.factories import InstansiFactory, PenggunaFactory, WilayahFactory
from tests.wilayah.meja_uji import MejaUji
from wilayah.append_only import allow_purge
from wilayah.models import RiwayatRujukan, Rujukan
from wilayah.rujukan import (
    RujukanMasihTerbuka,
    RujukanSudahDijawab,
    accept_rujukan,
    offer_rujukan,
    return_rujukan,
)

TAMAN = "35.77.03.1009"


@pytest.fixture(autouse=True)
def meja(settings):
    settings.RUJUKAN_MEJA = {"uji": "tests.wilayah.meja_uji.MejaUji"}
    MejaUji.kabar.clear()
    return MejaUji


def offer(**isi):
    taman = WilayahFactory(kode=TAMAN)
    data = {
        "sumber": taman,
        "meja": "uji",
        "ringkasan": "Talud longsor",
        "wilayah": taman,
        "alasan": "di luar kewenangan kelurahan",
        "by": None,
    }
    if "ke_instansi" not in isi:
        data["ke_wilayah"] = WilayahFactory(kode="35.77.03")
    return offer_rujukan(**(data | isi))


@pytest.mark.django_db
def test_accepting_tells_the_desk_and_keeps_the_history(meja):
    lurah = PenggunaFactory(peran="lurah", di=TAMAN)
    camat = PenggunaFactory(peran="camat", di="35.77.03")
    rujukan = accept_rujukan(offer(by=lurah), by=camat, catatan="kami tinjau besok")
    assert rujukan.status == "diterima"
    assert rujukan.dijawab_at is not None
    assert meja.kabar == [("diterima", rujukan.pk, camat.pk)]
    assert list(rujukan.riwayat.values_list("status", "catatan", "by")) == [
        ("ditawarkan", "di luar kewenangan kelurahan", lurah.pk),
        ("diterima", "kami tinjau besok", camat.pk),
    ]


@pytest.mark.django_db
def test_returning_needs_a_reason_and_frees_the_work_for_another_offer(meja):
    camat = PenggunaFactory(peran="camat", di="35.77.03")
    rujukan = offer()
    with pytest.raises(ValueError, match="alasan"):
        return_rujukan(rujukan, by=camat, alasan="  ")
    return_rujukan(rujukan, by=camat, alasan="kurang foto")
    assert meja.kabar == [("dikembalikan", rujukan.pk, "kurang foto")]
    assert offer().status == "ditawarkan"


@pytest.mark.django_db
def test_one_open_offer_and_one_answer(meja):
    camat = PenggunaFactory(peran="camat", di="35.77.03")
    rujukan = offer()
    with pytest.raises(RujukanMasihTerbuka):
        offer()
    accept_rujukan(rujukan, by=camat)
    with pytest.raises(RujukanSudahDijawab):
        return_rujukan(rujukan, by=camat, alasan="berubah pikiran")
    assert len(meja.kabar) == 1


@pytest.mark.django_db
def test_only_the_desk_that_was_asked_answers():
    lurah = PenggunaFactory(peran="lurah", di=TAMAN)
    lain = PenggunaFactory(peran="camat", di="35.77.01")
    rujukan = offer()
    for orang in (lurah, lain):
        with pytest.raises(PermissionDenied):
            accept_rujukan(rujukan, by=orang)
    dlh = InstansiFactory(kode="DLH-UJI", di="35.77")
    petugas = PenggunaFactory(peran="petugas", di=dlh)
    ke_dlh = offer(sumber=WilayahFactory(kode="35.77.03.1002"), ke_instansi=dlh)
    with pytest.raises(PermissionDenied):
        accept_rujukan(ke_dlh, by=PenggunaFactory(peran="camat", di="35.77.03"))
    assert accept_rujukan(ke_dlh, by=petugas).status == "diterima"


@pytest.mark.django_db
def test_wrong_desks_and_destinations_are_refused():
    with pytest.raises(ValueError, match="tidak dikenal"):
        offer(meja="entah")
    with pytest.raises(ValueError, match="salah satu"):
        offer(ke_wilayah=None)
    with pytest.raises(ValueError, match="salah satu"):
        offer(ke_wilayah=WilayahFactory(), ke_instansi=InstansiFactory())
    assert not Rujukan.objects.exists()


@pytest.mark.django_db
def test_both_sides_see_it_and_nobody_else():
    rujukan = offer()
    for di, melihat in ((TAMAN, True), ("35.77.03", True), ("35.77.03.1002", False)):
        user = PenggunaFactory(peran="moderator", di=di)
        assert (rujukan in Rujukan.objects.visible_to(user)) is melihat


def test_of_two_who_accept_at_once_one_wins(nyata, meja):
    satu, dua = (PenggunaFactory(peran="camat", di="35.77.03") for _ in range(2))
    rujukan = offer()
    mulai, hasil = threading.Barrier(2), []

    def jawab(siapa):
        mulai.wait(10)
        try:
            accept_rujukan(rujukan, by=siapa)
            hasil.append("menang")
        except RujukanSudahDijawab:
            hasil.append("kalah")
        finally:
            connections.close_all()

    utas = [threading.Thread(target=jawab, args=(siapa,)) for siapa in (satu, dua)]
    for thread in utas:
        thread.start()
    for thread in utas:
        thread.join(20)
    assert sorted(hasil) == ["kalah", "menang"]
    assert RiwayatRujukan.objects.filter(rujukan=rujukan, status="diterima").count() == 1
    assert len(meja.kabar) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "perintah",
    [
        "UPDATE wilayah_riwayatrujukan SET catatan = 'lain'",
        "DELETE FROM wilayah_riwayatrujukan",
        "TRUNCATE wilayah_riwayatrujukan",
    ],
)
def test_the_history_refuses_every_change(perintah):
    rujukan = offer()
    with transaction.atomic(), connection.cursor() as cursor:
        # what was written in this transaction has its foreign keys still to be checked
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute(perintah)
    assert rujukan.riwayat.count() == 1


@pytest.mark.django_db
def test_only_the_purge_of_retention_may_delete_and_only_inside_its_block():
    rujukan = offer()
    with allow_purge():
        rujukan.riwayat.all().delete()
    assert not rujukan.riwayat.exists()
    RiwayatRujukan.objects.create(rujukan=rujukan, status="ditawarkan")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rujukan.riwayat.all().delete()


@pytest.mark.django_db
def test_the_staff_page_asks_before_it_answers(client, meja):
    camat = PenggunaFactory(peran="camat", di="35.77.03")
    rujukan = offer()
    client.force_login(camat)
    terima = reverse("admin:wilayah_rujukan_accept_view", args=[rujukan.pk])
    assert client.get(terima).status_code == 200
    rujukan.refresh_from_db()
    assert rujukan.status == "ditawarkan"
    kembali = reverse("admin:wilayah_rujukan_return_view", args=[rujukan.pk])
    assert client.post(kembali, {"teks": ""}).status_code == 422
    assert client.post(kembali, {"teks": "kurang foto"}).status_code == 302
    assert client.post(terima, {"teks": ""}, follow=True).status_code == 200
    rujukan.refresh_from_db()
    assert (rujukan.status, rujukan.alasan) == ("dikembalikan", "kurang foto")
    assert (
        "kurang foto"
        in client.get(reverse("admin:wilayah_rujukan_change", args=[rujukan.pk])).content.decode()
    )


@pytest.mark.django_db
def test_the_staff_page_of_another_areas_rujukan_is_a_404(client):
    rujukan = offer()
    client.force_login(PenggunaFactory(peran="camat", di="35.77.01"))
    for nama in ("change", "accept_view", "return_view"):
        url = reverse(f"admin:wilayah_rujukan_{nama}", args=[rujukan.pk])
        assert client.get(url).status_code == 404
        assert client.post(url, {"teks": "x"}).status_code in {403, 404}


@pytest.mark.django_db
def test_the_lurah_who_gave_it_away_sees_it_and_cannot_take_it_back_as_the_other_desk(client):
    rujukan = offer()
    client.force_login(PenggunaFactory(peran="lurah", di=TAMAN))
    terima = reverse("admin:wilayah_rujukan_accept_view", args=[rujukan.pk])
    assert client.post(terima, {"teks": ""}).status_code == 302
    rujukan.refresh_from_db()
    assert rujukan.status == "ditawarkan"
