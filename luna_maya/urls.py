"""LUNA MAYA's addresses, one module of `luna_maya.alamat` a part."""

from django.urls import URLPattern

from luna_maya.alamat import (
    catatan,
    dokumentasi,
    janji,
    kalender,
    persetujuan,
    peta,
    petugas,
    rencana,
    survei,
)

urlpatterns: list[URLPattern] = [
    *rencana.urlpatterns,
    *persetujuan.urlpatterns,
    *petugas.urlpatterns,
    *kalender.urlpatterns,
    *catatan.urlpatterns,
    *janji.urlpatterns,
    *survei.urlpatterns,
    *dokumentasi.urlpatterns,
    *peta.urlpatterns,
]
