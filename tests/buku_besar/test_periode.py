"""Closing and reopening: in order, with reasons, and nothing is dated in a closed period."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from buku_besar.models import Jurnal, Periode, RiwayatPeriode
from buku_besar.services import (
    PeriodeBelumBoleh,
    PeriodeTertutup,
    close_periode,
    laba_rugi,
    month_of,
    reopen_periode,
    reverse_jurnal,
    saldo,
)
from buku_besar.services.galat import constraint_of
from tests.buku_besar.pabrik import HARI, catat, dua
from tests.buku_besar.test_jurnal import refused, row

SEPTEMBER = month_of(HARI)


def tutup(buku, by, hari=HARI):
    mulai, selesai = month_of(hari)
    return close_periode(buku, mulai=mulai, selesai=selesai, by=by)


def test_months_end_where_they_end():
    assert month_of(date(2028, 2, 10)) == (date(2028, 2, 1), date(2028, 2, 29))
    assert month_of(date(2026, 12, 31)) == (date(2026, 12, 1), date(2026, 12, 31))


def test_nothing_is_posted_or_reversed_into_a_closed_period(buku, lurah):
    jurnal = catat(buku)
    periode = tutup(buku, lurah)
    assert str(periode) == "September 2026"
    for hari in (SEPTEMBER[0], HARI, SEPTEMBER[1]):
        with pytest.raises(PeriodeTertutup, match="September 2026"):
            catat(buku, kunci="b", tanggal=hari)
    with pytest.raises(PeriodeTertutup):
        reverse_jurnal(jurnal, tanggal=HARI, alasan="Keliru", by=lurah)
    catat(buku, kunci="c", tanggal=date(2026, 10, 1))
    assert Jurnal.objects.count() == 2


def test_a_journal_of_a_closed_period_asked_for_again_is_still_given(buku, lurah):
    jurnal = catat(buku)
    tutup(buku, lurah)
    assert catat(buku) == jurnal


def test_the_database_refuses_a_closed_day_past_the_services(buku, lurah):
    tutup(buku, lurah)
    assert refused(lambda: row(buku)) == "jurnal_periode_terbuka"


def test_closing_twice_is_one_closing(buku, lurah):
    assert tutup(buku, lurah) == tutup(buku, lurah)
    assert RiwayatPeriode.objects.count() == 1


def test_an_earlier_month_with_journals_is_closed_first(buku, lurah):
    catat(buku, tanggal=date(2026, 7, 31))
    with pytest.raises(PeriodeBelumBoleh, match="Juli 2026"):
        tutup(buku, lurah)
    tutup(buku, lurah, date(2026, 7, 1))
    tutup(buku, lurah)  # August has nothing


def test_a_month_that_is_not_over_stays_open(buku, lurah):
    with pytest.raises(PeriodeBelumBoleh, match="belum berakhir"):
        tutup(buku, lurah, timezone.localdate())


def test_days_of_two_periods_never_overlap(buku, lurah):
    tutup(buku, lurah)
    with pytest.raises(PeriodeBelumBoleh, match="bertumpang"):
        close_periode(buku, mulai=HARI, selesai=HARI + timedelta(days=30), by=lurah)
    with pytest.raises(IntegrityError) as galat, transaction.atomic():
        Periode.objects.create(buku=buku, mulai=HARI, selesai=HARI)
    assert constraint_of(galat.value) == "periode_tanpa_tumpang"


def test_reopening_needs_a_reason_and_leaves_a_row(buku, lurah):
    periode = tutup(buku, lurah)
    with pytest.raises(ValueError, match="alasan"):
        reopen_periode(periode, alasan=" ", by=lurah)
    reopen_periode(periode, alasan="Kuitansi tertinggal", by=lurah)
    catat(buku)
    assert list(periode.riwayat.values_list("peristiwa", flat=True)) == ["dibuka", "ditutup"]
    with pytest.raises(PeriodeBelumBoleh, match="terbuka"):
        reopen_periode(periode, alasan="Lagi", by=lurah)
    assert tutup(buku, lurah).is_closed


def test_only_the_latest_period_is_reopened(buku, lurah):
    agustus = tutup(buku, lurah, date(2026, 8, 1))
    tutup(buku, lurah)
    with pytest.raises(PeriodeBelumBoleh, match="terakhir"):
        reopen_periode(agustus, alasan="Terlupa", by=lurah)


def test_the_database_refuses_closing_and_reopening_without_history(buku, lurah):
    kosong = Periode.objects.create(buku=buku, mulai=date(2026, 8, 1), selesai=date(2026, 8, 31))
    sunyi = {"ditutup_at": timezone.now(), "ditutup_oleh": lurah}
    rows = Periode.objects.filter(pk=kosong.pk)
    assert refused(lambda: rows.update(**sunyi)) == "periode_beriwayat"
    tutup(buku, lurah)
    rows = Periode.objects.filter(mulai=SEPTEMBER[0])
    buka = {"ditutup_at": None, "ditutup_oleh": None}
    assert refused(lambda: rows.update(**buka)) == "periode_beriwayat"
    assert refused(lambda: rows.update(ditutup_at=timezone.now())) == "periode_tetap"
    assert refused(lambda: rows.update(selesai=HARI)) == "periode_tetap"
    with pytest.raises(IntegrityError), transaction.atomic():
        Periode.objects.create(
            buku=buku, mulai=date(2026, 7, 1), selesai=date(2026, 7, 31), **sunyi
        )


def test_closing_december_moves_the_result_of_the_year(buku, lurah, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2027, 2, 3))
    catat(buku, 900_000, tanggal=date(2026, 12, 3))
    beban = dua("5-1100", "1-1100", 250_000)
    catat(buku, kunci="b", baris=beban, tanggal=date(2026, 12, 30))
    tutup(buku, lurah, date(2026, 12, 1))
    assert saldo(buku, "3-1100") == 650_000
    assert saldo(buku, "4-1100") == saldo(buku, "5-1100") == 0
    hasil = laba_rugi(buku, mulai=date(2026, 1, 1), selesai=date(2026, 12, 31))
    assert hasil.hasil == 650_000
    desember = reopen_periode(Periode.objects.get(), alasan="Kuitansi susulan", by=lurah)
    catat(buku, 50_000, kunci="c", tanggal=date(2026, 12, 31))
    tutup(buku, lurah, desember.mulai)
    assert saldo(buku, "3-1100") == 700_000
    assert Jurnal.objects.filter(penutup=True).count() == 2


def test_a_year_without_any_result_has_no_closing_journal(buku, lurah, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2027, 2, 3))
    tutup(buku, lurah, date(2026, 12, 1))
    assert not Jurnal.objects.exists()
