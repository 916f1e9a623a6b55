"""The life of a ticket: every move, its deadlines, its history, and who is told."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from curhat.models import NomorUrut, RiwayatCurhat, RiwayatTiket, Tiket
from curhat.perpindahan import PERPINDAHAN, SISTEM, STAF, WARGA, ForbiddenMove, may_move, next_moves
from curhat.services import tiket as layanan
from curhat.services.pengingat import remind_lewat
from curhat.services.tanpa_jawaban import close_tanpa_jawaban
from pesan.models import Kontak
from tests.curhat.conftest import kepada_staf, kepada_warga
from tests.factories import (
    CurhatFactory,
    InstansiFactory,
    KontakFactory,
    PenggunaFactory,
    TiketFactory,
)
from wilayah.models import HariLibur, RiwayatRujukan

WIB = ZoneInfo("Asia/Jakarta")
S = Tiket.Status
SEMUA = [s.value for s in S]


def pada(monkeypatch, moment):
    """Let it be this moment for the services."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


def wib(*parts):
    return datetime(*parts, tzinfo=WIB)


# What each service moves to, for staff (with `by`) and for residents.
STAF_MENUJU = {
    S.DIVERIFIKASI: lambda t, by, i: layanan.verify_tiket(t, by=by),
    S.DITUGASKAN: lambda t, by, i: layanan.assign_tiket(t, by=by, instansi=i),
    S.DIKERJAKAN: lambda t, by, i: layanan.start_tiket(t, by=by),
    S.MENUNGGU_KONFIRMASI: lambda t, by, i: layanan.close_tiket(t, by=by, tindakan="Dikeruk."),
    S.DIALIHKAN: lambda t, by, i: layanan.divert_tiket(t, by=by, alasan="Kota.", ke_instansi=i),
    S.DIBUKA_LAGI: lambda t, by, i: layanan.reopen_tiket(t, by=by, alasan="Masih."),
    S.SELESAI: lambda t, by, i: layanan.confirm_selesai(t, by=by),
    S.DITOLAK: lambda t, by, i: layanan.reject_tiket(t, by=by, alasan="Palsu."),
    S.BUKAN_KEWENANGAN: lambda t, by, i: layanan.decline_tiket(t, by=by, alasan="Pusat."),
}
WARGA_MENUJU = {
    S.DIBUKA_LAGI: lambda t: layanan.reopen_tiket(t, alasan="Masih bau."),
    S.SELESAI: layanan.confirm_selesai,
}
# Asking for what is already so is no move and no error.
SUDAH = {(S.SELESAI, S.SELESAI), (S.DIBUKA_LAGI, S.DIBUKA_LAGI)}


@pytest.mark.parametrize("dari", SEMUA)
def test_staff_move_a_ticket_only_as_the_table_says(kelurahan, moderator, dlh, dari):
    for ke, pindah in STAF_MENUJU.items():
        with transaction.atomic():
            tiket = TiketFactory(status=dari, kontak=KontakFactory())
            lama = tiket.riwayat.count()
            if (dari, ke) in SUDAH:
                pindah(tiket, moderator, dlh)
                assert tiket.riwayat.count() == lama
            elif may_move(dari, ke, STAF) and not (dari == S.DIALIHKAN and ke == S.DIALIHKAN):
                pindah(tiket, moderator, dlh)
                tiket.refresh_from_db()
                baris = tiket.riwayat.last()
                assert (tiket.status, tiket.riwayat.count()) == (ke, lama + 1)
                assert (baris.dari, baris.ke, baris.by) == (dari, ke, moderator)
                assert not baris.oleh_warga
            else:
                with pytest.raises(ForbiddenMove, match="tidak dapat dipindah"):
                    pindah(tiket, moderator, dlh)
                tiket.refresh_from_db()
                assert (tiket.status, tiket.riwayat.count()) == (dari, lama)


@pytest.mark.parametrize("dari", SEMUA)
def test_residents_move_a_ticket_only_as_the_table_says(kelurahan, dari):
    for ke, pindah in WARGA_MENUJU.items():
        tiket = TiketFactory(status=dari, kontak=KontakFactory())
        lama = tiket.riwayat.count()
        if (dari, ke) in SUDAH:
            pindah(tiket)
            assert tiket.riwayat.count() == lama
        elif may_move(dari, ke, WARGA):
            pindah(tiket)
            tiket.refresh_from_db()
            baris = tiket.riwayat.last()
            assert (tiket.status, baris.oleh_warga, baris.by) == (ke, True, None)
        else:
            with pytest.raises(ForbiddenMove):
                pindah(tiket)


def test_the_system_itself_only_closes_what_nobody_answered():
    found = [(dari, ke) for dari in SEMUA for ke in next_moves(dari, SISTEM)]
    assert found == [("menunggu_konfirmasi", "selesai")]


def test_every_status_has_its_row_and_no_move_leads_to_baru():
    assert set(PERPINDAHAN) == set(SEMUA)
    assert not any(may_move(dari, S.BARU, oleh) for dari in SEMUA for oleh in (STAF, WARGA, SISTEM))


@pytest.mark.parametrize(
    ("dari", "layanan_", "templat"),
    [
        ("diverifikasi", STAF_MENUJU[S.DITUGASKAN], "ditugaskan"),
        ("dikerjakan", STAF_MENUJU[S.MENUNGGU_KONFIRMASI], "minta_konfirmasi"),
        ("menunggu_konfirmasi", STAF_MENUJU[S.SELESAI], "selesai_terima_kasih"),
        ("menunggu_konfirmasi", STAF_MENUJU[S.DIBUKA_LAGI], "dibuka_lagi"),
        ("baru", STAF_MENUJU[S.DITOLAK], "ditolak"),
        ("baru", STAF_MENUJU[S.BUKAN_KEWENANGAN], "bukan_kewenangan"),
        ("baru", STAF_MENUJU[S.DIALIHKAN], "dialihkan"),
    ],
)
def test_the_resident_hears_of_each_step_that_concerns_them(
    kelurahan, moderator, dari, layanan_, templat
):
    dlh = InstansiFactory(kode="DLH-UJI")
    tiket = TiketFactory(status=dari, kontak=KontakFactory(), instansi=dlh)
    layanan_(tiket, moderator, dlh)
    nama, badan = kepada_warga()[-1]
    assert nama == templat
    assert tiket.curhat.kode in badan
    assert "{" not in badan


def test_who_gets_the_work_is_told(curhat, moderator, dlh, petugas):
    tiket = layanan.open_tiket(curhat, sebab="Uji")
    assert sorted(kepada_staf("notif_lurah")) == ["Irma Lestari", "Moderator Taman"]
    layanan.assign_tiket(tiket, by=moderator, instansi=dlh)
    assert kepada_staf("notif_petugas") == ["Petugas DLH"]
    orang = PenggunaFactory(nama="Pak Kasi", peran="moderator", di="35.77.03.1009")
    layanan.assign_tiket(tiket, by=moderator, petugas=orang)
    assert kepada_staf("notif_petugas") == ["Petugas DLH", "Pak Kasi"]


def test_work_is_given_to_someone_and_reasons_are_said(curhat, moderator, dlh):
    tiket = layanan.open_tiket(curhat, sebab="Uji")
    with pytest.raises(ValueError, match="unit atau petugas"):
        layanan.assign_tiket(tiket, by=moderator)
    with pytest.raises(ValueError, match="alasannya"):
        layanan.reject_tiket(tiket, by=moderator, alasan="  ")
    with pytest.raises(ValueError, match="alasan mengalihkan"):
        layanan.divert_tiket(tiket, by=moderator, alasan="", ke_instansi=dlh)
    layanan.assign_tiket(tiket, by=moderator, instansi=dlh)
    with pytest.raises(ValueError, match="sudah dilakukan"):
        layanan.close_tiket(tiket, by=moderator, tindakan=" ")
    assert tiket.riwayat.count() == 2


def test_a_second_ticket_of_the_same_report_is_the_first(curhat):
    satu = layanan.open_tiket(curhat, sebab="Uji")
    dua = layanan.open_tiket(curhat, sebab="Lagi")
    assert satu == dua
    assert Tiket.objects.count() == 1
    assert len(kepada_staf("notif_lurah")) == 2


def test_after_an_end_a_report_may_have_another_ticket(curhat, moderator):
    satu = layanan.open_tiket(curhat, sebab="Uji")
    layanan.reject_tiket(satu, by=moderator, alasan="Salah alamat.")
    assert layanan.open_tiket(curhat, sebab="Muncul lagi") != satu


@pytest.mark.parametrize(
    ("utc", "nomor"),
    [
        (datetime(2026, 1, 31, 16, 59, tzinfo=UTC), "T-2601-0001"),  # 23:59 WIB
        (datetime(2026, 1, 31, 17, 0, tzinfo=UTC), "T-2602-0001"),  # 00:00 WIB, 1 February
        (datetime(2026, 1, 31, 23, 59, tzinfo=UTC), "T-2602-0001"),
    ],
)
def test_the_month_of_a_number_is_that_of_jakarta(kelurahan, monkeypatch, utc, nomor):
    pada(monkeypatch, utc)
    assert layanan.open_tiket(CurhatFactory(), sebab="Uji").nomor == nomor


def test_numbers_count_up_within_the_month(kelurahan, monkeypatch):
    pada(monkeypatch, wib(2025, 11, 20, 9))
    NomorUrut.objects.create(bulan="2511", terakhir=183)
    nomor = [layanan.open_tiket(CurhatFactory(), sebab="Uji").nomor for _ in range(2)]
    assert nomor == ["T-2511-0184", "T-2511-0185"]


def test_urgency_five_runs_on_plain_hours_day_and_night(kelurahan, monkeypatch):
    pada(monkeypatch, wib(2026, 3, 20, 22))  # the eve of Eid
    tiket = layanan.open_tiket(CurhatFactory(urgensi=5), sebab="Uji")
    assert tiket.due_at == wib(2026, 3, 21, 22)
    assert tiket.due_aturan == "Darurat: 24 jam"
    assert tiket.verifikasi_due_at == wib(2026, 3, 21, 22)


def test_other_deadlines_count_working_days_over_holidays_and_cuti_bersama(kelurahan, monkeypatch):
    # 25 December 2025 is Christmas, the 26th cuti bersama, the 27th and 28th a weekend,
    # and 1 January 2026 a holiday (SKB 3 Menteri): 29, 30, 31, then 2, 5, 6, 7 January.
    pada(monkeypatch, wib(2025, 12, 24, 10))
    curhat = CurhatFactory()
    tiket = layanan.open_tiket(curhat, sebab="Uji")
    assert tiket.due_at == wib(2026, 1, 7, 16)
    assert tiket.due_aturan == "Target Banjir dan saluran air: 7 hari kerja"


def test_urgency_four_is_never_later_than_the_rule_for_urgent_work(kelurahan, monkeypatch):
    pada(monkeypatch, wib(2026, 6, 8, 10))
    lama = CurhatFactory(urgensi=4, subkategori_id="rumah_tidak_layak_huni")
    assert lama.subkategori.target_hari_kerja > 5
    tiket = layanan.open_tiket(lama, sebab="Uji")
    assert tiket.due_aturan == "Mendesak: 5 hari kerja"
    assert tiket.due_at == wib(2026, 6, 15, 16)


def test_a_holiday_of_the_area_moves_the_deadline(kelurahan, taman, monkeypatch):
    pada(monkeypatch, wib(2026, 6, 8, 10))
    curhat = CurhatFactory()
    biasa = layanan.open_tiket(curhat, sebab="Uji").due_at
    hari = biasa.astimezone(WIB).date()
    HariLibur.objects.create(tanggal=hari, nama="Bersih desa", wilayah=taman)
    geser = layanan.open_tiket(CurhatFactory(), sebab="Uji").due_at
    assert geser == biasa + timedelta(days=1)


def test_waiting_for_the_resident_costs_the_office_no_time(kelurahan, moderator, monkeypatch):
    pada(monkeypatch, wib(2026, 6, 8, 10))
    tiket = TiketFactory(status="dikerjakan", urgensi=5, oleh=moderator)
    semula = tiket.due_at
    layanan.close_tiket(tiket, by=moderator, tindakan="Dikeruk.")
    tiket.refresh_from_db()
    assert tiket.dijeda_at == wib(2026, 6, 8, 10)
    assert not Tiket.objects.overdue(wib(2027, 1, 1)).exists()
    pada(monkeypatch, wib(2026, 6, 10, 15))
    layanan.reopen_tiket(tiket, alasan="Masih tergenang.")
    tiket.refresh_from_db()
    assert tiket.dijeda_at is None
    # reopened work is new work: a day from now, and nobody is reminded at its birth
    assert tiket.due_at == wib(2026, 6, 11, 15) > semula
    assert tiket.due_aturan == "Darurat: 24 jam"


def test_a_resident_who_confirms_late_does_not_make_the_office_late(
    kelurahan, moderator, monkeypatch
):
    pada(monkeypatch, wib(2026, 6, 11, 10))  # a Thursday
    tiket = TiketFactory(status="menunggu_konfirmasi", oleh=moderator)
    semula = tiket.due_at
    pada(monkeypatch, wib(2026, 6, 15, 9))  # Monday: Thursday and Friday ended in between
    layanan.confirm_selesai(tiket)
    tiket.refresh_from_db()
    assert semula == wib(2026, 6, 23, 16)  # seven working days; Tuesday the 16th is a holiday
    assert tiket.due_at == wib(2026, 6, 25, 16)


def test_another_urgency_sets_another_deadline_from_the_day_the_ticket_was_made(
    kelurahan, moderator, monkeypatch
):
    pada(monkeypatch, wib(2026, 6, 8, 10))
    tiket = layanan.open_tiket(CurhatFactory(), sebab="Uji")
    dibuat = tiket.created_at
    pada(monkeypatch, wib(2026, 6, 8, 12))
    tiket = layanan.correct_urgensi(tiket, by=moderator, urgensi=5, catatan="Ada bayi.")
    assert tiket.due_at == dibuat + timedelta(hours=24)
    assert tiket.due_aturan == "Darurat: 24 jam"
    baris = tiket.riwayat.last()
    assert "Urgensi 3 menjadi 5" in baris.catatan
    assert not baris.untuk_warga


def test_a_ticket_reopened_long_after_its_deadline_is_not_overdue_at_birth(
    kelurahan, moderator, monkeypatch
):
    pada(monkeypatch, wib(2026, 6, 8, 10))
    tiket = TiketFactory(status="selesai", oleh=moderator)
    pada(monkeypatch, wib(2026, 8, 3, 10))
    layanan.reopen_tiket(tiket, alasan="Muncul lagi.")
    tiket.refresh_from_db()
    assert tiket.due_at == wib(2026, 8, 12, 16)
    assert not Tiket.objects.overdue(wib(2026, 8, 4, 10)).exists()
    assert remind_lewat(wib(2026, 8, 4, 10)) == 0


def test_another_urgency_after_a_reopening_counts_from_the_reopening(
    kelurahan, moderator, monkeypatch
):
    pada(monkeypatch, wib(2026, 6, 8, 10))
    tiket = TiketFactory(status="menunggu_konfirmasi", oleh=moderator)
    pada(monkeypatch, wib(2026, 6, 18, 9))
    layanan.reopen_tiket(tiket, alasan="Masih.")
    pada(monkeypatch, wib(2026, 6, 18, 11))
    tiket = layanan.correct_urgensi(tiket, by=moderator, urgensi=5)
    assert tiket.due_at == wib(2026, 6, 19, 9)


def test_fourteen_silent_days_end_a_ticket_apart_from_the_solved(kelurahan, moderator, monkeypatch):
    now = timezone.now()
    tiket = TiketFactory(status="menunggu_konfirmasi", oleh=moderator, kontak=KontakFactory())
    assert close_tanpa_jawaban(now + timedelta(days=13, hours=23)) == 0
    assert close_tanpa_jawaban(now + timedelta(days=14, minutes=1)) == 1
    assert close_tanpa_jawaban(now + timedelta(days=15)) == 0
    tiket.refresh_from_db()
    assert (tiket.status, tiket.hasil) == ("selesai", "tanpa_jawaban")
    assert kepada_warga()[-1][0] == "ditutup_tanpa_jawaban"
    assert tiket.riwayat.last().by is None
    # the resident may still say it is not solved
    layanan.reopen_tiket(tiket, alasan="Baru sempat membalas, masih mampet.")
    tiket.refresh_from_db()
    assert (tiket.status, tiket.hasil, tiket.closed_at) == ("dibuka_lagi", "", None)


def test_a_staff_end_without_a_solution_is_counted_apart_too(kelurahan, moderator):
    tiket = TiketFactory(status="menunggu_konfirmasi", oleh=moderator, kontak=KontakFactory())
    layanan.close_unsolved(tiket, by=moderator, alasan="Anggaran baru ada tahun depan.")
    tiket.refresh_from_db()
    assert (tiket.status, tiket.hasil) == ("selesai", "tidak_terselesaikan")
    assert kepada_warga()[-1][0] == "ditutup_belum"


def test_the_reply_address_lives_as_long_as_the_last_open_ticket(kelurahan, moderator):
    kontak = KontakFactory(alamat_hingga=timezone.now() + timedelta(hours=24))
    satu = TiketFactory(kontak=kontak)
    dua = TiketFactory(kontak=kontak)
    assert Kontak.objects.get().alamat_hingga is None
    layanan.reject_tiket(satu, by=moderator, alasan="Ganda.")
    assert Kontak.objects.get().alamat_hingga is None
    layanan.reject_tiket(dua, by=moderator, alasan="Ganda.")
    assert Kontak.objects.get().alamat_hingga > timezone.now()


@pytest.mark.parametrize("model", [RiwayatTiket, RiwayatCurhat, RiwayatRujukan])
@pytest.mark.parametrize("cara", ["update", "delete", "truncate"])
def test_history_refuses_to_be_changed(curhat, moderator, dlh, model, cara):
    tiket = layanan.open_tiket(curhat, sebab="Uji")
    layanan.divert_tiket(tiket, by=moderator, alasan="Kota.", ke_instansi=dlh)
    RiwayatCurhat.objects.create(curhat=curhat, peristiwa="diterima")
    tabel = model._meta.db_table
    perintah = {
        "update": f"UPDATE {tabel} SET at = now()",  # noqa: S608
        "delete": f"DELETE FROM {tabel}",  # noqa: S608
        "truncate": f"TRUNCATE {tabel} CASCADE",
    }[cara]
    with (
        connection.cursor() as cursor,
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
    ):
        cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; {perintah}")
    assert model.objects.exists()
