"""Addresses of RUKO PARSEL's part "meja"."""

from django.contrib import admin
from django.urls import URLPattern, path

from ruko_parsel.views import meja

_staf = admin.site.admin_view

urlpatterns: list[URLPattern] = [
    path(
        "ruko-parsel/disposisi/<int:permintaan_ruko>/lembar.pdf", _staf(meja.lembar_disposisi),
        name="ruko_lembar",
    ),
    path(
        "ruko-parsel/tanggapan/<int:tanggapan_ruko>/surat.pdf", _staf(meja.surat_tanggapan),
        name="ruko_tanggapan_pdf",
    ),
    path(
        "ruko-parsel/pengantar/<int:surat_pengantar>/surat.pdf", _staf(meja.surat_pengantar),
        name="ruko_surat_pengantar",
    ),
    path("ruko-parsel/nilai/<str:tanda_nilai>/", meja.nilai, name="ruko_nilai"),
]  # fmt: skip
