"""The data officer gets counts of sensitive cases, of five people or more, and never a row."""

import csv
import io

import pytest

from tests.curhat.conftest import PANDEAN
from tests.factories import CurhatFactory, KontakFactory, PenggunaFactory
from wilayah.models import CatatanEkspor

pytestmark = pytest.mark.django_db
ALAMAT = "/admin/curhat/curhat/kasus-peka.csv"


def report(n, jenis, **lain):
    for _ in range(n):
        CurhatFactory(rahasia=True, jenis_peka=jenis, kontak=KontakFactory(), **lain)


def download(client, peran="data_officer", di="35.77"):
    client.force_login(PenggunaFactory(peran=peran, di=di))
    return client.get(ALAMAT)


def test_only_cells_of_five_people_or_more_are_there(kelurahan, client):
    report(5, ["kekerasan"], di="35.77.03.1009.02.03", isi="zamrud", ringkasan="zamrud")
    report(4, ["narkoba"])
    report(6, [], di=PANDEAN)
    sama = KontakFactory()
    for _ in range(7):  # one person seven times is one person
        CurhatFactory(rahasia=True, jenis_peka=["bunuh_diri"], kontak=sama)
    teks = download(client).content.decode()
    assert list(csv.reader(io.StringIO(teks)))[1:] == [
        [PANDEAN, "Pandean", "umum", "6"],
        ["35.77.03.1009", "Taman", "kekerasan", "5"],
    ]
    assert CatatanEkspor.objects.get().apa == "kasus peka (agregat)"


@pytest.mark.parametrize("peran", ["camat", "petugas_kecamatan", "admin_wilayah", "moderator"])
def test_nobody_else_gets_it(kelurahan, client, peran):
    report(5, ["kekerasan"])
    assert download(client, peran=peran, di="35.77").status_code == 404
    assert not CatatanEkspor.objects.exists()


def test_an_officer_of_elsewhere_counts_nothing_here(kelurahan, client):
    report(5, ["kekerasan"])
    teks = download(client, di="35.19").content.decode()
    assert len(teks.splitlines()) == 1
