from django.urls import URLPattern, URLResolver, path

from ekonomi import api_rumah
from ekonomi.urls_omzet import urlpatterns as urls_omzet

urlpatterns: list[URLPattern | URLResolver] = []

urlpatterns += [
    path("api/v1/rumah/", api_rumah.RumahList.as_view(), name="api_rumah"),
    path("api/v1/rumah/summary_kpi/", api_rumah.RumahSummaryKpi.as_view(), name="api_rumah_kpi"),
]
urlpatterns += urls_omzet
