"""Days and wages: maker and checker, a day paid once, each Rupiah in the ledger."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from buku_besar.services import PeriodeTertutup, close_periode, month_of, saldo
from ekonomi.models import DaftarUpah, HariKerja, HariUpah, Pekerja, UpahHarian
from ekonomi.models.padat_karya import tarif_on
from ekonomi.services.anggaran import book_of, left_on
from ekonomi.services.padat_karya.catat import KaryaDitolak
from ekonomi.services.padat_karya.hari import correct_hari, record_hari, sesi_of
from ekonomi.services.padat_karya.hitung import absorbed, summary_of
from ekonomi.services.padat_karya.proyek import add_foto, finish_proyek
from ekonomi.services.padat_karya.upah import (
    approve_upah,
    cancel_upah,
    make_daftar_upah,
    pay_upah,
    return_upah,
    submit_upah,
)
from hadir.models import Kehadiran
from hadir.services import cancel_hadir, record_hadir
from pesan.models import PesanKeluar
from tests.ekonomi.pabrik_hibah import daftar_upah, foto, hari_penuh, proyek_berjalan
from tests.factories import KontakFactory, PenggunaFactory

TAMAN = "35.77.03.1009"


@pytest.fixture
def tim(db):
    return {
        peran: PenggunaFactory(peran=peran, di=TAMAN)
        for peran in ("fasilitator", "lurah", "moderator", "bendahara")
    }


@pytest.fixture
def proyek(tim):
    """Three workers chosen of four; it runs since five days ago."""
    return proyek_berjalan(tim["fasilitator"])


def buku(proyek):
    kitab = book_of(proyek.program)
    return {k: saldo(kitab, k) for k in ("5-1200", "2-1100", "1-1100")}


def approved(proyek, tim):
    daftar = submit_upah(daftar_upah(proyek, tim["fasilitator"]), by=tim["fasilitator"])
    return approve_upah(daftar, by=tim["lurah"])


def paid(proyek, tim):
    daftar = approved(proyek, tim)
    return pay_upah(daftar, tanggal=timezone.localdate(), cara="tunai", by=tim["bendahara"])


def test_days_times_rate_halves_included(proyek, tim):
    hari_penuh(proyek, proyek.mulai, tim["fasilitator"])
    satu = proyek.pekerja.get(urutan=1)
    besok = proyek.mulai + dt.timedelta(days=1)
    record_hari(proyek, besok, {satu.pk: 1}, by=tim["fasilitator"])
    daftar = make_daftar_upah(proyek, dari=proyek.mulai, sampai=besok, by=tim["fasilitator"])
    assert [(b.hari, b.jumlah) for b in daftar.baris.order_by("pekerja__urutan")] == [
        (Decimal("1.5"), 150_000), (Decimal(1), 100_000), (Decimal(1), 100_000),
    ]  # fmt: skip
    assert daftar.total == 350_000


def test_the_rate_of_each_day_is_that_of_its_date(proyek, tim):
    besok = proyek.mulai + dt.timedelta(days=1)
    UpahHarian.objects.create(tarif=120_000, berlaku_dari=besok)
    assert tarif_on(TAMAN, proyek.mulai) == 100_000
    assert tarif_on(TAMAN, besok) == 120_000
    assert daftar_upah(proyek, tim["fasilitator"]).total == 3 * (100_000 + 120_000)


def test_the_rate_of_the_nearest_area_wins(db, proyek):
    UpahHarian.objects.create(tarif=90_000, berlaku_dari=proyek.mulai, wilayah_id=TAMAN)
    assert tarif_on(f"{TAMAN}.02.03", timezone.localdate()) == 90_000
    assert tarif_on("35.77.03.1002", timezone.localdate()) == 100_000


def test_approved_it_is_owed_and_paid_it_leaves_the_cash_box(proyek, tim):
    Pekerja.objects.filter(urutan=1).update(kontak=KontakFactory())
    sebelum = left_on(proyek.pos)
    daftar = approved(proyek, tim)
    assert buku(proyek) == {"5-1200": 600_000, "2-1100": 600_000, "1-1100": 0}
    daftar = pay_upah(daftar, tanggal=timezone.localdate(), cara="tunai", by=tim["bendahara"])
    assert buku(proyek) == {"5-1200": 600_000, "2-1100": 0, "1-1100": -600_000}
    assert left_on(proyek.pos) == sebelum  # it was set aside when registration opened
    slip = PesanKeluar.objects.get(templat="kerja_slip").badan
    assert "2 hari, Rp 200.000, dibayar tunai" in slip
    assert absorbed(proyek.program_id) == (3, Decimal(6))
    assert summary_of(TAMAN).upah == 600_000


def test_its_maker_can_neither_approve_nor_pay_it(proyek, tim):
    daftar = submit_upah(daftar_upah(proyek, tim["lurah"]), by=tim["lurah"])
    with pytest.raises(KaryaDitolak, match="tidak boleh memeriksanya sendiri"):
        approve_upah(daftar, by=tim["lurah"])
    with pytest.raises(IntegrityError, match="pembuat_bukan_pemeriksa"), transaction.atomic():
        DaftarUpah.objects.filter(pk=daftar.pk).update(diperiksa_oleh=tim["lurah"])
    with pytest.raises(IntegrityError, match="pembuat_bukan_pembayar"), transaction.atomic():
        DaftarUpah.objects.filter(pk=daftar.pk).update(dibayar_oleh=tim["lurah"])
    assert DaftarUpah.objects.get().status == "diajukan"


def test_a_facilitator_cannot_check_and_only_the_treasurer_pays(proyek, tim):
    daftar = submit_upah(daftar_upah(proyek, tim["fasilitator"]), by=tim["fasilitator"])
    with pytest.raises(KaryaDitolak, match="lurah, moderator, atau bendahara"):
        approve_upah(daftar, by=PenggunaFactory(peran="fasilitator", di=TAMAN))
    with pytest.raises(KaryaDitolak, match="lurah, moderator, atau bendahara"):
        approve_upah(daftar, by=PenggunaFactory(peran="lurah", di="35.77.03.1002"))
    approve_upah(daftar, by=tim["moderator"])
    with pytest.raises(KaryaDitolak, match="bendahara"):
        pay_upah(daftar, tanggal=timezone.localdate(), cara="tunai", by=tim["lurah"])
    besok = timezone.localdate() + dt.timedelta(days=1)
    with pytest.raises(KaryaDitolak, match="Tanggal bayar"):
        pay_upah(daftar, tanggal=besok, cara="tunai", by=tim["bendahara"])
    with pytest.raises(KaryaDitolak, match="cara bayarnya"):
        pay_upah(daftar, tanggal=timezone.localdate(), cara="emas", by=tim["bendahara"])


def test_a_closed_period_refuses_payment_and_nothing_changes(proyek, tim):
    lalu = timezone.localdate().replace(day=1) - dt.timedelta(days=1)
    daftar = approved(proyek, tim)
    DaftarUpah.objects.update(diperiksa_at=timezone.now() - dt.timedelta(days=60))
    awal, akhir = month_of(lalu)
    close_periode(book_of(proyek.program), mulai=awal, selesai=akhir, by=tim["lurah"])
    with pytest.raises(PeriodeTertutup):
        pay_upah(daftar, tanggal=lalu, cara="tunai", by=tim["bendahara"])
    daftar.refresh_from_db()
    assert (daftar.status, daftar.jurnal_bayar) == ("disetujui", None)


def test_a_day_is_in_one_payroll_only(proyek, tim):
    daftar = daftar_upah(proyek, tim["fasilitator"])
    with pytest.raises(KaryaDitolak, match="Tidak ada hari kerja"):
        make_daftar_upah(proyek, dari=daftar.dari, sampai=daftar.sampai, by=tim["lurah"])
    hari = HariUpah.objects.first()
    with pytest.raises(IntegrityError, match="tidak_dua_kali"), transaction.atomic():
        HariUpah.objects.create(
            baris=hari.baris, pekerja=hari.pekerja, tanggal=hari.tanggal, bagian=2, tarif=100_000,
            jumlah=100_000,
        )  # fmt: skip


def test_a_paid_payroll_is_reversed_whole_and_its_days_are_paid_right(proyek, tim):
    daftar = paid(proyek, tim)
    with pytest.raises(KaryaDitolak, match="alasan"):
        cancel_upah(daftar, alasan="", by=tim["lurah"])
    with pytest.raises(KaryaDitolak, match="hanya dibalik"):
        cancel_upah(daftar, alasan="Salah hari.", by=tim["fasilitator"])
    cancel_upah(daftar, alasan="Satu orang hanya setengah hari.", by=tim["lurah"])
    assert buku(proyek) == {"5-1200": 0, "2-1100": 0, "1-1100": 0}
    hari = HariKerja.objects.filter(batal=False).first()
    correct_hari(hari, bagian=1, alasan="Pulang jam 11.", by=tim["fasilitator"])
    baru = make_daftar_upah(proyek, dari=daftar.dari, sampai=daftar.sampai, by=tim["fasilitator"])
    assert baru.total == 550_000


def test_a_day_in_a_payroll_cannot_be_changed(proyek, tim):
    daftar_upah(proyek, tim["fasilitator"])
    pk = proyek.pekerja.get(urutan=1).pk
    with pytest.raises(KaryaDitolak, match="sudah masuk daftar upah"):
        record_hari(proyek, proyek.mulai, {pk: 0}, by=tim["fasilitator"])
    with pytest.raises(KaryaDitolak, match="sudah masuk daftar upah"):
        correct_hari(HariKerja.objects.first(), bagian=1, alasan="x", by=tim["fasilitator"])


def test_a_payroll_sent_back_keeps_its_reason_and_may_be_handed_in_again(proyek, tim):
    daftar = submit_upah(daftar_upah(proyek, tim["fasilitator"]), by=tim["fasilitator"])
    daftar = return_upah(daftar, alasan="Cek hari kedua.", by=tim["lurah"])
    assert (daftar.status, daftar.alasan) == ("draf", "Cek hari kedua.")
    assert submit_upah(daftar, by=tim["fasilitator"]).status == "diajukan"


def test_signing_in_by_phone_makes_a_day_and_taking_it_back_ends_it(proyek, tim):
    sesi = sesi_of(proyek, proyek.mulai, by=tim["fasilitator"])
    p = proyek.pekerja.get(urutan=1)
    hadir = record_hadir(sesi, p.kunci_hadir, cara="daftar", by=tim["fasilitator"])
    assert HariKerja.objects.get().bagian == 2
    cancel_hadir(hadir, alasan="Keliru orang.", by=tim["fasilitator"])
    assert not HariKerja.objects.filter(batal=False).exists()
    cadangan = proyek.pekerja.get(urutan=4)
    with pytest.raises(ValueError, match="tidak sedang bekerja"):
        record_hadir(sesi, cadangan.kunci_hadir, cara="daftar", by=tim["fasilitator"])


def test_ticking_a_day_twice_changes_nothing_and_unticking_ends_it(proyek, tim):
    pk = proyek.pekerja.get(urutan=1).pk
    assert record_hari(proyek, proyek.mulai, {pk: 2}, by=tim["fasilitator"]) == 1
    assert record_hari(proyek, proyek.mulai, {pk: 2}, by=tim["fasilitator"]) == 0
    assert record_hari(proyek, proyek.mulai, {pk: 1}, by=tim["fasilitator"]) == 1
    assert record_hari(proyek, proyek.mulai, {pk: 0}, by=tim["fasilitator"]) == 1
    assert record_hari(proyek, proyek.mulai, {pk: 2}, by=tim["fasilitator"]) == 1
    assert HariKerja.objects.filter(batal=False).count() == 1
    assert Kehadiran.objects.count() == 2


@pytest.mark.parametrize("geser", [-1, 6])
def test_a_day_before_the_work_or_tomorrow_is_refused(proyek, tim, geser):
    pk = proyek.pekerja.get(urutan=1).pk
    with pytest.raises(KaryaDitolak, match="Hari itu"):
        record_hari(proyek, proyek.mulai + dt.timedelta(days=geser), {pk: 2}, by=tim["fasilitator"])


def test_a_project_ends_with_pictures_and_no_unpaid_day(proyek, tim):
    hari_penuh(proyek, proyek.mulai, tim["fasilitator"])
    with pytest.raises(KaryaDitolak, match="sebelum dan sesudah"):
        finish_proyek(proyek, by=tim["lurah"])
    with pytest.raises(KaryaDitolak, match="wajah"):
        add_foto(proyek, foto(), tahap="sebelum", tanpa_wajah=False, by=tim["fasilitator"])
    for tahap in ("sebelum", "sesudah"):
        add_foto(proyek, foto(), tahap=tahap, tanpa_wajah=True, by=tim["fasilitator"])
    with pytest.raises(KaryaDitolak, match="belum masuk daftar upah"):
        finish_proyek(proyek, by=tim["lurah"])
    daftar = make_daftar_upah(proyek, dari=proyek.mulai, sampai=proyek.mulai, by=tim["fasilitator"])
    with pytest.raises(KaryaDitolak, match="belum disetujui"):
        finish_proyek(proyek, by=tim["lurah"])
    daftar = approve_upah(submit_upah(daftar, by=tim["fasilitator"]), by=tim["lurah"])
    pay_upah(daftar, tanggal=timezone.localdate(), cara="tunai", by=tim["bendahara"])
    assert finish_proyek(proyek, by=tim["lurah"]).status == "selesai"
    assert left_on(proyek.pos) == 100_000_000 - 300_000
