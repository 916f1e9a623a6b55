"""Public addresses of the documentation: a picture, the yearly books, the replication kit."""

from typing import Any

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
)
from django.shortcuts import render
from django.views.decorators.http import require_safe

from luna_maya.models import BukuTahunan, Dokumentasi, JenisKunjungan, KitReplikasi
from luna_maya.models import SebutanKunjungan as Sebutan
from luna_maya.unduh_buku import MIME, serve_buku
from luna_maya.unduh_kit import serve_kit
from pesan.lampiran import serve_lampiran, serve_private
from wilayah.halaman import find_kelurahan, remember


@require_safe
def foto(request: HttpRequest, slug: str, foto_luna: int, ukuran: str) -> HttpResponseBase:
    """`/<slug>/luna-maya/foto/7/kecil/`: a picture or video, while everybody in it agrees.

    Asked each time: a browser may keep it, but must ask before it shows it again.
    """
    area = find_kelurahan(slug)
    rows: Any = Dokumentasi.objects.public().in_wilayah(area.kode).select_related("lampiran")
    dok = rows.filter(pk=foto_luna).first()
    if dok is None or dok.lampiran is None or ukuran not in ("kecil", "penuh"):
        raise Http404
    tanda = f'"{dok.lampiran.sha256[:32]}-{ukuran}"'
    if request.headers.get("If-None-Match") == tanda:
        jawab: Any = HttpResponseNotModified()
    elif ukuran == "kecil":
        jawab = _small(dok)
    else:
        jawab = serve_lampiran(dok.lampiran)
    jawab["ETag"] = tanda
    jawab["Cache-Control"] = "private, no-cache"
    return jawab


def _small(dok: Dokumentasi) -> HttpResponseBase:
    if not dok.kecil:
        raise Http404
    try:
        return serve_private(dok.kecil.open("rb"), f"foto-{dok.pk}.jpg", "image/jpeg", unduh=False)
    except FileNotFoundError:
        raise Http404 from None


def _published(kode: str) -> Any:
    return BukuTahunan.objects.filter(wilayah=kode, terbit_at__isnull=False).order_by("-tahun")


@require_safe
def buku(request: HttpRequest, slug: str) -> HttpResponse:
    """`/<slug>/luna-maya/buku/`: the books that the lurah published."""
    area = find_kelurahan(slug)
    daftar = [
        {"tahun": b.tahun, "terbit_at": b.terbit_at, "kb": b.pdf.size // 1024 if b.pdf else None}
        for b in _published(area.kode)
    ]
    return remember(render(request, "luna_maya/buku.html", {"area": area, "daftar": daftar}), area)


@require_safe
def buku_unduh(request: HttpRequest, slug: str, tahun_buku: int, bentuk: str) -> HttpResponseBase:
    """`/<slug>/luna-maya/buku/2026/pdf/`: one of them."""
    area = find_kelurahan(slug)
    satu = _published(area.kode).filter(tahun=tahun_buku).first() if tahun_buku < 3000 else None
    if satu is None or bentuk not in MIME:
        raise Http404
    return serve_buku(satu, bentuk)


def _kit(kode: str) -> KitReplikasi | None:
    rows = KitReplikasi.objects.filter(wilayah=kode, terbit_at__isnull=False)
    return rows.select_related("wilayah").first()


@require_safe
def replikasi(request: HttpRequest, slug: str) -> HttpResponse:
    """`/<slug>/luna-maya/replikasi/`: how another kelurahan starts."""
    area = find_kelurahan(slug)
    kit = _kit(area.kode)
    nama = Sebutan.names_in(area.kode)
    jenis = [(j.name_in(nama), j) for j in JenisKunjungan.objects.filter(aktif=True)]
    context = {"area": area, "kit": kit, "jenis": jenis if kit else []}
    return remember(render(request, "luna_maya/replikasi.html", context), area)


@require_safe
def replikasi_unduh(request: HttpRequest, slug: str, bentuk: str) -> HttpResponseBase:
    """`/<slug>/luna-maya/replikasi/unduh/zip/`."""
    kit = _kit(find_kelurahan(slug).kode)
    if kit is None:
        raise Http404
    return serve_kit(kit, bentuk)
