"""Ideas of residents for the innovation endowment: recorded, decided by another, paid, reported."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from unfold.decorators import display
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from buku_besar.services import GalatBuku, saldo
from buku_besar.uang import RupiahField
from ekonomi.admin.lewat_layanan import LewatLayanan, user_of
from ekonomi.models import (
    Angsuran,
    UsulanInovasi,
)
from ekonomi.services.pinjaman import GalatPinjaman
from ekonomi.services.pinjaman.inovasi import (
    decide_inovasi,
    finish_inovasi,
    pay_inovasi,
    propose_inovasi,
)
from ekonomi.services.pinjaman.kunci import ABADI
from wilayah.admin_dasar import (
    ScopedAdmin,
    WilayahFilter,
)
from wilayah.format import rupiah
from wilayah.models import Pengguna


class PutusInovasiForm(forms.Form):
    """How much is granted and why; nought refuses."""

    disetujui = RupiahField(
        label="Disetujui (Rp), nol berarti ditolak", minimum=0, widget=UnfoldAdminTextInputWidget()
    )
    alasan = forms.CharField(
        label="Alasan", max_length=300, widget=UnfoldAdminTextareaWidget(attrs={"rows": 2})
    )


class BayarInovasiForm(forms.Form):
    """From where it is paid."""

    cara = forms.ChoiceField(
        label="Dari", choices=Angsuran.Cara.choices, widget=UnfoldAdminSelectWidget()
    )


class HasilInovasiForm(forms.Form):
    """What came of it."""

    hasil = forms.CharField(
        label="Hasil", max_length=300, widget=UnfoldAdminTextareaWidget(attrs={"rows": 3})
    )


# status -> (label, form, permission)
_LANGKAH_INOVASI: dict[str, tuple[str, type[forms.Form], str]] = {
    "diajukan": ("Putuskan", PutusInovasiForm, "change_usulaninovasi"),
    "disetujui": ("Bayar", BayarInovasiForm, "add_angsuran"),
    "dibayar": ("Catat hasil", HasilInovasiForm, "change_usulaninovasi"),
}


@admin.register(UsulanInovasi)
class UsulanInovasiAdmin(LewatLayanan, ScopedAdmin):
    """Ideas of residents that the endowment may pay for."""

    list_display = ("judul", "pengusul", "status", "tampil_diminta", "tampil_disetujui")
    list_filter = ("status", WilayahFilter)
    search_fields = ("judul", "pengusul")
    fields = ("koperasi", "judul", "uraian", "pengusul", "anggota", "diminta")
    autocomplete_fields = ("anggota",)

    @display(description="diminta", ordering="diminta")
    def tampil_diminta(self, usulan: UsulanInovasi) -> str:
        return rupiah(usulan.diminta)

    @display(description="disetujui", ordering="disetujui")
    def tampil_disetujui(self, usulan: UsulanInovasi) -> str:
        return rupiah(usulan.disetujui) if usulan.disetujui else "–"

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        baru = propose_inovasi(
            obj.koperasi, judul=obj.judul, uraian=obj.uraian, pengusul=obj.pengusul,
            diminta=obj.diminta, anggota=obj.anggota, by=user_of(request),
        )  # fmt: skip
        obj.pk = baru.pk

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if object_id is None:
            return super().changeform_view(request, None, form_url, extra_context)
        if request.method != "GET":
            raise Http404
        return self._page(request, self._find(request, object_id))

    def get_urls(self) -> list[Any]:
        langkah = self.admin_site.admin_view(self.step_view)
        return [
            path("<int:pk>/langkah/", langkah, name="ekonomi_usulaninovasi_langkah"),
            *super().get_urls(),
        ]

    def _find(self, request: HttpRequest, pk: Any) -> UsulanInovasi:
        rows = self.get_queryset(request).select_related(
            "koperasi__buku", "anggota", "diajukan_oleh", "diputus_oleh"
        )
        usulan: UsulanInovasi | None = rows.filter(pk=pk).first() if str(pk).isdecimal() else None
        if usulan is None or not self.has_view_permission(request, usulan):
            raise Http404("usulan tidak ditemukan")
        return usulan

    def _step(
        self, request: HttpRequest, usulan: UsulanInovasi
    ) -> tuple[str, type[forms.Form]] | None:
        label, form, izin = _LANGKAH_INOVASI.get(usulan.status, ("", forms.Form, ""))
        if not label or not user_of(request).has_perm(f"ekonomi.{izin}"):
            return None
        if usulan.status == "diajukan" and usulan.diajukan_oleh_id == user_of(request).pk:
            return None
        return (label, form) if self._may(request, usulan, "change") else None

    def step_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """POST of the step that the idea is at."""
        usulan = self._find(request, pk)
        tujuan = redirect("admin:ekonomi_usulaninovasi_change", usulan.pk)
        langkah = self._step(request, usulan)
        if request.method != "POST":
            return tujuan
        if langkah is None:
            raise Http404
        form = langkah[1](request.POST)
        if form.is_valid():
            try:
                _run_step(usulan, form.cleaned_data, user_of(request))
            except (GalatPinjaman, GalatBuku) as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, f"{usulan.judul}: {langkah[0].lower()} – selesai.")
                return tujuan
        return self._page(request, usulan, form, 422)

    def _page(
        self,
        request: HttpRequest,
        usulan: UsulanInovasi,
        form: forms.Form | None = None,
        status: int = 200,
    ) -> HttpResponse:
        langkah = self._step(request, usulan)
        context = {
            **self.page_context(request, usulan.judul),
            "usulan": usulan,
            "abadi": saldo(usulan.koperasi.buku, ABADI),
            "label": langkah[0] if langkah else "",
            "form": form or (langkah[1]() if langkah else None),
        }
        return TemplateResponse(request, "admin/ekonomi/inovasi.html", context, status=status)


def _run_step(usulan: UsulanInovasi, data: dict[str, Any], by: Pengguna) -> None:
    if "disetujui" in data:
        decide_inovasi(usulan, disetujui=data["disetujui"], alasan=data["alasan"], by=by)
    elif "cara" in data:
        pay_inovasi(usulan, cara=data["cara"], by=by)
    else:
        finish_inovasi(usulan, hasil=data["hasil"], by=by)
