"""Activities of residents: quick entry, taking back, and participation before and after a visit."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from luna_maya.forms.survei import KegiatanForm
from luna_maya.models import KegiatanWarga
from luna_maya.partisipasi import participation
from luna_maya.services.kegiatan import (
    KegiatanKeliru,
    record_kegiatan,
    restore_kegiatan,
    withdraw_kegiatan,
)
from wilayah.admin_dasar import ReadOnlyScopedAdmin, WilayahFilter
from wilayah.ekspor import AmanResource, EksporAdmin
from wilayah.models import Wilayah
from wilayah.peran import peran_with
from wilayah.zona import at_place


class KegiatanWargaResource(AmanResource):
    """How many came, by RT and day; no names are kept at all."""

    class Meta(AmanResource.Meta):
        model = KegiatanWarga
        fields = ("wilayah", "jenis", "hari", "orang", "keterangan", "dicabut_at")


@admin.register(KegiatanWarga)
class KegiatanWargaAdmin(EksporAdmin, ReadOnlyScopedAdmin):
    resource_classes = [KegiatanWargaResource]
    change_list_template = "admin/luna_maya/kegiatan_daftar.html"
    list_display = ("hari", "jenis", "tempat", "orang", "keterangan", "pelapor", "tampil_keadaan")
    list_filter = (("jenis", ChoicesDropdownFilter), WilayahFilter)
    list_select_related = ("wilayah", "by", "tokoh")
    date_hierarchy = "hari"
    search_fields = ("keterangan",)
    fields = readonly_fields = (
        "wilayah", "jenis", "hari", "orang", "keterangan", "by", "tokoh", "created_at",
        "dicabut_at",
    )  # fmt: skip
    actions = ("cabut", "pulihkan")

    class Media:
        css = {"all": ("gaya/tiket.css", "gaya/kunjungan.css")}

    @display(description="tempat", ordering="wilayah")
    def tempat(self, row: KegiatanWarga) -> str:
        return f"RT {row.wilayah.rt} RW {row.wilayah.rw}"

    @display(description="dicatat oleh")
    def pelapor(self, row: KegiatanWarga) -> str:
        return str(row.by or (row.tokoh and row.tokoh.get_unsur_display()) or "")

    @display(description="keadaan", label={"berlaku": "success", "dicabut": "warning"})
    def tampil_keadaan(self, row: KegiatanWarga) -> tuple[str, str]:
        return ("dicabut", "Dicabut") if row.dicabut_at else ("berlaku", "Dihitung")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super(ReadOnlyScopedAdmin, self).has_add_permission(request)

    def has_ubah_permission(self, request: HttpRequest) -> bool:
        """For the actions: who may change rows anywhere; which ones, `rows_for` says."""
        return request.user.has_perm("luna_maya.change_kegiatanwarga")

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path(
                "partisipasi/", view(self.participation_view),
                name="luna_maya_kegiatanwarga_partisipasi",
            ),
            *super().get_urls(),
        ]  # fmt: skip

    def _rt(self, request: HttpRequest, aksi: str) -> QuerySet[Wilayah]:
        peran = peran_with("luna_maya.kegiatanwarga", aksi)
        rows = Wilayah.objects.visible_to(request.user, peran=peran)
        return rows.filter(tingkat=Wilayah.Tingkat.RT).order_by("kode")

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One activity after the other: RT and day stay for the next one."""
        if not self.has_add_permission(request):
            raise Http404
        rt = self._rt(request, "add")
        tempat = rt.first()
        awal = {"wilayah": request.GET.get("rt"), "hari": request.GET.get("hari")}
        if tempat is not None and not awal["hari"]:
            awal["hari"] = at_place(timezone.now(), tempat.kode).date().isoformat()
        form = KegiatanForm(request.POST or None, rt=rt, initial=awal)
        if request.method == "POST" and form.is_valid() and self._record(request, form):
            lagi = form.cleaned_data
            tujuan = reverse("admin:luna_maya_kegiatanwarga_add")
            return redirect(f"{tujuan}?rt={lagi['wilayah'].kode}&hari={lagi['hari'].isoformat()}")
        context = {**self.page_context(request, "Catat kegiatan warga"), "form": form}
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/luna_maya/kegiatan.html", context, status=status)

    def _record(self, request: HttpRequest, form: KegiatanForm) -> bool:
        user: Any = request.user
        data = dict(form.cleaned_data)
        try:
            row, lama = record_kegiatan(data.pop("wilayah"), **data, by=user)
        except KegiatanKeliru as galat:
            form.add_error(galat.kolom, str(galat))
            return False
        kabar = f"Tercatat: {row.get_jenis_display()}, {row.orang} orang."
        messages.success(request, kabar + (f" Angka lama, {lama}, diganti." if lama else ""))
        return True

    @admin.action(description="Cabut yang dipilih", permissions=["ubah"])
    def cabut(self, request: HttpRequest, queryset: QuerySet[KegiatanWarga]) -> None:
        """Rows that were entered by mistake count no more."""
        user: Any = request.user
        rows = self.rows_for(request, "change").filter(pk__in=queryset.values("pk"))
        for row in rows:
            withdraw_kegiatan(row, by=user)
        messages.success(request, f"{len(rows)} kegiatan dicabut. Bisa dipulihkan dari daftar ini.")

    @admin.action(description="Pulihkan yang dipilih", permissions=["ubah"])
    def pulihkan(self, request: HttpRequest, queryset: QuerySet[KegiatanWarga]) -> None:
        """The undo of `cabut`."""
        user: Any = request.user
        jadi = 0
        for row in self.rows_for(request, "change").filter(pk__in=queryset.values("pk")):
            try:
                restore_kegiatan(row, by=user)
                jadi += 1
            except KegiatanKeliru as galat:
                messages.error(request, f"{row}: {galat}")
        if jadi:
            messages.success(request, f"{jadi} kegiatan dihitung lagi.")

    def participation_view(self, request: HttpRequest) -> HttpResponse:
        """Before and after the first visit to each RT of one kelurahan."""
        if not self.has_view_permission(request):
            raise Http404
        peran = peran_with("luna_maya.kegiatanwarga", "view")
        semua = list(
            Wilayah.objects.visible_to(request.user, peran=peran).in_service().kelurahan()[:300]
        )
        diminta = request.GET.get("di", "")
        pilih = next((satu for satu in semua if satu.kode == diminta), semua[0] if semua else None)
        if diminta and (pilih is None or pilih.kode != diminta):
            raise Http404
        context = {
            **self.page_context(request, "Keikutsertaan warga"), "semua": semua, "pilih": pilih,
            "hasil": participation(pilih.kode) if pilih is not None else None,
        }  # fmt: skip
        return TemplateResponse(request, "admin/luna_maya/kegiatan_partisipasi.html", context)
