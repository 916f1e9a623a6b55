"""What looks unusual is flagged with a reason; a person reviews it; findings have a life."""

import datetime as dt

import pytest

from ekonomi.anomali import Batas, Bayar, find_anomali, find_gaps
from ekonomi.gambar_sidik import differing_bits, hash_gambar
from ekonomi.models import Anomali, JejakAnggaran
from ekonomi.services.anggaran import AnggaranKeliru, PaguTerlampaui, left_on
from ekonomi.services.audit import (
    AuditKeliru,
    answer_temuan,
    close_temuan,
    open_temuan,
    reopen_temuan,
    review_anomali,
    scan_anomali,
)
from ekonomi.services.revisi import raise_dana, shift_dana
from tests.ekonomi.pabrik_anggaran import TAMAN, belanja, buat_program, kuitansi, simpan_kuitansi
from tests.factories import PenggunaFactory

BATAS = Batas(dua_orang=5_000_000, hari_pecah=7, kelipatan_bulat=500_000, minimal_bulat=2_000_000)
SENIN = dt.date(2026, 9, 7)


def bayar(pk, jumlah=1_234_000, hari=0, **lain):
    isi = {"penerima": "", "sha256": f"sha{pk}", **lain}
    return Bayar(pk=pk, urut=pk, tanggal=SENIN + dt.timedelta(days=hari), jumlah=jumlah, **isi)


def cari(*rows, kerja=lambda hari: hari.weekday() < 5):
    return {(t.jenis, t.bayar) for t in find_anomali(rows, BATAS, kerja)}


def test_payments_split_under_the_limit_are_found():
    dua = (
        bayar(1, 4_800_000, penerima="Toko Sumber Rejeki"),
        bayar(2, 4_700_000, hari=2, penerima="toko  sumber rejeki."),
    )
    assert cari(*dua) == {("pecah", (1, 2))}


@pytest.mark.parametrize(
    "dua",
    [
        (bayar(1, 4_800_000, penerima="A"), bayar(2, 4_700_000, hari=2, penerima="B")),
        (bayar(1, 4_800_000, penerima="A"), bayar(2, 4_700_000, hari=7, penerima="A")),
        (bayar(1, 1_200_000, penerima="A"), bayar(2, 1_100_000, hari=1, penerima="A")),
        (bayar(1, 4_800_000), bayar(2, 4_700_000, hari=1)),
    ],
)
def test_other_payees_other_weeks_small_sums_and_unknown_payees_are_not_split(dua):
    assert cari(*dua) == set()


def test_round_sums_are_found_from_a_size_and_not_for_fixed_amounts():
    assert cari(bayar(1, 3_000_000)) == {("bulat", (1,))}
    assert cari(bayar(1, 1_500_000)) == set()
    assert cari(bayar(1, 3_000_001)) == set()
    assert cari(bayar(1, 3_000_000, perlu_bukti=False)) == set()


def test_the_same_receipt_is_found_by_file_picture_or_number():
    assert ("bukti_sama", (1, 2)) in cari(bayar(1, sha256="x"), bayar(2, 2_345_000, sha256="x"))
    mirip = cari(bayar(1, sidik="ffff0000ffff0000"), bayar(2, sidik="ffff0000ffff0001"))
    assert ("bukti_sama", (1, 2)) in mirip
    nomor = cari(bayar(1, nomor_kuitansi="KW-7"), bayar(2, nomor_kuitansi="kw-7 "))
    assert ("bukti_sama", (1, 2)) in nomor


def test_other_receipts_are_other_receipts():
    assert (
        cari(
            bayar(1, nomor_kuitansi="KW-7", sidik="ffff0000ffff0000"),
            bayar(2, 999_000, nomor_kuitansi="KW-7", sidik="00ff00ff00ff00ff"),
        )
        == set()
    )


def test_weekends_staff_as_payees_missing_receipts_and_missing_second_persons_are_found():
    assert cari(bayar(1, hari=5)) == {("hari_libur", (1,))}
    assert cari(bayar(1, penerima="Bu. Kinanti", orang=("Bu Kinanti",))) == {("petugas", (1,))}
    assert cari(bayar(1, sha256="")) == {("tanpa_bukti", (1,))}
    assert cari(bayar(1, 7_000_123)) == {("tanpa_kedua", (1,))}
    assert cari(bayar(1, 7_000_123, dua_orang=True)) == set()


def test_a_missing_number_is_found():
    assert [t.kunci for t in find_gaps([bayar(1), bayar(2), bayar(4)])] == ["3"]
    assert not list(find_gaps([]))


def test_many_payments_are_compared_quickly():
    rows = [bayar(n, 1_000_001 + n, sidik=f"{n * 2654435761 % 2**64:016x}") for n in range(1, 5001)]
    assert not [t for t in find_anomali(rows, BATAS, lambda _: True) if t.jenis == "bukti_sama"]


def test_the_fingerprint_knows_a_picture_saved_again_and_not_another():
    asli = hash_gambar(kuitansi(1))
    assert differing_bits(asli, hash_gambar(kuitansi(1, mutu=40))) <= 3
    assert differing_bits(asli, hash_gambar(kuitansi(1, ukuran=(240, 320)))) <= 3
    assert differing_bits(asli, hash_gambar(kuitansi(2))) > 8
    assert hash_gambar(b"bukan gambar") == ""


@pytest.fixture
def program(db):
    return buat_program()


@pytest.fixture
def pos(program):
    return program.pos.get(kode="bantuan")


@pytest.fixture
def auditor(program):
    return PenggunaFactory(peran="auditor", di=TAMAN)


@pytest.fixture
def lurah(program):
    return PenggunaFactory(peran="lurah", di=TAMAN)


def test_a_scan_flags_once_and_a_review_stays(program, pos, auditor):
    bukti = simpan_kuitansi(1)
    belanja(pos, 1_111_000, bukti=bukti)
    belanja(pos, 1_222_000, bukti=simpan_kuitansi(1))
    assert scan_anomali(program) == 1
    tanda = Anomali.objects.get()
    assert (tanda.jenis, tanda.belanja.count()) == ("bukti_sama", 2)
    review_anomali(tanda, hasil="wajar", catatan="Satu nota untuk dua pos", by=auditor)
    assert scan_anomali(program) == 0
    tanda.refresh_from_db()
    assert (tanda.hasil, tanda.ditinjau_oleh) == ("wajar", auditor)


def test_one_does_not_review_ones_own_payment(program, pos, lurah):
    belanja(pos, 3_000_000, by=lurah)
    scan_anomali(program)
    tanda = Anomali.objects.filter(jenis="bulat").get()
    with pytest.raises(AuditKeliru, match="orang lain"):
        review_anomali(tanda, hasil="wajar", catatan="x", by=lurah)
    with pytest.raises(AuditKeliru, match="penjelasan"):
        review_anomali(tanda, hasil="wajar", catatan=" ", by=PenggunaFactory())


def test_a_rejected_payment_is_no_gap_and_a_reversed_one_no_flag(program, pos, lurah):
    from ekonomi.services.anggaran import reverse_belanja  # noqa: PLC0415

    satu = belanja(pos, 3_000_000)
    belanja(pos, 1_111_111, bukti=simpan_kuitansi(2))
    reverse_belanja(satu, by=lurah, alasan="dobel")
    assert scan_anomali(program) == 0


def temukan(program, by, **lain):
    isi = {
        "judul": "Nota tanpa rincian", "uraian": "Nota hanya memuat jumlah.",
        "rekomendasi": "Lengkapi rincian barang.", **lain,
    }  # fmt: skip
    return open_temuan(program, by=by, **isi)


def test_a_finding_is_answered_by_the_programme_and_closed_by_the_auditor(program, auditor, lurah):
    temuan = temukan(program, auditor, nilai=500_000)
    with pytest.raises(AuditKeliru, match="bukan yang menemukannya"):
        answer_temuan(temuan, tanggapan="Sudah", by=auditor)
    with pytest.raises(AuditKeliru, match="belum ditanggapi"):
        close_temuan(temuan, by=auditor, catatan="x")
    answer_temuan(temuan, tanggapan="Rincian menyusul", tindak_lanjut="Nota baru", by=lurah)
    with pytest.raises(AuditKeliru, match="tim audit"):
        close_temuan(temuan, by=lurah, catatan="beres")
    temuan = close_temuan(temuan, by=auditor, catatan="Nota baru cocok")
    assert temuan.keadaan == "selesai"
    with pytest.raises(AuditKeliru, match="sudah selesai"):
        answer_temuan(temuan, tanggapan="lagi", by=lurah)
    assert reopen_temuan(temuan, by=auditor, catatan="Nota palsu").keadaan == "terbuka"
    assert temuan.riwayat.count() == 4
    assert JejakAnggaran.objects.filter(peristiwa="temuan").count() == 4


def test_a_flag_that_becomes_a_finding_names_it(program, pos, auditor):
    satu = belanja(pos, 3_000_000)
    scan_anomali(program)
    tanda = Anomali.objects.filter(jenis="bulat").get()
    temuan = temukan(program, auditor, belanja=satu, anomali=tanda)
    tanda.refresh_from_db()
    assert (tanda.hasil, tanda.temuan) == ("temuan", temuan)


def test_an_auditor_does_not_judge_a_payment_they_made(program, pos, lurah):
    satu = belanja(pos, by=lurah)
    with pytest.raises(AuditKeliru, match="orang lain"):
        temukan(program, lurah, belanja=satu)


def test_budget_moves_between_lines_and_the_total_stays(program, pos, lurah):
    ke = program.pos.get(kode="insentif")
    shift_dana(pos, ke, jumlah=5_000_000, alasan="Peserta bertambah", by=lurah)
    angka = dict(program.pos.values_list("kode", "jumlah"))
    assert (angka["bantuan"], angka["insentif"]) == (145_000_000, 15_000_000)
    assert sum(angka.values()) == 320_000_000
    assert {r.beda for r in pos.revisi.all()} | {r.beda for r in ke.revisi.all()} == {
        -5_000_000, 5_000_000,
    }  # fmt: skip


def test_only_what_is_free_moves_and_only_with_a_reason(program, pos, lurah):
    ke = program.pos.get(kode="insentif")
    belanja(pos, 149_000_000)
    with pytest.raises(PaguTerlampaui, match=r"Rp 1\.000\.000"):
        shift_dana(pos, ke, jumlah=2_000_000, alasan="x", by=lurah)
    with pytest.raises(AnggaranKeliru, match="alasan"):
        shift_dana(pos, ke, jumlah=1, alasan=" ", by=lurah)
    with pytest.raises(AnggaranKeliru, match="berbeda"):
        shift_dana(pos, pos, jumlah=1, alasan="x", by=lurah)


def test_more_budget_comes_from_a_source(program, pos, lurah):
    raise_dana(pos, jumlah=10_000_000, sumber="csr", alasan="CSR menambah", by=lurah)
    pos.refresh_from_db()
    assert (pos.jumlah, left_on(pos)) == (160_000_000, 160_000_000)
    assert program.sumber.get(sumber="csr").rencana == 10_000_000
    with pytest.raises(AnggaranKeliru, match="sumber"):
        raise_dana(pos, jumlah=1, sumber="", alasan="x", by=lurah)
