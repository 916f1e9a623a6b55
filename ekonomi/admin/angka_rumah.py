"""Households as figures: the page and files of camat, data officer and others above a kelurahan."""

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path

from ekonomi.admin.unduh import record_ekspor, rows_response, text_response
from ekonomi.angka_rumah import (
    PALING_SEDIKIT,
    count_areas,
    count_kelompok,
    summarise_few,
)
from ekonomi.ekspor_rumah import masked_rows, write_kpi
from ekonomi.models import AngkaRumah
from wilayah.admin_dasar import ReadOnlyScopedAdmin


@admin.register(AngkaRumah)
class AngkaRumahAdmin(ReadOnlyScopedAdmin):
    """No row is ever listed here, and no row has a page."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.export_view)
        return [
            path("unduh/<str:bentuk>/", view, name="ekonomi_angkarumah_unduh"),
            *super().get_urls(),
        ]

    def _rows(self, request: HttpRequest) -> Any:
        if not self.has_view_permission(request):
            raise Http404
        rows: Any = self.get_queryset(request)
        di = request.GET.get("di", "").replace("\x00", "")
        rows = rows.active().order_by()
        return rows.in_wilayah(di) if di else rows

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        rumah = self._rows(request)
        kelurahan = count_areas(rumah, per_rw=False)
        context = {
            **self.page_context(request, "Angka rumah tangga"),
            "kelurahan": kelurahan,
            "rw": count_areas(rumah, per_rw=True) if len(kelurahan) <= 12 else [],
            "kelompok": count_kelompok(rumah),
            "kpi": summarise_few(rumah),
            "paling_sedikit": PALING_SEDIKIT,
            "di": request.GET.get("di", ""),
        }
        return TemplateResponse(request, "admin/ekonomi/angka_rumah.html", context)

    def export_view(self, request: HttpRequest, bentuk: str) -> HttpResponse:
        """Rows without anybody in them, or the three figures."""
        rumah = self._rows(request)
        if bentuk == "kpi":
            kpi = summarise_few(rumah)
            if kpi is None:
                raise Http404
            record_ekspor(request, apa="summary_kpi rumah tangga", bentuk="csv", jumlah=1)
            return text_response(write_kpi(kpi), "summary_kpi.csv")
        if bentuk not in {"csv", "excel", "xlsx"} or request.method != "GET":
            raise Http404
        record_ekspor(request, apa="rumah tangga tersamar", bentuk=bentuk, jumlah=rumah.count())
        return rows_response(bentuk, masked_rows(rumah), nama="rumah-tangga-tersamar")

    def changeform_view(self, *_args: Any, **_kwargs: Any) -> HttpResponse:
        raise Http404
