"""Reviewing the model's answers: one at a time, beside the rules' one, a key for each choice."""

import difflib
import re
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from curhat import acuan
from curhat.admin.tiket import short_place
from curhat.model_bahasa.anggaran import used_today
from curhat.model_bahasa.pemutus import is_open
from curhat.models import Subkategori, TinjauanJawaban
from curhat.services.jawaban_model import needs_review, speaks
from curhat.services.saran import has_gone
from curhat.services.tinjauan import (
    SudahDiputus,
    SuntinganKeliru,
    approve_tinjauan,
    count_tinjauan,
    edit_tinjauan,
    reject_tinjauan,
)
from pesan.bangun import KELUAR, wake
from wilayah.admin_dasar import ReadOnlyScopedAdmin, WilayahFilter
from wilayah.tenggat import sisa_lagi

K = TinjauanJawaban.Keputusan
_DAFTAR = 30  # waiting ones shown beside the one at hand


class SuntingForm(forms.Form):
    """The moderator's own wording, and the subject where the model has it wrong."""

    teks = forms.CharField(
        label="Jawaban yang dikirim",
        max_length=4000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 14}),
    )
    subkategori = forms.ModelChoiceField(
        Subkategori.objects.select_related("kategori"),
        label="Subkategori",
        widget=UnfoldAdminSelectWidget(),
    )


def mark_beda(aturan: str, model: str) -> list[tuple[bool, str]]:
    """The model's text in pieces: (differs from the rules' text, words)."""
    semula: list[str] = re.findall(r"\s+|[^\s]+", aturan)
    baru: list[str] = re.findall(r"\s+|[^\s]+", model)
    cocok = difflib.SequenceMatcher(None, semula, baru, autojunk=False)
    return [
        (op != "equal", "".join(baru[j1:j2]))
        for op, _i1, _i2, j1, j2 in cocok.get_opcodes()
        if j2 > j1
    ]


@admin.register(TinjauanJawaban)
class TinjauanAdmin(ReadOnlyScopedAdmin):
    """The list with the agreement figures above it; a row opens the page to decide it."""

    change_form_template = "admin/curhat/tinjauan.html"
    list_before_template = "admin/curhat/tinjauan_angka.html"
    list_display = ("kode", "cerita", "tempat", "keputusan", "tampil_jarak", "batas", "by")
    list_display_links = ("kode", "cerita")
    list_filter = (("keputusan", ChoicesDropdownFilter), WilayahFilter)
    list_filter_submit = True
    search_fields = ("curhat__kode",)
    search_help_text = "Kode laporan"
    ordering = ("tenggat_at", "id")
    list_select_related = ("curhat", "wilayah__induk", "by")

    class Media:
        css = {"all": ("gaya/tiket.css",)}

    @display(description="kode", ordering="curhat__kode")
    def kode(self, tinjauan: TinjauanJawaban) -> str:
        return tinjauan.curhat.kode

    @display(description="cerita")
    def cerita(self, tinjauan: TinjauanJawaban) -> str:
        return tinjauan.curhat.ringkasan

    @display(description="wilayah", ordering="wilayah")
    def tempat(self, tinjauan: TinjauanJawaban) -> str:
        return short_place(tinjauan.wilayah)

    @display(description="diubah", ordering="jarak")
    def tampil_jarak(self, tinjauan: TinjauanJawaban) -> str:
        return "" if tinjauan.jarak is None else f"{tinjauan.jarak * 100:.0f}%"

    @display(description="batas", ordering="tenggat_at")
    def batas(self, tinjauan: TinjauanJawaban) -> str:
        return _batas(tinjauan)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        rows = self.get_queryset(request)
        menunggu = self._waiting(request).first()
        angka = {"angka": count_tinjauan(rows), "pemutus": is_open(), "berikut": menunggu}
        return super().changelist_view(request, {**angka, **(extra_context or {})})

    def _waiting(self, request: HttpRequest) -> QuerySet[Any]:
        menunggu = self.rows_for(request, "change").filter(keputusan=K.MENUNGGU)
        return menunggu.select_related("curhat").order_by("tenggat_at", "id")

    def get_urls(self) -> list[Any]:
        decide = self.admin_site.admin_view(self.decide_view)
        return [
            path("<int:pk>/putuskan/<str:kunci>/", decide, name="curhat_tinjauanjawaban_putuskan"),
            *super().get_urls(),
        ]

    def may_decide(self, request: HttpRequest, tinjauan: TinjauanJawaban) -> bool:
        """Whether this person's roles let them decide this one."""
        boleh = request.user.has_perm("curhat.change_tinjauanjawaban")
        return boleh and self.rows_for(request, "change").filter(pk=tinjauan.pk).exists()

    def decide_view(self, request: HttpRequest, pk: int, kunci: str) -> HttpResponse:
        """POST of one of: setuju, ubah, tolak. Goes on to the next one that waits."""
        tinjauan = self.get_queryset(request).filter(pk=pk).first()
        if tinjauan is None or kunci not in _LANGKAH or not self.may_decide(request, tinjauan):
            raise Http404
        if request.method != "POST":
            return redirect("admin:curhat_tinjauanjawaban_change", pk)
        form = SuntingForm(request.POST) if kunci == "ubah" else None
        if form is not None and not form.is_valid():
            return self._again(request, pk, form)
        try:
            hasil = _LANGKAH[kunci](request, tinjauan, form)
        except SuntinganKeliru as galat:
            assert form is not None  # noqa: S101 - only an edit is refused
            form.add_error("teks", str(galat))
            return self._again(request, pk, form)
        except SudahDiputus as galat:
            messages.warning(request, str(galat))
        else:
            messages.success(request, _told(hasil))
        wake(KELUAR)
        berikut = self._waiting(request).exclude(pk=pk).first()
        if berikut is None:
            return redirect("admin:curhat_tinjauanjawaban_changelist")
        return redirect("admin:curhat_tinjauanjawaban_change", berikut.pk)

    def _again(self, request: HttpRequest, pk: int, form: SuntingForm) -> HttpResponse:
        response = self.changeform_view(request, str(pk), extra_context={"form": form})
        response.status_code = 422
        return response

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        tinjauan: Any = self.get_object(request, object_id) if object_id else None
        if tinjauan is None:
            raise Http404
        curhat = tinjauan.curhat
        menunggu = list(self._waiting(request)[:_DAFTAR])
        context = {
            **self.page_context(request, f"Tinjau {curhat.kode}"),
            "tinjauan": tinjauan,
            "curhat": curhat,
            "tempat": short_place(curhat.wilayah),
            "beda": mark_beda(tinjauan.teks_aturan, tinjauan.teks_model),
            "subkategori_model": acuan.subkategori_all().get(tinjauan.temuan.get("subkategori")),
            "batas": _batas(tinjauan),
            "terkirim": speaks(curhat) and has_gone(curhat),
            "terbuka": tinjauan.keputusan in TinjauanJawaban.TERBUKA,
            "boleh": self.may_decide(request, tinjauan),
            "form": SuntingForm(initial=_initial(tinjauan)),
            "daftar": menunggu,
            "sebelum": _neighbour(menunggu, tinjauan, -1),
            "sesudah": _neighbour(menunggu, tinjauan, 1),
            "angka": count_tinjauan(TinjauanJawaban.objects.filter(wilayah=tinjauan.wilayah_id)),
            "masa_tinjau": needs_review(tinjauan.wilayah_id),
            "token": used_today(tinjauan.wilayah_id),
            "kembali": reverse("admin:curhat_tinjauanjawaban_changelist"),
            **(extra_context or {}),
        }
        return TemplateResponse(request, self.change_form_template, context)


def _batas(tinjauan: TinjauanJawaban) -> str:
    if tinjauan.keputusan != K.MENUNGGU:
        return ""
    return sisa_lagi(tinjauan.tenggat_at, timezone.now())


def _initial(tinjauan: TinjauanJawaban) -> dict[str, Any]:
    sub = tinjauan.temuan.get("subkategori") or tinjauan.curhat.subkategori_id
    return {"teks": tinjauan.teks_model, "subkategori": sub}


def _neighbour(daftar: list[Any], tinjauan: TinjauanJawaban, langkah: int) -> Any:
    """The waiting review before or after this one; from one that does not wait, the first."""
    urutan = [satu.pk for satu in daftar]
    if tinjauan.pk not in urutan:
        return daftar[0] if daftar else None
    ke = urutan.index(tinjauan.pk) + langkah
    return daftar[ke] if 0 <= ke < len(daftar) else None


def _told(tinjauan: TinjauanJawaban) -> str:
    if tinjauan.keputusan == K.TOLAK:
        return "Ditolak: warga menerima jawaban aturan."
    if tinjauan.terkirim:
        return f"{tinjauan.get_keputusan_display()}: jawaban dikirim ke warga."
    return (
        f"{tinjauan.get_keputusan_display()}, dicatat untuk angka kesepakatan. "
        "Jawaban aturan sudah lebih dulu terkirim."
    )


def _approve(request: Any, tinjauan: TinjauanJawaban, _form: Any) -> TinjauanJawaban:
    return approve_tinjauan(tinjauan, by=request.user)


def _edit(request: Any, tinjauan: TinjauanJawaban, form: Any) -> TinjauanJawaban:
    data = form.cleaned_data
    return edit_tinjauan(
        tinjauan, by=request.user, teks=data["teks"], subkategori=data["subkategori"].pk
    )


def _reject(request: Any, tinjauan: TinjauanJawaban, _form: Any) -> TinjauanJawaban:
    return reject_tinjauan(tinjauan, by=request.user)


_LANGKAH = {"setuju": _approve, "ubah": _edit, "tolak": _reject}
