"""Days on which an area's offices differ from the national calendar."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from wilayah.admin_dasar import ScopedAdmin
from wilayah.ekspor import AmanResource, ImporEksporAdmin
from wilayah.models import HariLibur


class HariLiburResource(AmanResource):
    class Meta(AmanResource.Meta):
        model = HariLibur
        import_id_fields = ["tanggal", "wilayah"]
        fields = ["tanggal", "nama", "jenis", "wilayah"]


@admin.register(HariLibur)
class HariLiburAdmin(ImporEksporAdmin, ScopedAdmin):
    resource_classes = [HariLiburResource]
    list_display = ["tanggal", "nama", "jenis", "wilayah"]
    list_select_related = ["wilayah"]
    list_filter = [("jenis", ChoicesDropdownFilter)]
    search_fields = ["nama"]
    date_hierarchy = "tanggal"
    autocomplete_fields = ["wilayah"]

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, **kwargs)
        user: Any = request.user
        if "wilayah" in form.base_fields and not user.is_superuser:
            # without an area the day would count for the whole country
            form.base_fields["wilayah"].required = True
        return form
