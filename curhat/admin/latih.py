"""Corrections, labelled examples and model versions in the admin."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from import_export.fields import Field
from unfold.contrib.filters.admin import DropdownFilter
from unfold.decorators import display

from curhat.admin.pakai_form import PakaiForm, form_errors
from curhat.admin.tiket import short_place
from curhat.laporan_latih import build_laporan, build_setuju
from curhat.models import ContohLatih, Koreksi, RiwayatPakai, VersiModel
from curhat.services.latih import is_behind
from curhat.services.pakai import PakaiDitolakError, activate_versi
from wilayah.admin_dasar import GlobalAdmin, ReadOnlyScopedAdmin, WilayahFilter
from wilayah.ekspor import AmanResource, EksporAdmin


class ReadOnlyGlobalAdmin(GlobalAdmin):
    """Rows for all areas that only services write."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(VersiModel)
class VersiModelAdmin(ReadOnlyGlobalAdmin):
    """Versions with their test; a person switches one on or goes back, and says why."""

    change_form_template = "admin/curhat/versi_model.html"
    list_before_template = "admin/curhat/versi_model_daftar.html"
    list_display = (
        "versi",
        "tampil_pakai",
        "tampil_f1",
        "tampil_sebelum",
        "tampil_uji",
        "jumlah_contoh",
        "jumlah_koreksi",
        "created_at",
    )

    class Media:
        css = {"all": ("gaya/tiket.css", "gaya/latih.css")}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("riwayat__by")

    @display(description="dipakai", label={"ya": "success", "tidak": "info"})
    def tampil_pakai(self, versi: VersiModel) -> tuple[str, str]:
        if not versi.aktif:
            return "tidak", "Tidak"
        sejak = _last_pakai(versi)
        oleh = f", {sejak.by or 'otomatis'}" if sejak else ""
        return "ya", f"Dipakai{oleh}"

    @display(description="F1 makro")
    def tampil_f1(self, versi: VersiModel) -> str:
        return _angka(versi.metrik.get("f1_makro"))

    @display(description="yang dipakai saat itu")
    def tampil_sebelum(self, versi: VersiModel) -> str:
        return _angka(versi.metrik.get("dipakai", {}).get("f1_makro"))

    @display(description="label uji")
    def tampil_uji(self, versi: VersiModel) -> int:
        return int(versi.metrik.get("diukur", 0))

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {
            "aktif": VersiModel.objects.filter(aktif=True).first(),
            "ada_label_baru": is_behind(),
            "boleh": self.has_activate_permission(request),
            "pakai": PakaiForm(initial={"dari": _in_use(), "alasan": "Kembali ke bawaan"}),
        }
        return super().changelist_view(request, extra_context=context | (extra_context or {}))

    def get_urls(self) -> list[Any]:
        pakai = self.admin_site.admin_view(self.use_view)
        return [
            path("<int:pk>/pakai/", pakai, name="curhat_versimodel_pakai"),
            *super().get_urls(),
        ]

    def use_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """POST: put this version in use (0: what ships), with a reason."""
        if not self.has_activate_permission(request):
            raise PermissionDenied
        versi = VersiModel.objects.filter(pk=pk).first()
        if versi is None and pk:
            raise Http404
        if request.method == "POST":
            self._use(request, versi)
        daftar = redirect("admin:curhat_versimodel_changelist")
        return daftar if versi is None else redirect("admin:curhat_versimodel_change", pk)

    def _use(self, request: Any, versi: VersiModel | None) -> None:
        form = PakaiForm(request.POST)
        if not form.is_valid():
            messages.error(request, form_errors(form))
            return
        data = form.cleaned_data
        try:
            activate_versi(versi, by=request.user, alasan=data["alasan"], dari=data["dari"])
        except PakaiDitolakError as error:
            messages.error(request, str(error))
            return
        messages.success(request, f"{versi or 'Model bawaan'} dipakai.")

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        versi = self.get_object(request, object_id) if object_id else None
        if versi is None:
            raise Http404
        if not self.has_view_permission(request, versi):
            raise PermissionDenied
        context = {
            **self.page_context(request, f"Versi {versi}"),
            "versi": versi,
            "metrik": versi.metrik,
            "laporan": build_laporan(versi.metrik),
            "aktif": VersiModel.objects.filter(aktif=True).first(),
            "riwayat": versi.riwayat.all(),
            "boleh": self.has_activate_permission(request) and not versi.aktif,
            "pakai": PakaiForm(initial={"dari": _in_use()}),
            "kembali": reverse("admin:curhat_versimodel_changelist"),
        }
        return TemplateResponse(request, self.change_form_template, context)


def _in_use() -> int:
    return VersiModel.objects.filter(aktif=True).values_list("pk", flat=True).first() or 0


def _last_pakai(versi: VersiModel) -> RiwayatPakai | None:
    pakai = [r for r in versi.riwayat.all() if r.peristiwa == RiwayatPakai.Peristiwa.DIPAKAI]
    return pakai[0] if pakai else None


def _angka(nilai: float | None) -> str:
    return "–" if nilai is None else f"{nilai:.3f}".replace(".", ",")


@admin.register(ContohLatih)
class ContohLatihAdmin(ReadOnlyGlobalAdmin):
    """Examples from files. A superuser deletes one that should not have been there."""

    list_display = ("isi", "subkategori", "sumber", "created_at")
    list_filter = ("subkategori",)
    list_select_related = ("subkategori",)
    search_fields = ("isi",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._writes(request)


class KoreksiResource(AmanResource):
    """Corrections without any word of a resident, for whoever wants to count them."""

    kode = Field(attribute="curhat__kode", column_name="kode_laporan")
    subkategori_lama = Field(attribute="subkategori_lama_id", column_name="subkategori_semula")
    subkategori_baru = Field(attribute="subkategori_baru_id", column_name="subkategori")
    urgensi_lama = Field(attribute="urgensi_lama", column_name="urgensi_semula")
    urgensi_baru = Field(attribute="urgensi_baru", column_name="urgensi")
    wilayah_lama = Field(attribute="wilayah_lama_id", column_name="wilayah_semula")
    wilayah_baru = Field(attribute="wilayah_baru_id", column_name="wilayah")

    class Meta(AmanResource.Meta):
        model = Koreksi
        name = "Koreksi"
        fields = (
            "kode",
            "subkategori_lama",
            "subkategori_baru",
            "urgensi_lama",
            "urgensi_baru",
            "wilayah_lama",
            "wilayah_baru",
            "benar",
            "pertama",
            "versi_model",
            "versi_aturan",
            "at",
        )
        export_order = fields


class NilaiFilter(DropdownFilter):
    """What staff found of the reading."""

    title = "penilaian"
    parameter_name = "nilai"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("benar", "Semuanya benar"),
            ("kategori", "Kategori dikoreksi"),
            ("urgensi", "Urgensi dikoreksi"),
            ("tempat", "Tempat dikoreksi"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        beda = {
            "kategori": ~Q(subkategori_baru=F("subkategori_lama")) & Q(subkategori_baru__gt=""),
            "urgensi": ~Q(urgensi_baru=F("urgensi_lama")) & Q(urgensi_baru__gt=0),
            "tempat": ~Q(wilayah_baru=F("wilayah_lama")) & Q(wilayah_baru__gt=""),
        }
        if self.value() == "benar":
            return queryset.filter(benar=True)
        return queryset.filter(beda[self.value()]) if self.value() in beda else queryset


@admin.register(Koreksi)
class KoreksiAdmin(EksporAdmin, ReadOnlyScopedAdmin):
    """What staff said of the readings, and how often they agreed."""

    resource_classes = [KoreksiResource]
    list_before_template = "admin/curhat/koreksi_daftar.html"
    list_display = (
        "at",
        "tampil_kode",
        "tampil_kategori",
        "tampil_urgensi",
        "tampil_tempat",
        "pertama",
        "by",
    )
    list_filter = (NilaiFilter, WilayahFilter, "pertama", "subkategori_baru__kategori", "at")
    list_filter_submit = True
    search_fields = ("curhat__kode",)
    search_help_text = "Kode laporan"
    list_select_related = (
        "curhat",
        "subkategori_lama",
        "subkategori_baru",
        "wilayah_lama__induk__induk",
        "wilayah_baru__induk__induk",
        "by",
    )

    class Media:
        css = {"all": ("gaya/tiket.css", "gaya/latih.css")}

    @display(description="curhat", ordering="curhat")
    def tampil_kode(self, koreksi: Koreksi) -> str:
        return koreksi.curhat.kode

    @display(description="kategori")
    def tampil_kategori(self, koreksi: Koreksi) -> str:
        return _change(koreksi.subkategori_lama, koreksi.subkategori_baru)

    @display(description="urgensi")
    def tampil_urgensi(self, koreksi: Koreksi) -> str:
        return _change(koreksi.urgensi_lama, koreksi.urgensi_baru)

    @display(description="tempat")
    def tampil_tempat(self, koreksi: Koreksi) -> str:
        lama, baru = koreksi.wilayah_lama, koreksi.wilayah_baru
        return _change(lama and short_place(lama), baru and short_place(baru))

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        rows = self.get_queryset(request)
        context = {
            "setuju": build_setuju(rows),
            "jumlah": rows.order_by().aggregate(
                semua=Count("pk"), benar=Count("pk", filter=Q(benar=True))
            ),
        }
        return super().changelist_view(request, extra_context=context | (extra_context or {}))


def _change(lama: Any, baru: Any) -> str:
    if baru is None:
        return "–"
    return f"{baru} (benar)" if lama == baru else f"{lama} → {baru}"
