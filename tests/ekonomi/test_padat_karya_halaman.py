"""Public works on the screen: registering, the open list, the daily list, payrolls, files."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from ekonomi.models import DaftarUpah, FotoProyek, HariKerja, Pekerja, ProyekPadatKarya
from ekonomi.services.padat_karya.daftar import register_pekerja
from ekonomi.services.padat_karya.pilih import select_pekerja
from ekonomi.services.padat_karya.proyek import add_foto, hide_foto, open_pendaftaran
from ekonomi.services.padat_karya.upah import ensure_tarif
from tests.ekonomi.pabrik_hibah import (
    PosFactory,
    ProyekFactory,
    daftar_upah,
    foto,
    orang,
    proyek_berjalan,
)
from tests.factories import PenggunaFactory, WilayahFactory
from wilayah.halaman import forget_area
from wilayah.models import CatatanEkspor

TAMAN, PANDEAN = "35.77.03.1009", "35.77.03.1002"
MARKUP = '<img src=x onerror="1">'
ISI = {
    "nama": "Pekerja Uji", "nik": "3577 0301 0196 0001", "kk": "3577030202960001",
    "lahir": "1996-01-01", "jenis_kelamin": "L", "menganggur": "on", "setuju": "on",
}  # fmt: skip


@pytest.fixture(autouse=True)
def taman(db):
    area = WilayahFactory(kode=TAMAN)
    area.slug = "taman-madiun"
    area.save(update_fields=["slug"])
    forget_area()
    ensure_tarif()
    yield area
    forget_area()


@pytest.fixture
def tim(taman):
    return {
        peran: PenggunaFactory(peran=peran, di=TAMAN)
        for peran in ("fasilitator", "lurah", "moderator", "bendahara", "data_officer")
    }


@pytest.fixture
def dibuka(tim):
    return open_pendaftaran(ProyekFactory(), by=tim["fasilitator"])


def masuk(user):
    client = Client()
    client.force_login(user)
    return client


def url(proyek, akhir=""):
    return f"/taman-madiun/padat-karya/{proyek.pk}/{akhir}"


def test_a_resident_registers_and_follows_with_code_and_pin(dibuka):
    client = Client()
    assert dibuka.judul in client.get("/taman-madiun/padat-karya/").content.decode()
    jawab = client.post(url(dibuka, "daftar/"), ISI, follow=True)
    pekerja = Pekerja.objects.get()
    teks = jawab.content.decode()
    assert pekerja.kode in teks
    pin = teks.split("<dt>PIN</dt><dd>")[1][:6]
    dua = client.post(url(dibuka, "daftar/"), ISI)
    assert dua.status_code == 422
    assert "sudah ada yang mendaftar" in dua.content.decode()
    saya = client.post("/padat-karya/saya/", {"kode": pekerja.kode, "pin": pin}, follow=True)
    assert "Terdaftar" in saya.content.decode()
    assert client.post("/padat-karya/saya/", {"kode": pekerja.kode, "pin": "1"}).status_code == 422


@pytest.mark.parametrize(
    ("isi", "kata"),
    [
        ({"nik": "123"}, "NIK terdiri dari 16 angka"),
        ({"kk": ""}, "Tuliskan nomor kartu keluarga"),
        ({"lahir": "2015-01-01"}, "17 sampai 60"),
        ({"lahir": "kemarin"}, "seperti 17-08-1990"),
        ({"setuju": ""}, "Centang dulu"),
        ({"situs": "http://x"}, "Kosongkan"),
    ],
)
def test_a_bad_registration_names_the_field_and_keeps_what_was_typed(dibuka, isi, kata):
    jawab = Client().post(url(dibuka, "daftar/"), ISI | isi)
    assert jawab.status_code == 422
    assert kata in jawab.content.decode()
    assert "Pekerja Uji" in jawab.content.decode()
    assert not Pekerja.objects.exists()


def test_the_result_is_published_by_code_alone(dibuka, tim):
    for n in range(5):
        register_pekerja(dibuka, orang(n, nama=f"Zamrud {n}"))
    proyek = select_pekerja(dibuka, by=tim["fasilitator"])
    teks = Client().get(url(proyek)).content.decode()
    assert all(p.kode in teks for p in proyek.pekerja.all())
    assert "Zamrud" not in teks
    assert "+40 tidak sedang bekerja" in teks
    assert proyek.sidik_daftar in teks
    tutup = Client().get(url(proyek, "daftar/")).content.decode()
    assert "sudah ditutup" in tutup


def test_plans_and_cancelled_ones_are_not_public_and_neighbours_have_their_own(tim):
    rencana = ProyekFactory(judul="Rencana Rahasia")
    lain = ProyekFactory(di=f"{PANDEAN}.01.01", judul="Proyek Tetangga", status="pendaftaran")
    teks = Client().get("/taman-madiun/padat-karya/").content.decode()
    assert "Rencana Rahasia" not in teks
    assert "Proyek Tetangga" not in teks
    assert "tidak ada pendaftaran yang dibuka" in teks
    assert Client().get(url(rencana)).status_code == 404
    assert Client().get(url(lain)).status_code == 404
    assert Client().post(url(rencana, "daftar/"), ISI).status_code == 404


def test_pictures_stand_side_by_side_until_one_is_hidden(tim):
    proyek = proyek_berjalan(tim["fasilitator"])
    for tahap in ("sebelum", "sesudah"):
        add_foto(proyek, foto(), tahap=tahap, keterangan=MARKUP, tanpa_wajah=True, by=tim["lurah"])
    teks = Client().get(url(proyek)).content.decode()
    assert teks.count("<figure>") == 2
    assert MARKUP not in teks
    satu = FotoProyek.objects.first()
    alamat = f"/taman-madiun/padat-karya/foto/{satu.pk}/"
    jawab = Client().get(alamat)
    assert jawab["Content-Type"] == "image/jpeg"
    hide_foto(satu, alasan="Ada wajah.", by=tim["lurah"])
    assert Client().get(alamat).status_code == 404
    assert len(Client().get("/taman-madiun/padat-karya/").content) < 60_000
    jawab.close()


def test_a_few_workers_are_not_counted_aloud(tim):
    proyek = proyek_berjalan(tim["fasilitator"])
    daftar_upah(proyek, tim["fasilitator"])
    teks = Client().get("/taman-madiun/padat-karya/").content.decode()
    assert "&lt; 5" in teks
    assert "Rp 600.000" not in teks


def test_a_plan_is_written_opened_drawn_and_begun_at_the_desk(tim):
    pos = PosFactory(akun="5-1200")
    client = masuk(tim["moderator"])
    data = {
        "program": pos.program.pk, "pos": pos.pk, "sumber": "apbd", "wilayah": TAMAN,
        "judul": "Paving Gang Kenanga", "jenis": "paving", "tempat": "Gang Kenanga",
        "mulai": timezone.localdate().isoformat(), "hari_kerja": 5, "kuota": 2,
        "cara_pilih": "undian", "alat_pelindung": ["sepatu", "sarung"], "bpjs": "belum",
    }  # fmt: skip
    assert client.get("/admin/ekonomi/proyekpadatkarya/add/").status_code == 200
    jawab = client.post("/admin/ekonomi/proyekpadatkarya/add/", data)
    assert jawab.status_code == 302, jawab.context["adminform"].form.errors
    proyek = ProyekPadatKarya.objects.get()
    alamat = f"/admin/ekonomi/proyekpadatkarya/{proyek.pk}"
    client.post(f"{alamat}/langkah/buka/")
    for n in range(3):
        register_pekerja(proyek, orang(n))
    ubah = client.get(f"{alamat}/ubah/").content.decode()
    assert 'name="kuota"' not in ubah  # what people registered for stays
    jawab = client.post(f"{alamat}/langkah/pilih/", {"benih": "3 1 4"}, follow=True)
    assert "daftarnya sudah tampil" in jawab.content.decode()
    client.post(f"{alamat}/langkah/mulai/")
    proyek.refresh_from_db()
    assert (proyek.status, proyek.benih) == ("berjalan", "3 1 4")


def test_the_daily_list_is_ticked_on_one_screen(tim):
    proyek = proyek_berjalan(tim["fasilitator"])
    client = masuk(tim["fasilitator"])
    alamat = f"/admin/ekonomi/proyekpadatkarya/{proyek.pk}/hadir/"
    tanggal = proyek.mulai.isoformat()
    satu, dua, _tiga = proyek.pekerja.filter(status="terpilih").order_by("urutan")
    isi = {"tanggal": tanggal, f"bagian_{satu.pk}": "2", f"bagian_{dua.pk}": "1", "bagian_x": "2"}
    assert client.post(alamat, isi, follow=True).status_code == 200
    assert sorted(HariKerja.objects.values_list("bagian", flat=True)) == [1, 2]
    halaman = client.get(f"{alamat}?tanggal={tanggal}").content.decode()
    assert f'name="bagian_{satu.pk}" value="2" checked' in halaman
    besok = (timezone.localdate() + dt.timedelta(days=1)).isoformat()
    jawab = client.post(alamat, {"tanggal": besok, f"bagian_{satu.pk}": "2"})
    assert jawab.status_code == 422
    assert "belum tiba" in jawab.content.decode()


def test_a_payroll_goes_from_its_maker_to_checker_to_treasurer_with_its_files(tim):
    proyek = proyek_berjalan(tim["fasilitator"])
    daftar = daftar_upah(proyek, tim["moderator"])
    alamat = f"/admin/ekonomi/daftarupah/{daftar.pk}"
    pembuat = masuk(tim["moderator"])
    pembuat.post(f"{alamat}/langkah/ajukan/")
    sendiri = pembuat.post(f"{alamat}/langkah/setujui/", follow=True)
    assert "tidak tersedia" in sendiri.content.decode()
    assert "harus orang lain" in pembuat.get(f"{alamat}/change/").content.decode()
    masuk(tim["lurah"]).post(f"{alamat}/langkah/setujui/")
    data = {
        "tanggal": timezone.localdate().isoformat(), "cara": "tunai",
        "bukti": SimpleUploadedFile("tanda.jpg", foto(), "image/jpeg"),
    }  # fmt: skip
    jawab = masuk(tim["bendahara"]).post(f"{alamat}/langkah/bayar/", data, follow=True)
    assert "Pembayaran dicatat" in jawab.content.decode()
    assert DaftarUpah.objects.get().status == "dibayar"
    for berkas in ("slip", "tanda_terima"):
        pdf = pembuat.get(f"{alamat}/berkas/{berkas}/")
        assert pdf.content.startswith(b"%PDF")
    csv = pembuat.get(f"{alamat}/berkas/transfer/").content.decode()
    assert csv.splitlines()[0] == "nomor,kode_pekerja,nama,jumlah,berita"
    assert ",200000,Upah DU-" in csv
    assert CatatanEkspor.objects.get().apa == "daftar transfer upah"
    bukti = pembuat.get(f"{alamat}/berkas/bukti/")
    assert bukti.status_code == 200
    assert pembuat.get(f"{alamat}/berkas/lain/").status_code == 404
    bukti.close()


def test_neighbours_and_the_city_see_no_worker_and_no_payroll(tim):
    proyek = proyek_berjalan(tim["fasilitator"])
    daftar = daftar_upah(proyek, tim["fasilitator"])
    alamat = [
        f"/admin/ekonomi/proyekpadatkarya/{proyek.pk}/change/",
        f"/admin/ekonomi/proyekpadatkarya/{proyek.pk}/hadir/",
        f"/admin/ekonomi/pekerja/{proyek.pekerja.first().pk}/change/",
        f"/admin/ekonomi/daftarupah/{daftar.pk}/change/",
        f"/admin/ekonomi/daftarupah/{daftar.pk}/berkas/transfer/",
    ]
    tetangga = masuk(PenggunaFactory(peran="lurah", di=PANDEAN))
    kota = masuk(tim["data_officer"])
    for satu in alamat:
        assert tetangga.get(satu).status_code == 404
        assert kota.get(satu).status_code in {403, 404}


def test_a_worker_is_replaced_at_the_desk(tim):
    proyek = proyek_berjalan(tim["fasilitator"])
    satu = proyek.pekerja.get(urutan=1)
    alamat = f"/admin/ekonomi/pekerja/{satu.pk}"
    client = masuk(tim["fasilitator"])
    assert client.get(f"{alamat}/change/").status_code == 200
    jawab = client.post(f"{alamat}/langkah/ganti/", {"alasan": "Sakit."}, follow=True)
    assert f"Digantikan {proyek.pekerja.get(urutan=4).kode}" in jawab.content.decode()


@pytest.mark.parametrize("banyak", [1, 15])
def test_lists_ask_the_same_number_of_questions_for_1_and_15_rows(
    tim, banyak, django_assert_max_num_queries
):
    pos = PosFactory(akun="5-1200", jumlah=900_000_000)
    for _ in range(banyak):
        proyek = proyek_berjalan(tim["fasilitator"], pos=pos)
        daftar_upah(proyek, tim["fasilitator"], hari=1)
        add_foto(proyek, foto(), tahap="sebelum", tanpa_wajah=True, by=tim["lurah"])
    client = masuk(tim["lurah"])
    for alamat in ("proyekpadatkarya", "pekerja", "daftarupah"):
        with django_assert_max_num_queries(22):
            assert client.get(f"/admin/ekonomi/{alamat}/").status_code == 200
    with django_assert_max_num_queries(10):
        Client().get("/taman-madiun/padat-karya/")


def test_a_shared_phone_forgets_the_registration():
    klien = Client()
    klien.cookies["kerja"] = "apa saja"
    jawab = klien.post("/padat-karya/keluar/", follow=True)
    assert jawab.redirect_chain == [("/padat-karya/saya/?kabar=keluar", 303)]
    assert "sudah keluar" in jawab.content.decode()
    assert klien.cookies["kerja"].value == ""
    assert klien.get("/padat-karya/keluar/").status_code == 405
