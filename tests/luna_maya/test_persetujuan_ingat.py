"""Reminders: the day before and two hours before, once each; none late, none of a cancelled one."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.utils import timezone

from luna_maya.models import Kunjungan, RiwayatKunjungan
from luna_maya.services.kontak import set_kontak_tokoh
from luna_maya.services.kunjungan import cancel_kunjungan, reschedule_kunjungan
from luna_maya.services.pengingat import day_before, due_reminders, run_pengingat
from luna_maya.services.persetujuan import Pilihan, agree_kunjungan, invite_tuan_rumah
from pesan.models import PesanKeluar
from tests.luna_maya.pabrik import WITA, make_tokoh, malam
from tests.luna_maya.pabrik_persetujuan import TAUTAN, make_agreed, make_host, make_invited

S = Kunjungan.Status


@pytest.fixture
def lampau(monkeypatch):
    """Everything before a test's reminders happened five days ago: the visit is old news."""
    asli = timezone.now

    def set_back(hari=5):
        monkeypatch.setattr(timezone, "now", lambda: asli() - dt.timedelta(days=hari))

    def now():
        monkeypatch.setattr(timezone, "now", asli)

    set_back()
    yield now
    now()


def reminders():
    rows = PesanKeluar.objects.filter(templat__startswith="luna_ingat").order_by("pk")
    return [(p.templat, "tuan" if p.templat == "luna_ingat_tuan" else p.kontak_id or p.pengguna_id,
             p.status) for p in rows]  # fmt: skip


@pytest.mark.django_db
def test_everybody_hears_the_day_before_and_two_hours_before_once_each(lampau):
    tokoh = set_kontak_tokoh(make_tokoh(), nomor="081200000099")
    kunjungan = make_agreed(tokoh=[tokoh], mulai_at=malam(hari=3))
    lampau()
    sebelum = day_before(kunjungan)
    assert run_pengingat(sebelum - dt.timedelta(minutes=1)) == 0
    for _ in range(2):
        run_pengingat(sebelum + dt.timedelta(minutes=3))
    assert len(reminders()) == 3
    dua_jam = kunjungan.mulai_at - dt.timedelta(hours=2)
    for _ in range(2):
        run_pengingat(dua_jam + dt.timedelta(minutes=5))
    assert len(reminders()) == 6
    kepada = PesanKeluar.objects.filter(templat="luna_ingat", kontak=tokoh.kontak)
    assert "Gang Purnama" in kepada[0].badan
    lurah = PesanKeluar.objects.filter(templat="luna_ingat", pengguna=kunjungan.lurah)
    assert "Gang Purnama" not in lurah[0].badan
    assert "/admin/luna_maya/kunjungan/" in lurah[0].badan


@pytest.mark.parametrize(
    ("mulai", "sehari"),
    [
        ("2027-01-01T00:30", "2026-12-31T16:00"),
        ("2027-03-01T19:00", "2027-02-28T16:00"),
        ("2026-12-12T23:45", "2026-12-11T16:00"),
    ],
)
def test_the_day_before_is_right_past_midnight_and_at_the_months_end(mulai, sehari):
    saat = dt.datetime.fromisoformat(mulai).replace(tzinfo=WITA)
    kunjungan = Kunjungan(mulai_at=saat, wilayah_id="63.06.05.1002.01.02")
    batas = dt.datetime.fromisoformat(sehari).replace(tzinfo=WITA)
    assert day_before(kunjungan) == batas
    assert due_reminders(kunjungan, batas) == ["h1"]
    assert due_reminders(kunjungan, batas - dt.timedelta(seconds=1)) == []
    assert due_reminders(kunjungan, saat - dt.timedelta(hours=2)) == ["j2"]
    assert due_reminders(kunjungan, saat) == []


@pytest.mark.django_db
def test_a_reminder_not_sent_in_time_is_dropped_when_the_visit_begins(lampau):
    kunjungan = make_agreed(mulai_at=malam(hari=3))
    lampau()
    run_pengingat(kunjungan.mulai_at - dt.timedelta(minutes=20))
    baris = PesanKeluar.objects.filter(templat="luna_ingat_tuan").get()
    assert baris.kedaluwarsa_at == kunjungan.mulai_at
    assert run_pengingat(kunjungan.mulai_at) == 0


@pytest.mark.django_db
def test_after_a_move_old_reminders_are_void_and_new_ones_come(lampau):
    kunjungan = make_agreed(mulai_at=malam(hari=3))
    lampau()
    run_pengingat(day_before(kunjungan))
    baru = malam(hari=6, jam=20)
    kunjungan = reschedule_kunjungan(
        kunjungan, mulai_at=baru, selesai_at=baru + dt.timedelta(hours=3), alasan="Hujan", by=None
    )
    assert {status for _t, _k, status in reminders()} <= {"expired", "failed"}
    invite_tuan_rumah(kunjungan, by=None)
    agree_kunjungan(kunjungan, Pilihan({"catatan": True}), TAUTAN)
    run_pengingat(day_before(kunjungan) + dt.timedelta(minutes=1))
    baris = PesanKeluar.objects.filter(templat="luna_ingat_tuan").order_by("pk").last()
    assert "20.00 WITA" in baris.badan


@pytest.mark.django_db
def test_a_cancelled_visit_is_never_reminded_of(lampau):
    kunjungan = make_agreed(mulai_at=malam(hari=3))
    lampau()
    run_pengingat(day_before(kunjungan))
    cancel_kunjungan(kunjungan, alasan="Banjir", by=None)
    jumlah = len(reminders())
    run_pengingat(kunjungan.mulai_at - dt.timedelta(hours=1))
    assert len(reminders()) == jumlah
    assert not PesanKeluar.objects.filter(templat="luna_ingat_tuan", status="queued").exists()


@pytest.mark.django_db
def test_without_an_answer_only_the_lurah_hears_that_it_is_missing(lampau):
    kunjungan = make_invited(mulai_at=malam(hari=3))
    lampau()
    run_pengingat(day_before(kunjungan))
    assert [satu[0] for satu in reminders()] == ["luna_ingat_belum"]


@pytest.mark.django_db
def test_what_was_only_just_planned_is_not_reminded_of_at_once():
    kunjungan = make_agreed(mulai_at=malam(hari=1))
    langkah = RiwayatKunjungan.objects.filter(ke_mulai_at__isnull=False).last()
    if langkah.at >= day_before(kunjungan):
        run_pengingat()
        assert reminders() == []


def test_two_workers_at_once_owe_each_reminder_once(nyata):
    kunjungan = [
        make_agreed(tuan_rumah=make_host(f"Keluarga {n}"), mulai_at=malam(hari=n + 2))
        for n in range(1, 4)
    ]
    mulai = threading.Barrier(2)

    def run():
        mulai.wait()
        try:
            for satu in kunjungan:
                run_pengingat(satu.mulai_at - dt.timedelta(hours=1))
        finally:
            connection.close()

    benang = [threading.Thread(target=run) for _ in range(2)]
    for satu in benang:
        satu.start()
    for satu in benang:
        satu.join()
    dua_jam = PesanKeluar.objects.filter(kunci__contains=":ingat:j2:")
    assert dua_jam.filter(templat="luna_ingat_tuan").count() == 3
    assert dua_jam.filter(templat="luna_ingat").count() == 3
