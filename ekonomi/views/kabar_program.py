"""News of the programme: published press releases, and who stands by their CSR promise."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ekonomi.models import KomitmenCsr, SiaranPers
from ekonomi.services.csr import realised_of
from wilayah.halaman import find_kelurahan, remember


@require_safe
def daftar(request: HttpRequest, slug: str) -> HttpResponse:
    """`/<slug>/kabar-program/`: the newest first."""
    area = find_kelurahan(slug)
    siaran = SiaranPers.objects.filter(
        program__wilayah=area.kode, status=SiaranPers.Status.TERBIT
    ).order_by("-terbit_at")[:50]
    csr = [
        {"k": k, "nyata": nyata, "janji": janji, "persen": min(100, nyata * 100 // janji)}
        for k in KomitmenCsr.objects.filter(program__wilayah=area.kode, tampil=True)
        for nyata, janji in [realised_of(k)]
        if janji
    ]
    context = {"area": area, "siaran": siaran, "csr": csr}
    return remember(render(request, "ekonomi/kabar_program.html", context), area)


@require_safe
def satu(request: HttpRequest, slug: str, siaran_pk: int) -> HttpResponse:
    """One release; one that was retracted says so and why."""
    area = find_kelurahan(slug)
    boleh = SiaranPers.objects.filter(
        program__wilayah=area.kode,
        status__in=[SiaranPers.Status.TERBIT, SiaranPers.Status.DITARIK],
    )
    siaran = get_object_or_404(boleh.select_related("program"), pk=siaran_pk)
    context = {"area": area, "siaran": siaran, "teks": f"{siaran.judul}\n\n{siaran.isi}"}
    return remember(render(request, "ekonomi/kabar_program_satu.html", context), area)
