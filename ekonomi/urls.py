from django.urls import URLPattern, URLResolver, path

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
