"""Kinds of letters: those that ship, finding one by a resident's words, writing one's own."""

import shutil

import pytest

from dokumen.isian import IsianKeliru, clean_isian
from dokumen.models import JenisSurat
from dokumen.muat import FOLDER, load_jenis
from dokumen.services import draft_surat, find_jenis, list_jenis, write_jenis
from tests.dokumen.conftest import PANDEAN, TAMAN, jenis
from tests.factories import PenggunaFactory, WilayahFactory

KODE = sorted(berkas.stem for berkas in FOLDER.glob("*.toml"))


def test_the_kinds_that_ship_load_once_and_their_samples_fit_their_fields(jenis_surat):
    assert sorted(JenisSurat.objects.values_list("kode", flat=True)) == KODE
    assert {"jalan", "pengantar", "pju", "sedot", "sktm", "undangan"} <= set(KODE)
    assert load_jenis() == {"baru": 0, "berubah": 0, "tetap": 0, "sama": len(KODE)}
    for satu in JenisSurat.objects.all():
        contoh = {k.nama: k.contoh for k in satu.kolom}
        assert all(clean_isian(satu.kolom, contoh).values()), satu.kode


def test_a_changed_file_is_a_new_version_unless_staff_wrote_the_one_in_use(jenis_surat, tmp_path):
    shutil.copy(FOLDER / "sedot.toml", tmp_path)
    berkas = tmp_path / "sedot.toml"
    berkas.write_text(berkas.read_text("utf-8").replace("terima kasih", "banyak terima kasih"))
    assert load_jenis(tmp_path)["berubah"] == 1
    assert jenis("sedot").versi == 2
    JenisSurat.objects.filter(kode="sedot").update(by=PenggunaFactory())
    berkas.write_text(berkas.read_text("utf-8").replace("banyak", "amat banyak"))
    assert load_jenis(tmp_path)["tetap"] == 1


@pytest.mark.parametrize(
    ("kata", "kode"),
    [
        ("SEDOT", "sedot"),
        ("MINTA DRAFT SEDOT", "sedot"),
        ("minta draf sedot got dong pak", "sedot"),
        ("sedot drainse", "sedot"),
        ("surat pengantar", "pengantar"),
        ("pengntar", "pengantar"),
        ("SKTM", "sktm"),
        ("surat keterangan tidak mampu", "sktm"),
        ("lampu jalan", "pju"),
        ("perbaikan jalan", "jalan"),
        ("undangan kerja bakti", "undangan"),
        ("mau buat surat domisili untuk buka rekening", "domisili"),
    ],
)
def test_a_kind_is_found_by_a_residents_words(jenis_surat, kata, kode):
    found = find_jenis(kata, TAMAN)
    assert found is not None
    assert found.kode == kode


@pytest.mark.parametrize("kata", ["", "surat", "minta draft", "sapi", "resep rendang", "12345"])
def test_words_that_name_no_kind_find_none(jenis_surat, kata):
    assert find_jenis(kata, TAMAN) is None


def own(wilayah, by, **lain):
    kolom = {
        "nama": "Surat izin keramaian", "alias": ["keramaian"], "arah": "kelurahan",
        "bentuk": "keterangan", "klasifikasi": "300.1", "hal": "Surat Keterangan Keramaian",
        "sifat": "Biasa", "kepada": "", "tembusan": "", "teks": "Untuk {acara} di {kelurahan}.",
        "isian": [{"nama": "acara", "contoh": "wayangan"}],
    } | lain  # fmt: skip
    return write_jenis(kode="keramaian", wilayah=wilayah, by=by, **kolom)


def test_a_kelurahan_has_its_own_kind_that_others_do_not_see(taman, lurah):
    own(taman, lurah)
    assert find_jenis("keramaian", TAMAN).nama == "Surat izin keramaian"
    assert find_jenis("keramaian", f"{TAMAN}.02.03") is not None
    assert find_jenis("keramaian", PANDEAN) is None


def test_an_areas_own_version_of_a_general_kind_stands_for_it(taman, lurah):
    umum = jenis("sktm")
    milik = write_jenis(
        kode="sktm", wilayah=taman, by=lurah, nama=umum.nama, alias=[], arah=umum.arah,
        bentuk=umum.bentuk, hal="SKTM Taman", isian=umum.isian, teks=umum.teks,
    )  # fmt: skip
    assert [j.pk for j in list_jenis(TAMAN) if j.kode == "sktm"] == [milik.pk]
    assert [j.pk for j in list_jenis(PANDEAN) if j.kode == "sktm"] == [umum.pk]


@pytest.mark.parametrize(
    ("lain", "sebab"),
    [
        ({"teks": "Untuk {acra}."}, r"\{acra\}.*\{acara\}"),
        ({"teks": "Untuk {acara"}, "Kurung kurawal"),
        ({"hal": "{judul}"}, "hal atau judul"),
        ({"isian": [{"nama": "acara"}, {"nama": "acara"}]}, "dua kali"),
        ({"isian": [{"nama": "kelurahan"}, {"nama": "acara"}]}, "dipakai portal"),
        ({"isian": [{"nama": "acara", "warna": "biru"}]}, "kunci tidak dikenal"),
        ({"teks": "| Acara\n\n{acara}"}, "harus berbentuk"),
    ],
)
def test_a_kind_that_does_not_fit_together_says_why(taman, lurah, lain, sebab):
    with pytest.raises(ValueError, match=sebab):
        own(taman, lurah, **lain)


def test_letters_keep_the_version_they_were_written_by(taman, lurah, buat):
    surat = buat("sktm")
    lama = jenis("sktm")
    write_jenis(
        kode="sktm", wilayah=None, by=lurah, nama="SKTM baru", alias=[], arah="kelurahan",
        bentuk="keterangan", hal="Baru", isian=[], teks="Kosong.",
    )  # fmt: skip
    surat.refresh_from_db()
    assert surat.jenis_id == lama.pk
    assert surat.versi == 1
    assert jenis("sktm").versi == 2


def test_a_kind_of_another_kelurahan_cannot_be_drafted_here(taman, lurah):
    milik = own(taman, lurah)
    with pytest.raises(ValueError, match="tidak tersedia"):
        draft_surat(jenis=milik, wilayah=WilayahFactory(kode=PANDEAN), isian={})
    with pytest.raises(IsianKeliru):
        draft_surat(jenis=milik, wilayah=taman, isian={"lain": "x"})
