"""The desk of letters: what waits, and a letter's page with its look, its steps, its history."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from unfold.contrib.filters.admin import DropdownFilter
from unfold.decorators import action, display

from dokumen.admin.langkah import BY_KUNCI, Langkah, steps_of, take_step
from dokumen.admin.mulai import MulaiForm
from dokumen.cetak.data import SuratDihapus
from dokumen.keadaan import ForbiddenMove
from dokumen.models import JenisSurat, RiwayatSurat, Surat, TandaTangan
from dokumen.services import (
    draft_surat,
    issue_surat,
    nama_berkas,
    render_docx,
    render_pdf,
    render_png,
)
from dokumen.services.cetak import count_pages
from dokumen.services.surat import log_surat
from dokumen.services.tandatangan import forget_ttd, saved_ttd
from dokumen.services.terbit import BukanPenandaTangan
from pesan.bangun import KELUAR, wake
from wilayah.admin_dasar import ReadOnlyScopedAdmin, WilayahFilter
from wilayah.asal import origin_hash
from wilayah.models import Pengguna
from wilayah.peran import Peran, peran_with

WARNA = {
    "draf": "info",
    "menunggu_tanda_tangan": "warning",
    "terbit": "success",
    "dicabut": "danger",
}
_BENTUK = {
    "pdf": (render_pdf, "application/pdf"),
    "docx": (
        render_docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
}


class JenisFilter(DropdownFilter):
    """Letters of one kind, all its versions; the kinds that may be seen here."""

    title = "jenis surat"
    parameter_name = "jenis"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        peran = peran_with(model_admin.opts.label_lower, "view")
        rows = JenisSurat.objects.visible_to(request.user, peran=peran)
        return sorted(set(rows.values_list("kode", "nama")), key=lambda satu: satu[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(jenis__kode=self.value()) if self.value() else queryset


def staff_of(request: HttpRequest) -> Pengguna:
    """Who is signed in; `admin_view` lets nobody else in."""
    return request.user  # type: ignore[return-value]


@admin.register(Surat)
class SuratAdmin(ReadOnlyScopedAdmin):
    """Nothing is edited by the admin's own form: every change is a step that a service takes."""

    change_form_template = "admin/dokumen/surat.html"
    list_display = ("judul", "nomor", "tampil_status", "tempat", "tanggal")
    list_display_links = ("judul",)
    list_filter = ("status", WilayahFilter, "jenis__arah", JenisFilter, "created_at")
    list_filter_submit = True
    search_fields = ("nomor", "rujukan")
    search_help_text = "Nomor surat atau kode laporan"
    list_select_related = ("jenis", "wilayah__induk__induk")
    actions = ["sign_with_kept", "sign_on_paper"]

    class Media:
        css = {"all": ("gaya/tiket.css", "gaya/surat.css")}

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super(ReadOnlyScopedAdmin, self).has_add_permission(request)

    def may_act(self, request: HttpRequest, surat: Surat) -> bool:
        """Whether this person's roles let them take steps on this letter."""
        if not request.user.has_perm("dokumen.change_surat"):
            return False
        return self.rows_for(request, "change").filter(pk=surat.pk).exists()

    @display(description="surat", ordering="jenis__nama")
    def judul(self, surat: Surat) -> str:
        """Kind and person in one column. The name is encrypted, so it cannot be searched for."""
        siapa = "rahasia" if surat.rahasia else surat.pemohon
        return format_html(
            '<span class="masalah">{}</span><small class="redup">{}</small>', surat.jenis, siapa
        )

    @display(description="status", ordering="status", label=WARNA)
    def tampil_status(self, surat: Surat) -> tuple[str, str]:
        return surat.status, surat.keadaan

    @display(description="wilayah", ordering="wilayah")
    def tempat(self, surat: Surat) -> str:
        return surat.tempat

    def has_sign_permission(self, request: HttpRequest) -> bool:
        """For the actions: only a lurah is offered them; each letter is asked for again."""
        user = staff_of(request)
        return Peran.LURAH in user.peran_aktif

    @action(description="Tandatangani (tanda tangan tersimpan)", permissions=["sign"])
    def sign_with_kept(self, request: HttpRequest, queryset: QuerySet[Surat]) -> None:
        ttd = saved_ttd(staff_of(request))
        if ttd is None:
            messages.error(
                request,
                "Belum ada tanda tangan tersimpan. Tandatangani satu surat dulu dan centang"
                " “Simpan untuk dipakai lagi”.",
            )
            return
        self._sign_many(request, queryset, ttd)

    @action(description="Terbitkan (cetak, tanda tangan basah)", permissions=["sign"])
    def sign_on_paper(self, request: HttpRequest, queryset: QuerySet[Surat]) -> None:
        self._sign_many(request, queryset, None)

    def _sign_many(
        self, request: HttpRequest, queryset: QuerySet[Surat], ttd: TandaTangan | None
    ) -> None:
        """Each letter in its own transaction: one that may not be signed holds up no other."""
        done = left = 0
        for surat in queryset.order_by("diajukan_at", "pk"):
            try:
                issue_surat(surat, by=staff_of(request), tanda_tangan=ttd)
                done += 1
            except (ForbiddenMove, BukanPenandaTangan):
                left += 1
        wake(KELUAR)
        messages.success(request, f"{done} surat terbit.")
        if left:
            messages.warning(request, f"{left} surat dilewati: tidak menunggu tanda tangan Anda.")

    def get_urls(self) -> list[Any]:
        def view(fungsi: Any) -> Any:
            return self.admin_site.admin_view(fungsi)

        nama = "dokumen_surat"
        return [
            path("<int:pk>/langkah/<str:kunci>/", view(self.step_view), name=f"{nama}_langkah"),
            path("<int:pk>/berkas/<str:bentuk>/", view(self.file_view), name=f"{nama}_berkas"),
            path("<int:pk>/pratinjau/<int:hal>/", view(self.page_view), name=f"{nama}_pratinjau"),
            path("tanda-tangan/lupakan/", view(self.forget_view), name=f"{nama}_lupakan_ttd"),
            *super().get_urls(),
        ]

    def _find(self, request: HttpRequest, pk: Any) -> Surat:
        rows = self.get_queryset(request).select_related(
            "jenis", "wilayah__induk__induk", "tanda_tangan", "penanda_tangan",
            "pengganti__jenis", "mengganti__jenis",
        )  # fmt: skip
        surat: Surat | None = rows.filter(pk=pk).first() if str(pk).isdecimal() else None
        if surat is None or not self.has_view_permission(request, surat):
            raise Http404("surat tidak ditemukan")
        return surat

    def step_view(self, request: HttpRequest, pk: int, kunci: str) -> HttpResponse:
        """POST of one step; what is refused comes back on the letter's page, words kept."""
        surat = self._find(request, pk)
        if kunci not in BY_KUNCI or not self.may_act(request, surat):
            raise Http404
        if request.method != "POST":
            return redirect(surat)
        langkah = BY_KUNCI[kunci]
        if langkah not in steps_of(surat, staff_of(request)):
            messages.error(request, "Langkah ini tidak tersedia; suratnya baru saja berubah.")
            return redirect(surat)
        try:
            hasil = take_step(request, surat, langkah)
        except (ForbiddenMove, BukanPenandaTangan, ValueError) as error:
            messages.error(request, str(error))
            return redirect(surat)
        if isinstance(hasil, forms.Form):
            return self._letter_page(request, surat, keliru=(langkah, hasil), status=422)
        wake(KELUAR)
        messages.success(request, f"{hasil}: {langkah.label.lower()} – selesai.")
        return redirect(hasil)

    def file_view(self, request: HttpRequest, pk: int, bentuk: str) -> HttpResponse:
        """The letter as PDF or Word; who took it stands in its history."""
        surat = self._find(request, pk)
        if bentuk not in _BENTUK or request.method != "GET":
            raise Http404
        render, mime = _BENTUK[bentuk]
        try:
            isi = render(surat)
        except SuratDihapus as error:
            messages.error(request, str(error))
            return redirect(surat)
        log_surat(
            surat,
            RiwayatSurat.Peristiwa.DIUNDUH,
            by=staff_of(request),
            catatan=bentuk,
            asal_hash=origin_hash(request),
        )
        response = HttpResponse(isi, content_type=mime)
        response["Content-Disposition"] = f'attachment; filename="{nama_berkas(surat, bentuk)}"'
        response["Cache-Control"] = "private, no-store"
        return response

    def page_view(self, request: HttpRequest, pk: int, hal: int) -> HttpResponse:
        """One page of the letter as a picture, for its own page."""
        return png_response(self._find(request, pk), hal)

    def forget_view(self, request: HttpRequest) -> HttpResponse:
        """POST: the kept signature of this person is not offered any more."""
        if request.method == "POST" and forget_ttd(by=staff_of(request)):
            messages.success(request, "Tanda tangan tersimpan dihapus.")
        return redirect("admin:dokumen_surat_changelist")

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Which letter for which kelurahan; then its page with the fields."""
        if not self.has_add_permission(request):
            raise Http404
        user = staff_of(request)
        form = MulaiForm(request.POST if request.method == "POST" else None, user=user)
        if form.is_bound and form.is_valid():
            data = form.cleaned_data
            surat = draft_surat(jenis=data["jenis"], wilayah=data["wilayah"], isian={}, by=user)
            return redirect(surat)
        context = {
            **self.page_context(request, "Surat baru"),
            "form": form,
        }
        status = 422 if form.is_bound else 200
        return TemplateResponse(request, "admin/dokumen/mulai.html", context, status=status)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        return self._letter_page(request, self._find(request, object_id))

    def _letter_page(
        self,
        request: HttpRequest,
        surat: Surat,
        *,
        keliru: tuple[Langkah, forms.Form] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        user = staff_of(request)
        steps = steps_of(surat, user) if self.may_act(request, surat) else []
        salah, form_salah = keliru or (None, None)
        context = {
            **self.page_context(request, str(surat)),
            "surat": surat,
            "warna": WARNA.get(surat.status, ""),
            "halaman": _pages(surat),
            "kurang": _labels(surat),
            "riwayat": surat.riwayat.select_related("by"),
            "langkah": [(s, form_salah if s is salah else s.build(surat, user)) for s in steps],
            "terbuka": salah or (steps[0] if steps and surat.status not in Surat.OUT else None),
            "tersimpan": saved_ttd(user) is not None,
            "kembali": reverse("admin:dokumen_surat_changelist"),
        }
        return TemplateResponse(request, self.change_form_template, context, status=status)


def _labels(surat: Surat) -> list[str]:
    label = {satu.nama: satu.label for satu in surat.jenis.kolom}
    return [label[nama] for nama in surat.kurang] if surat.status == Surat.Status.DRAF else []


def _pages(surat: Surat) -> range:
    """Numbers of the pages to show."""
    try:
        return range(1, count_pages(surat) + 1)
    except SuratDihapus:
        return range(0)


def png_response(surat: Surat, hal: int) -> HttpResponse:
    """Page `hal` (from 1) as a picture. Raises Http404 where there is none."""
    try:
        halaman = render_png(surat)
    except SuratDihapus:
        raise Http404("isian surat sudah dihapus") from None
    if not 1 <= hal <= len(halaman):
        raise Http404("halaman tidak ada")
    response = HttpResponse(halaman[hal - 1], content_type="image/png")
    response["Cache-Control"] = "private, no-store"
    return response
