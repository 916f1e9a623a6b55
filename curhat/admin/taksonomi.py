from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from curhat.models import Kategori, Subkategori
from wilayah.admin_dasar import GlobalAdmin


@admin.register(Kategori)
class KategoriAdmin(GlobalAdmin):
    """The eight categories are the seed's; they are read, not invented."""

    list_display = ("nama", "slug")
    ordering = ("urutan",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Subkategori)
class SubkategoriAdmin(GlobalAdmin):
    """Who answers for a subject and in how many working days may be changed; the list may not."""

    list_display = ("nama", "kategori", "unit", "target_hari_kerja")
    list_filter = ("kategori",)
    search_fields = ("nama", "contoh_isu", "unit")
    readonly_fields = ("slug", "kategori", "nama")
    exclude = ("urutan",)
    ordering = ("urutan",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
