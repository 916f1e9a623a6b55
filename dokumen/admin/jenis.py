"""Kinds of letters in the admin: fields one a line, the text with slots; saving makes a version."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.html import format_html
from unfold.decorators import action
from unfold.widgets import UnfoldAdminTextareaWidget

from dokumen.admin.surat import png_response, staff_of
from dokumen.isian import read_baris, write_baris
from dokumen.models import JenisSurat
from dokumen.naskah import SLOT_TETAP
from dokumen.services.contoh import sample_surat
from dokumen.services.jenis import check_jenis, retire_jenis, texts_of, write_jenis
from wilayah.admin_dasar import ScopedAdmin, WilayahFilter
from wilayah.models import Wilayah
from wilayah.peran import peran_with

_BANTUAN_ISIAN = (
    "Satu isian satu baris: nama | Label | jenis | wajib pribadi | contoh. Jenis: teks, panjang,"
    " tanggal, waktu, angka, rupiah, nik, rt, atau pilihan: Satu, Dua. Tulis “pribadi” untuk yang"
    " menyangkut orangnya."
)
_BANTUAN_TEKS = (
    "Pakai {nama isian} di dalam teks. Baris kosong memisahkan alinea. Baris “| Nama | {nama}”"
    " menjadi daftar berlabel, baris “- …” daftar bernomor. Selalu tersedia: "
    + ", ".join(f"{{{nama}}}" for nama in SLOT_TETAP)
    + "."
)
_KOLOM = (
    "kode", "nama", "alias", "wilayah", "arah", "bentuk", "klasifikasi", "hal", "sifat", "kepada",
    "isian", "teks", "tembusan",
)  # fmt: skip


class JenisSuratForm(forms.ModelForm):  # type: ignore[type-arg]
    """Lists as lines of text instead of JSON."""

    alias = forms.CharField(
        label="Kata warga",
        required=False,
        max_length=600,
        help_text="Dipisah koma: sedot, sedot got, drainase.",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )
    isian = forms.CharField(
        label="Isian",
        required=False,
        help_text=_BANTUAN_ISIAN,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 12, "spellcheck": "false"}),
    )
    teks = forms.CharField(
        label="Isi surat",
        help_text=_BANTUAN_TEKS,
        max_length=8000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 18}),
    )

    class Meta:
        model = JenisSurat
        fields = _KOLOM
        widgets = {
            "kepada": UnfoldAdminTextareaWidget(attrs={"rows": 3}),
            "tembusan": UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asal = self.instance if self.instance.pk else self.initial.get("asal")
        if asal is not None:
            self.initial["isian"] = write_baris(asal.kolom)
            self.initial["alias"] = ", ".join(asal.alias)

    def clean_alias(self) -> list[str]:
        return [satu.strip() for satu in self.cleaned_data["alias"].split(",") if satu.strip()]

    def clean_isian(self) -> list[dict[str, Any]]:
        try:
            return read_baris(self.cleaned_data["isian"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        if not data or self.errors:
            return data
        for nama in ("teks", "kepada", "tembusan"):
            data[nama] = data[nama].replace("\r\n", "\n").strip()
        try:
            check_jenis(isian=data["isian"], teks=texts_of(data))
        except ValueError as error:
            self.add_error("teks", str(error))
        return data

    def validate_unique(self) -> None:
        """Nothing to check: what is saved is a new version, and the one in use makes room."""

    def validate_constraints(self) -> None:
        """As `validate_unique`."""


@admin.register(JenisSurat)
class JenisSuratAdmin(ScopedAdmin):
    """Versions are kept; the general kinds are the operator's, a kelurahan adds its own."""

    form = JenisSuratForm
    fields = (*_KOLOM, "contoh")
    list_display = ("nama", "kode", "tempat", "arah", "versi", "aktif", "by", "created_at")
    list_filter = ("aktif", "arah", WilayahFilter)
    search_fields = ("nama", "kode")
    ordering = ("-aktif", "nama", "-versi")
    list_select_related = ("wilayah", "by")
    actions = ["copy_selected", "retire_selected"]

    class Media:
        css = {"all": ("gaya/surat.css",)}

    @admin.display(description="Berlaku di", ordering="wilayah")
    def tempat(self, jenis: JenisSurat) -> str:
        return str(jenis.wilayah) if jenis.wilayah else "Semua wilayah"

    @admin.display(description="Contoh jadinya")
    def contoh(self, jenis: JenisSurat) -> str:
        if not jenis.pk:
            return "Simpan dulu; contohnya tampil di sini."
        alamat = reverse("admin:dokumen_jenissurat_contoh", args=[jenis.pk])
        return format_html('<img class="surat-contoh" src="{}" alt="Contoh surat">', alamat)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("kode", "wilayah", "contoh") if obj else ("contoh",)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "wilayah":
            peran = peran_with("dokumen.jenissurat", "add")
            rows = Wilayah.objects.visible_to(request.user, peran=peran).in_service()
            kwargs["queryset"] = rows
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "wilayah" and field is not None:
            field.required = not getattr(request.user, "is_superuser", False)
        return field

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """`?dari=<pk>`: a new kind that begins as a copy of one that may be seen."""
        dari = request.GET.get("dari", "")
        asal = self.get_queryset(request).filter(pk=dari).first() if dari.isdecimal() else None
        if asal is None:
            return {}
        sama = {nama: getattr(asal, nama) for nama in _KOLOM if nama not in ("wilayah", "isian")}
        return {**sama, "asal": asal}

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(
        self,
        request: HttpRequest,
        obj: JenisSurat,
        form: Any,
        change: bool,  # noqa: FBT001
    ) -> None:
        kolom = {nama: getattr(obj, nama) for nama in _KOLOM}
        baru = write_jenis(**kolom, by=staff_of(request))
        obj.pk, obj.versi = baru.pk, baru.versi

    @action(description="Salin untuk wilayah saya", permissions=["add"])
    def copy_selected(
        self, request: HttpRequest, queryset: QuerySet[JenisSurat]
    ) -> HttpResponseRedirect | None:
        jenis = queryset.first()
        if jenis is None or queryset.count() != 1:
            messages.error(request, "Pilih tepat satu jenis surat.")
            return None
        return redirect(f"{reverse('admin:dokumen_jenissurat_add')}?dari={jenis.pk}")

    @action(description="Hentikan pemakaian", permissions=["change"])
    def retire_selected(self, request: HttpRequest, queryset: QuerySet[JenisSurat]) -> None:
        boleh = self.rows_for(request, "change").filter(pk__in=queryset.values("pk"), aktif=True)
        jumlah = sum(retire_jenis(jenis) for jenis in boleh)
        messages.success(request, f"{jumlah} jenis surat tidak dipakai lagi.")

    def get_urls(self) -> list[Any]:
        contoh = self.admin_site.admin_view(self.sample_view)
        return [
            path("<int:pk>/contoh/", contoh, name="dokumen_jenissurat_contoh"),
            *super().get_urls(),
        ]

    def sample_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The first page of this kind, filled with its samples, as a picture."""
        jenis = self.get_queryset(request).filter(pk=pk).first()
        if jenis is None or not self.has_view_permission(request, jenis):
            raise Http404
        peran = peran_with("dokumen.jenissurat", "view")
        dekat = Wilayah.objects.visible_to(request.user, peran=peran).in_service().kelurahan()
        kelurahan = dekat.order_by("kode").first()
        if kelurahan is None:
            raise Http404
        return png_response(sample_surat(jenis, kelurahan), 1)
