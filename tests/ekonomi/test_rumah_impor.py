"""A file of households: in with every habit of spreadsheets, whole or not at all."""

import datetime as dt

import pytest

from ekonomi.impor.baca import BerkasDitolakError
from ekonomi.models import PetaKolom, RiwayatRumah, Rumah, ValidasiDtks
from ekonomi.services.impor import ImporDitolakError, keep_impor, map_impor, open_impor
from tests.ekonomi.pabrik import RumahFactory
from tests.ekonomi.pabrik_rumah import (
    BARIS,
    KEPALA,
    PANDEAN,
    TAMAN,
    bring_in,
    galat_of,
    seed_file,
    try_file,
    upload,
    xlsx,
)
from tests.factories import WilayahFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def tempat():
    for kode in (f"{TAMAN}.02.03", f"{TAMAN}.01.03", f"{PANDEAN}.01.01"):
        WilayahFactory(kode=kode)


def test_the_seeds_columns_become_a_household():
    impor = bring_in(seed_file(BARIS))
    assert (impor.status, impor.baru, impor.baris) == ("selesai", 1, 1)
    rumah = Rumah.objects.get(nomor="KT-9001")
    assert rumah.wilayah_id == f"{TAMAN}.02.03"
    assert (rumah.alamat, rumah.dtks, rumah.modal, rumah.omzet) == (
        "Jl. Merpati 12", True, 1_500_000, 2_000_000,
    )  # fmt: skip
    assert rumah.pelatihan == ["Wirausaha dasar", "Digital"]
    assert rumah.diperbarui == dt.date(2025, 10, 7)
    assert rumah.kelompok == ["miskin"]
    assert rumah.asli == {}
    assert ValidasiDtks.objects.get(rumah=rumah).hasil == "terdaftar"
    assert RiwayatRumah.objects.get(rumah=rumah).peristiwa == "diimpor"


def test_a_trial_run_stores_nothing_and_tells_what_would_be():
    impor = try_file(seed_file(BARIS))
    assert (impor.status, impor.baru) == ("diperiksa", 1)
    assert not Rumah.objects.exists()


def test_the_same_file_again_touches_nothing():
    bring_in(seed_file(BARIS))
    lama = Rumah.objects.get()
    impor = bring_in(seed_file(BARIS))
    assert (impor.baru, impor.berubah, impor.tetap) == (0, 0, 1)
    assert Rumah.objects.get().updated_at == lama.updated_at
    assert RiwayatRumah.objects.count() == 1


def test_only_what_differs_is_written_and_history_names_the_columns():
    bring_in(seed_file(BARIS))
    impor = bring_in(seed_file(BARIS.replace("2000000", "2500000").replace("-10-07", "-10-09")))
    assert impor.berubah == 1
    assert Rumah.objects.get().omzet == 2_500_000
    assert set(RiwayatRumah.objects.latest("pk").kolom) == {"omzet_monthly", "date_updated"}


def test_older_data_does_not_undo_newer():
    bring_in(seed_file(BARIS))
    impor = bring_in(seed_file(BARIS.replace("2000000", "1").replace("2025-10-07", "2025-01-01")))
    assert (impor.dilewati, impor.berubah) == (1, 0)
    assert Rumah.objects.get().omzet == 2_000_000
    assert "lebih baru (07/10/2025)" in impor.galat.get(peringatan=True).sebab


def test_excels_habits_are_read():
    isi = (
        "\ufeffDATA RUMAH TANGGA KELURAHAN TAMAN;;;;;;;;;\r\n"
        "Tahun 2025;;;;;;;;;\r\n"
        f"{KEPALA.replace(',', ';')}\r\n"
        'R1;Sarwo  Uji;"Jl. A 1, RT.03/RW.02";Ya;-;A; Rp 1.500.000 ;1,5 juta;tidak;'
        "7 Oktober 2025\r\n"
        "R2;Wiji Uji;Jl. B 2 RT 03 RW 02;TRUE;;;;;FALSE;07/10/2025\r\n"
        "R3;Parman Uji;Jl. C 3 RT 03 RW 02;0;;;0;1.250.000,00;1;45937\r\n"
    ).encode()
    impor = bring_in(isi)
    assert impor.baris_kepala == 3
    assert impor.ragam["pemisah"] == ";"
    satu, dua, tiga = Rumah.objects.order_by("nomor")
    assert (satu.nama_kepala, satu.modal, satu.omzet, satu.dtks) == (
        "Sarwo Uji", 1_500_000, 1_500_000, True,
    )  # fmt: skip
    assert {r.diperbarui for r in (satu, dua, tiga)} == {dt.date(2025, 10, 7)}
    assert (dua.omzet, tiga.omzet) == (None, 1_250_000)


@pytest.mark.parametrize(
    ("lama", "baru", "kolom", "kata"),
    [
        ("KT-9001", "", "household_id", "Wajib"),
        ("Sarwo Uji", "", "nama_kepala_keluarga", "Wajib"),
        ("Sarwo Uji", "=HYPERLINK(A1)", "nama_kepala_keluarga", "rumus"),
        ("RT 03 RW 02", "RT abc", "alamat_rt_rw", "RT"),
        ("True", "mungkin", "dtks_status", "True/False"),
        ("1500000", "banyak", "modal_received", "uang"),
        ("1500000", "-5", "modal_received", "kurang dari nol"),
        ("2000000", "1.5E+06", "omzet_monthly", "ilmiah"),
        ("2025-10-07", "31/02/2025", "date_updated", "kalender"),
        ("2025-10-07", "2199-01-01", "date_updated", "masa depan"),
        ("Jl. Merpati 12", "Kel. Pandean", "alamat_rt_rw", "Kel. Pandean"),
    ],
)
def test_a_wrong_cell_is_named_by_row_and_column_and_nothing_is_kept(lama, baru, kolom, kata):
    baik = BARIS.replace("KT-9001", "KT-9000")
    impor = try_file(seed_file(baik, BARIS.replace(lama, baru)))
    [(baris, judul, sebab)] = galat_of(impor)
    assert (baris, judul) == (3, kolom)
    assert kata in sebab
    assert not Rumah.objects.exists()
    with pytest.raises(ImporDitolakError):
        keep_impor(impor, by=None)


def test_a_household_twice_in_a_file_names_both_rows_and_both_places():
    lain = BARIS.replace("RT 03 RW 02", "RT 03 RW 01")
    [(baris, kolom, sebab)] = galat_of(try_file(seed_file(BARIS, lain)))
    assert (baris, kolom) == (3, "household_id")
    assert "RT 03 RW 02 (baris 2)" in sebab
    assert "RT 03 RW 01" in sebab


def test_a_household_of_another_kelurahan_is_refused_naming_both():
    RumahFactory(di=f"{PANDEAN}.01.01", nomor="KT-9001", nama_kepala="Sarwo Uji")
    [(baris, kolom, sebab)] = galat_of(try_file(seed_file(BARIS)))
    assert (baris, kolom) == (2, "household_id")
    assert "Kel. Pandean" in sebab
    assert "Kel. Taman" in sebab


def test_the_same_number_for_somebody_else_elsewhere_is_no_error():
    RumahFactory(di=f"{PANDEAN}.01.01", nomor="KT-9001", nama_kepala="Endang Lain Sekali")
    assert bring_in(seed_file(BARIS)).baru == 1


def test_a_row_with_too_many_cells_is_refused():
    [(baris, _kolom, sebab)] = galat_of(try_file(seed_file(BARIS, f"{BARIS},x")))
    assert baris == 3
    assert "11 sel" in sebab


def test_a_new_rt_is_said_before_it_is_made():
    isi = seed_file(BARIS.replace("RT 03 RW 02", "RT 09 RW 12"))
    impor = try_file(isi)
    assert "RT 09 RW 12 belum ada" in impor.galat.get().sebab
    bring_in(isi)
    assert Rumah.objects.get().wilayah_id == f"{TAMAN}.12.09"


def test_a_form_of_questions_is_matched_by_its_words_and_the_match_is_kept():
    isi = (
        b"Stempel waktu,Kode rumah tangga?,Nama kepala keluarga?,Alamat rumah,RT,RW,"
        b"Apakah terdaftar DTKS?,Pelatihan yang pernah diikuti,Omzet per bulan (Rp),Nomor HP\n"
        b'07/10/2025 9:15:00,R1,Sarwo,Jl. A 1,3,2,Ya,"Wirausaha, Digital (WA, toko)",500rb,'
        b"0812 0000 7001\n"
    )
    impor = try_file(isi)
    assert galat_of(impor) == []
    peta = impor.peta
    assert {k: impor.kepala[n] for k, n in peta.items()}["omzet_monthly"] == "Omzet per bulan (Rp)"
    map_impor(impor, peta, by=None, simpan_nama="Formulir kader")
    assert PetaKolom.objects.get().isi["omzet per bulan (rp)"] == "omzet_monthly"
    bring_in(isi)
    rumah = Rumah.objects.get()
    assert rumah.wilayah_id == f"{TAMAN}.02.03"
    assert rumah.pelatihan == ["Wirausaha", "Digital (WA, toko)"]
    assert rumah.telepon == "6281200007001"
    kedua = open_impor(wilayah=rumah.wilayah.induk.induk, berkas=upload(isi), by=None)
    assert kedua.peta == peta


def test_a_mapping_without_the_needed_columns_is_refused():
    impor = open_impor(wilayah=WilayahFactory(kode=TAMAN), berkas=upload(b"a,b\n1,2\n"), by=None)
    with pytest.raises(ImporDitolakError, match="Nama kepala keluarga"):
        map_impor(impor, {"household_id": 0}, by=None)
    with pytest.raises(ImporDitolakError, match="dua isian"):
        map_impor(impor, {"household_id": 0, "nama_kepala_keluarga": 0}, by=None)


def test_a_worksheet_with_dates_numbers_and_a_merged_title_is_read():
    isi = xlsx(
        ["Pendataan RW 02"],
        KEPALA.split(","),
        ["R1", "Sarwo", "Jl. A 1 RT 03 RW 02", True, "", "A;B", 1500000, 2e6, False,
         dt.datetime(2025, 10, 7)],  # noqa: DTZ001 - as a worksheet has it
    )  # fmt: skip
    impor = bring_in(isi, nama="data.xlsx")
    assert (impor.bentuk, impor.baru) == ("xlsx", 1)
    assert Rumah.objects.get().omzet == 2_000_000


def test_formula_cells_of_a_worksheet_are_refused_by_row_and_column():
    isi = xlsx(
        KEPALA.split(","),
        ["R1", "Sarwo", "Jl. A 1 RT 03 RW 02", True, "", "", "=SUM(1,2)", 0, False, "2025-10-07"],
    )
    [(baris, kolom, sebab)] = galat_of(try_file(isi, nama="data.xlsx"))
    assert (baris, kolom) == (2, "modal_received")
    assert "rumus" in sebab


@pytest.mark.parametrize(
    ("isi", "kata"),
    [
        (b"", "kosong"),
        (b"PK\x03\x04rusak", "rusak"),
        (b"%PDF-1.7", "bukan CSV"),
        (b"a,b\n\x00\x00,c\n", "bukan teks"),
    ],
)
def test_what_is_no_table_is_refused_in_words(isi, kata):
    with pytest.raises(BerkasDitolakError, match=kata):
        open_impor(wilayah=WilayahFactory(kode=TAMAN), berkas=upload(isi), by=None)


def test_old_letters_of_windows_are_read():
    isi = seed_file(BARIS).decode().replace("Sarwo Uji", "Renée Uji").encode("cp1252")
    bring_in(isi)
    assert Rumah.objects.get().nama_kepala == "Renée Uji"


def test_columns_a_file_does_not_have_stay_as_they_are():
    bring_in(seed_file(BARIS))
    bring_in(b"household_id,nama_kepala_keluarga,omzet_monthly\nKT-9001,Sarwo Uji,2100000\n")
    rumah = Rumah.objects.get()
    assert (rumah.omzet, rumah.modal, rumah.dtks) == (2_100_000, 1_500_000, True)
    assert rumah.wilayah_id == f"{TAMAN}.02.03"
