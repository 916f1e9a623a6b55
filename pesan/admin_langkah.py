"""A staff page that shows one row in sections and offers steps that services take."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminSingleDateWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from pesan.bangun import KELUAR, wake
from wilayah.admin_dasar import ReadOnlyScopedAdmin, scoped_rows
from wilayah.bagian_halaman import Bagian
from wilayah.peran import peran_with

_TANPA_KATA = "---------"  # what the framework writes for nothing chosen


class YakinForm(forms.Form):
    """Nothing to fill: the button is the answer."""


def teks(label: str, *, panjang: int = 200, wajib: bool = True, **lain: Any) -> forms.CharField:
    """A line of text."""
    return forms.CharField(
        label=label, max_length=panjang, required=wajib, widget=UnfoldAdminTextInputWidget, **lain
    )


def paragraf(label: str, *, wajib: bool = True, baris: int = 4, **lain: Any) -> forms.CharField:
    """Several lines of text."""
    return forms.CharField(
        label=label, required=wajib, widget=UnfoldAdminTextareaWidget(attrs={"rows": baris}), **lain
    )


def tanggal(label: str, **lain: Any) -> forms.DateField:
    """A day."""
    return forms.DateField(label=label, widget=UnfoldAdminSingleDateWidget, **lain)


def pilihan(label: str, isi: Sequence[tuple[str, str]], **lain: Any) -> forms.ChoiceField:
    """One of a few."""
    return forms.ChoiceField(label=label, choices=isi, widget=UnfoldAdminSelectWidget, **lain)


def name_empty(form: Any) -> Any:
    """A choice of rows says in words that nothing is chosen yet, not in dashes."""
    for kolom in form.fields.values():
        if isinstance(kolom, forms.ModelChoiceField) and kolom.empty_label == _TANPA_KATA:
            kolom.empty_label = "Pilih" if kolom.required else "Tidak dipilih"
    return form


@dataclass(frozen=True, slots=True)
class Langkah:
    """One button of the page. `run` gives the words of success; `boleh` says when it is offered."""

    kunci: str
    label: str
    run: Callable[[Any, Any, Any], str]
    form: type[forms.Form] = YakinForm
    boleh: Callable[[Any, Any], bool] = lambda _obj, _user: True
    utama: bool = False
    bahaya: bool = False


class LangkahAdmin(ReadOnlyScopedAdmin):
    """Nothing is edited by the admin's own form: every change is a step that a service takes."""

    change_form_template = "admin/langkah_halaman.html"
    langkah: ClassVar[tuple[Langkah, ...]] = ()
    # by the step's `kunci`: what its button sets in motion and how that is undone, shown above it
    akibat_langkah: ClassVar[Mapping[str, str]] = MappingProxyType({})
    aksi_langkah: ClassVar[str] = "change"
    galat: ClassVar[tuple[type[Exception], ...]] = (ValueError, PermissionError)
    form_tambah: ClassVar[type[forms.Form] | None] = None
    judul_tambah: ClassVar[str] = ""
    templat_tambah: ClassVar[str] = "admin/langkah_tambah.html"
    teks_tambah: ClassVar[tuple[str, ...]] = ()
    tombol_tambah: ClassVar[str] = "Simpan"

    class Media:
        css = {"all": ("gaya/tiket.css",)}

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if self.form_tambah is None:
            return False
        return super(ReadOnlyScopedAdmin, self).has_add_permission(request)

    def rows_to_add(self, request: HttpRequest, model: type[Model]) -> Any:
        """Rows of another model that a new row of this one may be hung on."""
        peran = peran_with(self.opts.label_lower, "add")
        return scoped_rows(model, request.user, peran)

    def build_tambah(self, request: HttpRequest, *data: Any) -> forms.Form:
        """The form of a new row; override to limit its choices to one's area."""
        assert self.form_tambah is not None  # noqa: S101 - has_add_permission has asked
        return self.form_tambah(*data)

    def tambah(self, request: HttpRequest, form: Any) -> Any:
        """Make the new row by its service; override."""
        raise NotImplementedError

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """A form whose row a service makes."""
        if not self.has_add_permission(request):
            raise Http404
        data = (request.POST, request.FILES) if request.method == "POST" else ()
        form = name_empty(self.build_tambah(request, *data))
        if form.is_bound and form.is_valid():
            try:
                obj = self.tambah(request, form)
            except self.galat as error:
                form.add_error(None, str(error))
            else:
                wake(KELUAR)
                messages.success(request, f"{str(self.opts.verbose_name).capitalize()} dicatat.")
                return redirect(self.page_after(request, obj))
        context = {
            **self.page_context(request, self.judul_tambah),
            "form": form,
            "penjelasan": self.teks_tambah,
            "tombol": self.tombol_tambah,
        }
        status = 422 if form.is_bound else 200
        return TemplateResponse(request, self.templat_tambah, context, status=status)

    def page_after(self, request: HttpRequest, obj: Any) -> str:
        """Where a new row leads; override for a page that comes first."""
        return self.page_of(obj)

    def bagian(self, request: HttpRequest, obj: Any) -> list[Bagian]:
        """What the page shows; override."""
        raise NotImplementedError

    def tautan(self, obj: Any) -> list[tuple[str, str]]:
        """Links beside the sections: (label, address)."""
        return []

    def links(self, request: HttpRequest, obj: Any) -> list[tuple[str, str]]:
        """As `tautan`, where they depend on who reads the page."""
        return self.tautan(obj)

    def steps(self, request: HttpRequest, obj: Any) -> list[Langkah]:
        """What this person may do to the row now."""
        return [s for s in self.langkah if s.boleh(obj, request.user)]

    def may_act(self, request: HttpRequest, obj: Any) -> bool:
        """Whether this person's roles let them take steps on this row."""
        izin = f"{self.opts.app_label}.{self.aksi_langkah}_{self.opts.model_name}"
        user: Any = request.user
        if not user.has_perm(izin):
            return False
        return self.rows_for(request, self.aksi_langkah).filter(pk=obj.pk).exists()

    def get_urls(self) -> list[Any]:
        nama = f"{self.opts.app_label}_{self.opts.model_name}_langkah"
        view = self.admin_site.admin_view(self.step_view)
        return [path("<int:pk>/langkah/<str:kunci>/", view, name=nama), *super().get_urls()]

    def find(self, request: HttpRequest, pk: Any) -> Any:
        """The row, if this person may see it. Raises Http404."""
        obj = self.get_queryset(request).filter(pk=pk).first() if str(pk).isdecimal() else None
        if obj is None or not self.has_view_permission(request, obj):
            raise Http404
        return obj

    def build(self, langkah: Langkah, obj: Any, *data: Any) -> forms.Form:
        """The form of a step; one with choices that depend on the row has a `fit(obj)`."""
        kelas: type[Any] = langkah.form
        form: Any = kelas(*data, auto_id=f"{langkah.kunci}_%s")
        if hasattr(form, "fit"):
            form.fit(obj)
        hasil: forms.Form = form
        return hasil

    def page_of(self, obj: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[obj.pk])

    def step_view(self, request: HttpRequest, pk: int, kunci: str) -> HttpResponse:
        """POST of one step; what is refused comes back on the page, words kept."""
        obj = self.find(request, pk)
        langkah = next((s for s in self.langkah if s.kunci == kunci), None)
        if langkah is None or not self.may_act(request, obj):
            raise Http404
        if request.method != "POST":
            return redirect(self.page_of(obj))
        if langkah not in self.steps(request, obj):
            messages.error(request, "Langkah ini tidak tersedia; barisnya baru saja berubah.")
            return redirect(self.page_of(obj))
        form = self.build(langkah, obj, request.POST, request.FILES)
        if form.is_valid():
            try:
                hasil = langkah.run(obj, request.user, form)
            except self.galat as error:
                form.add_error(None, str(error))
            else:
                wake(KELUAR)
                messages.success(request, hasil)
                return redirect(self.page_of(obj))
        return self._page(request, obj, keliru=(langkah, form), status=422)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:  # fmt: skip
        return self._page(request, self.find(request, object_id))

    def _page(
        self, request: HttpRequest, obj: Any, *, keliru: tuple[Langkah, forms.Form] | None = None,
        status: int = 200,
    ) -> HttpResponse:  # fmt: skip
        steps = self.steps(request, obj) if self.may_act(request, obj) else []
        salah, form_salah = keliru or (None, None)
        context: dict[str, Any] = {
            **self.page_context(request, str(obj)),
            "obj": obj,
            "bagian": self.bagian(request, obj),
            "tautan": self.links(request, obj),
            "langkah": [(s, form_salah if s is salah else self.build(s, obj)) for s in steps],
            "terbuka": salah or next((s for s in steps if s.utama), None),
            "kembali": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"),
            "alamat_langkah": f"admin:{self.opts.app_label}_{self.opts.model_name}_langkah",
        }
        for satu, form in context["langkah"]:
            name_empty(form).akibat = self.akibat_langkah.get(satu.kunci, "")
        return TemplateResponse(request, self.change_form_template, context, status=status)
