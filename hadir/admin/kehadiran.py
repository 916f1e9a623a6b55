"""All presences, for looking up and for export; the names come from the list's own app."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from import_export.fields import Field
from unfold.decorators import display

from hadir.daftar import daftar_of
from hadir.models import Kehadiran
from wilayah.admin_dasar import ReadOnlyScopedAdmin
from wilayah.ekspor import AmanResource, EksporAdmin


def names_of(sesi: Any, simpanan: dict[int, dict[str, str]]) -> dict[str, str]:
    """Key to name of a session's people, read once a session."""
    if sesi.pk not in simpanan:
        simpanan[sesi.pk] = {o.kunci: o.nama for o in daftar_of(sesi).people(sesi)}
    return simpanan[sesi.pk]


class KehadiranResource(AmanResource):
    """One line a presence, those taken back included with their reason."""

    judul = Field(attribute="sesi__judul", column_name="sesi")
    tanggal = Field(attribute="sesi__tanggal", column_name="tanggal")
    nama = Field(column_name="nama")

    class Meta:
        model = Kehadiran
        fields = (
            "judul", "tanggal", "kunci_orang", "nama", "cara", "dicatat_at", "dibatalkan_at",
            "alasan",
        )  # fmt: skip
        export_order = fields

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.nama_orang: dict[int, dict[str, str]] = {}

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("sesi")

    def dehydrate_nama(self, row: Kehadiran) -> str:
        return names_of(row.sesi, self.nama_orang).get(row.kunci_orang, "")


@admin.register(Kehadiran)
class KehadiranAdmin(EksporAdmin, ReadOnlyScopedAdmin):
    """Read only: recorded and taken back on the page of the session."""

    resource_classes = [KehadiranResource]
    list_display = ("sesi", "kunci_orang", "cara", "dicatat_at", "batal")
    list_filter = ("cara", ("dibatalkan_at", admin.EmptyFieldListFilter))
    list_select_related = ("sesi",)
    search_fields = ("kunci_orang", "sesi__judul")
    search_help_text = "Judul sesi, atau kunci orang seperti peserta:12"

    def get_export_queryset(self, request: HttpRequest) -> Any:
        return super().get_export_queryset(request).select_related("sesi")

    @display(description="dibatalkan")
    def batal(self, row: Kehadiran) -> str:
        return row.alasan
