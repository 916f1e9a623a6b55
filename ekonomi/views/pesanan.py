"""A buyer's own order: the door, its state, paying, proof, giving up, received, stars."""

from typing import Any

import segno
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ekonomi.bayar.dasar import GerbangGagal
from ekonomi.forms.toko import BuktiForm, PintuForm
from ekonomi.models import Pesanan, RiwayatPesanan, Tagihan
from ekonomi.services.bayar import attach_bukti, open_tagihan
from ekonomi.services.pesanan import PesananKeliru, move_pesanan, rate_pesanan
from ekonomi.toko.keadaan import LangkahTerlarang, may_move
from ekonomi.views.arah_toko import SESI_PESANAN, followed_pesanan, for_pembeli
from ekonomi.views.keranjang import order_words
from ekonomi.views.toko import wa_link
from pesan.bangun import KELUAR, wake
from pesan.lampiran import LampiranDitolak, serve_lampiran
from pesan.pin import clean_kode, open_by_pin
from pesan.pintu_pin import try_door
from wilayah.arah import SeeOther
from wilayah.asal import origin_hash
from wilayah.halaman import area_of, remembered

S, P = Pesanan.Status, RiwayatPesanan.Pelaku
KABAR = {
    "bukti": "Terima kasih. Bukti bayar sudah kami teruskan ke penjual.",
    "batal": "Pesanan sudah dibatalkan.",
    "sampai": "Senang barangnya sudah sampai. Terima kasih sudah belanja di tetangga sendiri.",
    "nilai": "Terima kasih atas penilaiannya.",
    "keluar": "Anda sudah keluar. Perangkat ini tidak lagi membuka pesanan tadi.",
    "berubah": "Pesanan ini baru saja berubah. Periksa keadaannya di bawah.",
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pesanan(request: HttpRequest) -> HttpResponse:
    """`/pesanan/`: the door, or the order when the door was passed."""
    if request.method == "POST":
        return _sign_in(request)
    baris = followed_pesanan(request)
    if baris is None:
        return _door(request, PintuForm())
    return order_page(request, baris)


def _door(request: HttpRequest, form: PintuForm, status: int = 200) -> HttpResponse:
    context = {
        "area": remembered(request),
        "form": form,
        "kabar": KABAR.get(request.GET.get("kabar", ""), ""),
    }
    return render(request, "ekonomi/pesanan_masuk.html", context, status=status)


def _sign_in(request: HttpRequest) -> HttpResponse:
    form = PintuForm(request.POST)
    baris, status = try_door(
        form,
        lambda kode, pin: open_by_pin(
            clean_kode(kode, "TK"), pin, asal=origin_hash(request), find=_by_kode
        ),
    )
    if baris is None:
        return _door(request, form, status)
    return SESI_PESANAN.open(SeeOther(reverse("pesanan")), baris.pk, baris.pin_hash)


def _by_kode(kode: str) -> Pesanan | None:
    return Pesanan.objects.filter(kode=kode, dihapus_at__isnull=True).first()


def order_page(
    request: HttpRequest,
    baris: Pesanan,
    *,
    status: int = 200,
    bukti: BuktiForm | None = None,
    galat: str = "",
) -> HttpResponse:
    """The order as its buyer sees it."""
    manual = baris.cara_bayar in (Pesanan.CaraBayar.TRANSFER, Pesanan.CaraBayar.QRIS)
    belum = baris.dibayar_at is None and not baris.is_ended
    tagihan = next(iter(baris.tagihan.all()), None)
    context: dict[str, Any] = {
        "area": area_of(baris.wilayah_id),
        "pesanan": baris,
        "lapak": baris.lapak,
        "jejak": baris.riwayat.all(),
        "tagihan": tagihan,
        "bayar": belum and baris.cara_bayar != Pesanan.CaraBayar.TUNAI,
        "manual": manual,
        "bukti_ada": tagihan is not None and tagihan.bukti_id is not None,
        "form": bukti or BuktiForm(),
        "galat": galat,
        "boleh_batal": may_move(baris, S.DIBATALKAN, P.PEMBELI),
        "boleh_sampai": may_move(baris, S.SELESAI, P.PEMBELI),
        "boleh_nilai": baris.status == S.SELESAI and baris.nilai is None,
        "bintang": range(5, 0, -1),
        "wa": wa_link(baris.lapak, order_words(baris)),
        "kabar": KABAR.get(request.GET.get("kabar", ""), ""),
    }
    response = render(request, "ekonomi/pesanan.html", context, status=status)
    return SESI_PESANAN.open(response, baris.pk, baris.pin_hash)


@for_pembeli
@require_http_methods(["GET", "HEAD", "POST"])
def bayar(request: HttpRequest, baris: Pesanan) -> HttpResponse:
    """How to pay: account, QRIS, or the gateway's page. A POST asks for the bill."""
    if request.method == "POST":
        try:
            open_tagihan(baris)
        except GerbangGagal as gagal:
            return order_page(request, baris, status=502, galat=str(gagal))
        except (PesananKeliru, KeyError):
            return _back("berubah")
        return SeeOther(reverse("pesanan_bayar"))
    tagihan = Tagihan.objects.filter(pesanan=baris, status=Tagihan.Status.MENUNGGU).first()
    if tagihan is None or baris.is_ended:
        return SeeOther(reverse("pesanan"))
    context = {
        "area": area_of(baris.wilayah_id),
        "pesanan": baris,
        "lapak": baris.lapak,
        "tagihan": tagihan,
        "gambar": _qr(tagihan.qris),
        "form": BuktiForm(),
    }
    return render(request, "ekonomi/pesanan_bayar.html", context)


def _qr(isi: str) -> str:
    """The code as an SVG without styles of its own; empty for none."""
    if not isi:
        return ""
    gambar = segno.make_qr(isi, error="m").svg_inline(
        scale=6, border=3, dark="#000", light="#fff", omitsize=True
    )
    return mark_safe(gambar)  # noqa: S308 - drawn by us from squares, holds no text


@for_pembeli
@require_http_methods(["GET", "HEAD", "POST"])
def bukti(request: HttpRequest, baris: Pesanan) -> HttpResponseBase:
    """The picture of a payment: sent by POST, shown by GET."""
    if request.method != "POST":
        tagihan = baris.tagihan.filter(bukti__isnull=False).select_related("bukti").first()
        if tagihan is None or tagihan.bukti is None:
            raise Http404
        return serve_lampiran(tagihan.bukti)
    form = BuktiForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            attach_bukti(baris, berkas=form.cleaned_data["bukti"], asal=origin_hash(request))
        except LampiranDitolak as ditolak:
            form.add_error("bukti", str(ditolak))
        except PesananKeliru:
            return _back("berubah")
        else:
            wake(KELUAR)
            return _back("bukti")
    return order_page(request, baris, status=422, bukti=form)


@for_pembeli
@require_POST
def batal(request: HttpRequest, baris: Pesanan) -> HttpResponse:
    """Give the order up."""
    return _move(request, baris, S.DIBATALKAN, "batal")


@for_pembeli
@require_POST
def sampai(request: HttpRequest, baris: Pesanan) -> HttpResponse:
    """It is here (and, for cash, paid)."""
    return _move(request, baris, S.SELESAI, "sampai")


def _move(request: HttpRequest, baris: Pesanan, ke: str, kabar: str) -> HttpResponse:
    try:
        move_pesanan(baris, ke=ke, pelaku=P.PEMBELI, asal=origin_hash(request))
    except LangkahTerlarang:
        return _back("berubah")
    wake(KELUAR)
    return _back(kabar)


@for_pembeli
@require_POST
def nilai(request: HttpRequest, baris: Pesanan) -> HttpResponse:
    """One to five stars."""
    teks = request.POST.get("nilai", "")
    if teks not in {"1", "2", "3", "4", "5"}:
        return order_page(request, baris, status=422, galat="Pilih satu sampai lima bintang.")
    try:
        rate_pesanan(baris, nilai=int(teks))
    except PesananKeliru:
        return _back("berubah")
    return _back("nilai")


@require_POST
def keluar(request: HttpRequest) -> HttpResponse:
    """Leave: this browser forgets the order."""
    return SESI_PESANAN.close(_back("keluar"))


@require_safe
def hanya_pintu(request: HttpRequest) -> HttpResponse:
    """Another order: the door, whatever this browser has open."""
    return _door(request, PintuForm())


def _back(kabar: str) -> SeeOther:
    return SeeOther(f"{reverse('pesanan')}?kabar={kabar}")
