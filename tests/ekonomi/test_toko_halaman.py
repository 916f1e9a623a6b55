"""The shop over HTTP: looking, filling the cart, ordering, following; and who tries to cheat."""

import re
import uuid

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ekonomi.models import Pesanan, Produk
from ekonomi.services.pesanan import pin_of
from ekonomi.services.produk import save_produk
from tests.ekonomi.pabrik_toko import (
    NOMOR,
    PIN,
    LapakFactory,
    PesananFactory,
    ProdukFactory,
    gambar,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kelurahan")]
JAHAT = "<script>alert(1)</script>"


def isi(jawab):
    return jawab.content.decode()


def masukkan(client, produk, jumlah=1):
    return client.post(produk.get_absolute_url(), {"jumlah": jumlah})


def formulir(**ganti):
    return {
        "token": str(uuid.uuid4()), "nama": "Bu Pembeli", "nomor_wa": "0812 0000 0777",
        "pengiriman": "ambil", "cara_bayar": "tunai", "izin": "on",
    } | ganti  # fmt: skip


def pesan(client, produk, jumlah=1, **ganti):
    masukkan(client, produk, jumlah)
    return client.post(reverse("toko_pesan", args=[produk.lapak.slug]), formulir(**ganti))


def masuk_penjual(lapak, pin=PIN):
    client = Client()
    client.post(reverse("jual"), {"kode": lapak.kode.lower().replace("-", " "), "pin": pin})
    return client


# looking


@pytest.mark.parametrize(
    ("cari", "ketemu"),
    [
        ("keripik", True), ("kerip", True), ("KERIPIK TEMPE", True), ("kripik", True),
        ("renyah", True), ("sepatu", False), ("tempe renyah", True), ("' OR 1=1 --", False),
        ("<b>", True), ("!!!", True), ("a" * 300, False),
    ],
)  # fmt: skip
def test_search_knows_indonesian_and_forgives_a_slip(client, cari, ketemu):
    ProdukFactory(nama="Keripik Tempe Bu Sri")
    jawab = client.get("/toko/", {"cari": cari[:80]})
    assert jawab.status_code == 200
    assert ("Keripik Tempe Bu Sri" in isi(jawab)) is ketemu


def test_the_best_match_comes_first_and_similar_is_said_so(client):
    ProdukFactory(nama="Sambal", deskripsi="Cocok dengan keripik.")
    ProdukFactory(nama="Keripik pisang", deskripsi="Manis.")
    teks = isi(client.get("/toko/?cari=keripik"))
    assert teks.index("Keripik pisang") < teks.index("Sambal")
    assert "Tidak ada yang persis" in isi(client.get("/toko/?cari=kripik%20pisan"))


def test_filters_by_area_category_price_and_stock(client):
    ProdukFactory(nama="Murah", harga=1_000, kategori="makanan")
    ProdukFactory(nama="Mahal", harga=90_000)
    ProdukFactory(nama="Habis", stok=0)
    ProdukFactory(nama="Tetangga", lapak=LapakFactory(di="35.77.03.1002"))

    def ada(query):
        teks = isi(client.get(query))
        return {n for n in ("Murah", "Mahal", "Habis", "Tetangga") if f">{n}<" in teks}

    assert ada("/toko/") == {"Murah", "Mahal", "Habis", "Tetangga"}
    assert ada("/taman-madiun/toko/") == {"Murah", "Mahal", "Habis"}
    assert ada("/toko/?di=pandean-madiun") == {"Tetangga"}
    assert ada("/toko/?kategori=makanan") == {"Murah"}
    assert ada("/toko/?min=50000") == {"Mahal"}
    assert ada("/toko/?maks=2000") == {"Murah"}
    assert ada("/taman-madiun/toko/?tersedia=on") == {"Murah", "Mahal"}
    assert ada("/toko/?min=abc&kategori=palsu&hal=999") == {"Murah", "Mahal", "Habis", "Tetangga"}


def test_prices_sort_and_the_empty_shelf_says_what_to_do(client):
    assert "Belum ada produk" in isi(client.get("/taman-madiun/toko/"))
    ProdukFactory(nama="Dua", harga=2_000)
    ProdukFactory(nama="Satu", harga=1_000)
    teks = isi(client.get("/toko/?urut=murah"))
    assert teks.index(">Satu<") < teks.index(">Dua<")
    assert "Belum ketemu" in isi(client.get("/toko/?cari=zzzzz"))


def test_pages_follow_each_other_with_their_filters(client):
    lapak = LapakFactory()
    for n in range(30):
        ProdukFactory(lapak=lapak, nama=f"Barang {n:02}")
    teks = isi(client.get("/toko/?kategori=camilan"))
    assert "Halaman 1 dari 2" in teks
    assert "?kategori=camilan&amp;hal=2" in teks
    assert "Halaman 2 dari 2" in isi(client.get("/toko/?kategori=camilan&hal=2"))


def test_names_and_numbers_show_only_by_consent_and_no_deeper_than_the_rw(client):
    lapak = LapakFactory(di="35.77.03.1009.02.03", nama_tampil="Bu Sri Rahayu", nomor_wa=NOMOR)
    produk = ProdukFactory(lapak=lapak)
    for alamat in ("/toko/", produk.get_absolute_url(), lapak.get_absolute_url()):
        teks = isi(client.get(alamat))
        assert "Sri Rahayu" not in teks
        assert "81200000777" not in teks
        assert "Pemilik Uji" not in teks
        assert "RW 02" in teks
        assert "RT 03" not in teks
        assert "1234567890" not in teks  # the account is for who has ordered
    lapak.tampil_nama = lapak.tampil_wa = True
    lapak.save()
    teks = isi(client.get(produk.get_absolute_url()))
    assert "Bu Sri Rahayu" in teks
    assert "https://wa.me/6281200000777?text=" in teks


@pytest.mark.parametrize(
    "lapak",
    [{"status": "diajukan"}, {"status": "dibekukan", "alasan": "x"}, {"tampil_at": None}],
)
def test_a_stall_that_is_not_public_is_nowhere(client, lapak):
    produk = ProdukFactory(lapak=LapakFactory(**lapak), nama="Rahasia")
    assert "Rahasia" not in isi(client.get("/toko/?cari=rahasia"))
    assert client.get(produk.get_absolute_url()).status_code == 404
    assert client.get(produk.lapak.get_absolute_url()).status_code == 404
    assert client.get(reverse("toko_pesan", args=[produk.lapak.slug])).status_code == 404


def test_pictures_are_small_public_and_end_with_the_product(client):
    produk = save_produk(
        LapakFactory(), isian={"nama": "Peyek", "kategori": "camilan", "harga": 5_000},
        foto=gambar(sisi=(3000, 2000)),
    )  # fmt: skip
    alamat = reverse("toko_foto", args=[produk.pk, "kecil"])
    jawab = client.get(alamat)
    data = b"".join(jawab.streaming_content)
    assert jawab["Cache-Control"].startswith("public")
    assert data[8:12] == b"WEBP"
    assert len(data) < 12_000
    assert client.get(reverse("toko_foto", args=[produk.pk, "asli"])).status_code == 404
    Produk.objects.filter(pk=produk.pk).update(aktif=False)
    assert client.get(alamat).status_code == 404
    penjual = masuk_penjual(produk.lapak)
    jawab = penjual.get(alamat)
    assert jawab.status_code == 200
    assert jawab["Cache-Control"].startswith("private")
    jawab.close()


def test_the_catalogue_is_light_and_asks_the_database_no_more_for_15_than_for_1(
    client, django_assert_max_num_queries
):
    lapak = [LapakFactory(di=f"35.77.03.1009.{n:02}.01") for n in range(1, 9)]
    ProdukFactory(lapak=lapak[0], stok=3)
    client.get("/taman-madiun/toko/")
    with django_assert_max_num_queries(6) as satu:
        client.get("/taman-madiun/toko/")
    for n in range(60):
        ProdukFactory(lapak=lapak[n % 8], deskripsi="Enak. " * 100)
    with django_assert_max_num_queries(len(satu)):
        jawab = client.get("/taman-madiun/toko/")
    assert len(jawab.content) < 60_000


# the cart


def test_the_cart_groups_by_stall_changes_and_empties(client):
    satu, dua = ProdukFactory(stok=9), ProdukFactory(stok=9)
    masukkan(client, satu, 2)
    masukkan(client, satu, 3)
    masukkan(client, dua, 1)
    teks = isi(client.get("/toko/keranjang/"))
    assert teks.count("Pesan dari lapak ini") == 2
    assert 'value="5"' in teks
    client.post("/toko/keranjang/", {f"jumlah-{satu.lapak_id}-{satu.pk}": "1"})
    assert "Rp 12.000" in isi(client.get("/toko/keranjang/"))
    client.post("/toko/keranjang/", {"hapus": f"{satu.lapak_id}-{satu.pk}"})
    client.post("/toko/keranjang/", {f"jumlah-{dua.lapak_id}-{dua.pk}": "0"})
    assert "masih kosong" in isi(client.get("/toko/keranjang/"))
    assert client.cookies["keranjang"].value == ""


@pytest.mark.parametrize("jumlah", ["-5", "0", "1e9", "999999999999", "abc", "", "٣", "1.5"])
def test_odd_quantities_never_become_odd_carts(client, jumlah):
    produk = ProdukFactory(stok=4)
    masukkan(client, produk, jumlah)
    teks = isi(client.get("/toko/keranjang/"))
    angka = re.search(r'name="jumlah-\d+-\d+" value="(\d+)"', teks)[1]
    assert angka in {"1", "4"}


def test_a_forged_cart_is_an_empty_cart(client):
    produk = ProdukFactory()
    masukkan(client, produk)
    client.cookies["keranjang"] = client.cookies["keranjang"].value[:-2] + "xx"
    assert "masih kosong" in isi(client.get("/toko/keranjang/"))
    for aneh in ([["a", [["b", "c"]]]], "x", {"1": 2}, [[produk.lapak_id, [[10**12, 5]]]]):
        client.cookies["keranjang"] = signing.dumps(aneh, salt="ekonomi.keranjang", compress=True)
        assert client.get("/toko/keranjang/").status_code == 200


def test_a_product_taken_off_sale_leaves_the_cart_and_says_so(client):
    produk = ProdukFactory()
    masukkan(client, produk)
    Produk.objects.update(aktif=False)
    assert "sudah tidak dijual" in isi(client.get("/toko/keranjang/"))


# ordering


def test_an_order_from_the_page_to_its_code_and_pin(client):
    produk = ProdukFactory(stok=5)
    jawab = pesan(client, produk, 2)
    assert jawab.status_code == 303
    pesanan = Pesanan.objects.get()
    teks = isi(client.get(jawab.url))
    assert pesanan.kode in teks
    assert pin_of(pesanan.token) in teks
    assert pesanan.nomor_wa == "+6281200000777"
    assert "masih kosong" in isi(client.get("/toko/keranjang/"))
    assert pesanan.kode in isi(client.get("/pesanan/"))


def test_price_and_fee_come_from_the_stall_whatever_the_form_says(client):
    produk = ProdukFactory(harga=12_000)
    pesan(
        client, produk, 1, harga="1", subtotal="1", total="1", ongkir="0", pengiriman="antar",
        alamat="RT 3 RW 2",
    )  # fmt: skip
    pesanan = Pesanan.objects.get()
    assert (pesanan.subtotal, pesanan.ongkir) == (12_000, 3_000)


def test_a_double_click_is_one_order_and_shows_the_same_page(client):
    produk, token = ProdukFactory(stok=5), str(uuid.uuid4())
    satu = pesan(client, produk, 2, token=token)
    dua = client.post(reverse("toko_pesan", args=[produk.lapak.slug]), formulir(token=token))
    assert Pesanan.objects.count() == 1
    assert satu.status_code == dua.status_code == 303
    assert Pesanan.objects.get().kode in isi(client.get(dua.url))


@pytest.mark.parametrize(
    ("ganti", "kata"),
    [
        ({"nama": ""}, "Tulis nama Anda"),
        ({"nomor_wa": "123"}, "seperti 0812"),
        ({"nomor_wa": "a@b.id"}, "seperti 0812"),
        ({"pengiriman": "antar"}, "alamat kirimnya"),
        ({"pengiriman": "kurir-1"}, "pilihan"),
        ({"cara_bayar": "gerbang"}, "pilihan"),
        ({"izin": ""}, "Centang persetujuan"),
        ({"situs": "http://x"}, "Situs web"),
        ({"token": "bukan-uuid"}, "UUID"),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_ordered(client, ganti, kata):
    jawab = pesan(client, ProdukFactory(), **ganti)
    assert jawab.status_code == 422
    assert kata in isi(jawab)
    assert not Pesanan.objects.exists()


def test_what_sold_out_meanwhile_is_said_and_the_form_is_kept(client):
    produk = ProdukFactory(stok=1)
    masukkan(client, produk)
    Produk.objects.update(stok=0)
    jawab = client.post(reverse("toko_pesan", args=[produk.lapak.slug]), formulir(nama="Bu Kalah"))
    assert jawab.status_code == 422
    assert "habis dibeli orang lain" in isi(jawab)
    assert "Bu Kalah" in isi(jawab)


def test_markup_is_text_everywhere(client):
    lapak = LapakFactory(nama=JAHAT, deskripsi=JAHAT, nama_tampil=JAHAT, tampil_nama=True)
    produk = ProdukFactory(lapak=lapak, nama=JAHAT, deskripsi=JAHAT)
    pesan(client, produk, nama=JAHAT, catatan=JAHAT, pengiriman="antar", alamat=JAHAT)
    pesanan = Pesanan.objects.get()
    penjual = masuk_penjual(lapak)
    for siapa, alamat in (
        (client, "/toko/"), (client, produk.get_absolute_url()), (client, "/pesanan/"),
        (client, lapak.get_absolute_url()), (penjual, f"/jual/pesanan/{pesanan.kode}/"),
        (penjual, "/jual/"), (penjual, "/jual/produk/"), (client, "/taman-madiun/toko/daftar-asn/"),
    ):  # fmt: skip
        assert JAHAT not in isi(siapa.get(alamat)), alamat


def test_one_address_cannot_flood_a_stall(client, settings):
    settings.TOKO_PESANAN_PER_JAM = 2
    produk = ProdukFactory(stok=None)
    assert [pesan(client, produk).status_code for _ in range(3)] == [303, 303, 422]


# following


def test_code_and_pin_open_an_order_and_a_wrong_pin_does_not(client):
    pesanan = PesananFactory()
    pin = pin_of(pesanan.token)
    salah = f"{(int(pin) + 1) % 1_000_000:06d}"
    assert client.post("/pesanan/", {"kode": pesanan.kode, "pin": salah}).status_code == 422
    assert client.post("/pesanan/", {"kode": "TK-2222-3333", "pin": pin}).status_code == 422
    assert "Bu Pembeli" not in isi(client.get("/pesanan/"))
    kode = pesanan.kode.lower().replace("-", "")
    assert client.post("/pesanan/", {"kode": kode, "pin": pin}).status_code == 303
    assert pesanan.kode in isi(client.get("/pesanan/"))


def test_a_code_rests_after_too_many_wrong_pins(client):
    pesanan = PesananFactory()
    for _ in range(5):
        client.post("/pesanan/", {"kode": pesanan.kode, "pin": "000000"})
    jawab = client.post("/pesanan/", {"kode": pesanan.kode, "pin": pin_of(pesanan.token)})
    assert jawab.status_code == 429


def test_nobody_without_the_cookie_moves_an_order(client):
    pesanan = PesananFactory(status="siap_diambil")
    for nama in ("pesanan_batal", "pesanan_sampai", "pesanan_nilai", "pesanan_bukti"):
        assert client.post(reverse(nama)).url == "/pesanan/"
    pesanan.refresh_from_db()
    assert pesanan.status == "siap_diambil"


def buka(pesanan):
    client = Client()
    client.post("/pesanan/", {"kode": pesanan.kode, "pin": pin_of(pesanan.token)})
    return client


def test_the_buyer_cancels_receives_and_rates(client):
    batal = PesananFactory()
    buka(batal).post("/pesanan/batal/")
    batal.refresh_from_db()
    assert batal.status == "dibatalkan"
    sampai = PesananFactory(status="siap_diambil")
    pembeli = buka(sampai)
    pembeli.post("/pesanan/sampai/")
    assert pembeli.post("/pesanan/nilai/", {"nilai": "9"}).status_code == 422
    pembeli.post("/pesanan/nilai/", {"nilai": "5"})
    sampai.refresh_from_db()
    assert (sampai.status, sampai.nilai) == ("selesai", 5)


def test_transfer_shows_the_account_and_takes_a_proof(client):
    pesanan = PesananFactory(cara_bayar="transfer")
    pembeli = buka(pesanan)
    pembeli.post("/pesanan/bayar/")
    assert "1234567890" in isi(pembeli.get("/pesanan/bayar/"))
    bukti = SimpleUploadedFile("bukti.jpg", gambar(), "image/jpeg")
    assert pembeli.post("/pesanan/bukti/", {"bukti": bukti}).status_code == 303
    palsu = SimpleUploadedFile("bukti.jpg", b"<html>", "image/jpeg")
    assert pembeli.post("/pesanan/bukti/", {"bukti": palsu}).status_code == 422
    jawab = pembeli.get("/pesanan/bukti/")
    assert jawab["Content-Type"] == "image/jpeg"
    jawab.close()
    assert client.get("/pesanan/bukti/").status_code == 303


def test_a_qris_is_drawn_without_inline_styles():
    pesanan = PesananFactory(cara_bayar="qris")
    pembeli = buka(pesanan)
    pembeli.post("/pesanan/bayar/")
    teks = isi(pembeli.get("/pesanan/bayar/"))
    assert "<svg" in teks
    assert "style=" not in teks


# sellers


def test_a_seller_takes_an_order_through_its_steps_with_the_buttons():
    pesanan = PesananFactory()
    penjual = masuk_penjual(pesanan.lapak)
    alamat = f"/jual/pesanan/{pesanan.kode}/"
    for langkah, tombol in (
        ("dikonfirmasi", "Terima pesanan"), ("disiapkan", "Mulai siapkan"),
        ("siap_diambil", "Siap diambil"), ("selesai", "Selesai"),
    ):  # fmt: skip
        assert tombol in isi(penjual.get(alamat))
        assert penjual.post(alamat, {"langkah": langkah}).status_code == 303
    pesanan.refresh_from_db()
    assert pesanan.status == "selesai"
    assert "Rp 12.000" in isi(penjual.get("/jual/"))


def test_a_refusal_without_words_comes_back_with_a_question():
    pesanan = PesananFactory()
    penjual = masuk_penjual(pesanan.lapak)
    jawab = penjual.post(f"/jual/pesanan/{pesanan.kode}/", {"langkah": "ditolak"})
    assert jawab.status_code == 422
    assert "Tulis alasannya" in isi(jawab)
    assert (
        penjual.post(f"/jual/pesanan/{pesanan.kode}/", {"langkah": "hapus_semua"}).status_code
        == 303
    )


def test_one_seller_never_reaches_what_is_anothers():
    milik, lain = PesananFactory(cara_bayar="transfer"), PesananFactory(cara_bayar="transfer")
    penjual = masuk_penjual(milik.lapak)
    produk = lain.baris.get().produk
    for alamat in (
        f"/jual/pesanan/{lain.kode}/", f"/jual/pesanan/{lain.kode}/bukti/",
        f"/jual/produk/{produk.pk}/",
    ):  # fmt: skip
        assert penjual.get(alamat).status_code == 404, alamat
    for alamat, data in (
        (f"/jual/pesanan/{lain.kode}/", {"langkah": "bayar"}),
        (f"/jual/produk/{produk.pk}/", {"nama": "Curian", "harga": "100", "kategori": "lain"}),
        (f"/jual/produk/{produk.pk}/stok/", {"ubah": "-10"}),
    ):
        assert penjual.post(alamat, data).status_code == 404, alamat
    lain.refresh_from_db()
    produk.refresh_from_db()
    assert (lain.status, produk.stok) == ("baru", 9)


def test_a_stranger_is_led_to_the_door_and_a_wrong_pin_stays_outside(client):
    lapak = LapakFactory()
    for nama in ("jual_produk", "jual_lapak", "jual_kebutuhan", "jual_produk_baru"):
        assert client.get(reverse(nama)).url == "/jual/"
    assert "Masuk penjual" in isi(masuk_penjual(lapak, pin="000000").get("/jual/"))


def test_a_buyers_cookie_opens_no_stall(client):
    pesanan = PesananFactory()
    pembeli = buka(pesanan)
    pembeli.cookies["jual"] = pembeli.cookies["pesanan"].value
    assert "Masuk penjual" in isi(pembeli.get("/jual/"))


def test_a_product_is_added_with_its_picture_in_one_screen():
    lapak = LapakFactory()
    penjual = masuk_penjual(lapak)
    foto = SimpleUploadedFile("f.jpg", gambar(), "image/jpeg")
    data = {"nama": "Peyek kacang", "harga": "Rp 15.000", "kategori": "camilan", "foto": foto,
            "satuan": "toples", "stok": "7", "aktif": "on"}  # fmt: skip
    assert penjual.post("/jual/produk/baru/", data).status_code == 303
    produk = Produk.objects.get()
    assert (produk.harga, produk.stok, produk.foto_kecil is not None) == (15_000, 7, True)
    penjual.post(f"/jual/produk/{produk.pk}/stok/", {"ubah": "-1"})
    penjual.post(f"/jual/produk/{produk.pk}/stok/", {"ubah": "-1000"})
    produk.refresh_from_db()
    assert produk.stok == 6
    penjual.post(f"/jual/produk/{produk.pk}/stok/", {"aktif": "0"})
    produk.refresh_from_db()
    assert not produk.aktif


@pytest.mark.parametrize(
    ("ganti", "kata"),
    [
        ({"harga": "-5"}, "paling sedikit"), ({"harga": "murah"}, "dengan angka"),
        ({"harga": "99999999999"}, "paling banyak"), ({"nama": ""}, "Tulis nama"),
        ({"stok": "-1"}, "kurang dari nol"),
        ({"foto": SimpleUploadedFile("f.jpg", b"bukan", "image/jpeg")}, "tidak dapat dibuka"),
    ],
)  # fmt: skip
def test_bad_products_are_named_by_field(ganti, kata):
    penjual = masuk_penjual(LapakFactory())
    data = {"nama": "Peyek", "harga": "5000", "kategori": "camilan"} | ganti
    jawab = penjual.post("/jual/produk/baru/", data)
    assert jawab.status_code == 422
    assert kata in isi(jawab)
    assert not Produk.objects.exists()


def test_the_same_name_twice_is_said_at_the_name():
    produk = ProdukFactory(nama="Peyek")
    penjual = masuk_penjual(produk.lapak)
    jawab = penjual.post(
        "/jual/produk/baru/", {"nama": "Peyek", "harga": "5000", "kategori": "camilan"}
    )
    assert jawab.status_code == 422
    assert "sudah punya produk dengan nama itu" in isi(jawab)


def test_a_forbidden_word_is_kept_back_until_staff_have_looked(client):
    penjual = masuk_penjual(LapakFactory())
    data = {"nama": "Rokok lintingan", "harga": "5000", "kategori": "lain", "aktif": "on"}
    jawab = penjual.post("/jual/produk/baru/", data)
    assert jawab.url.endswith("kabar=ditahan")
    assert Produk.objects.get().ditahan
    assert "Rokok" not in isi(client.get("/toko/"))


def test_settings_and_consent_are_the_sellers_own_and_recorded(client):
    lapak = LapakFactory(tampil_at=None, nomor_wa=NOMOR)
    penjual = masuk_penjual(lapak)
    data = {"nama": "Dapur Sri", "boleh_ambil": "on", "terima_tunai": "on", "tampil": "on",
            "tampil_nama": "on", "nama_tampil": "Bu Sri", "tampil_wa": "on"}  # fmt: skip
    assert penjual.post("/jual/lapak/", data).status_code == 303
    lapak.refresh_from_db()
    assert lapak.is_public
    assert lapak.penjual == "Bu Sri"
    assert lapak.persetujuan.filter(ya=True).count() == 3
    penjual.post("/jual/lapak/", data | {"tampil": "", "tampil_nama": "", "tampil_wa": ""})
    lapak.refresh_from_db()
    assert (lapak.tampil_at, lapak.penjual, lapak.tampil_wa) == (None, "", False)
    assert lapak.persetujuan.filter(ya=False).count() == 3


@pytest.mark.parametrize(
    ("ganti", "kata"),
    [
        ({"qris": "halo"}, "bukan isi QRIS"),
        ({"bank": "BRI"}, "bersama-sama"),
        ({"terima_tunai": ""}, "satu cara bayar"),
        ({"boleh_ambil": ""}, "satu cara barang"),
        ({"tampil_nama": "on"}, "nama yang boleh"),
        ({"ongkir_antar": "-1"}, "0"),
    ],
)
def test_half_filled_settings_are_named(ganti, kata):
    penjual = masuk_penjual(LapakFactory())
    data = {"nama": "Dapur", "boleh_ambil": "on", "terima_tunai": "on"} | ganti
    jawab = penjual.post("/jual/lapak/", data)
    assert jawab.status_code == 422
    assert kata in isi(jawab)


def test_a_closed_stall_says_so_and_a_new_pin_ends_the_old_visit(client, moderator):
    from ekonomi.services.lapak import renew_pin  # noqa: PLC0415

    produk = ProdukFactory()
    penjual = masuk_penjual(produk.lapak)
    penjual.post("/jual/buka/", {"buka": "0"})
    assert "Lapak sedang tutup" in isi(client.get("/toko/"))
    renew_pin(produk.lapak, by=moderator)
    assert "Masuk penjual" in isi(penjual.get("/jual/"))


def test_the_report_of_a_product_begins_with_its_name_and_number(client):
    produk = ProdukFactory(nama="Keripik & <b>Tempe</b>")
    html = isi(client.get(produk.get_absolute_url()))
    tautan = re.search(r'href="([^"]*/lapor/\?teks=[^"]*)"', html).group(1)
    halaman = isi(client.get(tautan.replace("&amp;", "&")))
    assert f"Keripik &amp; &lt;b&gt;Tempe&lt;/b&gt; (produk nomor {produk.pk})" in halaman
