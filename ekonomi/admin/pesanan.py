"""Orders, bills and gateway reports: to look up and count; buyers' names are not in any of them."""

from django.contrib import admin
from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncMonth
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateFilter
from unfold.decorators import action, display

from ekonomi.models import BarisPesanan, PeristiwaBayar, Pesanan, RiwayatPesanan, Tagihan
from wilayah.admin_dasar import ReadOnlyInline, ReadOnlyScopedAdmin, WilayahFilter
from wilayah.ekspor import AmanResource, EksporAdmin
from wilayah.format import rupiah

WARNA = {
    "baru": "warning", "dikonfirmasi": "info", "dibayar": "info", "disiapkan": "info",
    "dikirim": "info", "siap_diambil": "info", "selesai": "success", "dibatalkan": "danger",
    "ditolak": "danger",
}  # fmt: skip


class BarisInline(ReadOnlyInline):
    model = BarisPesanan
    fields = ("nama", "jumlah", "satuan", "harga")
    readonly_fields = ("nama", "jumlah", "satuan", "harga")


class RiwayatInline(ReadOnlyInline):
    model = RiwayatPesanan
    fields = ("at", "dari", "ke", "pelaku", "catatan")
    readonly_fields = ("at", "dari", "ke", "pelaku", "catatan")


class PesananResource(AmanResource):
    """Columns without anything that names a buyer."""

    class Meta(AmanResource.Meta):
        model = Pesanan
        fields = (
            "kode", "lapak__nama", "wilayah", "status", "cara_terima", "cara_bayar", "kurir",
            "subtotal", "ongkir", "total", "untuk_asn", "nilai", "pengembalian", "created_at",
            "dibayar_at", "selesai_at",
        )  # fmt: skip
        export_order = fields


@admin.register(Pesanan)
class PesananAdmin(EksporAdmin, ReadOnlyScopedAdmin):
    """Read only: an order is its buyer's and its seller's."""

    resource_classes = [PesananResource]
    actions_list = ["month_view"]
    list_display = ["kode", "lapak", "tampil_status", "tampil_total", "cara_bayar", "created_at"]
    list_filter = [
        WilayahFilter, ("status", ChoicesDropdownFilter), ("cara_bayar", ChoicesDropdownFilter),
        ("cara_terima", ChoicesDropdownFilter), "untuk_asn", "pengembalian",
        ("created_at", RangeDateFilter),
    ]  # fmt: skip
    list_filter_submit = True
    list_select_related = ["lapak"]
    search_fields = ["kode", "lapak__nama", "resi"]
    search_help_text = "Kode pesanan, nama lapak, atau nomor resi"
    inlines = [BarisInline, RiwayatInline]
    fields = [
        "kode", "lapak", "status", "cara_terima", "kurir", "resi", "cara_bayar", "subtotal",
        "ongkir", "total", "untuk_asn", "batas_at", "dibayar_at", "selesai_at", "pengembalian",
        "nilai", "created_at",
    ]  # fmt: skip

    @display(description="keadaan", ordering="status", label=WARNA)
    def tampil_status(self, pesanan: Pesanan) -> tuple[str, str]:
        return pesanan.status, pesanan.get_status_display()

    @display(description="total", ordering="total")
    def tampil_total(self, pesanan: Pesanan) -> str:
        return rupiah(pesanan.total)

    @action(description="Per bulan", url_path="bulan")
    def month_view(self, request: HttpRequest) -> HttpResponse:
        """Orders and turnover by month, with what civil servants bought."""
        selesai = Q(status=Pesanan.Status.SELESAI)
        bulan = (
            self.get_queryset(request)
            .order_by()
            .annotate(bulan=TruncMonth("created_at"))
            .values("bulan")
            .annotate(
                masuk=Count("pk"),
                selesai=Count("pk", filter=selesai),
                gagal=Count("pk", filter=Q(status__in=Pesanan.GIVEN_UP)),
                rp=Sum("subtotal", filter=selesai),
                asn=Count("pk", filter=selesai & Q(untuk_asn=True)),
                rp_asn=Sum("subtotal", filter=selesai & Q(untuk_asn=True)),
                lapak=Count("lapak", distinct=True, filter=selesai),
            )
            .order_by("-bulan")[:24]
        )
        context = {
            **self.page_context(request, "Pesanan per bulan"),
            "bulan": bulan,
            "kembali": reverse("admin:ekonomi_pesanan_changelist"),
        }
        return TemplateResponse(request, "admin/ekonomi/pesanan_bulan.html", context)


@admin.register(Tagihan)
class TagihanAdmin(ReadOnlyScopedAdmin):
    """Bills, above all those whose amount does not fit."""

    list_display = ["nomor", "pesanan", "gerbang", "jumlah", "status", "selisih", "created_at"]
    list_filter = ["gerbang", ("status", ChoicesDropdownFilter)]
    list_select_related = ["pesanan"]
    search_fields = ["nomor", "pesanan__kode"]
    fields = [
        "nomor", "pesanan", "gerbang", "jumlah", "status", "selisih", "bukti_at", "lunas_at",
        "created_at",
    ]  # fmt: skip


@admin.register(PeristiwaBayar)
class PeristiwaBayarAdmin(ReadOnlyScopedAdmin):
    """What gateways reported and what came of it."""

    list_display = ["diterima_at", "gerbang", "keadaan", "tagihan", "jumlah", "hasil"]
    list_filter = ["gerbang", ("hasil", ChoicesDropdownFilter)]
    list_select_related = ["tagihan"]
    search_fields = ["id_peristiwa", "tagihan__nomor"]
    fields = [
        "gerbang", "id_peristiwa", "keadaan", "menjadi", "lapak", "tagihan", "jumlah", "hasil",
        "waktu_gerbang", "diterima_at", "selesai_at",
    ]  # fmt: skip
