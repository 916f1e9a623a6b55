"""Reminders: once each, before and after the due day; the group hears of a late member."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ekonomi.kuitansi import receipt_data, render_kuitansi
from ekonomi.models import AnggotaKoperasi, Pinjaman
from ekonomi.penghapus_pinjaman import erase
from ekonomi.services.pinjaman import receive_angsuran
from ekonomi.services.pinjaman.pengingat import remind_angsuran
from ekonomi.tasks import remind_angsuran as tugas
from pesan.models import PesanKeluar
from pesan.muat import load_templat
from tests.ekonomi.pabrik_pinjaman import Dunia, kunci

pytestmark = pytest.mark.django_db
HARI_INI = timezone.localdate()


@pytest.fixture
def dunia(db):
    load_templat()
    return Dunia()


def due_in(pinjaman, hari):
    """Move the next due day, as if time had passed."""
    tempo = HARI_INI + timedelta(days=hari)
    pinjaman.jadwal.filter(ke=1).update(jatuh_tempo=tempo)
    Pinjaman.objects.filter(pk=pinjaman.pk).update(tempo_berikut=tempo)
    return pinjaman


def sent(templat):
    return PesanKeluar.objects.filter(templat=templat)


@pytest.mark.parametrize(("hari", "banyak"), [(4, 0), (3, 1), (0, 1)])
def test_a_reminder_goes_three_days_before_once(dunia, hari, banyak):
    due_in(dunia.cair(anggota=dunia.anggota(kontak=True)), hari)
    remind_angsuran(HARI_INI)
    remind_angsuran(HARI_INI)
    assert sent("angsuran_ingat").count() == banyak
    if banyak:
        assert "Rp 115.000" in sent("angsuran_ingat").get().badan


def test_a_late_member_hears_at_one_seven_and_thirty_days_each_once(dunia):
    pinjaman = due_in(dunia.cair(anggota=dunia.anggota(kontak=True)), -1)
    for lewat in (0, 1, 6, 7, 29, 60):
        remind_angsuran(HARI_INI + timedelta(days=lewat))
    teks = list(sent("angsuran_tunggak").order_by("pk").values_list("badan", flat=True))
    assert len(teks) == 3
    pesan = sent("angsuran_tunggak").order_by("pk")
    assert [("(1 hari)" in p.badan, "(7 hari)" in p.badan) for p in pesan[:2]] == [
        (True, False), (False, True),
    ]  # fmt: skip
    assert pesan[0].rujukan == pinjaman.nomor


def test_the_group_hears_of_a_late_member_but_not_twice(dunia):
    a, b, luar = (dunia.anggota(nama=n, kontak=True) for n in ("Ambar", "Bima", "Luar"))
    pinjaman = due_in(dunia.cair(anggota=a, kelompok=dunia.kelompok(a, b)), -2)
    tugas()
    tugas()
    pesan = sent("kelompok_tunggak").get()
    assert pesan.kontak == b.kontak
    assert "Ambar" in pesan.badan
    assert luar.kontak != b.kontak
    tagihan = pinjaman.jadwal.get(ke=1).sisa
    receive_angsuran(pinjaman, jumlah=tagihan, kunci=kunci(), by=dunia.bendahara, pembayar=b)
    remind_angsuran(HARI_INI + timedelta(days=7))
    assert sent("kelompok_tunggak").count() == 1


def test_who_has_no_contact_or_asked_to_stop_gets_nothing(dunia):
    due_in(dunia.cair(anggota=dunia.anggota()), -1)
    berhenti = dunia.anggota(kontak=True)
    berhenti.kontak.berhenti_at = timezone.now()
    berhenti.kontak.save()
    due_in(dunia.cair(anggota=berhenti), -1)
    assert remind_angsuran(HARI_INI) == 0


def test_erasing_a_person_takes_the_contact_and_leaves_the_books(dunia):
    anggota = dunia.anggota(kontak=True)
    pinjaman = dunia.cair(anggota=anggota)
    erase(anggota.kontak)
    assert AnggotaKoperasi.objects.get(pk=anggota.pk).kontak is None
    assert Pinjaman.objects.get(pk=pinjaman.pk).sisa_pokok == 1_000_000


def test_a_receipt_holds_markup_as_text(dunia):
    pinjaman = dunia.cair(anggota=dunia.anggota(nama="#strong[x] $1$ <b>"))
    angsuran = receive_angsuran(pinjaman, jumlah=1_000, kunci=kunci(), by=dunia.bendahara)
    assert render_kuitansi(angsuran).startswith(b"%PDF")
    assert ("Anggota", f"{pinjaman.anggota.nomor} #strong[x] $1$ <b>") in receipt_data(angsuran)[
        "baris"
    ]
