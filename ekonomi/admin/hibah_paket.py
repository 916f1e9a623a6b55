"""Packages with their ranking, criteria, shops and what they are owed, rates of a day."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet, Sum
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from unfold.decorators import display

from ekonomi.admin import hibah_form as borang
from ekonomi.admin.langkah_hibah import HalamanLangkah, Langkah, staff_of
from ekonomi.models import (
    Hibah,
    KriteriaHibah,
    PaketHibah,
    Pedagang,
    PenukaranVoucher,
    UpahHarian,
)
from ekonomi.services.anggaran import left_on
from ekonomi.services.hibah.voucher import renew_pin_pedagang, settle_pedagang
from ekonomi.services.padat_karya.catat import holds_peran
from wilayah.admin_dasar import ReadOnlyScopedAdmin, ScopedAdmin, WilayahFilter, scoped_rows
from wilayah.format import rupiah
from wilayah.models import Pengguna
from wilayah.peran import Peran, peran_with


@admin.register(PaketHibah)
class PaketHibahAdmin(ScopedAdmin):
    """What can be given; its ranking is one click away."""

    list_display = ("nama", "jenis", "nilai_min", "nilai_maks", "kuota", "dibuka", "peringkat")
    list_filter = ("jenis", "dibuka")
    search_fields = ("nama", "kode", "kode_barang")
    list_select_related = ("program",)
    fields = (
        "program", "pos", "sumber", "nama", "kode", "jenis", "kode_barang", "keterangan",
        ("nilai_min", "nilai_maks"), ("batas_bawah", "batas_atas"), "kuota", "dibuka",
    )  # fmt: skip
    prepopulated_fields = {"kode": ("nama",)}

    @display(description="peringkat")
    def peringkat(self, paket: PaketHibah) -> str:
        alamat = reverse("admin:ekonomi_pakethibah_peringkat", args=[paket.pk])
        return format_html('<a href="{}">Lihat</a>', alamat)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.ranking_view)
        nama = "ekonomi_pakethibah_peringkat"
        return [path("<int:pk>/peringkat/", view, name=nama), *super().get_urls()]

    def ranking_view(self, request: HttpRequest, pk: int) -> Any:
        """Who comes first for a package: points, then who was proposed first, with each point."""
        paket = self.get_queryset(request).select_related("pos").filter(pk=pk).first()
        if paket is None or not self.has_view_permission(request, paket):
            raise Http404("paket tidak ditemukan")
        peran = peran_with("ekonomi.hibah", "view")
        rows = scoped_rows(Hibah, request.user, peran).filter(paket=paket, skor__isnull=False)
        rows = rows.exclude(status__in=Hibah.GUGUR).select_related("rumah")
        context = {
            **self.admin_site.each_context(request), "opts": self.opts,
            "title": f"Peringkat {paket}", "paket": paket, "sisa_pos": left_on(paket.pos),
            "hibah": rows.prefetch_related("penilaian").order_by("-skor", "created_at", "kode"),
            "kembali": reverse("admin:ekonomi_pakethibah_changelist"),
        }  # fmt: skip
        return TemplateResponse(request, "admin/ekonomi/peringkat.html", context)


@admin.register(KriteriaHibah)
class KriteriaHibahAdmin(ScopedAdmin):
    list_display = ("nama", "rumus", "bobot", "penuh_pada", "aktif", "urutan")
    list_filter = ("aktif",)
    search_fields = ("nama", "kode")
    prepopulated_fields = {"kode": ("nama",)}


@admin.register(UpahHarian)
class UpahHarianAdmin(ScopedAdmin):
    list_display = ("tarif", "berlaku_dari", "wilayah", "dasar")
    search_fields = ("dasar",)
    list_select_related = ("wilayah",)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "wilayah" and field is not None:
            # a rate for everywhere is the operator's alone
            field.required = not staff_of(request).is_superuser
        return field


def _settle(toko: Pedagang, by: Pengguna, form: Any) -> str:
    data = form.cleaned_data
    lunas = settle_pedagang(toko, tanggal=data["tanggal"], bukti=data["bukti"], by=by)
    return f"{rupiah(lunas.jumlah)} dibayarkan kepada {toko.nama}."


def _shop_pin(toko: Pedagang, _by: Pengguna, _form: Any) -> str:
    return f"Kode {toko.kode}, PIN {renew_pin_pedagang(toko)}. Sampaikan kepada toko sekarang."


def _is_treasurer(toko: Any, by: Pengguna) -> bool:
    return holds_peran(by, {Peran.BENDAHARA}, str(toko.wilayah_id)) and toko.terutang > 0


@admin.register(Pedagang)
class PedagangAdmin(HalamanLangkah):
    """Shops that take vouchers. A new one is added by its form; then its page has the steps."""

    langkah = (
        Langkah("lunasi", "Lunasi voucher", _settle, form=borang.LunasForm, berkas=True,
                boleh=_is_treasurer, keterangan="Dibayarkan oleh bendahara."),
        Langkah("pin", "Buat PIN toko", _shop_pin, keterangan="PIN lama tidak berlaku lagi."),
    )  # fmt: skip
    page_template = "admin/ekonomi/pedagang.html"
    list_display = ("nama", "kode", "menjual", "aktif", "tampil_terutang")
    list_filter = ("aktif", WilayahFilter)
    search_fields = ("nama", "kode")
    fields = ("program", "wilayah", "nama", "menjual", "alamat", "aktif")

    class Media:
        css = {"all": ("gaya/tiket.css", "gaya/surat.css")}

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm("ekonomi.add_pedagang"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        belum = Q(penukaran__pelunasan__isnull=True)
        terutang = Sum("penukaran__jumlah", filter=belum, default=0)
        return super().get_queryset(request).annotate(terutang=terutang)

    @display(description="belum dibayar")
    def tampil_terutang(self, toko: Any) -> str:
        return rupiah(toko.terutang)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:  # fmt: skip
        if object_id is None:
            return ScopedAdmin.changeform_view(self, request, None, form_url, extra_context)
        return self.page(request, self.find(request, object_id))

    def context_of(self, request: HttpRequest, baris: Pedagang) -> dict[str, Any]:
        return {
            "toko": baris,
            "penukaran": baris.penukaran.select_related("voucher", "pelunasan")[:100],
            "pelunasan": baris.pelunasan.select_related("by"),
        }


@admin.register(PenukaranVoucher)
class PenukaranVoucherAdmin(ReadOnlyScopedAdmin):
    list_display = ("voucher", "pedagang", "jumlah", "barang", "at", "pelunasan")
    list_filter = ("at",)
    search_fields = ("voucher__kode", "pedagang__nama")
    list_select_related = ("voucher", "pedagang", "pelunasan__pedagang")
