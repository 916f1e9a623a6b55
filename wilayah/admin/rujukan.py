"""Hand-overs as both sides see them, with their history; accept and return call the services."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import action
from unfold.widgets import UnfoldAdminTextareaWidget

from wilayah.admin_dasar import ReadOnlyInline, ReadOnlyScopedAdmin, WilayahFilter
from wilayah.models import RiwayatRujukan, Rujukan
from wilayah.rujukan import RujukanSudahDijawab, accept_rujukan, return_rujukan


class RiwayatInline(ReadOnlyInline):
    model = RiwayatRujukan
    fields = ["at", "status", "by", "catatan"]
    readonly_fields = ["at", "status", "by", "catatan"]
    verbose_name_plural = "riwayat"


class TerimaForm(forms.Form):
    """Accepting may carry a note."""

    teks = forms.CharField(
        label="Catatan (boleh kosong)", required=False, widget=UnfoldAdminTextareaWidget
    )


class KembalikanForm(forms.Form):
    """Returning needs a reason, which the other side reads."""

    teks = forms.CharField(
        label="Alasan dikembalikan", max_length=2000, widget=UnfoldAdminTextareaWidget
    )


@admin.register(Rujukan)
class RujukanAdmin(ReadOnlyScopedAdmin):
    list_display = ["ringkasan", "status", "wilayah", "tempat_tujuan", "created_at", "dijawab_at"]
    list_select_related = ["wilayah", "ke_wilayah", "ke_instansi"]
    list_filter = [("status", ChoicesDropdownFilter), WilayahFilter]
    search_fields = ["ringkasan", "alasan"]
    fields = [
        "ringkasan", "status", "wilayah", "tempat_tujuan", "meja", "alasan", "created_at",
        "dijawab_at",
    ]  # fmt: skip
    inlines = [RiwayatInline]
    actions_detail = ["accept_view", "return_view"]

    @admin.display(description="tujuan")
    def tempat_tujuan(self, obj: Rujukan) -> str:
        return str(obj.tujuan)

    @action(description="Terima", url_path="terima", icon="check")
    def accept_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        def simpan(rujukan: Rujukan, teks: str) -> None:
            accept_rujukan(rujukan, by=request.user, catatan=teks)  # type: ignore[arg-type]

        return self._answer(request, object_id, TerimaForm, "Terima rujukan", simpan)

    @action(description="Kembalikan", url_path="kembalikan", icon="undo")
    def return_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        def simpan(rujukan: Rujukan, teks: str) -> None:
            return_rujukan(rujukan, by=request.user, alasan=teks)  # type: ignore[arg-type]

        return self._answer(request, object_id, KembalikanForm, "Kembalikan rujukan", simpan)

    def _answer(
        self,
        request: HttpRequest,
        object_id: str,
        form_class: type[forms.Form],
        judul: str,
        simpan: Callable[[Rujukan, str], None],
    ) -> HttpResponse:
        """A page that asks first (GET changes nothing), then calls the service."""
        rujukan: Any = self.get_object(request, object_id)
        if rujukan is None or not self.has_view_permission(request, rujukan):
            raise Http404("rujukan tidak ditemukan")
        form = form_class(request.POST or None) if request.method == "POST" else form_class()
        if request.method == "POST" and form.is_valid():
            self._save(request, rujukan, form.cleaned_data["teks"], simpan)
            return HttpResponseRedirect(reverse("admin:wilayah_rujukan_change", args=[rujukan.pk]))
        context = {
            **self.page_context(request, judul),
            "rujukan": rujukan,
            "form": form,
        }
        status = 422 if form.is_bound else 200
        return TemplateResponse(request, "admin/wilayah/jawab_rujukan.html", context, status=status)

    def _save(
        self,
        request: HttpRequest,
        rujukan: Rujukan,
        teks: str,
        simpan: Callable[[Rujukan, str], None],
    ) -> None:
        try:
            simpan(rujukan, teks)
        except RujukanSudahDijawab as error:
            self.message_user(request, f"Rujukan ini sudah dijawab: {error}.", messages.WARNING)
        except PermissionDenied:
            self.message_user(
                request,
                "Rujukan ini ditujukan ke meja lain; Anda hanya dapat melihatnya.",
                messages.ERROR,
            )
        except ValueError as error:  # the desk says what is missing before it can take the work
            self.message_user(request, str(error), messages.ERROR)
        else:
            self.message_user(request, "Jawaban tersimpan.", messages.SUCCESS)
