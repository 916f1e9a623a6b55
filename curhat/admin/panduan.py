"""The solution guide in the admin: plain text, versioned; saving makes a new version."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminTextareaWidget

from curhat.balasan.panduan import PanduanKeliru, parse_panduan
from curhat.models import PanduanSolusi
from curhat.services.panduan import write_panduan
from wilayah.models import Pengguna, Wilayah
from wilayah.peran import peran_with


class PanduanForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = PanduanSolusi
        fields = ("subkategori", "wilayah", "teks", "catatan")
        widgets = {"teks": UnfoldAdminTextareaWidget(attrs={"rows": 30, "spellcheck": "false"})}

    def clean_teks(self) -> str:
        teks = str(self.cleaned_data["teks"]).replace("\r\n", "\n")
        try:
            parse_panduan(teks)
        except PanduanKeliru as error:
            raise forms.ValidationError(str(error)) from error
        return teks


@admin.register(PanduanSolusi)
class PanduanAdmin(ModelAdmin):
    """Saving writes a new version; only a superuser writes the general one, others their own."""

    form = PanduanForm
    list_display = ("subkategori", "wilayah", "versi", "aktif", "by", "created_at")
    list_filter = ("aktif", "subkategori__kategori")
    search_fields = ("subkategori__nama", "teks")
    list_select_related = ("subkategori", "wilayah", "by")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "wilayah":
            peran = peran_with("curhat.panduansolusi", "add")
            rows = Wilayah.objects.visible_to(request.user, peran=peran).in_service()
            kwargs["queryset"] = rows
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "wilayah" and field is not None:
            field.required = not getattr(request.user, "is_superuser", False)
        return field

    def save_model(
        self,
        request: HttpRequest,
        obj: PanduanSolusi,
        form: PanduanForm,
        change: bool,  # noqa: FBT001
    ) -> None:
        new = write_panduan(
            subkategori=obj.subkategori_id,
            wilayah=obj.wilayah,
            teks=obj.teks,
            by=cast("Pengguna", request.user),
            catatan=obj.catatan,
        )
        obj.pk, obj.versi = new.pk, new.versi

    def has_delete_permission(self, request: HttpRequest, obj: PanduanSolusi | None = None) -> bool:
        return False
