from django.urls import URLPattern, URLResolver, path

from ekonomi.views import hotspot as v_hotspot
from ekonomi.views import kabar_program as v_kabar
from ekonomi.views import mandiri as v_mandiri
from ekonomi.views import pelatihan, sertifikat
from ekonomi.views import siap as v_siap

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
]
