"""The desk of letters."""

from django.contrib import admin

from dokumen.models import Surat
from wilayah.admin_dasar import ReadOnlyScopedAdmin, WilayahFilter


@admin.register(Surat)
class SuratAdmin(ReadOnlyScopedAdmin):
    list_display = ("jenis", "nomor", "status", "wilayah", "created_at")
    list_filter = ("status", WilayahFilter)
    list_select_related = ("jenis", "wilayah")
