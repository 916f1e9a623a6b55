"""Pages of steps: a row is changed by one form and one service for each step, nothing else."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from unfold.widgets import UnfoldAdminTextareaWidget

from buku_besar.services import GalatBuku
from ekonomi.services.anggaran import AnggaranKeliru
from pesan.bangun import KELUAR, wake
from pesan.lampiran import LampiranDitolak
from wilayah.admin_dasar import ReadOnlyScopedAdmin
from wilayah.models import Pengguna

KELIRU = (ValueError, GalatBuku, AnggaranKeliru, LampiranDitolak)


def staff_of(request: HttpRequest) -> Pengguna:
    """Who is signed in; `admin_view` lets nobody else in."""
    return request.user  # type: ignore[return-value]


class YakinForm(forms.Form):
    """Nothing to fill: the button is the answer."""


class AlasanForm(forms.Form):
    """A reason, kept in the history."""

    alasan = forms.CharField(
        label="Alasan", max_length=300, widget=UnfoldAdminTextareaWidget(attrs={"rows": 2})
    )


def _always(_baris: Any, _by: Pengguna) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Langkah:
    """One button. `dari`: the states it is offered in (none: all); `boleh`: to whom.

    `run` gives a message for whoever pressed it, or a response (a PDF) instead of the page.
    """

    kunci: str
    label: str
    run: Callable[[Any, Pengguna, forms.Form], Any]
    dari: frozenset[str] = frozenset()
    form: Callable[..., forms.Form] = YakinForm
    boleh: Callable[[Any, Pengguna], bool] = field(default=_always)
    keterangan: str = ""
    berkas: bool = False

    def offered(self, baris: Any, by: Pengguna) -> bool:
        return (not self.dari or baris.status in self.dari) and self.boleh(baris, by)

    def build(self, baris: Any, data: Any = None, files: Any = None) -> forms.Form:
        """The form; ids carry the key: a page holds several forms."""
        extra = {"baris": baris} if getattr(self.form, "perlu_baris", False) else {}
        return self.form(data, files, auto_id=f"{self.kunci}_%s", **extra)


class HalamanLangkah(ReadOnlyScopedAdmin):
    """The admin of rows that only services change, with a page of steps of its own."""

    langkah: Sequence[Langkah] = ()
    page_template = ""

    def may_act(self, request: HttpRequest, baris: Any) -> bool:
        """Whether this person's roles let them take steps on the row."""
        label = f"{self.opts.app_label}.change_{self.opts.model_name}"
        if not staff_of(request).has_perm(label):
            return False
        return self.rows_for(request, "change").filter(pk=baris.pk).exists()

    def get_urls(self) -> list[Any]:
        nama = f"{self.opts.app_label}_{self.opts.model_name}_langkah"
        view = self.admin_site.admin_view(self.step_view)
        return [path("<int:pk>/langkah/<str:kunci>/", view, name=nama), *super().get_urls()]

    def find(self, request: HttpRequest, pk: Any) -> Any:
        rows = self.get_queryset(request)
        baris = rows.filter(pk=pk).first() if str(pk).isdecimal() else None
        if baris is None or not self.has_view_permission(request, baris):
            raise Http404(f"{self.opts.verbose_name} tidak ditemukan")
        return baris

    def page_url(self, baris: Any) -> str:
        nama = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return reverse(nama, args=[baris.pk])

    def step_view(self, request: HttpRequest, pk: int, kunci: str) -> Any:
        """POST of one step; what is refused comes back on the row's page, words kept."""
        baris, by = self.find(request, pk), staff_of(request)
        langkah = next((satu for satu in self.langkah if satu.kunci == kunci), None)
        if langkah is None or not self.may_act(request, baris):
            raise Http404
        if request.method != "POST":
            return redirect(self.page_url(baris))
        if not langkah.offered(baris, by):
            messages.error(request, "Langkah ini tidak tersedia; keadaannya baru saja berubah.")
            return redirect(self.page_url(baris))
        form = langkah.build(baris, request.POST, request.FILES)
        if not form.is_valid():
            return self.page(request, baris, keliru=(langkah, form), status=422)
        try:
            hasil = langkah.run(baris, by, form)
        except KELIRU as error:
            form.add_error(None, str(error))
            return self.page(request, baris, keliru=(langkah, form), status=422)
        wake(KELUAR)
        if isinstance(hasil, HttpResponse):
            return hasil
        messages.success(request, str(hasil or f"{langkah.label}: selesai."))
        return redirect(self.page_url(baris))

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        return self.page(request, self.find(request, object_id))

    def context_of(self, request: HttpRequest, baris: Any) -> dict[str, Any]:
        """What the row's own template shows besides its steps."""
        return {}

    def page(
        self,
        request: HttpRequest,
        baris: Any,
        *,
        keliru: tuple[Langkah, forms.Form] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        by = staff_of(request)
        bisa = [s for s in self.langkah if s.offered(baris, by)]
        steps = bisa if self.may_act(request, baris) else []
        salah, form_salah = keliru or (None, None)
        nama = f"{self.opts.app_label}_{self.opts.model_name}"
        context = {
            **self.page_context(request, str(baris)),
            "baris": baris,
            "langkah": [(s, form_salah if s is salah else s.build(baris)) for s in steps],
            "terbuka": salah or (steps[0] if steps else None),
            "url_langkah": f"admin:{nama}_langkah",
            "kembali": reverse(f"admin:{nama}_changelist"),
            **self.context_of(request, baris),
        }
        return TemplateResponse(request, self.page_template, context, status=status)


def pdf_response(isi: bytes, nama: str) -> HttpResponse:
    """A file that is made at this moment and kept nowhere."""
    response = HttpResponse(isi, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{nama}"'
    response["Cache-Control"] = "private, no-store"
    return response
