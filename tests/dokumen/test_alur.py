"""A letter from the draft to withdrawal and reissue: who may do what, and what it leaves behind."""

import pytest
from django.db import IntegrityError, transaction

from dokumen.isian import IsianKeliru
from dokumen.keadaan import ForbiddenMove
from dokumen.models import RegisterSurat, RiwayatSurat, Surat
from dokumen.services import (
    cancel_surat,
    draft_surat,
    fill_surat,
    issue_surat,
    reissue_surat,
    reject_surat,
    submit_surat,
    withdraw_surat,
)
from dokumen.services.tandatangan import forget_ttd, keep_ttd, saved_ttd
from dokumen.services.terbit import BukanPenandaTangan
from pesan.models import PesanKeluar
from tests.dokumen.conftest import DESA, PANDEAN, TAMAN, contoh, gambar_ttd, jenis
from tests.factories import PenggunaFactory, WilayahFactory


def riwayat(surat):
    return list(surat.riwayat.values_list("peristiwa", flat=True))


def test_what_is_missing_is_named_and_a_draft_is_filled_in_part(buat):
    surat = buat("sktm", nik="", tanggungan="")
    assert surat.kurang == ["nik", "tanggungan"]
    with pytest.raises(IsianKeliru) as galat:
        submit_surat(surat)
    assert set(galat.value.galat) == {"nik", "tanggungan"}
    surat = fill_surat(surat, isian={"nik": "3577 0355 0385 0000"})
    assert surat.kurang == ["tanggungan"]
    assert surat.isian["nik"] == "3577035503850000"
    assert surat.isian["nama"] == "Sulastri Wijayanti"
    with pytest.raises(IsianKeliru, match="angka"):
        fill_surat(surat, isian={"tanggungan": "banyak"})


def test_the_database_sees_no_field_in_clear(buat):
    surat = buat("sktm", nama="Zamrud Katulistiwa")
    baris = Surat.objects.raw(
        "SELECT id, isi AS mentah FROM dokumen_surat WHERE id = %s", [surat.pk]
    )
    assert "Zamrud" not in baris[0].mentah


def test_the_whole_way_to_a_signed_numbered_letter(buat, lurah, kontak, kop):
    surat = submit_surat(buat("sktm", kontak=kontak, rujukan="HL-AAAA-BBBB"))
    kabar = PesanKeluar.objects.get(templat="notif_surat")
    assert kabar.pengguna == lurah
    assert "Sulastri" not in kabar.badan
    ttd = keep_ttd(gambar_ttd(), by=lurah)
    surat = issue_surat(surat, by=lurah, tanda_tangan=ttd)
    assert surat.status == "terbit"
    assert surat.nomor == f"400.9/001/401.403.9/{surat.tanggal.year}"
    assert surat.kop["nama"] == "Danu Prasetyawan, S.Sos."
    assert riwayat(surat) == ["dibuat", "diajukan", "diterbitkan"]
    assert PesanKeluar.objects.get(templat="surat_terbit", kontak=kontak).rujukan == "HL-AAAA-BBBB"
    with pytest.raises(ForbiddenMove):
        fill_surat(surat, isian={"nama": "Orang lain"})


def test_a_sensitive_letter_is_not_named_in_the_notice(buat, lurah):
    submit_surat(buat("sktm", rahasia=True))
    assert "tidak mampu" not in PesanKeluar.objects.get(templat="notif_surat").badan


def test_only_todays_lurah_of_this_area_signs(buat, lurah, moderator):
    surat = submit_surat(buat("sktm"))
    orang = [
        moderator,
        PenggunaFactory(peran="lurah", di=PANDEAN),
        PenggunaFactory(peran="camat", di="35.77.03"),
        PenggunaFactory(is_superuser=True),
    ]
    for satu in orang:
        with pytest.raises(BukanPenandaTangan):
            issue_surat(surat, by=satu)
    lain = keep_ttd(gambar_ttd(), by=PenggunaFactory())
    with pytest.raises(BukanPenandaTangan, match="milik orang lain"):
        issue_surat(surat, by=lurah, tanda_tangan=lain)
    assert not RegisterSurat.objects.filter(terakhir__gt=0).exists()
    issue_surat(surat, by=lurah)


def test_a_residents_request_is_taken_in_by_the_moderator_with_its_own_series(
    buat, moderator, terbit, kontak
):
    terbit("sktm")
    surat = issue_surat(submit_surat(buat("sedot", kontak=kontak)), by=moderator)
    assert surat.nomor == f"001/P/{surat.tanggal.year}"
    assert surat.cara_ttd == "warga"
    assert PesanKeluar.objects.filter(templat="surat_diterima", kontak=kontak).exists()
    buku = set(RegisterSurat.objects.values_list("buku", "terakhir"))
    assert buku == {("keluar", 1), ("masuk", 1)}


def test_one_series_a_year_over_all_kinds_of_a_kelurahan(terbit, rt):
    nomor = [terbit(kode).urut for kode in ("sktm", "pengantar", "undangan")]
    assert nomor == [1, 2, 3]
    desa = WilayahFactory(kode=DESA)
    kades = PenggunaFactory(nama="Rusdian", peran="lurah", di=DESA)
    surat = draft_surat(jenis=jenis("sktm"), wilayah=desa, isian=contoh("sktm"))
    surat = issue_surat(submit_surat(surat), by=kades)
    assert (surat.urut, surat.kop["kepala"], surat.kop["sebutan"]) == (1, "Kepala Desa", "Desa")
    assert surat.nomor.startswith("400.9/001/35.20.05.2001/")


def test_a_number_is_not_lost_when_the_issue_fails(buat, lurah, monkeypatch):
    surat = submit_surat(buat("sktm"))

    def fail(_surat):
        raise RuntimeError("mati di tengah")

    monkeypatch.setattr("dokumen.services.terbit.notify_terbit", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        issue_surat(surat, by=lurah)
    monkeypatch.undo()
    assert issue_surat(surat, by=lurah).urut == 1


def test_sent_back_with_a_reason_the_resident_reads_and_then_handed_in_again(buat, lurah, kontak):
    surat = submit_surat(buat("sktm", kontak=kontak))
    with pytest.raises(ValueError, match="alasan"):
        reject_surat(surat, by=lurah, alasan=" ")
    surat = reject_surat(surat, by=lurah, alasan="NIK belum cocok. Hubungi 081234567890.")
    assert surat.status == "draf"
    assert "NIK belum cocok" in PesanKeluar.objects.get(templat="surat_dikembalikan").badan
    assert "081234567890" not in surat.riwayat.get(peristiwa="dikembalikan").catatan
    surat = submit_surat(fill_surat(surat, isian={"nik": "3577035503860000"}))
    assert surat.alasan == ""
    assert PesanKeluar.objects.filter(templat="notif_surat").count() >= 1


def test_withdrawn_keeps_its_number_and_says_why(terbit, lurah, moderator, kontak):
    surat = terbit("sktm", kontak=kontak)
    with pytest.raises(BukanPenandaTangan):
        withdraw_surat(surat, by=moderator, alasan="Keliru")
    surat = withdraw_surat(surat, by=lurah, alasan="Datanya keliru.")
    assert (surat.status, surat.urut) == ("dicabut", 1)
    assert "Datanya keliru" in PesanKeluar.objects.get(templat="surat_dicabut").badan
    with pytest.raises(ForbiddenMove):
        withdraw_surat(surat, by=lurah, alasan="Sekali lagi")


def test_reissued_the_old_one_holds_until_the_new_one_is_out(terbit, lurah):
    lama = terbit("sktm", ttd=True)
    baru = reissue_surat(lama, by=lurah, isian={"nama": "Sulastri Wijayanti, S.Pd."})
    lama.refresh_from_db()
    assert lama.status == "terbit"
    with pytest.raises(ForbiddenMove, match="sudah dibuat"):
        reissue_surat(lama, by=lurah)
    baru = issue_surat(submit_surat(baru, by=lurah), by=lurah)
    lama.refresh_from_db()
    assert (lama.status, baru.urut, baru.mengganti_id) == ("dicabut", 2, lama.pk)
    assert baru.nomor in lama.alasan
    assert baru.token != lama.token
    assert riwayat(lama)[-2:] == ["diganti", "dicabut"]


def test_a_replacement_given_up_frees_the_way_for_another(terbit, lurah):
    lama = terbit("sktm")
    cancel_surat(reissue_surat(lama, by=lurah), by=lurah)
    assert reissue_surat(lama, by=lurah).status == "draf"


def test_only_what_is_not_out_can_be_cancelled(buat, terbit, moderator):
    assert cancel_surat(buat("sktm"), by=moderator).status == "batal"
    with pytest.raises(ForbiddenMove):
        cancel_surat(terbit("sktm"), by=moderator)


def test_the_area_must_lie_in_a_kelurahan(jenis_surat):
    with pytest.raises(ValueError, match="kelurahan"):
        draft_surat(jenis=jenis("sktm"), wilayah=WilayahFactory(kode="35.77.03"), isian={})


def test_the_database_itself_refuses_a_second_number_and_an_unnumbered_letter(terbit):
    satu, dua = terbit("sktm"), terbit("sktm")
    with pytest.raises(IntegrityError, match="surat_nomor_sekali"), transaction.atomic():
        Surat.objects.filter(pk=dua.pk).update(urut=satu.urut)
    with pytest.raises(IntegrityError, match="surat_bernomor_iff_keluar"), transaction.atomic():
        Surat.objects.filter(pk=dua.pk).update(nomor="", urut=None, register=None)


def test_history_cannot_be_rewritten(terbit):
    surat = terbit("sktm")
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        RiwayatSurat.objects.filter(surat=surat).update(catatan="lain")


def test_a_kept_signature_is_offered_again_and_forgotten_without_touching_letters(buat, lurah):
    ttd = keep_ttd(gambar_ttd(), by=lurah, simpan=True)
    assert saved_ttd(lurah) == ttd
    surat = issue_surat(submit_surat(buat("sktm")), by=lurah, tanda_tangan=ttd)
    assert forget_ttd(by=lurah) == 1
    assert saved_ttd(lurah) is None
    surat.refresh_from_db()
    assert surat.tanda_tangan == ttd


def test_numbers_follow_the_pattern_of_the_kelurahan(terbit, kop):
    kop.pola_nomor = "{klasifikasi}/{urut}/KEL-TMN/{bulan}/{tahun}"
    kop.save()
    surat = terbit("pengantar")
    assert surat.nomor.startswith("400.12/001/KEL-TMN/")
    assert TAMAN.startswith(surat.register.wilayah_id)
