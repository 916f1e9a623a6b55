"""Papers of the desk, and the page on which a village says how content it is."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from pesan.bangun import KELUAR, wake
from ruko_parsel.admin.papan_ruko import desk_rows
from ruko_parsel.cetak.disposisi import render_disposisi
from ruko_parsel.cetak.surat import render_pengantar, render_tanggapan
from ruko_parsel.forms.nilai import BukaLagiForm, NilaiWargaForm
from ruko_parsel.models import PenilaianPermintaan, Permintaan, SuratPengantar, Tanggapan
from ruko_parsel.services.nilai import (
    KATA,
    KURANG_PUAS,
    may_rate,
    permintaan_of_link,
    rate_permintaan,
)
from ruko_parsel.services.tanggapan import nama_berkas
from ruko_parsel.services.telaah import reopen_permintaan
from ruko_parsel.warga_meja import sent_answers
from wilayah.admin_dasar import scoped_rows
from wilayah.halaman import area_of
from wilayah.peran import peran_with


def _pdf(isi: bytes, nama: str) -> HttpResponse:
    response = HttpResponse(isi, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{nama}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _seen(request: HttpRequest, model: Any, label: str) -> Any:
    user: Any = request.user
    app, nama = label.split(".")
    if not user.has_perm(f"{app}.view_{nama}"):
        raise Http404
    return scoped_rows(model, user, peran_with(label, "view"))


@require_safe
def lembar_disposisi(request: HttpRequest, permintaan_ruko: int) -> HttpResponse:
    """The disposition sheet of a request, for its desk alone."""
    rows = desk_rows(request).select_related("wilayah", "masalah", "bidang")
    permintaan = get_object_or_404(rows, pk=permintaan_ruko)
    return _pdf(render_disposisi(permintaan), f"lembar-disposisi-{permintaan.pk}.pdf")


@require_safe
def surat_tanggapan(request: HttpRequest, tanggapan_ruko: int) -> HttpResponse:
    """An answer as PDF: the desk's draft, or what was sent to the village."""
    rows = _seen(request, Tanggapan, "ruko_parsel.tanggapan")
    rows = rows.select_related("permintaan__wilayah", "permintaan__pemohon", "permintaan__kontak")
    tanggapan = get_object_or_404(rows, pk=tanggapan_ruko)
    return _pdf(render_tanggapan(tanggapan), nama_berkas(tanggapan))


@require_safe
def surat_pengantar(request: HttpRequest, surat_pengantar: int) -> HttpResponse:
    """The cover letter to an agency."""
    terlihat = _seen(request, Permintaan, "ruko_parsel.permintaan").order_by().values("pk")
    rows = SuratPengantar.objects.filter(permintaan__in=terlihat)
    surat = get_object_or_404(
        rows.select_related("permintaan__wilayah", "instansi"), pk=surat_pengantar
    )
    return _pdf(render_pengantar(surat), f"surat-pengantar-{surat.pk}.pdf")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def nilai(request: HttpRequest, tanda_nilai: str) -> HttpResponse:
    """A personal link: the answer that was sent, 1 to 5 and a word, and opening it again."""
    permintaan = permintaan_of_link(tanda_nilai)
    if permintaan is None:
        raise Http404
    form, form_buka = _forms(request, permintaan)
    buka = request.POST.get("apa") == "buka"
    dikirim = form_buka if buka else form
    if request.method == "POST" and dikirim.is_valid():
        try:
            if buka:
                reopen_permintaan(permintaan, alasan=dikirim.cleaned_data["alasan"], by=None)
            else:
                rate_permintaan(permintaan, cara=PenilaianPermintaan.Cara.TAUTAN,
                                **dikirim.cleaned_data)  # fmt: skip
        except ValueError as error:
            dikirim.add_error(None, str(error))
        else:
            wake(KELUAR)
            messages.success(request, _thanks(dikirim, buka=buka))
            return redirect(request.path)
    return _nilai_page(request, permintaan, form, form_buka)


def _forms(request: HttpRequest, permintaan: Permintaan) -> tuple[NilaiWargaForm, BukaLagiForm]:
    data = request.POST if request.method == "POST" else None
    buka = data is not None and data.get("apa") == "buka"
    awal = {"nilai": permintaan.nilai, "kata": permintaan.kata_nilai}
    form = NilaiWargaForm(None if buka else data, initial=awal)
    return form, BukaLagiForm(data if buka else None)


def _thanks(form: Any, *, buka: bool) -> str:
    if buka:
        return "Permintaan dibuka lagi. Kecamatan menelaahnya kembali dan mengabari Anda."
    if form.cleaned_data["nilai"] <= KURANG_PUAS:
        return "Terima kasih. Bila masih ada yang belum selesai, buka lagi permintaan ini di bawah."
    return "Terima kasih, penilaian Anda sudah kami catat."


def _nilai_page(
    request: HttpRequest, permintaan: Permintaan, form: Any, form_buka: Any
) -> HttpResponse:
    salah = bool(form.errors or form_buka.errors)
    surat = [] if permintaan.rahasia else sent_answers(permintaan)
    context = {
        "permintaan": permintaan,
        "area": area_of(str(permintaan.wilayah_id)),
        "pokok": "" if permintaan.rahasia else permintaan.judul,
        "hasil": "" if permintaan.rahasia else permintaan.hasil,
        "surat": surat,
        "form": form,
        "form_buka": form_buka,
        "boleh": may_rate(permintaan),
        "boleh_buka": permintaan.status == Permintaan.Status.SELESAI,
        "dinilai": f"{permintaan.nilai} dari 5, {KATA[permintaan.nilai].lower()}"
        if permintaan.nilai else "",
    }  # fmt: skip
    return render(request, "ruko_parsel/nilai.html", context, status=422 if salah else 200)
