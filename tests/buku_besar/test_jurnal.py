"""Posting: balanced, numbered, once for each key, never changed; also for whoever goes past the
services, because the database holds it."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from buku_besar.models import Akun, Buku, Entri, Jurnal, NomorJurnal
from buku_besar.services import (
    AkunTidakDikenal,
    Baris,
    JurnalBentrok,
    SudahDibalik,
    TidakSeimbang,
    buku_akun,
    ensure_buku,
    laba_rugi,
    neraca_saldo,
    reverse_jurnal,
    saldo,
)
from buku_besar.services.galat import constraint_of
from tests.buku_besar.pabrik import HARI, catat, dua, make_buku
from tests.factories import PenggunaFactory, WilayahFactory


def hold():
    """What the end of a transaction checks."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def refused(act):
    """The name of what the database refused this by."""
    with pytest.raises(IntegrityError) as galat, transaction.atomic():  # noqa: PT012 - either
        act()
        hold()
    return constraint_of(galat.value)


def test_opening_a_book_twice_gives_the_same_one_with_its_chart(buku):
    lagi = make_buku()
    assert lagi == buku
    assert Buku.objects.count() == 1
    kode = set(Akun.objects.values_list("kode", flat=True))
    assert {"1-1100", "1-1200", "2-1100", "4-1100", "4-1700", "5-1100", "5-1700"} <= kode


def test_a_chart_that_is_not_there_is_an_error(db):
    with pytest.raises(ValueError, match="bagan akun"):
        ensure_buku(wilayah=WilayahFactory(), kode="x", nama="X", bagan="../program")


@pytest.mark.parametrize("bagan", ["program", "koperasi"])
def test_the_first_digit_of_a_code_says_its_kind(db, bagan):
    awal = {"aset": "1", "kewajiban": "2", "ekuitas": "3", "pendapatan": "4", "beban": "5"}
    for akun in make_buku(bagan).akun.all():
        assert akun.kode[0] == awal[akun.jenis]


def test_a_journal_is_numbered_by_book_and_year_without_gap(buku):
    lain = make_buku("koperasi")
    satu = catat(buku, kunci="a")
    catat(lain, kunci="a", baris=dua("1-1100", "3-1300", 5))
    dua_ = catat(buku, kunci="b")
    tahun_depan = catat(buku, kunci="c", tanggal=date(2027, 1, 1))
    assert [j.nomor_lengkap for j in (satu, dua_, tahun_depan)] == [
        "2026/00001", "2026/00002", "2027/00001",
    ]  # fmt: skip
    hold()


def test_a_number_of_a_journal_that_failed_is_given_again(buku):
    titik = transaction.savepoint()
    catat(buku, kunci="a")
    transaction.savepoint_rollback(titik)
    assert catat(buku, kunci="b").nomor == 1


def test_the_same_key_with_the_same_content_gives_the_journal_that_is_there(buku):
    satu = catat(buku, rujukan="X-1")
    assert catat(buku, rujukan="X-1") == satu
    assert Jurnal.objects.count() == 1


@pytest.mark.parametrize(
    "lain",
    [
        {"jumlah": 1},
        {"tanggal": date(2026, 9, 15)},
        {"rujukan": "X-2"},
        {"baris": dua("1-1200", "4-1100", 100_000)},
    ],
)
def test_the_same_key_for_something_else_is_a_clash(buku, lain):
    catat(buku)
    with pytest.raises(JurnalBentrok, match="2026/00001"):
        catat(buku, **lain)
    assert Jurnal.objects.count() == 1


@pytest.mark.parametrize(
    "baris",
    [
        [],
        [Baris("1-1100", debit=5)],
        [Baris("1-1100", debit=5), Baris("4-1100", kredit=4)],
        [Baris("1-1100", debit=5, kredit=5), Baris("4-1100", kredit=5)],
        [Baris("1-1100", debit=-5), Baris("4-1100", kredit=-5)],
        [Baris("1-1100"), Baris("4-1100")],
    ],
)
def test_lines_that_do_not_balance_are_refused_and_nothing_is_written(buku, baris):
    with pytest.raises(TidakSeimbang):
        catat(buku, baris=baris or [Baris("1-1100", debit=1)])
    assert not Jurnal.objects.exists()


def test_an_account_of_another_chart_or_out_of_use_is_named(buku):
    with pytest.raises(AkunTidakDikenal, match="9-9999"):
        catat(buku, baris=dua("1-1100", "9-9999", 5))
    Akun.objects.filter(kode="4-1100").update(aktif=False)
    with pytest.raises(AkunTidakDikenal, match="4-1100"):
        catat(buku)
    assert not Jurnal.objects.exists()


def test_a_reversal_mirrors_it_once_and_is_not_reversed_itself(buku, bendahara):
    jurnal = catat(buku)
    balik = reverse_jurnal(jurnal, tanggal=HARI, alasan="Salah akun", by=bendahara)
    assert balik.membalik == jurnal
    assert "2026/00001" in balik.uraian
    assert saldo(buku, "1-1100") == 0
    for satu in (jurnal, balik):
        with pytest.raises(SudahDibalik):
            reverse_jurnal(satu, tanggal=HARI, alasan="Lagi", by=bendahara)
    with pytest.raises(ValueError, match="alasan"):
        reverse_jurnal(jurnal, tanggal=HARI, alasan="  ", by=bendahara)


def test_the_reason_keeps_no_identity_number(buku, bendahara):
    balik = reverse_jurnal(
        catat(buku), tanggal=HARI, alasan="Salah orang 3577031212800001", by=bendahara
    )
    assert "3577031212800001" not in balik.uraian


def test_reports_agree_with_what_was_posted(buku):
    catat(buku, 900_000, kunci="a", baris=dua("1-1200", "4-1100", 900_000))
    catat(
        buku, 250_000, kunci="b", baris=dua("5-1100", "1-1200", 250_000), tanggal=date(2026, 10, 2)
    )
    assert saldo(buku, "1-1200") == 650_000
    assert saldo(buku, "1-1200", sampai=date(2026, 9, 30)) == 900_000
    assert saldo(buku, "4-1100") == 900_000
    neraca = neraca_saldo(buku, sampai=date(2026, 12, 31))
    assert sum(s.debit for s in neraca) == sum(s.kredit for s in neraca) == 1_150_000
    assert sum(s.kolom_debit for s in neraca) == sum(s.kolom_kredit for s in neraca) == 900_000
    hasil = laba_rugi(buku, mulai=date(2026, 10, 1), selesai=date(2026, 10, 31))
    assert (hasil.total_pendapatan, hasil.total_beban, hasil.hasil) == (0, 250_000, -250_000)
    awal, baris = buku_akun(Akun.objects.get(kode="1-1200"), mulai=date(2026, 10, 1))
    assert (awal, [b.saldo for b in baris]) == (900_000, [650_000])


def row(buku, *, baris=2, jumlah=100, **lain):
    return Jurnal.objects.create(
        buku=buku, tanggal=HARI, uraian="x", kunci="x", jumlah=jumlah, banyak_baris=baris, **lain
    )


def line(jurnal, kode, debit=0, kredit=0, buku=None):
    akun = Akun.objects.get(buku=buku or jurnal.buku, kode=kode)
    return Entri.objects.create(jurnal=jurnal, akun=akun, debit=debit, kredit=kredit)


def test_the_database_refuses_a_journal_without_lines(buku):
    assert refused(lambda: row(buku)) == "jurnal_seimbang"


def test_the_database_refuses_lines_that_do_not_balance(buku):
    def act():
        jurnal = row(buku)
        line(jurnal, "1-1100", debit=100)
        line(jurnal, "4-1100", kredit=99)

    assert refused(act) == "jurnal_seimbang"


def test_the_database_refuses_a_balanced_pair_that_joins_later(buku):
    jurnal = catat(buku)
    hold()

    def act():
        line(jurnal, "1-1100", debit=100)
        line(jurnal, "4-1100", kredit=100)

    assert refused(act) == "jurnal_seimbang"


def test_the_database_refuses_an_account_of_another_book(buku):
    lain = make_buku("koperasi")
    jurnal = catat(buku)
    assert refused(lambda: line(jurnal, "1-1100", debit=1, buku=lain)) == "entri_akun_sebuku"


def test_the_database_refuses_a_reversal_in_another_book(buku):
    lain = make_buku("koperasi")
    jurnal = catat(buku)
    assert refused(lambda: row(lain, membalik=jurnal)) == "jurnal_pembalik_sebuku"


@pytest.mark.parametrize("model", [Jurnal, Entri])
def test_the_database_refuses_to_change_or_delete_what_was_posted(buku, model):
    catat(buku)
    hold()
    tabel = model._meta.db_table
    for aksi in ("UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(aksi.format(tabel))


def test_an_account_in_use_keeps_its_code_and_kind(buku):
    catat(buku)
    kas = Akun.objects.filter(kode="1-1100")
    assert refused(lambda: kas.update(kode="1-1101")) == "akun_tetap"
    assert refused(lambda: kas.update(jenis="beban")) == "akun_tetap"
    kas.update(nama="Kas kecil")


def test_the_counter_moves_by_one_and_with_a_journal_only(buku):
    catat(buku)
    nomor = NomorJurnal.objects.filter(buku=buku)
    assert refused(lambda: nomor.update(terakhir=5)) == "nomorjurnal_naik_satu"
    assert refused(lambda: nomor.update(terakhir=2)) == "nomorjurnal_terpakai"


def test_a_user_of_another_area_sees_no_journal(buku):
    catat(buku)
    lain = PenggunaFactory(peran="bendahara", di="35.77.03.1002")
    sini = PenggunaFactory(peran="bendahara", di="35.77.03.1009")
    for model in (Jurnal, Entri, Akun, Buku):
        assert not model.objects.visible_to(lain).exists()
        assert model.objects.visible_to(sini).exists()
