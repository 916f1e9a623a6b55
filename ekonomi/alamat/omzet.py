"""Addresses of turnover, mentors and surveys, for residents."""

from django.urls import URLPattern, URLResolver, path

from ekonomi.views import mentor, omzet, survei

urlpatterns: list[URLPattern | URLResolver] = [
    path("omzet/", omzet.omzet, name="omzet"),
    path("omzet/keluar/", omzet.keluar, name="omzet_keluar"),
    path("omzet/mentor/", mentor.mentor, name="mentor"),
    path("omzet/mentor/langkah/<int:kunjungan>/", mentor.langkah, name="mentor_langkah"),
    path("omzet/mentor/foto/<int:kunjungan>/", mentor.foto, name="mentor_foto"),
    path("omzet/jawab/<int:pengukuran>/", omzet.jawab, name="omzet_jawab"),
    path("omzet/<str:tanda>/", omzet.tautan, name="omzet_tautan"),
    path("survei/<str:tanda>/", survei.isi, name="survei_isi"),
]
