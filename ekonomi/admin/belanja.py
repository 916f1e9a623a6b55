"""What agencies need: written, published, the offers compared, one chosen."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from ekonomi.admin.lapak import staff_of
from ekonomi.models import KebutuhanAsn
from ekonomi.services.belanja import choose_tawaran, close_kebutuhan, publish_kebutuhan
from ekonomi.services.pesanan import PesananKeliru
from pesan.bangun import KELUAR, wake
from wilayah.admin_dasar import ScopedAdmin, WilayahFilter

WARNA = {"draf": "info", "terbit": "warning", "dipilih": "success", "ditutup": "danger"}


@admin.register(KebutuhanAsn)
class KebutuhanAsnAdmin(ScopedAdmin):
    """A draft is a form; once published, its page of offers is where it goes on."""

    list_display = ["judul", "tampil_status", "jumlah", "anggaran", "dibutuhkan", "tawaran_masuk"]
    list_filter = [WilayahFilter, ("status", ChoicesDropdownFilter)]
    search_fields = ["judul", "uraian"]
    fields = [
        "judul", "uraian", "kategori", "jumlah", "satuan", "anggaran", "dibutuhkan",
        "tawar_sampai", "wilayah", "instansi",
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).annotate(banyak=Count("tawaran"))

    @display(description="keadaan", ordering="status", label=WARNA)
    def tampil_status(self, baris: KebutuhanAsn) -> tuple[str, str]:
        return baris.status, baris.get_status_display()

    @display(description="tawaran")
    def tawaran_masuk(self, baris: KebutuhanAsn) -> str:
        url = reverse("admin:ekonomi_kebutuhanasn_tawaran", args=[baris.pk])
        return format_html('<a href="{}">{} tawaran</a>', url, baris.banyak)  # type: ignore[attr-defined]

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """An agency's officer has no area of their own: the agency's is taken."""
        form = super().get_form(request, obj, **kwargs)
        if "wilayah" in form.base_fields:
            form.base_fields["wilayah"].required = False
        return form

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        if not change:
            obj.by = staff_of(request)
        super().save_model(request, obj, form, change)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "wilayah":
            field.queryset = field.queryset.in_service()
        return field

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is not None and obj.status != KebutuhanAsn.Status.DRAF:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/tawaran/", view(self.offers_view), name="ekonomi_kebutuhanasn_tawaran"),
            *super().get_urls(),
        ]

    def offers_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The offers side by side; POST publishes, closes, or chooses one."""
        rows = self.get_queryset(request).select_related("instansi", "wilayah")
        baris: KebutuhanAsn | None = rows.filter(pk=pk).first()
        if baris is None or not self.has_view_permission(request, baris):
            raise Http404("kebutuhan tidak ditemukan")
        boleh = (
            request.user.has_perm("ekonomi.change_kebutuhanasn")
            and self.rows_for(request, "change").filter(pk=pk).exists()
        )
        if request.method == "POST":
            if not boleh:
                raise Http404("kebutuhan tidak ditemukan")
            self._step(request, baris)
            return redirect("admin:ekonomi_kebutuhanasn_tawaran", pk)
        context = {
            **self.page_context(request, baris.judul),
            "kebutuhan": baris,
            "warna": WARNA[baris.status],
            "tawaran": baris.tawaran.select_related("lapak__wilayah__induk", "produk", "pesanan"),
            "boleh": boleh,
            "kembali": reverse("admin:ekonomi_kebutuhanasn_changelist"),
        }
        return TemplateResponse(request, "admin/ekonomi/kebutuhan.html", context)

    def _step(self, request: HttpRequest, baris: KebutuhanAsn) -> None:
        by, langkah = staff_of(request), request.POST.get("langkah", "")
        try:
            if langkah == "terbit":
                publish_kebutuhan(baris, by=by)
                messages.success(request, "Diumumkan. Penjual dapat menawarkan.")
            elif langkah == "tutup":
                close_kebutuhan(baris, alasan=request.POST.get("alasan", ""), by=by)
                messages.success(request, "Ditutup tanpa pembelian.")
            elif langkah.startswith("pilih-") and langkah[6:].isdecimal():
                tawaran = baris.tawaran.filter(pk=int(langkah[6:])).first()
                if tawaran is not None:
                    pesanan = choose_tawaran(tawaran, by=by)
                    messages.success(request, f"Dipilih. Pesanan {pesanan.kode} dibuat.")
        except (ValidationError, PesananKeliru) as salah:
            kata = salah.messages if isinstance(salah, ValidationError) else [str(salah)]
            messages.error(request, " ".join(kata))
        wake(KELUAR)
