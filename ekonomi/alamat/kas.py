from django.urls import URLPattern, URLResolver, path

from ekonomi.views import kas

urlpatterns: list[URLPattern | URLResolver] = [
    path("ekonomi/kas/", kas.kas_beranda, name="kas"),
    path("ekonomi/kas/tutup/", kas.kas_tutup, name="kas_tutup"),
    path("ekonomi/kas/portofolio/", kas.kas_portofolio, name="kas_portofolio"),
    path("ekonomi/kas/anggota/<int:anggota_id>/", kas.kas_anggota, name="kas_anggota"),
    path("ekonomi/kas/anggota/<int:anggota_id>/simpanan/", kas.kas_simpanan, name="kas_simpanan"),
    path("ekonomi/kas/pinjaman/<int:pinjaman_id>/", kas.kas_kartu, name="kas_kartu"),
    path("ekonomi/kas/pinjaman/<int:pinjaman_id>/bayar/", kas.kas_bayar, name="kas_bayar"),
    path("ekonomi/kas/pinjaman/<int:pinjaman_id>/lunasi/", kas.kas_lunasi, name="kas_lunasi"),
    path("ekonomi/kas/kuitansi/<int:angsuran_id>/", kas.kas_kuitansi, name="kas_kuitansi"),
    path("ekonomi/kas/kuitansi/<int:angsuran_id>/pdf/", kas.kas_kuitansi_pdf, name="kas_pdf"),
    path("ekonomi/kas/kuitansi/<int:angsuran_id>/batal/", kas.kas_batal, name="kas_batal"),
]
