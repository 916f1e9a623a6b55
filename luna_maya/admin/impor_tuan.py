"""Hosts from a file: upload, see what is wrong by row and column, or have all of them."""

import csv
import io
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminSelectWidget

from luna_maya.admin.kunjungan_baru import kelurahan_for
from luna_maya.services.impor_tuan_rumah import KOLOM, HasilImpor, import_tuan_rumah
from wilayah.berkas_tabel import BerkasTidakTerbaca, read_berkas
from wilayah.models import Wilayah

_TERBESAR = 2 * 1024 * 1024
_TEMPLAT = "admin/luna_maya/tuan_rumah_impor.html"
_CONTOH = (
    "Keluarga Pak Contoh", "rumah", "01", "02", "Gang Contoh 3", "Bapak Contoh", "ya",
    "Ada bayi; bicara pelan setelah pukul 21", "tidak", "belum",
)  # fmt: skip


class ImporForm(forms.Form):
    """The file and the kelurahan it is for."""

    wilayah = forms.ModelChoiceField(
        Wilayah.objects.none(), label="Kelurahan", widget=UnfoldAdminSelectWidget, empty_label=None
    )
    berkas = forms.FileField(
        label="Berkas CSV atau XLSX (paling besar 2 MB)", widget=UnfoldAdminFileFieldWidget,
        error_messages={"required": "Pilih dulu berkasnya."},
    )  # fmt: skip

    def __init__(self, *args: Any, kelurahan: list[Wilayah], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pilih: Any = self.fields["wilayah"]
        pilih.queryset = Wilayah.objects.filter(pk__in=[w.pk for w in kelurahan])

    def clean_berkas(self) -> Any:
        berkas = self.cleaned_data["berkas"]
        if berkas.size > _TERBESAR:
            raise forms.ValidationError("Berkasnya lebih dari 2 MB.")
        return berkas


def import_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """All rows or none; what is wrong is listed by row and column."""
    kelurahan = kelurahan_for(request.user, "luna_maya.tuanrumah")
    form = ImporForm(request.POST or None, request.FILES or None, kelurahan=kelurahan)
    hasil: HasilImpor | None = None
    if form.is_bound and form.is_valid():
        hasil = _run(form, request.user)
        if hasil is not None and not hasil.galat:
            lewat = f" {hasil.kembar} sudah tercatat dan dilewati." if hasil.kembar else ""
            messages.success(request, f"{len(hasil.calon)} tuan rumah dicatat.{lewat}")
            return redirect("admin:luna_maya_tuanrumah_changelist")
    isi = context | {
        "form": form, "galat": hasil.galat if hasil else [], "kolom": KOLOM,
    }  # fmt: skip
    return TemplateResponse(request, _TEMPLAT, isi, status=422 if form.is_bound else 200)


def _run(form: ImporForm, user: Any) -> HasilImpor | None:
    berkas = form.cleaned_data["berkas"]
    try:
        tabel = read_berkas(berkas.name, berkas.read())
    except BerkasTidakTerbaca as error:
        form.add_error("berkas", str(error))
        return None
    try:
        return import_tuan_rumah(form.cleaned_data["wilayah"], tabel, by=user)
    except ValueError as error:  # the same host was written down while the file was read
        form.add_error("berkas", str(error))
        return None


def sample_file() -> HttpResponse:
    """The columns with one invented row."""
    keluar = io.StringIO()
    csv.writer(keluar).writerows([KOLOM, _CONTOH])
    response = HttpResponse(f"\ufeff{keluar.getvalue()}", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="contoh-tuan-rumah.csv"'
    return response
