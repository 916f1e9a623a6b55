from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from curhat.models import Kategori, Subkategori


@admin.register(Kategori)
class KategoriAdmin(ModelAdmin):
    """The eight categories are the seed's; they are read, not invented."""

    list_display = ("nama", "slug")
    ordering = ("urutan",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Kategori | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Kategori | None = None) -> bool:
        return False


@admin.register(Subkategori)
class SubkategoriAdmin(ModelAdmin):
    """Who answers for a subject and in how many working days may be changed; the list may not."""

    list_display = ("nama", "kategori", "unit", "target_hari_kerja")
    list_filter = ("kategori",)
    search_fields = ("nama", "contoh_isu", "unit")
    readonly_fields = ("slug", "kategori", "nama")
    exclude = ("urutan",)
    ordering = ("urutan",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Subkategori | None = None) -> bool:
        return False
