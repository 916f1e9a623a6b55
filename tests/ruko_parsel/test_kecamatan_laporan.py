"""The monthly report: drafted, remarked on, signed, frozen, corrected, downloaded."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from dasbor.demo.waktu import simulated_clock
from pesan.models import PesanKeluar
from ruko_parsel.masa import closed_month
from ruko_parsel.models import LaporanRuko
from ruko_parsel.services.laporan import (
    LaporanKeliru,
    correct_laporan,
    draft_due,
    draft_laporan,
    sign_laporan,
    write_catatan,
)
from tests.factories import PenggunaFactory
from tests.ruko_parsel.pabrik import (
    KECAMATAN,
    PANGGUNG,
    TETANGGA,
    make_camat,
    make_desa,
    make_petugas,
)
from tests.ruko_parsel.pabrik_kecamatan import jalani, pukul
from wilayah.models import Wilayah

pytestmark = pytest.mark.django_db
MARET = dt.date(2026, 3, 1)


@pytest.fixture
def camat():
    orang = make_camat(nama="Hj. Rahmah Karangan")
    orang.penugasan.update(mulai="2026-01-01")
    return orang


@pytest.fixture
def laporan(camat):
    jalani(ajukan=pukul("2026-03-02", 9), jawab=pukul("2026-03-02", 12, 30))
    jalani(ajukan=pukul("2026-03-10"), di=PANGGUNG, masalah="stunting")
    return susun()


def susun(kini="2026-04-01"):
    with simulated_clock() as jam:
        jam.sekarang = pukul(kini, 2)
        return draft_laporan(Wilayah.objects.get(pk=KECAMATAN), MARET)


def kata(laporan):
    return str(laporan.isi)


def test_the_draft_says_the_month_in_plain_sentences(laporan):
    assert "2 permintaan masuk dari 2 di antara " in kata(laporan)
    assert "separuhnya dalam 3,5 jam kerja atau kurang" in kata(laporan)
    assert "1 permintaan lewat batas" in kata(laporan)


def test_the_camat_gets_one_message(laporan, camat):
    susun()
    pesan = PesanKeluar.objects.get(templat="ruko_laporan_siap")
    assert "Maret 2026" in pesan.badan


def test_a_month_that_is_not_over_has_no_report(camat):
    jalani(ajukan=pukul("2026-03-02"))
    with pytest.raises(LaporanKeliru):
        susun("2026-03-31")


def test_the_task_drafts_each_kecamatan_once_when_the_places_month_has_ended(camat):
    jalani(ajukan=pukul("2026-03-02"))
    with simulated_clock() as jam:
        jam.sekarang = pukul("2026-04-01", 0, 10)  # still March in Jakarta
        assert draft_due(jam.sekarang) == 1
        assert draft_due(jam.sekarang) == 0
    assert LaporanRuko.objects.get().bulan == MARET


def test_only_the_camat_of_the_place_signs(laporan):
    for orang in (make_petugas(), make_desa(), make_camat_lain()):
        with pytest.raises(PermissionError):
            sign_laporan(laporan, by=orang)


def make_camat_lain():
    return PenggunaFactory(peran="camat", di=TETANGGA)


def test_what_is_signed_is_numbered_and_frozen(laporan, camat):
    write_catatan(laporan, "Air bah di hulu.\nSatu petugas cuti.", by=make_petugas())
    satu = sign_laporan(laporan, by=camat)
    assert satu.nomor == "LB/63.11.07/2026/03"
    assert "Air bah di hulu." in kata(satu)
    assert "Hj. Rahmah Karangan" in kata(satu)
    with pytest.raises(LaporanKeliru):
        write_catatan(satu, "lain", by=camat)
    with pytest.raises(LaporanKeliru):
        sign_laporan(satu, by=camat)
    with pytest.raises(DatabaseError), transaction.atomic():
        LaporanRuko.objects.filter(pk=satu.pk).update(nomor="x")
    with pytest.raises(DatabaseError), transaction.atomic():
        satu.delete()


def test_a_correction_is_a_new_version_and_the_old_one_stays(laporan, camat):
    with pytest.raises(LaporanKeliru):
        correct_laporan(laporan, sebab="Salah hitung", by=camat)
    lama = sign_laporan(laporan, by=camat)
    baru = correct_laporan(lama, sebab="Satu permintaan tercatat ganda", by=camat)
    assert (baru.versi, baru.disahkan_at) == (2, None)
    with pytest.raises(LaporanKeliru):
        correct_laporan(lama, sebab="Lagi", by=camat)
    baru = sign_laporan(baru, by=camat)
    assert baru.nomor == "LB/63.11.07/2026/03/P1"
    assert "Satu permintaan tercatat ganda" in kata(baru)
    lama.refresh_from_db()
    assert lama.nomor == "LB/63.11.07/2026/03"


def test_a_correction_needs_a_reason(laporan, camat):
    with pytest.raises(LaporanKeliru):
        correct_laporan(sign_laporan(laporan, by=camat), sebab="  ", by=camat)


def halaman(laporan, nama="change", *args):
    return reverse(f"admin:ruko_parsel_laporanruko_{nama}", args=[laporan.pk, *args])


def test_the_camat_reads_and_signs_on_the_page(client, laporan, camat):
    client.force_login(camat)
    isi = client.get(halaman(laporan)).content.decode()
    assert "Menurut desa dan kelurahan" in isi
    assert "Sahkan" in isi
    jawab = client.post(halaman(laporan, "langkah", "sah"), follow=True)
    assert "LB/63.11.07/2026/03" in jawab.content.decode()
    client.post(halaman(laporan, "langkah", "sah"))  # twice
    assert LaporanRuko.objects.get().disahkan_by == camat


def test_an_officer_writes_remarks_but_may_not_sign(client, laporan):
    client.force_login(make_petugas())
    assert "Sahkan" not in client.get(halaman(laporan)).content.decode()
    client.post(halaman(laporan, "langkah", "catatan"), {"catatan": "<b>Catatan</b> \x00"})
    client.post(halaman(laporan, "langkah", "catatan"), {"catatan": "<b>Perhatian</b>"})
    client.post(halaman(laporan, "langkah", "sah"))
    laporan.refresh_from_db()
    assert laporan.disahkan_at is None
    assert laporan.catatan == "<b>Perhatian</b>"
    assert "&lt;b&gt;Perhatian" in client.get(halaman(laporan)).content.decode()


def test_another_kecamatan_and_village_staff_do_not_see_it(client, laporan):
    client.force_login(make_camat_lain())
    assert client.get(halaman(laporan)).status_code == 404
    assert client.get(halaman(laporan, "unduh", "pdf")).status_code == 404
    client.force_login(make_desa())
    assert client.get(halaman(laporan)).status_code in {403, 404}


@pytest.mark.parametrize(("bentuk", "awal"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_the_report_as_a_file(client, laporan, camat, bentuk, awal):
    write_catatan(laporan, "#set page() [markup] <w:t>", by=camat)
    client.force_login(camat)
    for _n in range(2):
        jawab = client.get(halaman(laporan, "unduh", bentuk))
        assert b"".join(jawab.streaming_content).startswith(awal)
        sign_laporan(laporan, by=camat) if _n == 0 else None
    assert client.get(halaman(laporan, "unduh", "exe")).status_code == 404


def test_a_missed_month_can_be_drafted_by_hand(client, camat):
    lalu = closed_month(timezone.localdate()).dari
    jalani(ajukan=pukul("2026-03-02"))
    client.force_login(camat)
    alamat = reverse("admin:ruko_parsel_laporanruko_add")
    assert client.get(alamat).status_code == 200
    kini = timezone.localdate().replace(day=1)
    salah = client.post(alamat, {"wilayah": KECAMATAN, "bulan": f"{kini}"})
    assert salah.status_code == 422
    assert "bulan" in salah.context["form"].errors
    client.post(alamat, {"wilayah": KECAMATAN, "bulan": f"{lalu}"})
    assert LaporanRuko.objects.get().bulan == lalu


def test_the_list_of_reports_costs_the_same_for_one_and_fifteen(
    client, laporan, camat, django_assert_max_num_queries
):
    client.force_login(camat)
    alamat = reverse("admin:ruko_parsel_laporanruko_changelist")
    client.get(alamat)
    with django_assert_max_num_queries(30) as satu:
        client.get(alamat)
    for n in range(14):
        LaporanRuko.objects.create(
            wilayah_id=KECAMATAN, bulan=dt.date(2024 + n // 12, n % 12 + 1, 1), isi=laporan.isi,
            disusun_at=laporan.disusun_at,
        )  # fmt: skip
    with django_assert_max_num_queries(len(satu.captured_queries)):
        client.get(alamat)
