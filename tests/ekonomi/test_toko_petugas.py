"""Staff and the shop: approval, moderation, tariffs, needs, onboarding, erasure, chat."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from ekonomi.bayar.dasar import GerbangGagal
from ekonomi.models import (
    ButirOnboarding,
    KebutuhanAsn,
    Kurir,
    Lapak,
    Penjualan,
    Pesanan,
    Produk,
    TarifKurir,
    TautanPasar,
    Usaha,
)
from ekonomi.muat_toko import load_toko
from ekonomi.services.bayar import attach_bukti, refund_pesanan
from ekonomi.services.belanja import choose_tawaran, offer_produk, publish_kebutuhan
from ekonomi.services.onboarding import (
    add_tautan,
    progress_of,
    remove_tautan,
    tick_butir,
    untick_butir,
)
from ekonomi.services.pesanan import PesananKeliru, move_pesanan
from ekonomi.toko.ongkir import ways_of
from ekonomi.toko_penghapus import blank_pembeli
from pesan.models import Lampiran, PesanKeluar
from pesan.proses import process_batch
from pesan.services.kontak import erase_kontak
from tests.curhat.conftest import DARI, PANDEAN, TAMAN
from tests.ekonomi.pabrik import RumahFactory, UsahaFactory
from tests.ekonomi.pabrik_toko import (
    NOMOR,
    PIN,
    LapakFactory,
    PesananFactory,
    ProdukFactory,
    gambar,
)
from tests.factories import InstansiFactory, KontakFactory, PenggunaFactory, wilayah_of
from tests.pesan.conftest import amplop, kirim, pesan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kelurahan")]
HARI = dt.timedelta(days=1)


def isi(jawab):
    return jawab.content.decode()


def login(siapa):
    client = Client()
    client.force_login(siapa)
    return client


def foto():
    return SimpleUploadedFile("bukti.jpg", gambar(), "image/jpeg")


# stalls


def test_a_facilitator_opens_a_stall_and_gets_its_pin_once(moderator):
    usaha = UsahaFactory(nama="Dapur Uji")
    fasilitator = login(PenggunaFactory(peran="fasilitator", di=TAMAN))
    jawab = fasilitator.post(
        "/admin/ekonomi/lapak/add/",
        {"usaha": usaha.pk, "nama": "Dapur Uji", "nomor_wa": "0812 0000 0777", "tampil": "on"},
        follow=True,
    )
    lapak = Lapak.objects.get()
    assert f"Kode {lapak.kode}, PIN " in isi(jawab)
    assert "Setujui lapak" not in isi(jawab)  # that is the desk's
    assert not lapak.is_public
    assert lapak.kontak.alamat == "6281200000777"
    assert "PIN " + lapak.pin_hash not in isi(jawab)
    alamat = f"/admin/ekonomi/lapak/{lapak.pk}/langkah/"
    assert fasilitator.post(alamat, {"langkah": "disetujui"}).status_code == 404
    meja = login(moderator)
    meja.post(alamat, {"langkah": "disetujui"})
    lapak.refresh_from_db()
    assert lapak.is_public
    assert PesanKeluar.objects.filter(kontak=lapak.kontak, templat="toko_lapak_disetujui").exists()
    meja.post(alamat, {"langkah": "dibekukan"})
    lapak.refresh_from_db()
    assert lapak.status == "disetujui"  # no reason, no freezing
    meja.post(alamat, {"langkah": "dibekukan", "alasan": "Foto milik toko lain"})
    lapak.refresh_from_db()
    assert not lapak.is_public
    assert [r.peristiwa for r in lapak.riwayat.all()] == ["diajukan", "disetujui", "dibekukan"]


def test_staff_of_another_kelurahan_see_none_of_it(moderator):
    pesanan = PesananFactory()
    tetangga = login(PenggunaFactory(peran="moderator", di=PANDEAN))
    for alamat in (
        f"/admin/ekonomi/lapak/{pesanan.lapak_id}/change/",
        f"/admin/ekonomi/pesanan/{pesanan.pk}/change/",
    ):
        assert tetangga.get(alamat).status_code == 404
        assert login(moderator).get(alamat).status_code == 200
    assert pesanan.kode not in isi(tetangga.get("/admin/ekonomi/pesanan/"))
    assert (
        tetangga.post(
            f"/admin/ekonomi/lapak/{pesanan.lapak_id}/langkah/", {"langkah": "pin"}
        ).status_code
        == 404
    )


def test_no_staff_list_or_export_names_a_buyer(moderator):
    pesanan = PesananFactory(nomor_wa=NOMOR, pengiriman="antar", alamat="Gang Delima 4")
    meja = login(moderator)
    for alamat in (
        "/admin/ekonomi/pesanan/", f"/admin/ekonomi/pesanan/{pesanan.pk}/change/",
        "/admin/ekonomi/tagihan/", "/admin/ekonomi/peristiwabayar/",
    ):  # fmt: skip
        teks = isi(meja.get(alamat))
        assert "Bu Pembeli" not in teks, alamat
        assert "Gang Delima" not in teks, alamat
        assert "0777" not in teks, alamat
    berkas = meja.post(
        "/admin/ekonomi/pesanan/export/",
        {"format": "0", "resource": "", "export_items": []}
        | {f"pesananresource_{k}": "on" for k in ("kode", "status", "total")},
    )
    assert "Bu Pembeli" not in isi(berkas)


def test_a_gateways_key_is_never_shown_and_stays_when_left_empty(moderator):
    lapak = LapakFactory()
    meja = login(moderator)
    alamat = f"/admin/ekonomi/lapak/{lapak.pk}/gerbang/"
    meja.post(alamat, {"gerbang": "midtrans", "kunci": "SB-Mid-server-rahasia"})
    meja.post(alamat, {"gerbang": "midtrans", "kunci": "", "produksi": "on"})
    lapak.refresh_from_db()
    assert (lapak.gerbang_kunci, lapak.gerbang_produksi) == ("SB-Mid-server-rahasia", True)
    assert "rahasia" not in isi(meja.get(f"/admin/ekonomi/lapak/{lapak.pk}/change/"))
    meja.post(alamat, {"gerbang": ""})
    lapak.refresh_from_db()
    assert (lapak.gerbang, lapak.gerbang_kunci) == ("", "")


def test_the_desk_holds_a_product_with_a_reason_and_releases_it(client, moderator):
    produk = ProdukFactory(nama="Kerupuk Aneh")
    meja = login(moderator)
    alamat = f"/admin/ekonomi/lapak/{produk.lapak_id}/produk/"
    meja.post(alamat, {"produk": produk.pk})
    assert "Kerupuk Aneh" in isi(client.get("/toko/"))
    meja.post(alamat, {"produk": produk.pk, "alasan": "Tanpa izin edar"})
    assert "Kerupuk Aneh" not in isi(client.get("/toko/"))
    meja.post(alamat, {"produk": produk.pk})
    assert "Kerupuk Aneh" in isi(client.get("/toko/"))


def test_staff_pages_open_and_lists_do_not_ask_more_for_more_rows(
    moderator, django_assert_max_num_queries
):
    load_toko()
    PesananFactory(status="selesai")
    meja = login(moderator)
    daftar = (
        "lapak", "produk", "pesanan", "tagihan", "peristiwabayar", "kebutuhanasn",
        "onboardingusaha", "tautanpasar", "tarifkurir", "kurir", "kataterlarang", "butironboarding",
    )  # fmt: skip
    banyak = {}
    for nama in daftar:
        meja.get(f"/admin/ekonomi/{nama}/")
        with django_assert_max_num_queries(60) as hitung:
            assert meja.get(f"/admin/ekonomi/{nama}/").status_code == 200, nama
        banyak[nama] = len(hitung)
    for _ in range(14):
        PesananFactory(status="selesai")
    for nama in daftar:
        with django_assert_max_num_queries(banyak[nama]):
            meja.get(f"/admin/ekonomi/{nama}/")
    assert "15" in isi(meja.get("/admin/ekonomi/pesanan/bulan/"))


# tariffs


@pytest.fixture
def tarif():
    load_toko()
    for kode in ("35.77", "35.20", "35"):
        wilayah_of(kode)
    for ke, biaya, gram in (("35.77", 9_000, 1_000), ("35.20", 12_000, 5_000)):
        TarifKurir.objects.create(
            kurir=Kurir.objects.get(pk="pos"), dari_id="35.77", ke_id=ke, biaya=biaya,
            berat_sampai=gram,
        )  # fmt: skip


def test_couriers_by_origin_destination_and_weight(tarif):
    lapak = LapakFactory(pakai_kurir=True, ongkir_antar=None)
    assert [w.ongkir for w in ways_of(lapak, 500)] == [0, 9_000, 12_000]
    assert [w.ongkir for w in ways_of(lapak, 3_000)] == [0, 12_000]
    assert [w.cara for w in ways_of(lapak, 9_000)] == ["ambil"]
    Kurir.objects.update(aktif=False)
    assert len(ways_of(lapak, 500)) == 1


def test_a_parcel_carries_its_number_and_where_to_follow_it(tarif):
    lapak = LapakFactory(pakai_kurir=True)
    kunci = f"kurir-{TarifKurir.objects.get(ke='35.77').pk}"
    pesanan = PesananFactory(
        produk=ProdukFactory(lapak=lapak), status="disiapkan", pengiriman=kunci, alamat="RT 1"
    )
    with pytest.raises(PesananKeliru) as galat:
        move_pesanan(pesanan, ke="dikirim", pelaku="penjual")
    assert galat.value.isian == "resi"
    pesanan = move_pesanan(pesanan, ke="dikirim", pelaku="penjual", resi="P123")
    assert pesanan.ongkir == 9_000
    assert pesanan.tautan_lacak.endswith("/P123")


def test_tariffs_come_from_a_file_with_errors_by_row(tarif, lurah):
    berkas = (
        "kurir,dari,ke,berat_dari,berat_sampai,biaya,hari_dari,hari_sampai\n"
        "jne,35.77.03.1009,35.20,0,2000,15000,1,3\n"
    )
    meja = login(lurah)
    jawab = meja.post(
        "/admin/ekonomi/tarifkurir/import/",
        {"import_file": SimpleUploadedFile("t.csv", berkas.encode()), "format": "0"},
    )
    assert "15.000" in isi(jawab)
    rusak = berkas.replace("jne,", "kurirpalsu,").replace("2000,15000", "0,-5")
    jawab = meja.post(
        "/admin/ekonomi/tarifkurir/import/",
        {"import_file": SimpleUploadedFile("t.csv", rusak.encode()), "format": "0"},
    )
    assert "kurirpalsu" in isi(jawab)
    asing = berkas.replace("35.77.03.1009", "35.77.03.1002")
    jawab = meja.post(
        "/admin/ekonomi/tarifkurir/import/",
        {"import_file": SimpleUploadedFile("t.csv", asing.encode()), "format": "0"},
    )
    assert "luar wilayah tugas" in isi(jawab)


# turnover


def test_orders_feed_turnover_once_and_a_refund_takes_it_back():
    pesanan = PesananFactory(status="selesai", jumlah=2)
    jual = Penjualan.objects.get()
    assert (jual.jumlah, jual.sumber, jual.usaha) == (24_000, "toko", pesanan.lapak.usaha)
    move_pesanan(pesanan, ke="dibatalkan", pelaku="penjual", catatan="Barang dikembalikan")
    jual.refresh_from_db()
    assert jual.dibatalkan_at is not None
    with pytest.raises(GerbangGagal):
        refund_pesanan(Pesanan.objects.get())


# needs


def kebutuhan(by, **isi):
    hari = timezone.localdate()
    dasar = {
        "wilayah": wilayah_of(TAMAN), "judul": "Snack rapat", "jumlah": 5, "satuan": "kotak",
        "kategori": "makanan", "anggaran": 100_000, "dibutuhkan": hari + 9 * HARI,
        "tawar_sampai": hari + 3 * HARI, "by": by,
    }  # fmt: skip
    return KebutuhanAsn.objects.create(**(dasar | isi))


def test_a_need_is_published_offered_on_chosen_and_ordered(client, lurah):
    meja = login(lurah)
    hari = timezone.localdate()
    jawab = meja.post(
        "/admin/ekonomi/kebutuhanasn/add/",
        {"judul": "Snack rapat", "uraian": "", "kategori": "makanan", "jumlah": "5",
         "satuan": "kotak", "anggaran": "100000", "wilayah": TAMAN, "instansi": "",
         "dibutuhkan": f"{hari + 9 * HARI:%d-%m-%Y}",
         "tawar_sampai": f"{hari + 3 * HARI:%d-%m-%Y}"},
    )  # fmt: skip
    assert jawab.status_code == 302, isi(jawab)
    baris = KebutuhanAsn.objects.get()
    assert "Snack rapat" not in isi(client.get("/taman-madiun/toko/kebutuhan/"))
    halaman = f"/admin/ekonomi/kebutuhanasn/{baris.pk}/tawaran/"
    meja.post(halaman, {"langkah": "terbit"})
    assert "Snack rapat" in isi(client.get("/taman-madiun/toko/kebutuhan/"))
    produk = [ProdukFactory(harga=15_000, stok=9) for _ in range(2)]
    for satu, harga in zip(produk, (14_000, 13_000), strict=True):
        penjual = Client()
        penjual.post("/jual/", {"kode": satu.lapak.kode, "pin": PIN})
        assert "Snack rapat" in isi(penjual.get("/jual/kebutuhan/"))
        alamat = f"/jual/kebutuhan/{baris.pk}/"
        mahal = penjual.post(alamat, {"produk": satu.pk, "harga": "90000"})
        assert "anggarannya paling banyak" in isi(mahal)
        assert penjual.post(alamat, {"produk": satu.pk, "harga": str(harga)}).status_code == 303
    pilih = baris.tawaran.get(harga=13_000)
    for _ in range(2):
        meja.post(halaman, {"langkah": f"pilih-{pilih.pk}"})
    pesanan = Pesanan.objects.get()
    assert (pesanan.subtotal, pesanan.untuk_asn) == (65_000, True)
    assert Produk.objects.get(pk=produk[1].pk).stok == 4
    assert {t.status for t in baris.tawaran.all()} == {"dipilih", "tidak_dipilih"}


def test_an_offer_of_anothers_product_or_after_the_end_is_refused(lurah):
    baris = publish_kebutuhan(kebutuhan(lurah), by=lurah)
    milik, lain = ProdukFactory(), ProdukFactory()
    with pytest.raises(ValidationError):
        offer_produk(baris, milik.lapak, produk=lain, harga=1_000)
    KebutuhanAsn.objects.update(tawar_sampai=timezone.localdate() - HARI)
    with pytest.raises(ValidationError, match="tidak menerima"):
        offer_produk(baris, milik.lapak, produk=milik, harga=1_000)


def test_an_offer_that_cannot_be_delivered_any_more_stays_unchosen(lurah):
    baris = publish_kebutuhan(kebutuhan(lurah), by=lurah)
    produk = ProdukFactory(stok=9)
    tawaran = offer_produk(baris, produk.lapak, produk=produk, harga=1_000)
    Produk.objects.update(stok=1)
    with pytest.raises(PesananKeliru, match="tinggal 1"):
        choose_tawaran(tawaran, by=lurah)
    tawaran.refresh_from_db()
    assert tawaran.status == "diajukan"


def test_an_agencys_officer_publishes_for_the_agency_and_sees_no_other(lurah):
    dinas = InstansiFactory(kode="DKOP-UJI")
    kebutuhan(lurah, judul="Milik lurah")
    kebutuhan(lurah, judul="Milik dinas", instansi=dinas)
    petugas = login(PenggunaFactory(peran="petugas", di=dinas))
    teks = isi(petugas.get("/admin/ekonomi/kebutuhanasn/"))
    assert "Milik dinas" in teks
    assert "Milik lurah" not in teks


def test_the_price_list_prints_and_counts_are_hidden_below_five(client):
    ProdukFactory(nama="Sambal #set *x*", harga=15_000)
    for _ in range(4):
        PesananFactory(status="selesai", untuk_asn=True)
    alamat = "/taman-madiun/toko/daftar-asn/"
    assert "pesanan ASN selesai" not in isi(client.get(alamat))
    PesananFactory(status="selesai", untuk_asn=True)
    teks = isi(client.get(alamat))
    assert "pesanan ASN selesai" in teks
    assert "Sambal #set *x*" in teks
    pdf = client.get(f"{alamat}?bentuk=pdf")
    assert pdf.content.startswith(b"%PDF")


# onboarding


@pytest.fixture
def usaha():
    load_toko()
    return UsahaFactory(rumah=RumahFactory())


def complete(usaha, by, hari):
    for butir in ButirOnboarding.objects.filter(wajib=True):
        tick_butir(usaha, butir, tanggal=hari, bukti=gambar(), by=by)


def test_all_required_steps_and_a_proven_link_make_it_arrive(usaha, moderator):
    hari = timezone.localdate() - 3 * HARI
    complete(usaha, moderator, hari)
    usaha.refresh_from_db()
    assert usaha.onboarded_at is None
    tautan = add_tautan(
        usaha, pasar="shopee", url="https://shopee.co.id/uji", sejak=hari - 9 * HARI,
        bukti=gambar(), by=moderator,
    )  # fmt: skip
    usaha.refresh_from_db()
    usaha.rumah.refresh_from_db()
    assert usaha.onboarded_at == hari
    assert usaha.rumah.onboarded
    remove_tautan(tautan, by=moderator)
    usaha.refresh_from_db()
    usaha.rumah.refresh_from_db()
    assert (usaha.onboarded_at, usaha.rumah.onboarded) == (None, False)


def test_what_an_import_said_is_not_lost_by_the_first_tick(usaha, moderator):
    hari = timezone.localdate() - 40 * HARI
    Usaha.objects.filter(pk=usaha.pk).update(onboarded_at=hari)
    butir = ButirOnboarding.objects.first()
    tick_butir(usaha, butir, tanggal=hari, bukti=gambar(), by=moderator)
    untick_butir(usaha, butir, by=moderator)
    usaha.refresh_from_db()
    assert usaha.onboarded_at == hari


@pytest.mark.parametrize(
    ("pasar", "url"),
    [
        ("tokopedia", "https://tokopedia.com.jahat.example/toko"),
        ("tokopedia", "https://shopee.co.id/toko"),
        ("shopee", "http://shopee.co.id/toko"),
        ("lain", "javascript:alert(1)"),
        ("lain", "https://user@tokopedia.com/x"),
        ("lain", "https://www.tokopedia.com/x"),
    ],
)
def test_a_link_must_be_of_its_marketplace(usaha, pasar, url):
    with pytest.raises(ValidationError):
        add_tautan(usaha, pasar=pasar, url=url, sejak=timezone.localdate())
    assert not TautanPasar.objects.exists()


def test_a_step_needs_its_proof_and_a_day_that_has_been(usaha, moderator):
    butir = ButirOnboarding.objects.get(pk="akun")
    with pytest.raises(ValidationError, match="foto bukti"):
        tick_butir(usaha, butir, tanggal=timezone.localdate(), by=moderator)
    with pytest.raises(ValidationError, match="belum terjadi"):
        tick_butir(usaha, butir, tanggal=timezone.localdate() + HARI, bukti=gambar(), by=moderator)
    assert progress_of(usaha).selesai == 0


def test_the_facilitators_screen_ticks_shows_proof_and_knows_its_area(usaha):
    fasilitator = login(PenggunaFactory(peran="fasilitator", di=TAMAN))
    alamat = f"/admin/ekonomi/onboardingusaha/{usaha.pk}"
    hari = f"{timezone.localdate():%Y-%m-%d}"
    fasilitator.post(f"{alamat}/centang/", {"butir": "akun", "tanggal": hari, "bukti": foto()})
    teks = isi(fasilitator.get(f"{alamat}/change/"))
    assert "1 dari 6 langkah wajib" in teks
    lampiran = usaha.onboarding.get().bukti_id
    jawab = fasilitator.get(f"{alamat}/bukti/{lampiran}/")
    assert jawab["Content-Type"] == "image/jpeg"
    tetangga = login(PenggunaFactory(peran="fasilitator", di=PANDEAN))
    assert tetangga.get(f"{alamat}/bukti/{lampiran}/").status_code == 404
    assert tetangga.post(f"{alamat}/centang/", {"hapus": "akun"}).status_code == 404
    assert fasilitator.get(f"{alamat}/bukti/{lampiran + 999}/").status_code == 404
    fasilitator.post(
        f"{alamat}/tautan/",
        {"pasar": "shopee", "url": "https://shopee.co.id/uji", "sejak": hari, "bukti": foto()},
    )
    assert TautanPasar.objects.get().bukti is not None
    fasilitator.post(f"{alamat}/centang/", {"hapus": "akun"})
    assert not usaha.onboarding.exists()
    jawab.close()


# erasure and retention


def test_a_seller_who_asks_to_be_forgotten_leaves_sales_without_a_name(client):
    kontak = KontakFactory()
    lapak = LapakFactory(
        kontak=kontak, nomor_wa=NOMOR, tampil_wa=True, nama_tampil="Bu Sri", tampil_nama=True,
        gerbang="midtrans", gerbang_kunci="x",
    )  # fmt: skip
    pesanan = PesananFactory(produk=ProdukFactory(lapak=lapak), status="selesai")
    erase_kontak(kontak)
    lapak.refresh_from_db()
    assert (lapak.nomor_wa, lapak.rekening, lapak.nama_tampil, lapak.gerbang_kunci) == ("",) * 4
    assert not lapak.is_public
    assert Pesanan.objects.filter(pk=pesanan.pk, total=12_000).exists()
    penjual = Client()
    penjual.post("/jual/", {"kode": lapak.kode, "pin": PIN})
    assert "Masuk penjual" in isi(penjual.get("/jual/"))


def test_a_buyer_who_asks_and_a_buyer_of_long_ago_are_blanked_with_their_proof():
    satu = PesananFactory(cara_bayar="transfer", catatan="Untuk arisan")
    attach_bukti(satu, berkas=gambar())
    erase_kontak(satu.kontak)
    dua = PesananFactory(status="selesai")
    jalan = PesananFactory()
    nanti = timezone.now() + dt.timedelta(days=181)
    assert blank_pembeli(nanti)["pembeli"] == 1
    for baris in (satu, dua):
        baris.refresh_from_db()
        assert (baris.pembeli, baris.nomor_wa, baris.catatan) == ("", "", "")
        assert baris.dihapus_at is not None
    jalan.refresh_from_db()
    assert jalan.pembeli
    assert not Lampiran.objects.filter(status="ada").exists()


# chat


def test_toko_gives_the_address_and_pesanan_the_sellers_open_orders():
    kontak = KontakFactory(nomor=DARI)
    pesanan = PesananFactory(produk=ProdukFactory(lapak=LapakFactory(kontak=kontak)))
    for n, kata in enumerate(("TOKO", "pesanan")):
        kirim(amplop(messages=[pesan(kata, id=f"wamid.toko{n}", dari=DARI)]))
        process_batch()
    toko = PesanKeluar.objects.get(templat="toko_alamat")
    assert "/taman-madiun/toko/" in toko.badan
    daftar = PesanKeluar.objects.get(templat="toko_pesanan_daftar")
    assert pesanan.kode in daftar.badan


def test_pesanan_from_somebody_who_sells_nothing_goes_on_as_a_story():
    kirim(amplop(messages=[pesan("pesanan", id="wamid.lain", dari="6281200009999")]))
    process_batch()
    assert not PesanKeluar.objects.filter(templat__startswith="toko_").exists()
