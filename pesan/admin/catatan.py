"""Records that only grow: consent, erasures, and what was refused at the door."""

from django.contrib import admin
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from pesan.models import BukuHapus, Persetujuan, PintuDitolak
from wilayah.admin_dasar import ReadOnlyScopedAdmin


@admin.register(Persetujuan)
class PersetujuanAdmin(ReadOnlyScopedAdmin):
    list_display = ("at", "kontak", "jenis", "keputusan", "versi_teks", "rujukan")
    list_filter = (("jenis", ChoicesDropdownFilter),)
    list_select_related = ("kontak",)
    search_fields = ("rujukan",)
    ordering = ("-at",)


@admin.register(BukuHapus)
class BukuHapusAdmin(ReadOnlyScopedAdmin):
    list_display = ("at", "kelas", "jumlah", "sebab", "rujukan")
    list_filter = ("kelas",)
    search_fields = ("rujukan",)


@admin.register(PintuDitolak)
class PintuDitolakAdmin(ReadOnlyScopedAdmin):
    list_display = ("hari", "saluran", "alasan", "jumlah")
    list_filter = (("saluran", ChoicesDropdownFilter), "alasan")
    ordering = ("-hari",)
