"""The demo cooperative: every state of a loan, books that agree, safe to repeat."""

import pytest

from buku_besar.models import Periode
from dasbor.demo.akun import load_akun
from dasbor.demo.koperasi import load_koperasi
from ekonomi.models import Koperasi, Pinjaman, UsulanInovasi
from tests.ekonomi.pabrik_pinjaman import differences
from wilayah.muat import load_instansi, load_wilayah_pilot


@pytest.fixture
def demo(db, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    load_wilayah_pilot()
    load_instansi()
    load_akun()


def test_the_demo_cooperative_has_every_state_and_its_books_agree(demo):
    assert load_koperasi() == 17
    assert load_koperasi() == 0
    koperasi = Koperasi.objects.get(wilayah="35.77.03.1009")
    assert differences(koperasi) == []
    ada = set(Pinjaman.objects.values_list("status", flat=True))
    assert ada == {"diajukan", "disetujui", "ditolak", "berjalan", "lunas", "dihapus"}
    assert Pinjaman.objects.filter(jadwal_versi=2).exists()
    assert Pinjaman.objects.filter(angsuran__pembayar__isnull=False).exists()
    assert Periode.objects.closed().count() >= 4
    assert koperasi.penyisihan.exists()
    assert UsulanInovasi.objects.filter(status="selesai").exists()
    assert koperasi.tutup_kas.filter(selisih=-2_000).exists()
