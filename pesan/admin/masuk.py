"""The inbox for whoever runs the portal: what came and what became of it, never what it says."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from pesan import bangun
from pesan.models import PesanMasuk
from pesan.proses import retry_masuk
from wilayah.admin_dasar import ReadOnlyScopedAdmin, WilayahFilter


@admin.register(PesanMasuk)
class PesanMasukAdmin(ReadOnlyScopedAdmin):
    """Metadata only; a failed message can be tried once more."""

    list_display = (
        "id",
        "diterima_at",
        "saluran",
        "jenis",
        "nomor_kanal",
        "status",
        "percobaan",
        "galat",
    )
    list_filter = (
        ("status", ChoicesDropdownFilter),
        ("saluran", ChoicesDropdownFilter),
        ("jenis", ChoicesDropdownFilter),
        WilayahFilter,
    )
    list_select_related = ("nomor_kanal",)
    ordering = ("-id",)
    actions = ("coba_lagi",)
    fields = (
        "saluran", "jenis", "nomor_kanal", "status", "percobaan", "galat", "diterima_at",
        "selesai_at", "muatan_hingga",
    )  # fmt: skip
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("muatan")

    @admin.action(description="Proses ulang yang gagal")
    def coba_lagi(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        jumlah = 0
        for pesan in queryset.filter(status=PesanMasuk.Status.GAGAL):
            try:
                retry_masuk(pesan)
                jumlah += 1
            except ValueError as alasan:
                self.message_user(request, f"{pesan}: {alasan}", messages.WARNING)
        if jumlah:
            bangun.wake(bangun.MASUK)
            self.message_user(request, f"{jumlah} pesan diproses ulang.", messages.SUCCESS)
