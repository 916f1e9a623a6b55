"""Committing, spending, approving, reversing: within the line, in the ledger, each act once."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from buku_besar.models import Entri
from buku_besar.services import close_periode, laba_rugi, neraca_saldo, saldo
from buku_besar.services.galat import PeriodeTertutup
from ekonomi.models import Belanja, JejakAnggaran, Komitmen
from ekonomi.services.anggaran import (
    AnggaranKeliru,
    BukanOrangKedua,
    KunciBentrok,
    PaguTerlampaui,
    approve_belanja,
    book_of,
    commit_dana,
    left_on,
    move_kas,
    propose_belanja,
    receive_dana,
    reject_belanja,
    release_dana,
    reverse_belanja,
    reverse_penerimaan,
)
from tests.curhat.test_bersamaan import in_threads
from tests.ekonomi.pabrik_anggaran import TAMAN, belanja, buat_program, simpan_kuitansi, terima
from tests.factories import PenggunaFactory

HARI = dt.date(2026, 9, 7)


@pytest.fixture
def program(db):
    return buat_program()


@pytest.fixture
def pos(program):
    """Monitoring: Rp 15 million."""
    return program.pos.get(kode="monitoring")


@pytest.fixture
def bendahara(program):
    return PenggunaFactory(peran="bendahara", di=TAMAN)


@pytest.fixture
def lurah(program):
    return PenggunaFactory(peran="lurah", di=TAMAN)


def ajukan(pos, by, jumlah=6_000_000, kunci="meja:1", **lain):
    isi = {
        "uraian": "Cetak buku panduan", "tanggal": HARI, "sumber": "apbd", "bukti": None,
        "penerima": "", **lain,
    }  # fmt: skip
    return propose_belanja(pos, kunci=kunci, by=by, jumlah=jumlah, **isi)


def test_spending_lowers_the_line_and_stands_in_the_ledger(program, pos):
    satu = belanja(pos, 4_000_000)
    assert left_on(pos) == 11_000_000
    assert satu.nomor == "B-0001"
    assert saldo(book_of(program), "5-1500") == 4_000_000
    assert satu.jurnal.rujukan == f"program:{program.pk}"
    assert JejakAnggaran.objects.filter(peristiwa="belanja", rujukan="B-0001").exists()


def test_the_line_is_never_overspent(pos):
    belanja(pos, 15_000_000)
    with pytest.raises(PaguTerlampaui, match="sisa yang boleh dipakai Rp 0"):
        belanja(pos, 1)
    assert Belanja.objects.count() == 1


@pytest.mark.parametrize("jumlah", [0, -5])
def test_nothing_and_less_than_nothing_are_refused(pos, jumlah):
    with pytest.raises(AnggaranKeliru, match="lebih dari nol"):
        belanja(pos, jumlah)


def test_the_same_act_twice_is_one_payment_and_another_content_is_an_error(pos, bendahara):
    satu = belanja(pos, kunci="hibah:7", by=bendahara)
    assert belanja(pos, kunci="hibah:7", by=bendahara) == satu
    with pytest.raises(KunciBentrok, match="hibah:7"):
        belanja(pos, 2_000_000, kunci="hibah:7", by=bendahara)
    assert Entri.objects.count() == 2


def test_a_draft_programme_and_tomorrow_take_no_money(db, bendahara):
    draf = buat_program(jalan=False, kode="draf")
    with pytest.raises(AnggaranKeliru, match="berjalan"):
        belanja(draf.pos.first())
    jalan = buat_program(kode="jalan")
    with pytest.raises(AnggaranKeliru, match="belum tiba"):
        belanja(jalan.pos.first(), hari=timezone.localdate() + dt.timedelta(days=1))


def test_a_commitment_is_kept_for_its_spending(pos, bendahara):
    janji = commit_dana(pos, jumlah=10_000_000, kunci="kontrak:1", uraian="Dasbor", by=bendahara)
    assert left_on(pos) == 5_000_000
    with pytest.raises(PaguTerlampaui):
        belanja(pos, 6_000_000)
    belanja(pos, 6_000_000, komitmen=janji)
    janji.refresh_from_db()
    assert (janji.terpakai, janji.sisa, left_on(pos)) == (6_000_000, 4_000_000, 5_000_000)
    assert commit_dana(pos, jumlah=10_000_000, kunci="kontrak:1", uraian="x", by=None) == janji
    with pytest.raises(KunciBentrok):
        commit_dana(pos, jumlah=9, kunci="kontrak:1", uraian="x", by=None)


def test_what_is_left_of_a_commitment_returns_to_its_line_with_a_reason(pos, bendahara):
    commit_dana(pos, jumlah=10_000_000, kunci="kontrak:1", uraian="Dasbor", by=bendahara)
    with pytest.raises(AnggaranKeliru, match="alasan"):
        release_dana("kontrak:1", by=bendahara, alasan=" ")
    release_dana("kontrak:1", by=bendahara, alasan="Penyedia mundur")
    release_dana("kontrak:1", by=bendahara, alasan="Penyedia mundur")
    assert left_on(pos) == 15_000_000
    assert JejakAnggaran.objects.filter(peristiwa="lepas").count() == 1


def test_a_commitment_of_another_line_is_refused(program, pos, bendahara):
    lain = program.pos.get(kode="insentif")
    janji = commit_dana(lain, jumlah=1_000_000, kunci="k", uraian="x", by=bendahara)
    with pytest.raises(AnggaranKeliru, match="pos anggaran lain"):
        belanja(pos, komitmen=janji)


def test_a_reversal_frees_the_line_and_restores_what_was_promised(program, pos, bendahara, lurah):
    janji = commit_dana(pos, jumlah=10_000_000, kunci="kontrak:1", uraian="Dasbor", by=bendahara)
    belanja(pos, 6_000_000, komitmen=janji)
    lebih = belanja(pos, 6_000_000, komitmen=janji)
    assert left_on(pos) == 3_000_000
    reverse_belanja(lebih, by=lurah, alasan="Barang dikembalikan")
    janji.refresh_from_db()
    assert (janji.terpakai, left_on(pos)) == (6_000_000, 5_000_000)
    assert saldo(book_of(program), "5-1500") == 6_000_000
    with pytest.raises(AnggaranKeliru):
        reverse_belanja(lebih, by=lurah, alasan="lagi")


def test_a_reversal_needs_a_reason(pos, lurah):
    satu = belanja(pos)
    with pytest.raises(AnggaranKeliru, match="alasan"):
        reverse_belanja(satu, by=lurah, alasan="  ")
    satu.refresh_from_db()
    assert satu.status == "dibukukan"


def test_below_the_limit_it_is_booked_above_it_waits_for_another_person(pos, bendahara, lurah):
    assert ajukan(pos, bendahara, 5_000_000, "a").status == "dibukukan"
    besar = ajukan(pos, bendahara, 5_000_001, "b")
    assert (besar.status, besar.jurnal) == ("menunggu", None)
    assert left_on(pos) == 4_999_999
    with pytest.raises(BukanOrangKedua):
        approve_belanja(besar, by=bendahara)
    besar = approve_belanja(besar, by=lurah)
    assert (besar.status, besar.penyetuju) == ("dibukukan", lurah)
    with pytest.raises(AnggaranKeliru, match="sudah dibukukan"):
        approve_belanja(besar, by=lurah)


def test_the_limit_is_the_programmes_own(program, pos, bendahara):
    program.aturan.batas_dua_orang = 1_000
    program.aturan.save()
    assert ajukan(pos, bendahara, 1_001).status == "menunggu"


def test_the_database_too_refuses_one_person_as_both(pos, bendahara):
    besar = ajukan(pos, bendahara)
    with pytest.raises(IntegrityError, match="belanja_penyetuju_orang_lain"), transaction.atomic():
        Belanja.objects.filter(pk=besar.pk).update(penyetuju=bendahara)


def test_a_rejected_payment_gives_its_money_back(pos, bendahara, lurah):
    besar = ajukan(pos, bendahara)
    reject_belanja(besar, by=lurah, alasan="Harga di atas pasar")
    assert left_on(pos) == 15_000_000
    with pytest.raises(AnggaranKeliru, match="sudah ditolak"):
        approve_belanja(besar, by=lurah)


def test_the_database_holds_the_budget_whoever_writes(pos):
    belanja(pos, 14_000_000)
    with pytest.raises(IntegrityError, match="above its budget"), transaction.atomic():
        Komitmen.objects.create(pos=pos, kunci="paksa", uraian="x", jumlah=2_000_000)


def test_a_booked_payment_is_never_edited_or_deleted(pos):
    satu = belanja(pos)
    with pytest.raises(Exception, match="tidak boleh diubah"), transaction.atomic():
        Belanja.objects.filter(pk=satu.pk).update(jumlah=2)
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        Belanja.objects.filter(pk=satu.pk).delete()


def test_income_is_posted_by_its_source_once(program, bendahara):
    isi = {"tanggal": HARI, "kunci": "sp2d-1", "uraian": "Tahap I", "by": bendahara}
    satu = receive_dana(program, "csr", 90_000_000, **isi)
    assert receive_dana(program, "csr", 90_000_000, **isi) == satu
    with pytest.raises(KunciBentrok):
        receive_dana(program, "csr", 80_000_000, **isi)
    assert saldo(book_of(program), "4-1200") == 90_000_000
    assert saldo(book_of(program), "1-1200") == 90_000_000
    reverse_penerimaan(satu, by=bendahara, alasan="Salah rekening")
    assert saldo(book_of(program), "4-1200") == 0
    with pytest.raises(AnggaranKeliru, match="sudah dibalik"):
        reverse_penerimaan(satu, by=bendahara, alasan="lagi")


def test_cash_moves_between_bank_and_box(program, bendahara, pos):
    terima(program, 10_000_000)
    move_kas(program, 3_000_000, ke="1-1100", tanggal=HARI, kunci="t1", by=bendahara)
    belanja(pos, 1_000_000, kas="1-1100")
    buku = book_of(program)
    assert (saldo(buku, "1-1100"), saldo(buku, "1-1200")) == (2_000_000, 7_000_000)


def test_the_lines_agree_with_the_ledger_to_the_rupiah(program, lurah):
    terima(program)
    for n, pos in enumerate(program.pos.all()):
        belanja(pos, 1_234_567 + n)
    reverse_belanja(Belanja.objects.first(), by=lurah, alasan="uji", tanggal=HARI)
    buku = book_of(program)
    beban = {a.kode: a.saldo for a in laba_rugi(buku, mulai=HARI, selesai=HARI).beban if a.saldo}
    lines = {
        p.akun: sum(b.jumlah for b in p.belanja.filter(status="dibukukan"))
        for p in program.pos.all()
    }
    assert beban == {akun: n for akun, n in lines.items() if n}
    neraca = neraca_saldo(buku)
    assert sum(a.debit for a in neraca) == sum(a.kredit for a in neraca)


def test_a_closed_month_takes_no_spending_and_nothing_is_left_behind(program, pos, lurah):
    belanja(pos)
    close_periode(
        book_of(program), mulai=dt.date(2026, 9, 1), selesai=dt.date(2026, 9, 30), by=lurah
    )
    with pytest.raises(PeriodeTertutup), transaction.atomic():
        belanja(pos, kunci="terlambat", hari=dt.date(2026, 9, 30))
    assert not Belanja.objects.filter(kunci="terlambat").exists()
    assert left_on(pos) == 14_000_000


def test_the_receipts_fingerprint_is_kept(pos):
    bukti = simpan_kuitansi(3)
    satu = belanja(pos, bukti=bukti)
    assert len(satu.sidik) == 16


def test_two_people_spend_the_last_money_of_a_line_and_one_of_them_is_told(nyata):
    program = buat_program()
    pos = program.pos.get(kode="monitoring")
    orang = [PenggunaFactory(peran="bendahara", di=TAMAN) for _ in range(2)]
    hasil = []

    def bayar(ke):
        try:
            hasil.append(belanja(pos, 9_000_000, kunci=f"dua:{ke}", by=orang[ke]).urut)
        except PaguTerlampaui:
            hasil.append("penuh")

    in_threads(lambda: bayar(0), lambda: bayar(1))
    assert sorted(map(str, hasil)) == ["1", "penuh"]
    assert left_on(pos) == 6_000_000


def test_two_clicks_of_approval_book_it_once(nyata):
    program = buat_program()
    pos = program.pos.get(kode="monitoring")
    besar = ajukan(pos, PenggunaFactory(peran="bendahara", di=TAMAN))
    dua = [PenggunaFactory(peran="lurah", di=TAMAN) for _ in range(2)]
    ditolak = []

    def setujui(by):
        try:
            approve_belanja(besar, by=by)
        except AnggaranKeliru as galat:
            ditolak.append(galat)

    in_threads(lambda: setujui(dua[0]), lambda: setujui(dua[1]))
    assert len(ditolak) == 1
    assert saldo(book_of(program), "5-1500") == 6_000_000


def test_payments_on_different_lines_at_once_get_different_numbers(nyata):
    program = buat_program()
    pos = list(program.pos.all())[:4]
    by = PenggunaFactory(peran="bendahara", di=TAMAN)
    in_threads(*[lambda p=p: belanja(p, kunci=f"pos:{p.pk}", by=by) for p in pos])
    assert sorted(program.belanja.values_list("urut", flat=True)) == [1, 2, 3, 4]
