"""A request's number, deadline and moves."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.utils import timezone

from ruko_parsel.models import JenisMasalah, Permintaan
from ruko_parsel.services.permintaan import (
    LangkahTerlarang,
    move_permintaan,
    pause_permintaan,
    resume_permintaan,
    rule_for,
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

S = Permintaan.Status


@pytest.mark.django_db
def test_the_eleven_kinds_of_the_seed_are_there():
    assert JenisMasalah.objects.count() == 11


@pytest.mark.django_db
def test_numbers_run_without_a_gap_through_all_villages():
    nomor = [make_permintaan(di=di).nomor for di in (INAN, PANGGUNG, INAN)]
    tahun = timezone.localdate().year
    assert nomor == [f"RP/63.11.07/{tahun}/{n:04d}" for n in (1, 2, 3)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("urgensi", "nama"),
    [(2, "Stunting: 3 hari kerja"), (4, "Mendesak: 2 hari kerja"), (5, "Darurat: 24 jam")],
)
def test_the_deadline_says_which_rule_set_it(urgensi, nama):
    assert rule_for(JenisMasalah.objects.get(pk="stunting"), urgensi).nama == nama


@pytest.mark.django_db
def test_the_way_through_the_desk():
    petugas = make_petugas()
    satu = make_permintaan()
    for ke in (S.DITELAAH, S.DIDISPOSISIKAN, S.DITANGGAPI, S.TINDAK_LANJUT, S.SELESAI):
        satu = move_permintaan(satu, to=ke, by=petugas)
    assert satu.closed_at is not None
    assert satu.ditanggapi_at is not None
    assert [r.ke for r in satu.riwayat.all()] == [
        "diterima", "ditelaah", "didisposisikan", "ditanggapi", "tindak_lanjut", "selesai",
    ]  # fmt: skip
    with pytest.raises(LangkahTerlarang):
        move_permintaan(satu, to=S.DITANGGAPI, by=petugas)


@pytest.mark.django_db
def test_waiting_for_the_village_costs_the_desk_nothing():
    petugas = make_petugas()
    satu = make_permintaan(urgensi=5)
    batas = satu.due_at
    pause_permintaan(satu, by=petugas, catatan="Minta berita acara")
    Permintaan.objects.update(dijeda_at=timezone.now() - dt.timedelta(hours=5))
    satu = resume_permintaan(satu, by=petugas)
    assert (
        dt.timedelta(hours=4, minutes=59) < satu.due_at - batas < dt.timedelta(hours=5, minutes=1)
    )


@pytest.mark.django_db
def test_a_village_sees_its_own_and_the_kecamatan_its_villages():
    satu = make_permintaan()
    assert satu in Permintaan.objects.visible_to(make_camat())
    assert satu in Permintaan.objects.visible_to(make_desa())
    assert satu not in Permintaan.objects.visible_to(make_desa(di=PANGGUNG))
    assert satu not in Permintaan.objects.visible_to(make_petugas(di=TETANGGA))


def test_two_at_the_same_instant_have_two_numbers(nyata):
    make_permintaan()
    mulai, nomor = threading.Barrier(2), []

    def file():
        mulai.wait()
        nomor.append(make_permintaan().nomor)
        connection.close()

    benang = [threading.Thread(target=file) for _ in range(2)]
    for satu in benang:
        satu.start()
    for satu in benang:
        satu.join()
    assert [n[-4:] for n in sorted(nomor)] == ["0002", "0003"]
