"""Programme money to the cooperative: both books to the Rupiah, or neither."""

import datetime as dt
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from buku_besar.models import Jurnal
from buku_besar.services import close_periode, month_of, saldo
from ekonomi.models import Belanja, JejakAnggaran, SerahModal, SetoranModal
from ekonomi.services import modal_bergulir as layanan
from ekonomi.services.anggaran import (
    AnggaranKeliru,
    BukanOrangKedua,
    KunciBentrok,
    PaguTerlampaui,
    book_of,
    left_on,
    reverse_belanja,
)
from ekonomi.services.pinjaman.galat import KasKurang
from tests.ekonomi.pabrik_anggaran import PANDEAN, TAMAN, buat_program, terima
from tests.ekonomi.pabrik_pinjaman import Dunia, differences
from tests.factories import PenggunaFactory

A = "/admin/ekonomi/serahmodal/"


@pytest.fixture
def dunia(db):
    dunia = Dunia(TAMAN, modal=0)
    dunia.program = buat_program(mulai=timezone.localdate() - timedelta(days=60))
    dunia.pos = dunia.program.pos.get(kode="bantuan")
    return dunia


def isi(dunia, **lain):
    return {
        "jumlah": 4_000_000, "kunci": "uji", "tanggal": timezone.localdate(),
        "by": dunia.bendahara, "sumber": "csr",
    } | lain  # fmt: skip


def serahkan(dunia, **lain):
    asal = lain.pop("asal", dunia.pos)
    return layanan.hand_over_modal(asal, dunia.koperasi, **isi(dunia, **lain))


def test_both_books_agree_to_the_rupiah(dunia):
    sebelum = left_on(dunia.pos)
    serah = serahkan(dunia, jumlah=4_000_001)
    buku = book_of(dunia.program)
    assert saldo(buku, dunia.pos.akun) == 4_000_001
    assert saldo(buku, "1-1200") == -4_000_001
    assert saldo(dunia.koperasi.buku, "1-1200") == 4_000_001
    assert saldo(dunia.koperasi.buku, "3-1300") == 4_000_001
    assert left_on(dunia.pos) == sebelum - 4_000_001
    assert (serah.belanja.jumlah, serah.setoran.jumlah) == (4_000_001, 4_000_001)
    assert differences(dunia.koperasi) == []


def test_the_same_key_again_moves_nothing_more(dunia):
    assert serahkan(dunia) == serahkan(dunia)
    assert (Belanja.objects.count(), SetoranModal.objects.count()) == (1, 1)
    with pytest.raises(KunciBentrok):
        serahkan(dunia, jumlah=5)


def test_what_the_cooperatives_closed_month_refuses_leaves_the_programme_untouched(dunia):
    lalu = (timezone.localdate().replace(day=1) - timedelta(days=1)).replace(day=15)
    mulai, selesai = month_of(lalu)
    close_periode(dunia.koperasi.buku, mulai=mulai, selesai=selesai, by=dunia.lurah)
    sebelum, jejak = Jurnal.objects.count(), JejakAnggaran.objects.count()
    with pytest.raises(Exception, match="sudah ditutup"), transaction.atomic():
        serahkan(dunia, tanggal=lalu)
    assert not Belanja.objects.exists()
    assert not SerahModal.objects.exists()
    assert (Jurnal.objects.count(), JejakAnggaran.objects.count()) == (sebelum, jejak)


def test_more_than_the_line_holds_reaches_no_book(dunia):
    with pytest.raises(PaguTerlampaui):
        serahkan(dunia, jumlah=left_on(dunia.pos) + 1, penyetuju=dunia.lurah)
    assert not Jurnal.objects.exists()


def test_it_is_taken_back_in_both_books_and_never_in_one(dunia):
    serah = serahkan(dunia)
    with pytest.raises(AnggaranKeliru, match="Modal dari program"):
        reverse_belanja(serah.belanja, by=dunia.lurah, alasan="keliru")
    layanan.take_back_modal(serah, by=dunia.lurah, alasan="Salah pos")
    assert saldo(book_of(dunia.program), dunia.pos.akun) == 0
    assert saldo(dunia.koperasi.buku, "3-1300") == 0
    assert differences(dunia.koperasi) == []
    with pytest.raises(AnggaranKeliru):
        layanan.take_back_modal(serah, by=dunia.lurah, alasan="lagi")


def test_money_that_was_lent_on_cannot_be_taken_back(dunia):
    serah = serahkan(dunia)
    dunia.cair(pokok=1_000_000, cara="bank")
    with pytest.raises(KasKurang), transaction.atomic():
        layanan.take_back_modal(serah, by=dunia.lurah, alasan="Salah pos")
    serah.refresh_from_db()
    assert serah.status == "diserahkan"
    assert saldo(book_of(dunia.program), dunia.pos.akun) == 4_000_000


def test_money_given_for_the_fund_itself_is_no_expense_and_ends_where_it_ends(dunia):
    terima(dunia.program, 6_000_000, sumber="bergulir", hari=timezone.localdate())
    serahkan(dunia, asal=dunia.program, sumber="bergulir")
    assert saldo(book_of(dunia.program), "1-1600") == 4_000_000
    assert saldo(dunia.koperasi.buku, "3-1300") == 4_000_000
    assert layanan.left_of_bergulir(dunia.program) == 2_000_000
    with pytest.raises(PaguTerlampaui):
        serahkan(dunia, asal=dunia.program, sumber="bergulir", kunci="dua")
    serah = SerahModal.objects.get()
    layanan.take_back_modal(serah, by=dunia.lurah, alasan="Salah")
    assert saldo(book_of(dunia.program), "1-1600") == 0
    assert layanan.left_of_bergulir(dunia.program) == 6_000_000


def test_above_the_limit_two_people_agree(dunia):
    with pytest.raises(BukanOrangKedua):
        serahkan(dunia, jumlah=9_000_000, penyetuju=dunia.bendahara)
    serah = layanan.propose_modal(dunia.pos, dunia.koperasi, **isi(dunia, jumlah=9_000_000))
    assert serah.status == "menunggu"
    assert not Jurnal.objects.exists()
    with pytest.raises(BukanOrangKedua), transaction.atomic():
        layanan.approve_modal(serah, by=dunia.bendahara)
    layanan.approve_modal(serah, by=dunia.lurah)
    assert saldo(dunia.koperasi.buku, "3-1300") == 9_000_000


def test_the_cooperative_of_another_kelurahan_gets_nothing(dunia):
    lain = Dunia(PANDEAN, modal=0)
    with pytest.raises(AnggaranKeliru, match="kelurahan lain"):
        layanan.hand_over_modal(dunia.pos, lain.koperasi, **isi(dunia))


def test_the_database_keeps_the_two_legs_together(dunia):
    serah = serahkan(dunia)
    with pytest.raises(IntegrityError), transaction.atomic():
        SerahModal.objects.filter(pk=serah.pk).update(setoran=None)


def masuk(orang):
    client = Client()
    client.force_login(orang)
    return client


def isian(dunia, **lain):
    return {
        "kunci": str(uuid.uuid4()), "koperasi": dunia.koperasi.pk, "pos": dunia.pos.pk,
        "sumber": "csr", "jumlah": "Rp 9.000.000", "tanggal": f"{timezone.localdate():%Y-%m-%d}",
    } | lain  # fmt: skip


def test_the_desk_enters_it_once_and_the_lurah_agrees(dunia):
    bendahara, lurah = masuk(dunia.bendahara), masuk(dunia.lurah)
    daftar = bendahara.get(reverse("admin:ekonomi_setoranmodal_changelist")).content.decode()
    assert "Dari program" in daftar
    data = isian(dunia)
    for _ in range(2):
        assert bendahara.post(f"{A}add/", data).status_code == 302
    serah = SerahModal.objects.get()
    bendahara.post(f"{A}{serah.pk}/langkah/setujui/")
    assert not SetoranModal.objects.exists()
    assert lurah.post(f"{A}{serah.pk}/langkah/setujui/").status_code == 302
    halaman = lurah.get(f"{A}{serah.pk}/change/").content.decode()
    assert "Jurnal buku koperasi" in halaman
    jawab = lurah.post(f"{A}{serah.pk}/langkah/balik/", {"alasan": ""})
    assert jawab.status_code == 422
    lurah.post(f"{A}{serah.pk}/langkah/balik/", {"alasan": "Salah pos"})
    assert differences(dunia.koperasi) == []
    assert saldo(dunia.koperasi.buku, "3-1300") == 0


@pytest.mark.parametrize(
    ("kolom", "nilai", "kata"),
    [
        ("jumlah", "banyak", "angka saja"),
        ("pos", "", "Pilih pos"),
        ("sumber", "bergulir", "kosongkan posnya"),
        ("tanggal", "2099-01-01", "belum tiba"),
        ("jumlah", "999.000.000", "sisanya"),
    ],
)
def test_bad_input_names_its_field_and_saves_nothing(dunia, kolom, nilai, kata):
    jawab = masuk(dunia.bendahara).post(f"{A}add/", isian(dunia, **{kolom: nilai}))
    assert jawab.status_code == 422
    assert kata in jawab.content.decode()
    assert not SerahModal.objects.exists()


def test_another_area_and_a_facilitator_find_nothing(dunia):
    serah = serahkan(dunia, tanggal=timezone.localdate() - dt.timedelta(days=1))
    for orang in (
        PenggunaFactory(peran="lurah", di=PANDEAN),
        PenggunaFactory(peran="fasilitator", di=TAMAN),
    ):
        client = masuk(orang)
        jawab = client.get(f"{A}{serah.pk}/change/")
        assert jawab.status_code in {403, 404}
        assert client.post(f"{A}{serah.pk}/langkah/balik/", {"alasan": "x"}).status_code in {
            403, 404,
        }  # fmt: skip
    serah.refresh_from_db()
    assert serah.status == "diserahkan"


def test_what_is_owed_to_workers_has_its_name_and_is_never_chosen_at_the_desk(dunia):
    assert str(Belanja.Kas("2-1100").label) == "Utang upah"
    halaman = masuk(dunia.bendahara).get("/admin/ekonomi/belanja/add/").content.decode()
    assert "Kas tunai" in halaman
    assert "Utang upah" not in halaman
