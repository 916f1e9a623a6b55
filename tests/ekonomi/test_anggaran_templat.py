"""The four documents of the seed as templates, and a programme started from each."""

import datetime as dt
import json

import pytest

from ekonomi.models import AnggotaTim, MitraProgram, Program, TemplatProgram
from ekonomi.muat import FOLDER, load_program_templat
from ekonomi.services.program import (
    ProgramKeliru,
    copy_program,
    run_program,
    start_program,
    undo_copy,
)
from ekonomi.templat import TemplatKeliru, read_templat
from tests.ekonomi.pabrik_anggaran import (
    MULAI,
    PANDEAN,
    TAMAN,
    belanja,
    buat_program,
    load_templates,
    terima,
)
from tests.factories import PenggunaFactory, wilayah_of

pytestmark = pytest.mark.django_db
TOTAL = {
    "final-2025": 320_000_000,
    "pel-265": 265_000_000,
    "inklusif-170": 170_000_000,
    "terpadu-310": 310_000_000,
}


@pytest.fixture(autouse=True)
def templat():
    load_templates()


def mulai_dari(templat, di=TAMAN, **lain):
    by = PenggunaFactory(peran="lurah", di=di)
    return start_program(TemplatProgram.objects.get(pk=templat), wilayah_of(di), MULAI, by, **lain)


@pytest.mark.parametrize(("kode", "total"), TOTAL.items())
def test_the_lines_of_each_document_add_to_its_stated_total(kode, total):
    program = mulai_dari(kode)
    assert sum(program.pos.values_list("jumlah", flat=True)) == total
    assert TemplatProgram.objects.get(pk=kode).total == total


@pytest.mark.parametrize("kode", TOTAL)
def test_a_programme_gets_everything_its_template_holds(kode):
    program = mulai_dari(kode)
    for bagian in (
        "target",
        "sasaran",
        "pos",
        "sumber",
        "tonggak",
        "mitra",
        "risiko",
        "komunikasi",
    ):
        assert getattr(program, bagian).exists(), bagian
    assert program.aturan.batas_dua_orang == 5_000_000
    assert program.status == "draf"


def test_the_final_document_has_the_seeds_targets():
    program = mulai_dari("final-2025")
    target = dict(program.target.values_list("indikator_id", "nilai"))
    assert {kode: int(nilai) for kode, nilai in target.items()} == {
        "rumah_terlibat": 200,
        "rumah_miskin_turun": 20,
        "pendapatan_naik": 25,
        "usaha_baru_naik_kelas": 50,
        "peserta_pelatihan": 200,
        "pekerja_padat_karya": 100,
        "umkm_onboard": 30,
        "perempuan_peserta": 50,
    }
    sasaran = dict(program.sasaran.values_list("kelompok", "jumlah"))
    assert (sasaran["miskin"], sasaran["pemuda"], sasaran["umkm"]) == (200, 150, 50)


def test_the_inclusive_document_wants_the_income_in_six_months():
    target = mulai_dari("inklusif-170").target.get(indikator="pendapatan_naik")
    assert (int(target.nilai), target.bulan) == (25, 6)


def test_the_team_has_ten_seats_as_the_seed_says():
    program = mulai_dari("final-2025")
    kursi = list(program.tim.values_list("peran", flat=True))
    assert len(kursi) == 10
    assert kursi.count("relawan") == 3
    assert not AnggotaTim.objects.exclude(nama="").exists()


def test_ninety_days_and_twelve_months_end_where_they_should():
    program = mulai_dari("final-2025")
    assert max(program.tonggak.filter(fase="90hari").values_list("hari_selesai", flat=True)) == 90
    akhir = max(t.tenggat for t in program.tonggak.filter(fase="12bulan"))
    assert akhir == program.selesai == dt.date(2027, 8, 2)


def test_loading_again_changes_nothing_and_a_changed_file_is_taken(tmp_path):
    assert load_program_templat() == 0
    for berkas in FOLDER.glob("*.json"):
        (tmp_path / berkas.name).write_bytes(berkas.read_bytes())
    isi = json.loads((tmp_path / "pel-265.json").read_text())
    isi["nama"] = "Nama lain"
    (tmp_path / "pel-265.json").write_text(json.dumps(isi))
    assert load_program_templat(tmp_path) == 1
    assert TemplatProgram.objects.get(pk="pel-265").nama == "Nama lain"


@pytest.mark.parametrize(
    ("bagian", "isi", "kata"),
    [
        ("sumber", [{"sumber": "judi"}], "sumber baris 1"),
        ("tonggak", [{"kode": "a", "fase": "besok", "mulai": 0, "selesai": 1}], "fase"),
        ("anggaran", [], "anggaran belum diisi"),
    ],
)
def test_a_broken_template_says_which_part_and_row(bagian, isi, kata):
    mentah = json.loads((FOLDER / "final-2025.json").read_text())
    with pytest.raises(TemplatKeliru, match=kata):
        read_templat(mentah | {bagian: isi})


def test_the_same_code_twice_in_one_kelurahan_is_refused():
    mulai_dari("final-2025", kode="srsp-x")
    with pytest.raises(ProgramKeliru, match="srsp-x"):
        mulai_dari("pel-265", kode="srsp-x")
    assert Program.objects.count() == 1


def test_a_code_is_found_when_none_is_given():
    assert mulai_dari("final-2025").kode == "srsp-2026"
    assert mulai_dari("pel-265").kode == "srsp-2026-2"


def test_a_programme_begins_in_a_kelurahan_only():
    with pytest.raises(ProgramKeliru, match="kelurahan"):
        mulai_dari("final-2025", di="35.77.03")


def test_only_a_draft_begins_and_only_once():
    program = mulai_dari("final-2025")
    lurah = PenggunaFactory(peran="lurah", di=TAMAN)
    assert run_program(program, by=lurah).status == "berjalan"
    with pytest.raises(ProgramKeliru, match="draf"):
        run_program(program, by=lurah)


def test_a_copy_takes_the_plan_and_never_people_money_or_progress():
    asal = buat_program()
    terima(asal)
    belanja(asal.pos.first())
    asal.tim.filter(peran="sekretaris").update(nama="Wening Larasjati")
    asal.mitra.update(status="aktif", catatan="Pak Lurah kenal")
    asal.sumber.update(rencana=5)
    asal.tonggak.update(tercapai=7, selesai_at=MULAI, catatan="beres")
    lurah = PenggunaFactory(peran="lurah", di=PANDEAN)
    salinan = copy_program(asal, wilayah_of(PANDEAN), dt.date(2027, 1, 4), lurah)
    assert (salinan.status, salinan.disalin_dari) == ("draf", asal)
    assert salinan.pos.count() == asal.pos.count()
    assert salinan.target.count() == asal.target.count()
    assert not salinan.tim.exclude(nama="", pengguna=None).exists()
    assert set(salinan.mitra.values_list("status", "catatan")) == {
        (MitraProgram.Status.DIJAJAKI, "")
    }
    assert set(salinan.sumber.values_list("rencana", flat=True)) == {None}
    assert set(salinan.tonggak.values_list("tercapai", "selesai_at", "catatan")) == {
        (None, None, "")
    }
    assert not salinan.belanja.exists()
    assert not salinan.penerimaan.exists()
    assert (salinan.selesai - salinan.mulai) == (asal.selesai - asal.mulai)


def test_the_same_programme_is_not_copied_twice_to_a_neighbour():
    asal = buat_program()
    lurah = PenggunaFactory(peran="lurah", di=PANDEAN)
    copy_program(asal, wilayah_of(PANDEAN), MULAI, lurah)
    with pytest.raises(ProgramKeliru, match="menunggu"):
        copy_program(asal, wilayah_of(PANDEAN), MULAI, lurah)
    with pytest.raises(ProgramKeliru, match="kelurahan lain"):
        copy_program(asal, wilayah_of(TAMAN), MULAI, lurah)


def test_a_copy_is_undone_while_it_is_a_draft_and_can_be_made_again():
    asal = buat_program()
    lurah = PenggunaFactory(peran="lurah", di=PANDEAN)
    salinan = copy_program(asal, wilayah_of(PANDEAN), MULAI, lurah)
    undo_copy(salinan, by=lurah)
    salinan.refresh_from_db()
    assert salinan.status == "dihentikan"
    assert not salinan.pos.exists()
    assert asal.jejak.filter(peristiwa="batal_salin").exists()
    lagi = copy_program(asal, wilayah_of(PANDEAN), MULAI, lurah)
    run_program(lagi, by=lurah)
    with pytest.raises(ProgramKeliru, match="draf"):
        undo_copy(lagi, by=lurah)
