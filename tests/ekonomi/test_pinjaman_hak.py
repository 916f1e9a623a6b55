"""Grants turn into credit after a year: from which day, for whom, and what is said before."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from ekonomi.models import ProdukPinjaman
from ekonomi.services.pinjaman import TidakBerhak, hak, is_berhak_kredit
from tests.ekonomi.pabrik import RumahFactory
from tests.ekonomi.pabrik_pinjaman import Dunia

pytestmark = pytest.mark.django_db
HARI_INI = timezone.localdate()


@pytest.fixture
def dunia(db):
    return Dunia()


@pytest.fixture
def rumah(dunia):
    return RumahFactory()


@pytest.fixture
def hibah(monkeypatch):
    """hibah(day): the day of the household's first grant, wherever grants are kept."""
    return lambda hari: monkeypatch.setattr(hak, "first_hibah", lambda _rumah: hari)


def test_the_right_begins_on_the_day_a_year_after(rumah, hibah):
    hibah(date(2025, 10, 7))
    assert not is_berhak_kredit(rumah, date(2026, 10, 6))
    assert is_berhak_kredit(rumah, date(2026, 10, 7))


def test_without_a_grant_there_is_no_right(rumah, hibah):
    hibah(None)
    assert not is_berhak_kredit(rumah, HARI_INI)


def test_the_cooperative_says_after_how_many_months(dunia, rumah, hibah):
    hibah(date(2026, 1, 31))
    dunia.koperasi.bulan_hibah = 1
    dunia.koperasi.save()
    assert is_berhak_kredit(rumah, date(2026, 2, 28))


def test_the_loan_for_grantees_is_for_them_alone(dunia, rumah, hibah):
    produk = ProdukPinjaman.objects.create(
        koperasi=dunia.koperasi, nama="Lanjutan hibah", jasa_persen=0, metode="flat",
        pokok_maks=3_000_000, tenor_maks=12, butuh_hibah=True,
    )  # fmt: skip
    with pytest.raises(TidakBerhak, match="hanya untuk anggota dari rumah tangga"):
        dunia.ajukan(produk=produk)
    anggota = dunia.anggota(rumah=rumah)
    hibah(None)
    with pytest.raises(TidakBerhak, match="belum pernah menerima hibah"):
        dunia.ajukan(produk=produk, anggota=anggota)
    hibah(HARI_INI - timedelta(days=200))
    with pytest.raises(TidakBerhak, match="baru berhak kredit mulai"):
        dunia.ajukan(produk=produk, anggota=anggota)
    hibah(HARI_INI - timedelta(days=400))
    assert dunia.ajukan(produk=produk, anggota=anggota).status == "diajukan"
