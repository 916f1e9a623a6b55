"""The inventory of what residents make."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from import_export import fields
from unfold.decorators import display

from ekonomi.models import ProdukLokal
from wilayah.admin_dasar import ScopedAdmin, WilayahFilter
from wilayah.ekspor import AmanResource, EksporAdmin
from wilayah.format import rupiah


class ProdukLokalResource(AmanResource):
    """The inventory without its makers."""

    rw = fields.Field(column_name="rw", attribute="wilayah__rw", readonly=True)

    class Meta(AmanResource.Meta):
        model = ProdukLokal
        fields = (
            "id",
            "rw",
            "nama",
            "kategori",
            "kapasitas",
            "satuan",
            "harga_dari",
            "harga_sampai",
        )


@admin.register(ProdukLokal)
class ProdukLokalAdmin(EksporAdmin, ScopedAdmin):
    resource_classes = [ProdukLokalResource]
    list_display = ("nama", "kategori", "tampil_kapasitas", "tampil_harga", "rumah", "usaha")
    list_filter = (WilayahFilter, "kategori")
    search_fields = ("nama",)
    list_select_related = ("rumah", "usaha")
    autocomplete_fields = ("rumah",)
    fields = (
        "wilayah", "rumah", "usaha", "nama", "kategori", "kapasitas", "satuan", "harga_dari",
        "harga_sampai",
    )  # fmt: skip

    def choices_for(self, db_field: Any, request: HttpRequest) -> Any:
        rows: Any = super().choices_for(db_field, request)
        return rows.in_service().kelurahan() if db_field.name == "wilayah" else rows

    @display(description="kapasitas sebulan", ordering="kapasitas")
    def tampil_kapasitas(self, produk: ProdukLokal) -> str:
        return f"{produk.kapasitas} {produk.satuan}" if produk.kapasitas else "–"

    @display(description="harga", ordering="harga_dari")
    def tampil_harga(self, produk: ProdukLokal) -> str:
        harga = [rupiah(h) for h in (produk.harga_dari, produk.harga_sampai) if h is not None]
        return " – ".join(dict.fromkeys(harga)) or "–"
