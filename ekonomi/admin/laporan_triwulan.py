"""Publishing the quarterly statement: look, publish, correct."""

from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import display

from ekonomi.admin.meja import DITOLAK, MejaAdmin, programs_for, staff_of
from ekonomi.forms.uang import TerbitForm
from ekonomi.grafik import bars_of
from ekonomi.models import LaporanTriwulan, Program
from ekonomi.services.laporan_triwulan import (
    build_isi,
    latest_laporan,
    publish_laporan,
    quarters_of,
)
from ekonomi.triwulan import Triwulan
from wilayah.admin_dasar import ReadOnlyScopedAdmin, WilayahFilter
from wilayah.format import rupiah


@admin.register(LaporanTriwulan)
class LaporanTriwulanAdmin(MejaAdmin):
    """Published statements; adding one shows each quarter with what it would say."""

    list_display = ("tampil_triwulan", "program", "versi", "belanja", "terbit_at", "by")
    list_display_links = ("tampil_triwulan",)
    list_filter = (WilayahFilter, "tahun")
    list_select_related = ("program__wilayah", "by")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super(ReadOnlyScopedAdmin, self).has_add_permission(request)

    @display(description="triwulan", ordering="tahun")
    def tampil_triwulan(self, laporan: LaporanTriwulan) -> str:
        return f"Triwulan {laporan.romawi} {laporan.tahun}"

    @display(description="belanja triwulan itu")
    def belanja(self, laporan: LaporanTriwulan) -> str:
        jumlah = laporan.isi.get("total", {}).get("realisasi", 0)
        return format_html('<span class="angka">{}</span>', rupiah(jumlah))

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Choose programme and quarter, look at the draft, publish."""
        if not self.has_add_permission(request):
            raise Http404
        boleh = programs_for(request, "ekonomi.laporantriwulan", "add")
        semua = list(boleh.filter(status__in=["berjalan", "selesai"])[:50])
        program, tw = self._chosen(request, semua)
        if program is None or tw is None:
            return self.page(
                request, "anggaran_laporan_pilih.html", "Laporan triwulan", pilihan=_choices(semua)
            )
        form = TerbitForm(request.POST if request.method == "POST" else None)
        if form.is_bound and form.is_valid():
            try:
                laporan = publish_laporan(program, tw, by=staff_of(request), **form.cleaned_data)
            except DITOLAK as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, f"{laporan} terbit dan dapat dibaca siapa saja.")
                return redirect("admin:ekonomi_laporantriwulan_change", laporan.pk)
        isi = build_isi(program, tw, sampai=timezone.localdate())
        return self.page(
            request, "anggaran_laporan.html", f"{tw}, {program.nama}",
            status=422 if form.is_bound else 200, program=program, tw=tw, isi=isi, form=form,
            batang=bars_of(isi["pos"]), lama=latest_laporan(program, tw),
            bisa=tw.selesai < timezone.localdate(),
        )  # fmt: skip

    def _chosen(
        self, request: HttpRequest, semua: list[Program]
    ) -> tuple[Program | None, Triwulan | None]:
        kode, tw = request.GET.get("program", ""), Triwulan.read(request.GET.get("tw", ""))
        if not kode:
            return None, None
        program = next((satu for satu in semua if str(satu.pk) == kode), None)
        if program is None or tw not in quarters_of(program, timezone.localdate()):
            raise Http404
        return program, tw

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if object_id is None:
            return self.add_view(request)
        laporan = self.find(request, object_id, "program__wilayah", "by")
        return self.page(
            request, "anggaran_laporan.html", str(laporan), laporan=laporan, isi=laporan.isi,
            program=laporan.program, tw=Triwulan(laporan.tahun, laporan.triwulan),
            batang=bars_of(laporan.isi["pos"]), slug=laporan.program.wilayah.slug,
        )  # fmt: skip


def _choices(semua: list[Program]) -> list[tuple[Program, list[tuple[Triwulan, Any, bool]]]]:
    """Each programme with its quarters: the newest version, and whether it may be published."""
    hari = timezone.localdate()
    return [
        (
            satu,
            [(tw, latest_laporan(satu, tw), tw.selesai < hari) for tw in quarters_of(satu, hari)],
        )
        for satu in semua
    ]
