"""Pages of grants: for the public, the household, and the desk."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from ekonomi.models import Hibah, KriteriaHibah, PaketHibah
from ekonomi.services.hibah.usul import assess_hibah
from tests.ekonomi.pabrik import RumahFactory
from tests.ekonomi.pabrik_hibah import (
    PaketFactory,
    PedagangFactory,
    foto,
    kriteria,
    serah,
    setuju,
    usul,
)
from tests.factories import PenggunaFactory, WilayahFactory
from wilayah.halaman import forget_area

TAMAN, PANDEAN = "35.77.03.1009", "35.77.03.1002"
MARKUP = '<script>alert("x")</script>'


@pytest.fixture(autouse=True)
def taman(db):
    area = WilayahFactory(kode=TAMAN)
    area.slug = "taman-madiun"
    area.save(update_fields=["slug"])
    forget_area()
    yield area
    forget_area()


@pytest.fixture
def tim(taman):
    return {
        peran: PenggunaFactory(peran=peran, di=TAMAN)
        for peran in ("fasilitator", "lurah", "moderator", "bendahara", "data_officer")
    }


def masuk(user):
    client = Client()
    client.force_login(user)
    return client


def approved(tim, **isi):
    hibah = usul(PaketFactory(**isi), tim["fasilitator"], cara="tunai")
    return setuju(hibah, tim["fasilitator"], tim["moderator"], tim["lurah"])


def test_the_public_page_has_criteria_and_points_and_no_name(tim):
    hasil = serah(approved(tim), tim["fasilitator"], penerima="Rahasia Sekali")
    isi = Client().get("/taman-madiun/hibah/").content.decode()
    assert "Modal warung" in isi
    assert "Poin paling banyak" in isi
    assert "kurang dari 5" in isi  # one household is not counted aloud
    for kata in (hasil.hibah.rumah.nama_kepala, hasil.hibah.kode, "Rahasia Sekali"):
        assert kata not in isi
    assert len(isi.encode()) < 60_000


def test_a_kelurahan_without_packages_says_so():
    assert "Belum ada paket hibah" in Client().get("/taman-madiun/hibah/").content.decode()


def test_a_household_opens_its_grant_sends_a_picture_and_leaves(tim):
    hasil = serah(approved(tim), tim["fasilitator"])
    client = Client()
    kode = hasil.hibah.kode
    salah = client.post("/rumah/hibah/", {"kode": kode, "pin": "000000"})
    assert salah.status_code == 422
    assert "tidak cocok" in salah.content.decode()
    jawab = client.post("/rumah/hibah/", {"kode": kode.lower(), "pin": hasil.pin}, follow=True)
    assert "hari ke-30" in jawab.content.decode()
    kosong = client.post("/rumah/hibah/foto/", {})
    assert kosong.status_code == 422
    assert "Pilih dulu fotonya" in kosong.content.decode()
    kirim = {"foto": SimpleUploadedFile("usaha.jpg", foto(), "image/jpeg")}
    jawab = client.post("/rumah/hibah/foto/", kirim, follow=True)
    assert "sudah kami terima" in jawab.content.decode()
    client.post("/rumah/hibah/keluar/")
    assert "hari ke-30" not in client.get("/rumah/hibah/").content.decode()


def test_the_whole_way_through_the_desk(tim):
    paket, rumah = PaketFactory(), RumahFactory(nomor="KT-0001")
    kriteria(paket.program)
    fasil, lurah = masuk(tim["fasilitator"]), masuk(tim["lurah"])
    isi = {
        "paket": paket.pk, "nomor_rumah": "kt-0001", "nilai": 1_500_000, "cara": "tunai",
        "rencana": f"Beli oven {MARKUP}", "kesiapan": 4,
    }  # fmt: skip
    assert fasil.post("/admin/ekonomi/hibah/add/", isi).status_code == 302
    hibah = Hibah.objects.get(rumah=rumah)
    alamat = f"/admin/ekonomi/hibah/{hibah.pk}"
    fasil.post(f"{alamat}/langkah/nilai/", {"kesiapan": 4})
    halaman = fasil.get(f"{alamat}/change/").content.decode()
    assert "kesiapan 4 dari 5" in halaman
    assert MARKUP not in halaman
    assert "dua orang lain" in halaman  # why the proposer has no button
    for orang in ("moderator", "lurah"):
        masuk(tim[orang]).post(f"{alamat}/langkah/setuju/")
    hari = timezone.localdate().isoformat()
    data = {"tanggal": hari, "penerima": "Sutrapada"}
    gagal = fasil.post(f"{alamat}/langkah/serah/", data)
    assert gagal.status_code == 422
    assert "satu foto" in gagal.content.decode()
    data["foto"] = SimpleUploadedFile("serah.jpg", foto(), "image/jpeg")
    jawab = fasil.post(f"{alamat}/langkah/serah/", data, follow=True)
    assert "PIN " in jawab.content.decode()
    pdf = fasil.get(f"{alamat}/kuitansi/")
    assert pdf.content.startswith(b"%PDF")
    lurah.post(f"{alamat}/langkah/tarik/", {"alasan": "Ovennya dijual."})
    lurah.post(f"{alamat}/langkah/kembali/", {"jumlah": 500_000, "tanggal": hari})
    hibah.refresh_from_db()
    assert (hibah.status, hibah.kembali) == ("ditarik", 500_000)


@pytest.mark.parametrize(
    ("isi", "kata"),
    [
        ({"nomor_rumah": "XX-1"}, "tidak ada di wilayah tugas"),
        ({"nilai": 100}, "di luar batas paket"),
        ({"cara": "barang"}, "cara itu"),
        ({"kesiapan": 9}, "5"),
    ],
)
def test_a_bad_proposal_names_what_is_wrong(tim, isi, kata):
    RumahFactory(nomor="KT-0001")
    paket = PaketFactory()
    data = {
        "paket": paket.pk, "nomor_rumah": "KT-0001", "nilai": 1_500_000, "cara": "tunai",
        "rencana": "x", "kesiapan": 3,
    }  # fmt: skip
    jawab = masuk(tim["fasilitator"]).post("/admin/ekonomi/hibah/add/", data | isi)
    assert jawab.status_code == 422
    assert kata in jawab.content.decode()
    assert not Hibah.objects.exists()


def test_a_household_of_another_kelurahan_cannot_be_proposed(tim):
    RumahFactory(nomor="PD-0001", di=f"{PANDEAN}.01.01")
    data = {
        "paket": PaketFactory().pk, "nomor_rumah": "PD-0001", "nilai": 1_500_000, "cara": "tunai",
        "rencana": "x", "kesiapan": 3,
    }  # fmt: skip
    jawab = masuk(tim["fasilitator"]).post("/admin/ekonomi/hibah/add/", data)
    assert "tidak ada di wilayah tugas" in jawab.content.decode()


def test_neighbours_strangers_and_the_city_see_no_grant(tim):
    hibah = approved(tim)
    alamat = (
        f"/admin/ekonomi/hibah/{hibah.pk}/change/",
        f"/admin/ekonomi/hibah/{hibah.pk}/kuitansi/",
        f"/admin/ekonomi/pakethibah/{hibah.paket.pk}/peringkat/",
    )
    tetangga = masuk(PenggunaFactory(peran="lurah", di=PANDEAN))
    assert {tetangga.get(a).status_code for a in alamat} == {404}
    assert Client().get(alamat[0]).status_code == 302
    assert masuk(tim["data_officer"]).get(alamat[0]).status_code in {403, 404}
    peringkat = masuk(tim["data_officer"]).get(alamat[2]).content.decode()
    assert hibah.rumah.nama_kepala not in peringkat
    asing = tetangga.post(f"/admin/ekonomi/hibah/{hibah.pk}/langkah/batal/", {"alasan": "x"})
    assert asing.status_code == 404


def test_a_step_that_is_not_offered_changes_nothing(tim):
    hibah = approved(tim)
    alamat = f"/admin/ekonomi/hibah/{hibah.pk}/langkah/tolak/"
    jawab = masuk(tim["lurah"]).post(alamat, {"alasan": "x"}, follow=True)
    assert "tidak tersedia" in jawab.content.decode()
    assert Hibah.objects.get().status == "disetujui"
    assert masuk(tim["lurah"]).get(alamat).status_code == 302
    lain = masuk(tim["lurah"]).post(alamat.replace("tolak", "terbang"))
    assert lain.status_code == 404


def test_a_facilitators_phone_screen_records_a_check(tim):
    hasil = serah(approved(tim), tim["fasilitator"])
    periksa = hasil.hibah.pemeriksaan.get(hari=30)
    client = masuk(tim["fasilitator"])
    alamat = f"/admin/ekonomi/pemeriksaanhibah/{periksa.pk}"
    assert "capture" in client.get(f"{alamat}/change/").content.decode()
    data = {"putusan": "dipakai", "foto": SimpleUploadedFile("a.jpg", foto(), "image/jpeg")}
    client.post(f"{alamat}/langkah/putuskan/", data)
    periksa.refresh_from_db()
    assert periksa.putusan == "dipakai"
    gambar = periksa.foto.get()
    jawab = client.get(f"/admin/ekonomi/hibah/{hasil.hibah.pk}/foto/{gambar.pk}/")
    assert jawab["Content-Type"] == "image/jpeg"
    jawab.close()


def test_overdue_checks_are_filtered(tim):
    hasil = serah(approved(tim), tim["fasilitator"])
    client = masuk(tim["fasilitator"])
    alamat = "/admin/ekonomi/pemeriksaanhibah/"
    kode = hasil.hibah.rumah.nama_kepala
    assert kode not in client.get(f"{alamat}?tempo=lewat").content.decode()
    hasil.hibah.pemeriksaan.update(jatuh_tempo=timezone.localdate() - dt.timedelta(days=1))
    assert kode in client.get(f"{alamat}?tempo=lewat").content.decode()


def test_vouchers_are_printed_with_new_pins(tim):
    hibah = usul(PaketFactory(jenis="voucher"), tim["fasilitator"], cara="voucher")
    hibah = setuju(hibah, tim["fasilitator"], tim["moderator"], tim["lurah"])
    serah(hibah, tim["fasilitator"], lembar_voucher=2)
    alamat = f"/admin/ekonomi/hibah/{hibah.pk}/langkah/cetak_voucher/"
    jawab = masuk(tim["fasilitator"]).post(alamat)
    assert jawab.content.startswith(b"%PDF")


def test_a_shop_is_added_given_a_pin_and_paid(tim):
    paket = PaketFactory()
    moderator = masuk(tim["moderator"])
    data = {
        "program": paket.program.pk, "wilayah": TAMAN, "nama": "Toko Melati", "menjual": "sembako",
        "aktif": "on",
    }  # fmt: skip
    assert moderator.get("/admin/ekonomi/pedagang/add/").status_code == 200
    assert moderator.post("/admin/ekonomi/pedagang/add/", data).status_code == 302
    toko = PedagangFactory._meta.model.objects.get(nama="Toko Melati")
    jawab = moderator.post(f"/admin/ekonomi/pedagang/{toko.pk}/langkah/pin/", follow=True)
    assert toko.kode in jawab.content.decode()
    bayar = masuk(tim["bendahara"]).post(
        f"/admin/ekonomi/pedagang/{toko.pk}/langkah/lunasi/",
        {"tanggal": timezone.localdate().isoformat()},
        follow=True,
    )
    assert "tidak tersedia" in bayar.content.decode()  # nothing is owed


def test_the_ranking_says_every_point_and_marks_the_quota(tim):
    paket = PaketFactory(kuota=1)
    for n in (2, 5):
        hibah = usul(paket, tim["fasilitator"], kesiapan=n)
        assess_hibah(hibah, by=tim["fasilitator"])
    isi = masuk(tim["lurah"]).get(f"/admin/ekonomi/pakethibah/{paket.pk}/peringkat/")
    teks = isi.content.decode()
    assert teks.index("kesiapan 5 dari 5") < teks.index("kesiapan 2 dari 5")
    assert "batas-kuota" in teks


def test_packages_and_criteria_are_edited_by_the_desk(tim):
    paket = PaketFactory()
    client = masuk(tim["moderator"])
    halaman = client.get(f"/admin/ekonomi/pakethibah/{paket.pk}/change/")
    assert halaman.status_code == 200
    data = {
        "program": paket.program.pk, "pos": paket.pos.pk, "sumber": "apbd", "nama": "Modal warung",
        "kode": paket.kode, "jenis": "uang", "kode_barang": "modal", "nilai_min": 1_000_000,
        "nilai_maks": 4_000_000, "batas_bawah": 1_000_000, "batas_atas": 3_000_000, "kuota": 5,
    }  # fmt: skip
    gagal = client.post(f"/admin/ekonomi/pakethibah/{paket.pk}/change/", data)
    assert "di antara batas bawah dan batas atas" in gagal.content.decode()
    assert PaketHibah.objects.get().nilai_maks == 3_000_000
    kriteria(paket.program)
    assert client.get(f"/admin/ekonomi/kriteriahibah/{KriteriaHibah.objects.first().pk}/change/")


@pytest.mark.parametrize("banyak", [1, 15])
def test_lists_ask_the_same_number_of_questions_for_1_and_15_rows(
    tim, banyak, django_assert_max_num_queries
):
    paket = PaketFactory(kuota=50)
    for _ in range(banyak):
        hibah = usul(paket, tim["fasilitator"])
        serah(setuju(hibah, tim["fasilitator"], tim["moderator"], tim["lurah"]), tim["fasilitator"])
    client = masuk(tim["lurah"])
    client.get("/admin/ekonomi/hibah/")
    with django_assert_max_num_queries(22):
        assert client.get("/admin/ekonomi/hibah/").status_code == 200
    with django_assert_max_num_queries(22):
        assert client.get("/admin/ekonomi/pemeriksaanhibah/").status_code == 200
    with django_assert_max_num_queries(22):
        client.get(f"/admin/ekonomi/pakethibah/{paket.pk}/peringkat/")


def test_the_export_is_on_record_and_runs_no_formula(tim):
    hibah = approved(tim)
    hibah.rumah.nama_kepala = "=HYPERLINK(1)"
    hibah.rumah.save()
    client = masuk(tim["lurah"])
    kolom = {f"hibahresource_{k}": "on" for k in ("kode", "nama_kepala_keluarga", "nilai")}
    isi = {"format": "0", "resource": "0"} | kolom
    jawab = client.post("/admin/ekonomi/hibah/export/", isi)
    teks = jawab.content.decode()
    assert "'=HYPERLINK(1)" in teks
    assert hibah.kode in teks
