"""The seller's own pages, made for a telephone: orders to do, products, money to confirm."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, Q, Sum
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ekonomi.bayar.dasar import GerbangGagal
from ekonomi.forms.jual import LangkahForm, LapakForm, ProdukForm
from ekonomi.forms.toko import PintuForm
from ekonomi.models import Lapak, PersetujuanLapak, Pesanan, Produk, RiwayatPesanan
from ekonomi.services.bayar import confirm_bayar, confirm_kembali, refund_pesanan
from ekonomi.services.lapak import ISIAN, ISIAN_BAYAR, edit_lapak, set_buka, set_persetujuan
from ekonomi.services.pesanan import PesananKeliru, move_pesanan
from ekonomi.services.produk import change_stok, save_produk, set_aktif
from ekonomi.toko.keadaan import LangkahTerlarang, next_moves
from ekonomi.views.arah_toko import SESI_JUAL, for_penjual, opened_lapak
from pesan.bangun import KELUAR, wake
from pesan.lampiran import LampiranDitolak, serve_lampiran
from pesan.pin import clean_kode, open_by_pin
from pesan.pintu_pin import try_door
from wilayah.arah import SeeOther
from wilayah.asal import origin_hash
from wilayah.halaman import remembered

S, P = Pesanan.Status, RiwayatPesanan.Pelaku
KABAR = {
    "langkah": "Sudah dicatat. Pembeli kami kabari.",
    "bayar": "Pembayaran dicatat. Pesanan siap dikerjakan.",
    "kembali": "Dicatat: uangnya sudah dikembalikan.",
    "berubah": "Pesanan ini baru saja berubah. Periksa keadaannya.",
    "simpan": "Sudah disimpan.",
    "produk": "Produk sudah disimpan.",
    "ditahan": "Tersimpan, tetapi perlu dilihat petugas dulu sebelum tampil.",
    "buka": "Lapak buka dan menerima pesanan.",
    "tutup": "Lapak tutup. Pesanan yang sudah masuk tetap jalan.",
    "keluar": "Anda sudah keluar dari halaman penjual.",
    "tawar": "Tawaran Anda sudah dikirim.",
}
# What a button says; the words of `ditolak` and `dibatalkan` need a reason.
TOMBOL = {
    S.DIKONFIRMASI: "Terima pesanan",
    S.DISIAPKAN: "Mulai siapkan",
    S.SIAP_DIAMBIL: "Siap diambil",
    S.DIKIRIM: "Kirim",
    S.SELESAI: "Selesai, barang diterima",
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def jual(request: HttpRequest) -> HttpResponse:
    """`/jual/`: the door, or what is to be done when the door was passed."""
    if request.method == "POST":
        return _sign_in(request)
    lapak = opened_lapak(request)
    if lapak is None:
        return _door(request, PintuForm())
    return _home(request, lapak)


def _door(request: HttpRequest, form: PintuForm, status: int = 200) -> HttpResponse:
    context = {
        "area": remembered(request),
        "form": form,
        "kabar": KABAR.get(request.GET.get("kabar", ""), ""),
    }
    return render(request, "ekonomi/jual_masuk.html", context, status=status)


def _sign_in(request: HttpRequest) -> HttpResponse:
    form = PintuForm(request.POST)
    lapak, status = try_door(
        form,
        lambda kode, pin: open_by_pin(
            clean_kode(kode, "LP"), pin, asal=origin_hash(request),
            find=lambda kode: Lapak.objects.filter(kode=kode).first(),
        ),
    )  # fmt: skip
    if lapak is None:
        return _door(request, form, status)
    return SESI_JUAL.open(SeeOther(reverse("jual")), lapak.pk, lapak.pin_hash)


def _home(request: HttpRequest, lapak: Lapak) -> HttpResponse:
    terbuka = list(
        lapak.pesanan.filter(Q(pengembalian="perlu") | ~Q(status__in=Pesanan.ENDED))
        .prefetch_related("baris", "tagihan")
        .order_by("id")[:100]
    )
    hari_ini = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    hari = lapak.pesanan.filter(selesai_at__gte=hari_ini).aggregate(
        n=Count("pk"), rp=Sum("subtotal")
    )
    context = {
        "area": remembered(request),
        "lapak": lapak,
        "kelompok": _groups(terbuka),
        "hari": hari,
        "bulan": lapak.pesanan.filter(selesai_at__gte=hari_ini - timedelta(days=30)).aggregate(
            n=Count("pk"), rp=Sum("subtotal")
        ),
        "lama": lapak.pesanan.filter(status__in=Pesanan.ENDED).order_by("-updated_at")[:8],
        "kabar": KABAR.get(request.GET.get("kabar", ""), ""),
    }
    response = render(request, "ekonomi/jual.html", context)
    return SESI_JUAL.open(response, lapak.pk, lapak.pin_hash)


def _groups(pesanan: list[Pesanan]) -> list[tuple[str, list[Pesanan]]]:
    """Orders by what the seller has to do with them, the most urgent kind first."""
    kelompok: dict[str, list[Pesanan]] = {
        "Uang perlu dikembalikan": [],
        "Bukti bayar perlu diperiksa": [],
        "Perlu dijawab": [],
        "Perlu disiapkan": [],
        "Perlu dikirim atau diambil": [],
        "Menunggu pembeli": [],
    }
    for satu in pesanan:
        kelompok[_group_of(satu)].append(satu)
    return [(judul, isi) for judul, isi in kelompok.items() if isi]


def _group_of(pesanan: Pesanan) -> str:
    if pesanan.pengembalian == Pesanan.Pengembalian.PERLU:
        return "Uang perlu dikembalikan"
    belum = pesanan.dibayar_at is None
    if belum and any(t.bukti_id and t.status == "menunggu" for t in pesanan.tagihan.all()):
        return "Bukti bayar perlu diperiksa"
    if pesanan.status == S.BARU:
        return "Perlu dijawab"
    tunai = pesanan.cara_bayar == Pesanan.CaraBayar.TUNAI
    if pesanan.status == S.DIBAYAR or (pesanan.status == S.DIKONFIRMASI and tunai):
        return "Perlu disiapkan"
    return "Perlu dikirim atau diambil" if pesanan.status == S.DISIAPKAN else "Menunggu pembeli"


@for_penjual
@require_http_methods(["GET", "HEAD", "POST"])
def pesanan(request: HttpRequest, lapak: Lapak, kode_pesanan: str) -> HttpResponse:
    """One order of this stall: what is ordered, by whom, and the big buttons."""
    baris = _find(lapak, kode_pesanan)
    if request.method == "POST":
        return _step(request, lapak, baris)
    return _order_page(request, lapak, baris)


def _find(lapak: Lapak, kode: str) -> Pesanan:
    return get_object_or_404(
        Pesanan.objects.filter(lapak=lapak)
        .select_related("lapak__usaha", "lapak__kontak", "kontak")
        .prefetch_related("baris", "riwayat", "tagihan"),
        kode=kode,
    )


def _order_page(
    request: HttpRequest, lapak: Lapak, baris: Pesanan, *, galat: str = "", status: int = 200
) -> HttpResponse:
    bisa = next_moves(baris, P.PENJUAL)
    gerbang = baris.cara_bayar == Pesanan.CaraBayar.GERBANG
    angka = "".join(filter(str.isdigit, baris.nomor_wa))
    context = {
        "area": remembered(request),
        "lapak": lapak,
        "pesanan": baris,
        "tombol": [(ke, TOMBOL[S(ke)]) for ke in bisa if ke in TOMBOL],
        "tolak": S.DITOLAK in bisa,
        "batal": S.DIBATALKAN in bisa,
        "konfirmasi": baris.dibayar_at is None and not baris.is_ended and not gerbang,
        "kembali": baris.pengembalian == Pesanan.Pengembalian.PERLU,
        "lewat_gerbang": gerbang,
        "bukti": next((t for t in baris.tagihan.all() if t.bukti_id), None),
        "wa": f"https://wa.me/{angka}" if angka else "",
        "galat": galat,
        "kabar": KABAR.get(request.GET.get("kabar", ""), ""),
    }
    return render(request, "ekonomi/jual_pesanan.html", context, status=status)


def _step(request: HttpRequest, lapak: Lapak, baris: Pesanan) -> HttpResponse:
    form = LangkahForm(request.POST)
    if not form.is_valid():
        return _order_page(request, lapak, baris, galat="Isian ini terlalu panjang.", status=422)
    data, asal = form.cleaned_data, origin_hash(request)
    try:
        kabar = _take(baris, data, asal)
    except (PesananKeliru, GerbangGagal) as galat:
        return _order_page(request, lapak, baris, galat=str(galat), status=422)
    except LangkahTerlarang:
        kabar = "berubah"
    wake(KELUAR)
    return SeeOther(f"{reverse('jual_pesanan', args=[baris.kode])}?kabar={kabar}")


def _take(baris: Pesanan, data: dict[str, Any], asal: str) -> str:
    langkah = data["langkah"]
    if langkah == "bayar":
        confirm_bayar(baris, asal=asal)
        return "bayar"
    if langkah == "kembali":
        confirm_kembali(baris, asal=asal)
        return "kembali"
    if langkah == "refund":
        refund_pesanan(baris, asal=asal)
        return "kembali"
    if langkah not in S.values:
        raise LangkahTerlarang("langkah tidak dikenal")
    move_pesanan(
        baris, ke=langkah, pelaku=P.PENJUAL, catatan=data["catatan"], resi=data["resi"], asal=asal
    )
    return "langkah"


@for_penjual
@require_safe
def bukti(request: HttpRequest, lapak: Lapak, kode_pesanan: str) -> HttpResponseBase:
    """The buyer's picture of a payment, for this stall alone."""
    baris = _find(lapak, kode_pesanan)
    tagihan = baris.tagihan.filter(bukti__isnull=False).select_related("bukti").first()
    if tagihan is None or tagihan.bukti is None:
        raise Http404
    return serve_lampiran(tagihan.bukti)


@for_penjual
@require_safe
def daftar_produk(request: HttpRequest, lapak: Lapak) -> HttpResponse:
    """What this stall sells, with plus and minus for the stock."""
    context = {
        "area": remembered(request),
        "lapak": lapak,
        "produk": lapak.produk.order_by("-aktif", "nama"),
        "kabar": KABAR.get(request.GET.get("kabar", ""), ""),
    }
    return render(request, "ekonomi/jual_produk.html", context)


@for_penjual
@require_http_methods(["GET", "HEAD", "POST"])
def produk(request: HttpRequest, lapak: Lapak, produk: int | None = None) -> HttpResponse:
    """Add a product, or change one, with its picture in one screen."""
    baris = get_object_or_404(lapak.produk, pk=produk) if produk is not None else None
    awal = {n: getattr(baris, n) for n in ProdukForm.base_fields if n != "foto"} if baris else {}
    form = ProdukForm(initial=awal)
    if request.method == "POST":
        form = ProdukForm(request.POST, request.FILES, initial=awal)
        if form.is_valid():
            simpan = _save(lapak, baris, form)
            if simpan is not None:
                kabar = "ditahan" if simpan.ditahan else "produk"
                return SeeOther(f"{reverse('jual_produk')}?kabar={kabar}")
    context = {"area": remembered(request), "lapak": lapak, "form": form, "produk": baris}
    status = 422 if form.is_bound else 200
    return render(request, "ekonomi/jual_produk_isi.html", context, status=status)


def _save(lapak: Lapak, baris: Produk | None, form: ProdukForm) -> Produk | None:
    try:
        return save_produk(
            lapak, isian=form.isian(), produk=baris, foto=form.cleaned_data["foto"] or None
        )
    except LampiranDitolak as ditolak:
        form.add_error("foto", str(ditolak))
    except ValidationError as salah:
        put_errors(form, salah)
    return None


def put_errors(form: Any, salah: ValidationError) -> None:
    """Each message to its field, or above the form where the form has no such field."""
    pesan = salah.message_dict if hasattr(salah, "error_dict") else {"": salah.messages}
    for nama, isi in pesan.items():
        form.add_error(nama if nama in form.fields else None, isi)


@for_penjual
@require_POST
def stok(request: HttpRequest, lapak: Lapak, produk: int) -> HttpResponse:
    """Plus or minus on the list: `ubah` is a small number; `aktif` puts it on sale or takes off."""
    baris = get_object_or_404(lapak.produk, pk=produk)
    if "aktif" in request.POST:
        set_aktif(baris, aktif=request.POST["aktif"] == "1")
    elif request.POST.get("ubah") in {"-10", "-1", "1", "10"}:
        change_stok(baris, tambah=int(request.POST["ubah"]))
    return SeeOther(f"{reverse('jual_produk')}#p{baris.pk}")


@for_penjual
@require_POST
def buka(request: HttpRequest, lapak: Lapak) -> HttpResponse:
    """Open or close the stall."""
    jadi = request.POST.get("buka") == "1"
    set_buka(lapak, buka=jadi, asal=origin_hash(request))
    return SeeOther(f"{reverse('jual')}?kabar={'buka' if jadi else 'tutup'}")


@for_penjual
@require_http_methods(["GET", "HEAD", "POST"])
def pengaturan(request: HttpRequest, lapak: Lapak) -> HttpResponse:
    """The seller's own settings, consent among them."""
    awal = {nama: getattr(lapak, nama) for nama in (*ISIAN, *ISIAN_BAYAR)}
    awal |= {
        "tampil": lapak.tampil_at is not None,
        "tampil_nama": lapak.tampil_nama,
        "nama_tampil": lapak.nama_tampil,
        "tampil_wa": lapak.tampil_wa,
    }
    form = LapakForm(initial=awal)
    if request.method == "POST":
        form = LapakForm(request.POST, initial=awal)
        if form.is_valid() and _keep(request, lapak, form):
            return SeeOther(f"{reverse('jual')}?kabar=simpan")
    context = {"area": remembered(request), "lapak": lapak, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "ekonomi/jual_lapak.html", context, status=status)


def _keep(request: HttpRequest, lapak: Lapak, form: LapakForm) -> bool:
    data, asal = form.cleaned_data, origin_hash(request)
    A = PersetujuanLapak.Apa  # noqa: N806 - an enum's short name
    try:
        edit_lapak(lapak, isian=data, asal=asal)
        set_persetujuan(lapak, apa=A.LAPAK, ya=data["tampil"], asal=asal)
        set_persetujuan(
            lapak, apa=A.NAMA, ya=data["tampil_nama"], nama_tampil=data["nama_tampil"], asal=asal
        )
        set_persetujuan(lapak, apa=A.WA, ya=data["tampil_wa"], asal=asal)
    except ValidationError as salah:
        put_errors(form, salah)
        return False
    return True


@require_POST
def keluar(request: HttpRequest) -> HttpResponse:
    """Leave: this browser forgets the stall."""
    return SESI_JUAL.close(SeeOther(f"{reverse('jual')}?kabar=keluar"))
