"""Accounts of a chart, and an account's page with the running balance."""

from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from buku_besar.admin.formulir import TanggalForm
from buku_besar.admin.jurnal import BukuFilter
from buku_besar.models import Akun
from buku_besar.services import buku_akun, saldo
from wilayah.admin_dasar import ScopedAdmin

_SEHALAMAN = 100


@admin.register(Akun)
class AkunAdmin(ScopedAdmin):
    """Code, kind and book of an account in use stay; its name and whether it is used may change."""

    change_form_template = "admin/buku_besar/akun.html"
    list_display = ("kode", "nama", "jenis", "buku", "aktif")
    list_display_links = ("kode", "nama")
    list_filter = (BukuFilter, "jenis", "aktif")
    list_select_related = ("buku",)
    search_fields = ("kode", "nama")
    fields = ("buku", "kode", "nama", "jenis", "aktif")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("buku", "kode", "jenis") if obj is not None else ()

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        tambahan = extra_context or {}
        if object_id is not None and str(object_id).isdecimal():
            akun = self.get_queryset(request).filter(pk=object_id).first()
            if akun is not None:
                tambahan |= ledger_context(request, akun)
        return super().changeform_view(request, object_id, form_url, tambahan)


def ledger_context(request: HttpRequest, akun: Akun) -> dict[str, Any]:
    """The lines of the days asked for (this year unless told), with the balance after each."""
    hari = timezone.localdate()
    form = TanggalForm(request.GET if "sampai" in request.GET else None)
    data = form.cleaned_data if form.is_bound and form.is_valid() else {}
    selesai = data.get("sampai") or hari
    mulai = min(data.get("mulai") or selesai.replace(month=1, day=1), selesai)
    awal, baris = buku_akun(akun, mulai=mulai, selesai=selesai)
    halaman = Paginator(baris, _SEHALAMAN).get_page(request.GET.get("hal"))
    return {
        "akun": akun,
        "awal": awal,
        "halaman": halaman,
        "saldo": saldo(akun.buku, akun.kode),
        "saring": TanggalForm(initial={"sampai": selesai, "mulai": mulai}),
        "mulai": mulai,
        "selesai": selesai,
    }
