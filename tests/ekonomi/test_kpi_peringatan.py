"""Early warning: once a period, told to the lurah, answered by a plan, over when it recovers."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from ekonomi.models import Capaian, Peringatan
from ekonomi.services.kpi import ensure_aturan, record_capaian
from ekonomi.services.peringatan import (
    RencanaKeliru,
    check_peringatan,
    finish_aksi,
    plan_aksi,
    remind_aksi,
)
from ekonomi.tugas.kpi import hitung_program
from pesan.models import PesanKeluar
from tests.ekonomi.pabrik_kpi import angkatan, buat_program, hari, ikut, peserta

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(lurah):
    program = buat_program(target={"rumah_terlibat": 100, "peserta_pelatihan": 200})
    ensure_aturan(program)
    return program


def test_a_programme_gets_its_rules_once_and_staffs_changes_stay(program):
    program.aturan_peringatan.filter(indikator="rumah_terlibat").update(ambang="0.90")
    assert set(ensure_aturan(program).values()) == {0}
    assert float(program.aturan_peringatan.get(indikator="rumah_terlibat").ambang) == 0.9
    assert program.kriteria.count() == 4
    assert sum(b.bobot for b in program.bobot_mandiri.all()) == 100


def test_below_its_threshold_an_indicator_is_warned_of_once_a_month(program):
    assert check_peringatan(program, hari(29)) == []  # not yet watched
    baru = check_peringatan(program, hari(40))
    assert {p.indikator_id for p in baru} == {"rumah_terlibat", "peserta_pelatihan"}
    assert check_peringatan(program, hari(41)) == []
    assert len(check_peringatan(program, hari(40 + 31))) == 2  # the next month


def test_a_month_end_asks_nothing_new_while_a_warning_of_it_is_open(program):
    assert len(check_peringatan(program, hari(55))) == 2  # 25 September
    assert check_peringatan(program, hari(62)) == []  # 2 October
    assert len(check_peringatan(program, hari(84))) == 2  # four weeks on


def test_about_day_ninety_the_review_raises_its_own(program):
    check_peringatan(program, hari(88))
    baru = check_peringatan(program, hari(90))
    assert {p.periode for p in baru} == {Peringatan.HARI_90}
    assert check_peringatan(program, hari(91)) == []
    assert "di bawah 70%" in baru[0].kalimat
    assert "Dihitung dari" in baru[0].kalimat


def test_a_review_night_missed_by_more_than_a_week_is_not_made_up(program):
    baru = check_peringatan(program, hari(98))
    assert Peringatan.HARI_90 not in {p.periode for p in baru}


def test_the_lurah_is_told_of_each_and_a_second_run_tells_nothing_again(program, lurah):
    check_peringatan(program, hari(40))
    check_peringatan(program, hari(40))
    pesan = PesanKeluar.objects.filter(templat="peringatan_kpi", pengguna=lurah)
    assert pesan.count() == 2
    assert "[PERINGATAN]" in pesan.first().badan


def test_what_came_back_above_its_threshold_is_closed(program):
    check_peringatan(program, hari(40))
    for _ in range(12):
        ikut(program)
    check_peringatan(program, hari(45))
    satu = Peringatan.objects.get(indikator="rumah_terlibat")
    assert satu.pulih_pada == hari(45)
    assert Peringatan.objects.get(indikator="peserta_pelatihan").is_open


def test_no_data_is_no_red(program):
    program.target.filter(indikator="rumah_terlibat").delete()
    program.target.create(indikator_id="perempuan_peserta", nilai=50)
    ensure_aturan(program)
    baru = check_peringatan(program, hari(60))
    assert "perempuan_peserta" not in {p.indikator_id for p in baru}


def test_a_plan_says_who_and_until_when_and_ends_with_a_result(program, lurah):
    (satu, *_) = check_peringatan(program, hari(40))
    besok = timezone.localdate() + dt.timedelta(days=1)
    with pytest.raises(RencanaKeliru, match="siapa penanggung"):
        plan_aksi(satu, apa="Sosialisasi ulang", siapa=" ", tenggat=besok, by=lurah)
    with pytest.raises(RencanaKeliru, match="sudah lewat"):
        plan_aksi(satu, apa="a", siapa="b", tenggat=dt.date(2026, 1, 1), by=lurah)
    rencana = plan_aksi(satu, apa="Sosialisasi ulang", siapa="Sekretaris", tenggat=besok, by=lurah)
    with pytest.raises(RencanaKeliru, match="Tulis hasilnya"):
        finish_aksi(rencana, hasil="", by=lurah)
    finish_aksi(rencana, hasil="Sebelas rumah bergabung", by=lurah)
    with pytest.raises(RencanaKeliru, match="sudah ditutup"):
        finish_aksi(rencana, hasil="lagi", by=lurah)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(rencana).objects.filter(pk=rencana.pk).update(hasil="")


def test_a_plan_past_its_day_is_spoken_of_once(program, lurah):
    (satu, *_) = check_peringatan(program, hari(40))
    hari_ini = timezone.localdate()
    plan_aksi(satu, apa="a", siapa="b", tenggat=hari_ini, by=lurah)
    assert remind_aksi(program, hari_ini) == 0
    assert remind_aksi(program, hari_ini + dt.timedelta(days=1)) == 1
    remind_aksi(program, hari_ini + dt.timedelta(days=2))
    assert PesanKeluar.objects.filter(templat="rencana_aksi_lewat").count() == 1


def test_a_day_keeps_one_snapshot_and_it_never_changes(program):
    jumlah = record_capaian(program, hari(50))
    assert jumlah == Capaian.objects.filter(program=program).count() > 20
    ikut(program)
    assert record_capaian(program, hari(50)) == 0
    assert Capaian.objects.get(indikator="rumah_terlibat", tanggal=hari(50)).nilai == 0
    assert record_capaian(program, hari(51)) == jumlah
    with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
        Capaian.objects.update(nilai=1)


def test_a_snapshot_tells_how_it_was_computed(program):
    satu = angkatan(program)
    for n in range(1, 4):
        peserta(satu, n, jk="P" if n < 3 else "L")
    record_capaian(program, hari(50))
    baris = Capaian.objects.get(indikator="perempuan_peserta")
    assert (float(baris.nilai), baris.pembilang, baris.penyebut, baris.sel) == (66.67, 2, 3, 1)
    assert baris.catatan == "Dihitung dari 2 perempuan dari 3 peserta pelatihan."


def test_the_nights_work_may_run_twice(program):
    satu = hitung_program(program, hari(40))
    dua = hitung_program(program, hari(40))
    assert satu["capaian"] > 20
    assert satu["peringatan"] == 2
    assert set(dua.values()) == {0}


def test_the_command_names_what_it_did_and_refuses_an_unknown_programme(program, capsys):
    call_command("hitung_kpi", program=program.kode, tanggal=hari(40))
    assert "peringatan 2" in capsys.readouterr().out
    with pytest.raises(CommandError, match="Tidak ada program"):
        call_command("hitung_kpi", program="tidak-ada")
