"""Hotspots: the register, and what was said and seen of each."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest
from unfold.decorators import action, display

from ekonomi.models import Hotspot, LaporanHotspot
from ekonomi.services.hotspot import check_hotspot
from wilayah.admin_dasar import ReadOnlyInline, ScopedAdmin, WilayahFilter

S = Hotspot.Status


class LaporanInline(ReadOnlyInline):
    """What residents said and staff found, newest first."""

    model = LaporanHotspot
    fields = ("at", "dari", "status", "catatan", "by")
    readonly_fields = fields
    verbose_name_plural = "laporan"


class HotspotForm(forms.ModelForm):  # type: ignore[type-arg]
    """The register's row; a password does not belong into it."""

    class Meta:
        model = Hotspot
        fields = (
            "wilayah", "nama", "lat", "lng", "penyedia", "kecepatan", "jam", "ssid", "petunjuk",
            "pengguna",
        )  # fmt: skip

    def clean_petunjuk(self) -> str:
        """Refuses what reads like a password."""
        isi = str(self.cleaned_data["petunjuk"])
        if any(kata in isi.lower() for kata in ("password:", "sandi:", "pass:", "pw:")):
            raise forms.ValidationError(
                "Jangan tulis sandinya: halaman ini dibaca umum. Tulis di mana memintanya."
            )
        return isi


@admin.register(Hotspot)
class HotspotAdmin(ScopedAdmin):
    """Where the free network points are."""

    form = HotspotForm
    list_display = ("nama", "wilayah", "tampil_status", "kecepatan", "pengguna", "dicek_at")
    list_filter = ("status", WilayahFilter)
    list_select_related = ("wilayah",)
    search_fields = ("nama", "ssid")
    inlines = (LaporanInline,)
    actions = ("note_on", "note_broken", "note_gone")

    @display(
        description="status",
        label={"Menyala": "success", "Gangguan": "warning", "Tidak dipakai lagi": "danger"},
    )
    def tampil_status(self, obj: Hotspot) -> str:
        return obj.get_status_display()

    @action(description="Sudah dicek: menyala", permissions=["change"])
    def note_on(self, request: HttpRequest, queryset: Any) -> None:
        self._check(request, queryset, S.NYALA)

    @action(description="Sudah dicek: gangguan", permissions=["change"])
    def note_broken(self, request: HttpRequest, queryset: Any) -> None:
        self._check(request, queryset, S.GANGGUAN)

    @action(description="Tidak dipakai lagi", permissions=["change"])
    def note_gone(self, request: HttpRequest, queryset: Any) -> None:
        self._check(request, queryset, S.TUTUP)

    def _check(self, request: HttpRequest, queryset: Any, status: str) -> None:
        user: Any = request.user
        boleh = self.rows_for(request, "change").filter(pk__in=queryset.values("pk"))
        for satu in boleh:
            check_hotspot(satu, status=status, by=user)
        messages.success(request, f"{len(boleh)} hotspot dicatat.")
