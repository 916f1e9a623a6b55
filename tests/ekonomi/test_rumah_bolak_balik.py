"""A file in the seed's columns goes in and comes out byte for byte where nothing changed."""

import csv
import datetime as dt
import io

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ekonomi.ekspor_rumah import rows_of_impor, seed_rows, summarise_kpi, write_csv, write_kpi
from ekonomi.impor.baca import Ragam
from ekonomi.impor.kolom import SEED
from ekonomi.models import Rumah
from tests.ekonomi.pabrik import RumahFactory
from tests.ekonomi.pabrik_rumah import BARIS, TAMAN, bring_in, seed_file
from tests.factories import WilayahFactory

pytestmark = pytest.mark.django_db

# what spreadsheets hold; no cell that begins like a formula
HURUF = st.characters(
    codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="\ufeff"
)
KATA = st.text(HURUF, min_size=1, max_size=30).filter(lambda s: s[0] not in "=@+-'")
NAMA = st.builds("{} {}{}".format, st.just("Sarwo"), KATA, st.sampled_from(["", " ", "  Uji"]))
UANG = st.one_of(
    st.integers(0, 10**9).map(str),
    st.integers(0, 10**9).map(lambda n: f"{n}.0"),
    st.integers(0, 10**9).map(lambda n: "Rp " + f"{n:,}".replace(",", ".")),
    st.sampled_from(["", "-", " 0 ", "1,5 juta", "500rb", "1.500.000,00"]),
)
BENAR = st.sampled_from(["True", "False", "TRUE", "false", "ya", "Tidak", "1", "0", ""])
TANGGAL = st.dates(
    min_value=dt.date(2001, 1, 1),
    max_value=dt.date(2025, 12, 31),
).flatmap(
    lambda d: st.sampled_from(
        [d.isoformat(), f"{d:%d/%m/%Y}", f"{d.day} Oktober {d.year}", f"{d:%d-%m-%Y}", ""]
    )
)
ALAMAT = st.one_of(
    st.builds("Jl. Merpati {} RT 03 RW 02".format, st.integers(1, 99)),
    st.builds("Gg. Sawo {}, RT.03/RW.02".format, st.integers(1, 99)),
    st.sampled_from(["RT/RW 03/02", "", "Jl. Tanpa Nomor", "RW 02", "Jl. A 1 RT 003 RW 002 pojok"]),
)
DAFTAR = st.lists(st.sampled_from(["Wirausaha", "Digital, dasar", "Kue"]), max_size=3).flatmap(
    lambda isi: st.sampled_from([";".join(isi), "; ".join(isi), ";".join([*isi, ""])])
)
POTENSI = st.one_of(st.just(""), st.just("-"), KATA.map(lambda s: s[:20]))
ISI = st.tuples(NAMA, ALAMAT, BENAR, POTENSI, DAFTAR, UANG, UANG, BENAR, TANGGAL)
RAGAM = st.builds(
    Ragam,
    pemisah=st.sampled_from([",", ";"]),
    bom=st.booleans(),
    baris_baru=st.sampled_from(["\n", "\r\n"]),
    baris_akhir=st.booleans(),
    kutip_semua=st.booleans(),
)


def as_file(rows, ragam):
    """The file as a spreadsheet in this dialect writes it, made without our own writer."""
    tampung = io.StringIO()
    kutip = csv.QUOTE_ALL if ragam.kutip_semua else csv.QUOTE_MINIMAL
    penulis = csv.writer(
        tampung, delimiter=ragam.pemisah, lineterminator=ragam.baris_baru, quoting=kutip
    )
    penulis.writerows([SEED, *rows])
    teks = tampung.getvalue()
    if not ragam.baris_akhir:
        teks = teks[: -len(ragam.baris_baru)]
    return (b"\xef\xbb\xbf" if ragam.bom else b"") + teks.encode()


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(isi=st.lists(ISI, min_size=1, max_size=12), ragam=RAGAM)
def test_what_goes_in_comes_out_byte_for_byte(isi, ragam):
    with transaction.atomic():
        WilayahFactory(kode=f"{TAMAN}.02.03")
        rows = [(f"KT-{n:04d}", *satu) for n, satu in enumerate(isi, 1)]
        berkas = as_file(rows, ragam)
        impor = bring_in(berkas)
        assert impor.baru == len(rows)
        keluar = b"".join(
            write_csv(rows_of_impor(impor, Rumah.objects.all()), Ragam.of(impor.ragam))
        )
        assert keluar == berkas
        assert b"".join(write_csv(seed_rows(Rumah.objects.all()), ragam)) == berkas
        lagi = bring_in(berkas)
        assert (lagi.baru, lagi.berubah, lagi.tetap) == (0, 0, len(rows))
        transaction.set_rollback(True)


def test_our_own_spelling_is_what_comes_out_once_a_value_changes():
    WilayahFactory(kode=f"{TAMAN}.02.03")
    bring_in(seed_file(BARIS.replace("1500000,2000000", "Rp 1.500.000,2000000.0")))
    rumah = Rumah.objects.get()
    rumah.omzet = 2_500_000
    rumah.save()
    keluar = b"".join(write_csv(seed_rows(Rumah.objects.all()))).decode()
    assert ",Rp 1.500.000,2500000," in keluar


def test_a_text_that_a_form_let_begin_like_a_formula_is_escaped_and_read_back():
    WilayahFactory(kode=f"{TAMAN}.02.03")
    RumahFactory(nomor="R1", potensi_usaha="=1+1", di=f"{TAMAN}.02.03")
    keluar = b"".join(write_csv(seed_rows(Rumah.objects.all())))
    assert b"'=1+1" in keluar
    impor = bring_in(keluar)
    assert (impor.berubah, impor.tetap) == (0, 1)


def test_summary_kpi_is_what_pandas_writes():
    """By hand: 3 of 4 active = 75 %, (1,500,000 + 2,000,000 + 500,001) / 3, two in DTKS."""
    for omzet, dtks in ((1_500_000, True), (2_000_000, False), (500_001, True), (0, False)):
        RumahFactory(omzet=omzet, dtks=dtks)
    isi = write_kpi(summarise_kpi(Rumah.objects.all()))
    assert isi == b"percent_active,avg_omzet,dtks_count\n75.0,1333333.6666666667,2\n"


def test_summary_kpi_of_nobody_active_has_an_empty_average():
    RumahFactory(omzet=None)
    RumahFactory(omzet=0)
    isi = write_kpi(summarise_kpi(Rumah.objects.all()))
    assert isi == b"percent_active,avg_omzet,dtks_count\n0.0,,0\n"


def test_summary_kpi_of_no_households_is_empty():
    assert write_kpi(summarise_kpi(Rumah.objects.none())).endswith(b"\n,,0\n")
