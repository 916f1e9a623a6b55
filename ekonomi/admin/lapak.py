"""The desk of stalls: opened for a resident, approved; their products held or released."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from ekonomi.forms.toko import clean_nomor
from ekonomi.models import Lapak, PersetujuanLapak, Produk, Usaha
from ekonomi.services.lapak import (
    hold_produk,
    open_lapak,
    release_produk,
    renew_pin,
    review_lapak,
    set_gerbang,
    set_persetujuan,
)
from pesan.bangun import KELUAR, wake
from wilayah.admin_dasar import ReadOnlyScopedAdmin, WilayahFilter, scoped_rows
from wilayah.ekspor import AmanResource, EksporAdmin
from wilayah.models import Pengguna
from wilayah.peran import peran_with

WARNA = {"diajukan": "warning", "disetujui": "success", "ditolak": "danger", "dibekukan": "danger"}
S = Lapak.Status


def staff_of(request: HttpRequest) -> Pengguna:
    """The person at the desk."""
    return request.user  # type: ignore[return-value]


class BukaLapakForm(forms.Form):
    """A stall for a business that has none."""

    usaha = forms.ModelChoiceField(Usaha.objects.none(), label="Usaha")
    nama = forms.CharField(label="Nama lapak", max_length=80)
    nomor_wa = forms.CharField(
        label="Nomor WhatsApp penjual", max_length=30, required=False,
        help_text="Untuk kabar pesanan. Tidak tampil di halaman umum kecuali diizinkan penjual.",
    )  # fmt: skip
    tampil = forms.BooleanField(
        label="Penjual mengizinkan lapak dan produknya tampil di Toko Warga", required=False,
        help_text="Bacakan dulu: terlihat siapa saja, tempatnya ditulis sampai RW.",
    )  # fmt: skip

    def clean_nomor_wa(self) -> str:
        nomor = self.cleaned_data["nomor_wa"].strip()
        return clean_nomor(nomor) if nomor else ""


class GerbangForm(forms.Form):
    """The seller's own account at a gateway; the key that is there is never shown."""

    gerbang = forms.ChoiceField(
        label="Gerbang bayar", required=False, choices=[("", "Tanpa"), *Lapak.Gerbang.choices]
    )
    kunci = forms.CharField(
        label="Kunci peladen", required=False, max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="Dari akun penjual sendiri. Kosongkan untuk memakai yang tersimpan.",
    )  # fmt: skip
    produksi = forms.BooleanField(label="Sungguhan, bukan percobaan", required=False)


class LapakResource(AmanResource):
    class Meta(AmanResource.Meta):
        model = Lapak
        fields = ("kode", "nama", "wilayah", "status", "buka", "diperiksa_at", "created_at")
        export_order = fields


@admin.register(Lapak)
class LapakAdmin(EksporAdmin, ReadOnlyScopedAdmin):
    """Rows are written by services; each stall has its own page with its steps."""

    resource_classes = [LapakResource]
    change_form_template = "admin/ekonomi/lapak.html"
    list_display = ["nama", "kode", "tampil_status", "tempat", "jumlah", "buka", "tampil"]
    list_filter = [WilayahFilter, ("status", ChoicesDropdownFilter), "buka"]
    list_select_related = ["wilayah__induk__induk"]
    search_fields = ["nama", "kode", "usaha__nama"]
    search_help_text = "Nama lapak, kode, atau nama usaha"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).annotate(banyak=Count("produk"))

    @display(description="keadaan", ordering="status", label=WARNA)
    def tampil_status(self, lapak: Lapak) -> tuple[str, str]:
        return lapak.status, lapak.get_status_display()

    @display(description="tempat", ordering="wilayah")
    def tempat(self, lapak: Lapak) -> str:
        return lapak.tempat

    @display(description="produk", ordering="banyak")
    def jumlah(self, lapak: Lapak) -> int:
        return int(lapak.banyak)  # type: ignore[attr-defined]

    @display(description="izin tampil", boolean=True)
    def tampil(self, lapak: Lapak) -> bool:
        return lapak.tampil_at is not None

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super(ReadOnlyScopedAdmin, self).has_add_permission(request)

    def may_act(self, request: HttpRequest, lapak: Lapak) -> bool:
        """Whether this person's roles let them approve and change this stall."""
        if not request.user.has_perm("ekonomi.change_lapak"):
            return False
        return self.rows_for(request, "change").filter(pk=lapak.pk).exists()

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        nama = "ekonomi_lapak"
        return [
            path("<int:pk>/langkah/", view(self.step_view), name=f"{nama}_langkah"),
            path("<int:pk>/gerbang/", view(self.gateway_view), name=f"{nama}_gerbang"),
            path("<int:pk>/produk/", view(self.product_view), name=f"{nama}_produk"),
            *super().get_urls(),
        ]

    def _find(self, request: HttpRequest, pk: Any, *, act: bool = False) -> Lapak:
        rows = self.get_queryset(request).select_related(
            "usaha", "wilayah__induk__induk", "diperiksa_by"
        )
        lapak: Lapak | None = rows.filter(pk=pk).first() if str(pk).isdecimal() else None
        if lapak is None or not self.has_view_permission(request, lapak):
            raise Http404("lapak tidak ditemukan")
        if act and not self.may_act(request, lapak):
            raise Http404("lapak tidak ditemukan")
        return lapak

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Which business; then the stall's page with code and PIN, shown this once."""
        if not self.has_add_permission(request):
            raise Http404
        form = BukaLapakForm(request.POST if request.method == "POST" else None)
        peran = peran_with("ekonomi.lapak", "add")
        usaha = scoped_rows(Usaha, request.user, peran).filter(status="aktif", lapak__isnull=True)
        form.fields["usaha"].queryset = usaha.order_by("nama")  # type: ignore[attr-defined]
        if form.is_bound and form.is_valid():
            return self._open(request, form.cleaned_data)
        context = {
            **self.page_context(request, "Buka lapak baru"),
            "form": form,
            "kembali": reverse("admin:ekonomi_lapak_changelist"),
        }
        status = 422 if form.is_bound else 200
        return TemplateResponse(request, "admin/ekonomi/lapak_baru.html", context, status=status)

    def _open(self, request: HttpRequest, data: dict[str, Any]) -> HttpResponse:
        by = staff_of(request)
        try:
            lapak, pin = open_lapak(
                data["usaha"], nama=data["nama"], nomor_wa=data["nomor_wa"], by=by
            )
        except ValidationError as salah:
            messages.error(request, " ".join(salah.messages))
            return redirect("admin:ekonomi_lapak_changelist")
        if data["tampil"]:
            set_persetujuan(lapak, apa=PersetujuanLapak.Apa.LAPAK, ya=True, by=by)
        self._show_pin(request, lapak, pin)
        return redirect("admin:ekonomi_lapak_change", lapak.pk)

    def _show_pin(self, request: HttpRequest, lapak: Lapak, pin: str) -> None:
        messages.success(
            request, f"Kode {lapak.kode}, PIN {pin}. Berikan kepada penjual; PIN tampil sekali ini."
        )

    def step_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """POST: approve, refuse, freeze, or a new PIN."""
        lapak = self._find(request, pk, act=True)
        langkah = request.POST.get("langkah", "")
        if request.method == "POST" and langkah == "pin":
            self._show_pin(request, lapak, renew_pin(lapak, by=staff_of(request)))
        elif request.method == "POST" and langkah in (S.DISETUJUI, S.DITOLAK, S.DIBEKUKAN):
            alasan = request.POST.get("alasan", "")
            try:
                review_lapak(lapak, ke=langkah, by=staff_of(request), alasan=alasan)
                messages.success(request, f"{lapak}: {S(langkah).label.lower()}.")
                wake(KELUAR)
            except ValidationError as salah:
                messages.error(request, " ".join(salah.messages))
        return redirect("admin:ekonomi_lapak_change", lapak.pk)

    def gateway_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """POST: connect the seller's own merchant account."""
        lapak = self._find(request, pk, act=True)
        form = GerbangForm(request.POST)
        if request.method == "POST" and form.is_valid():
            try:
                set_gerbang(lapak, by=staff_of(request), **form.cleaned_data)
                messages.success(request, "Gerbang bayar disimpan.")
            except ValidationError as salah:
                messages.error(request, " ".join(salah.messages))
        return redirect("admin:ekonomi_lapak_change", lapak.pk)

    def product_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """POST: hold one product of the stall with a reason, or release it."""
        lapak = self._find(request, pk, act=True)
        kunci = request.POST.get("produk", "")
        produk = lapak.produk.filter(pk=kunci).first() if kunci.isdecimal() else None
        if request.method == "POST" and produk is not None:
            try:
                self._hold(request, produk)
            except ValidationError as salah:
                messages.error(request, " ".join(salah.messages))
        return redirect("admin:ekonomi_lapak_change", lapak.pk)

    def _hold(self, request: HttpRequest, produk: Produk) -> None:
        if produk.ditahan:
            release_produk(produk, by=staff_of(request))
            messages.success(request, f"{produk} boleh dijual lagi.")
        else:
            hold_produk(produk, alasan=request.POST.get("alasan", ""), by=staff_of(request))
            messages.success(request, f"{produk} ditahan.")

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        lapak = self._find(request, object_id)
        awal = {"gerbang": lapak.gerbang, "produksi": lapak.gerbang_produksi}
        context = {
            **self.page_context(request, lapak.nama),
            "lapak": lapak,
            "warna": WARNA.get(lapak.status, ""),
            "produk": lapak.produk.order_by("nama"),
            "izin": lapak.persetujuan.select_related("by"),
            "riwayat": lapak.riwayat.select_related("by"),
            "boleh": self.may_act(request, lapak),
            "form": GerbangForm(initial=awal),
            "kembali": reverse("admin:ekonomi_lapak_changelist"),
        }
        return TemplateResponse(request, self.change_form_template, context)


class ProdukResource(AmanResource):
    class Meta(AmanResource.Meta):
        model = Produk
        fields = (
            "id", "lapak__nama", "lapak__wilayah", "nama", "kategori", "harga", "satuan", "stok",
            "aktif", "ditahan",
        )  # fmt: skip
        export_order = fields


@admin.register(Produk)
class ProdukAdmin(EksporAdmin, ReadOnlyScopedAdmin):
    """All products of an area, to look through; they are held on their stall's page."""

    resource_classes = [ProdukResource]
    list_display = ["nama", "lapak", "kategori", "harga", "satuan", "stok", "aktif", "ditahan"]
    list_filter = ["ditahan", "aktif", ("kategori", ChoicesDropdownFilter)]
    list_select_related = ["lapak"]
    search_fields = ["nama", "lapak__nama"]
    fields = [
        "lapak", "nama", "deskripsi", "kategori", "harga", "satuan", "stok", "berat", "aktif",
        "ditahan", "alasan_ditahan",
    ]  # fmt: skip
