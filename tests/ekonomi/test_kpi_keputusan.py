"""The review about day 90: computed from the criteria, decided by people, frozen by a signature."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from ekonomi.models import BarisKeputusan, KriteriaKeputusan, LembarKeputusan
from ekonomi.services.keputusan import (
    BukanPenandaTanganLembar,
    LembarBelumLengkap,
    LembarTerkunci,
    decide_baris,
    judge,
    missing_of,
    open_lembar,
    sign_lembar,
    write_risalah,
)
from ekonomi.services.kpi import ensure_aturan
from ekonomi.services.peringatan import check_peringatan, plan_aksi
from tests.ekonomi.pabrik_kpi import angkatan, buat_program, hari, peserta, usaha
from tests.factories import PenggunaFactory

pytestmark = pytest.mark.django_db
TARGET = {
    "peserta_pelatihan": 200, "usaha_baru_naik_kelas": 50, "pendapatan_naik": 25,
    "pekerja_padat_karya": 100,
}  # fmt: skip


@pytest.fixture
def program(lurah):
    program = buat_program(target=TARGET)
    ensure_aturan(program)
    return program


def kriteria(**isi):
    program = buat_program(target=TARGET)
    ensure_aturan(program)
    satu = program.kriteria.get(komponen="Usaha aktif")
    for nama, nilai in isi.items():
        setattr(satu, nama, nilai)
    return satu


@pytest.mark.parametrize(
    ("nilai", "hasil"),
    [
        (9, "skalakan"), (12, "skalakan"), (Decimal("8.99"), "sesuaikan"), (5, "sesuaikan"),
        (Decimal("4.99"), "hentikan"), (0, "hentikan"), (None, "sesuaikan"),
    ],
)  # fmt: skip
def test_the_criteria_turn_at_their_thresholds(nilai, hasil):
    """Line 10, scale from 90 %, adjust from 50 %; without a figure: adjust, and say why."""
    satu = kriteria(skalakan_min=Decimal("0.9"), sesuaikan_min=Decimal("0.5"))
    putusan, mengapa = judge(satu, None if nilai is None else Decimal(nilai), Decimal(10))
    assert putusan == hasil
    assert mengapa


def test_the_sheet_explains_each_component_by_its_figures(program, lurah):
    """At day 90 the line of 50 new businesses is 50 x 90/365 = 12.33; eleven are 89 %."""
    for n in range(11):
        usaha(program, mulai=hari(n))
    lembar = open_lembar(program, by=lurah, pada=hari(90))
    baris = {b.komponen: b for b in lembar.baris.all()}
    assert list(baris) == [
        "Peserta pelatihan", "Usaha aktif", "Pendapatan awal", "Penyerapan padat karya",
    ]  # fmt: skip
    assert baris["Usaha aktif"].hitungan == "sesuaikan"
    assert baris["Usaha aktif"].garis == Decimal("12.33")
    assert "11 usaha dari garis 12,3 usaha: 89%" in baris["Usaha aktif"].penjelasan
    assert baris["Penyerapan padat karya"].hitungan == "hentikan"
    assert baris["Pendapatan awal"].nilai is None
    assert baris["Pendapatan awal"].hitungan == "sesuaikan"
    assert all(b.putusan == "" for b in baris.values())  # the computation decides nothing


def test_a_component_without_a_target_uses_its_own_mark(lurah):
    program = buat_program(target={"pendapatan_naik": 25})
    ensure_aturan(program)
    satu = angkatan(program)
    for n in range(1, 61):
        peserta(satu, n, sertifikat=hari(31)) if n < 3 else peserta(satu, n)
    lembar = open_lembar(program, by=lurah, pada=hari(90))
    baris = lembar.baris.get(komponen="Peserta pelatihan")
    assert (baris.garis, baris.nilai, baris.hitungan) == (100, 2, "hentikan")


def test_people_may_decide_otherwise_but_say_why(program, lurah):
    lembar = open_lembar(program, by=lurah, pada=hari(90))
    baris = lembar.baris.get(komponen="Penyerapan padat karya")
    with pytest.raises(ValueError, match="tulis alasannya"):
        decide_baris(baris, putusan="sesuaikan", by=lurah)
    with pytest.raises(ValueError, match="Pilih skalakan"):
        decide_baris(baris, putusan="entahlah", by=lurah)
    decide_baris(baris, putusan="sesuaikan", alasan="Proyek baru mulai pekan depan", by=lurah)
    with pytest.raises(IntegrityError), transaction.atomic():
        BarisKeputusan.objects.filter(pk=baris.pk).update(alasan="")


def test_a_draft_is_computed_anew_and_keeps_decisions_that_still_fit(program, lurah):
    lembar = open_lembar(program, by=lurah, pada=hari(90))
    for baris in lembar.baris.all():
        decide_baris(baris, putusan=baris.hitungan, by=lurah)
    for n in range(14):
        usaha(program, mulai=hari(n))
    lembar = open_lembar(program, by=lurah, pada=hari(91))
    baris = {b.komponen: b for b in lembar.baris.all()}
    assert baris["Usaha aktif"].putusan == ""  # it says something else now
    assert baris["Penyerapan padat karya"].putusan == "hentikan"
    assert LembarKeputusan.objects.count() == 1


def decided(program, by):
    lembar = open_lembar(program, by=by, pada=hari(90))
    for baris in lembar.baris.all():
        decide_baris(baris, putusan=baris.hitungan, by=by)
    return write_risalah(
        lembar, tanggal=timezone.localdate(), peserta="Lurah, sekretaris, dua fasilitator",
        risalah="Semua bagian dibahas satu per satu.", by=by,
    )  # fmt: skip


def test_what_is_missing_is_named_and_the_warnings_need_their_plans(program, lurah):
    check_peringatan(program, hari(90))
    lembar = open_lembar(program, by=lurah, pada=hari(90))
    with pytest.raises(LembarBelumLengkap) as kurang:
        sign_lembar(lembar, by=lurah)
    teks = " ".join(kurang.value.kurang)
    assert "Usaha aktif: belum diputuskan rapat." in teks
    assert "risalah rapat belum ditulis" in teks
    assert "belum punya rencana aksi" in teks
    lembar = decided(program, lurah)
    assert all("rencana aksi" in k for k in missing_of(lembar))
    for satu in program.peringatan.all():
        plan_aksi(
            satu, apa="Kejar", siapa="Fasilitator",
            tenggat=timezone.localdate() + dt.timedelta(days=7), by=lurah,
        )  # fmt: skip
    assert sign_lembar(lembar, by=lurah).is_signed


def test_only_the_lurah_of_the_kelurahan_signs(program, lurah, moderator):
    lembar = decided(program, lurah)
    lain = PenggunaFactory(peran="lurah", di="35.77.03.1002")
    for orang in (moderator, lain, PenggunaFactory(is_superuser=True)):
        with pytest.raises(BukanPenandaTanganLembar):
            sign_lembar(lembar, by=orang)


def test_signed_is_frozen_by_the_service_and_by_the_database(program, lurah):
    lembar = sign_lembar(decided(program, lurah), by=lurah)
    assert [k["putusan"] for k in lembar.potret["komponen"]]
    assert lembar.potret["penanda_tangan"] == "Irma Lestari"
    baris = lembar.baris.first()
    with pytest.raises(LembarTerkunci):
        decide_baris(baris, putusan="skalakan", alasan="x", by=lurah)
    with pytest.raises(LembarTerkunci):
        open_lembar(program, by=lurah, pada=hari(95))
    for rows in (LembarKeputusan.objects.all(), BarisKeputusan.objects.all()):
        with pytest.raises(ProgrammingError), transaction.atomic():
            rows.update(**{"risalah": "lain"} if rows.model is LembarKeputusan else {"alasan": "x"})


def test_a_programme_without_criteria_says_so(lurah):
    program = buat_program()
    KriteriaKeputusan.objects.all().delete()
    with pytest.raises(LembarBelumLengkap, match="belum punya kriteria"):
        open_lembar(program, by=lurah)


def test_minutes_lose_what_must_not_be_kept_for_ever(program, lurah):
    lembar = decided(program, lurah)
    lembar = write_risalah(
        lembar, tanggal=timezone.localdate(), peserta="Lurah",
        risalah="Hubungi 0812 3456 7890 untuk lanjutan", by=lurah,
    )  # fmt: skip
    assert "3456" not in lembar.risalah
    with pytest.raises(ValueError, match="belum terjadi"):
        write_risalah(
            lembar, tanggal=timezone.localdate() + dt.timedelta(days=1), peserta="", risalah="x",
            by=lurah,
        )  # fmt: skip
