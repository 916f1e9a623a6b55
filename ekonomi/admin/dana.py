"""Commitments and money received: one row, one step that a service takes."""

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from unfold.decorators import display

from ekonomi.admin.belanja_program import ProgramFilter
from ekonomi.admin.meja import (
    Langkah,
    MejaAdmin,
    programs_for,
)
from ekonomi.forms.uang import AlasanForm
from ekonomi.models import (
    Komitmen,
    Penerimaan,
    Program,
)
from ekonomi.services.anggaran import release_dana, reverse_penerimaan
from wilayah.admin_dasar import WilayahFilter
from wilayah.format import rupiah
from wilayah.models import Pengguna


def _release(komitmen: Komitmen, by: Pengguna, data: dict[str, Any]) -> str:
    release_dana(komitmen.kunci, by=by, alasan=data["alasan"])
    return "Komitmen dilepas; sisanya kembali ke pos."


def _take_back(penerimaan: Penerimaan, by: Pengguna, data: dict[str, Any]) -> str:
    reverse_penerimaan(penerimaan, by=by, alasan=data["alasan"])
    return "Penerimaan dibalik di buku besar."


class SatuLangkahAdmin(MejaAdmin):
    """Rows with one possible act: taking them back with a reason."""

    langkah: Langkah
    izin: str = ""

    def has_step_permission(self, request: HttpRequest, baris: Any) -> bool:
        raise NotImplementedError

    def get_urls(self) -> list[Any]:
        nama = f"{self.opts.app_label}_{self.opts.model_name}_langkah"
        step = self.view(self.step_view)
        return [path("<int:pk>/langkah/<str:kunci>/", step, name=nama), *super().get_urls()]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        return self._one(request, self.find(request, object_id, "by"))

    def _one(self, request: HttpRequest, baris: Any, form: Any = None) -> HttpResponse:
        if form is None and self.has_step_permission(request, baris):
            form = self.langkah.build(None)
        return self.page(
            request, "satu_langkah.html", str(baris), status=422 if form and form.is_bound else 200,
            baris=baris, langkah=self.langkah, form=form,
            aksi=f"admin:ekonomi_{self.opts.model_name}_langkah", isi=self.describe(baris),
            program=self.program_of(baris),
        )  # fmt: skip

    def step_view(self, request: HttpRequest, pk: int, kunci: str) -> HttpResponse:
        baris = self.find(request, pk, "by")
        if kunci != self.langkah.kunci or not self.has_step_permission(request, baris):
            raise Http404
        if request.method == "POST":
            form = self.take(request, self.langkah, baris, None)
            if form is not None:
                return self._one(request, baris, form)
        return redirect("admin:ekonomi_program_anggaran", self.program_of(baris).pk)

    def describe(self, baris: Any) -> list[tuple[str, str]]:
        """Label and value of what the page shows."""
        raise NotImplementedError

    def program_of(self, baris: Any) -> Program:
        found: Program = baris.program
        return found


@admin.register(Komitmen)
class KomitmenAdmin(SatuLangkahAdmin):
    """Money set aside; what is left of it may be released with a reason."""

    langkah = Langkah("lepas", "Lepas sisa komitmen", AlasanForm, _release)
    list_display = ("uraian", "pos", "tampil_jumlah", "tampil_sisa", "created_at")
    list_filter = (WilayahFilter,)
    list_select_related = ("pos__program",)

    @display(description="jumlah", ordering="jumlah")
    def tampil_jumlah(self, komitmen: Komitmen) -> str:
        return rupiah(komitmen.jumlah)

    @display(description="sisa")
    def tampil_sisa(self, komitmen: Komitmen) -> str:
        return rupiah(komitmen.sisa)

    def has_step_permission(self, request: HttpRequest, baris: Any) -> bool:
        boleh = programs_for(request, "ekonomi.belanja", "change")
        return baris.sisa > 0 and boleh.filter(pk=baris.pos.program_id).exists()

    def describe(self, baris: Any) -> list[tuple[str, str]]:
        return [
            ("Pos", str(baris.pos)),
            ("Jumlah", rupiah(baris.jumlah)),
            ("Sudah dibayar", rupiah(baris.terpakai)),
            ("Sisa", rupiah(baris.sisa)),
            ("Alasan dilepas", baris.alasan or "–"),
        ]

    def program_of(self, baris: Any) -> Program:
        found: Program = baris.pos.program
        return found


@admin.register(Penerimaan)
class PenerimaanAdmin(SatuLangkahAdmin):
    """Money that came in; an entry is taken back with a reason, never edited."""

    langkah = Langkah("balik", "Balik penerimaan", AlasanForm, _take_back)
    list_display = ("uraian", "sumber", "tampil_jumlah", "tanggal", "program")
    list_filter = ("sumber", ProgramFilter, WilayahFilter)
    list_select_related = ("program__wilayah",)

    @display(description="jumlah", ordering="jumlah")
    def tampil_jumlah(self, penerimaan: Penerimaan) -> str:
        return rupiah(penerimaan.jumlah)

    def has_step_permission(self, request: HttpRequest, baris: Any) -> bool:
        return baris.dibalik_at is None and self.may(request, "change", baris)

    def describe(self, baris: Any) -> list[tuple[str, str]]:
        return [
            ("Sumber", baris.get_sumber_display()),
            ("Jumlah", rupiah(baris.jumlah)),
            ("Tanggal", f"{baris.tanggal:%d-%m-%Y}"),
            ("Masuk ke", baris.get_kas_display()),
            ("Dicatat oleh", str(baris.by or "–")),
            ("Dibalik", baris.alasan or "tidak"),
        ]
