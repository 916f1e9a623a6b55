"""Loans at the desk: what waits, and a loan's page with its steps, schedule and history."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html
from unfold.contrib.filters.admin import DropdownFilter
from unfold.decorators import display

from buku_besar.services import GalatBuku
from ekonomi.admin.langkah_pinjaman import BY_KUNCI, Langkah, steps_of
from ekonomi.admin.lewat_layanan import LewatLayanan, UangAdmin, user_of
from ekonomi.models import (
    AnggotaKelompok,
    Angsuran,
    KelompokTanggungRenteng,
    Pinjaman,
    ProdukPinjaman,
    UsulanPinjaman,
)
from ekonomi.services.pinjaman import GalatPinjaman, apply_pinjaman, payoff_of
from pesan.bangun import KELUAR, wake
from wilayah.admin_dasar import (
    ReadOnlyScopedAdmin,
    ScopedAdmin,
    ScopedTabularInline,
    WilayahFilter,
)
from wilayah.ekspor import AmanResource, EksporAdmin
from wilayah.format import rupiah

WARNA = {
    "diajukan": "warning", "disetujui": "info", "berjalan": "success", "ditolak": "danger",
    "dihapus": "danger",
}  # fmt: skip


class TunggakFilter(DropdownFilter):
    """Running loans by how late they are."""

    title = "keterlambatan"
    parameter_name = "telat"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("0", "Lancar"), ("1", "1–30 hari"), ("31", "31–60 hari"), ("61", "61–90 hari"),
                ("91", "Lebih dari 90 hari")]  # fmt: skip

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        nilai = self.value()
        if nilai not in {"0", "1", "31", "61", "91"}:
            return queryset
        hari, jalan = timezone.localdate(), queryset.filter(status=Pinjaman.Status.BERJALAN)
        if nilai == "0":
            return jalan.filter(tempo_berikut__gte=hari)
        dari = int(nilai)
        jalan = jalan.filter(tempo_berikut__lte=hari - timedelta(days=dari))
        if dari == 91:
            return jalan
        return jalan.filter(tempo_berikut__gt=hari - timedelta(days=dari + 30))


class PinjamanResource(AmanResource):
    """Loans as a file, without names: the member number stands for the person."""

    class Meta:
        model = Pinjaman
        fields = (
            "nomor", "anggota__nomor", "produk__nama", "pokok", "tenor", "jasa_persen", "metode",
            "status", "tanggal_cair", "sisa_pokok", "tempo_berikut", "selesai_pada", "dipulihkan",
        )  # fmt: skip
        export_order = fields


@admin.register(Pinjaman)
class PinjamanAdmin(LewatLayanan, EksporAdmin, ScopedAdmin):
    """An application is typed here; after that only steps change a loan."""

    resource_classes = [PinjamanResource]
    change_form_template = None
    list_display = ("nomor", "nama", "tampil_status", "tampil_pokok", "tampil_sisa", "telat")
    list_display_links = ("nomor", "nama")
    list_filter = ("status", TunggakFilter, WilayahFilter, "produk__nama")
    list_filter_submit = True
    list_select_related = ("anggota", "produk")
    search_fields = ("nomor", "anggota__nama", "anggota__nomor")
    search_help_text = "Nomor pinjaman, nama, atau nomor anggota"
    fields = ("anggota", "produk", "kelompok", "pokok", "tenor", "tujuan")
    autocomplete_fields = ("anggota",)

    class Media:
        css = {"all": ("gaya/tiket.css", "gaya/buku.css")}

    @display(description="anggota", ordering="anggota__nama")
    def nama(self, pinjaman: Pinjaman) -> str:
        return format_html(
            '<span class="masalah">{}</span><small class="redup">{}</small>',
            pinjaman.anggota.nama, pinjaman.anggota.nomor,
        )  # fmt: skip

    @display(description="status", ordering="status", label=WARNA)
    def tampil_status(self, pinjaman: Pinjaman) -> tuple[str, str]:
        return pinjaman.status, pinjaman.get_status_display()

    @display(description="pokok", ordering="pokok")
    def tampil_pokok(self, pinjaman: Pinjaman) -> str:
        return rupiah(pinjaman.pokok)

    @display(description="sisa", ordering="sisa_pokok")
    def tampil_sisa(self, pinjaman: Pinjaman) -> str:
        return rupiah(pinjaman.sisa_pokok) if pinjaman.status in Pinjaman.OUT else "–"

    @display(description="telat", ordering="tempo_berikut")
    def telat(self, pinjaman: Pinjaman) -> str:
        hari = pinjaman.hari_tunggak(timezone.localdate())
        return f"{hari} hari" if hari else "–"

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        data = form.cleaned_data
        baru = apply_pinjaman(
            data["anggota"], produk=data["produk"], pokok=data["pokok"], tenor=data["tenor"],
            tujuan=data["tujuan"], kelompok=data["kelompok"], by=user_of(request),
        )  # fmt: skip
        obj.pk, obj.nomor = baru.pk, baru.nomor

    def get_urls(self) -> list[Any]:
        langkah = self.admin_site.admin_view(self.step_view)
        return [
            path(
                "<int:pk>/langkah/<str:langkah_pinjaman>/", langkah, name="ekonomi_pinjaman_langkah"
            ),
            *super().get_urls(),
        ]

    def _find(self, request: HttpRequest, pk: Any) -> Pinjaman:
        rows = self.get_queryset(request).select_related(
            "anggota__koperasi__wilayah", "produk", "kelompok", "diajukan_oleh", "diputus_oleh"
        )
        pinjaman: Pinjaman | None = rows.filter(pk=pk).first() if str(pk).isdecimal() else None
        if pinjaman is None or not self.has_view_permission(request, pinjaman):
            raise Http404("pinjaman tidak ditemukan")
        return pinjaman

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if object_id is None:
            return super().changeform_view(request, None, form_url, extra_context)
        if request.method != "GET":
            raise Http404
        return self._page(request, self._find(request, object_id))

    def step_view(self, request: HttpRequest, pk: int, langkah_pinjaman: str) -> HttpResponse:
        """POST of one step; what is refused comes back on the loan's page, words kept."""
        pinjaman = self._find(request, pk)
        langkah = BY_KUNCI.get(langkah_pinjaman)
        if langkah is None or not self._may(request, pinjaman, "change"):
            raise Http404
        if request.method != "POST":
            return redirect(pinjaman)
        user = user_of(request)
        if langkah not in steps_of(pinjaman, user):
            messages.error(request, "Langkah ini tidak tersedia; pinjamannya baru saja berubah.")
            return redirect(pinjaman)
        form = langkah.form(request.POST, auto_id=f"{langkah.kunci}_%s")
        if form.is_valid():
            try:
                langkah.run(pinjaman, user, form.cleaned_data)
            except (GalatPinjaman, GalatBuku) as error:
                form.add_error(None, str(error))
            else:
                wake(KELUAR)
                messages.success(request, f"{pinjaman.nomor}: {langkah.label.lower()} – selesai.")
                return redirect(pinjaman)
        return self._page(request, pinjaman, keliru=(langkah, form), status=422)

    def _page(
        self,
        request: HttpRequest,
        pinjaman: Pinjaman,
        *,
        keliru: tuple[Langkah, forms.Form] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        user, hari = user_of(request), timezone.localdate()
        steps = steps_of(pinjaman, user) if self._may(request, pinjaman, "change") else []
        salah, form_salah = keliru or (None, None)
        jalan = pinjaman.status == Pinjaman.Status.BERJALAN
        context = {
            **self.page_context(request, str(pinjaman)),
            "pinjaman": pinjaman,
            "telat": pinjaman.hari_tunggak(hari),
            "lunas": payoff_of(pinjaman, hari) if jalan else None,
            "jadwal": pinjaman.jadwal.filter(versi=pinjaman.jadwal_versi),
            "usulan": pinjaman.usulan.select_related("diajukan_oleh", "diputus_oleh"),
            "riwayat": pinjaman.riwayat.select_related("by"),
            "langkah": [
                (s, form_salah if s is salah else s.form(auto_id=f"{s.kunci}_%s")) for s in steps
            ],
            "terbuka": salah or (steps[0] if steps and not jalan else None),
        }
        return TemplateResponse(request, "admin/ekonomi/pinjaman.html", context, status=status)


@admin.register(UsulanPinjaman)
class UsulanPinjamanAdmin(ReadOnlyScopedAdmin):
    """Proposals of new schedules and write-offs; decided on the loan's page."""

    list_display = ("pinjaman_nomor", "jenis", "status", "alasan", "diajukan_oleh", "created_at")
    list_display_links = None
    list_filter = ("status", "jenis", WilayahFilter)
    list_select_related = ("pinjaman__anggota", "diajukan_oleh")
    search_fields = ("pinjaman__nomor", "pinjaman__anggota__nama")

    @display(description="pinjaman", ordering="pinjaman__nomor")
    def pinjaman_nomor(self, usulan: UsulanPinjaman) -> str:
        return format_html(
            '<a href="{}">{}</a>', usulan.pinjaman.get_absolute_url(), usulan.pinjaman
        )


@admin.register(ProdukPinjaman)
class ProdukPinjamanAdmin(UangAdmin, ScopedAdmin):
    """What is offered. Loans copy their terms, so a change holds for new ones only."""

    list_display = (
        "nama",
        "koperasi",
        "jasa_persen",
        "metode",
        "pokok_maks",
        "tenor_maks",
        "aktif",
    )
    list_filter = ("aktif", "metode", WilayahFilter)
    list_select_related = ("koperasi",)
    search_fields = ("nama",)


class AnggotaKelompokInline(ScopedTabularInline):
    """Who sits in the group, from when until when."""

    model = AnggotaKelompok
    autocomplete_fields = ("anggota",)


@admin.register(KelompokTanggungRenteng)
class KelompokAdmin(ScopedAdmin):
    """Groups that answer for each other."""

    list_display = ("nama", "koperasi", "aktif")
    list_filter = ("aktif", WilayahFilter)
    list_select_related = ("koperasi",)
    search_fields = ("nama",)
    inlines = [AnggotaKelompokInline]


class AngsuranResource(AmanResource):
    """Payments as a file, without names."""

    class Meta:
        model = Angsuran
        fields = (
            "tanggal", "pinjaman__nomor", "jenis", "cara", "jumlah", "pokok", "jasa", "sisa_pokok",
            "jurnal__tahun", "jurnal__nomor",
        )  # fmt: skip
        export_order = fields


@admin.register(Angsuran)
class AngsuranAdmin(EksporAdmin, ReadOnlyScopedAdmin):
    """Every payment; taken and undone at the teller's screen."""

    resource_classes = [AngsuranResource]
    list_display = ("kuitansi", "tanggal", "anggota", "tampil_jumlah", "jenis", "cara", "batal")
    list_display_links = None
    list_filter = ("jenis", "cara", WilayahFilter)
    list_select_related = ("jurnal", "pinjaman__anggota", "pembatalan")
    search_fields = ("pinjaman__nomor", "pinjaman__anggota__nama")
    date_hierarchy = "tanggal"

    @display(description="kuitansi")
    def kuitansi(self, angsuran: Angsuran) -> str:
        return angsuran.nomor_kuitansi

    @display(description="anggota", ordering="pinjaman__anggota__nama")
    def anggota(self, angsuran: Angsuran) -> str:
        return str(angsuran.pinjaman)

    @display(description="jumlah", ordering="jumlah")
    def tampil_jumlah(self, angsuran: Angsuran) -> str:
        return rupiah(angsuran.jumlah)

    @display(description="dibatalkan", boolean=True)
    def batal(self, angsuran: Angsuran) -> bool:
        return hasattr(angsuran, "pembatalan")
