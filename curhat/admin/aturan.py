"""Rule sets, labelled examples and model versions in the admin."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.decorators import action
from unfold.widgets import UnfoldAdminTextareaWidget

from curhat.models import AturanEskalasi, ContohLatih, VersiModel
from curhat.services.latih import activate_versi
from curhat.services.panduan import activate_aturan, check_aturan, draft_aturan
from wilayah.admin_dasar import GlobalAdmin


class AturanForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = AturanEskalasi
        fields = ("isi", "catatan")
        widgets = {"isi": UnfoldAdminTextareaWidget(attrs={"rows": 30, "spellcheck": "false"})}

    def clean_isi(self) -> Any:
        isi = self.cleaned_data["isi"]
        try:
            check_aturan(isi)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
        return isi


@admin.register(AturanEskalasi)
class AturanAdmin(GlobalAdmin):
    """Saving makes a draft; an action puts it in use."""

    form = AturanForm
    list_display = ("versi", "aktif", "catatan", "by", "created_at")
    list_select_related = ("by",)
    actions = ["activate_selected"]

    def save_model(
        self,
        request: HttpRequest,
        obj: AturanEskalasi,
        form: AturanForm,
        change: bool,  # noqa: FBT001
    ) -> None:
        new = draft_aturan(obj.isi, by=request.user, catatan=obj.catatan)  # type: ignore[arg-type]
        obj.pk, obj.versi = new.pk, new.versi
        messages.info(request, "Disimpan sebagai draf. Pakai tindakan “Pakai aturan ini”.")

    @action(description="Pakai aturan ini", permissions=["activate"])
    def activate_selected(self, request: HttpRequest, queryset: QuerySet[AturanEskalasi]) -> None:
        aturan = queryset.first()
        if queryset.count() != 1 or aturan is None:
            messages.error(request, "Pilih tepat satu aturan.")
            return
        try:
            activate_aturan(aturan, by=request.user)  # type: ignore[arg-type]
        except ValueError as error:
            messages.error(request, f"Aturan {aturan.versi} tidak dapat dipakai: {error}")
            return
        messages.success(request, f"Aturan {aturan.versi} dipakai.")


class _ReadOnly(GlobalAdmin):
    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(VersiModel)
class VersiModelAdmin(_ReadOnly):
    list_display = ("versi", "aktif", "jumlah_contoh", "metrik", "created_at")
    actions = ["activate_selected"]

    @action(description="Pakai versi ini", permissions=["activate"])
    def activate_selected(self, request: HttpRequest, queryset: QuerySet[VersiModel]) -> None:
        versi = queryset.first()
        if queryset.count() != 1 or versi is None:
            messages.error(request, "Pilih tepat satu versi.")
            return
        activate_versi(versi)
        messages.success(request, f"Versi {versi.versi} dipakai.")


@admin.register(ContohLatih)
class ContohLatihAdmin(_ReadOnly):
    list_display = ("isi", "subkategori", "sumber", "created_at")
    list_filter = ("subkategori",)
    search_fields = ("isi",)
