"""The demo's grants and public works: as the story says, and within the budget."""

import pytest
from django.db.models import Count

from buku_besar.services import saldo
from dasbor.demo.akun import load_akun, load_rtrw
from dasbor.demo.hibah import load_hibah
from dasbor.demo.program import load_program
from dasbor.demo.rumah import load_rumah
from ekonomi.models import (
    Belanja,
    DaftarUpah,
    Hibah,
    PemeriksaanHibah,
    PenukaranVoucher,
    Program,
    ProyekPadatKarya,
    Voucher,
)
from ekonomi.muat import load_program_templat
from ekonomi.muat_indikator import load_indikator
from ekonomi.services.anggaran import book_of, left_on
from ekonomi.services.padat_karya.hitung import absorbed
from pesan.muat import load_templat
from wilayah.muat import load_instansi, load_wilayah_pilot


@pytest.fixture
def program(db, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    load_wilayah_pilot()
    load_instansi()
    load_indikator()
    load_program_templat()
    load_templat()
    load_akun()
    load_rtrw()
    load_program()
    load_rumah()
    assert load_hibah() == 62
    return Program.objects.get(kode="srsp-2025", wilayah="35.77.03.1009")


def test_the_story_of_the_demo_in_numbers(program):
    status = dict(Hibah.objects.values_list("status").annotate(n=Count("id")))
    diterima = sum(n for s, n in status.items() if s in Hibah.DITERIMA)
    assert (diterima, status["disetujui"], status["ditolak"], status["ditarik"]) == (40, 5, 5, 1)
    assert Voucher.objects.count() == 4
    assert PenukaranVoucher.objects.count() == 3
    assert PemeriksaanHibah.objects.exclude(putusan="").filter(hari=30).count() > 20
    assert absorbed(program.pk)[0] == 104
    keadaan = sorted(ProyekPadatKarya.objects.values_list("status", flat=True))
    assert keadaan == ["berjalan", "pendaftaran", "selesai", "selesai"]
    assert DaftarUpah.objects.filter(status="diajukan").count() == 1
    assert all(left_on(pos) >= 0 for pos in program.pos.all())
    assert load_hibah() == 0


def test_the_ledger_agrees_with_grants_and_wages(program):
    buku = book_of(program)
    keluar = sum(b.jumlah for b in Belanja.objects.booked().filter(pos__kode="bantuan"))
    assert saldo(buku, "5-1100") == keluar
    dibayar = sum(d.total for d in DaftarUpah.objects.filter(status="dibayar"))
    assert saldo(buku, "5-1200") == dibayar
    assert saldo(buku, "2-1100") == 0
