"""Channel numbers: secrets are written, never shown."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from unfold.widgets import UnfoldAdminPasswordWidget

from pesan.models import NomorKanal
from pesan.nomor import forget_numbers
from wilayah.admin_dasar import ScopedAdmin, WilayahFilter

_RAHASIA = ("app_secret", "verify_token", "access_token")


class NomorForm(forms.ModelForm):  # type: ignore[type-arg]
    """An empty secret keeps the one that is there."""

    class Meta:
        model = NomorKanal
        fields = ("saluran", "nomor_id", "tampilan", "wilayah", *_RAHASIA, "aktif")
        widgets = {
            nama: UnfoldAdminPasswordWidget(attrs={"autocomplete": "new-password"})
            for nama in _RAHASIA
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for nama in _RAHASIA:
            if nama in self.fields and getattr(self.instance, nama):
                self.fields[nama].help_text = "Sudah terisi. Kosongkan bila tidak diganti."

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        for nama in _RAHASIA:
            if data is not None and nama in self.fields and not data.get(nama):
                data[nama] = getattr(self.instance, nama)
        return data


@admin.register(NomorKanal)
class NomorKanalAdmin(ScopedAdmin):
    """Which number answers for which area."""

    form = NomorForm
    list_display = ("tampilan", "saluran", "wilayah", "lengkap", "aktif")
    list_filter = ("saluran", "aktif", WilayahFilter)
    list_select_related = ("wilayah",)
    search_fields = ("tampilan", "nomor_id")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who may only look gets no secrets: read-only fields would show them in the clear."""
        fields = list(super().get_fields(request, obj))
        if obj is None or self.has_change_permission(request, obj):
            return fields
        return [nama for nama in fields if nama not in _RAHASIA]

    @admin.display(description="Rahasia lengkap", boolean=True)
    def lengkap(self, obj: NomorKanal) -> bool:
        return all(getattr(obj, nama) for nama in _RAHASIA)

    def save_model(
        self,
        request: HttpRequest,
        obj: NomorKanal,
        form: Any,
        change: bool,  # noqa: FBT001
    ) -> None:
        super().save_model(request, obj, form, change)
        forget_numbers()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
