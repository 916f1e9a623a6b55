from django.urls import URLPattern, URLResolver, include, path

from ekonomi.views import hotspot as v_hotspot
from ekonomi.views import kabar_program as v_kabar
from ekonomi.views import mandiri as v_mandiri
from ekonomi.views import pelatihan, sertifikat
from ekonomi.views import siap as v_siap
from ekonomi.views import bayar, belanja, jual, keranjang, pesanan, toko
"""Addresses of ekonomi: fixed paths of each part, then what hangs under an area's slug."""

from django.urls import URLPattern, URLResolver

from ekonomi import urls_hibah
from ekonomi.alamat import kas, omzet, pasar, pelatihan, rumah, siap, toko, transparansi

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

# SIAP-TAMAN, Rumah Mandiri, hotspots, news
urlpatterns += [
    path("tampil/<str:tanda>/", v_mandiri.cabut, name="tampil_cabut"),
    path("<slug:slug>/siap/", v_siap.siap, name="siap"),
    path("<slug:slug>/siap/summary_kpi.csv", v_siap.ringkasan_csv, name="siap_ringkasan"),
    path("<slug:slug>/siap/laporan/<str:periode>/", v_siap.laporan_siap, name="siap_laporan"),
    path("<slug:slug>/rumah-mandiri/", v_mandiri.mandiri, name="rumah_mandiri"),
    path("<slug:slug>/duta/", v_mandiri.duta, name="duta"),
    path("<slug:slug>/duta/<int:duta_pk>/foto/", v_mandiri.foto_duta, name="duta_foto"),
    path("<slug:slug>/hotspot/", v_hotspot.hotspot, name="hotspot"),
    path(
        "<slug:slug>/hotspot/<int:hotspot_pk>/lapor/", v_hotspot.lapor_hotspot, name="hotspot_lapor"
    ),
    path("<slug:slug>/kabar-program/", v_kabar.daftar, name="kabar_program"),
    path(
        "<slug:slug>/kabar-program/<int:siaran_pk>/",
        v_kabar.satu,
        name="kabar_program_satu",
    ),
from ekonomi.views import mentor, omzet, survei

urlpatterns: list[URLPattern | URLResolver] = []
urlpatterns += [
    path("omzet/", omzet.omzet, name="omzet"),
    path("omzet/keluar/", omzet.keluar, name="omzet_keluar"),
    path("omzet/mentor/", mentor.mentor, name="mentor"),
    path("omzet/mentor/langkah/<int:kunjungan>/", mentor.langkah, name="mentor_langkah"),
    path("omzet/mentor/foto/<int:kunjungan>/", mentor.foto, name="mentor_foto"),
    path("omzet/jawab/<int:pengukuran>/", omzet.jawab, name="omzet_jawab"),
    path("omzet/<str:tanda>/", omzet.tautan, name="omzet_tautan"),
    path("survei/<str:tanda>/", survei.isi, name="survei_isi"),
from ekonomi import api_rumah

urlpatterns: list[URLPattern | URLResolver] = []

urlpatterns += [
    path("api/v1/rumah/", api_rumah.RumahList.as_view(), name="api_rumah"),
    path("api/v1/rumah/summary_kpi/", api_rumah.RumahSummaryKpi.as_view(), name="api_rumah_kpi"),
urlpatterns: list[URLPattern | URLResolver] = [
    *kas.urlpatterns,
    *omzet.urlpatterns,
    *pasar.urlpatterns,
    *pelatihan.urlpatterns,
    *rumah.urlpatterns,
    *siap.urlpatterns,
    *toko.urlpatterns,
    *transparansi.urlpatterns,
    *urls_hibah.urlpatterns,
]
urlpatterns += [path("", include("ekonomi.urls_pelatihan"))]
urlpatterns += [path("", include("ekonomi.urls_pasar"))]
