"""Imports in the admin: upload, match columns, watch, read what is wrong, keep or give up."""

import csv
import io
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget

from ekonomi.admin.rumah import staff_of
from ekonomi.admin.unduh import record_ekspor, rows_response, text_response
from ekonomi.ekspor_rumah import rows_of_impor
from ekonomi.forms.rumah import KelurahanForm, teks
from ekonomi.impor.baca import BerkasDitolakError, Ragam, first_rows
from ekonomi.impor.kolom import KOLOM, WAJIB
from ekonomi.models import Impor, PetaKolom, Rumah
from ekonomi.services.impor import (
    ImporDitolakError,
    cancel_impor,
    keep_impor,
    map_impor,
    open_impor,
    restart_impor,
)
from wilayah.admin_dasar import ReadOnlyScopedAdmin, ScopedAdmin, WilayahFilter
from wilayah.ekspor import escape_formula
from wilayah.models import Pengguna
from wilayah.peran import peran_with

_DITAMPILKAN = 200
_CONTOH = 4
_WARNA = {
    "selesai": "success", "diperiksa": "info", "gagal": "danger", "berhenti": "danger",
    "dipetakan": "warning", "antre": "info", "memeriksa": "info", "menyimpan": "info",
}  # fmt: skip
S = Impor.Status


class UnggahForm(KelurahanForm):
    """For which kelurahan, and the file."""

    berkas = forms.FileField(
        label="Berkas CSV atau XLSX",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
        help_text="Paling besar 40 MB dan 200.000 baris. Judul kolom boleh di bawah judul lembar.",
        error_messages={"required": "Pilih dulu berkasnya.", "empty": "Berkas ini kosong."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label="ekonomi.impor", **kwargs)


class PetaForm(forms.Form):
    """One choice for each of our columns: which column of the file it is."""

    simpan_nama = forms.CharField(
        label="Simpan pencocokan ini dengan nama", max_length=80, required=False, widget=teks(),
        help_text="Berkas berikutnya dengan judul yang sama dicocokkan sendiri.",
    )  # fmt: skip

    def __init__(self, *args: Any, impor: Impor, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        pilihan = [
            ("", "– tidak ada di berkas –"),
            *((str(n), j) for n, j in enumerate(impor.kepala)),
        ]
        for kolom in KOLOM:
            self.fields[f"k_{kolom.nama}"] = forms.ChoiceField(
                label=kolom.label + (" (wajib)" if kolom.nama in WAJIB else ""),
                choices=pilihan,
                required=False,
                help_text=kolom.bantuan,
                initial=str(impor.peta.get(kolom.nama, "")),
                widget=UnfoldAdminSelectWidget(),
            )

        self.order_fields([*(f"k_{kolom.nama}" for kolom in KOLOM), "simpan_nama"])

    @property
    def peta(self) -> dict[str, int]:
        data = self.cleaned_data
        return {k.nama: int(data[f"k_{k.nama}"]) for k in KOLOM if data.get(f"k_{k.nama}")}


@admin.register(Impor)
class ImporAdmin(ReadOnlyScopedAdmin):
    """Every change is a step of `ekonomi.services.impor`."""

    list_display = (
        "nama_berkas",
        "wilayah",
        "tampil_status",
        "baris",
        "jumlah_galat",
        "created_at",
        "by",
    )
    list_filter = (WilayahFilter, "status")
    list_select_related = ("wilayah", "by")

    class Media:
        css = {"all": ("gaya/tiket.css", "gaya/rumah.css")}

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("urutan", "kepala", "peta")

    @display(description="status", ordering="status", label=_WARNA)
    def tampil_status(self, impor: Impor) -> tuple[str, str]:
        return impor.keadaan, S(impor.keadaan).label

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super(ReadOnlyScopedAdmin, self).has_add_permission(request)

    def may_act(self, request: HttpRequest, impor: Impor) -> bool:
        if not request.user.has_perm("ekonomi.change_impor"):
            return False
        return self.rows_for(request, "change").filter(pk=impor.pk).exists()

    def get_urls(self) -> list[Any]:
        def view(fungsi: Any) -> Any:
            return self.admin_site.admin_view(fungsi)

        nama = "ekonomi_impor"
        return [
            path("<int:pk>/langkah/<str:kunci>/", view(self.step_view), name=f"{nama}_langkah"),
            path("<int:pk>/galat/", view(self.errors_view), name=f"{nama}_galat"),
            path("<int:pk>/ekspor/", view(self.export_view), name=f"{nama}_ekspor"),
            *super().get_urls(),
        ]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise Http404
        dikirim = request.method == "POST"
        form = UnggahForm(
            request.POST if dikirim else None, request.FILES if dikirim else None,
            user=staff_of(request),
        )  # fmt: skip
        if dikirim and form.is_valid():
            data = form.cleaned_data
            try:
                return redirect(
                    open_impor(wilayah=data["wilayah"], berkas=data["berkas"], by=staff_of(request))
                )
            except BerkasDitolakError as error:
                form.add_error("berkas", str(error))
        context = {
            **self.page_context(request, "Impor rumah tangga"),
            "form": form,
        }
        status = 422 if dikirim else 200
        return TemplateResponse(request, "admin/ekonomi/impor_unggah.html", context, status=status)

    def _find(self, request: HttpRequest, pk: Any) -> Impor:
        rows = self.get_queryset(request).defer(None).select_related("wilayah", "by")
        impor: Impor | None = rows.filter(pk=pk).first() if str(pk).isdecimal() else None
        if impor is None or not self.has_view_permission(request, impor):
            raise Http404("impor tidak ditemukan")
        return impor

    def step_view(self, request: HttpRequest, pk: int, kunci: str) -> HttpResponse:
        """POST: petakan, simpan, ulang or batal."""
        impor = self._find(request, pk)
        if kunci not in {"petakan", "simpan", "ulang", "batal"} or not self.may_act(request, impor):
            raise Http404
        if request.method != "POST":
            return redirect(impor)
        form = PetaForm(request.POST if kunci == "petakan" else None, impor=impor)
        try:
            if kunci == "petakan" and form.is_valid():
                nama = form.cleaned_data["simpan_nama"].strip()
                map_impor(impor, form.peta, by=staff_of(request), simpan_nama=nama)
            elif kunci != "petakan":
                take_step(kunci, impor, staff_of(request))
        except ImporDitolakError as error:
            if kunci != "petakan":
                messages.error(request, str(error))
                return redirect(impor)
            form.add_error(None, str(error))
        if form.errors:
            return self._page(request, impor, peta=form, status=422)
        return redirect(impor)

    def errors_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What is wrong, as CSV, to be worked through beside the file."""
        impor = self._find(request, pk)
        tampung = io.StringIO()
        penulis = csv.writer(tampung, delimiter=";", lineterminator="\r\n")
        penulis.writerow(["baris", "kolom", "isi", "sebab", "jenis"])
        for g in impor.galat.all():
            jenis = "peringatan" if g.peringatan else "galat"
            sel = (g.baris, g.kolom, g.isi, g.sebab, jenis)
            penulis.writerow([escape_formula(satu) for satu in sel])
        record_ekspor(request, apa="galat impor", bentuk="csv", jumlah=impor.galat.count())
        return text_response(b"\xef\xbb\xbf" + tampung.getvalue().encode(), f"galat-{impor.pk}.csv")

    def export_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The households of this file as they are now, written the way the file was."""
        impor = self._find(request, pk)
        if impor.status != S.SELESAI or not impor.urutan:
            raise Http404
        rumah = Rumah.objects.visible_to(request.user, peran=peran_with("ekonomi.rumah", "view"))
        rumah = rumah.active().filter(pk__in=impor.urutan)
        record_ekspor(request, apa="rumah tangga satu impor", bentuk="csv", jumlah=rumah.count())
        ragam = Ragam.of(impor.ragam)
        return rows_response("csv", rows_of_impor(impor, rumah), nama="rumah-tangga", ragam=ragam)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        return self._page(request, self._find(request, object_id))

    def _page(
        self, request: HttpRequest, impor: Impor, *, peta: PetaForm | None = None, status: int = 200
    ) -> HttpResponse:
        boleh = self.may_act(request, impor)
        dapat_dipetakan = boleh and bool(impor.berkas) and impor.keadaan not in {
            *Impor.BERJALAN, *Impor.AKHIR,
        }  # fmt: skip
        galat = list(impor.galat.all()[: _DITAMPILKAN + 1])
        context = {
            **self.page_context(request, impor.nama_berkas),
            "impor": impor,
            "keadaan": S(impor.keadaan).label,
            "jalan": impor.keadaan in Impor.BERJALAN,
            "perkiraan": max(impor.baris, impor.dibaca) or impor.ukuran // 110 or 1,
            "boleh": boleh,
            "peta": (peta or PetaForm(impor=impor)) if dapat_dipetakan else None,
            "contoh": _sample(impor) if dapat_dipetakan else [],
            "galat": galat[:_DITAMPILKAN],
            "lebih": len(galat) > _DITAMPILKAN,
            "kembali": reverse("admin:ekonomi_impor_changelist"),
        }
        return TemplateResponse(request, "admin/ekonomi/impor.html", context, status=status)


def _sample(impor: Impor) -> list[list[str]]:
    """The first rows below the header, to match columns by what is in them."""
    try:
        with impor.berkas.open("rb") as berkas:
            rows = first_rows(
                berkas, impor.bentuk, Ragam.of(impor.ragam), impor.baris_kepala + _CONTOH
            )
    except (BerkasDitolakError, OSError):
        return []
    return [sel for nomor, sel in rows if nomor > impor.baris_kepala]


def take_step(kunci: str, impor: Impor, by: Pengguna) -> None:
    """Run the service of a step without a form. Raises ImporDitolakError."""
    if kunci == "simpan":
        keep_impor(impor, by=by)
    elif kunci == "ulang":
        restart_impor(impor, by=by)
    else:
        cancel_impor(impor)


@admin.register(PetaKolom)
class PetaKolomAdmin(ScopedAdmin):
    """Kept mappings: renamed or thrown away here; made on an import's page."""

    list_display = ("nama", "wilayah", "updated_at", "by")
    list_select_related = ("wilayah", "by")
    fields = ("nama",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
