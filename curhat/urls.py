"""Residents' addresses of curhat. Fixed paths first; what hangs under an area's slug after them."""

from django.urls import URLPattern, URLResolver, path

from curhat.views import berkas, lacak, lampiran, lapor, surat

urlpatterns: list[URLPattern | URLResolver] = [
    path("lapor/", lapor.lapor_pilih, name="lapor_pilih"),
    path("lacak/", lacak.lacak, name="lacak"),
    path("lacak/tambah/", lacak.tambah, name="lacak_tambah"),
    path("lacak/sesudah/", lacak.sesudah, name="lacak_sesudah"),
    path("lacak/belum/", lacak.belum, name="lacak_belum"),
    path("lacak/nilai/", lacak.nilai, name="lacak_nilai"),
    path("lacak/pilihan/", lacak.pilihan, name="lacak_pilihan"),
    path("lacak/hapus/", lacak.hapus, name="lacak_hapus"),
    path("lacak/keluar/", lacak.keluar, name="lacak_keluar"),
    path("lacak/berkas/<int:pk>/", berkas.berkas, name="lacak_berkas"),
    path("lacak/surat/", surat.baru, name="lacak_surat_baru"),
    path("lacak/surat/<int:pk>/", surat.surat, name="lacak_surat"),
    path("lacak/surat/<int:pk>/ajukan/", surat.ajukan, name="lacak_surat_ajukan"),
    path("lacak/surat/<int:pk>/batal/", surat.batal, name="lacak_surat_batal"),
    path("lacak/surat/<int:pk>/unduh/<str:bentuk>/", surat.unduh, name="lacak_surat_unduh"),
    path("lampiran/<int:pk>/", lampiran.lampiran, name="lampiran"),
    path("<slug:slug>/lapor/", lapor.lapor, name="lapor"),
    path("<slug:slug>/lapor/titik/", lapor.titik, name="lapor_titik"),
    path("<slug:slug>/lapor/terima/<str:tanda>/", lapor.terima, name="lapor_terima"),
    path("<slug:slug>/surat/", surat.daftar, name="surat_daftar"),
    path("<slug:slug>/lacak/", lacak.lacak, name="lacak_di"),
]
