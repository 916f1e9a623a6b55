"""Two people at the same instant, on the real database."""

import pytest
from django.db import close_old_connections
from django.utils import timezone

from buku_besar.services import saldo
from ekonomi.models import Belanja, DaftarUpah, Hibah, Pekerja, PenukaranVoucher
from ekonomi.services.anggaran import book_of, left_on
from ekonomi.services.hibah.catat import HibahDitolak
from ekonomi.services.hibah.setuju import approve_hibah
from ekonomi.services.hibah.usul import assess_hibah
from ekonomi.services.hibah.voucher import redeem_voucher
from ekonomi.services.padat_karya.catat import KaryaDitolak
from ekonomi.services.padat_karya.daftar import register_pekerja
from ekonomi.services.padat_karya.proyek import open_pendaftaran
from ekonomi.services.padat_karya.upah import (
    approve_upah,
    ensure_tarif,
    make_daftar_upah,
    pay_upah,
    submit_upah,
)
from tests.curhat.test_bersamaan import in_threads
from tests.ekonomi.pabrik import RumahFactory
from tests.ekonomi.pabrik_hibah import (
    PaketFactory,
    PedagangFactory,
    PosFactory,
    ProyekFactory,
    daftar_upah,
    hari_penuh,
    kriteria,
    orang,
    proyek_berjalan,
    serah,
    setuju,
    usul,
)
from tests.factories import PenggunaFactory

TAMAN = "35.77.03.1009"


@pytest.fixture
def tim(nyata):
    close_old_connections()
    return {
        peran: PenggunaFactory(peran=peran, di=TAMAN)
        for peran in ("fasilitator", "lurah", "moderator")
    }


def trying(kerja, ditolak):
    def run():
        try:
            kerja()
        except (HibahDitolak, KaryaDitolak) as error:
            ditolak.append(str(error))

    return run


def test_a_household_proposed_by_two_at_once_is_proposed_once(tim):
    paket, rumah, ditolak = PaketFactory(), RumahFactory(), []
    kriteria(paket.program)
    kerja = trying(lambda: usul(paket, tim["fasilitator"], rumah=rumah), ditolak)
    in_threads(kerja, kerja, kerja)
    assert Hibah.objects.count() == 1
    assert len(ditolak) == 2


def test_the_last_money_of_a_line_goes_to_one_of_two(tim):
    paket = PaketFactory(pos=PosFactory(jumlah=3_000_000))
    dua = [usul(paket, tim["fasilitator"]) for _ in range(2)]
    for hibah in dua:
        assess_hibah(hibah, by=tim["fasilitator"])
        approve_hibah(hibah, by=tim["moderator"])
    ditolak = []
    in_threads(*(trying(lambda h=h: approve_hibah(h, by=tim["lurah"]), ditolak) for h in dua))
    assert Hibah.objects.filter(status="disetujui").count() == 1
    assert len(ditolak) == 1
    assert left_on(paket.pos) == 1_000_000


def test_the_last_place_of_a_package_goes_to_one_of_two(tim):
    paket = PaketFactory(kuota=1)
    dua = [usul(paket, tim["fasilitator"]) for _ in range(2)]
    for hibah in dua:
        assess_hibah(hibah, by=tim["fasilitator"])
        approve_hibah(hibah, by=tim["moderator"])
    ditolak = []
    in_threads(*(trying(lambda h=h: approve_hibah(h, by=tim["lurah"]), ditolak) for h in dua))
    assert Hibah.objects.filter(status="disetujui").count() == 1
    assert "Kuota" in ditolak[0]


def test_two_clicks_hand_it_over_once_and_two_shops_take_a_voucher_once(tim):
    hibah = usul(PaketFactory(jenis="voucher"), tim["fasilitator"], cara="voucher")
    hibah = setuju(hibah, tim["fasilitator"], tim["moderator"], tim["lurah"])
    ditolak, hasil = [], []
    kerja = trying(lambda: hasil.append(serah(hibah, tim["fasilitator"])), ditolak)
    in_threads(kerja, kerja)
    assert (len(hasil), len(ditolak)) == (1, 1)
    voucher = hasil[0].voucher[0].voucher
    toko = [PedagangFactory(program=hibah.paket.program) for _ in range(2)]
    in_threads(
        *(
            trying(lambda t=t: redeem_voucher(voucher, pedagang=t, jumlah=voucher.nilai), ditolak)
            for t in toko
        )
    )
    assert PenukaranVoucher.objects.count() == 1
    assert not Belanja.objects.exists()


def test_a_payroll_approved_and_paid_by_two_clicks_is_booked_once(tim):
    proyek = proyek_berjalan(tim["fasilitator"])
    daftar = submit_upah(daftar_upah(proyek, tim["fasilitator"]), by=tim["fasilitator"])
    bendahara, ditolak = PenggunaFactory(peran="bendahara", di=TAMAN), []
    in_threads(
        *(
            trying(lambda o=o: approve_upah(daftar, by=o), ditolak)
            for o in (tim["lurah"], tim["moderator"])
        )
    )
    bayar = trying(
        lambda: pay_upah(daftar, tanggal=timezone.localdate(), cara="tunai", by=bendahara), ditolak
    )
    in_threads(bayar, bayar)
    assert len(ditolak) == 2
    kitab = book_of(proyek.program)
    assert [saldo(kitab, k) for k in ("5-1200", "2-1100", "1-1100")] == [600_000, 0, -600_000]


def test_two_payrolls_of_the_same_days_at_once_are_one(tim):
    proyek, ditolak = proyek_berjalan(tim["fasilitator"]), []
    hari_penuh(proyek, proyek.mulai, tim["fasilitator"])
    kerja = trying(
        lambda: make_daftar_upah(
            proyek, dari=proyek.mulai, sampai=proyek.mulai, by=tim["fasilitator"]
        ),
        ditolak,
    )
    in_threads(kerja, kerja)
    assert DaftarUpah.objects.count() == 1
    assert len(ditolak) == 1


def test_the_same_family_registering_twice_at_once_is_one(tim):
    ensure_tarif()
    proyek, ditolak = open_pendaftaran(ProyekFactory(), by=tim["fasilitator"]), []
    dua = [orang(1), orang(1, nik="3577030101969999")]
    in_threads(*(trying(lambda o=o: register_pekerja(proyek, o), ditolak) for o in dua))
    assert Pekerja.objects.count() == 1
    assert "keluarga" in ditolak[0]
