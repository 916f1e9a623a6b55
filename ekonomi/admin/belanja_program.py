"""Spending at the desk and in the field: entering, approving, reversing, receipts in a gallery."""

import uuid
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from import_export.fields import Field
from unfold.contrib.filters.admin import DropdownFilter, RangeDateFilter
from unfold.decorators import action, display

from ekonomi.admin.meja import (
    DITOLAK,
    Langkah,
    MejaAdmin,
    chosen_program,
    keep_upload,
    programs_for,
    staff_of,
)
from ekonomi.forms.uang import AlasanForm, BelanjaForm, MejaForm
from ekonomi.models import Belanja, Program
from ekonomi.services.anggaran import (
    approve_belanja,
    propose_belanja,
    reject_belanja,
    reverse_belanja,
    rules_of,
)
from ekonomi.services.audit import scan_anomali
from pesan.lampiran import serve_lampiran
from wilayah.admin_dasar import ReadOnlyScopedAdmin, WilayahFilter
from wilayah.ekspor import AmanResource, EksporAdmin
from wilayah.format import rupiah
from wilayah.models import Pengguna

WARNA = {"menunggu": "warning", "dibukukan": "success", "ditolak": "info", "dibalik": "danger"}
S = Belanja.Status
_PER_GALERI = 24


class ProgramFilter(DropdownFilter):
    """Rows of one of the programmes this person may see."""

    title = "program"
    parameter_name = "program"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        rows = programs_for(request, model_admin.opts.label_lower, "view")[:200]
        return [(str(satu.pk), f"{satu.kode}, {satu.wilayah}") for satu in rows]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        nilai = str(self.value() or "")
        return queryset.filter(program=nilai) if nilai.isdecimal() else queryset


class BelanjaResource(AmanResource):
    """The spending book as a file."""

    nomor = Field(attribute="nomor", column_name="nomor")
    program = Field(attribute="program__kode", column_name="program")
    kelurahan = Field(attribute="program__wilayah__nama", column_name="kelurahan")
    pos = Field(attribute="pos__kode", column_name="pos")
    dicatat_oleh = Field(attribute="by__nama", column_name="dicatat_oleh")
    disetujui_oleh = Field(attribute="penyetuju__nama", column_name="disetujui_oleh")
    ada_kuitansi = Field(column_name="ada_kuitansi")

    class Meta:
        model = Belanja
        fields = (
            "nomor", "program", "kelurahan", "tanggal", "pos", "uraian", "jumlah", "sumber", "kas",
            "penerima", "jenis_penerima", "banyak_penerima", "nomor_kuitansi", "ada_kuitansi",
            "status", "dicatat_oleh", "disetujui_oleh", "alasan", "dibukukan_at",
        )  # fmt: skip
        export_order = fields

    def get_queryset(self) -> QuerySet[Any]:
        ikut = ("program__wilayah", "pos", "by", "penyetuju")
        return super().get_queryset().select_related(*ikut)

    def dehydrate_ada_kuitansi(self, belanja: Belanja) -> str:
        return "ya" if belanja.bukti_id else "tidak"


class YakinForm(MejaForm):
    """Nothing to fill: the button is the answer."""


def _approve(belanja: Belanja, by: Pengguna, _data: dict[str, Any]) -> str:
    approve_belanja(belanja, by=by)
    scan_anomali(belanja.program)
    return f"{belanja.nomor} disetujui dan dibukukan."


def _reject(belanja: Belanja, by: Pengguna, data: dict[str, Any]) -> str:
    reject_belanja(belanja, by=by, alasan=data["alasan"])
    return f"{belanja.nomor} ditolak; dananya kembali ke pos."


def _reverse(belanja: Belanja, by: Pengguna, data: dict[str, Any]) -> str:
    reverse_belanja(belanja, by=by, alasan=data["alasan"])
    return f"{belanja.nomor} dibalik di buku besar."


_SETUJU = Langkah("setujui", "Setujui dan bukukan", YakinForm, _approve)
_TOLAK = Langkah("tolak", "Tolak", AlasanForm, _reject)
_BALIK = Langkah(
    "balik", "Balik belanja ini", AlasanForm, _reverse,
    bantuan="Belanja tetap tercatat; buku besar mendapat jurnal pembalik bertanggal hari ini.",
)  # fmt: skip


def steps_of(belanja: Belanja, by: Pengguna) -> list[Langkah]:
    """What may be done with the payment now; nobody approves what they entered."""
    if belanja.status == S.MENUNGGU:
        return [_TOLAK] if belanja.by_id == by.pk else [_SETUJU, _TOLAK]
    return [_BALIK] if belanja.status == S.DIBUKUKAN else []


@admin.register(Belanja)
class BelanjaAdmin(EksporAdmin, MejaAdmin):
    """The spending book; nothing in it is edited, a mistake is reversed."""

    resource_classes = [BelanjaResource]
    list_display = (
        "tampil_nomor", "tanggal", "untuk", "tampil_jumlah", "sumber", "tampil_status", "kuitansi",
    )  # fmt: skip
    list_display_links = ("tampil_nomor",)
    list_filter = (
        ProgramFilter,
        "status",
        "sumber",
        "jenis_penerima",
        ("tanggal", RangeDateFilter),
        WilayahFilter,
    )
    list_filter_submit = True
    search_fields = ("uraian", "penerima", "nomor_kuitansi")
    search_help_text = "Uraian, penerima, atau nomor kuitansi"
    list_select_related = ("pos", "program", "bukti")
    actions_list = ["open_gallery"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super(ReadOnlyScopedAdmin, self).has_add_permission(request)

    @display(description="nomor", ordering="urut")
    def tampil_nomor(self, belanja: Belanja) -> str:
        return belanja.nomor

    @display(description="untuk", ordering="uraian")
    def untuk(self, belanja: Belanja) -> str:
        return format_html(
            '<span class="masalah">{}</span><small class="redup">{}, {}</small>',
            belanja.uraian, belanja.pos, belanja.penerima or "tanpa nama penerima",
        )  # fmt: skip

    @display(description="jumlah", ordering="jumlah")
    def tampil_jumlah(self, belanja: Belanja) -> str:
        return format_html('<span class="angka">{}</span>', rupiah(belanja.jumlah))

    @display(description="status", ordering="status", label=WARNA)
    def tampil_status(self, belanja: Belanja) -> tuple[str, str]:
        return belanja.status, belanja.get_status_display()

    @display(description="kuitansi", boolean=True)
    def kuitansi(self, belanja: Belanja) -> bool:
        return belanja.bukti_id is not None

    def get_urls(self) -> list[Any]:
        nama = "ekonomi_belanja"
        return [
            path("galeri/", self.view(self.gallery_view), name=f"{nama}_galeri"),
            path(
                "<int:pk>/langkah/<str:kunci>/", self.view(self.step_view), name=f"{nama}_langkah"
            ),
            path("<int:pk>/berkas/<str:apa>/", self.view(self.file_view), name=f"{nama}_berkas"),
            *super().get_urls(),
        ]

    @action(description="Galeri kuitansi", url_path="buka-galeri")
    def open_gallery(self, _request: HttpRequest) -> HttpResponse:
        return redirect("admin:ekonomi_belanja_galeri")

    # entering

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """A payment of one programme; `?program=` chooses it where there are several."""
        if not self.has_add_permission(request):
            raise Http404
        semua = programs_for(request, "ekonomi.belanja", "add").filter(status="berjalan")
        program = chosen_program(request, semua)
        if program is None:
            return self.page(request, "anggaran_pilih.html", "Belanja baru", semua=semua)
        form = self._form(request, program)
        if form.is_bound and form.is_valid():
            belanja = self._enter(request, form)
            if belanja is not None:
                return redirect("admin:ekonomi_belanja_change", belanja.pk)
        return self.page(
            request, "anggaran_belanja_baru.html", "Belanja baru",
            status=422 if form.is_bound else 200,
            form=form, program=program, batas=rules_of(program).batas_dua_orang,
        )  # fmt: skip

    def _form(self, request: HttpRequest, program: Program) -> BelanjaForm:
        if request.method == "POST":
            return BelanjaForm(request.POST, request.FILES, program=program)
        awal = {"kunci": uuid.uuid4(), "tanggal": timezone.localdate()}
        return BelanjaForm(program=program, initial=awal)

    def _enter(self, request: HttpRequest, form: BelanjaForm) -> Belanja | None:
        data = dict(form.cleaned_data)
        data |= {"bukti": keep_upload(data["bukti"]), "foto": keep_upload(data["foto"])}
        kunci, pos, komitmen = data.pop("kunci"), data.pop("pos"), data.pop("komitmen")
        try:
            belanja = propose_belanja(
                pos, kunci=f"meja:{kunci}", by=staff_of(request), komitmen=komitmen, **data
            )
        except DITOLAK as error:
            form.add_error(None, str(error))
            return None
        scan_anomali(belanja.program)
        kabar = f"{belanja.nomor} dicatat dan dibukukan."
        if belanja.status == S.MENUNGGU:
            kabar = f"{belanja.nomor} dicatat; menunggu persetujuan orang kedua."
        messages.success(request, kabar)
        return belanja

    # one payment

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if object_id is None:
            return self.add_view(request)
        return self._payment(request, self._row(request, object_id))

    def _row(self, request: HttpRequest, pk: Any) -> Belanja:
        ikut = (
            "pos", "program__wilayah", "by", "penyetuju", "bukti", "foto", "komitmen",
            "jurnal__pembalik",
        )  # fmt: skip
        belanja: Belanja = self.find(request, pk, *ikut)
        return belanja

    def _payment(
        self,
        request: HttpRequest,
        belanja: Belanja,
        *,
        keliru: tuple[Langkah, forms.Form] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        salah, form_salah = keliru or (None, None)
        boleh = self.may(request, "change", belanja)
        langkah = steps_of(belanja, staff_of(request)) if boleh else []
        return self.page(
            request, "anggaran_belanja.html", str(belanja), status=status, belanja=belanja,
            langkah=[(s, form_salah if s is salah else s.build(None)) for s in langkah],
            terbuka=salah or (langkah[0] if belanja.status == S.MENUNGGU and langkah else None),
            kejanggalan=belanja.anomali.all(), temuan=belanja.temuan.all(),
            jejak=belanja.program.jejak.filter(rujukan=belanja.nomor).select_related("by"),
            boleh_temuan=request.user.has_perm("ekonomi.add_temuanaudit"),
        )  # fmt: skip

    def step_view(self, request: HttpRequest, pk: int, kunci: str) -> HttpResponse:
        """POST of one step; what is refused comes back on the payment's page."""
        belanja = self._row(request, pk)
        if not self.may(request, "change", belanja):
            raise Http404
        langkah = {s.kunci: s for s in steps_of(belanja, staff_of(request))}.get(kunci)
        if request.method != "POST" or langkah is None:
            if request.method == "POST":
                messages.error(request, "Langkah ini tidak tersedia; belanjanya baru berubah.")
            return redirect("admin:ekonomi_belanja_change", belanja.pk)
        form = self.take(request, langkah, belanja, None)
        if form is None:
            return redirect("admin:ekonomi_belanja_change", belanja.pk)
        return self._payment(request, belanja, keliru=(langkah, form), status=422)

    def file_view(self, request: HttpRequest, pk: int, apa: str) -> HttpResponseBase:
        """The receipt (`bukti`) or the place photo (`foto`)."""
        belanja = self._row(request, pk)
        lampiran = {"bukti": belanja.bukti, "foto": belanja.foto}.get(apa)
        if lampiran is None:
            raise Http404
        return serve_lampiran(lampiran)

    def gallery_view(self, request: HttpRequest) -> HttpResponse:
        """Receipts as pictures, newest first, for whoever checks them one after the other."""
        if not self.has_view_permission(request):
            raise Http404
        rows: Any = self.get_queryset(request).filter(status__in=[S.DIBUKUKAN, S.MENUNGGU])
        tanpa = request.GET.get("tanpa") == "1"
        rows = rows.filter(bukti__isnull=tanpa).select_related("pos", "bukti")
        halaman = Paginator(rows, _PER_GALERI).get_page(request.GET.get("hal"))
        return self.page(
            request, "anggaran_galeri.html", "Galeri kuitansi", halaman=halaman, tanpa=tanpa,
            kembali=reverse("admin:ekonomi_belanja_changelist"),
        )  # fmt: skip
