"""Agencies and units: who takes work and calls where."""

from django.contrib import admin
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from wilayah.admin_dasar import ScopedAdmin, WilayahFilter
from wilayah.ekspor import AmanResource, ImporEksporAdmin
from wilayah.models import Instansi


class InstansiResource(AmanResource):
    class Meta(AmanResource.Meta):
        model = Instansi
        import_id_fields = ["wilayah", "kode"]
        fields = [
            "wilayah", "kode", "nama", "jenis", "telepon", "email", "nomor_wa", "jam_layanan",
            "urutan", "aktif",
        ]  # fmt: skip


@admin.register(Instansi)
class InstansiAdmin(ImporEksporAdmin, ScopedAdmin):
    resource_classes = [InstansiResource]
    list_display = ["nama", "kode", "jenis", "wilayah", "telepon", "nomor_wa", "aktif"]
    list_select_related = ["wilayah"]
    list_filter = [WilayahFilter, ("jenis", ChoicesDropdownFilter), "aktif"]
    search_fields = ["nama", "kode", "telepon"]
    autocomplete_fields = ["wilayah"]
