"""The cart, the order form, and the page with code and PIN after it."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ekonomi.bayar.daftar import ways_to_pay
from ekonomi.forms.toko import PesanForm
from ekonomi.models import Lapak, Pesanan, Produk
from ekonomi.services.pesanan import Pembeli, PesananKeliru, pin_of, place_pesanan
from ekonomi.toko.keranjang import Keranjang, keep_keranjang, read_keranjang
from ekonomi.toko.ongkir import ways_of
from ekonomi.views.arah_toko import SESI_PESANAN
from ekonomi.views.toko import read_jumlah, wa_link
from pesan.bangun import KELUAR, wake
from pesan.hitungan import count_up
from wilayah.arah import SeeOther
from wilayah.asal import origin_hash
from wilayah.halaman import area_of, remembered

GARAM = "ekonomi.terima"
UMUR = 24 * 3600


@dataclass(frozen=True, slots=True)
class Baris:
    """One line of a cart, as prices and stock are now."""

    produk: Produk
    jumlah: int

    @property
    def nilai(self) -> int:
        return self.produk.harga * self.jumlah

    @property
    def galat(self) -> str:
        """Why it cannot be ordered like this; empty where it can."""
        if not self.produk.tersedia:
            return "Habis. Keluarkan dari keranjang, ya."
        if self.jumlah > self.produk.maks:
            return f"Tinggal {self.produk.maks}. Kurangi jumlahnya, ya."
        return ""


@dataclass(frozen=True, slots=True)
class Kelompok:
    """What a cart holds of one stall."""

    lapak: Lapak
    baris: list[Baris]

    @property
    def subtotal(self) -> int:
        return sum(satu.nilai for satu in self.baris)

    @property
    def berat(self) -> int:
        return sum(satu.produk.berat * satu.jumlah for satu in self.baris)

    @property
    def bisa(self) -> bool:
        return self.lapak.buka and not any(satu.galat for satu in self.baris)


def fill(keranjang: Keranjang) -> list[Kelompok]:
    """The cart with its rows; products that are no longer on sale are taken out of it."""
    pk = [p for baris in keranjang.isi.values() for p in baris]
    ada = {
        p.pk: p
        for p in Produk.objects.public()
        .filter(pk__in=pk)
        .select_related("lapak__usaha", "lapak__wilayah__induk__induk")
    }
    for lapak, isi in list(keranjang.isi.items()):
        for produk in list(isi):
            if produk not in ada or ada[produk].lapak_id != lapak:
                keranjang.put(lapak, produk, 0)
    return [
        Kelompok(ada[next(iter(isi))].lapak, [Baris(ada[p], n) for p, n in isi.items()])
        for isi in keranjang.isi.values()
    ]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def keranjang(request: HttpRequest) -> HttpResponse:
    """What is in the cart, stall by stall; a POST sets one quantity (0 takes it out)."""
    isi = read_keranjang(request)
    if request.method == "POST":
        _set(request, isi)
        return keep_keranjang(SeeOther(reverse("toko_keranjang")), isi)
    sebelum = isi.jumlah
    kelompok = fill(isi)
    context = {
        "area": remembered(request),
        "kelompok": kelompok,
        "keranjang": isi.jumlah,
        "berkurang": isi.jumlah < sebelum,
    }
    return keep_keranjang(render(request, "ekonomi/keranjang.html", context), isi)


def _set(request: HttpRequest, isi: Keranjang) -> None:
    for nama, nilai in request.POST.items():
        bagian = nama.split("-")  # jumlah-<lapak>-<produk>
        if len(bagian) == 3 and bagian[0] == "jumlah" and all(b.isdecimal() for b in bagian[1:]):
            lapak, produk = int(bagian[1]), int(bagian[2])
            if produk in isi.of(lapak):
                isi.put(lapak, produk, read_jumlah(str(nilai)))
    hapus = request.POST.get("hapus", "").split("-")
    if len(hapus) == 2 and all(b.isdecimal() for b in hapus):
        isi.put(int(hapus[0]), int(hapus[1]), 0)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pesan(request: HttpRequest, lapak_slug: str) -> HttpResponse:
    """`/toko/pesan/<lapak>/`: the order form of one stall's part of the cart."""
    lapak = get_object_or_404(
        Lapak.objects.public().select_related("usaha", "wilayah__induk__induk"), slug=lapak_slug
    )
    isi = read_keranjang(request)
    kelompok = next((k for k in fill(isi) if k.lapak.pk == lapak.pk), None)
    if kelompok is None:
        ada = _already(request)
        return SeeOther(terima_url(ada)) if ada is not None else redirect("toko_keranjang")
    form = _form(request, kelompok)
    if request.method == "POST" and form.is_valid():
        pesanan = _place(request, kelompok, form)
        if pesanan is not None:
            wake(KELUAR)
            isi.empty(lapak.pk)
            response = SeeOther(terima_url(pesanan))
            SESI_PESANAN.open(response, pesanan.pk, pesanan.pin_hash)
            return keep_keranjang(response, isi)
    context = {"area": area_of(lapak.wilayah_id), "kelompok": kelompok, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "ekonomi/pesan.html", context, status=status)


def _already(request: HttpRequest) -> Pesanan | None:
    """The order a second click is about: its cart is empty by now."""
    try:
        token = uuid.UUID(request.POST.get("token", ""))
    except ValueError:
        return None
    return Pesanan.objects.filter(token=token).first()


def _form(request: HttpRequest, kelompok: Kelompok) -> PesanForm:
    pilihan: dict[str, Any] = {
        "kirim": ways_of(kelompok.lapak, kelompok.berat),
        "bayar": ways_to_pay(kelompok.lapak),
    }
    if request.method == "POST":
        return PesanForm(request.POST, **pilihan)
    return PesanForm(initial={"token": uuid.uuid4()}, **pilihan)


def _place(request: HttpRequest, kelompok: Kelompok, form: PesanForm) -> Pesanan | None:
    data = form.cleaned_data
    asal = origin_hash(request)
    sejam = count_up({f"toko:{asal}": 1}, timedelta(hours=1))[f"toko:{asal}"]
    if sejam > settings.TOKO_PESANAN_PER_JAM:
        form.add_error(None, "Terlalu banyak pesanan dari sambungan ini. Coba lagi satu jam lagi.")
        return None
    pembeli = Pembeli(
        nama=data["nama"], nomor_wa=data["nomor_wa"], pengiriman=data["pengiriman"],
        cara_bayar=data["cara_bayar"], alamat=data["alamat"], catatan=data["catatan"],
        untuk_asn=data["untuk_asn"],
    )  # fmt: skip
    isi = {satu.produk.pk: satu.jumlah for satu in kelompok.baris}
    try:
        return place_pesanan(
            kelompok.lapak, isi=isi, pembeli=pembeli, token=data["token"], asal=asal
        )
    except PesananKeliru as keliru:
        form.add_error(keliru.isian or None, str(keliru))
        return None


def terima_url(pesanan: Pesanan) -> str:
    """The page with an order's code and PIN; its link works for 24 hours."""
    return reverse("pesanan_terima", args=[signing.dumps(pesanan.pk, salt=GARAM)])


@never_cache
@require_safe
def terima(request: HttpRequest, tanda: str) -> HttpResponse:
    """`/pesanan/terima/<tanda>/`: thank you, code and PIN, and how to tell the seller at once."""
    try:
        pk = signing.loads(tanda, salt=GARAM, max_age=UMUR)
    except signing.SignatureExpired:
        return redirect("pesanan")
    except signing.BadSignature:
        return render(request, "404.html", status=404)
    pesanan = get_object_or_404(
        Pesanan.objects.select_related("lapak__wilayah").prefetch_related("baris"),
        pk=pk, dihapus_at__isnull=True,
    )  # fmt: skip
    context = {
        "area": area_of(pesanan.wilayah_id),
        "pesanan": pesanan,
        "pin": pin_of(pesanan.token),
        "wa": wa_link(pesanan.lapak, order_words(pesanan)),
    }
    response = render(request, "ekonomi/pesanan_terima.html", context)
    return SESI_PESANAN.open(response, pesanan.pk, pesanan.pin_hash)


def order_words(pesanan: Pesanan) -> str:
    """What a buyer sends the seller by WhatsApp: the code and the goods, nothing else."""
    isi = ", ".join(f"{b.jumlah} {b.satuan} {b.nama}" for b in pesanan.baris.all())
    return (
        f"Permisi, saya sudah memesan di Toko Warga dengan kode {pesanan.kode}: {isi}. "
        "Mohon dicek, ya. Terima kasih."
    )
