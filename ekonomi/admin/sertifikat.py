"""Certificates at the desk: the paper, and its withdrawal."""

from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from unfold.decorators import display

from ekonomi.admin.angkatan import staff_of
from ekonomi.models import Sertifikat
from ekonomi.services.sertifikat import (
    BukanPenandaTangan,
    SertifikatDihapus,
    may_sign,
    nama_berkas,
    render_sertifikat,
    revoke_sertifikat,
)
from wilayah.admin_dasar import ReadOnlyScopedAdmin, WilayahFilter
from wilayah.ekspor import AmanResource, EksporAdmin


class SertifikatResource(AmanResource):
    """The register: numbers and dates, without names."""

    class Meta:
        model = Sertifikat
        fields = ("nomor", "tanggal", "kursus", "kode_cek", "dicabut_at", "alasan")
        export_order = fields


@admin.register(Sertifikat)
class SertifikatAdmin(EksporAdmin, ReadOnlyScopedAdmin):
    """What is out never changes; the lurah may withdraw it."""

    resource_classes = [SertifikatResource]
    change_form_template = "admin/ekonomi/sertifikat.html"
    list_display = ("nomor", "nama", "kursus", "tanggal", "keadaan")
    list_display_links = ("nomor",)
    list_filter = (("dicabut_at", admin.EmptyFieldListFilter), WilayahFilter, "tanggal")
    search_fields = ("nomor", "kursus", "peserta__nama", "peserta__kode")
    search_help_text = "Nomor, nama peserta, kode peserta, atau kursus"
    list_select_related = ("peserta",)

    @display(description="nama")
    def nama(self, row: Sertifikat) -> str:
        return str(row.peserta.nama)

    @display(description="keadaan", label={"berlaku": "success", "dicabut": "danger"})
    def keadaan(self, row: Sertifikat) -> tuple[str, str]:
        return ("dicabut", "Dicabut") if row.dicabut_at else ("berlaku", "Berlaku")

    def get_urls(self) -> list[Any]:
        def view(fungsi: Any) -> Any:
            return self.admin_site.admin_view(fungsi)

        nama = "ekonomi_sertifikat"
        return [
            path("<int:pk>/berkas/", view(self.file_view), name=f"{nama}_berkas"),
            path("<int:pk>/cabut/", view(self.revoke_view), name=f"{nama}_cabut"),
            *super().get_urls(),
        ]

    def _find(self, request: HttpRequest, pk: Any) -> Sertifikat:
        rows = self.get_queryset(request).select_related(
            "peserta__angkatan", "penanda_tangan", "dicabut_oleh", "tanda_tangan"
        )
        found: Sertifikat | None = rows.filter(pk=pk).first() if str(pk).isdecimal() else None
        if found is None or not self.has_view_permission(request, found):
            raise Http404("sertifikat tidak ditemukan")
        return found

    def file_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The certificate as PDF."""
        row = self._find(request, pk)
        try:
            isi = render_sertifikat(row)
        except SertifikatDihapus as error:
            messages.error(request, str(error))
            return redirect(row)
        response = HttpResponse(isi, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="{nama_berkas(row)}"'
        response["Cache-Control"] = "private, no-store"
        return response

    def revoke_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """POST with the reason."""
        row = self._find(request, pk)
        if request.method == "POST":
            try:
                revoke_sertifikat(
                    row, alasan=request.POST.get("alasan", "")[:300], by=staff_of(request)
                )
                messages.success(request, f"{row} dicabut.")
            except (ValueError, BukanPenandaTangan) as error:
                messages.error(request, str(error))
        return redirect(row)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        row = self._find(request, object_id)
        context = {
            **self.page_context(request, str(row)),
            "sertifikat": row,
            "isi": row.data,
            "boleh_cabut": row.dicabut_at is None
            and may_sign(str(row.wilayah_id), staff_of(request)),
            "kembali": reverse("admin:ekonomi_sertifikat_changelist"),
        }
        return TemplateResponse(request, self.change_form_template, context)
