"""Visits in the admin: all of them, and the week's list that facilitators print and follow up."""

from datetime import timedelta
from typing import Any

from django.contrib import admin, messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from import_export.fields import Field
from unfold.decorators import display

from ekonomi.models import KunjunganPendamping, Pendampingan
from ekonomi.services.mentor import (
    PasanganDitolak,
    cancel_kunjungan,
    finish_langkah,
    reopen_langkah,
)
from pesan.lampiran import serve_lampiran
from wilayah.admin_dasar import ReadOnlyScopedAdmin, WilayahFilter
from wilayah.ekspor import AmanResource, EksporAdmin
from wilayah.peran import peran_with


class KunjunganResource(AmanResource):
    """Visits as a file."""

    usaha = Field("pendampingan__usaha__nama", column_name="usaha")
    mentor = Field("pendampingan__mentor__nama", column_name="mentor")

    class Meta:
        model = KunjunganPendamping
        fields = ("tanggal", "usaha", "mentor", "topik", "temuan", "tindak_lanjut", "tenggat",
                  "selesai_at")  # fmt: skip
        export_order = fields


@admin.register(KunjunganPendamping)
class KunjunganAdmin(EksporAdmin, ReadOnlyScopedAdmin):
    """All visits; the week's list for facilitators to print and follow up."""

    resource_classes = [KunjunganResource]
    list_before_template = "admin/ekonomi/kunjungan_daftar.html"
    list_display = ("tanggal", "usaha", "mentor", "topik", "tindak_lanjut", "tenggat", "selesai_at")
    list_filter = ("tanggal", ("selesai_at", admin.EmptyFieldListFilter), WilayahFilter)
    list_filter_submit = True
    list_select_related = ("pendampingan__usaha", "pendampingan__mentor")
    search_fields = ("pendampingan__usaha__nama", "pendampingan__mentor__nama", "topik")
    fields = readonly_fields = (
        "pendampingan", "tanggal", "topik", "temuan", "tindak_lanjut", "tenggat", "selesai_at",
        "oleh", "batal_at", "alasan_batal",
    )  # fmt: skip

    @display(description="usaha", ordering="pendampingan__usaha__nama")
    def usaha(self, baris: KunjunganPendamping) -> str:
        return baris.pendampingan.usaha.nama

    @display(description="mentor", ordering="pendampingan__mentor__nama")
    def mentor(self, baris: KunjunganPendamping) -> str:
        return baris.pendampingan.mentor.nama

    def get_urls(self) -> list[Any]:
        view, nama = self.admin_site.admin_view, "ekonomi_kunjunganpendamping"
        return [
            path("pekan/", view(self.week_view), name=f"{nama}_pekan"),
            path("<int:pk>/langkah/<str:kunci>/", view(self.step_view), name=f"{nama}_langkah"),
            path("<int:pk>/foto/", view(self.photo_view), name=f"{nama}_foto"),
            *super().get_urls(),
        ]

    def _find(self, request: HttpRequest, pk: int, aksi: str) -> KunjunganPendamping:
        if not request.user.has_perm(f"ekonomi.{aksi}_kunjunganpendamping"):
            raise Http404
        baris: KunjunganPendamping | None = self.rows_for(request, aksi).filter(pk=pk).first()
        if baris is None:
            raise Http404
        return baris

    def step_view(self, request: HttpRequest, pk: int, kunci: str) -> HttpResponse:
        """POST of one of: selesai, buka, batal (a visit written down by mistake)."""
        baris = self._find(request, pk, "change")
        if kunci not in {"selesai", "buka", "batal"}:
            raise Http404
        if request.method == "POST":
            try:
                if kunci == "batal":
                    cancel_kunjungan(baris, alasan=request.POST.get("alasan", ""))
                elif kunci == "buka":
                    reopen_langkah(baris)
                else:
                    finish_langkah(baris)
            except PasanganDitolak as galat:
                messages.error(request, str(galat))
        if request.POST.get("dari") == "pekan":
            return redirect("admin:ekonomi_kunjunganpendamping_pekan")
        return redirect("admin:ekonomi_pendampingan_change", baris.pendampingan_id)

    def photo_view(self, request: HttpRequest, pk: int) -> Any:
        """The photo of a visit."""
        baris = self._find(request, pk, "view")
        if baris.foto is None:
            raise Http404
        return serve_lampiran(baris.foto)

    def week_view(self, request: HttpRequest) -> HttpResponse:
        """What was visited within seven days, what is due within seven, who was not visited."""
        if not request.user.has_perm("ekonomi.view_kunjunganpendamping"):
            raise Http404
        hari = timezone.localdate()
        semua: Any = self.get_queryset(request)
        rows = semua.counted().select_related(
            "pendampingan__usaha__wilayah", "pendampingan__mentor", "oleh"
        )  # fmt: skip
        sepekan = hari - timedelta(days=7)
        sebulan = hari - timedelta(days=30)
        peran = peran_with("ekonomi.kunjunganpendamping", "view")
        pasangan = Pendampingan.objects.visible_to(request.user, peran=peran).running()
        context = {
            **self.page_context(request, "Kunjungan pekan ini"),
            "hari": hari,
            "sejak": sepekan,
            "kunjungan": rows.filter(tanggal__gt=sepekan).order_by("-tanggal", "-pk")[:200],
            "langkah": [
                (k, k.is_late(hari))
                for k in rows.open_steps()
                .filter(Q(tenggat__lte=hari + timedelta(days=7)) | Q(tenggat__isnull=True))
                .order_by("tenggat", "tanggal")[:200]
            ],
            "sepi": pasangan.exclude(
                kunjungan__in=KunjunganPendamping.objects.counted().filter(tanggal__gt=sebulan)
            )
            .select_related("usaha__wilayah", "mentor")
            .order_by("mentor__nama")[:200],
        }
        return TemplateResponse(request, "admin/ekonomi/kunjungan_pekan.html", context)
