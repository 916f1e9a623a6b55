"""A month counts once, doubts are asked about, corrections keep what was, sales are the floor."""

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from ekonomi.models import Pengukuran, Penjualan, RiwayatPengukuran
from ekonomi.omzet_bulanan import months_of_rumah, months_of_usaha
from ekonomi.services.omzet import (
    Asal,
    OmzetKeliru,
    OmzetSudahDiputus,
    add_penjualan,
    cancel_penjualan,
    confirm_omzet,
    correct_omzet,
    default_bulan,
    record_omzet,
    settle_penjualan,
    void_omzet,
)
from ekonomi.services.pengingat_omzet import settle_last_month
from pesan.models import PesanKeluar
from tests.curhat.test_bersamaan import in_threads
from tests.ekonomi.pabrik import RumahFactory, UsahaFactory
from tests.ekonomi.pabrik_omzet import bulan_lalu, catat, status_of, usaha_rumah
from tests.factories import KontakFactory, PenggunaFactory
from wilayah.kalender import WIB

pytestmark = pytest.mark.django_db
CHAT = Asal("chat")


def jual(usaha, jumlah, kunci, n=1, **lain):
    return add_penjualan(
        usaha, tanggal=bulan_lalu(n) + dt.timedelta(days=4), jumlah=jumlah, sumber="toko",
        kunci=kunci, **lain,
    )  # fmt: skip


def test_a_month_is_taken_once_and_the_household_says_its_last_one():
    usaha = usaha_rumah()
    for _ in range(2):
        record_omzet(usaha, bulan=bulan_lalu(), nilai=1_500_000, asal=CHAT)
    assert status_of(usaha) == [(1_500_000, "sah")]
    usaha.rumah.refresh_from_db()
    assert usaha.rumah.omzet == 1_500_000


def test_the_same_message_delivered_twice_is_one_row_even_with_another_figure():
    usaha = usaha_rumah()
    for nilai in (1_500_000, 1_700_000):
        record_omzet(usaha, bulan=bulan_lalu(), nilai=nilai, asal=Asal("chat", kunci="pesan:1"))
    assert status_of(usaha) == [(1_500_000, "sah")]


def test_another_figure_replaces_the_first_and_the_old_row_stays():
    usaha = usaha_rumah()
    catat(usaha, 1_500_000)
    catat(usaha, 1_600_000, yakin=False)
    assert status_of(usaha) == [(1_500_000, "dikoreksi"), (1_600_000, "sah")]
    baru = Pengukuran.objects.get(status="sah")
    assert baru.mengganti.nilai == 1_500_000
    assert list(baru.mengganti.riwayat.values_list("peristiwa", flat=True)) == [
        "dicatat", "dikoreksi",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lama", "baru", "ditanya"),
    [
        ([1_000_000], 3_000_000, False),
        ([1_000_000], 3_000_001, True),
        ([900_000, 1_000_000, 1_100_000], 333_333, True),
        ([900_000, 1_000_000, 1_100_000], 333_334, False),
        ([], 50_000_000, False),
        ([], 50_000_001, True),
        ([1_000_000], 0, True),
        ([0, 0], 5_000_000, False),
        ([40_000], 99_000, False),
    ],
)
def test_what_is_far_from_the_usual_is_asked_about(lama, baru, ditanya):
    usaha = usaha_rumah()
    for n, nilai in enumerate(lama, start=2):
        catat(usaha, nilai, n=n)
    baris = record_omzet(usaha, bulan=bulan_lalu(), nilai=baru, asal=CHAT)
    assert (baris.status == "ditanyakan") is ditanya
    assert bool(baris.alasan) is ditanya


def test_what_is_asked_about_does_not_count_until_it_is_confirmed():
    usaha = usaha_rumah()
    catat(usaha, 1_000_000, n=2)
    baris = record_omzet(usaha, bulan=bulan_lalu(), nilai=15_000_000, asal=CHAT)
    usaha.rumah.refresh_from_db()
    assert usaha.rumah.omzet == 1_000_000
    confirm_omzet(baris)
    usaha.rumah.refresh_from_db()
    assert usaha.rumah.omzet == 15_000_000
    with pytest.raises(OmzetSudahDiputus):
        confirm_omzet(baris)


def test_a_doubtful_correction_leaves_the_figure_that_counts_and_its_baseline():
    usaha = usaha_rumah()
    catat(usaha, 1_000_000, n=3, is_baseline=True)
    catat(usaha, 1_000_000, n=4)
    ragu = record_omzet(usaha, bulan=bulan_lalu(3), nilai=9_000_000, asal=CHAT)
    assert ragu.status == "ditanyakan"
    assert Pengukuran.objects.get(status="sah", is_baseline=True).nilai == 1_000_000
    confirm_omzet(ragu)
    assert Pengukuran.objects.get(status="sah", is_baseline=True).nilai == 9_000_000


def test_dropping_needs_a_reason_and_shows_the_month_before():
    usaha, petugas = usaha_rumah(), PenggunaFactory()
    catat(usaha, 900_000, n=2)
    baris = catat(usaha, 1_500_000)
    with pytest.raises(OmzetKeliru):
        void_omzet(baris, alasan=" ", by=petugas)
    void_omzet(baris, alasan="salah orang", by=petugas)
    usaha.rumah.refresh_from_db()
    assert usaha.rumah.omzet == 900_000
    riwayat = RiwayatPengukuran.objects.filter(pengukuran=baris).last()
    assert (riwayat.catatan, riwayat.by) == ("salah orang", petugas)


def test_staff_correct_with_a_reason():
    usaha, petugas = usaha_rumah(), PenggunaFactory()
    baris = catat(usaha, 1_500_000)
    with pytest.raises(OmzetKeliru):
        correct_omzet(baris, nilai=150_000, alasan="", by=petugas)
    baru = correct_omzet(baris, nilai=150_000, alasan="nolnya kelebihan", by=petugas)
    assert (baru.status, baru.nilai, baru.oleh) == ("sah", 150_000, petugas)


@pytest.mark.parametrize(
    ("bulan", "nilai"),
    [(bulan_lalu(-1) if False else dt.date(2099, 1, 1), 1), (dt.date(2001, 5, 1), 1),
     (None, -1), (None, 2_000_000_001)],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_a_reason(bulan, nilai):
    with pytest.raises(OmzetKeliru):
        record_omzet(usaha_rumah(), bulan=bulan or bulan_lalu(), nilai=nilai, asal=CHAT)
    assert not Pengukuran.objects.exists()


def test_early_in_a_month_a_bare_figure_is_about_the_last_one():
    assert default_bulan(dt.date(2026, 1, 7)) == dt.date(2025, 12, 1)
    assert default_bulan(dt.date(2026, 1, 8)) == dt.date(2026, 1, 1)


def test_the_database_itself_keeps_figures_as_they_were():
    baris = catat(usaha_rumah(), 1_500_000)
    with pytest.raises(DatabaseError), transaction.atomic():
        Pengukuran.objects.filter(pk=baris.pk).update(nilai=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        RiwayatPengukuran.objects.update(catatan="lain")
    with pytest.raises(IntegrityError), transaction.atomic():
        Pengukuran.objects.create(
            usaha=baris.usaha, wilayah=baris.wilayah, bulan=baris.bulan, nilai=2, cara="chat"
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Pengukuran.objects.create(
            usaha=baris.usaha, wilayah=baris.wilayah, bulan=dt.date(2026, 5, 2), nilai=2,
            cara="chat",
        )  # fmt: skip


def test_a_household_counts_all_its_businesses_or_itself():
    satu = usaha_rumah()
    dua = UsahaFactory(rumah=satu.rumah)
    catat(satu.rumah, 400_000, n=3)
    catat(satu.rumah, 5_000_000, n=1)
    catat(satu, 1_000_000)
    catat(dua, 500_000)
    assert list(months_of_rumah([satu.rumah_id])[satu.rumah_id].values()) == [400_000, 1_500_000]
    satu.rumah.refresh_from_db()
    assert satu.rumah.omzet == 1_500_000


# --- recorded sales ---


def test_sales_are_noted_once_and_a_month_without_report_counts_them():
    usaha = usaha_rumah()
    for _ in range(2):
        jual(usaha, 300_000, "pesanan:1")
    jual(usaha, 200_000, "pesanan:2")
    (bulan,) = months_of_usaha([usaha.pk])[usaha.pk].values()
    assert (bulan.nilai, bulan.sumber, bulan.laporan) == (500_000, "penjualan", None)
    usaha.rumah.refresh_from_db()
    assert usaha.rumah.omzet == 500_000


def test_a_running_month_of_sales_alone_does_not_read_as_a_fall():
    usaha = usaha_rumah()
    catat(usaha, 2_000_000)
    add_penjualan(
        usaha, tanggal=timezone.localdate(), jumlah=150_000, sumber="toko", kunci="pesanan:9"
    )
    usaha.rumah.refresh_from_db()
    assert usaha.rumah.omzet == 2_000_000
    assert max(months_of_rumah([usaha.rumah_id])[usaha.rumah_id]) == bulan_lalu()
    catat(usaha, 2_100_000, n=0)  # told: now the month counts
    usaha.rumah.refresh_from_db()
    assert usaha.rumah.omzet == 2_100_000


def test_a_report_above_the_sales_wins_and_nothing_is_counted_twice():
    usaha = usaha_rumah()
    jual(usaha, 300_000, "pesanan:1")
    catat(usaha, 1_000_000, yakin=False)
    (bulan,) = months_of_usaha([usaha.pk])[usaha.pk].values()
    assert (bulan.nilai, bulan.sumber) == (1_000_000, "laporan")


def test_a_report_below_the_sales_is_asked_about_and_the_sales_count():
    usaha = usaha_rumah()
    jual(usaha, 300_000, "pesanan:1")
    baris = record_omzet(usaha, bulan=bulan_lalu(), nilai=100_000, asal=CHAT)
    assert baris.status == "ditanyakan"
    assert "Rp 300.000" in baris.alasan
    assert months_of_usaha([usaha.pk])[usaha.pk][bulan_lalu()].nilai == 300_000


def test_sales_that_overtake_a_report_ask_its_owner_once():
    usaha = usaha_rumah()
    catat(usaha, 1_000_000, kontak=KontakFactory(), yakin=False)
    jual(usaha, 900_000, "pesanan:1")
    assert status_of(usaha) == [(1_000_000, "sah")]
    jual(usaha, 200_000, "pesanan:2")
    jual(usaha, 200_000, "pesanan:3")
    assert status_of(usaha) == [(1_000_000, "ditanyakan")]
    assert PesanKeluar.objects.filter(templat="omzet_penjualan").count() == 1
    assert months_of_usaha([usaha.pk])[usaha.pk][bulan_lalu()].nilai == 1_300_000


def test_a_cancelled_sale_counts_no_more_and_is_cancelled_once():
    usaha = usaha_rumah()
    jual(usaha, 300_000, "pesanan:1")
    jual(usaha, 200_000, "pesanan:2")
    assert cancel_penjualan("pesanan:2", "dibatalkan pembeli")
    assert not cancel_penjualan("pesanan:2", "lagi")
    assert not cancel_penjualan("pesanan:99", "tidak ada")
    assert months_of_usaha([usaha.pk])[usaha.pk][bulan_lalu()].nilai == 300_000
    assert Penjualan.objects.get(kunci="pesanan:2").alasan_batal == "dibatalkan pembeli"


def test_a_sale_of_nothing_is_refused():
    with pytest.raises(OmzetKeliru):
        jual(usaha_rumah(), 0, "pesanan:1")


def test_from_the_eighth_a_month_nobody_reported_is_its_sales_and_follows_them():
    usaha, lain = usaha_rumah(), usaha_rumah()
    jual(usaha, 300_000, "pesanan:1")
    jual(lain, 100_000, "pesanan:2")
    catat(lain, 500_000)
    kini = dt.datetime.combine(bulan_lalu(0), dt.time(9), tzinfo=WIB)
    assert settle_last_month(kini.replace(day=7)) == 0
    assert settle_last_month(kini.replace(day=8)) == 1
    assert settle_last_month(kini.replace(day=9)) == 0
    assert Pengukuran.objects.get(usaha=usaha).cara == "penjualan"
    jual(usaha, 50_000, "pesanan:3")
    cancel_penjualan("pesanan:1", "retur")
    assert status_of(usaha)[-1] == (50_000, "sah")
    assert settle_penjualan(lain, bulan_lalu()) is None


def test_two_reports_of_one_month_at_the_same_instant_are_a_figure_and_its_correction(nyata):
    usaha = usaha_rumah()
    in_threads(
        *[
            lambda n=n: record_omzet(
                usaha,
                bulan=bulan_lalu(),
                nilai=1_000_000 + n,
                asal=Asal("chat", kunci=f"pesan:{n}"),
            )
            for n in range(4)
        ]
    )
    assert sorted(status for _nilai, status in status_of(usaha)) == ["dikoreksi"] * 3 + ["sah"]


def test_one_sale_told_by_two_processes_is_one_sale(nyata):
    usaha = usaha_rumah()
    in_threads(*[lambda: jual(usaha, 10_000, "pesanan:1") for _ in range(4)])
    assert Penjualan.objects.count() == 1
    assert RumahFactory._meta.model.objects.get(pk=usaha.rumah_id).omzet == 10_000
    assert timezone.localdate() >= bulan_lalu()
