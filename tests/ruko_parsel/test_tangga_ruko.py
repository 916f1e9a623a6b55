"""The desk's ladder: who hears of a request that waits, and that once."""

import datetime as dt
import threading
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from pesan.models import PesanKeluar
from ruko_parsel.models import AturanTangga, Permintaan
from ruko_parsel.services.permintaan import move_permintaan, pause_permintaan
from ruko_parsel.services.tangga import climb_tangga
from tests.factories import PenggunaFactory
from tests.ruko_parsel.pabrik import (
    PANGGUNG,
    TETANGGA,
    make_camat,
    make_desa,
    make_permintaan,
    make_petugas,
)

S = Permintaan.Status
WITA = ZoneInfo("Asia/Makassar")
# Monday to Friday of two weeks without a holiday; kept moments of the office's hours
SENIN = dt.datetime(2027, 4, 5, 10, tzinfo=WITA)
BATAS = dt.datetime(2027, 4, 9, 16, tzinfo=WITA)  # Friday, the end of the office's day


def hari(n, jam=10, menit=0):
    """A moment of the n-th April."""
    return dt.datetime(2027, 4, n, jam, menit, tzinfo=WITA)


def waiting(*, petugas=None, mulai=SENIN, batas=BATAS, **lain):
    """A request filed on Monday, to be answered by Friday."""
    satu = make_permintaan(**lain)
    # the deadline first: it must not lie before the day of filing
    Permintaan.objects.filter(pk=satu.pk).update(due_at=batas + dt.timedelta(days=9))
    Permintaan.objects.filter(pk=satu.pk).update(created_at=mulai, petugas=petugas)
    Permintaan.objects.filter(pk=satu.pk).update(due_at=batas)
    satu.refresh_from_db()
    return satu


def told(templat=None):
    rows = PesanKeluar.objects.filter(templat__startswith="ruko_tangga")
    rows = rows.filter(templat=templat) if templat else rows
    return sorted(rows.values_list("templat", "pengguna__nama"))


@pytest.fixture
def meja(db):
    return make_petugas(nama="Bu Rina"), make_camat(nama="Bu Camat")


def test_the_rungs_of_the_fixture_are_there(db):
    assert list(AturanTangga.objects.values_list("tahap", flat=True)) == [
        "separuh", "dekat", "lewat", "naik", "tanpa_petugas", "rujukan",
    ]  # fmt: skip


def test_half_of_the_time_is_said_to_the_officer_once(meja):
    petugas, _camat = meja
    waiting(petugas=petugas)
    assert climb_tangga(hari(6)) == 0
    assert climb_tangga(hari(7, 15)) == 1
    assert climb_tangga(hari(7, 16)) == 0
    assert told() == [("ruko_tangga_separuh", "Bu Rina")]


def test_the_day_before_is_said_from_its_morning(meja):
    waiting(petugas=meja[0])
    climb_tangga(hari(7, 15))
    assert climb_tangga(hari(8, 7)) == 0  # before the office opens
    assert climb_tangga(hari(8, 9)) == 1
    assert told("ruko_tangga_dekat") == [("ruko_tangga_dekat", "Bu Rina")]


def test_a_late_one_is_said_to_officer_and_camat_on_the_next_working_day(meja):
    waiting(petugas=meja[0])
    assert climb_tangga(hari(9, 18)) == 0
    assert climb_tangga(hari(10)) == 0  # Saturday
    assert climb_tangga(hari(12)) == 2
    assert [n for _t, n in told("ruko_tangga_lewat")] == ["Bu Camat", "Bu Rina"]


def test_three_working_days_late_goes_up_with_a_note_that_only_the_desk_reads(meja):
    satu = waiting(petugas=meja[0])
    climb_tangga(hari(12))
    assert climb_tangga(hari(14)) == 0  # the third day has not ended
    assert climb_tangga(hari(15)) == 1
    baris = satu.riwayat.last()
    assert (baris.apa, baris.untuk_desa) == ("Diingatkan ke camat", False)
    assert climb_tangga(hari(16)) == 0
    assert satu.riwayat.filter(apa="Diingatkan ke camat").count() == 1


def test_a_day_without_an_officer_is_said_to_the_camat(meja):
    waiting()
    assert climb_tangga(hari(5, 16)) == 0
    assert climb_tangga(hari(6)) == 1
    assert told() == [("ruko_tangga_tanpa_petugas", "Bu Camat")]


def test_one_nobody_holds_is_the_whole_desks(meja):
    make_petugas(nama="Pak Heri")
    make_petugas(nama="Orang Jauh", di=TETANGGA)
    waiting()
    climb_tangga(hari(8))
    assert [n for _t, n in told("ruko_tangga_dekat")] == ["Bu Rina", "Pak Heri"]


def test_paused_answered_and_ended_ones_are_left_alone(meja):
    petugas, _camat = meja
    diam = waiting(petugas=petugas)
    pause_permintaan(diam, by=petugas, catatan="Minta data")
    dijawab = waiting(petugas=petugas, di=PANGGUNG)
    for ke in (S.DITELAAH, S.DITANGGAPI):
        dijawab = move_permintaan(dijawab, to=ke, by=petugas)
    kembali = waiting(petugas=petugas)
    move_permintaan(kembali, to=S.DIKEMBALIKAN, by=petugas, hasil="Bukan urusan kecamatan.")
    assert climb_tangga(hari(20)) == 0


def test_a_deadline_that_moved_is_said_anew(meja):
    satu = waiting(petugas=meja[0])
    climb_tangga(hari(12))
    Permintaan.objects.filter(pk=satu.pk).update(due_at=hari(13, 17))
    assert climb_tangga(hari(14)) == 2


def test_an_emergency_is_said_by_night_too(meja):
    waiting(petugas=meja[0], urgensi=5, batas=hari(6, 0, 30), mulai=hari(5, 0, 30))
    assert climb_tangga(hari(5, 13)) == 1
    assert climb_tangga(hari(6, 1)) == 2


def test_where_nobody_is_on_duty_it_is_said_when_somebody_is(db):
    waiting()
    assert climb_tangga(hari(12)) == 0
    make_camat(nama="Baru")
    assert climb_tangga(hari(12)) == 2  # late, and without an officer


def test_a_private_one_is_named_without_its_subject(meja):
    waiting(petugas=meja[0], rahasia=True, judul="Kas dipakai bendahara")
    climb_tangga(hari(12))
    badan = "".join(PesanKeluar.objects.values_list("badan", flat=True))
    assert "bendahara" not in badan
    assert "rahasia" in badan


def test_a_private_one_nobody_holds_is_the_camats_alone(meja):
    waiting(rahasia=True)
    climb_tangga(hari(8))
    assert {n for _t, n in told()} == {"Bu Camat"}


def test_a_rung_that_is_switched_off_is_not_climbed(meja):
    AturanTangga.objects.filter(tahap="lewat").update(aktif=False)
    waiting(petugas=meja[0])
    assert climb_tangga(hari(12)) == 0


@pytest.mark.parametrize(
    "isi",
    [
        {"acuan": "terpakai", "ukuran": 120, "ke_camat": True},
        {"acuan": "tanpa_petugas", "ukuran": 0, "ke_camat": True},
        {"acuan": "batas", "ukuran": 0},
    ],
)
def test_a_rung_that_cannot_be_is_refused(db, isi):
    with pytest.raises(ValidationError):
        AturanTangga(tahap="uji", nama="Uji", templat="ruko_tangga_lewat", **isi).full_clean()


def test_the_operator_changes_a_rung_the_camat_reads_it(client, meja):
    alamat = "/admin/ruko_parsel/aturantangga/separuh/change/"
    isi = {
        "nama": "Sepertiga", "acuan": "terpakai", "ukuran": 33, "ke_petugas": "on",
        "templat": "tidak_ada", "aktif": "on", "urut": 1,
    }  # fmt: skip
    client.force_login(meja[1])
    assert "Separuh waktu terpakai" in client.get(alamat).content.decode()
    assert client.post(alamat, isi).status_code == 403
    client.force_login(PenggunaFactory(is_superuser=True, is_staff=True))
    assert "Templat pesan ini tidak ada" in client.post(alamat, isi).content.decode()
    client.post(alamat, isi | {"templat": "ruko_tangga_separuh"})
    assert AturanTangga.objects.get(pk="separuh").ukuran == 33
    client.force_login(make_desa())
    assert client.get(alamat).status_code in {403, 404}


def test_many_waiting_cost_a_fixed_number_of_looks(meja, django_assert_max_num_queries):
    for _ in range(3):
        waiting(petugas=meja[0])
    climb_tangga(hari(12))
    with django_assert_max_num_queries(12 + 3 * 2):  # calendars of the late ones
        climb_tangga(hari(12, 11))


def test_two_runs_at_one_instant_tell_once(nyata):
    petugas = make_petugas(nama="Bu Rina")
    make_camat(nama="Bu Camat")
    satu = waiting(petugas=petugas)
    climb_tangga(hari(12))
    mulai, jumlah = threading.Barrier(2), []

    def run():
        mulai.wait()
        jumlah.append(climb_tangga(hari(15)))
        connection.close()

    benang = [threading.Thread(target=run) for _ in range(2)]
    for b in benang:
        b.start()
    for b in benang:
        b.join()
    assert sorted(jumlah) == [0, 1]
    assert satu.riwayat.filter(apa="Diingatkan ke camat").count() == 1
