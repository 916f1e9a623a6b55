"""Hand-over, the checks after it, misuse; each Rupiah in the ledger."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from buku_besar.models import Jurnal
from buku_besar.services import PeriodeTertutup, close_periode, month_of, saldo
from ekonomi.models import Belanja, FotoHibah, Hibah, PemeriksaanHibah
from ekonomi.services.anggaran import book_of, left_on
from ekonomi.services.hibah.catat import HibahDitolak
from ekonomi.services.hibah.periksa import ask_due, record_pemeriksaan, send_foto
from ekonomi.services.hibah.tarik import outstanding, record_pengembalian, withdraw_hibah
from pesan.models import PesanKeluar
from tests.ekonomi.pabrik import RumahFactory
from tests.ekonomi.pabrik_hibah import PaketFactory, foto, serah, setuju, usul
from tests.factories import KontakFactory, PenggunaFactory

TAMAN = "35.77.03.1009"


@pytest.fixture
def tim(db):
    return {
        peran: PenggunaFactory(peran=peran, di=TAMAN)
        for peran in ("fasilitator", "lurah", "moderator")
    }


@pytest.fixture
def disetujui(tim):
    """An approved grant of two million, of a household that can be written to."""
    hibah = usul(PaketFactory(), tim["fasilitator"], rumah=RumahFactory(kontak=KontakFactory()))
    return setuju(hibah, tim["fasilitator"], tim["moderator"], tim["lurah"])


@pytest.fixture
def diserahkan(disetujui, tim):
    return serah(disetujui, tim["fasilitator"]).hibah


def kas_dan_beban(hibah):
    buku = book_of(hibah.paket.program)
    return saldo(buku, "1-1100"), saldo(buku, "5-1100")


def test_a_hand_over_books_the_money_notes_the_capital_and_plans_three_checks(disetujui, tim):
    hasil = serah(disetujui, tim["fasilitator"], penerima="Sutrapada Uji")
    hibah = Hibah.objects.get()
    assert (hibah.status, hibah.nomor_kuitansi) == ("diserahkan", f"KW-{hibah.kode[3:]}")
    assert len(hasil.pin) == 6
    belanja = Belanja.objects.get()
    assert (belanja.jumlah, belanja.status, belanja.kas) == (2_000_000, "dibukukan", "1-1100")
    assert left_on(hibah.paket.pos) == 98_000_000
    hibah.rumah.refresh_from_db()
    assert hibah.rumah.modal == 2_000_000
    hari = timezone.localdate()
    assert list(hibah.pemeriksaan.values_list("hari", "jatuh_tempo")) == [
        (n, hari + dt.timedelta(days=n)) for n in (30, 60, 90)
    ]
    assert hibah.kode in PesanKeluar.objects.get(templat="hibah_diserahkan").badan


@pytest.mark.parametrize(
    ("isi", "kata"),
    [
        ({"foto": []}, "satu foto"),
        ({"penerima": "  "}, "nama yang menerima"),
        ({"tanggal": timezone.localdate() + dt.timedelta(days=1)}, "belum tiba"),
        ({"tanggal": timezone.localdate() - dt.timedelta(days=1)}, "sebelum disetujui"),
        ({"foto": [b"bukan gambar"]}, "tidak dapat dibuka"),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_saved(disetujui, tim, isi, kata):
    with pytest.raises(HibahDitolak, match=kata):
        serah(disetujui, tim["fasilitator"], **isi)
    disetujui.refresh_from_db()
    assert disetujui.status == "disetujui"
    assert not FotoHibah.objects.exists()
    assert not Jurnal.objects.exists()


def test_it_is_handed_over_once(diserahkan, tim):
    with pytest.raises(HibahDitolak, match="sudah diserahkan"):
        serah(diserahkan, tim["fasilitator"])
    assert Belanja.objects.count() == 1


def test_a_closed_period_is_not_written_to(disetujui, tim):
    bulan_lalu = timezone.localdate().replace(day=1) - dt.timedelta(days=1)
    Hibah.objects.update(disetujui_at=timezone.now() - dt.timedelta(days=40))
    buku = book_of(disetujui.paket.program)
    awal, akhir = month_of(bulan_lalu)
    close_periode(buku, mulai=awal, selesai=akhir, by=tim["lurah"])
    with pytest.raises(PeriodeTertutup):
        serah(disetujui, tim["fasilitator"], tanggal=bulan_lalu)
    disetujui.refresh_from_db()
    assert disetujui.status == "disetujui"
    assert not Belanja.objects.exists()
    assert not PemeriksaanHibah.objects.exists()


def test_the_same_picture_proves_one_thing_only(diserahkan, tim):
    gambar = foto()
    periksa = diserahkan.pemeriksaan.get(hari=30)
    record_pemeriksaan(periksa, putusan="dipakai", foto=[gambar], by=tim["fasilitator"])
    with pytest.raises(HibahDitolak, match="sudah pernah dipakai"):
        record_pemeriksaan(
            diserahkan.pemeriksaan.get(hari=60), putusan="dipakai", foto=[gambar],
            by=tim["fasilitator"],
        )  # fmt: skip
    assert diserahkan.pemeriksaan.get(hari=60).putusan == ""


def test_three_good_checks_end_it(diserahkan, tim):
    for hari in (30, 60, 90):
        record_pemeriksaan(
            diserahkan.pemeriksaan.get(hari=hari), putusan="dipakai", foto=[foto()],
            by=tim["fasilitator"],
        )  # fmt: skip
    diserahkan.refresh_from_db()
    assert diserahkan.status == "selesai"


def test_a_verdict_needs_a_picture_or_words_and_is_given_once(diserahkan, tim):
    periksa = diserahkan.pemeriksaan.get(hari=30)
    with pytest.raises(HibahDitolak, match="satu foto"):
        record_pemeriksaan(periksa, putusan="dipakai", by=tim["fasilitator"])
    with pytest.raises(HibahDitolak, match="yang Anda lihat"):
        record_pemeriksaan(periksa, putusan="dijual", by=tim["fasilitator"])
    with pytest.raises(HibahDitolak, match="Pilih putusannya"):
        record_pemeriksaan(periksa, putusan="hilang", catatan="x", by=tim["fasilitator"])
    record_pemeriksaan(periksa, putusan="dijual", catatan="Ovennya tidak ada.", by=tim["lurah"])
    with pytest.raises(HibahDitolak, match="sudah diputuskan"):
        record_pemeriksaan(periksa, putusan="dipakai", foto=[foto()], by=tim["fasilitator"])


def test_a_household_is_asked_once_for_each_check_and_its_picture_counts(diserahkan, tim):
    hari = timezone.localdate() + dt.timedelta(days=28)
    assert ask_due(timezone.localdate()) == 0
    assert ask_due(hari) == 1
    assert ask_due(hari) == 0
    assert "30 hari" in PesanKeluar.objects.get(templat="hibah_tanya_foto").badan
    send_foto(diserahkan, [SimpleUploadedFile("usaha.jpg", foto())])
    periksa = diserahkan.pemeriksaan.get(hari=30)
    assert periksa.foto.get().dari == "warga"
    record_pemeriksaan(periksa, putusan="dipakai", by=tim["fasilitator"])  # its picture is enough


def test_overdue_checks_are_listed_and_ended_grants_are_not(diserahkan, tim):
    nanti = timezone.localdate() + dt.timedelta(days=61)
    assert PemeriksaanHibah.objects.overdue(nanti).count() == 2
    withdraw_hibah(diserahkan, alasan="Dijual.", by=tim["lurah"])
    assert not PemeriksaanHibah.objects.overdue(nanti).exists()


def test_misuse_is_withdrawn_by_the_lurah_and_what_comes_back_is_in_the_books(diserahkan, tim):
    with pytest.raises(HibahDitolak, match="lurah"):
        withdraw_hibah(diserahkan, alasan="Dijual.", by=tim["moderator"])
    with pytest.raises(HibahDitolak, match="alasan"):
        withdraw_hibah(diserahkan, alasan=" ", by=tim["lurah"])
    withdraw_hibah(diserahkan, alasan="Ovennya dijual.", by=tim["lurah"])
    assert "Ovennya dijual." in PesanKeluar.objects.get(templat="hibah_ditarik").badan
    assert kas_dan_beban(diserahkan) == (-2_000_000, 2_000_000)
    hari = timezone.localdate()
    record_pengembalian(diserahkan, jumlah=750_000, tanggal=hari, by=tim["lurah"])
    assert kas_dan_beban(diserahkan) == (-1_250_000, 1_250_000)
    assert left_on(diserahkan.paket.pos) == 100_000_000 - 1_250_000
    with pytest.raises(HibahDitolak, match=r"Rp 1\.250\.000"):
        record_pengembalian(diserahkan, jumlah=1_250_001, tanggal=hari, by=tim["lurah"])
    hibah = record_pengembalian(diserahkan, jumlah=1_250_000, tanggal=hari, by=tim["lurah"])
    assert (hibah.kembali, outstanding(hibah)) == (2_000_000, 0)
    assert kas_dan_beban(diserahkan) == (0, 0)
    assert left_on(diserahkan.paket.pos) == 100_000_000
    hibah.rumah.refresh_from_db()
    assert hibah.rumah.modal == 0


def test_a_withdrawn_household_does_not_get_the_same_again(diserahkan, tim):
    withdraw_hibah(diserahkan, alasan="Dijual.", by=tim["lurah"])
    with pytest.raises(HibahDitolak, match="barang yang sama"):
        usul(diserahkan.paket, tim["fasilitator"], rumah=diserahkan.rumah)


def test_nothing_comes_back_of_a_grant_that_was_not_taken_back(diserahkan, tim):
    with pytest.raises(HibahDitolak, match="sesudah hibah ditarik"):
        record_pengembalian(diserahkan, jumlah=1, tanggal=timezone.localdate(), by=tim["lurah"])
