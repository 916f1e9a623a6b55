"""Choosing an area: one search for the front page, /lapor/ and /lacak/, with and without htmx."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wilayah.halaman import Area, remembered, within
from wilayah.models import Wilayah

_PALING_BANYAK = 300
_SEBUTAN = frozenset({"kelurahan", "kel", "desa", "kecamatan", "kec", "kota", "kabupaten", "kab"})
_TUJUAN = {
    "lapor": ("lapor/", "Laporan ini untuk kelurahan mana?"),
    "": ("", "Anda warga kelurahan mana?"),
}


@dataclass(slots=True)
class Kelompok:
    """The areas in service of one city or regency."""

    kota: str
    isi: list[Wilayah] = field(default_factory=list)


def search_kelurahan(cari: str, di: Area | None = None) -> list[Kelompok]:
    """Kelurahan and desa in service whose name, kecamatan or city holds every word, by city."""
    rows = Wilayah.objects.in_service().kelurahan().select_related("induk__induk")
    if di is not None:
        rows = rows.in_wilayah(di.kode)
    words = [w for w in re.findall(r"\w+", cari.lower())[:8] if w not in _SEBUTAN]
    for word in words:
        rows = rows.filter(
            Q(nama__icontains=word)
            | Q(induk__nama__icontains=word)
            | Q(induk__induk__nama__icontains=word)
        )
    found = list(rows.order_by("nama")[:_PALING_BANYAK])
    # a kelurahan of that name comes before those of a kecamatan of that name
    found.sort(key=lambda row: not any(row.nama.lower().startswith(word) for word in words))
    return _group(found)


def _group(rows: Iterable[Wilayah]) -> list[Kelompok]:
    groups: dict[str, Kelompok] = {}
    for row in rows:
        kota = within(row).rsplit(", ", 1)[-1]
        groups.setdefault(kota, Kelompok(kota)).isi.append(row)
    return sorted(groups.values(), key=lambda group: group.kota)


def find_unserved(cari: str) -> list[Wilayah]:
    """Kelurahan and desa of exactly this name that are not in service, at most three."""
    nama = " ".join(cari.split()).title()
    if len(nama) < 3:
        return []
    rows = Wilayah.objects.kelurahan().filter(nama=nama, slug__isnull=True)
    return list(rows.select_related("induk__induk")[:3])


def render_pilih(request: HttpRequest, *, tujuan: str = "", di: Area | None = None) -> HttpResponse:
    """The page that asks for the kelurahan; for htmx only its list."""
    cari = request.GET.get("cari", "").replace("\x00", "")[:80]
    kelompok = search_kelurahan(cari, di)
    akhiran, tanya = _TUJUAN[tujuan]
    context = {
        "area": di,
        "cari": cari,
        "kelompok": kelompok,
        "terpotong": sum(len(k.isi) for k in kelompok) >= _PALING_BANYAK,
        "belum": find_unserved(cari) if cari and not kelompok else [],
        "akhiran": akhiran,
        "tanya": tanya,
        "terakhir": remembered(request),
        "tujuan": tujuan,
    }
    htmx = getattr(request, "htmx", False)
    template = "bagian/daftar_wilayah.html" if htmx else "pilih.html"
    response = render(request, template, context)
    response["Vary"] = "HX-Request, Cookie"
    return response
