"""The register books: each with its last number and any gap, and the letters that stand in it."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from import_export.fields import Field
from unfold.decorators import display

from dokumen.admin.surat import WARNA, JenisFilter
from dokumen.models import BarisRegister, RegisterSurat
from dokumen.services.register import missing_numbers
from wilayah.admin_dasar import ReadOnlyScopedAdmin, WilayahFilter
from wilayah.ekspor import AmanResource, EksporAdmin


@admin.register(RegisterSurat)
class RegisterSuratAdmin(ReadOnlyScopedAdmin):
    """One line a book and year; "lengkap" as long as the series has no gap."""

    list_display = ("wilayah", "tampil_buku", "tahun", "terakhir", "keadaan")
    list_display_links = None
    list_filter = ("buku", "tahun", WilayahFilter)
    list_select_related = ("wilayah",)

    @display(description="buku", ordering="buku")
    def tampil_buku(self, register: RegisterSurat) -> str:
        url = reverse("admin:dokumen_barisregister_changelist")
        alamat = f"{url}?register__id__exact={register.pk}"
        return format_html('<a href="{}">{}</a>', alamat, register.get_buku_display())

    @display(description="urutan")
    def keadaan(self, register: RegisterSurat) -> str:
        hilang = missing_numbers(register)
        if not hilang:
            return "lengkap"
        return f"nomor tidak ada: {', '.join(map(str, hilang[:10]))}"


class BarisRegisterResource(AmanResource):
    """The book as a file: what an inspector asks for, without the persons."""

    buku = Field(attribute="register__buku", column_name="buku")
    tahun = Field(attribute="register__tahun", column_name="tahun")
    kode_jenis = Field(attribute="jenis__kode", column_name="kode_jenis")
    jenis = Field(attribute="jenis__nama", column_name="jenis")
    penanda_tangan = Field(attribute="penanda_tangan__nama", column_name="penanda_tangan")
    kelurahan = Field(attribute="register__wilayah__nama", column_name="kelurahan")

    class Meta:
        model = BarisRegister
        fields = (
            "buku", "tahun", "urut", "nomor", "tanggal", "kode_jenis", "jenis", "status",
            "cara_ttd", "penanda_tangan", "kelurahan", "terbit_at", "dicabut_at",
        )  # fmt: skip
        export_order = fields

    def get_queryset(self) -> QuerySet[Any]:
        rows: Any = super().get_queryset()
        return rows.numbered().select_related("register__wilayah", "jenis", "penanda_tangan")


@admin.register(BarisRegister)
class BarisRegisterAdmin(EksporAdmin, ReadOnlyScopedAdmin):
    """The numbered letters in the order of their numbers."""

    resource_classes = [BarisRegisterResource]
    list_display = (
        "urut", "tautan", "tanggal", "jenis", "untuk", "tampil_status", "penanda_tangan",
    )  # fmt: skip
    list_display_links = None
    list_filter = ("register__buku", "register__tahun", WilayahFilter, "status", JenisFilter)
    list_filter_submit = True
    search_fields = ("nomor",)
    search_help_text = "Nomor surat"
    ordering = ("-register__tahun", "register__buku", "-urut")
    list_select_related = ("jenis", "penanda_tangan", "register")

    class Media:
        css = {"all": ("gaya/tiket.css", "gaya/surat.css")}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: Any = super().get_queryset(request)
        return rows.numbered()

    @display(description="nomor", ordering="nomor")
    def tautan(self, baris: BarisRegister) -> str:
        return format_html('<a href="{}">{}</a>', baris.get_absolute_url(), baris.nomor)

    @display(description="untuk")
    def untuk(self, baris: BarisRegister) -> str:
        if baris.dihapus_at is not None:
            return "(dihapus)"
        return "rahasia" if baris.rahasia else baris.pemohon

    @display(description="status", ordering="status", label=WARNA)
    def tampil_status(self, baris: BarisRegister) -> tuple[str, str]:
        return baris.status, baris.keadaan
