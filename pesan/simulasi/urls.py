from django.urls import URLPattern, path

from pesan.simulasi import graph, views

urlpatterns: list[URLPattern] = [
    path("simulasi/", views.simulasi, name="simulasi"),
    path("simulasi/layar/", views.layar, name="simulasi_layar"),
    path("simulasi/kirim/", views.kirim, name="simulasi_kirim"),
    path("simulasi/lurah/", views.lurah, name="simulasi_lurah"),
    path("simulasi/foto/<str:id_media>/", views.foto, name="simulasi_foto"),
    path("simulasi/dokumen/<str:id_media>/", views.dokumen, name="simulasi_dokumen"),
    path("simulasi/graph/v<str:versi>/<str:nomor_id>/messages", graph.messages),
    path("simulasi/graph/v<str:versi>/<str:nomor_id>/media", graph.upload),
    path("simulasi/graph/v<str:versi>/<str:id_media>", graph.media),
    path("simulasi/graph/unduh/<str:id_media>", graph.download),
]
