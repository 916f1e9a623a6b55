"""A decision of a meeting, changed from the page of its follow-up: the same people are told."""

import datetime as dt

import pytest

from pesan.models import PesanKeluar
from tests.ruko_parsel.pabrik import make_desa, make_petugas
from tests.ruko_parsel.pabrik_rapat import make_held, make_rapat

pytestmark = pytest.mark.django_db


def told(templat):
    return PesanKeluar.objects.filter(templat=templat).count()


@pytest.fixture
def putusan():
    desa = make_desa()
    rapat = make_rapat(by=make_petugas())
    return make_held(rapat, {"isi": "Kirim data penduduk", "penanggung_jawab": desa})[0]


def step(client, putusan, langkah, **isi):
    client.force_login(putusan.rapat.notulis)
    alamat = f"/admin/ruko_parsel/tindaklanjut/{putusan.tindak_lanjut_id}/langkah/{langkah}/"
    return client.post(alamat, isi)


def test_a_later_day_is_told_to_who_must_do_it(client, putusan):
    sudah, baru = told("keputusan_baru"), putusan.tenggat + dt.timedelta(days=7)
    step(client, putusan, "tunda", sampai=baru.isoformat(), alasan="Jembatan belum selesai.")
    putusan.tindak_lanjut.refresh_from_db()
    assert putusan.tindak_lanjut.sampai == baru
    assert told("keputusan_baru") == sudah + 1


def test_an_earlier_day_is_refused_in_words(client, putusan):
    jawab = step(client, putusan, "tunda", sampai=putusan.tenggat.isoformat(), alasan="Lebih cepat")
    assert "Pilih hari sesudah tenggat yang sekarang." in jawab.content.decode()


def test_dropping_it_is_told_with_the_reason(client, putusan):
    step(client, putusan, "batal", alasan="Sudah dikerjakan kabupaten.")
    putusan.tindak_lanjut.refresh_from_db()
    assert putusan.tindak_lanjut.status == "batal"
    assert told("keputusan_batal") == 1
