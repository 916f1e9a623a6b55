"""Milestones of a programme: dates, measured progress, proof."""

from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import display

from ekonomi.admin.belanja_program import ProgramFilter
from ekonomi.admin.meja import (
    DITOLAK,
    keep_upload,
    staff_of,
)
from ekonomi.admin.rencana import RencanaAdmin
from ekonomi.forms.uang import TonggakForm
from ekonomi.models import (
    Tonggak,
)
from ekonomi.peta_jalan import is_doubtful, measure_tonggak
from ekonomi.services.tonggak import note_tonggak
from pesan.lampiran import serve_lampiran
from wilayah.admin_dasar import WilayahFilter
from wilayah.models import Pengguna


def _note(tonggak: Tonggak, by: Pengguna, data: dict[str, Any]) -> str:
    note_tonggak(
        tonggak, tercapai=data["tercapai"], selesai_at=data["selesai_at"],
        catatan=data["catatan"], bukti=keep_upload(data["bukti"]), by=by,
    )  # fmt: skip
    return "Kemajuan dicatat."


@admin.register(Tonggak)
class TonggakAdmin(RencanaAdmin):
    """Milestones; progress is noted on its own page, with proof."""

    list_display = ("kegiatan", "fase", "jadwal", "tampil_keadaan", "angka", "kemajuan", "program")
    list_filter = ("fase", ProgramFilter, WilayahFilter)
    list_select_related = ("program__wilayah",)
    fields = (
        "program", "kode", "fase", "hari_mulai", "hari_selesai", "kegiatan", "target", "satuan",
        "indikator", "urutan",
    )  # fmt: skip

    @display(description="jadwal", ordering="hari_mulai")
    def jadwal(self, tonggak: Tonggak) -> str:
        return f"{tonggak.mulai:%d-%m-%Y} – {tonggak.tenggat:%d-%m-%Y}"

    @display(
        description="keadaan",
        label={"selesai": "success", "terlambat": "danger", "berjalan": "info"},
    )
    def tampil_keadaan(self, tonggak: Tonggak) -> str:
        return tonggak.state_on(timezone.localdate())

    @display(description="tercapai")
    def angka(self, tonggak: Tonggak) -> str:
        if tonggak.target is None:
            return "–" if tonggak.tercapai is None else str(tonggak.tercapai)
        return f"{tonggak.tercapai or 0} dari {tonggak.target} {tonggak.satuan}"

    @display(description="")
    def kemajuan(self, tonggak: Tonggak) -> str:
        url = reverse("admin:ekonomi_tonggak_kemajuan", args=[tonggak.pk])
        return format_html('<a href="{}">Catat kemajuan</a>', url)

    def get_list_display(self, request: HttpRequest) -> Any:
        """Who may only look is shown no step that leads nowhere."""
        kolom = super().get_list_display(request)
        if request.user.has_perm("ekonomi.change_tonggak"):
            return kolom
        return [satu for satu in kolom if satu != "kemajuan"]

    def get_urls(self) -> list[Any]:
        nama, view = "ekonomi_tonggak", self.admin_site.admin_view
        return [
            path("<int:pk>/kemajuan/", view(self.progress_view), name=f"{nama}_kemajuan"),
            path("<int:pk>/bukti/", view(self.proof_view), name=f"{nama}_bukti"),
            *super().get_urls(),
        ]

    def _row(self, request: HttpRequest, pk: int, aksi: str) -> Tonggak:
        rows: Any = self.rows_for(request, aksi).select_related("program__wilayah", "bukti")
        tonggak = rows.filter(pk=pk).first()
        nama = f"ekonomi.{aksi}_tonggak"
        if tonggak is None or not request.user.has_perm(nama):
            raise Http404
        found: Tonggak = tonggak
        return found

    def progress_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What was reached, when it was done, and the proof."""
        tonggak = self._row(request, pk, "change")
        awal = {k: getattr(tonggak, k) for k in ("tercapai", "selesai_at", "catatan")}
        form: Any = TonggakForm(initial=awal)
        if request.method == "POST":
            form = TonggakForm(request.POST, request.FILES)
            if form.is_valid():
                try:
                    messages.success(request, _note(tonggak, staff_of(request), form.cleaned_data))
                except DITOLAK as error:
                    form.add_error(None, str(error))
                else:
                    return redirect("admin:ekonomi_program_peta", tonggak.program_id)
        context = {
            **self.page_context(request, tonggak.kegiatan),
            "tonggak": tonggak,
            "form": form,
        }
        ukur = measure_tonggak([tonggak], timezone.localdate()).get(tonggak.pk)
        context |= {"ukur": ukur, "meragukan": is_doubtful(tonggak, ukur)}
        status = 422 if form.is_bound else 200
        return TemplateResponse(request, "admin/ekonomi/tonggak.html", context, status=status)

    def proof_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        tonggak = self._row(request, pk, "view")
        if tonggak.bukti is None:
            raise Http404
        return serve_lampiran(tonggak.bukti)
