"""Personal data is masked; what officers need stays."""

import pytest

from curhat.triase.normalisasi import clean
from curhat.triase.samaran import mask_pribadi


@pytest.mark.parametrize(
    "rahasia",
    [
        "3577012304900001", "3577-0123-0490-0002", "3577 0123 0490 0002", "081234567890",
        "+62 812-3456-7890", "62812345678901", "0 8 1 2 3 4 5 6 7 8 9 0", "021-7654321",
        "(0351) 462153", "8123456789", "O812 3456 7890", "0812.3456.7890", "+65 9123 4567",
        "nol delapan satu dua tiga empat lima enam tujuh delapan", "budi.s@gmail.com",
        "budi at gmail dot com", "wa.me/6281234567890",
    ],
)  # fmt: skip
def test_numbers_and_addresses_of_people_are_masked(rahasia):
    hasil = mask_pribadi(clean(f"Hubungi {rahasia} ya, lampu mati"))
    assert rahasia not in hasil.teks
    assert not any(huruf.isdigit() for huruf in hasil.teks)
    assert "lampu mati" in hasil.teks


@pytest.mark.parametrize(
    ("teks", "nama"),
    [
        ("nama saya budi santoso warga rt 3", "santoso"),
        ("Nama: Andi Wijaya\nalamat jl melati", "Wijaya"),
        ("KTP a.n. Siti Aminah belum jadi", "Aminah"),
        ("atas nama Joko Susilo, mohon dicek", "Susilo"),
        ("saya Suparti warga RT 05", "Suparti"),
        ("anak saya bernama Rizki sakit", "Rizki"),
        ("Mohon dibantu. Terima kasih\nSri Wahyuni", "Wahyuni"),
        ("lampu mati. Hormat saya, Bambang", "Bambang"),
    ],
)
def test_names_are_masked_where_a_text_gives_them_away(teks, nama):
    hasil = mask_pribadi(clean(teks))
    assert nama not in hasil.teks
    assert "nama" in hasil.temuan


@pytest.mark.parametrize(
    "teks",
    [
        "rumah nomor 12 RT 05/RW 13", "biaya Rp 850.000.000 dan 1.500.000", "tanggal 12-03-2024",
        "jam 08.00-12.00", "nama saya tidak ada di DTKS", "atas nama warga kami berterima kasih",
        "saya sebagai warga RT 3 kecewa", "hubungi 112 atau 119", "tahun 2023 dan 2024",
    ],
)  # fmt: skip
def test_what_officers_need_stays(teks):
    assert mask_pribadi(teks).teks == teks


def test_an_account_number_goes_and_an_amount_stays():
    hasil = mask_pribadi("rek BRI 0034 01 012345 50 2, sudah bayar Rp 150.000")
    assert "012345" not in hasil.teks
    assert "Rp 150.000" in hasil.teks


def test_contact_given_is_noticed():
    assert mask_pribadi("hp 081234567890").kontak
    assert not mask_pribadi("NIK 3577012304900001").kontak
