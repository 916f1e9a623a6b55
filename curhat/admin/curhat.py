"""Curhat in the admin: list, review queue, and one page with finding, answer, corrections."""

from datetime import timedelta
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from unfold.decorators import action, display

from curhat.admin.koreksi_form import KoreksiForm
from curhat.admin.saring import TinjauFilter, UrgensiFilter
from curhat.admin.sumber import CurhatResource, CurhatRingkasResource
from curhat.admin.tiket import SINGKAT, files_of, short_place
from curhat.models import Curhat
from curhat.peka_ringkas import count_peka, may_count, write_csv
from curhat.services.anggota import membership
from curhat.services.curhat import correct_curhat, mark_selesai, release_ditahan
from curhat.services.kabar import notify_tembusan
from curhat.services.tiket import open_tiket
from pesan.bangun import KELUAR, wake
from wilayah.admin_dasar import ReadOnlyScopedAdmin, WilayahFilter
from wilayah.asal import origin_hash
from wilayah.ekspor import EksporAdmin
from wilayah.models import CatatanEkspor
from wilayah.templatetags.wilayah import urgensi_lencana


@admin.register(Curhat)
class CurhatAdmin(EksporAdmin, ReadOnlyScopedAdmin):
    """The words are shown masked; changes are steps that services take."""

    resource_classes = [CurhatResource, CurhatRingkasResource]
    change_form_template = "admin/curhat/curhat.html"
    list_display = (
        "kode",
        "cerita",
        "tempat",
        "tampil_urgensi",
        "saluran",
        "tampil_status",
        "diterima_at",
    )
    list_display_links = ("kode", "cerita")
    list_filter = (
        TinjauFilter,
        WilayahFilter,
        UrgensiFilter,
        "kategori",
        "saluran",
        "anonim",
        "diterima_at",
    )
    list_filter_submit = True
    search_fields = ("kode", "ringkasan", "isi", "jalan", "id_luar")
    search_help_text = "Kode laporan atau kata di dalam cerita"
    ordering = ("-diterima_at",)
    date_hierarchy = "diterima_at"
    list_select_related = ("subkategori", "wilayah__induk__induk", "tiket_bersama")
    actions = ["open_tiket_selected", "mark_reviewed", "release_selected"]

    class Media:
        css = {"all": ("gaya/tiket.css",)}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("tiket__digabung_ke")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def may_act(self, request: HttpRequest, curhat: Curhat) -> bool:
        """Whether this person's roles let them correct and act on this curhat."""
        if not self.has_act_permission(request):
            return False
        return self.rows_for(request, "change").filter(pk=curhat.pk).exists()

    def has_act_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("curhat.change_curhat"))

    @display(description="cerita", ordering="ringkasan")
    def cerita(self, curhat: Curhat) -> str:
        return curhat.ringkasan

    @display(description="wilayah", ordering="wilayah")
    def tempat(self, curhat: Curhat) -> str:
        return short_place(curhat.wilayah)

    @display(description="urgensi", ordering="urgensi")
    def tampil_urgensi(self, curhat: Curhat) -> str:
        return urgensi_lencana(curhat.urgensi)

    @display(
        description="tindak lanjut",
        label={"open": "warning", "in_progress": "info", "resolved": "success"},
    )
    def tampil_status(self, curhat: Curhat) -> tuple[str, str]:
        if curhat.ditahan:
            return "open", "Ditahan"
        tiket = curhat.tiket_terakhir
        if tiket is not None:
            return curhat.status_ekspor, SINGKAT.get(tiket.status, tiket.get_status_display())
        return curhat.status_ekspor, "Selesai" if curhat.ditutup_at else "Dijawab"

    def _actable(self, request: HttpRequest, queryset: QuerySet[Curhat]) -> QuerySet[Any]:
        return self.rows_for(request, "change").filter(pk__in=queryset.values("pk"))

    @action(description="Buka tiket untuk yang dipilih", permissions=["act"])
    def open_tiket_selected(self, request: HttpRequest, queryset: QuerySet[Curhat]) -> None:
        for curhat in self._actable(request, queryset).select_related("subkategori", "wilayah"):
            open_tiket(curhat, sebab=f"Dibuka {request.user}", by=request.user)  # type: ignore[arg-type]
        wake(KELUAR)
        messages.success(request, "Tiket dibuka; lurah dan moderator diberi tahu.")

    @action(description="Tandai sudah ditinjau (temuan benar)", permissions=["act"])
    def mark_reviewed(self, request: HttpRequest, queryset: QuerySet[Curhat]) -> None:
        rows = list(self._actable(request, queryset))
        for curhat in rows:
            correct_curhat(curhat, by=request.user)  # type: ignore[arg-type]
        messages.success(request, f"{len(rows)} curhat ditandai sudah ditinjau.")

    @action(description="Lepaskan yang ditahan", permissions=["act"])
    def release_selected(self, request: HttpRequest, queryset: QuerySet[Curhat]) -> None:
        rows = list(self._actable(request, queryset).filter(ditahan=True))
        for curhat in rows:
            release_ditahan(curhat, by=request.user)  # type: ignore[arg-type]
        wake(KELUAR)
        messages.success(request, f"{len(rows)} curhat dilepas dan dijawab.")

    def get_urls(self) -> list[Any]:
        step = self.admin_site.admin_view(self.step_view)
        peka = self.admin_site.admin_view(self.peka_view)
        return [
            path("kasus-peka.csv", peka, name="curhat_curhat_peka"),
            path("<int:pk>/langkah/<str:kunci>/", step, name="curhat_curhat_langkah"),
            *super().get_urls(),
        ]

    def peka_view(self, request: HttpRequest) -> HttpResponse:
        """A year's sensitive cases as counts of five people or more; each download on record."""
        if not may_count(request.user):
            raise Http404
        rows = count_peka(request.user, timezone.now() - timedelta(days=365))
        CatatanEkspor.objects.create(
            by=request.user,  # type: ignore[misc]
            apa="kasus peka (agregat)",
            bentuk="csv",
            jumlah=len(rows),
            saringan="",
            asal_hash=origin_hash(request),
        )
        response = HttpResponse(write_csv(rows), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="kasus-peka.csv"'
        return response

    def step_view(self, request: HttpRequest, pk: int, kunci: str) -> HttpResponse:
        """POST of one of: koreksi, tiket, tembusan, lepas, selesai."""
        curhat = self.get_queryset(request).filter(pk=pk).first()
        if curhat is None or kunci not in _LANGKAH or not self.may_act(request, curhat):
            raise Http404
        if request.method == "POST":
            form = KoreksiForm(request.POST, curhat=curhat) if kunci == "koreksi" else None
            if form is not None and not form.is_valid():
                response = self.changeform_view(request, str(pk), extra_context={"koreksi": form})
                response.status_code = 422
                return response
            messages.success(request, _LANGKAH[kunci](request, curhat, form))
            wake(KELUAR)
        if not self.get_queryset(request).filter(pk=pk).exists():  # moved to where others work
            return redirect("admin:curhat_curhat_changelist")
        return redirect("admin:curhat_curhat_change", pk)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        curhat = self.get_object(request, object_id) if object_id else None
        if curhat is None:
            raise Http404
        context = {
            **self.page_context(request, curhat.kode),
            "curhat": curhat,
            "tempat": short_place(curhat.wilayah),
            "jawaban": curhat.jawaban.first(),
            "lampiran": files_of(curhat),
            "riwayat": curhat.riwayat.select_related("by"),
            "tiket": curhat.tiket_terakhir,
            "anggota": membership(curhat) if request.user.has_perm("curhat.view_isu") else None,
            "koreksi": KoreksiForm(curhat=curhat),
            "boleh": self.may_act(request, curhat),
            "kembali": reverse("admin:curhat_curhat_changelist"),
            **(extra_context or {}),
        }
        return TemplateResponse(request, self.change_form_template, context)


def _correct(request: Any, curhat: Curhat, form: Any) -> str:
    data = form.cleaned_data
    correct_curhat(
        curhat,
        by=request.user,
        subkategori=data["subkategori"].pk,
        urgensi=data["urgensi"],
        rahasia=data["rahasia"],
        letak=form.letak(),
    )
    return "Koreksi disimpan dan curhat ditandai sudah ditinjau."


def _open(request: Any, curhat: Curhat, _form: Any) -> str:
    tiket = open_tiket(curhat, sebab=f"Dibuka {request.user}", by=request.user)
    return f"Tiket {tiket.nomor} dibuka; lurah dan moderator diberi tahu."


def _copy(request: Any, curhat: Curhat, _form: Any) -> str:
    return f"Tembusan diantrekan untuk {notify_tembusan(curhat)} orang."


def _release(request: Any, curhat: Curhat, _form: Any) -> str:
    release_ditahan(curhat, by=request.user)
    return "Curhat dilepas dan dijawab."


def _finish(request: Any, curhat: Curhat, _form: Any) -> str:
    mark_selesai(curhat, by=request.user)
    return "Curhat ditandai selesai."


_LANGKAH = {
    "koreksi": _correct,
    "tiket": _open,
    "tembusan": _copy,
    "lepas": _release,
    "selesai": _finish,
}
