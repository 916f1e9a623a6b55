"""The indicators that ship load, and each names a computation that exists."""

import pytest

from ekonomi.models import Indikator
from ekonomi.muat_indikator import load_indikator, read_indikator

pytestmark = pytest.mark.django_db

SEED = {
    "rumah_miskin_turun", "pendapatan_naik", "usaha_baru_naik_kelas", "peserta_pelatihan",
    "pekerja_padat_karya", "umkm_onboard", "perempuan_peserta", "umkm_naik_kelas_persen",
    "penerima_bansos_turun", "lapangan_kerja_baru", "usaha_baru", "percent_active", "avg_omzet",
    "dtks_count",
}  # fmt: skip


def test_every_indicator_of_the_seed_is_there_and_a_second_load_writes_nothing():
    Indikator.objects.all().delete()
    assert load_indikator() == len(read_indikator())
    assert set(Indikator.objects.values_list("kode", flat=True)) >= SEED
    assert load_indikator() == 0


def test_a_changed_definition_is_written(tmp_path):
    load_indikator()
    Indikator.objects.filter(pk="usaha_baru").update(nama="Lain")
    assert load_indikator() == 1
    assert Indikator.objects.get(pk="usaha_baru").nama == "Usaha mikro baru"


def test_an_unknown_unit_is_named(tmp_path):
    berkas = tmp_path / "indikator.csv"
    berkas.write_text("kode,nama,satuan,definisi,rumus,urutan\nx,X,lusin,d,x,1\n")
    with pytest.raises(ValueError, match="lusin"):
        load_indikator(berkas)
