"""Rule sets in the admin: drafts, what they change, replays, and putting one in use."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from curhat.admin.aturan_form import AturanForm, UmumForm
from curhat.admin.pakai_form import PakaiForm, PutarForm, form_errors
from curhat.models import AturanEskalasi, PutarUlang
from curhat.services.pakai import activate_aturan, has_replay, was_used
from curhat.services.panduan import draft_aturan
from curhat.services.putar_ulang import ask_putar_ulang
from curhat.triase.beda_aturan import diff_aturan
from pesan.bangun import wake
from wilayah.admin_dasar import GlobalAdmin

_PUTAR_ULANG = "curhat.tasks.putar_ulang"


@admin.register(AturanEskalasi)
class AturanAdmin(GlobalAdmin):
    """Saving makes a draft; a draft is replayed, and then put in use with a reason."""

    form = AturanForm
    list_display = ("versi", "aktif", "catatan", "by", "created_at")
    list_select_related = ("by",)

    class Media:
        css = {"all": ("gaya/tiket.css", "gaya/latih.css")}

    def save_model(
        self,
        request: HttpRequest,
        obj: AturanEskalasi,
        form: AturanForm,
        change: bool,  # noqa: FBT001
    ) -> None:
        new = draft_aturan(obj.isi, by=request.user, catatan=obj.catatan)  # type: ignore[arg-type]
        obj.pk, obj.versi = new.pk, new.versi
        messages.info(request, "Disimpan sebagai draf. Putar ulang dulu, lalu pakai.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("isi")

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path(
                "<int:pk>/langkah/<str:kunci>/",
                view(self.step_view),
                name="curhat_aturaneskalasi_langkah",
            ),
            path("<int:pk>/umum/", view(self.common_view), name="curhat_aturaneskalasi_umum"),
            *super().get_urls(),
        ]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The state of a rule set; `?json=1` and a POST are the editor of the whole."""
        aturan = self.get_object(request, object_id) if object_id else None
        if aturan is None or request.method == "POST" or "json" in request.GET:
            return super().changeform_view(request, object_id, form_url, extra_context)
        if not self.has_view_permission(request, aturan):
            raise PermissionDenied
        return TemplateResponse(request, "admin/curhat/aturan.html", self._state(request, aturan))

    def _state(self, request: HttpRequest, aturan: AturanEskalasi) -> dict[str, Any]:
        aktif = AturanEskalasi.objects.filter(aktif=True).first()
        putar = aturan.putar_ulang.select_related("by", "pembanding").defer("hasil")
        return {
            **self.page_context(request, f"Aturan {aturan.versi}"),
            "aturan": aturan,
            "aktif": aktif,
            "beda": diff_aturan(aktif.isi, aturan.isi) if aktif and aktif != aturan else [],
            "putar_ulang": putar[:10],
            "riwayat": aturan.riwayat.select_related("by"),
            "boleh": self.has_activate_permission(request),
            "pernah": was_used(aturan),
            "sudah_diputar": has_replay(aturan, terhadap=aktif),
            "pakai": PakaiForm(
                initial={
                    "dari": aktif.pk if aktif else 0,
                    "alasan": "Kembali ke versi sebelumnya" if was_used(aturan) else "",
                }
            ),
            "putar": PutarForm(),
            "kembali": reverse("admin:curhat_aturaneskalasi_changelist"),
        }

    def step_view(self, request: HttpRequest, pk: int, kunci: str) -> HttpResponse:
        """POST of one of: putar (replay), pakai (put in use)."""
        if not self.has_activate_permission(request):
            raise PermissionDenied
        aturan = get_object_or_404(AturanEskalasi, pk=pk)
        if kunci not in _LANGKAH:
            raise Http404
        if request.method == "POST":
            putar = _LANGKAH[kunci](request, aturan)
            if putar is not None:
                return redirect("admin:curhat_putarulang_change", putar.pk)
        return redirect("admin:curhat_aturaneskalasi_change", pk)

    def common_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A draft from this rule set by a form for the common things."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        aturan = get_object_or_404(AturanEskalasi, pk=pk)
        form = UmumForm(request.POST if request.method == "POST" else None, isi=aturan.isi)
        if request.method == "POST" and form.is_valid():
            draf = _draft(request, form)
            if draf is not None:
                return redirect("admin:curhat_aturaneskalasi_change", draf.pk)
        context = {
            **self.page_context(request, f"Draf dari {aturan.versi}"),
            "aturan": aturan,
            "form": form,
        }
        status = 422 if form.is_bound else 200
        return TemplateResponse(request, "admin/curhat/aturan_umum.html", context, status=status)


def _draft(request: Any, form: UmumForm) -> AturanEskalasi | None:
    """The draft; None with the form's error where nothing was changed or an entry is wrong."""
    isi = form.isi_baru()
    if not diff_aturan(form.isi, isi):
        form.add_error(None, "Belum ada yang diubah.")
        return None
    try:
        draf = draft_aturan(isi, by=request.user, catatan=form.cleaned_data["catatan"])
    except ValueError as error:
        form.add_error(None, str(error))
        return None
    messages.success(request, "Disimpan sebagai draf. Putar ulang dulu, lalu pakai.")
    return draf


def _replay(request: Any, aturan: AturanEskalasi) -> PutarUlang | None:
    form = PutarForm(request.POST)
    if not form.is_valid():
        messages.error(request, form_errors(form))
        return None
    try:
        putar = ask_putar_ulang(aturan, by=request.user, banyak=form.cleaned_data["banyak"])
    except ValueError as error:
        messages.error(request, str(error))
        return None
    wake(_PUTAR_ULANG)
    return putar


def _use(request: Any, aturan: AturanEskalasi) -> None:
    form = PakaiForm(request.POST)
    if not form.is_valid():
        messages.error(request, form_errors(form))
        return
    data = form.cleaned_data
    try:
        activate_aturan(aturan, by=request.user, alasan=data["alasan"], dari=data["dari"])
    except ValueError as error:
        messages.error(request, f"Aturan {aturan.versi} tidak dapat dipakai: {error}")
        return
    messages.success(request, f"Aturan {aturan.versi} dipakai.")


_LANGKAH = {"putar": _replay, "pakai": _use}
