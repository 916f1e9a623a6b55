"""Answers: one writes, another checks, a number without a gap, frozen once out."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.db import ProgrammingError, transaction
from django.db.utils import IntegrityError

from dasbor.demo.waktu import simulated_clock
from ruko_parsel.models import NomorTanggapan, Permintaan, Tanggapan
from ruko_parsel.services.permintaan import LangkahTerlarang
from ruko_parsel.services.tanggapan import (
    approve_tanggapan,
    draft_tanggapan,
    drop_tanggapan,
    return_tanggapan,
    revise_tanggapan,
    send_tanggapan,
    submit_tanggapan,
)
from ruko_parsel.services.telaah import return_permintaan, take_permintaan
from tests.ruko_parsel.pabrik import (
    PANGGUNG,
    TETANGGA,
    make_camat,
    make_desa,
    make_permintaan,
    make_petugas,
)
from tests.ruko_parsel.pabrik_meja import (
    answer,
    make_disetujui,
    make_ditelaah,
    make_warga,
    messages_to,
)
from tests.serentak import at_once

S, T = Permintaan.Status, Tanggapan.Status
WITA = ZoneInfo("Asia/Makassar")


@pytest.fixture
def meja():
    return make_petugas(), make_camat()


@pytest.mark.django_db
def test_sent_with_a_number_and_everyone_is_told(meja):
    petugas, camat = meja
    desa = make_desa()
    satu = make_ditelaah(petugas, by=desa)
    tanggapan = answer(satu, penyusun=petugas, pemeriksa=camat)
    satu.refresh_from_db()
    assert tanggapan.nomor.startswith("001/RP/63.11.07/")
    assert satu.status == S.DITANGGAPI
    assert satu.ditanggapi_at is not None
    assert tanggapan.nomor in messages_to(desa, "ruko_tanggapan")[0]
    assert len(messages_to(camat, "ruko_periksa")) == 1
    assert len(messages_to(petugas, "ruko_setuju")) == 1


@pytest.mark.django_db
def test_the_number_goes_by_the_clock_of_the_place_over_the_years_end(meja):
    petugas, camat = meja
    with simulated_clock() as jam:
        jam.sekarang = dt.datetime(2026, 12, 31, 22, 0, tzinfo=WITA)
        lama = make_disetujui(make_ditelaah(petugas), penyusun=petugas, pemeriksa=camat)
        baru = make_disetujui(make_ditelaah(petugas), penyusun=petugas, pemeriksa=camat)
        assert send_tanggapan(lama, by=petugas).nomor == "001/RP/63.11.07/XII/2026"
        jam.sekarang = dt.datetime(2027, 1, 1, 0, 30, tzinfo=WITA)  # still 2026 in UTC and WIB
        assert send_tanggapan(baru, by=petugas).nomor == "001/RP/63.11.07/I/2027"


@pytest.mark.django_db
def test_nobody_checks_their_own_draft_but_the_camat_with_a_reason(meja):
    petugas, camat = meja
    draf = draft_tanggapan(make_ditelaah(petugas), perihal="A", isi="B", by=petugas)
    submit_tanggapan(draf, by=petugas)
    with pytest.raises(PermissionError):
        approve_tanggapan(draf, by=petugas, alasan_sendiri="Cepat saja")
    revise_tanggapan(draf, perihal="A", isi="C", by=camat)
    submit_tanggapan(draf, by=camat)
    with pytest.raises(PermissionError):  # it was theirs before the camat changed a word
        approve_tanggapan(draf, by=petugas, alasan_sendiri="Cepat saja")
    with pytest.raises(ValueError, match="alasan"):
        approve_tanggapan(draf, by=camat)
    draf = approve_tanggapan(draf, by=camat, alasan_sendiri="Petugas lain cuti.")
    assert draf.alasan_sendiri == "Petugas lain cuti."


@pytest.mark.django_db
def test_the_database_too_refuses_a_check_by_the_author(meja):
    petugas, camat = meja
    draf = make_disetujui(make_ditelaah(petugas), penyusun=petugas, pemeriksa=camat)
    with pytest.raises(IntegrityError, match="diperiksa_orang_lain"), transaction.atomic():
        Tanggapan.objects.filter(pk=draf.pk).update(pemeriksa=petugas)


@pytest.mark.django_db
def test_sent_back_with_remarks_and_every_wording_is_kept(meja):
    petugas, camat = meja
    draf = draft_tanggapan(make_ditelaah(petugas), perihal="A", isi="Satu", by=petugas)
    submit_tanggapan(draf, by=petugas)
    with pytest.raises(ValueError, match="diperbaiki"):
        return_tanggapan(draf, catatan=" ", by=camat)
    return_tanggapan(draf, catatan="Sebut dasar hukumnya.", by=camat)
    assert len(messages_to(petugas, "ruko_perbaiki")) == 1
    draf = revise_tanggapan(draf, perihal="A", isi="Dua", by=petugas)
    assert draf.versi == 2
    assert [(v.apa, v.isi) for v in draf.riwayat_versi.all()] == [
        ("Disusun", "Satu"), ("Diajukan", "Satu"), ("Dikembalikan", "Satu"), ("Diubah", "Dua"),
    ]  # fmt: skip


@pytest.mark.django_db
def test_what_is_approved_and_then_changed_has_to_be_checked_again(meja):
    petugas, camat = meja
    draf = make_disetujui(make_ditelaah(petugas), penyusun=petugas, pemeriksa=camat)
    draf = revise_tanggapan(draf, perihal="A", isi="Lain", by=petugas)
    assert (draf.status, draf.pemeriksa) == (T.DRAF, None)
    with pytest.raises(LangkahTerlarang):
        send_tanggapan(draf, by=petugas)


@pytest.mark.django_db
def test_what_is_out_can_never_be_changed(meja):
    petugas, camat = meja
    keluar = answer(make_ditelaah(petugas), penyusun=petugas, pemeriksa=camat)
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        Tanggapan.objects.filter(pk=keluar.pk).update(isi="Lain")
    with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
        keluar.riwayat_versi.all().delete()
    with pytest.raises(LangkahTerlarang):
        revise_tanggapan(keluar, perihal="A", isi="Lain", by=petugas)


@pytest.mark.django_db
def test_one_open_draft_a_request_and_none_for_one_that_was_not_read(meja):
    petugas, _camat = meja
    with pytest.raises(LangkahTerlarang):
        draft_tanggapan(make_permintaan(), perihal="A", isi="B", by=petugas)
    satu = make_ditelaah(petugas)
    draf = draft_tanggapan(satu, perihal="A", isi="B", by=petugas)
    with pytest.raises(LangkahTerlarang, match="Sudah ada"):
        draft_tanggapan(satu, perihal="A", isi="B", by=petugas)
    drop_tanggapan(draf, by=petugas)
    draft_tanggapan(satu, perihal="A", isi="B", by=petugas)
    return_permintaan(satu, alasan="Bukan urusan kecamatan.", by=petugas)
    assert set(satu.tanggapan.values_list("status", flat=True)) == {T.BATAL}


@pytest.mark.django_db
def test_a_further_answer_moves_nothing_and_is_told_again(meja):
    petugas, camat = meja
    desa = make_desa()
    satu = make_ditelaah(petugas, by=desa)
    answer(satu, penyusun=petugas, pemeriksa=camat)
    kedua = answer(satu, penyusun=petugas, pemeriksa=camat)
    satu.refresh_from_db()
    assert (satu.status, kedua.urut) == (S.DITANGGAPI, 2)
    assert len(messages_to(desa, "ruko_tanggapan")) == 2


@pytest.mark.django_db
def test_the_letter_goes_to_a_resident_as_a_file_unless_confidential(meja):
    petugas, camat = meja
    for rahasia in (False, True):
        satu = make_warga(rahasia=rahasia)
        take_permintaan(satu, by=petugas)
        answer(satu, penyusun=petugas, pemeriksa=camat)
        assert len(messages_to(satu.kontak, "ruko_surat")) == (0 if rahasia else 1)


@pytest.mark.django_db
def test_only_ones_own_kecamatan_opens_a_draft_and_the_village_only_what_was_sent(client, meja):
    petugas, camat = meja
    desa = make_desa()
    satu = make_ditelaah(petugas, by=desa)
    draf = make_disetujui(satu, penyusun=petugas, pemeriksa=camat)
    alamat = [
        f"/admin/ruko_parsel/tanggapan/{draf.pk}/change/",
        f"/ruko-parsel/tanggapan/{draf.pk}/surat.pdf",
    ]
    for orang in (desa, make_petugas(di=TETANGGA), make_desa(di=PANGGUNG)):
        client.force_login(orang)
        assert [client.get(a).status_code for a in alamat] == [404, 404]
    client.force_login(petugas)
    assert [client.get(a).status_code for a in alamat] == [200, 200]
    client.post(f"/admin/ruko_parsel/tanggapan/{draf.pk}/langkah/kirim/")
    client.force_login(desa)
    assert [client.get(a).status_code for a in alamat] == [200, 200]
    assert client.post(f"/admin/ruko_parsel/tanggapan/{draf.pk}/langkah/ubah/").status_code == 404


def test_one_answer_sent_by_two_at_once_goes_out_once(nyata):
    petugas, rekan, camat = make_petugas(), make_petugas(), make_camat()
    draf = make_disetujui(make_ditelaah(petugas), penyusun=petugas, pemeriksa=camat)
    hasil = at_once(
        lambda: send_tanggapan(draf, by=petugas), lambda: send_tanggapan(draf, by=rekan)
    )
    assert sum(isinstance(satu, LangkahTerlarang) for satu in hasil) == 1
    assert NomorTanggapan.objects.get().terakhir == 1


def test_two_answers_sent_at_once_have_one_number_each(nyata):
    petugas, camat = make_petugas(), make_camat()
    a, b = (
        make_disetujui(make_ditelaah(petugas), penyusun=petugas, pemeriksa=camat) for _ in range(2)
    )
    hasil = at_once(lambda: send_tanggapan(a, by=petugas), lambda: send_tanggapan(b, by=camat))
    assert sorted(satu.urut for satu in hasil) == [1, 2]
