"""Addresses of grants and public works for residents and shops."""

from django.urls import URLPattern, URLResolver, path

from ekonomi.views import hibah, padat_karya

urlpatterns: list[URLPattern | URLResolver] = [
    path("rumah/hibah/", hibah.saya, name="hibah_saya"),
    path("rumah/hibah/foto/", hibah.foto, name="hibah_foto"),
    path("rumah/hibah/keluar/", hibah.keluar, name="hibah_keluar"),
    path("bayar/voucher/", hibah.voucher, name="voucher_tukar"),
    path("padat-karya/saya/", padat_karya.saya, name="padat_karya_saya"),
    path("padat-karya/keluar/", padat_karya.keluar, name="padat_karya_keluar"),
    path("<slug:slug>/hibah/", hibah.hibah, name="hibah"),
    path("<slug:slug>/padat-karya/", padat_karya.daftar, name="padat_karya"),
    path(
        "<slug:slug>/padat-karya/foto/<int:foto_proyek>/",
        padat_karya.foto,
        name="padat_karya_foto",
    ),
    path(
        "<slug:slug>/padat-karya/<int:nomor_proyek>/",
        padat_karya.proyek,
        name="padat_karya_proyek",
    ),
    path(
        "<slug:slug>/padat-karya/<int:nomor_proyek>/daftar/",
        padat_karya.mendaftar,
        name="padat_karya_daftar",
    ),
]
