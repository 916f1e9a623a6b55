"""Pairs that fit, visits, and going up a step on two sources."""

import datetime as dt
import uuid

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from ekonomi.models import BuktiUsaha, KunjunganPendamping, Mentor, Pendampingan, RiwayatTingkat
from ekonomi.muat_tingkat import load_tingkat
from ekonomi.services.mentor import (
    BelumBolehMentor,
    PasanganDitolak,
    become_mentor,
    end_pendampingan,
    record_kunjungan,
    start_pendampingan,
)
from ekonomi.services.tingkat import (
    TingkatDitolak,
    add_bukti,
    assess_tingkat,
    lower_tingkat,
    raise_tingkat,
)
from tests.curhat.test_bersamaan import in_threads
from tests.ekonomi.pabrik_omzet import catat, kunjungan, mentor, pasangan, usaha_rumah
from tests.factories import PenggunaFactory
from wilayah.peran import apply_izin

pytestmark = pytest.mark.usefixtures("taman")
PANDEAN = "35.77.03.1002"


@pytest.fixture(autouse=True)
def tingkat(db):
    load_tingkat()


def hari(n=0):
    return timezone.localdate() - dt.timedelta(days=n)


def siap(omzet=800_000):
    """A business that fulfils everything for step 2, with a witness."""
    usaha = usaha_rumah()
    for n in (1, 2, 3):
        catat(usaha, omzet, n=n)
    add_bukti(usaha, jenis="buku", pada=hari(3), by=None)
    kunjungan(pasangan(usaha))
    return usaha


def start(satu, usaha, by=None):
    return start_pendampingan(satu, usaha, tujuan="Rapi", mulai=hari(), by=by)


# --- pairs ---


def test_a_mentor_takes_no_more_than_they_can():
    satu = mentor(kapasitas=1)
    pair = start(satu, usaha_rumah())
    with pytest.raises(PasanganDitolak, match="kesanggupannya"):
        start(satu, usaha_rumah())
    end_pendampingan(pair, selesai=hari(), hasil="Mandiri", by=None)
    start(satu, usaha_rumah())


def test_two_desks_cannot_fill_the_last_place_twice(nyata):
    load_tingkat()
    satu, ditolak = mentor(kapasitas=1), []
    usaha = [usaha_rumah() for _ in range(4)]

    def pair(u):
        try:
            start(satu, u)
        except PasanganDitolak as galat:
            ditolak.append(galat)

    in_threads(*[lambda u=u: pair(u) for u in usaha])
    assert (Pendampingan.objects.count(), len(ditolak)) == (1, 3)


def test_nobody_accompanies_themselves_or_two_at_once():
    usaha = usaha_rumah()
    sendiri = mentor(usaha=usaha)
    with pytest.raises(PasanganDitolak, match="sendiri"):
        start(sendiri, usaha)
    with pytest.raises(IntegrityError), transaction.atomic():
        Pendampingan.objects.create(
            mentor=sendiri, usaha_mentor=usaha, usaha=usaha, tujuan="x", mulai=hari()
        )
    start(mentor(), usaha)
    with pytest.raises(PasanganDitolak, match="mentor lain"):
        start(mentor(), usaha)


def test_a_resting_mentor_is_given_nobody():
    with pytest.raises(PasanganDitolak, match="tidak aktif"):
        start(mentor(aktif=False), usaha_rumah())


def test_a_visit_is_within_the_pairs_time_and_written_once():
    pair, token = pasangan(), uuid.uuid4()
    isi = {"topik": "Kas", "temuan": "Rapi", "token": token}
    for _ in range(2):
        record_kunjungan(pair, tanggal=hari(), **isi)
    assert KunjunganPendamping.objects.count() == 1
    for tanggal in (hari(90), hari(-1)):
        with pytest.raises(PasanganDitolak):
            record_kunjungan(pair, tanggal=tanggal, **(isi | {"token": uuid.uuid4()}))


def test_numbers_of_people_do_not_enter_what_is_found():
    satu = record_kunjungan(
        pasangan(), tanggal=hari(), topik="Kas", temuan="Hubungi 081234567890", token=uuid.uuid4()
    )
    assert "081234567890" not in satu.temuan


# --- naik kelas ---


def test_what_is_fulfilled_and_what_not_is_explained():
    usaha = usaha_rumah()
    for n, nilai in ((1, 900_000), (2, 700_000), (3, 800_000)):
        catat(usaha, nilai, n=n)
    nilai = assess_tingkat(usaha, hari())
    assert [(n.jenis, n.terpenuhi) for n in nilai.nilai] == [("omzet", True), ("buku", False)]
    assert "Rp 800.000" in nilai.nilai[0].sebab  # the median of the three
    assert "Pembukuan: belum ada bukti" in nilai.kurang
    assert "kunjungan" in nilai.kurang[-1]


def test_two_months_are_too_few():
    usaha = usaha_rumah()
    for n in (1, 2):
        catat(usaha, 9_000_000, n=n)
    assert "2 dari 3 bulan" in assess_tingkat(usaha, hari()).nilai[0].sebab


def test_it_goes_up_on_two_sources_and_keeps_what_was_seen():
    usaha, by = siap(), PenggunaFactory()
    baris = raise_tingkat(usaha, by=by, alasan="Memenuhi syarat")
    usaha.refresh_from_db()
    assert (usaha.tingkat, baris.dari, baris.ke, baris.by) == (2, 1, 2, by)
    assert baris.saksi is not None
    assert {n["jenis"]: n["terpenuhi"] for n in baris.hitungan} == {"omzet": True, "buku": True}


def test_the_visit_of_who_decides_is_no_second_source():
    usaha, by = siap(), PenggunaFactory()
    KunjunganPendamping.objects.update(oleh=by)
    with pytest.raises(TingkatDitolak, match="Anda sendiri"):
        raise_tingkat(usaha, by=by, alasan="Memenuhi syarat")
    raise_tingkat(usaha, by=PenggunaFactory(), alasan="Memenuhi syarat")


@pytest.mark.parametrize("kurang", ["omzet", "bukti", "saksi", "alasan"])
def test_it_does_not_go_up_with_anything_missing(kurang):
    usaha = siap(omzet=100_000) if kurang == "omzet" else siap()
    if kurang == "bukti":
        BuktiUsaha.objects.update(dicabut_at=timezone.now(), alasan_cabut="hilang")
    if kurang == "saksi":
        KunjunganPendamping.objects.update(tanggal=hari(91))
    with pytest.raises(TingkatDitolak):
        raise_tingkat(usaha, by=PenggunaFactory(), alasan="" if kurang == "alasan" else "Ya")
    usaha.refresh_from_db()
    assert usaha.tingkat == 1
    assert not RiwayatTingkat.objects.exists()


def test_it_goes_down_with_a_reason_only_and_history_stays():
    usaha = siap()
    by = PenggunaFactory()
    raise_tingkat(usaha, by=by, alasan="Memenuhi syarat")
    with pytest.raises(TingkatDitolak):
        lower_tingkat(usaha, by=by, alasan=" ")
    lower_tingkat(usaha, by=by, alasan="Kas berhenti dicatat")
    assert list(RiwayatTingkat.objects.values_list("dari", "ke")) == [(1, 2), (2, 1)]
    with pytest.raises(TingkatDitolak):
        lower_tingkat(usaha, by=by, alasan="lagi")
    with pytest.raises(DatabaseError), transaction.atomic():
        RiwayatTingkat.objects.update(alasan="lain")


def test_two_clicks_raise_it_one_step(nyata):
    load_tingkat()
    usaha, by, ditolak = siap(), PenggunaFactory(), []

    def click():
        try:
            raise_tingkat(usaha, by=by, alasan="Memenuhi syarat")
        except TingkatDitolak as galat:
            ditolak.append(galat)

    in_threads(click, click)
    assert (RiwayatTingkat.objects.count(), len(ditolak)) == (1, 1)


def test_newer_evidence_replaces_the_older_and_certificates_add_up():
    usaha = usaha_rumah()
    for jumlah in (1, 3):
        add_bukti(usaha, jenis="buku", pada=hari(), by=None, jumlah=jumlah)
    for nomor in ("S-1", "S-2", "S-1"):
        add_bukti(usaha, jenis="sertifikat", pada=hari(), by=None, nomor=nomor)
    assert list(BuktiUsaha.objects.valid().order_by("id").values_list("jenis", "jumlah")) == [
        ("buku", 3), ("sertifikat", 1), ("sertifikat", 1),
    ]  # fmt: skip
    for isi in ({"jenis": "nib"}, {"jenis": "buku", "pada": hari(-1)}):
        with pytest.raises(TingkatDitolak):
            add_bukti(usaha, **({"pada": hari(), "by": None} | isi))


def test_who_went_up_with_a_certificate_becomes_a_mentor_once():
    usaha, by = usaha_rumah(tingkat=2), PenggunaFactory()
    with pytest.raises(BelumBolehMentor, match=r"tingkatnya baru 2.*sertifikat"):
        become_mentor(usaha, by=by)
    usaha.tingkat = 3
    usaha.save()
    add_bukti(usaha, jenis="sertifikat", pada=hari(), by=by, nomor="SRT-1")
    for _ in range(2):
        become_mentor(usaha, by=by)
    satu = Mentor.objects.get()
    assert (satu.asal, satu.usaha, satu.bidang) == ("lulusan", usaha, [usaha.bidang])


# --- staff pages ---


def as_user(peran="lurah", di="35.77.03.1009"):
    apply_izin()
    client = Client()
    client.force_login(PenggunaFactory(peran=peran, di=di))
    return client


NAIK = "/admin/ekonomi/riwayattingkat/"


def test_the_list_of_the_ready_says_why_and_the_page_raises():
    usaha, client = siap(), as_user()
    teks = client.get(f"{NAIK}siap/").content.decode()
    assert usaha.nama in teks
    assert "Rp 800.000" in teks
    client.post(f"{NAIK}usaha/{usaha.pk}/langkah/naik/", {"alasan": "Memenuhi syarat"})
    usaha.refresh_from_db()
    assert usaha.tingkat == 2
    halaman = client.get(f"{NAIK}usaha/{usaha.pk}/").content.decode()
    assert "Naik ke tingkat 2" in halaman
    assert "<svg" in halaman


def test_a_facilitator_notes_evidence_but_does_not_raise():
    usaha, client = siap(), as_user("fasilitator")
    data = {"jenis": "nib", "jumlah": 1, "nomor": "1234567890123", "pada": f"{hari():%Y-%m-%d}"}
    assert client.post(f"{NAIK}usaha/{usaha.pk}/langkah/bukti/", data).status_code == 302
    assert BuktiUsaha.objects.filter(usaha=usaha, jenis="nib").exists()
    assert client.post(f"{NAIK}usaha/{usaha.pk}/langkah/naik/", {"alasan": "x"}).status_code == 404
    salah = client.post(f"{NAIK}usaha/{usaha.pk}/langkah/bukti/", data | {"pada": "kemarin"})
    assert salah.status_code == 422


def test_another_area_sees_and_moves_nothing():
    usaha, client = siap(), as_user(di=PANDEAN)
    pair = Pendampingan.objects.get()
    assert usaha.nama not in client.get(f"{NAIK}siap/").content.decode()
    assert client.get(f"{NAIK}usaha/{usaha.pk}/").status_code == 404
    assert client.post(f"{NAIK}usaha/{usaha.pk}/langkah/naik/", {"alasan": "x"}).status_code == 404
    for alamat in (f"/admin/ekonomi/pendampingan/{pair.pk}/change/",
                   f"/admin/ekonomi/pendampingan/{pair.pk}/kunjungan/"):  # fmt: skip
        assert client.post(alamat).status_code == 404


def test_staff_pair_write_visits_and_end_it():
    usaha, satu, client = usaha_rumah(), mentor(), as_user("fasilitator")
    data = {"mentor": satu.pk, "usaha": usaha.pk, "tujuan": "Kas rapi", "mulai": f"{hari(7)}"}
    assert client.post("/admin/ekonomi/pendampingan/add/", data).status_code == 302
    assert client.post("/admin/ekonomi/pendampingan/add/", data).status_code == 422
    pair = Pendampingan.objects.get()
    alamat = f"/admin/ekonomi/pendampingan/{pair.pk}/"
    visit = {"token": str(uuid.uuid4()), "pasangan": pair.pk, "tanggal": f"{hari()}",
             "topik": "Kas", "temuan": "Rapi", "tindak_lanjut": "NIB",
             "tenggat": f"{hari()}"}  # fmt: skip
    assert client.post(f"{alamat}kunjungan/", visit).status_code == 302
    satu = KunjunganPendamping.objects.get()
    assert satu.oleh is not None
    pekan = client.get("/admin/ekonomi/kunjunganpendamping/pekan/").content.decode()
    assert "NIB" in pekan
    client.post(
        f"/admin/ekonomi/kunjunganpendamping/{satu.pk}/langkah/batal/", {"alasan": "keliru"}
    )
    assert not KunjunganPendamping.objects.counted().exists()
    salah = client.post(f"{alamat}selesai/", {"selesai": f"{hari(30)}", "hasil": "Selesai"})
    assert salah.status_code == 422
    akhir = {"selesai": f"{hari()}", "hasil": "Rapi"}
    assert client.post(f"{alamat}selesai/", akhir).status_code == 302


def test_the_lists_take_as_many_queries_for_fifteen_as_for_one(django_assert_max_num_queries):
    client = as_user()
    siap()
    alamat = (f"{NAIK}siap/", "/admin/ekonomi/pendampingan/", "/admin/ekonomi/mentor/",
              "/admin/ekonomi/kunjunganpendamping/pekan/")  # fmt: skip
    ukur = {}
    for satu in alamat:
        client.get(satu)
        with django_assert_max_num_queries(25) as n:
            client.get(satu)
        ukur[satu] = len(n)
    for _ in range(14):
        siap()
    for satu in alamat:
        with django_assert_max_num_queries(ukur[satu]):
            client.get(satu)
