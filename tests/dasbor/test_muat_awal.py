import io

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from curhat.models import AturanEskalasi, Curhat, PanduanSolusi, Subkategori
from pesan.models import TemplatPesan
from wilayah.models import Instansi, Pengguna, Wilayah

pytestmark = pytest.mark.django_db


def count_all():
    return {
        model._meta.label: model.objects.count()
        for app in (
            "wilayah",
            "pesan",
            "dokumen",
            "buku_besar",
            "hadir",
            "curhat",
            "ekonomi",
            "luna_maya",
            "ruko_parsel",
        )
        for model in apps.get_app_config(app).get_models()
    }


def test_a_fresh_database_has_everything_an_answer_needs():
    assert Wilayah.objects.filter(slug="taman-madiun").exists()
    assert Instansi.objects.filter(wilayah="35.77", kode="DLH").exists()
    assert Subkategori.objects.count() == 39
    assert PanduanSolusi.objects.filter(aktif=True).count() == 39
    assert AturanEskalasi.objects.filter(aktif=True).count() == 1
    assert TemplatPesan.objects.filter(aktif=True).exists()


def test_loading_again_changes_nothing():
    before = count_all()
    call_command("muat_awal", demo=False, verbosity=0)
    assert count_all() == before


def test_without_demo_there_is_no_user_and_no_curhat():
    call_command("muat_awal", demo=False, verbosity=0)
    assert not Pengguna.objects.exists()
    assert not Curhat.objects.exists()


def test_each_step_says_what_it_did():
    keluar = io.StringIO()
    call_command("muat_awal", "--no-demo", stdout=keluar)
    baris = keluar.getvalue().splitlines()
    assert [satu.split(":")[0] for satu in baris] == [
        "Wilayah",
        "Instansi",
        "Taksonomi",
        "Panduan solusi",
        "Aturan eskalasi",
        "Petunjuk model",
        "Templat pesan",
        "Jenis surat",
        "Indikator",
        "Templat program",
        "Upah harian",
        "Tingkat usaha",
        "Toko Warga",
        "Jenis kunjungan",
        "Sebutan kunjungan",
        "Jenis masalah desa",
        "Tangga pengingat RUKO",
        "Kapasitas dan siaga desa",
        "Pustaka peraturan",
    ]


def test_demo_data_is_refused_outside_demo_mode(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="HAI_LURAH_DEMO"):
        call_command("muat_awal", demo=True, verbosity=0)
    assert not Pengguna.objects.exists()
