"""Markets and their stalls: the rule, the numbers, extra days."""

import re
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from unfold.decorators import display

from ekonomi.admin.angkatan import staff_of
from ekonomi.forms.pasar import PasarForm, TambahHariForm
from ekonomi.models import LapakPasar, Pasar, SewaLapak
from ekonomi.services.pasar import add_hari, save_pasar
from wilayah.admin_dasar import (
    ReadOnlyScopedAdmin,
    ScopedAdmin,
    ScopedTabularInline,
    WilayahFilter,
)
from wilayah.ekspor import AmanResource, EksporAdmin


class LapakInline(ScopedTabularInline):
    """The stalls of a market; one that was ever booked is switched off, not deleted."""

    model = LapakPasar
    fields = ("nomor", "ukuran", "biaya", "aktif")
    can_delete = False
    extra = 0


@admin.register(Pasar)
class PasarAdmin(ScopedAdmin):
    """The rule of a market; saving it makes the coming days."""

    form = PasarForm
    inlines = [LapakInline]
    list_display = ("nama", "berulang", "tempat", "lapak_aktif", "aktif")
    list_filter = ("aktif", WilayahFilter)
    search_fields = ("nama", "tempat")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("lapak")

    @display(description="berulang")
    def berulang(self, pasar: Pasar) -> str:
        return pasar.pola_kata

    @display(description="lapak")
    def lapak_aktif(self, pasar: Pasar) -> int:
        return sum(satu.aktif for satu in pasar.lapak.all())

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        save_pasar(obj, by=staff_of(request))
        _add_stalls(obj, form.cleaned_data.get("banyak_lapak") or 0)

    def get_urls(self) -> list[Any]:
        return [
            path(
                "<int:pk>/hari/",
                self.admin_site.admin_view(self.add_day_view),
                name="ekonomi_pasar_hari",
            ),
            *super().get_urls(),
        ]

    def add_day_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """POST: an extra day outside the rule."""
        pasar = self.rows_for(request, "change").filter(pk=pk).first()
        if pasar is None or not request.user.has_perm("ekonomi.change_pasar"):
            return redirect("admin:ekonomi_pasar_changelist")
        form = TambahHariForm(request.POST)
        if request.method == "POST" and form.is_valid():
            try:
                hari = add_hari(
                    pasar, form.cleaned_data["hari"], alasan=form.cleaned_data["alasan"],
                    by=staff_of(request),
                )  # fmt: skip
                return redirect(hari)
            except ValueError as error:
                messages.error(request, str(error))
        elif request.method == "POST":
            messages.error(request, "Tulis hari pasarnya.")
        return redirect("admin:ekonomi_pasarhari_changelist")


def _add_stalls(pasar: Pasar, banyak: int) -> None:
    """So many stalls with the next numbers."""
    angka = [int(n) for n in pasar.lapak.values_list("nomor", flat=True) if re.fullmatch(r"\d+", n)]
    mulai = max(angka, default=0) + 1
    LapakPasar.objects.bulk_create(
        [LapakPasar(pasar=pasar, nomor=str(n)) for n in range(mulai, mulai + banyak)],
        ignore_conflicts=True,
    )


class SewaResource(AmanResource):
    """One line a booking."""

    class Meta:
        model = SewaLapak
        fields = (
            "hari__pasar__nama", "hari__mulai_at", "lapak__nomor", "usaha__nama", "dagangan",
            "biaya", "dibayar_at", "dibatalkan_at", "alasan",
        )  # fmt: skip
        export_order = fields


@admin.register(SewaLapak)
class SewaLapakAdmin(EksporAdmin, ReadOnlyScopedAdmin):
    """All bookings, for looking up and export; made on the page of the market day."""

    resource_classes = [SewaResource]
    list_display = ("usaha", "hari", "lapak", "dagangan", "biaya", "dibatalkan_at")
    list_select_related = ("usaha", "hari__pasar", "lapak")
    list_filter = (("dibatalkan_at", admin.EmptyFieldListFilter), "hari__mulai_at")
    search_fields = ("usaha__nama", "dagangan", "hari__pasar__nama")
