from django.urls import URLPattern, URLResolver, path

from ekonomi import api_rumah

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/rumah/", api_rumah.RumahList.as_view(), name="api_rumah"),
    path("api/v1/rumah/summary_kpi/", api_rumah.RumahSummaryKpi.as_view(), name="api_rumah_kpi"),
]
