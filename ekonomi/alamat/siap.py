from django.urls import URLPattern, URLResolver, path

from ekonomi.views import hotspot as v_hotspot
from ekonomi.views import kabar_program as v_kabar
from ekonomi.views import mandiri as v_mandiri
from ekonomi.views import siap as v_siap

urlpatterns: list[URLPattern | URLResolver] = [
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
    path("<slug:slug>/kabar-program/<int:siaran_pk>/", v_kabar.satu, name="kabar_program_satu"),
]
