from django.urls import URLPattern, URLResolver, include, path

from ekonomi.views import bayar, belanja, jual, keranjang, pesanan, toko

urlpatterns: list[URLPattern | URLResolver] = []

urlpatterns += [
    path("toko/", toko.toko, name="toko"),
    path("toko/foto/<int:produk>/<str:ukuran>/", toko.foto, name="toko_foto"),
    path("toko/keranjang/", keranjang.keranjang, name="toko_keranjang"),
    path("toko/pesan/<str:lapak_slug>/", keranjang.pesan, name="toko_pesan"),
    path("toko/lapak/<str:lapak_slug>/", toko.lapak, name="toko_lapak"),
    path("toko/lapak/<str:lapak_slug>/<int:produk>/", toko.produk, name="toko_produk"),
    path("pesanan/", pesanan.pesanan, name="pesanan"),
    path("pesanan/lain/", pesanan.hanya_pintu, name="pesanan_lain"),
    path("pesanan/terima/<str:tanda>/", keranjang.terima, name="pesanan_terima"),
    path("pesanan/bayar/", pesanan.bayar, name="pesanan_bayar"),
    path("pesanan/bukti/", pesanan.bukti, name="pesanan_bukti"),
    path("pesanan/batal/", pesanan.batal, name="pesanan_batal"),
    path("pesanan/sampai/", pesanan.sampai, name="pesanan_sampai"),
    path("pesanan/nilai/", pesanan.nilai, name="pesanan_nilai"),
    path("pesanan/keluar/", pesanan.keluar, name="pesanan_keluar"),
    path("jual/", jual.jual, name="jual"),
    path("jual/keluar/", jual.keluar, name="jual_keluar"),
    path("jual/buka/", jual.buka, name="jual_buka"),
    path("jual/lapak/", jual.pengaturan, name="jual_lapak"),
    path("jual/produk/", jual.daftar_produk, name="jual_produk"),
    path("jual/produk/baru/", jual.produk, name="jual_produk_baru"),
    path("jual/produk/<int:produk>/", jual.produk, name="jual_produk_ubah"),
    path("jual/produk/<int:produk>/stok/", jual.stok, name="jual_stok"),
    path("jual/kebutuhan/", belanja.daftar_tawar, name="jual_kebutuhan"),
    path("jual/kebutuhan/<int:kebutuhan>/", belanja.tawar, name="jual_tawar"),
    path("jual/pesanan/<str:kode_pesanan>/", jual.pesanan, name="jual_pesanan"),
    path("jual/pesanan/<str:kode_pesanan>/bukti/", jual.bukti, name="jual_bukti"),
    path("bayar/tiruan/<str:nomor_tagihan>/", bayar.tiruan, name="bayar_tiruan"),
    path("webhook/bayar/<str:gerbang>/", bayar.webhook, name="webhook_bayar"),
    path("<slug:slug>/toko/", toko.toko, name="toko_di"),
    path("<slug:slug>/toko/daftar-asn/", belanja.daftar_asn, name="toko_daftar_asn"),
    path("<slug:slug>/toko/kebutuhan/", belanja.kebutuhan, name="toko_kebutuhan"),
]
urlpatterns += [path("", include("ekonomi.urls_pelatihan"))]
urlpatterns += [path("", include("ekonomi.urls_pasar"))]
