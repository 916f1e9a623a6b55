"""The public catalogue: products of residents, one product, one stall, their pictures."""

from typing import Any
from urllib.parse import quote, urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ekonomi.forms.toko import KatalogForm
from ekonomi.models import Lapak, Produk, TautanPasar
from ekonomi.models.toko import JUMLAH_MAKS
from ekonomi.toko.cari import search_produk
from ekonomi.toko.keranjang import keep_keranjang, read_keranjang
from ekonomi.views.arah_toko import opened_lapak
from pesan.lampiran import serve_private
from pesan.models import Lampiran
from wilayah.arah import SeeOther
from wilayah.halaman import Area, area_of, find_area, remember
from wilayah.models import Wilayah

SEHALAMAN = 24
_URUT = {"baru": ["-id"], "murah": ["harga", "id"], "mahal": ["-harga", "id"]}
_FOTO = {"kecil": "foto_kecil", "besar": "foto"}


@require_safe
def toko(request: HttpRequest, slug: str = "") -> HttpResponse:
    """`/toko/` of every area and `/<slug>/toko/` of one: search, filters, pages."""
    area = find_area(slug) if slug else None
    form = KatalogForm(request.GET)
    saring = form.understood()
    rows = Produk.objects.public().select_related("lapak__wilayah__induk__induk")
    rows = _within(rows, area, saring.get("di") or "")
    rows, mirip = search_produk(_filtered(rows, saring), saring.get("cari") or "")
    halaman = Paginator(_sorted(rows, saring), SEHALAMAN).get_page(request.GET.get("hal"))
    context = {
        "area": area,
        "form": form,
        "saring": saring,
        "halaman": halaman,
        "mirip": mirip,
        "kategori": _links(request, Produk.Kategori.choices, "kategori"),
        "tempat": [] if area else _places(),
        "lanjut": _query(request, hal=""),
        "tersaring": any(v for k, v in saring.items() if k != "urut"),
        "keranjang": read_keranjang(request).jumlah,
    }
    response = render(request, "ekonomi/toko.html", context)
    return remember(response, area) if area else response


def _within(rows: Any, area: Area | None, di: str) -> Any:
    if area is not None:
        return rows.in_wilayah(area.kode)
    if not di:
        return rows
    lain = Wilayah.objects.in_service().filter(slug=di).first()
    return rows.in_wilayah(lain.pk) if lain is not None else rows


def _filtered(rows: Any, saring: dict[str, Any]) -> Any:
    if saring.get("kategori"):
        rows = rows.filter(kategori=saring["kategori"])
    if saring.get("min") is not None:
        rows = rows.filter(harga__gte=saring["min"])
    if saring.get("maks") is not None:
        rows = rows.filter(harga__lte=saring["maks"])
    return rows.available() if saring.get("tersedia") else rows


def _sorted(rows: Any, saring: dict[str, Any]) -> Any:
    urut = _URUT.get(saring.get("urut") or "")
    if urut:
        return rows.order_by(*urut)
    if "peringkat" in rows.query.annotations:
        return rows.order_by("-peringkat", "-id")
    return rows.order_by("-lapak__buka", "-id")


def _query(request: HttpRequest, **ganti: str) -> str:
    """The address's own filters with some of them changed; empty ones left out."""
    isi = {k: v for k, v in request.GET.items() if k in KatalogForm.base_fields} | ganti
    return urlencode({k: v for k, v in isi.items() if v})


def _links(
    request: HttpRequest, pilihan: list[tuple[str, str]], nama: str
) -> list[tuple[str, str, bool]]:
    """(query, label, chosen) for each choice of one filter and for none."""
    dipilih = request.GET.get(nama, "")
    return [
        (_query(request, **{nama: kode}), label, dipilih == kode)
        for kode, label in [("", "Semua"), *pilihan]
    ]


def _places() -> list[Wilayah]:
    """Kelurahan in service that have something for sale."""
    kode = {
        ".".join(str(satu).split(".")[:4])
        for satu in Lapak.objects.public()
        .order_by()
        .values_list("wilayah_id", flat=True)
        .distinct()
    }
    return list(Wilayah.objects.in_service().filter(pk__in=kode).order_by("nama"))


@require_http_methods(["GET", "HEAD", "POST"])
def produk(request: HttpRequest, lapak_slug: str, produk: int) -> HttpResponse:
    """One product; a POST puts so many of it into the cart, or straight into an order."""
    baris = get_object_or_404(
        Produk.objects.public().select_related("lapak__usaha", "lapak__wilayah__induk__induk"),
        pk=produk,
        lapak__slug=lapak_slug,
    )
    lapak = baris.lapak
    if request.method == "POST":
        return _put(request, baris)
    lain = Produk.objects.public().filter(lapak=lapak).exclude(pk=baris.pk).order_by("-id")
    context = {
        "area": area_of(lapak.wilayah_id),
        "produk": baris,
        "lapak": lapak,
        "lain": lain[:4],
        "wa": wa_link(lapak, f"Permisi, saya mau tanya {baris.nama} di Toko Warga."),
        "bagi": request.build_absolute_uri(baris.get_absolute_url()),
        "teks_lapor": f"Tentang {baris.nama} (produk nomor {baris.pk}) di Toko Warga: ",
        "pasar": TautanPasar.objects.filter(usaha=lapak.usaha),
        "kabar": "Sudah masuk keranjang." if request.GET.get("kabar") == "masuk" else "",
        "keranjang": read_keranjang(request).jumlah,
    }
    return render(request, "ekonomi/toko_produk.html", context)


def _put(request: HttpRequest, baris: Produk) -> HttpResponse:
    keranjang = read_keranjang(request)
    jumlah = read_jumlah(request.POST.get("jumlah", "1")) or 1
    ada = keranjang.of(baris.lapak_id).get(baris.pk, 0)
    keranjang.put(baris.lapak_id, baris.pk, min(ada + jumlah, baris.maks))
    if request.POST.get("langsung"):
        tujuan = reverse("toko_pesan", args=[baris.lapak.slug])
    else:
        tujuan = f"{baris.get_absolute_url()}?kabar=masuk"
    return keep_keranjang(SeeOther(tujuan), keranjang)


def read_jumlah(teks: str) -> int:
    """A quantity as typed; what is no number between 0 and the most is 0 or the most."""
    teks = teks.strip()
    if not (teks.isascii() and teks.isdecimal()):
        return 0
    return min(int(teks[:9]), JUMLAH_MAKS)


def wa_link(lapak: Lapak, teks: str) -> str:
    """WhatsApp with these words ready to send, where the seller lets the number show."""
    if not lapak.tampil_wa or not lapak.nomor_wa:
        return ""
    angka = "".join(filter(str.isdigit, lapak.nomor_wa))
    return f"https://wa.me/{angka}?text={quote(teks)}"


@require_safe
def lapak(request: HttpRequest, lapak_slug: str) -> HttpResponse:
    """One stall and all it sells."""
    baris = get_object_or_404(
        Lapak.objects.public().select_related("usaha", "wilayah__induk__induk"), slug=lapak_slug
    )
    produk = Produk.objects.public().filter(lapak=baris).order_by("kategori", "nama")
    context = {
        "area": area_of(baris.wilayah_id),
        "lapak": baris,
        "produk": produk,
        "wa": wa_link(baris, f"Permisi, saya melihat lapak {baris.nama} di Toko Warga."),
        "pasar": TautanPasar.objects.filter(usaha=baris.usaha),
        "keranjang": read_keranjang(request).jumlah,
    }
    return render(request, "ekonomi/toko_lapak.html", context)


@require_safe
def foto(request: HttpRequest, produk: int, ukuran: str) -> HttpResponseBase:
    """A product's picture: public where the product is, else for its own seller."""
    if ukuran not in _FOTO:
        raise Http404
    baris = Produk.objects.select_related("lapak__usaha", _FOTO[ukuran]).filter(pk=produk).first()
    gambar: Lampiran | None = getattr(baris, _FOTO[ukuran]) if baris is not None else None
    if baris is None or gambar is None or gambar.status != Lampiran.Status.ADA:
        raise Http404
    umum = baris.aktif and not baris.ditahan and baris.lapak.is_public
    if not umum and not _tends(request, baris.lapak_id):
        raise Http404
    try:
        isi = gambar.berkas.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = serve_private(isi, f"produk-{produk}.webp", gambar.mime, unduh=False)
    if umum:
        response["Cache-Control"] = "public, max-age=86400"
    return response


def _tends(request: HttpRequest, lapak_pk: int) -> bool:
    milik = opened_lapak(request)
    if milik is not None and milik.pk == lapak_pk:
        return True
    return Lapak.objects.visible_to(request.user).filter(pk=lapak_pk).exists()
