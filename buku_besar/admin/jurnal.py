"""Journals: a list to search, a page with its lines, and the reversal."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from unfold.contrib.filters.admin import DropdownFilter, RangeDateFilter
from unfold.decorators import display

from buku_besar.admin.buku import may, user_of
from buku_besar.admin.formulir import BalikForm
from buku_besar.models import Buku, Jurnal
from buku_besar.services import GalatBuku, reverse_jurnal
from wilayah.admin_dasar import (
    ReadOnlyScopedAdmin,
    ScopedRelatedFilter,
    scoped_rows,
)
from wilayah.ekspor import AmanResource, EksporAdmin
from wilayah.format import rupiah
from wilayah.peran import peran_with


class BukuFilter(DropdownFilter):
    """Journals of one book that may be seen."""

    title = "buku"
    parameter_name = "buku"
    kolom = "buku"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        peran = peran_with(model_admin.opts.label_lower, "view")
        rows = scoped_rows(Buku, request.user, peran).select_related("wilayah")[:200]
        return [(str(satu.pk), f"{satu.nama}, {satu.wilayah.nama}") for satu in rows]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        nilai = self.value() or ""
        return queryset.filter(buku=nilai) if nilai.isdecimal() else queryset


class JurnalResource(AmanResource):
    """Journals as a file, one line each."""

    class Meta:
        model = Jurnal
        fields = ("tahun", "nomor", "tanggal", "uraian", "rujukan", "jumlah", "buku__kode")
        export_order = fields


@admin.register(Jurnal)
class JurnalAdmin(EksporAdmin, ReadOnlyScopedAdmin):
    """Nothing is edited: a mistake is reversed, and both stay."""

    resource_classes = [JurnalResource]
    change_form_template = "admin/buku_besar/jurnal.html"
    list_display = ("nomor_lengkap", "tanggal", "uraian", "tampil_jumlah", "rujukan", "oleh")
    list_display_links = ("nomor_lengkap", "uraian")
    list_filter = (BukuFilter, ("tanggal", RangeDateFilter), ("entri__akun", ScopedRelatedFilter))
    list_filter_submit = True
    list_select_related = ("oleh",)
    search_fields = ("uraian", "rujukan", "=nomor")
    search_help_text = "Uraian, nomor bukti, atau nomor jurnal"

    class Media:
        css = {"all": ("gaya/tiket.css", "gaya/buku.css")}

    @display(description="nomor", ordering="nomor")
    def nomor_lengkap(self, jurnal: Jurnal) -> str:
        return jurnal.nomor_lengkap

    @display(description="jumlah", ordering="jumlah")
    def tampil_jumlah(self, jurnal: Jurnal) -> str:
        return rupiah(jurnal.jumlah)

    def get_urls(self) -> list[Any]:
        balik = self.admin_site.admin_view(self.reverse_view)
        return [
            path("<int:pk>/balik/", balik, name="buku_besar_jurnal_balik"),
            *super().get_urls(),
        ]

    def _find(self, request: HttpRequest, pk: Any) -> Jurnal:
        rows = self.get_queryset(request).select_related(
            "buku__wilayah", "oleh", "membalik", "pembalik"
        )
        jurnal: Jurnal | None = rows.filter(pk=pk).first() if str(pk).isdecimal() else None
        if jurnal is None or not self.has_view_permission(request, jurnal):
            raise Http404("jurnal tidak ditemukan")
        return jurnal

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method != "GET":
            raise Http404
        return self._page(request, self._find(request, object_id))

    def _page(
        self, request: HttpRequest, jurnal: Jurnal, form: BalikForm | None = None, status: int = 200
    ) -> HttpResponse:
        bisa = jurnal.membalik_id is None and not hasattr(jurnal, "pembalik")
        bisa = bisa and jurnal.kunci.startswith("manual:")
        boleh = bisa and may(request, "jurnal", "add", jurnal.buku)
        context = {
            **self.page_context(request, f"Jurnal {jurnal.nomor_lengkap}"),
            "jurnal": jurnal,
            "entri": jurnal.entri.select_related("akun"),
            "form": form or BalikForm(initial={"tanggal": timezone.localdate()}),
            "salah": form is not None,
            "boleh": boleh,
        }
        return TemplateResponse(request, self.change_form_template, context, status=status)

    def reverse_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """POST: the mirror. Journals of loans and savings are undone where they were made."""
        jurnal = self._find(request, pk)
        if not may(request, "jurnal", "add", jurnal.buku):
            raise Http404
        if request.method != "POST":
            return redirect("admin:buku_besar_jurnal_change", jurnal.pk)
        form = BalikForm(request.POST)
        if not jurnal.kunci.startswith("manual:"):
            messages.error(
                request, "Jurnal ini dibuat oleh bagian lain; batalkan di halaman asalnya."
            )
            return redirect("admin:buku_besar_jurnal_change", jurnal.pk)
        if form.is_valid():
            data = form.cleaned_data
            try:
                balik = reverse_jurnal(
                    jurnal, tanggal=data["tanggal"], alasan=data["alasan"], by=user_of(request)
                )
            except (GalatBuku, ValueError) as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, f"Dibalik oleh jurnal {balik.nomor_lengkap}.")
                return redirect("admin:buku_besar_jurnal_change", balik.pk)
        return self._page(request, jurnal, form, 422)
