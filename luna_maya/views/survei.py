"""The survey of trust by its link, and what it found, for everybody. No account, no script."""

import secrets
from datetime import timedelta
from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from luna_maya.forms.survei import PercayaForm
from luna_maya.hasil_percaya import putaran_of, trust_result
from luna_maya.models import JawabanPercaya, SurveiPercaya
from luna_maya.services.survei import (
    FOLDER,
    BelumLengkap,
    Masukan,
    SudahMenjawab,
    SurveiTertutup,
    areas_of,
    is_open,
    questions_for,
    record_jawaban,
    today_of,
)
from luna_maya.services.survei_undang import read_tanda
from pesan.hitungan import count_up
from wilayah.arah import SeeOther
from wilayah.asal import origin_hash
from wilayah.halaman import area_of, find_kelurahan, remember
from wilayah.kripto import keyed_hash
from wilayah.pertanyaan import load_kumpulan

K = JawabanPercaya.Kelompok
GARAM_KARCIS = "luna_maya.survei.karcis"
UMUR_KARCIS = 6 * 3600
# A poster in a hall: many people behind one address; a flood is more than a hall.
PER_JAM = 60
_BANYAK = "Terlalu banyak jawaban dari tempat ini dalam satu jam. Coba lagi nanti, ya."
_BASI = "Halaman ini terlalu lama terbuka. Periksa jawaban Anda, lalu kirim sekali lagi."


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def isi(request: HttpRequest, tanda_survei: str) -> HttpResponse:
    """`/luna-maya/survei/<tanda>/`: the whole survey on one page."""
    dibaca = read_tanda(tanda_survei)
    if dibaca is None:
        raise Http404
    survei, rt, kelompok = dibaca
    if "terima" in request.GET and request.method != "POST":
        return _end(request, survei, "terima", tanda_survei)
    if not is_open(survei):
        return _end(request, survei, "belum" if _is_early(survei) else "tutup")
    form = _form(request, survei, rt, kelompok)
    if request.method == "POST" and form.is_valid():
        return _save(request, survei, kelompok, form, tanda_survei)
    return _page(request, survei, kelompok, form, 422 if request.method == "POST" else 200)


def _is_early(survei: SurveiPercaya) -> bool:
    return survei.status == SurveiPercaya.Status.DRAF or today_of(survei) < survei.buka


def _form(
    request: HttpRequest, survei: SurveiPercaya, rt: str, kelompok: str, *, basi: bool = False
) -> PercayaForm:
    data: Any = request.POST.copy() if request.method == "POST" else None
    if basi:
        data["karcis"] = _new_karcis(survei)
    form = PercayaForm(
        data, tanya=questions_for(survei, kelompok), kelurahan=survei.wilayah_id,
        rt=[] if kelompok == K.KETUA else areas_of(survei),
    )  # fmt: skip
    form.initial = {"karcis": _new_karcis(survei), "rt": rt}
    return form


def _new_karcis(survei: SurveiPercaya) -> str:
    return signing.dumps([survei.pk, secrets.token_urlsafe(12)], salt=GARAM_KARCIS)


def _read_karcis(survei: SurveiPercaya, karcis: str) -> str:
    """The one-time word of a form; empty for one that is too old or forged."""
    try:
        pk, kata = signing.loads(karcis, salt=GARAM_KARCIS, max_age=UMUR_KARCIS)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(kata) if pk == survei.pk else ""


def _save(
    request: HttpRequest, survei: SurveiPercaya, kelompok: str, form: PercayaForm, tanda: str
) -> HttpResponse:
    kata = _read_karcis(survei, form.cleaned_data["karcis"])
    if not kata:
        form = _form(request, survei, "", kelompok, basi=True)
        form.is_valid()
        form.add_error(None, _BASI)
        return _page(request, survei, kelompok, form, 422)
    if _is_flood(request, survei):
        form.add_error(None, _BANYAK)
        return _page(request, survei, kelompok, form, 429)
    masukan = Masukan(
        wilayah=form.cleaned_data.get("rt") or survei.wilayah_id, kelompok=kelompok,
        isian=form.answers(), cara=JawabanPercaya.Cara.TAUTAN, karcis=kata,
    )  # fmt: skip
    try:
        record_jawaban(survei, masukan)
    except SudahMenjawab:
        pass  # the same form sent twice: one answer, and the same thanks
    except BelumLengkap as error:
        for satu in error.kurang:
            form.add_error(satu.kunci, f"Belum dijawab: {satu.teks}")
        return _page(request, survei, kelompok, form, 422)
    except SurveiTertutup:
        return _end(request, survei, "tutup")
    return SeeOther(f"{reverse('luna_survei', args=[tanda])}?terima=1")


def _is_flood(request: HttpRequest, survei: SurveiPercaya) -> bool:
    """Counted under a hash of this round alone, so that it meets no other trace of the address."""
    kunci = keyed_hash("percaya-asal", f"{survei.pk}:{origin_hash(request)}")
    return count_up({f"percaya:{kunci}": 1}, timedelta(hours=1))[f"percaya:{kunci}"] > PER_JAM


def _page(
    request: HttpRequest, survei: SurveiPercaya, kelompok: str, form: PercayaForm, status: int
) -> HttpResponse:
    context: dict[str, Any] = {
        "area": area_of(survei.wilayah_id),
        "survei": survei,
        "ketua": kelompok == K.KETUA,
        "pengantar": _intro(survei),
        "form": form,
    }
    return render(request, "luna_maya/survei.html", context, status=status)


def _intro(survei: SurveiPercaya) -> str:
    return str(load_kumpulan(survei.kode, FOLDER).get("pengantar", ""))


def _end(request: HttpRequest, survei: SurveiPercaya, apa: str, tanda: str = "") -> HttpResponse:
    context = {"area": area_of(survei.wilayah_id), "survei": survei, "apa": apa, "tanda": tanda}
    return render(request, "luna_maya/survei_selesai.html", context)


@require_safe
def kepercayaan(request: HttpRequest, slug: str) -> HttpResponse:
    """`/<slug>/luna-maya/kepercayaan/`: before and after for the kelurahan and its RWs."""
    area = find_kelurahan(slug)
    semua = putaran_of(area.kode)
    diminta = request.GET.get("putaran", "")
    putaran = diminta if diminta in semua else (semua[0] if semua else "")
    hasil = trust_result(area.kode, putaran, sampai="rw") if putaran else None
    context = {
        "area": area, "hasil": hasil, "semua": semua, "putaran": putaran,
        "kelurahan_saja": request.GET.get("per") != "rw",
    }  # fmt: skip
    return remember(render(request, "luna_maya/survei_hasil.html", context), area)
