"""Buying local: the monthly price list for civil servants, open needs, and sellers' offers."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from ekonomi.forms.jual import TawarForm
from ekonomi.models import KebutuhanAsn, Lapak, Pesanan, Produk
from ekonomi.services.belanja import offer_produk
from ekonomi.toko.daftar_harga import price_list_pdf
from ekonomi.views.arah_toko import for_penjual
from ekonomi.views.jual import KABAR, put_errors
from pesan.bangun import KELUAR, wake
from wilayah.arah import SeeOther
from wilayah.halaman import Area, find_area, find_kelurahan, remember, remembered
from wilayah.scope import above

_BULAN = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
    "Oktober", "November", "Desember",
)  # fmt: skip
TERKECIL = 5  # below it a count could name somebody


def bulan_kata(hari: date) -> str:
    """November 2026."""
    return f"{_BULAN[hari.month - 1]} {hari.year}"


@require_safe
def daftar_asn(request: HttpRequest, slug: str) -> HttpResponse:
    """`/<slug>/toko/daftar-asn/`: what can be bought this month, to print; `?bentuk=pdf`."""
    area = find_area(slug)
    hari = timezone.localdate()
    produk = list(
        Produk.objects.public()
        .in_wilayah(area.kode)
        .available()
        .select_related("lapak__wilayah__induk__induk")
        .order_by("kategori", "nama")[:500]
    )
    kelompok = [
        (label, [p for p in produk if p.kategori == kode])
        for kode, label in Produk.Kategori.choices
    ]
    kelompok = [(label, isi) for label, isi in kelompok if isi]
    if request.GET.get("bentuk") == "pdf":
        isi = price_list_pdf(area.nama_panjang, bulan_kata(hari), kelompok)
        response = HttpResponse(isi, content_type="application/pdf")
        nama = f"daftar-harga-{area.slug}-{hari:%Y-%m}.pdf"
        response["Content-Disposition"] = f'attachment; filename="{nama}"'
        return response
    context = {
        "area": area,
        "bulan": bulan_kata(hari),
        "kelompok": kelompok,
        "kebutuhan": _open_needs(area, hari)[:20],
        "angka": asn_figures(area.kode, hari),
    }
    return remember(render(request, "ekonomi/daftar_asn.html", context), area)


def asn_figures(kode: str, hari: date) -> dict[str, Any] | None:
    """Orders of civil servants this year: number and Rupiah; None where too few to be nobody's."""
    jual = Pesanan.objects.in_wilayah(kode).filter(
        untuk_asn=True, status=Pesanan.Status.SELESAI, selesai_at__year=hari.year
    )
    angka: dict[str, Any] = jual.aggregate(
        n=Count("pk"), rp=Sum("subtotal"), lapak=Count("lapak", distinct=True)
    )
    return angka if angka["n"] >= TERKECIL else None


def _open_needs(area: Area, hari: date) -> Any:
    return KebutuhanAsn.objects.open(hari).in_wilayah(area.kode).select_related("instansi")


@require_safe
def kebutuhan(request: HttpRequest, slug: str) -> HttpResponse:
    """`/<slug>/toko/kebutuhan/`: what agencies want to buy from residents now."""
    area = find_kelurahan(slug)
    hari = timezone.localdate()
    selesai = KebutuhanAsn.objects.in_wilayah(area.kode).filter(status=KebutuhanAsn.Status.DIPILIH)
    context = {
        "area": area,
        "kebutuhan": _open_needs(area, hari).annotate(banyak=Count("tawaran")),
        "selesai": selesai.select_related("instansi").order_by("-dibutuhkan")[:10],
    }
    return remember(render(request, "ekonomi/kebutuhan.html", context), area)


def _for(lapak: Lapak, hari: date) -> Any:
    """Needs of the stall's kelurahan and of areas above it."""
    di = above(lapak.wilayah_id)
    return KebutuhanAsn.objects.open(hari).filter(wilayah__in=di).select_related("instansi")


@for_penjual
@require_safe
def daftar_tawar(request: HttpRequest, lapak: Lapak) -> HttpResponse:
    """What this seller may offer on, and what they have offered."""
    milik = {t.kebutuhan_id: t for t in lapak.tawaran.select_related("produk")}
    terbuka = [(k, milik.get(k.pk)) for k in _for(lapak, timezone.localdate())]
    context = {
        "area": remembered(request),
        "lapak": lapak,
        "terbuka": terbuka,
        "lama": lapak.tawaran.exclude(status="diajukan").select_related("kebutuhan", "pesanan")[
            :10
        ],
        "kabar": KABAR.get(request.GET.get("kabar", ""), ""),
    }
    return render(request, "ekonomi/jual_kebutuhan.html", context)


@for_penjual
@require_http_methods(["GET", "HEAD", "POST"])
def tawar(request: HttpRequest, lapak: Lapak, kebutuhan: int) -> HttpResponse:
    """Offer one product of this stall on one need."""
    baris = get_object_or_404(_for(lapak, timezone.localdate()), pk=kebutuhan)
    if not lapak.is_public:
        raise Http404
    produk = lapak.produk.filter(aktif=True, ditahan=False).order_by("nama")
    form = TawarForm(request.POST if request.method == "POST" else None)
    form.fields["produk"].choices = [(str(p.pk), str(p)) for p in produk]  # type: ignore[attr-defined]
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            offer_produk(
                baris, lapak, produk=produk.get(pk=int(data["produk"])), harga=data["harga"],
                catatan=data["catatan"],
            )  # fmt: skip
        except ValidationError as salah:
            put_errors(form, salah)
        else:
            wake(KELUAR)
            return SeeOther(f"{reverse('jual_kebutuhan')}?kabar=tawar")
    context = {"area": remembered(request), "lapak": lapak, "kebutuhan": baris, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "ekonomi/jual_tawar.html", context, status=status)
