"""How far a programme has spread: 1 kelurahan, 3 neighbours, the kecamatan, the city."""

import pytest

from ekonomi.kesiapan import check_kesiapan, stage_of
from ekonomi.models import Program
from tests.ekonomi.pabrik_anggaran import MULAI, TAMAN, buat_program
from wilayah.models import Wilayah

JALAN = Program.Status.BERJALAN


@pytest.fixture
def program(db):
    """One programme in a city of three kecamatan with four kelurahan each."""
    program = buat_program()
    induk = Wilayah.objects.filter(pk="35.77").first()
    if induk is None:
        induk = program.wilayah.induk.induk
    for n in (1, 2, 3):
        kec, _ = Wilayah.objects.get_or_create(
            pk=f"35.77.0{n}",
            defaults={"nama": f"Kecamatan {n}", "tingkat": "kecamatan", "induk": induk},
        )
        for m in range(1, 5):
            Wilayah.objects.get_or_create(
                pk=f"35.77.0{n}.100{m}",
                defaults={"nama": f"Kelurahan {n}{m}", "tingkat": "kelurahan", "induk": kec},
            )
    return program


def salin(dari, kode, status=JALAN):
    return Program.objects.create(
        wilayah_id=kode, kode=f"s-{kode[-6:].replace('.', '')}", nama=dari.nama,
        mulai=MULAI, selesai=dari.selesai, status=status, disalin_dari=dari,
    )  # fmt: skip


def isi_kecamatan(program, n):
    kode = Wilayah.objects.kelurahan().filter(kode__startswith=f"35.77.0{n}.")
    for satu in kode.exclude(pk=TAMAN):
        if not Program.objects.filter(wilayah=satu).exists():
            salin(program, satu.pk)


def test_alone_or_with_drafts_it_is_in_one_kelurahan_and_says_what_is_missing(program):
    salin(program, "35.77.03.1001", status=Program.Status.DRAF)
    tahap, alasan = stage_of(program)
    assert tahap == "1 kelurahan"
    assert "perlu 3 lagi" in alasan


def test_three_running_copies_are_neighbours_and_a_copy_of_a_copy_counts(program):
    satu = salin(program, "35.77.01.1001")
    salin(satu, "35.77.01.1002")
    assert stage_of(program)[0] == "1 kelurahan"
    salin(satu, "35.77.02.1001")
    tahap, alasan = stage_of(program)
    assert tahap == "3 kelurahan tetangga"
    assert "dari" in alasan
    assert stage_of(satu) == (tahap, alasan)


def test_most_of_a_kecamatan_then_most_kecamatan_is_the_city(program):
    isi_kecamatan(program, 3)
    tahap, alasan = stage_of(program)
    assert tahap == "satu kecamatan"
    assert "1 dari 3 kecamatan" in alasan
    salin(program, "35.77.01.1001")
    tahap, alasan = stage_of(program)
    assert tahap == "seluruh kota"
    assert "2 dari 3 kecamatan" in alasan


def test_copies_in_another_city_do_not_make_this_one(program):
    asing = Wilayah.objects.exclude(pk__startswith="35.77").kelurahan()[:3]
    for satu in asing:
        salin(program, satu.pk)
    assert stage_of(program)[0] == "1 kelurahan"


def test_the_page_shows_the_reason(program):
    assert "tahap berikutnya" in check_kesiapan(program).tahap_alasan
