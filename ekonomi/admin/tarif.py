"""Couriers, what they ask, and words that keep a product off the catalogue."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from unfold.contrib.filters.admin import RelatedDropdownFilter

from ekonomi.models import KataTerlarang, Kurir, TarifKurir
from wilayah.admin_dasar import GlobalAdmin, ScopedAdmin
from wilayah.ekspor import AmanResource, ImporEksporAdmin
from wilayah.models import Wilayah

_TUJUAN = (Wilayah.Tingkat.PROVINSI, Wilayah.Tingkat.KOTA, Wilayah.Tingkat.KABUPATEN)


class TarifResource(AmanResource):
    """A tariff belongs to who keeps its origin; where it goes may be anywhere."""

    class Meta(AmanResource.Meta):
        model = TarifKurir
        import_id_fields = ["kurir", "dari", "ke", "berat_dari"]
        fields = [
            "kurir", "dari", "ke", "berat_dari", "berat_sampai", "biaya", "hari_dari",
            "hari_sampai",
        ]  # fmt: skip
        export_order = fields

    def _refuse_unless(
        self, model: type[Model], pk: Any, *aksi: str, kolom: str | None = None
    ) -> None:
        if kolom not in ("ke", "kurir"):
            super()._refuse_unless(model, pk, *aksi, kolom=kolom)


@admin.register(TarifKurir)
class TarifKurirAdmin(ImporEksporAdmin, ScopedAdmin):
    """The tariff table, by hand or from a file."""

    resource_classes = [TarifResource]
    list_display = ["kurir", "dari", "ke", "berat_dari", "berat_sampai", "biaya", "hari_sampai"]
    list_filter = [("kurir", RelatedDropdownFilter)]
    list_select_related = ["kurir", "dari", "ke"]
    search_fields = ["kurir__nama", "ke__nama"]
    autocomplete_fields = ["dari"]

    def choices_for(self, db_field: Any, request: HttpRequest) -> QuerySet[Any]:
        """A parcel may go to any city; it leaves from one's own area."""
        if db_field.name == "ke":
            kota = Wilayah.objects.filter(tingkat__in=_TUJUAN)
            return (kota | Wilayah.objects.in_service()).order_by("kode")
        return super().choices_for(db_field, request)


@admin.register(Kurir)
class KurirAdmin(GlobalAdmin):
    """Couriers of the whole portal."""

    list_display = ["nama", "kode", "pola_lacak", "aktif"]
    search_fields = ["nama"]


@admin.register(KataTerlarang)
class KataTerlarangAdmin(GlobalAdmin):
    """Words of the whole portal."""

    list_display = ["kata", "alasan", "aktif"]
    search_fields = ["kata"]
