"""Addresses of RUKO PARSEL's part "pengetahuan"."""

from django.urls import URLPattern, path

from ruko_parsel.views import jawaban, pustaka

_J, _P = "ruko-parsel/jawaban/", "ruko-parsel/pustaka/"
urlpatterns: list[URLPattern] = [
    path(_J, jawaban.jawaban_list, name="ruko_jawaban_daftar"),
    path(f"{_J}saran/", jawaban.jawaban_suggest, name="ruko_jawaban_saran"),
    path(f"{_J}<int:nomor_jawaban>/", jawaban.jawaban_show, name="ruko_jawaban"),
    path(f"{_J}<int:nomor_jawaban>/suara/", jawaban.jawaban_vote, name="ruko_jawaban_suara"),
    path(_P, pustaka.pustaka_list, name="ruko_pustaka"),
    path(f"{_P}<int:nomor_pustaka>/", pustaka.pustaka_show, name="ruko_pustaka_satu"),
    path(f"{_P}<int:nomor_pustaka>/unduh/", pustaka.pustaka_download, name="ruko_pustaka_unduh"),
]
