"""Addresses of LUNA MAYA's part "catatan"."""

from django.urls import URLPattern, path

from luna_maya.views import catatan, catatan_tindak

_SATU = "luna-maya/catat/<str:kode_kunjungan>/"
_CATATAN = f"{_SATU}<int:nomor_catatan>/"

urlpatterns: list[URLPattern] = [
    path("luna-maya/catat/", catatan.catat_daftar, name="luna_catat_daftar"),
    path(_SATU, catatan.catat, name="luna_catat"),
    path(f"{_SATU}jawaban/", catatan.catat_jawaban, name="luna_catat_jawaban"),
    path(
        f"{_SATU}berkas/<int:lampiran_catatan>/", catatan_tindak.catat_berkas,
        name="luna_catat_berkas",
    ),
    path(f"{_CATATAN}ubah/", catatan_tindak.catat_ubah, name="luna_catat_ubah"),
    path(f"{_CATATAN}tarik/", catatan_tindak.catat_tarik, name="luna_catat_tarik"),
    path(
        f"{_CATATAN}jadi/<str:apa_catatan>/", catatan_tindak.catat_tindak, name="luna_catat_tindak"
    ),
]  # fmt: skip
