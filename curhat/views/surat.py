"""A resident's letters: kinds to choose from, fields, draft, files, and handing in.

Everything about one letter is behind code and PIN (`lacak`); the list of kinds is public.
"""

import io
import uuid
from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from curhat.forms import IsianForm, MulaiSuratForm
from curhat.models import Curhat
from curhat.services.isi_surat import fill_what_fits
from curhat.services.surat import kinds_for_warga, start_surat, surat_of, surat_words
from curhat.views.lapor import terima_url
from curhat.views.sesi_lacak import followed_curhat, open_lacak
from dokumen.isian import IsianKeliru
from dokumen.keadaan import ForbiddenMove
from dokumen.models import JenisSurat, Surat
from dokumen.services import (
    cancel_surat,
    nama_berkas,
    render_docx,
    render_pdf,
    submit_surat,
)
from pesan.bangun import KELUAR, wake
from pesan.berkas import DOCX, PDF
from pesan.kanal.web import store_laporan
from pesan.lampiran import serve_private
from wilayah.arah import SeeOther
from wilayah.halaman import Area, area_of, find_kelurahan, remember

KABAR = {
    "simpan": "Isian sudah kami simpan.",
    "ajukan": "Sudah kami teruskan ke meja lurah. Perkembangannya muncul di halaman ini.",
    "berubah": "Surat ini baru saja berubah. Periksa keadaannya di bawah.",
}
_CETAK = {"pdf": (render_pdf, PDF), "docx": (render_docx, DOCX)}
_View = Callable[[HttpRequest, Curhat, Surat], HttpResponseBase]


@require_http_methods(["GET", "HEAD", "POST"])
def daftar(request: HttpRequest, slug: str) -> HttpResponse:
    """`/<slug>/surat/`: the kinds and what each needs; `?jenis=` begins one, with code and PIN."""
    area = find_kelurahan(slug)
    kode = request.GET.get("jenis", "")
    semua = kinds_for_warga(area.kode)
    if not kode:
        return remember(render(request, "curhat/surat_daftar.html", _kinds(area, semua)), area)
    jenis = next((satu for satu in semua if satu.kode == kode), None)
    if jenis is None:
        raise Http404
    form = MulaiSuratForm(initial={"token": uuid.uuid4()})
    if request.method == "POST":
        form = MulaiSuratForm(request.POST)
        if form.is_valid():
            return _begin(area, jenis, form)
    context = {"area": area, "jenis": jenis, "kolom": jenis.kolom, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "curhat/surat_mulai.html", context, status=status)


def _kinds(area: Area | None, semua: list[JenisSurat]) -> dict[str, object]:
    """Those the kelurahan signs, then those a resident writes."""
    return {
        "area": area,
        "kelompok": [
            ("Surat dari kelurahan", [j for j in semua if not j.is_dari_warga]),
            ("Permohonan dari warga", [j for j in semua if j.is_dari_warga]),
        ],
    }


def _begin(area: Area, jenis: JenisSurat, form: MulaiSuratForm) -> HttpResponse:
    kontak = form.cleaned_data["kontak"]
    data = {
        "teks": surat_words(jenis),
        "surat": jenis.kode,
        "kontak": kontak,
        "kontak_diberikan": bool(kontak),
        "simpan": "tiket",
    }
    pesan = store_laporan(wilayah=area.kode, data=data, token=form.cleaned_data["token"])
    return SeeOther(terima_url(area, pesan))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def baru(request: HttpRequest) -> HttpResponse:
    """`/lacak/surat/`: another letter about the report that is followed."""
    curhat = followed_curhat(request)
    if curhat is None:
        return SeeOther(reverse("lacak"))
    area = area_of(curhat.wilayah_id)
    semua = kinds_for_warga(curhat.wilayah_id)
    kode = request.POST.get("jenis", "")
    jenis = next((satu for satu in semua if satu.kode == kode), None)
    if request.method == "POST" and jenis is not None:
        surat = start_surat(curhat, jenis)
        return SeeOther(reverse("lacak_surat", args=[surat.pk]))
    context = _kinds(area, semua) | {"curhat": curhat}
    return open_lacak(render(request, "curhat/surat_daftar.html", context), curhat)


def _with_surat(view: _View) -> Callable[..., HttpResponseBase]:
    """For whoever follows the report this letter is about; any other letter is a 404."""

    @wraps(view)
    def inner(request: HttpRequest, pk: int) -> HttpResponseBase:
        curhat = followed_curhat(request)
        if curhat is None:
            return SeeOther(reverse("lacak"))
        surat = surat_of(curhat).filter(pk=pk).first()
        if surat is None:
            raise Http404
        return view(request, curhat, surat)

    return never_cache(inner)


@require_http_methods(["GET", "HEAD", "POST"])
@_with_surat
def surat(request: HttpRequest, curhat: Curhat, surat: Surat) -> HttpResponseBase:
    """`/lacak/surat/<pk>/`: how the letter stands; its fields as long as it is a draft."""
    if request.method != "POST":
        return _page(request, curhat, surat, IsianForm(surat))
    form = IsianForm(surat, request.POST)
    if form.is_valid():
        try:
            jawaban = fill_what_fits(surat, form.cleaned_data)
        except ForbiddenMove:
            return _back(surat, "berubah")
        if not jawaban.galat:
            return _back(surat, "simpan")
        surat = jawaban.surat  # what was good is kept
        form.put_galat(jawaban.galat)
    return _page(request, curhat, surat, form, status=422)


def _page(
    request: HttpRequest, curhat: Curhat, surat: Surat, form: IsianForm, status: int = 200
) -> HttpResponse:
    label = {kolom.nama: kolom.label for kolom in surat.jenis.kolom}
    context = {
        "area": area_of(curhat.wilayah_id),
        "curhat": curhat,
        "surat": surat,
        "form": form,
        "draf": surat.status == Surat.Status.DRAF,
        "bisa_batal": surat.status in (Surat.Status.DRAF, Surat.Status.MENUNGGU),
        "bisa_unduh": surat.status != Surat.Status.BATAL,
        "kurang": [label[nama] for nama in surat.kurang],
        "kabar": KABAR.get(request.GET.get("kabar", ""), ""),
    }
    response = render(request, "curhat/lacak_surat.html", context, status=status)
    return open_lacak(response, curhat)


@require_POST
@_with_surat
def ajukan(request: HttpRequest, curhat: Curhat, surat: Surat) -> HttpResponseBase:
    """Hand it in to the lurah."""
    try:
        submit_surat(surat)
    except ForbiddenMove:
        return _back(surat, "berubah")
    except IsianKeliru as keliru:
        form = IsianForm(surat, surat.isian)
        form.full_clean()
        form.put_galat(keliru.galat)
        return _page(request, curhat, surat, form, status=422)
    wake(KELUAR)
    return _back(surat, "ajukan")


@require_POST
@_with_surat
def batal(_request: HttpRequest, _curhat: Curhat, surat: Surat) -> HttpResponseBase:
    """Give it up."""
    try:
        cancel_surat(surat)
    except ForbiddenMove:
        return _back(surat, "berubah")
    return SeeOther(f"{reverse('lacak')}?kabar=surat_batal")


@require_safe
def unduh(request: HttpRequest, pk: int, bentuk: str) -> HttpResponseBase:
    """`/lacak/surat/<pk>/unduh/pdf/`: the letter as PDF or Word; of a draft it says so itself."""
    if bentuk not in _CETAK:
        raise Http404
    render_as, mime = _CETAK[bentuk]

    def serve(_request: HttpRequest, _curhat: Curhat, surat: Surat) -> HttpResponseBase:
        if surat.status == Surat.Status.BATAL:
            raise Http404
        return serve_private(io.BytesIO(render_as(surat)), nama_berkas(surat, bentuk), mime)

    return _with_surat(serve)(request, pk)


def _back(surat: Surat, kabar: str) -> HttpResponse:
    return SeeOther(f"{reverse('lacak_surat', args=[surat.pk])}?kabar={kabar}")
