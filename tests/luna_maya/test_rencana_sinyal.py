"""What the apps tell the planner of each RT: counts, never a private case, never a name."""

import datetime as dt

import pytest
from django.utils import timezone

from curhat.models import Curhat
from curhat.sinyal import SinyalCurhat
from ekonomi.models.rumah import KelompokSasaran, Rumah
from ekonomi.sinyal import SinyalRumah
from tests.ekonomi.pabrik import RumahFactory
from tests.factories import CurhatFactory, TiketFactory
from tests.luna_maya.pabrik import RT, UTARA, WITA
from wilayah.sinyal import read_kategori, read_sinyal

pytestmark = pytest.mark.django_db
RT_LAIN = f"{UTARA}.02.01"


@pytest.fixture
def hari():
    return dt.datetime.now(WITA).date()


def titik(jenis, hari):
    return [
        satu for satu in read_sinyal(UTARA, hari - dt.timedelta(days=90), hari)
        if satu.jenis == jenis
    ]  # fmt: skip


def test_curhat_are_counted_by_rt_day_and_kind(hari):
    for _ in range(2):
        CurhatFactory(di=RT)
    CurhatFactory(di=RT_LAIN, subkategori_id="sampah")
    CurhatFactory(di="63.06.05.1001.01.01")
    rows = {(s.wilayah, s.subkategori): s for s in titik("curhat", hari)}
    assert {kunci: satu.jumlah for kunci, satu in rows.items()} == {
        (RT, "banjir_drainase"): 2, (RT_LAIN, "sampah"): 1,
    }  # fmt: skip
    assert rows[RT, "banjir_drainase"].hari == hari
    assert rows[RT, "banjir_drainase"].kategori


def test_the_day_is_the_one_on_the_clock_of_the_place(hari):
    """00.30 in Kandangan is still the day before in Jakarta."""
    pada = dt.datetime.combine(hari, dt.time(0, 30), tzinfo=WITA)
    CurhatFactory(di=RT, diterima_at=pada)
    assert [satu.hari for satu in titik("curhat", hari)] == [hari]


def test_a_private_or_held_or_erased_case_is_never_counted(hari):
    CurhatFactory(di=RT, rahasia=True, perlu_tinjau=True)
    CurhatFactory(di=RT, ditahan=True)
    CurhatFactory(di=RT, dihapus_at=timezone.now())
    TiketFactory(di=RT, rahasia=True)
    assert titik("curhat", hari) == titik("curhat_belum", hari) == []


def test_unanswered_are_those_nobody_works_on_and_say_how_long_the_oldest_waits(hari):
    lama = timezone.now() - dt.timedelta(days=19)
    TiketFactory(di=RT, diterima_at=lama)
    TiketFactory(di=RT, status="diverifikasi")
    TiketFactory(di=RT, status="dikerjakan")
    TiketFactory(di=RT, status="selesai")
    (satu,) = titik("curhat_belum", hari)
    assert (satu.wilayah, satu.jumlah, satu.hari_menunggu, satu.hari) == (RT, 2, 19, None)


def test_a_report_without_ticket_waits_until_it_is_answered_or_looked_at(hari):
    belum = CurhatFactory(di=RT)
    dijawab = CurhatFactory(di=RT)
    dijawab.jawaban.create(varian="uji", teks="Terima kasih.")
    ditinjau = CurhatFactory(di=RT_LAIN, perlu_tinjau=True)
    ditinjau.jawaban.create(varian="uji", teks="Terima kasih.")
    assert {(s.wilayah, s.jumlah) for s in titik("curhat_belum", hari)} == {(RT, 1), (RT_LAIN, 1)}
    Curhat.objects.filter(pk=belum.pk).update(ditutup_at=timezone.now())
    assert {s.wilayah for s in titik("curhat_belum", hari)} == {RT_LAIN}


def test_poor_households_are_counted_and_nobody_is_named(hari):
    RumahFactory(di=RT, dtks=True, nama_kepala="Zamrud Khatulistiwa")
    RumahFactory(di=RT, kelompok=[KelompokSasaran.MISKIN])
    RumahFactory(di=RT, dtks=False)
    pindah = RumahFactory(di=RT, dtks=True)
    Rumah.objects.filter(pk=pindah.pk).update(status="pindah")
    (satu,) = titik("keluarga_miskin", hari)
    assert (satu.wilayah, satu.jumlah) == (RT, 2)
    assert "Zamrud" not in repr(read_sinyal(UTARA, hari, hari))


def test_only_codes_counts_days_and_slugs_cross_the_line(hari):
    curhat = CurhatFactory(di=RT, isi="zamrudkhatulistiwa", ringkasan="zamrudkhatulistiwa")
    semua = repr(read_sinyal(UTARA, hari, hari))
    assert "zamrud" not in semua
    assert curhat.kode not in semua


def test_each_source_asks_at_most_twice(hari, django_assert_max_num_queries):
    CurhatFactory(di=RT)
    RumahFactory(di=RT, dtks=True)
    for sumber in (SinyalCurhat(), SinyalRumah()):
        with django_assert_max_num_queries(2):
            list(sumber.titik(UTARA, hari, hari))


def test_the_taxonomy_comes_with_its_names():
    assert ("banjir_drainase" in {sub for _k, _n, sub, _m in read_kategori()}) is True
    assert all(nama and nama_sub for _k, nama, _s, nama_sub in read_kategori())
