"""What the programme's staff pages share: finding a row, a page, and steps with their forms."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from buku_besar.services import GalatBuku
from ekonomi.models import Program
from pesan.lampiran import store_unggahan
from pesan.models import Lampiran
from wilayah.admin_dasar import ReadOnlyScopedAdmin, scoped_rows
from wilayah.models import Pengguna
from wilayah.peran import peran_with

# What a service may refuse; its message is shown to whoever asked.
DITOLAK = (ValueError, GalatBuku)


def staff_of(request: HttpRequest) -> Pengguna:
    """Who is signed in; `admin_view` lets nobody else in."""
    return cast("Pengguna", request.user)


def programs_for(request: HttpRequest, label: str, aksi: str) -> Any:
    """Programmes where this person's roles may do this to that model ("ekonomi.belanja", add)."""
    return scoped_rows(Program, request.user, peran_with(label, aksi)).select_related("wilayah")


def keep_upload(berkas: Any) -> Lampiran | None:
    """A checked upload, kept; None where nothing was sent."""
    if not berkas:
        return None
    jenis = Lampiran.Jenis.BERKAS if _is_pdf(berkas) else Lampiran.Jenis.FOTO
    return store_unggahan(berkas, jenis)


def _is_pdf(berkas: Any) -> bool:
    awal = berkas.read(5)
    berkas.seek(0)
    return bool(awal == b"%PDF-")


@dataclass(frozen=True, slots=True)
class Langkah:
    """One act of a page: its key, its button, its form, and what runs it."""

    kunci: str
    label: str
    form: type[forms.Form]
    run: Callable[[Any, Pengguna, dict[str, Any]], str]
    bantuan: str = ""
    program: bool = False  # the form asks for the programme's lines

    def build(self, program: Program | None, data: Any = None, files: Any = None) -> forms.Form:
        """The form, bound where data is given; a fresh key for acts that happen once."""
        lain: dict[str, Any] = {"program": program} if self.program else {}
        if "kunci" in self.form.base_fields:
            lain["initial"] = {"kunci": uuid.uuid4()}
        return self.form(data, files, auto_id=f"{self.kunci}_%s", **lain)


def chosen_program(request: HttpRequest, semua: Any) -> Program | None:
    """The one `?program=` names, or the only one there is; None: to be chosen. Raises Http404."""
    nilai = request.GET.get("program", "")
    if nilai.isdecimal() and len(nilai) < 19:
        program: Program | None = semua.filter(pk=nilai).first()
        if program is None:
            raise Http404
        return program
    dua = list(semua[:2])
    return dua[0] if len(dua) == 1 else None


class MejaAdmin(ReadOnlyScopedAdmin):
    """Pages of our own over rows that only services write."""

    class Media:
        css = {"all": ("gaya/tiket.css", "gaya/anggaran.css")}

    def view(self, fungsi: Any) -> Any:
        return self.admin_site.admin_view(fungsi)

    def find(self, request: HttpRequest, pk: Any, *ikut: str) -> Any:
        """The row, if this person may see it; anything else is a 404."""
        teks = str(pk)
        rows: Any = self.get_queryset(request).select_related(*ikut)
        baris = rows.filter(pk=pk).first() if teks.isdecimal() and len(teks) < 19 else None
        if baris is None or not self.has_view_permission(request, baris):
            raise Http404
        return baris

    def may(self, request: HttpRequest, aksi: str, baris: Any) -> bool:
        """Whether this person's roles let them do this to the row."""
        nama = f"{self.opts.app_label}.{aksi}_{self.opts.model_name}"
        if not request.user.has_perm(nama):
            return False
        return bool(self.rows_for(request, aksi).filter(pk=baris.pk).exists())

    def page(
        self, request: HttpRequest, berkas: str, judul: str, /, *, status: int = 200, **isi: Any
    ) -> HttpResponse:
        """One of our own pages inside the admin's frame."""
        context = {
            **self.page_context(request, judul),
            "media": self.media,
            **isi,
        }
        return TemplateResponse(request, f"admin/ekonomi/{berkas}", context, status=status)

    def take(
        self, request: HttpRequest, langkah: Langkah, objek: Any, program: Program | None
    ) -> forms.Form | None:
        """Run a posted step: None when it is done, else its form with what was wrong."""
        form = langkah.build(program, request.POST, request.FILES)
        if not form.is_valid():
            return form
        try:
            kabar = langkah.run(objek, staff_of(request), form.cleaned_data)
        except DITOLAK as error:
            form.add_error(None, str(error))
            return form
        messages.success(request, kabar)
        return None
