"""A form must say where it comes from, or the check against forged requests refuses it."""

from pathlib import Path

import pytest

AKAR = Path(__file__).resolve().parents[2]
# A file that a calendar programme fetches: it has no form.
TANPA_FORMULIR = {"wilayah/views.py"}
BAGIAN = (
    "buku_besar", "config", "curhat", "dasbor", "dokumen", "ekonomi", "hadir", "luna_maya",
    "pesan", "ruko_parsel", "templates", "wilayah",
)  # fmt: skip


@pytest.mark.parametrize("bagian", BAGIAN)
def test_no_page_forbids_browsers_to_say_where_a_form_comes_from(bagian):
    """`no-referrer` makes browsers post `Origin: null`: 403, though the test client gets a 200."""
    berkas = [*(AKAR / bagian).rglob("*.py"), *(AKAR / bagian).rglob("*.html")]
    assert berkas
    salah = {
        str(satu.relative_to(AKAR))
        for satu in berkas
        for baris in satu.read_text().splitlines()
        if '"no-referrer"' in baris
    }
    assert salah - TANPA_FORMULIR == set()
