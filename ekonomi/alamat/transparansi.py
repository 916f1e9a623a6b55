from django.urls import URLPattern, URLResolver, path

from ekonomi.views import transparansi

urlpatterns: list[URLPattern | URLResolver] = [
    path("transparansi/", transparansi.transparansi_pilih, name="transparansi_pilih"),
    path("<slug:slug>/transparansi/", transparansi.transparansi, name="transparansi"),
    path(
        "<slug:slug>/transparansi/unduh/<str:bentuk>/",
        transparansi.transparansi_unduh,
        name="transparansi_unduh",
    ),
]
