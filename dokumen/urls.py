"""The public page of letters: is this one genuine?"""

from django.urls import URLPattern, path

from dokumen import views

urlpatterns: list[URLPattern] = [
    path("surat/", views.periksa, name="surat_periksa"),
    path("surat/<str:token>/", views.surat, name="surat_hasil"),
]
