from django.urls import URLPattern, URLResolver, path

from ekonomi.views import pasar
from ekonomi.views import pelatihan
from ekonomi.views import sertifikat

urlpatterns: list[URLPattern | URLResolver] = []

# training and certificates
urlpatterns += [
    path("pelatihan/saya/", pelatihan.saya, name="pelatihan_saya"),
    path("pelatihan/saya/batal/", pelatihan.batal, name="pelatihan_batal"),
    path("pelatihan/saya/keluar/", pelatihan.keluar, name="pelatihan_keluar"),
    path("pelatihan/saya/sertifikat/", pelatihan.sertifikat_saya, name="pelatihan_sertifikat"),
    path("pelatihan/terdaftar/<str:tanda>/", pelatihan.terdaftar, name="pelatihan_terdaftar"),
    path("sertifikat/", sertifikat.periksa, name="sertifikat_periksa"),
    path("sertifikat/<str:token_sertifikat>/", sertifikat.sertifikat, name="sertifikat"),
    path("<slug:slug>/pelatihan/", pelatihan.daftar, name="pelatihan"),
    path(
        "<slug:slug>/pelatihan/<int:nomor_angkatan>/",
        pelatihan.angkatan,
        name="pelatihan_angkatan",
    ),
]

# Pasar Rakyat
urlpatterns += [
    path("pasar/lapak/", pasar.lapak, name="pasar_lapak"),
    path("pasar/lapak/pesan/", pasar.pesan, name="pasar_pesan"),
    path("pasar/lapak/lepas/", pasar.lepas, name="pasar_lepas"),
    path("pasar/lapak/jual/", pasar.jual, name="pasar_jual"),
    path("pasar/lapak/keluar/", pasar.keluar, name="pasar_keluar"),
    path("<slug:slug>/pasar/", pasar.daftar, name="pasar"),
    path("<slug:slug>/pasar/kalender.ics", pasar.kalender, name="pasar_kalender"),
]
