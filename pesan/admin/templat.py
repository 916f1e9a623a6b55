"""Texts the system sends: saving writes a new version; only a superuser writes the general ones."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from unfold.widgets import UnfoldAdminTextareaWidget

from pesan import tombol
from pesan.models import TemplatPesan
from pesan.services.templat import check_slots, render, slot_names, write_templat
from wilayah.admin_dasar import ScopedAdmin, WilayahFilter
from wilayah.models import Wilayah
from wilayah.peran import peran_with


class TemplatForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = TemplatPesan
        fields = ("kode", "saluran", "wilayah", "badan", "keterangan", "nama_meta", "berkas_meta")
        widgets = {"badan": UnfoldAdminTextareaWidget(attrs={"rows": 10})}

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        kode = (data or {}).get("kode") or self.instance.kode
        if data and data.get("badan"):
            data["badan"] = data["badan"].replace("\r\n", "\n").strip()
            try:
                check_slots(kode, data["badan"])
            except ValueError as galat:
                self.add_error("badan", str(galat))
        return data

    def validate_unique(self) -> None:
        """Nothing to check: what is saved is a new version, and the one in use makes room."""

    def validate_constraints(self) -> None:
        """As `validate_unique`."""


@admin.register(TemplatPesan)
class TemplatPesanAdmin(ScopedAdmin):
    """Versions are kept; the list shows the ones in use first."""

    form = TemplatForm
    list_display = ("kode", "tempat", "saluran", "versi", "aktif", "nama_meta", "by", "created_at")
    list_filter = ("aktif", "saluran", WilayahFilter)
    list_select_related = ("wilayah", "by")
    search_fields = ("kode", "badan")
    ordering = ("-aktif", "kode", "-versi")
    readonly_fields = ("contoh",)

    @admin.display(description="Berlaku di", ordering="wilayah")
    def tempat(self, obj: TemplatPesan) -> str:
        return str(obj.wilayah) if obj.wilayah else "Semua wilayah"

    @admin.display(description="Contoh jadinya")
    def contoh(self, obj: TemplatPesan) -> str:
        isian = {nama: f"«{nama.replace('_', ' ')}»" for nama in slot_names(obj.badan)}
        return tombol.as_words(render(obj.badan, isian)) if obj.badan else "-"

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        tetap = ("kode", "saluran", "wilayah") if obj else ()
        return (*tetap, "contoh")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "wilayah":
            peran = peran_with("pesan.templatpesan", "add")
            kwargs["queryset"] = Wilayah.objects.visible_to(request.user, peran=peran).in_service()
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "wilayah" and field is not None:
            field.required = not getattr(request.user, "is_superuser", False)
        return field

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        umum = obj is not None and obj.wilayah_id is None
        if umum and not getattr(request.user, "is_superuser", False):
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(
        self,
        request: HttpRequest,
        obj: TemplatPesan,
        form: Any,
        change: bool,  # noqa: FBT001
    ) -> None:
        baru = write_templat(
            kode=obj.kode,
            saluran=obj.saluran,
            wilayah=obj.wilayah,
            badan=obj.badan,
            keterangan=obj.keterangan,
            nama_meta=obj.nama_meta,
            berkas_meta=obj.berkas_meta,
            by=request.user,  # type: ignore[arg-type]
        )
        obj.pk, obj.versi = baru.pk, baru.versi
