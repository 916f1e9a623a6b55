"""The market's pages: public, the seller's behind the card, the desk's, and the words in chat."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from ekonomi.models import JualPasar, LanggananPasar, Pasar, PasarHari, SewaLapak, Usaha
from ekonomi.services.lapak_pasar import book_lapak, record_jual
from ekonomi.services.pasar import cancel_hari
from pesan.models import PesanKeluar
from tests.curhat.conftest import (  # noqa: F401 - fixtures
    acuan_curhat,
    bersih,
    kelurahan,
    lurah,
    moderator,
    nomor,
    taman,
    terima,
)
from tests.ekonomi.pabrik import UsahaFactory
from tests.ekonomi.pabrik_pasar import (
    PANDEAN,
    TAMAN,
    buat_pasar,
    hari_depan,
    hari_lalu,
    usaha_berkartu,
)
from tests.factories import PenggunaFactory, WilayahFactory
from wilayah.halaman import forget_area

pytestmark = pytest.mark.usefixtures("kelurahan")
SLUG = "taman-madiun"


@pytest.fixture
def staf():
    return PenggunaFactory(peran="fasilitator", di=TAMAN)


@pytest.fixture
def pasar():
    forget_area()
    return buat_pasar(lat="-7.64000", lng="111.53000")


@pytest.fixture
def penjual(client):
    """A seller signed in by card: (client, business)."""
    usaha, kode, pin = usaha_berkartu(nama="Pecel Bu Uji")
    client.post("/pasar/lapak/", {"kode": kode, "pin": pin})
    return client, usaha


def test_the_public_page_shows_days_and_goods_and_names_only_with_consent(client, pasar, staf):
    hari, lapak = hari_depan(pasar), list(pasar.lapak.all())
    book_lapak(hari, lapak[0], UsahaFactory(nama="Warung Diam"), dagangan="tempe", by=staf)
    book_lapak(
        hari, lapak[1], UsahaFactory(nama="Warung Bangga"), dagangan="<b>pecel</b>", tampil=True,
        by=staf,
    )  # fmt: skip
    isi = client.get(f"/{SLUG}/pasar/").content.decode()
    assert "tempe" in isi
    assert "Warung Bangga" in isi
    assert "Warung Diam" not in isi
    assert "<b>pecel" not in isi
    assert 'data-lat="-7.64000"' in isi
    assert len(isi) < 60_000


def test_sums_of_few_sellers_are_not_public(client, pasar, staf):
    for n in range(2):
        sewa = book_lapak(hari_lalu(pasar, n + 1), pasar.lapak.first(), UsahaFactory(), by=staf)
        record_jual(sewa, 777_000, cara="petugas", by=staf)
    isi = client.get(f"/{SLUG}/pasar/").content.decode()
    assert "777" not in isi
    assert "kurang dari lima penjual" not in isi or "<svg" not in isi


def test_an_area_without_a_market_says_so(client):
    assert "Belum ada pasar" in client.get(f"/{SLUG}/pasar/").content.decode()
    assert client.get("/tidak-ada/pasar/").status_code == 404


def test_the_calendar_feed_marks_called_off_days(client, pasar, staf):
    hari = hari_depan(pasar)
    cancel_hari(hari, alasan="Hujan lebat", by=staf)
    jawab = client.get(f"/{SLUG}/pasar/kalender.ics")
    acara = list(Calendar.from_ical(jawab.content).walk("VEVENT"))
    assert len(acara) == pasar.hari_pasar.count()
    batal = [e for e in acara if e["status"] == "CANCELLED"]
    assert [e["uid"] for e in batal] == [f"pasar-{hari.pk}@{SLUG}"]
    assert batal[0]["sequence"] == 1


def test_a_seller_books_a_stall_and_gives_it_back(penjual, pasar):
    client, usaha = penjual
    isian = {
        "hari": hari_depan(pasar).pk, "usaha": usaha.pk, "lapak": pasar.lapak.first().pk,
        "dagangan": "pecel",
    }  # fmt: skip
    isi = client.post("/pasar/lapak/pesan/", isian, follow=True).content.decode()
    assert "sudah Anda pesan" in isi
    client.post("/pasar/lapak/pesan/", isian)
    sewa = SewaLapak.objects.get()
    client.post("/pasar/lapak/lepas/", {"sewa": sewa.pk})
    assert not SewaLapak.objects.valid().exists()


@pytest.mark.parametrize(
    ("kolom", "nilai", "kata"),
    [
        ("dagangan", "", "Tulis apa"),
        ("lapak", "999999", "dipesan orang lain"),
        ("usaha", "", "Pilih"),
    ],
)
def test_bad_input_of_a_booking_names_its_field(penjual, pasar, kolom, nilai, kata):
    client, usaha = penjual
    isian = {
        "hari": hari_depan(pasar).pk, "usaha": usaha.pk, "lapak": pasar.lapak.first().pk,
        "dagangan": "pecel", kolom: nilai,
    }  # fmt: skip
    jawab = client.post("/pasar/lapak/pesan/", isian)
    assert jawab.status_code == 422
    assert kata in jawab.content.decode()


def test_a_seller_enters_sales_on_the_phone(penjual, pasar, staf):
    client, usaha = penjual
    sewa = book_lapak(hari_lalu(pasar), pasar.lapak.first(), usaha, by=staf)
    jawab = client.post("/pasar/lapak/jual/", {"sewa": sewa.pk, "jumlah": "banyak sekali"})
    assert jawab.status_code == 422
    assert "350000" in jawab.content.decode()
    isi = client.post(
        "/pasar/lapak/jual/", {"sewa": sewa.pk, "jumlah": "Rp 350 ribu"}, follow=True
    ).content.decode()
    assert "Rp 350.000" in isi
    assert JualPasar.objects.get().cara == "penjual"


def test_a_seller_touches_nobody_elses_stall(penjual, pasar, staf):
    client, _usaha = penjual
    lain = book_lapak(hari_lalu(pasar), pasar.lapak.first(), UsahaFactory(), by=staf)
    client.post("/pasar/lapak/jual/", {"sewa": lain.pk, "jumlah": "1000"})
    client.post("/pasar/lapak/lepas/", {"sewa": lain.pk})
    assert not JualPasar.objects.exists()
    assert SewaLapak.objects.valid().exists()


def test_a_stranger_gets_no_further_than_the_door(client, pasar):
    for alamat in ("pesan", "lepas", "jual"):
        assert client.post(f"/pasar/lapak/{alamat}/", {"sewa": 1}).status_code == 302
    jawab = client.post("/pasar/lapak/", {"kode": "OM-XXXX-XXXX", "pin": "123456"})
    assert jawab.status_code == 422


def url(row, nama="change", *lain):
    return reverse(f"admin:ekonomi_{row._meta.model_name}_{nama}", args=[row.pk, *lain])


def test_the_desk_gives_stalls_and_enters_sales(client, pasar, staf):
    client.force_login(staf)
    hari, usaha = hari_lalu(pasar), UsahaFactory()
    client.post(
        url(hari, "langkah", "pesan"),
        {"lapak": pasar.lapak.first().pk, "usaha": usaha.pk, "dagangan": "pecel"},
    )
    sewa = SewaLapak.objects.get()
    isi = client.post(url(hari, "jual"), {f"jual_{sewa.pk}": "x"}, follow=True).content.decode()
    assert "350000" in isi
    client.post(url(hari, "jual"), {f"jual_{sewa.pk}": "200000"})
    assert JualPasar.objects.get().jumlah == 200_000
    client.post(url(hari, "sewa"), {"sewa": sewa.pk, "aksi": "lepas"})
    assert SewaLapak.objects.valid().exists()
    depan = hari_depan(pasar)
    assert client.post(url(depan, "langkah", "batalkan"), {"alasan": ""}).status_code == 422
    client.post(url(depan, "langkah", "batalkan"), {"alasan": "Hujan"})
    depan.refresh_from_db()
    assert depan.is_batal


def test_a_market_is_made_on_its_form_with_stalls(client, staf):
    client.force_login(staf)
    isian = {
        "wilayah": TAMAN, "nama": "Pasar Minggu", "tempat": "Lapangan", "pola": "bulanan_hari",
        "hari": "6", "ke": "1", "jam_mulai": "06:00", "jam_selesai": "10:00",
        "mulai": timezone.localdate(), "aktif": "on", "banyak_lapak": "4",
        "lapak-TOTAL_FORMS": "0", "lapak-INITIAL_FORMS": "0",
    }  # fmt: skip
    jawab = client.post(reverse("admin:ekonomi_pasar_add"), isian | {"ke": ""})
    assert "Isi untuk pola ini" in jawab.content.decode()
    client.post(reverse("admin:ekonomi_pasar_add"), isian)
    pasar = Pasar.objects.get()
    assert pasar.lapak.count() == 4
    assert pasar.rrule == "FREQ=MONTHLY;BYDAY=1SU"
    assert pasar.hari_pasar.exists()
    hari = timezone.localdate() + dt.timedelta(days=2)
    client.post(url(pasar, "hari"), {"hari": hari, "alasan": "Hari jadi"})
    assert PasarHari.objects.filter(asal__isnull=True).count() == 1


@pytest.mark.parametrize("peran", ["fasilitator", "camat"])
def test_another_area_and_the_camat_see_nothing(client, pasar, peran):
    di = "35.77.03" if peran == "camat" else PANDEAN
    client.force_login(PenggunaFactory(peran=peran, di=WilayahFactory(kode=di)))
    hari = hari_depan(pasar)
    for alamat in (url(hari), url(hari, "jual"), url(hari, "langkah", "batalkan"), url(pasar)):
        assert client.get(alamat).status_code in {403, 404}
    client.post(url(hari, "langkah", "batalkan"), {"alasan": "x"})
    client.post(url(pasar, "hari"), {"hari": timezone.localdate()})
    hari.refresh_from_db()
    assert not hari.is_batal
    assert not PasarHari.objects.filter(asal__isnull=True).exists()


def test_lists_cost_the_same_for_one_row_and_for_fifteen(client, staf):
    client.force_login(staf)
    hitung = {}
    for banyak in (1, 15):
        pasar = buat_pasar(nama=f"Pasar {banyak}", lapak=20)
        hari = hari_lalu(pasar)
        for n, lapak in enumerate(pasar.lapak.all()[:banyak]):
            sewa = book_lapak(hari, lapak, UsahaFactory(), by=staf)
            record_jual(sewa, 1000 + n, cara="petugas", by=staf)
        alamat = {
            nama: reverse(f"admin:ekonomi_{nama}_changelist")
            for nama in ("pasar", "pasarhari", "sewalapak")
        }
        alamat["halaman"] = url(hari)
        for nama, satu in alamat.items():
            client.get(satu)
            with CaptureQueriesContext(connection) as q:
                assert client.get(satu).status_code == 200
            hitung.setdefault(nama, []).append(len(q))
    assert all(satu == dua for satu, dua in hitung.values()), hitung


def templat():
    return list(PesanKeluar.objects.order_by("id").values_list("templat", flat=True))


def test_pasar_by_chat_lists_subscribes_and_stops(pasar):
    terima("PASAR")
    terima("langganan pasar")
    assert LanggananPasar.objects.get().wilayah_id == TAMAN
    terima("BERHENTI PASAR")
    assert not LanggananPasar.objects.exists()
    assert templat() == ["pasar_jadwal", "pasar_langganan", "pasar_langganan_henti"]


def test_a_seller_reports_by_chat_and_others_words_go_on(pasar, staf):
    terima("PASAR")
    kontak = PesanKeluar.objects.get().kontak
    usaha = UsahaFactory(kontak=kontak)
    sewa = book_lapak(hari_lalu(pasar), pasar.lapak.first(), usaha, by=staf)
    terima("pasar 350 ribu")
    assert JualPasar.objects.get().jumlah == 350_000
    assert "Rp 350.000" in PesanKeluar.objects.get(templat="pasar_jual_dicatat").badan
    terima("jual pasar 300000")
    assert sewa.jual.get(diganti_at__isnull=True).jumlah == 300_000
    Usaha.objects.update(kontak=None)
    terima("Di pasar banyak sampah menumpuk, RT 03 RW 02")
    assert JualPasar.objects.count() == 2
