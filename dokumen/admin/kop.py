"""The head of each kelurahan's letters: office, who signs, arms, how numbers are written."""

import secrets
from typing import Any

from django import forms
from django.contrib import admin
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.html import format_html

from dokumen.admin.surat import png_response
from dokumen.cetak.gambar import MAKS_BITA, GambarDitolak, clean_logo
from dokumen.models import JenisSurat, KopSurat
from dokumen.services.contoh import sample_surat
from wilayah.admin_dasar import ScopedAdmin, WilayahFilter
from wilayah.models import Wilayah
from wilayah.peran import peran_with

_PENANDA = ("jabatan", "nama_pejabat", "pangkat", "nip")


class KopSuratForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = KopSurat
        fields = (
            "wilayah", "alamat", "kode_pos", "telepon", "surel", "laman", "logo", *_PENANDA,
            "tempat", "kode_unit", "pola_nomor",
        )  # fmt: skip

    def clean_logo(self) -> Any:
        """Made anew from its pixels; nothing else of an uploaded file is kept."""
        logo = self.cleaned_data.get("logo")
        if not isinstance(logo, UploadedFile):
            return logo
        try:
            isi = clean_logo(logo.read(MAKS_BITA + 1))
        except GambarDitolak as error:
            raise forms.ValidationError(str(error)) from error
        return ContentFile(isi, name=f"{secrets.token_hex(8)}.png")


@admin.register(KopSurat)
class KopSuratAdmin(ScopedAdmin):
    """One row a kelurahan. Letters that are out keep the head they were issued with."""

    form = KopSuratForm
    list_display = ("wilayah", "nama_pejabat", "nip", "alamat", "telepon", "updated_at")
    list_filter = (WilayahFilter,)
    list_select_related = ("wilayah",)
    search_fields = ("wilayah__nama", "nama_pejabat")
    fieldsets = (
        (None, {"fields": ("wilayah",)}),
        ("Kantor", {"fields": ("alamat", "kode_pos", "telepon", "surel", "laman", "logo")}),
        ("Penanda tangan", {"fields": _PENANDA}),
        ("Nomor dan tanggal", {"fields": ("tempat", "kode_unit", "pola_nomor")}),
        ("Contoh", {"fields": ("contoh",)}),
    )

    class Media:
        css = {"all": ("gaya/surat.css",)}

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("wilayah", "contoh") if obj else ("contoh",)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "wilayah":
            peran = peran_with("dokumen.kopsurat", "add")
            kwargs["queryset"] = Wilayah.objects.visible_to(request.user, peran=peran).kelurahan()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="Contoh jadinya")
    def contoh(self, kop: KopSurat) -> str:
        if not kop.pk:
            return "Simpan dulu; contohnya tampil di sini."
        alamat = reverse("admin:dokumen_kopsurat_contoh", args=[kop.pk])
        return format_html('<img class="surat-contoh" src="{}" alt="Contoh surat">', alamat)

    def get_urls(self) -> list[Any]:
        contoh = self.admin_site.admin_view(self.sample_view)
        return [
            path("<int:pk>/contoh/", contoh, name="dokumen_kopsurat_contoh"),
            *super().get_urls(),
        ]

    def sample_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A letter with this head, as a picture."""
        kop = self.get_queryset(request).filter(pk=pk).select_related("wilayah").first()
        if kop is None or not self.has_view_permission(request, kop):
            raise Http404
        keluar = JenisSurat.objects.active_at(kop.wilayah_id)
        jenis = keluar.filter(arah=JenisSurat.Arah.KELURAHAN).order_by("kode").first()
        if jenis is None:
            raise Http404
        return png_response(sample_surat(jenis, kop.wilayah), 1)
