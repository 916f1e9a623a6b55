"""What a story sounds like, by plain words."""

import pytest

from dasbor.demo.ruko_ajuan import load_ajuan
from ruko_parsel.models import JenisMasalah, Permintaan, TambahanPermintaan
from ruko_parsel.muat import read_acuan
from ruko_parsel.saran_masalah import guess_masalah


@pytest.mark.django_db
def test_each_of_the_eleven_kinds_has_words_and_no_word_is_anothers():
    baris = read_acuan("kata_masalah.csv")
    assert {b["masalah"] for b in baris} == set(JenisMasalah.objects.values_list("pk", flat=True))
    kata = [b["kata"] for b in baris]
    assert len(kata) == len(set(kata))
    assert all(k == k.lower().strip() for k in kata)


@pytest.mark.parametrize(
    ("teks", "masalah"),
    [
        ("Air sungai naik, warga bingung mengungsi ke mana", "siaga_bencana"),
        ("Balita di posyandu kami kurang gizi", "stunting"),
        ("Anggota BPD jarang rapat menyerap aspirasi", "fungsi_bpd"),
        ("SPJ dana desa belum selesai", "keuangan"),
        ("Karang taruna tidak punya kegiatan", "lembaga_pendukung"),
        ("Printer dan laptop kantor rusak", "sarana_kerja"),
        ("Kami ingin bertemu", None),
        ("Warganya baik", None),
        ("", None),
    ],
)
def test_a_story_sounds_like_one_kind_or_like_none(teks, masalah):
    assert guess_masalah(teks) == masalah


@pytest.mark.django_db
def test_the_demo_of_the_ways_in_is_loaded_once(django_user_model):
    if not django_user_model.objects.filter(username="petugas-paringin").exists():
        django_user_model.objects.create(username="petugas-paringin", nama="Petugas")
        django_user_model.objects.create(username="desa-panggung", nama="Desa")
    assert load_ajuan() == 4
    assert load_ajuan() == 0
    assert set(Permintaan.objects.values_list("saluran", flat=True)) == {"web", "meja", "obrolan"}
    assert TambahanPermintaan.objects.count() == 1
    assert Permintaan.objects.filter(hasil__startswith="Ditarik pemohon").count() == 1
