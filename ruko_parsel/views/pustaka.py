"""The library outside the admin: for everybody what is public, for staff what is theirs."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from pesan.lampiran import serve_private
from ruko_parsel.cari import Temuan, search_rows
from ruko_parsel.models import JenisMasalah, Pustaka
from ruko_parsel.services.pustaka import count_unduhan
from ruko_parsel.views.jawaban import (
    PER_HALAMAN,
    kecamatan_chosen,
    page_number,
    sans_page,
    too_many,
    typed,
)
from wilayah.scope import prefix_q


def rows_for(user: Any) -> Any:
    """What this person may read: staff of a kecamatan and its villages also what is not public."""
    if user.is_authenticated and user.has_perm("ruko_parsel.view_pustaka"):
        terlihat = Pustaka.objects.visible_to(user).filter(ditarik_at__isnull=True)
        return terlihat | Pustaka.objects.public()
    return Pustaka.objects.public()


@require_safe
def pustaka_list(request: HttpRequest) -> HttpResponse:
    """What is to be used today, found by words, by kind and by problem."""
    tanya, di = typed(request, "q"), kecamatan_chosen(request)
    if tanya and too_many(request):
        return render(request, "ruko_parsel/jawaban_tunggu.html", status=429)
    rows = rows_for(request.user).filter(
        pk__in=Pustaka.objects.current(timezone.localdate()).values("pk")
    )
    if di is not None:
        rows = rows.filter(prefix_q("wilayah", di.kode)) | rows.filter(wilayah__isnull=True)
    jenis = typed(request, "jenis", 10)
    soal = JenisMasalah.objects.filter(pk=typed(request, "soal", 30)).first()
    if jenis in Pustaka.Jenis.values:
        rows = rows.filter(jenis=jenis)
    if soal is not None:
        rows = rows.filter(masalah=soal)
    temuan = search_rows(rows, tanya) if tanya else Temuan(rows)
    halaman = Paginator(temuan.rows, PER_HALAMAN).get_page(page_number(request))
    context = {
        "tanya": tanya, "di": di, "jenis": jenis, "soal": soal, "halaman": halaman,
        "dibetulkan": temuan.dibetulkan, "semua_jenis": Pustaka.Jenis.choices,
        "semua_soal": JenisMasalah.objects.all(), "saringan": sans_page(request),
    }  # fmt: skip
    return render(request, "ruko_parsel/pustaka_daftar.html", context)


@require_safe
def pustaka_show(request: HttpRequest, nomor_pustaka: int) -> HttpResponse:
    """One row; an old version says what replaced it."""
    pustaka = find_pustaka(request.user, nomor_pustaka)
    boleh = rows_for(request.user)
    context = {
        "pustaka": pustaka, "berlaku": pustaka.is_current(timezone.localdate()),
        "pengganti": boleh.filter(menggantikan=pustaka).first(),
        "lama": boleh.filter(pk=pustaka.menggantikan_id).first(),
    }  # fmt: skip
    return render(request, "ruko_parsel/pustaka.html", context)


def find_pustaka(user: Any, nomor: int) -> Pustaka:
    """A row that this person may read. Raises Http404."""
    rows = rows_for(user).select_related("wilayah", "bidang").prefetch_related("masalah")
    pustaka: Pustaka | None = rows.filter(pk=nomor).first()
    if pustaka is None:
        raise Http404
    return pustaka


@require_safe
def pustaka_download(request: HttpRequest, nomor_pustaka: int) -> HttpResponseBase:
    """The file, under a name of ours, never shown in the page. Counted."""
    pustaka = find_pustaka(request.user, nomor_pustaka)
    if not pustaka.berkas:
        raise Http404
    if request.method == "HEAD":  # a look, not a download: nothing is opened or counted
        return HttpResponse(content_type=pustaka.mime)
    try:
        isi = pustaka.berkas.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    count_unduhan(pustaka)
    return serve_private(isi, pustaka.nama_unduh, pustaka.mime)
