"""Who took rows out as a file: read by the operator, changed by nobody."""

from django.contrib import admin

from wilayah.admin_dasar import ReadOnlyScopedAdmin
from wilayah.models import CatatanEkspor


@admin.register(CatatanEkspor)
class CatatanEksporAdmin(ReadOnlyScopedAdmin):
    list_display = ["at", "by", "apa", "jumlah", "bentuk", "saringan"]
    list_select_related = ["by"]
    search_fields = ["by__nama", "apa"]
    date_hierarchy = "at"
    fields = ["at", "by", "apa", "jumlah", "bentuk", "saringan", "asal_hash"]
