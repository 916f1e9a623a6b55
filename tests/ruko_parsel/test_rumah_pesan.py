"""Rooms are booked by the desk and by villages; what cannot be held is refused with a reason."""

import datetime as dt

import pytest

from dasbor.demo.waktu import simulated_clock
from pesan.models import PesanKeluar
from ruko_parsel.models import HariTutup, Pemesanan, Permintaan
from ruko_parsel.services.ingat_ruang import run_ingat_ruang
from ruko_parsel.services.pemesanan import (
    Bentrok,
    LangkahTerlarang,
    WaktuKeliru,
    approve_pemesanan,
    arrive_pemesanan,
    book_ruang,
    cancel_pemesanan,
    finish_pemesanan,
    miss_pemesanan,
    move_pemesanan,
    refuse_pemesanan,
    schedule_ruang,
)
from tests.factories import WilayahFactory
from tests.ruko_parsel.pabrik import (
    KECAMATAN,
    PANGGUNG,
    TETANGGA,
    make_desa,
    make_permintaan,
    make_petugas,
)
from tests.ruko_parsel.pabrik_rumah import (
    make_diminta,
    make_jam,
    make_pemesanan,
    make_ruang,
    next_senin,
    pesanan,
    pukul,
)
from tests.serentak import at_once
from wilayah.models import HariLibur

S = Pemesanan.Status


def told(templat):
    return PesanKeluar.objects.filter(templat=templat)


def test_two_officers_booking_one_room_at_the_same_second_one_wins(nyata):
    satu, dua = make_petugas(), make_petugas()
    ruang = make_ruang()
    hasil = at_once(
        lambda: book_ruang(pesanan(ruang=ruang, petugas=satu), by=satu),
        lambda: book_ruang(pesanan(ruang=ruang, petugas=dua, di=PANGGUNG), by=dua),
    )
    assert sorted(type(h).__name__ for h in hasil) == ["Bentrok", "Pemesanan"]
    assert Pemesanan.objects.count() == 1


def test_an_officer_is_with_one_guest_at_a_time_even_at_the_same_second(nyata):
    petugas = make_petugas()
    ruang = [make_ruang("Ruang Anggrek"), make_ruang("Ruang Meranti")]
    hasil = at_once(
        *(lambda r=r: book_ruang(pesanan(ruang=r, petugas=petugas), by=petugas) for r in ruang)
    )
    galat = [h for h in hasil if isinstance(h, Bentrok)]
    assert len(galat) == 1
    assert "Petugas" in str(galat[0])


def test_two_villages_asking_for_one_slot_at_once_one_wins(nyata):
    ruang = make_ruang()
    hasil = at_once(
        lambda: make_diminta(ruang=ruang), lambda: make_diminta(di=PANGGUNG, ruang=ruang)
    )
    assert sorted(type(h).__name__ for h in hasil) == ["Bentrok", "Pemesanan"]


@pytest.mark.django_db
def test_one_may_begin_when_the_last_one_ends():
    ruang = make_ruang()
    make_pemesanan(ruang=ruang)
    make_pemesanan(ruang=ruang, mulai_at=pukul(10), selesai_at=pukul(11))
    with pytest.raises(Bentrok, match="Ruang"):
        make_pemesanan(ruang=ruang, mulai_at=pukul(9, 45), selesai_at=pukul(10, 15))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("mulai", "selesai", "kata"),
    [
        ((7, 30), (8, 30), "jam buka"),
        ((15, 30), (16, 30), "jam buka"),
        ((9, 0), (9, 10), "15 menit"),
        ((8, 0), (12, 30), "4 jam"),
        ((10, 0), (9, 0), "15 menit"),
    ],
)
def test_times_that_cannot_be_held(mulai, selesai, kata):
    with pytest.raises(WaktuKeliru, match=kata):
        make_pemesanan(mulai_at=pukul(*mulai), selesai_at=pukul(*selesai))


@pytest.mark.django_db
def test_opening_hours_are_on_the_clock_of_the_place():
    """08.00 WITA is 07.00 in Jakarta."""
    assert make_pemesanan(mulai_at=pukul(8), selesai_at=pukul(9)).mulai_at.utctimetuple()[3] == 0


@pytest.mark.django_db
def test_the_past_a_closed_day_a_holiday_and_the_weekend_are_refused():
    kemarin = next_senin() - dt.timedelta(days=14)
    with pytest.raises(WaktuKeliru, match="lewat"):
        make_pemesanan(mulai_at=pukul(9, hari=kemarin), selesai_at=pukul(10, hari=kemarin))
    sabtu = next_senin() + dt.timedelta(days=5)
    with pytest.raises(WaktuKeliru, match="tutup"):
        make_pemesanan(mulai_at=pukul(9, hari=sabtu), selesai_at=pukul(10, hari=sabtu))
    ruang = make_ruang()
    tutup = HariTutup.objects.create(
        wilayah_id=KECAMATAN, ruang=ruang, mulai=next_senin(), selesai=next_senin(),
        alasan="Atap diperbaiki",
    )  # fmt: skip
    with pytest.raises(WaktuKeliru, match="Atap diperbaiki"):
        make_pemesanan(ruang=ruang)
    make_pemesanan(ruang=make_ruang("Ruang lain"))
    tutup.delete()
    mulai, selesai = pukul(9), pukul(10)
    HariLibur.objects.create(tanggal=mulai.date(), nama="Hari jadi kabupaten")
    with pytest.raises(WaktuKeliru, match="Hari jadi kabupaten"):
        make_pemesanan(ruang=ruang, mulai_at=mulai, selesai_at=selesai)


@pytest.mark.django_db
def test_a_room_with_hours_of_its_own_keeps_those_and_a_break_divides_the_day():
    ruang = make_ruang()
    make_jam(ruang=ruang, buka=8, tutup=12)
    make_jam(ruang=ruang, buka=13, tutup=15)
    with pytest.raises(WaktuKeliru):
        make_pemesanan(ruang=ruang, mulai_at=pukul(11, 30), selesai_at=pukul(13, 30))
    make_pemesanan(ruang=ruang, mulai_at=pukul(13), selesai_at=pukul(14))


@pytest.mark.django_db
def test_too_many_guests_a_room_out_of_use_and_another_kecamatans_room():
    with pytest.raises(ValueError, match="12 orang"):
        make_pemesanan(jumlah_tamu=13)
    with pytest.raises(ValueError, match="tidak dipakai"):
        make_pemesanan(ruang=make_ruang("Gudang", aktif=False))
    with pytest.raises(ValueError, match="tidak dipakai"):
        make_pemesanan(ruang=make_ruang("Aula tetangga", di=TETANGGA))
    with pytest.raises(ValueError, match="tidak bertugas"):
        make_pemesanan(petugas=make_petugas(TETANGGA))


@pytest.mark.django_db
def test_a_village_asks_and_the_desk_agrees_with_the_request_scheduled():
    desa, petugas = make_desa(), make_petugas()
    permintaan = make_permintaan(by=desa)
    pemesanan = make_pemesanan(by=desa, permintaan=permintaan)
    assert pemesanan.status == S.DIMINTA
    assert told("ruko_ruang_diminta").filter(pengguna=petugas).exists()
    approve_pemesanan(pemesanan, petugas=petugas, by=petugas)
    permintaan.refresh_from_db()
    assert permintaan.status == Permintaan.Status.DIJADWALKAN
    pesan = told("ruko_ruang_setuju").get()
    assert pesan.pengguna == desa
    assert "09.00 WITA" in pesan.badan
    assert [r.apa for r in pemesanan.riwayat.all()] == ["Diminta desa", "Disetujui"]


@pytest.mark.django_db
def test_a_village_cannot_book_for_another_or_schedule_itself():
    with pytest.raises(PermissionError):
        make_pemesanan(by=make_desa(PANGGUNG))
    permintaan, desa = make_permintaan(), make_desa()
    with pytest.raises(PermissionError):
        schedule_ruang(
            permintaan, ruang=make_ruang(), mulai_at=pukul(9), selesai_at=pukul(10), petugas=None,
            by=desa,
        )  # fmt: skip
    with pytest.raises(ValueError, match="desa lain"):
        make_pemesanan(di=PANGGUNG, permintaan=permintaan)


@pytest.mark.django_db
def test_the_desk_schedules_a_request_in_one_step_or_not_at_all():
    petugas, permintaan = make_petugas(), make_permintaan()
    ruang = make_ruang()
    isi = {"ruang": ruang, "mulai_at": pukul(9), "selesai_at": pukul(10), "petugas": petugas}
    pemesanan = schedule_ruang(permintaan, by=petugas, **isi)
    permintaan.refresh_from_db()
    assert (pemesanan.status, permintaan.status) == (S.DISETUJUI, "dijadwalkan")
    lain = make_permintaan(di=PANGGUNG)
    with pytest.raises(Bentrok):
        schedule_ruang(lain, by=petugas, **isi)
    lain.refresh_from_db()
    assert lain.status == "diterima"
    assert lain.riwayat.count() == 1


@pytest.mark.django_db
def test_a_refusal_and_a_cancellation_need_a_reason_and_free_the_room():
    ruang, petugas = make_ruang(), make_petugas()
    pemesanan = make_diminta(ruang=ruang)
    with pytest.raises(ValueError, match="alasan"):
        refuse_pemesanan(pemesanan, alasan="  ", by=petugas)
    refuse_pemesanan(pemesanan, alasan="Dipakai rapat [[YA|TIDAK]]", by=petugas)
    assert "[[" not in told("ruko_ruang_tolak").get().badan
    kedua = make_pemesanan(ruang=ruang)
    cancel_pemesanan(kedua, alasan="Camat dipanggil bupati", by=petugas)
    make_pemesanan(ruang=ruang)
    with pytest.raises(LangkahTerlarang):
        arrive_pemesanan(kedua, by=petugas)


@pytest.mark.django_db
def test_moved_by_the_village_it_waits_again_moved_by_the_desk_it_stands():
    desa, petugas = make_desa(), make_petugas()
    pemesanan = make_pemesanan(by=desa)
    approve_pemesanan(pemesanan, petugas=petugas, by=petugas)
    isi = {"ruang": pemesanan.ruang, "alasan": "Ada musyawarah dusun"}
    pindah = move_pemesanan(pemesanan, mulai_at=pukul(13), selesai_at=pukul(14), by=desa, **isi)
    assert pindah.status == S.DIMINTA
    langkah = pemesanan.riwayat.last()
    assert (langkah.dari_mulai_at, langkah.ke_mulai_at) == (pukul(9), pukul(13))
    approve_pemesanan(pemesanan, petugas=petugas, by=petugas)
    pindah = move_pemesanan(pemesanan, mulai_at=pukul(14), selesai_at=pukul(15), by=petugas, **isi)
    assert pindah.status == S.DISETUJUI
    assert told("ruko_ruang_pindah").filter(pengguna=desa).exists()


@pytest.mark.django_db
def test_guests_come_on_the_day_and_the_room_is_free_when_they_go():
    petugas, ruang = make_petugas(), make_ruang()
    pemesanan = make_pemesanan(ruang=ruang)
    with pytest.raises(WaktuKeliru, match="hari ini"):
        arrive_pemesanan(pemesanan, by=petugas)
    with pytest.raises(WaktuKeliru, match="belum tiba"):
        miss_pemesanan(pemesanan, by=petugas)
    with simulated_clock() as jam:
        jam.sekarang = pukul(8, 50)
        arrive_pemesanan(pemesanan, by=petugas)
        arrive_pemesanan(pemesanan, by=petugas)
        jam.sekarang = pukul(9, 20)
        finish_pemesanan(pemesanan, by=petugas)
        make_pemesanan(ruang=ruang, mulai_at=pukul(9, 30), selesai_at=pukul(10))
    assert pemesanan.riwayat.count() == 3


@pytest.mark.django_db
def test_reminders_go_the_day_before_and_two_hours_before_once_each():
    desa, petugas = make_desa(), make_petugas()
    pemesanan = make_pemesanan(by=desa)
    approve_pemesanan(pemesanan, petugas=petugas, by=petugas)
    sore = pukul(16, 5, hari=next_senin() - dt.timedelta(days=1))
    assert run_ingat_ruang(sore - dt.timedelta(hours=1)) == 0
    run_ingat_ruang(sore)
    run_ingat_ruang(sore)
    assert told("ruko_ruang_ingat").count() == 2
    run_ingat_ruang(pukul(7, 5))
    assert told("ruko_ruang_ingat").count() == 4
    run_ingat_ruang(pukul(9))
    assert told("ruko_ruang_ingat").count() == 4


def test_two_clocks_remind_once(nyata):
    petugas = make_petugas()
    make_pemesanan(by=petugas, petugas=petugas)
    make_desa()
    at_once(*(lambda: run_ingat_ruang(pukul(7, 30)) for _ in range(2)))
    assert told("ruko_ruang_ingat").count() == 2


@pytest.mark.django_db
def test_a_moved_bookings_old_reminder_is_void_and_what_nobody_answered_is_refused():
    petugas = make_petugas()
    pemesanan = make_pemesanan(by=petugas, petugas=petugas)
    run_ingat_ruang(pukul(7, 5))
    move_pemesanan(
        pemesanan, ruang=pemesanan.ruang, mulai_at=pukul(13), selesai_at=pukul(14), alasan="x",
        by=petugas,
    )  # fmt: skip
    assert not told("ruko_ruang_ingat").filter(status="queued").exists()
    diminta = make_diminta(mulai_at=pukul(10), selesai_at=pukul(11))
    run_ingat_ruang(pukul(10, 1))
    diminta.refresh_from_db()
    assert diminta.status == S.DITOLAK
    assert "lewat" in diminta.alasan


@pytest.mark.django_db
def test_a_booking_of_the_desk_without_a_request_tells_the_villages_staff():
    desa = make_desa(PANGGUNG)
    WilayahFactory(kode=PANGGUNG)
    make_pemesanan(di=PANGGUNG)
    assert told("ruko_ruang_setuju").get().pengguna == desa
