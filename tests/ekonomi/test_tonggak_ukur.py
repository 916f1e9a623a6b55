"""A milestone marked as done stands beside what the portal measured."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from ekonomi.models import Capaian
from ekonomi.peta_jalan import is_doubtful, measure_tonggak
from ekonomi.services.program import copy_program
from tests.ekonomi.pabrik_anggaran import MULAI, PANDEAN, TAMAN, buat_program
from tests.factories import PenggunaFactory, WilayahFactory, wilayah_of

HARI = MULAI + dt.timedelta(days=60)
KATA = "Ditandai selesai, tetapi angka terukurnya belum sampai 100"


@pytest.fixture
def tonggak(db):
    program = buat_program()
    satu = program.tonggak.get(kode="h-latih-1")
    satu.tercapai, satu.selesai_at = 100, MULAI + dt.timedelta(days=44)
    satu.save()
    return satu


def ukur(tonggak, nilai, hari=HARI):
    Capaian.objects.create(
        program=tonggak.program, indikator=tonggak.indikator, tanggal=hari, nilai=nilai
    )


def halaman(tonggak):
    client = Client()
    client.force_login(PenggunaFactory(peran="lurah", di=TAMAN))
    peta = client.get(reverse("admin:ekonomi_program_peta", args=[tonggak.program_id]))
    catat = client.get(f"/admin/ekonomi/tonggak/{tonggak.pk}/kemajuan/")
    return peta.content.decode(), catat.content.decode()


def test_a_false_done_is_seen_on_the_roadmap_and_where_it_is_noted(tonggak):
    ukur(tonggak, 63)
    for teks in halaman(tonggak):
        assert "terukur di portal 63 orang" in teks
        assert KATA in teks


def test_a_true_done_and_one_without_a_measure_raise_no_doubt(tonggak):
    assert all(KATA not in teks for teks in halaman(tonggak))
    ukur(tonggak, 104)
    for teks in halaman(tonggak):
        assert "terukur di portal 104 orang" in teks
        assert KATA not in teks


def test_the_newest_figure_up_to_the_day_counts_and_empty_ones_do_not(tonggak):
    ukur(tonggak, 40, HARI - dt.timedelta(days=9))
    ukur(tonggak, 80, HARI - dt.timedelta(days=2))
    ukur(tonggak, None, HARI)
    hasil = measure_tonggak([tonggak], HARI)[tonggak.pk]
    assert (hasil.nilai, hasil.tanggal) == (80, HARI - dt.timedelta(days=2))
    assert measure_tonggak([tonggak], HARI - dt.timedelta(days=5))[tonggak.pk].nilai == 40
    tonggak.selesai_at = None
    assert not is_doubtful(tonggak, hasil)


def test_a_copy_keeps_the_measure(tonggak):
    WilayahFactory(kode=PANDEAN)
    salinan = copy_program(tonggak.program, wilayah_of(PANDEAN), HARI, None)
    assert salinan.tonggak.get(kode="h-latih-1").indikator_id == "peserta_pelatihan"
