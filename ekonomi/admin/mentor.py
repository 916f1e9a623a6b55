"""Staff pages of mentoring: mentors, pairs, visits, steps of naik kelas."""

import uuid
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from import_export.fields import Field
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from ekonomi.admin.tingkat_langkah import TingkatPages
from ekonomi.forms.mentor import KunjunganForm
from ekonomi.models import (
    BuktiUsaha,
    KriteriaTingkat,
    Mentor,
    Pendampingan,
    RiwayatTingkat,
    TingkatUsaha,
    Usaha,
)
from ekonomi.services.mentor import (
    PasanganDitolak,
    end_pendampingan,
    record_kunjungan,
    start_pendampingan,
)
from ekonomi.services.tingkat import assess_tingkat
from pesan.lampiran import LampiranDitolak, store_unggahan
from wilayah.admin_dasar import (
    GlobalAdmin,
    ReadOnlyScopedAdmin,
    ScopedAdmin,
    ScopedTabularInline,
    WilayahFilter,
)
from wilayah.ekspor import AmanResource, EksporAdmin
from wilayah.peran import peran_with

_TANGGAL = {"type": "date"}


@admin.register(Mentor)
class MentorAdmin(EksporAdmin, ScopedAdmin):
    """Who can accompany whom, and how full they are."""

    list_display = ("nama", "asal", "tampil_bidang", "terisi", "aktif", "sejak")
    list_filter = (("asal", ChoicesDropdownFilter), "aktif", WilayahFilter)
    list_filter_submit = True
    search_fields = ("nama", "usaha__nama")
    fields = ("wilayah", "nama", "usaha", "bidang", "kapasitas", "asal", "sejak", "aktif",
              "catatan", "kartu")  # fmt: skip
    readonly_fields = ("kartu",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        jalan = Count("pendampingan", filter=Q(pendampingan__selesai__isnull=True))
        return super().get_queryset(request).annotate(jalan=jalan)

    @display(description="bidang")
    def tampil_bidang(self, mentor: Mentor) -> str:
        return ", ".join(Usaha.Bidang(satu).label for satu in mentor.bidang)

    @display(description="mendampingi", ordering="jalan")
    def terisi(self, mentor: Any) -> str:
        return f"{mentor.jalan} dari {mentor.kapasitas}"

    @display(description="kartu mentor")
    def kartu(self, mentor: Mentor) -> str:
        if mentor._state.adding:
            return "Simpan dulu."
        alamat = reverse("admin:ekonomi_pengukuran_kartu", args=["mentor", mentor.pk])
        return format_html('<a href="{}">Buat atau ganti kartu (kode dan PIN)</a>', alamat)


class PasanganForm(forms.Form):
    """Who accompanies whom, and what for."""

    mentor = forms.ModelChoiceField(Mentor.objects.none(), label="Mentor")
    usaha = forms.ModelChoiceField(Usaha.objects.none(), label="Usaha yang didampingi")
    tujuan = forms.CharField(label="Tujuan", max_length=200)
    mulai = forms.DateField(
        label="Mulai", widget=forms.DateInput(attrs=_TANGGAL, format="%Y-%m-%d")
    )


class SelesaiForm(forms.Form):
    """How it ended."""

    selesai = forms.DateField(
        label="Selesai pada", widget=forms.DateInput(attrs=_TANGGAL, format="%Y-%m-%d")
    )
    hasil = forms.CharField(label="Hasilnya", max_length=200)


class PendampinganResource(AmanResource):
    """Pairs as a file."""

    mentor = Field("mentor__nama", column_name="mentor")
    usaha = Field("usaha__nama", column_name="usaha")
    wilayah = Field("usaha__wilayah_id", column_name="wilayah")

    class Meta:
        model = Pendampingan
        fields = ("mentor", "usaha", "wilayah", "tujuan", "mulai", "selesai", "hasil")
        export_order = fields


@admin.register(Pendampingan)
class PendampinganAdmin(EksporAdmin, ReadOnlyScopedAdmin):
    """A pair's page: its visits, a form for the next one, its end."""

    resource_classes = [PendampinganResource]
    change_form_template = "admin/ekonomi/pendampingan.html"
    list_display = ("usaha", "mentor", "tempat", "mulai", "kunjungan_n", "selesai")
    list_filter = ("mulai", ("selesai", admin.EmptyFieldListFilter), WilayahFilter)
    list_filter_submit = True
    list_select_related = ("usaha__wilayah__induk", "mentor")
    search_fields = ("usaha__nama", "mentor__nama")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        n = Count("kunjungan", filter=Q(kunjungan__batal_at__isnull=True))
        return super().get_queryset(request).annotate(kunjungan_n=n)

    @display(description="kunjungan", ordering="kunjungan_n")
    def kunjungan_n(self, baris: Any) -> int:
        return int(baris.kunjungan_n)

    @display(description="wilayah", ordering="usaha__wilayah")
    def tempat(self, baris: Pendampingan) -> str:
        return str(baris.usaha.wilayah.nama)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super(ReadOnlyScopedAdmin, self).has_add_permission(request)

    def get_urls(self) -> list[Any]:
        view, nama = self.admin_site.admin_view, "ekonomi_pendampingan"
        return [
            path("<int:pk>/kunjungan/", view(self.visit_view), name=f"{nama}_kunjungan"),
            path("<int:pk>/selesai/", view(self.end_view), name=f"{nama}_selesai"),
            *super().get_urls(),
        ]

    def _find(self, request: HttpRequest, pk: Any) -> Pendampingan:
        rows = self.get_queryset(request).select_related("mentor", "usaha__wilayah__induk", "by")
        baris: Pendampingan | None = rows.filter(pk=pk).first() if str(pk).isdecimal() else None
        if baris is None or not self.has_view_permission(request, baris):
            raise Http404
        return baris

    def may_act(self, request: HttpRequest, baris: Pendampingan) -> bool:
        """Whether this person may write visits and end it."""
        boleh = request.user.has_perm("ekonomi.change_pendampingan")
        return boleh and self.rows_for(request, "change").filter(pk=baris.pk).exists()

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise Http404
        peran = peran_with("ekonomi.pendampingan", "add")
        form = PasanganForm(
            request.POST or None,
            initial={"mulai": timezone.localdate(), "usaha": request.GET.get("usaha")},
        )
        pilih: Any = form.fields["mentor"]
        pilih.queryset = Mentor.objects.active().visible_to(request.user, peran=peran)
        usaha: Any = form.fields["usaha"]
        usaha.queryset = Usaha.objects.active().visible_to(request.user, peran=peran).exclude(
            pendampingan__in=Pendampingan.objects.running()
        )  # fmt: skip
        if request.method == "POST" and form.is_valid():
            user: Any = request.user
            try:
                baris = start_pendampingan(**form.cleaned_data, by=user)
            except PasanganDitolak as galat:
                form.add_error("mentor", str(galat))
            else:
                messages.success(request, f"{baris}: tercatat.")
                return redirect("admin:ekonomi_pendampingan_change", baris.pk)
        context = {**self.admin_site.each_context(request), "opts": self.opts,
                   "title": "Pasangan baru", "form": form}  # fmt: skip
        status = 422 if form.is_bound else 200
        return TemplateResponse(request, "admin/ekonomi/pasangan_baru.html", context, status=status)

    def visit_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """POST: a visit, written down by staff."""
        baris = self._find(request, pk)
        if not self.may_act(request, baris):
            raise Http404
        if request.method != "POST":
            return redirect("admin:ekonomi_pendampingan_change", pk)
        form = _visit_form(baris, request.POST, request.FILES)
        if form.is_valid() and self._save_visit(request, baris, form):
            messages.success(request, "Kunjungan dicatat.")
            return redirect("admin:ekonomi_pendampingan_change", pk)
        return self._pair_page(request, baris, kunjungan=form, status=422)

    def _save_visit(self, request: HttpRequest, baris: Pendampingan, form: KunjunganForm) -> bool:
        data = {k: v for k, v in form.cleaned_data.items() if k not in {"pasangan", "foto"}}
        user: Any = request.user
        try:
            foto = form.cleaned_data["foto"]
            lampiran = store_unggahan(foto) if foto else None
            record_kunjungan(baris, **data, foto=lampiran, by=user)
        except LampiranDitolak as galat:
            form.add_error("foto", str(galat))
        except PasanganDitolak as galat:
            form.add_error("tanggal", str(galat))
        return not form.errors

    def end_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """POST: the pair ends."""
        baris = self._find(request, pk)
        if not self.may_act(request, baris):
            raise Http404
        if request.method != "POST":
            return redirect("admin:ekonomi_pendampingan_change", pk)
        form = SelesaiForm(request.POST)
        if form.is_valid():
            user: Any = request.user
            try:
                end_pendampingan(baris, **form.cleaned_data, by=user)
            except PasanganDitolak as galat:
                form.add_error("selesai", str(galat))
            else:
                messages.success(request, "Pendampingan ditutup.")
                return redirect("admin:ekonomi_pendampingan_change", pk)
        return self._pair_page(request, baris, akhir=form, status=422)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        return self._pair_page(request, self._find(request, object_id))

    def _pair_page(
        self, request: HttpRequest, baris: Pendampingan, *, kunjungan: Any = None,
        akhir: Any = None, status: int = 200,
    ) -> HttpResponse:  # fmt: skip
        hari = timezone.localdate()
        semua = baris.kunjungan.select_related("oleh").order_by("-tanggal", "-pk")
        context = {
            **self.page_context(request, str(baris)),
            "baris": baris,
            "kunjungan": [(k, k.is_late(hari)) for k in semua],
            "nilai": assess_tingkat(baris.usaha, hari),
            "boleh": self.may_act(request, baris) and baris.selesai is None,
            "form": kunjungan or _visit_form(baris),
            "akhir": akhir or SelesaiForm(initial={"selesai": hari}),
            "kembali": reverse("admin:ekonomi_pendampingan_changelist"),
        }
        return TemplateResponse(request, self.change_form_template, context, status=status)


def _visit_form(baris: Pendampingan, *args: Any) -> KunjunganForm:
    form = KunjunganForm(
        *args, pasangan=[(str(baris.pk), baris.usaha.nama)], hari=timezone.localdate(),
        initial={"pasangan": str(baris.pk), "token": uuid.uuid4()},
    )  # fmt: skip
    form.fields["pasangan"].widget = forms.HiddenInput()
    return form


class RiwayatTingkatResource(AmanResource):
    """Steps up and down as a file."""

    usaha = Field("usaha__nama", column_name="usaha")

    class Meta:
        model = RiwayatTingkat
        fields = ("usaha", "dari", "ke", "alasan", "pada")
        export_order = fields


@admin.register(RiwayatTingkat)
class RiwayatTingkatAdmin(TingkatPages, EksporAdmin, ReadOnlyScopedAdmin):
    """Who went up or down; above it the way to who is ready."""

    resource_classes = [RiwayatTingkatResource]
    list_before_template = "admin/ekonomi/tingkat_daftar.html"
    list_display = ("usaha", "dari", "ke", "alasan", "pada", "by")
    list_filter = ("pada", WilayahFilter)
    list_filter_submit = True
    list_select_related = ("usaha", "by")
    search_fields = ("usaha__nama",)
    fields = readonly_fields = ("usaha", "dari", "ke", "alasan", "saksi", "by", "pada", "at")

    def get_urls(self) -> list[Any]:
        return [*self.tingkat_urls(), *super().get_urls()]


class KriteriaInline(ScopedTabularInline):
    """Criteria of a step."""

    model = KriteriaTingkat


@admin.register(TingkatUsaha)
class TingkatUsahaAdmin(GlobalAdmin):
    """The steps and their criteria: the same everywhere, changed by the operator alone."""

    list_display = ("nomor", "nama", "keterangan")
    inlines = [KriteriaInline]


@admin.register(BuktiUsaha)
class BuktiUsahaAdmin(EksporAdmin, ReadOnlyScopedAdmin):
    """Evidence of all businesses; it is added and withdrawn on the business's page."""

    list_display = ("usaha", "jenis", "jumlah", "nomor", "pada", "oleh", "dicabut_at")
    list_filter = (("jenis", ChoicesDropdownFilter), WilayahFilter)
    list_filter_submit = True
    list_select_related = ("usaha", "oleh")
    search_fields = ("usaha__nama", "nomor")
