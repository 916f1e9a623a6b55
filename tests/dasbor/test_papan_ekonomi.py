"""The programme on the home page of staff: what waits, counted once, each number a true list."""

import pytest

from dasbor.papan_ekonomi import _ANTREAN, _url, ekonomi_section
from tests.ekonomi.pabrik_omzet import catat, usaha_rumah
from tests.factories import PenggunaFactory

pytestmark = pytest.mark.django_db
TAMAN, PANDEAN = "35.77.03.1009", "35.77.03.1002"


@pytest.fixture
def ditanyakan():
    """A month far above the usual, which the portal asks about."""
    usaha = usaha_rumah()
    catat(usaha, 1_000_000, n=2)
    catat(usaha, 90_000_000, n=1, yakin=False)


@pytest.mark.parametrize("antrean", _ANTREAN, ids=lambda a: a.kunci)
def test_each_number_leads_to_a_list_that_can_be_opened(client, antrean):
    client.force_login(PenggunaFactory(is_superuser=True))
    assert client.get(_url(antrean)).status_code == 200


def test_what_waits_is_counted_in_one_query(ditanyakan, django_assert_num_queries):
    lurah = PenggunaFactory(peran="lurah", di=TAMAN)
    lurah.get_all_permissions()
    lurah.penugasan_aktif  # noqa: B018 - read before counting
    with django_assert_num_queries(1):
        bagian = ekonomi_section(lurah)
    assert [(k.label, k.angka) for k in bagian.kartu] == [("angka omzet yang janggal", 1)]


def test_another_kelurahan_sees_none_of_it(ditanyakan):
    bagian = ekonomi_section(PenggunaFactory(peran="lurah", di=PANDEAN))
    assert bagian.kartu == []
    assert bagian.kosong


def test_who_has_no_part_in_the_programme_has_no_section():
    assert ekonomi_section(PenggunaFactory(peran="operator_kios", di=TAMAN)) is None
