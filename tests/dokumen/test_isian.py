"""What a field of a letter takes, what it refuses, and how it reads on paper."""

import pytest

from dokumen.isian import Isian, IsianKeliru, clean_isian, read_baris, write_baris


def isian(jenis, **lain):
    return Isian.read({"nama": "kolom", "label": "Kolom", "jenis": jenis, **lain})


@pytest.mark.parametrize(
    ("jenis", "ketik", "tulis"),
    [
        ("tanggal", "29-11-2026", "29 November 2026"),
        ("tanggal", "1/8/2026", "1 Agustus 2026"),
        ("tanggal", "17 agustus 1945", "17 Agustus 1945"),
        ("tanggal", "2026-02-03", "3 Februari 2026"),
        ("waktu", "7.30", "07.30 WIB"),
        ("waktu", "pukul 19:00 WIB", "19.00 WIB"),
        ("angka", "1.250", "1.250"),
        ("rupiah", "Rp 1.500.000", "Rp 1.500.000"),
        ("nik", "3577 0355 0385 0000", "3577035503850000"),
        ("rt", "RT 3", "03"),
        ("teks", "  Jalan   Merpati\n12 ", "Jalan Merpati 12"),
        ("panjang", "satu\r\n\r\n\r\n\r\ndua", "satu\n\ndua"),
        ("teks", "Su\u202elastri\x00\u2028 W", "Sulastri W"),
    ],
)
def test_a_value_reads_on_paper_as_people_write_it(jenis, ketik, tulis):
    kolom = isian(jenis)
    assert kolom.show(kolom.clean(ketik)) == tulis


@pytest.mark.parametrize(
    ("jenis", "ketik"),
    [
        ("tanggal", "31-02-2026"),
        ("tanggal", "besok"),
        ("tanggal", "01-01-0001"),
        ("waktu", "25.00"),
        ("angka", "banyak"),
        ("angka", "12345678901234"),
        ("nik", "12345"),
        ("nik", "٣٥٧٧٠٣٥٥٠٣٨٥٠٠٠١"),
        ("rt", "tiga"),
        ("teks", "a" * 201),
        ("panjang", "a" * 1501),
    ],
)
def test_what_a_field_cannot_take_is_refused_by_its_label(jenis, ketik):
    with pytest.raises(ValueError, match="Kolom"):
        isian(jenis).clean(ketik)


def test_a_choice_is_taken_in_any_case_and_nothing_else_is():
    kolom = isian("pilihan", pilihan=["Laki-laki", "Perempuan"])
    assert kolom.clean("perempuan") == "Perempuan"
    with pytest.raises(ValueError, match="Laki-laki, Perempuan"):
        kolom.clean("lainnya")


def test_every_bad_field_is_named_at_once():
    kolom = [Isian(nama="nik", label="NIK", jenis="nik"), Isian(nama="nama", label="Nama")]
    with pytest.raises(IsianKeliru) as galat:
        clean_isian(kolom, {"nik": "1", "nama": "Sulastri", "gaji": "1"})
    assert set(galat.value.galat) == {"nik", "gaji"}


def test_fields_written_as_lines_come_back_the_same():
    teks = (
        "nama | Nama lengkap | teks | wajib pribadi | Sulastri\n"
        "kelamin | Jenis kelamin | pilihan: Laki-laki, Perempuan | wajib | Perempuan\n"
        "catatan | Catatan | panjang"
    )
    assert write_baris(Isian.read(satu) for satu in read_baris(teks)) == teks


@pytest.mark.parametrize(
    ("baris", "sebab"),
    [
        ("Nama Lengkap | Nama", "huruf kecil"),
        ("nama | Nama | gambar", "tidak dikenal"),
        ("nama | Nama | pilihan", "daftar pilihan"),
        ("nama | Nama | teks | rahasia", "bukan wajib atau pribadi"),
    ],
)
def test_a_broken_line_says_which_and_why(baris, sebab):
    with pytest.raises(ValueError, match=f"(?s)Baris 2.*{sebab}"):
        read_baris(f"kode | Kode\n{baris}")
