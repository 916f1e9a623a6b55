"""Days of a market by its rule, stalls that one business has, sales that reach the turnover."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from ekonomi.angka_pasar import growth_of, history_of, sum_pasar
from ekonomi.models import JualPasar, Pasar, PasarHari, Penjualan, SewaLapak
from ekonomi.services.lapak_pasar import (
    LapakTerisi,
    book_lapak,
    pay_lapak,
    record_jual,
    release_lapak,
)
from ekonomi.services.pasar import (
    add_hari,
    announce_hari,
    cancel_hari,
    extend_hari,
    move_hari,
    save_pasar,
    subscribe_pasar,
    unsubscribe_pasar,
)
from ekonomi.services.pasar_kabar import announce_words
from ekonomi.tugas.pasar import extend_pasar
from pesan.models import PesanKeluar
from pesan.muat import load_templat
from pesan.services.templat import forget_templat
from tests.curhat.test_bersamaan import in_threads
from tests.ekonomi.pabrik import UsahaFactory
from tests.ekonomi.pabrik_pasar import PANDEAN, TAMAN, buat_pasar, hari_depan, hari_lalu
from tests.factories import KontakFactory, PenggunaFactory, WilayahFactory


@pytest.fixture
def taman(db):
    load_templat()
    forget_templat()
    yield WilayahFactory(kode=TAMAN)
    forget_templat()


@pytest.fixture
def staf(taman):
    return PenggunaFactory(peran="fasilitator", di=TAMAN)


def aturan(**isi):
    pasar = Pasar(mulai=dt.date(2027, 1, 1), **isi)
    pasar.rrule = pasar.write_rrule()
    return pasar


def hari_dari(pasar, awal, akhir):
    return [f"{satu:%m-%d}" for satu in pasar.days_between(awal, akhir)]


AWAL, AKHIR = dt.date(2027, 1, 1), dt.date(2027, 4, 30)


def test_every_week_on_sundays():
    hari = hari_dari(aturan(pola="mingguan", hari=6), AWAL, dt.date(2027, 1, 31))
    assert hari == ["01-03", "01-10", "01-17", "01-24", "01-31"]


def test_the_second_saturday_and_the_last_sunday_of_a_month():
    kedua = aturan(pola="bulanan_hari", hari=5, ke=2)
    assert hari_dari(kedua, AWAL, AKHIR) == ["01-09", "02-13", "03-13", "04-10"]
    akhir = aturan(pola="bulanan_hari", hari=6, ke=-1)
    assert hari_dari(akhir, AWAL, AKHIR) == ["01-31", "02-28", "03-28", "04-25"]
    assert akhir.pola_kata == "Minggu terakhir tiap bulan"


@pytest.mark.parametrize(
    ("tanggal", "hari"),
    [
        (15, ["01-15", "02-15", "03-15", "04-15"]),
        (30, ["01-30", "02-28", "03-30", "04-30"]),
        (31, ["01-31", "02-28", "03-31", "04-30"]),
    ],
)
def test_a_date_beyond_a_short_month_is_its_last_day(tanggal, hari):
    assert hari_dari(aturan(pola="bulanan_tanggal", tanggal=tanggal), AWAL, AKHIR) == hari


def test_nothing_outside_its_validity():
    pasar = aturan(pola="mingguan", hari=6, sampai=dt.date(2027, 1, 12))
    assert hari_dari(pasar, dt.date(2026, 1, 1), AKHIR) == ["01-03", "01-10"]


def test_an_incomplete_rule_is_refused(taman):
    with pytest.raises(ValidationError, match="Lengkapi"):
        buat_pasar(pola="bulanan_hari", ke=None)


def test_days_are_made_ahead_once(taman):
    pasar = buat_pasar()
    banyak = pasar.hari_pasar.count()
    assert banyak >= 17
    extend_pasar()
    assert extend_hari(pasar) == 0
    assert pasar.hari_pasar.count() == banyak


def test_another_rule_replaces_free_days_and_keeps_booked_ones(taman, staf):
    pasar = buat_pasar()
    hari = hari_depan(pasar)
    book_lapak(hari, pasar.lapak.first(), UsahaFactory(), by=staf)
    pasar.hari = (pasar.hari + 2) % 7
    save_pasar(pasar, by=staf)
    lama = [h for h in pasar.hari_pasar.all() if h.mulai_at.weekday() == hari.mulai_at.weekday()]
    assert lama == [hari]


def test_a_moved_day_is_not_made_again_and_stall_holders_hear_of_it(taman, staf):
    pasar = buat_pasar()
    hari = hari_depan(pasar)
    book_lapak(hari, pasar.lapak.first(), UsahaFactory(kontak=KontakFactory()), by=staf)
    baru = timezone.localdate(hari.mulai_at) + dt.timedelta(days=1)
    move_hari(hari, hari=baru, mulai=dt.time(7), selesai=dt.time(9), alasan="Hujan", by=staf)
    banyak = pasar.hari_pasar.count()
    extend_hari(pasar)
    assert pasar.hari_pasar.count() == banyak
    assert PesanKeluar.objects.filter(templat="pasar_dipindah").count() == 1


@pytest.mark.parametrize(
    ("isi", "kata"),
    [
        ({"alasan": ""}, "alasan"),
        ({"selesai": dt.time(5)}, "sesudah jam mulai"),
        ({"hari": dt.date(2020, 1, 1)}, "sudah lewat"),
    ],
)
def test_an_impossible_move_is_refused(taman, staf, isi, kata):
    hari = hari_depan(buat_pasar())
    bawaan = {
        "hari": timezone.localdate(hari.mulai_at), "mulai": dt.time(7), "selesai": dt.time(9),
        "alasan": "Hujan",
    }  # fmt: skip
    with pytest.raises(ValueError, match=kata):
        move_hari(hari, **{**bawaan, **isi}, by=staf)


def test_two_markets_of_one_kind_on_a_day_are_refused(taman, staf):
    pasar = buat_pasar()
    with pytest.raises(ValueError, match="sudah ada pasar"):
        add_hari(pasar, timezone.localdate(hari_depan(pasar).mulai_at), by=staf)
    lain = timezone.localdate() + dt.timedelta(days=3)
    assert add_hari(pasar, lain, alasan="Hari jadi", by=staf).asal is None


def test_calling_a_day_off_frees_the_stalls_and_tells_why(taman, staf):
    pasar = buat_pasar()
    hari = hari_depan(pasar)
    sewa = book_lapak(hari, pasar.lapak.first(), UsahaFactory(kontak=KontakFactory()), by=staf)
    cancel_hari(hari, alasan="Lapangan dipakai", by=staf)
    sewa.refresh_from_db()
    assert sewa.dibatalkan_at is not None
    assert PesanKeluar.objects.filter(templat="pasar_dibatalkan").count() == 1
    with pytest.raises(ValueError, match="dibatalkan"):
        book_lapak(hari, pasar.lapak.first(), UsahaFactory(), by=staf)


def test_a_stall_has_one_business_and_a_business_one_stall(taman, staf):
    pasar = buat_pasar()
    hari, (satu, dua, _tiga) = hari_depan(pasar), pasar.lapak.all()
    usaha = UsahaFactory()
    sewa = book_lapak(hari, satu, usaha, dagangan="pecel")
    assert book_lapak(hari, dua, usaha) == sewa
    with pytest.raises(LapakTerisi):
        book_lapak(hari, satu, UsahaFactory())
    release_lapak(sewa)
    assert book_lapak(hari, satu, UsahaFactory()).lapak == satu


def test_stalls_and_businesses_of_elsewhere_are_refused(taman, staf):
    pasar = buat_pasar()
    lain = buat_pasar(nama="Pasar Lain")
    with pytest.raises(ValueError, match="bukan lapak"):
        book_lapak(hari_depan(pasar), lain.lapak.first(), UsahaFactory())
    with pytest.raises(ValueError, match="bukan dari kelurahan"):
        book_lapak(hari_depan(pasar), pasar.lapak.first(), UsahaFactory(di=PANDEAN))


def test_sellers_book_before_the_market_and_staff_also_after(taman, staf):
    pasar = buat_pasar()
    hari = hari_lalu(pasar)
    with pytest.raises(ValueError, match="dimulai atau lewat"):
        book_lapak(hari, pasar.lapak.first(), UsahaFactory())
    assert book_lapak(hari, pasar.lapak.first(), UsahaFactory(), by=staf).by == staf


@pytest.fixture
def sewa(taman, staf):
    pasar = buat_pasar()
    return book_lapak(hari_lalu(pasar), pasar.lapak.first(), UsahaFactory(), by=staf)


def test_sales_feed_the_turnover_and_a_correction_replaces_them(sewa, staf):
    record_jual(sewa, 350_000, cara="penjual")
    record_jual(sewa, 350_000, cara="penjual")
    record_jual(sewa, 300_000, cara="petugas", by=staf)
    terhitung = Penjualan.objects.counted().get()
    assert (terhitung.jumlah, terhitung.sumber, terhitung.usaha) == (300_000, "pasar", sewa.usaha)
    assert Penjualan.objects.count() == 2
    assert sum_pasar(TAMAN) == {"hari": 1, "usaha": 1, "total": 300_000}


def test_nought_is_an_answer_and_no_turnover(sewa):
    record_jual(sewa, 0, cara="penjual")
    assert not Penjualan.objects.exists()
    assert JualPasar.objects.get().jumlah == 0


@pytest.mark.parametrize("jumlah", [-1, 10**9])
def test_an_impossible_figure_is_refused(sewa, jumlah):
    with pytest.raises(ValueError, match="antara 0"):
        record_jual(sewa, jumlah, cara="penjual")


def test_sales_before_the_market_or_long_after_are_not_the_sellers(taman, staf):
    pasar = buat_pasar()
    depan = book_lapak(hari_depan(pasar), pasar.lapak.first(), UsahaFactory())
    with pytest.raises(ValueError, match="mulai hari pasarnya"):
        record_jual(depan, 1000, cara="petugas", by=staf)
    lama = SewaLapak.objects.create(
        hari=hari_lalu(pasar, 20), lapak=pasar.lapak.first(), usaha=UsahaFactory()
    )
    with pytest.raises(ValueError, match="seminggu"):
        record_jual(lama, 1000, cara="penjual")
    assert record_jual(lama, 1000, cara="petugas", by=staf).jumlah == 1000


def test_a_stall_that_sold_is_not_given_back(sewa, staf):
    pay_lapak(sewa, by=staf)
    record_jual(sewa, 1000, cara="petugas", by=staf)
    with pytest.raises(ValueError, match="sudah dicatat"):
        release_lapak(sewa, by=staf)


def test_announcements_go_only_to_who_asked_and_once(taman, staf):
    hari = hari_depan(buat_pasar())
    orang, henti = KontakFactory(), KontakFactory()
    KontakFactory()
    for satu in (orang, henti):
        subscribe_pasar(satu, taman)
    unsubscribe_pasar(henti)
    assert announce_hari(hari, by=staf) == 1
    assert announce_hari(hari, by=staf) == 1
    assert [p.kontak for p in PesanKeluar.objects.filter(templat="pasar_pengumuman")] == [orang]
    orang.refresh_from_db()
    assert (orang.simpan, orang.alamat_hingga) == ("dicabut", None)


def test_the_words_for_groups_name_goods_and_no_seller(taman, staf):
    pasar = buat_pasar()
    hari = hari_depan(pasar)
    usaha = UsahaFactory(nama="Warung Rahasia")
    book_lapak(hari, pasar.lapak.first(), usaha, dagangan="pecel, rempeyek", by=staf)
    kata = announce_words(hari)
    assert "pecel, rempeyek" in kata
    assert "Rahasia" not in kata


def test_growth_and_sums_by_hand(taman, staf):
    pasar = buat_pasar()
    for n, jumlah in enumerate((100, 100, 150, 150)):
        sewa = SewaLapak.objects.create(
            hari=hari_lalu(pasar, 5 - n), lapak=pasar.lapak.first(), usaha=UsahaFactory()
        )
        record_jual(sewa, jumlah * 1000, cara="petugas", by=staf)
    angka = history_of(pasar)
    assert [a.total for a in angka] == [100_000, 100_000, 150_000, 150_000]
    assert growth_of(angka) == 50
    assert all(a.total is None for a in history_of(pasar, umum=True))


def test_two_for_one_stall_are_one_booking(nyata):
    load_templat()
    pasar = buat_pasar(lapak=1)
    hari, lapak = hari_depan(pasar), pasar.lapak.get()
    ditolak = []

    def pesan(usaha):
        try:
            book_lapak(hari, lapak, usaha)
        except LapakTerisi:
            ditolak.append(usaha)

    usaha = [UsahaFactory() for _ in range(4)]
    in_threads(*[lambda u=u: pesan(u) for u in usaha])
    assert SewaLapak.objects.valid().count() == 1
    assert len(ditolak) == 3


def test_the_same_sale_at_the_same_instant_counts_once(nyata):
    load_templat()
    pasar = buat_pasar()
    staf = PenggunaFactory()
    sewa = book_lapak(hari_lalu(pasar), pasar.lapak.first(), UsahaFactory(), by=staf)
    in_threads(*[lambda: record_jual(sewa, 50_000, cara="penjual") for _ in range(4)])
    assert JualPasar.objects.count() == 1
    assert Penjualan.objects.counted().get().jumlah == 50_000


def test_days_made_at_the_same_instant_are_made_once(nyata):
    pasar = buat_pasar()
    PasarHari.objects.all().delete()
    in_threads(*[lambda: extend_hari(pasar) for _ in range(3)])
    hari = list(pasar.hari_pasar.values_list("asal", flat=True))
    assert len(hari) == len(set(hari)) > 10
