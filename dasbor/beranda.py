"""The front page and the homes of the areas in service."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from curhat import acuan
from curhat.masalah import open_problems
from curhat.models import Tiket
from curhat.status_warga import STATUS_WARGA
from curhat.views.pilih import render_pilih, search_kelurahan
from dasbor.angka import count_bulan, recent_progress
from dasbor.ekonomi_warga import ekonomi_doors, ekonomi_rows
from dasbor.luna_warga import luna_doors, luna_rows
from dasbor.ruko_warga import ruko_doors, ruko_rows
from pesan.models import NomorKanal
from pesan.models.kanal import Saluran
from wilayah.halaman import Area, find_area, remember, remembered
from wilayah.hitung import count_together
from wilayah.models import Instansi, Wilayah
from wilayah.scope import above


@dataclass(frozen=True, slots=True)
class Kemajuan:
    """One line of public progress."""

    hal: str
    status: str
    oleh: str
    waktu: object


@require_safe
def beranda(request: HttpRequest) -> HttpResponse:
    """`/`: choose a kelurahan; who chose before, or has only one to choose, is taken there."""
    if not request.GET:
        area = remembered(request) or _only_area()
        if area is not None:
            return redirect("wilayah_beranda", slug=area.slug)
    return render_pilih(request)


def _only_area() -> Area | None:
    slugs = Wilayah.objects.in_service().kelurahan().values_list("slug", flat=True)[:2]
    found = [slug for slug in slugs if slug]
    return find_area(found[0]) if len(found) == 1 else None


@require_safe
def wilayah_beranda(request: HttpRequest, slug: str) -> HttpResponse:
    """`/<slug>/`: the home of a kelurahan, or of a kecamatan, city or regency."""
    area = find_area(slug)
    if not area.is_kelurahan:
        context = {"area": area, "kelompok": search_kelurahan("", area), "akhiran": ""}
        context["angka"] = count_bulan(area.kode)
        return render(request, "wilayah/beranda_atas.html", context)
    ada = count_together(ekonomi_rows(area) | luna_rows(area) | ruko_rows(area))
    context = {
        "area": area,
        "lurah": acuan.lurah_of_area(area.kode),
        "wa": whatsapp_url(area),
        "kantor": _office(area),
        "darurat": acuan.numbers_of(area.kode),
        "angka": count_bulan(area.kode),
        "masalah": open_problems(area.kode),
        "kemajuan": list(_progress(area)),
        "pintu": ekonomi_doors(area, ada),
        "pintu_luna": luna_doors(area, ada),
        "pintu_ruko": ruko_doors(area, ada),
        "ada_malam": ada["malam"],
    }
    return remember(render(request, "wilayah/beranda.html", context), area)


def whatsapp_url(area: Area) -> str:
    """A wa.me link to the area's number with the first words written already; "" if none."""
    di_atas = above(area.kode)
    nomor = (
        NomorKanal.objects.filter(saluran=Saluran.WHATSAPP, aktif=True, wilayah_id__in=di_atas)
        .order_by("-wilayah_id")
        .values_list("tampilan", flat=True)
        .first()
    )
    digits = "".join(c for c in nomor or "" if c.isdigit())
    if not digits:
        return ""
    if digits.startswith("0"):
        digits = f"62{digits[1:]}"
    teks = f"HAI LURAH {area.nama}, saya mau curhat. Saya warga RT … RW …. Begini ceritanya: "
    return f"https://wa.me/{digits}?text={quote(teks)}"


def _office(area: Area) -> Instansi | None:
    unit = Instansi.Jenis.UNIT
    return Instansi.objects.filter(wilayah_id=area.kode, jenis=unit, aktif=True).first()


def _progress(area: Area) -> Iterator[Kemajuan]:
    for tiket in recent_progress(area.kode):
        yield Kemajuan(
            hal=tiket.curhat.subkategori.nama,
            status=STATUS_WARGA[Tiket.Status(tiket.status)],
            oleh=tiket.instansi.nama if tiket.instansi else "",
            waktu=tiket.updated_at,
        )


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may read: public pages, not a resident's own."""
    lines = ["User-agent: *", f"Disallow: {reverse('lacak')}", "Disallow: /*/lapor/terima/",
             "Disallow: /admin/", ""]  # fmt: skip
    return HttpResponse("\n".join(lines), content_type="text/plain")
