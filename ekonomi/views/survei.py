"""Answering a survey by its personal link: a part a page, saved with each, without JavaScript."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ekonomi.models import JawabanSurvei
from ekonomi.services.survei import (
    BelumLengkap,
    SurveiTertutup,
    is_open,
    jawaban_of_link,
    questions_of,
    refuse_survei,
    save_jawaban,
)
from wilayah.arah import SeeOther
from wilayah.formulir_pertanyaan import PertanyaanForm
from wilayah.halaman import area_of
from wilayah.pertanyaan import bagian_of, load_kumpulan

B = JawabanSurvei.Status


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def isi(request: HttpRequest, tanda: str) -> HttpResponse:
    """`/survei/<tanda>/?hal=2`: one part of the form of one household."""
    baris = jawaban_of_link(tanda)
    if baris is None:
        raise Http404
    if not is_open(baris.survei, timezone.localdate()):
        return _end(request, baris, "tutup")
    if baris.status == B.MENOLAK and request.method != "POST":
        return _end(request, baris, "tolak")
    if baris.status == B.SELESAI and "hal" not in request.GET:
        return _end(request, baris, "selesai", tanda)
    if request.method == "POST":
        return _save(request, baris, tanda)
    return _page(request, baris, tanda, _number(request, baris))


def _number(request: HttpRequest, baris: JawabanSurvei) -> int:
    """Which part: the one asked for, else the first with an open question."""
    bagian = bagian_of(questions_of(baris.survei))
    teks = request.GET.get("hal", "")
    if teks.isdecimal() and 1 <= int(teks) <= len(bagian):
        return int(teks)
    for n, (_nama, tanya) in enumerate(bagian, start=1):
        if any(p.wajib and baris.answer_to(p.kunci) is None for p in tanya):
            return n
    return len(bagian)


def _save(request: HttpRequest, baris: JawabanSurvei, tanda: str) -> HttpResponse:
    alamat = reverse("survei_isi", args=[tanda])
    langkah = request.POST.get("langkah", "")
    try:
        if langkah == "tolak":
            refuse_survei(baris)
            return SeeOther(alamat)
        return _save_part(request, baris, tanda, alamat, langkah)
    except SurveiTertutup:
        return SeeOther(alamat)


def _save_part(
    request: HttpRequest, baris: JawabanSurvei, tanda: str, alamat: str, langkah: str
) -> HttpResponse:
    bagian = bagian_of(questions_of(baris.survei))
    hal = _number(request, baris)
    nanti = langkah in {"nanti", "kembali"}
    form = PertanyaanForm(request.POST, tanya=bagian[hal - 1][1], jawaban={}, lengkap=not nanti)
    if not form.is_valid():
        return _page(request, baris, tanda, hal, form=form, status=422)
    akhir = hal == len(bagian) and not nanti
    try:
        save_jawaban(baris, form.answers(), cara=JawabanSurvei.Cara.TAUTAN, selesai=akhir)
    except BelumLengkap as error:
        save_jawaban(baris, form.answers(), cara=JawabanSurvei.Cara.TAUTAN)
        kurang = error.kurang[0].bagian
        ke = next(n for n, (nama, _t) in enumerate(bagian, start=1) if nama == kurang)
        return SeeOther(f"{alamat}?hal={ke}&kurang=1")
    if langkah == "kembali":
        return SeeOther(f"{alamat}?hal={max(1, hal - 1)}")
    if langkah == "nanti":
        return SeeOther(f"{alamat}?hal={hal}&kabar=nanti")
    return SeeOther(alamat if akhir else f"{alamat}?hal={hal + 1}")


def _page(
    request: HttpRequest, baris: JawabanSurvei, tanda: str, hal: int, *,
    form: PertanyaanForm | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    bagian = bagian_of(questions_of(baris.survei))
    nama, tanya = bagian[hal - 1]
    context: dict[str, Any] = {
        "area": area_of(baris.rumah.wilayah_id),
        "survei": baris.survei,
        "baris": baris,
        "tanda": tanda,
        "nama": nama,
        "hal": hal,
        "banyak": len(bagian),
        "pengantar": load_kumpulan(baris.survei.kode).get("pengantar", "") if hal == 1 else "",
        "kurang": "kurang" in request.GET,
        "nanti": request.GET.get("kabar") == "nanti",
        "form": form or PertanyaanForm(tanya=tanya, jawaban=baris.jawaban, lengkap=True),
    }
    return render(request, "ekonomi/survei.html", context, status=status)


def _end(request: HttpRequest, baris: JawabanSurvei, apa: str, tanda: str = "") -> HttpResponse:
    context = {
        "area": area_of(baris.rumah.wilayah_id),
        "survei": baris.survei,
        "apa": apa,
        "tanda": tanda,
    }
    return render(request, "ekonomi/survei_selesai.html", context)
