"""The host's own page: what the visit is, what may be recorded, the answer, the withdrawal."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from luna_maya.forms.persetujuan import IzinForm, WaktuLainForm
from luna_maya.models import Kunjungan
from luna_maya.models.persetujuan import IZIN
from luna_maya.services.kabar import span_end, visit_slots
from luna_maya.services.kunjungan import LangkahTerlarang
from luna_maya.services.persetujuan import (
    AKAN_DATANG,
    Cara,
    J,
    Jawab,
    PerluWali,
    agree_kunjungan,
    ask_other_time,
    kunjungan_of_link,
    last_answer,
    party_of,
    refuse_kunjungan,
    withdraw_persetujuan,
)
from pesan.bangun import KELUAR, wake
from wilayah.arah import SeeOther
from wilayah.format import tanggal_panjang
from wilayah.halaman import area_of

S = Kunjungan.Status
KABAR = {
    "ya": "Terima kasih, jawaban Anda sudah tercatat.",
    "pilihan": "Pilihan Anda sudah disimpan.",
    "lain": "Terima kasih. Waktu yang Anda minta sudah diteruskan; kami kabari lagi.",
    "tidak": "Terima kasih sudah menjawab. Kunjungan ini tidak jadi, dan pelayanan tetap sama.",
    "cabut": "Sudah dicabut. Semua yang akan datang sudah diberi tahu.",
    "cabut_usai": "Sudah dicabut. Foto dan kesan dari kunjungan itu tidak ditampilkan lagi.",
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def undangan(request: HttpRequest, tanda_undangan: str) -> HttpResponse:
    """`/luna-maya/undangan/<tanda>/`: one visit as its host sees it; works without JavaScript."""
    kunjungan = kunjungan_of_link(tanda_undangan)
    if kunjungan is None:
        raise Http404
    form = _izin_form(kunjungan)
    lain = WaktuLainForm(kode=str(kunjungan.wilayah_id))
    status = 200
    if request.method == "POST":
        langkah = request.POST.get("langkah", "")
        if langkah == "ya":
            form = IzinForm(request.POST, ada_anak=kunjungan.tuan_rumah.ada_anak)
        elif langkah == "lain":
            lain = WaktuLainForm(request.POST, kode=str(kunjungan.wilayah_id))
        kabar = _take(kunjungan, langkah, form=form, lain=lain, untuk=_shown(request))
        if kabar:
            wake(KELUAR)
            return SeeOther(f"{reverse('luna_undangan', args=[tanda_undangan])}?kabar={kabar}")
        status = 422
        kunjungan = kunjungan_of_link(tanda_undangan) or kunjungan
    context = _context(kunjungan, tanda_undangan) | {
        "form": form, "lain": lain, "kabar": KABAR.get(request.GET.get("kabar", ""), ""),
    }  # fmt: skip
    return _private(render(request, "luna_maya/persetujuan.html", context, status=status))


def _take(
    kunjungan: Kunjungan, langkah: str, *, form: IzinForm, lain: WaktuLainForm,
    untuk: datetime | None,
) -> str:  # fmt: skip
    """Do it; the word for the page, or "" with the error on a form."""
    jawab = Jawab(Cara.TAUTAN, untuk=untuk)
    try:
        if langkah == "ya":
            return _agree(kunjungan, form, jawab)
        if langkah == "lain":
            return _other_time(kunjungan, lain, jawab)
        if langkah == "tidak":
            refuse_kunjungan(kunjungan, jawab)
            return "tidak"
        if langkah == "cabut":
            datang = kunjungan.selesai_at > timezone.now() and kunjungan.status != S.SELESAI
            withdraw_persetujuan(kunjungan, Jawab(Cara.TAUTAN))
            return "cabut" if datang else "cabut_usai"
    except (ValueError, LangkahTerlarang) as galat:
        (lain if langkah == "lain" else form).add_error(None, str(galat))
    return ""


def _agree(kunjungan: Kunjungan, form: IzinForm, jawab: Jawab) -> str:
    if not form.is_valid():
        return ""
    try:
        agree_kunjungan(kunjungan, form.pilihan(), jawab)
    except PerluWali as galat:
        form.add_error("wali", str(galat))
        return ""
    return "ya" if kunjungan.status == S.MENUNGGU else "pilihan"


def _other_time(kunjungan: Kunjungan, lain: WaktuLainForm, jawab: Jawab) -> str:
    if not lain.is_valid():
        return ""
    ask_other_time(kunjungan, minta=lain.moment(), jawab=jawab)
    return "lain"


def _shown(request: HttpRequest) -> datetime | None:
    """The time that stood on the page when it was answered."""
    try:
        return parse_datetime(request.POST.get("untuk", "")[:40])
    except ValueError:
        return None


def _izin_form(kunjungan: Kunjungan) -> IzinForm:
    """With what was chosen before, else the defaults."""
    terakhir = last_answer(kunjungan)
    awal: dict[str, Any] = {}
    if terakhir is not None and terakhir.jawaban == J.YA:
        awal = {apa: "ya" if terakhir.is_allowed(apa) else "tidak" for apa in IZIN}
        awal["wali"] = terakhir.wali_setuju
    return IzinForm(initial=awal, ada_anak=kunjungan.tuan_rumah.ada_anak)


def _context(kunjungan: Kunjungan, tanda: str) -> dict[str, Any]:
    kode = str(kunjungan.wilayah_id)
    terakhir = last_answer(kunjungan)
    lewat = kunjungan.selesai_at <= timezone.now()
    minta = terakhir.minta_mulai_at if terakhir is not None else None
    return {
        "area": area_of(kode),
        "tanda": tanda,
        "kunjungan": kunjungan,
        "acara": visit_slots(kunjungan)["acara"],
        "waktu": tanggal_panjang(kunjungan.mulai_at, kode),
        "sampai": span_end(kunjungan),
        "untuk": kunjungan.mulai_at.isoformat(),
        "rombongan": party_of(kunjungan),
        "terakhir": terakhir,
        "minta": tanggal_panjang(minta, kode) if minta else "",
        "keadaan": _state(kunjungan, terakhir.jawaban if terakhir else "", lewat=lewat),
        "boleh_lain": kunjungan.status in AKAN_DATANG - {S.RENCANA} and not lewat,
        "lewat": lewat or kunjungan.status == S.SELESAI,
    }


def _state(kunjungan: Kunjungan, jawaban: str, *, lewat: bool) -> str:
    """Which of the page's faces: tanya, atur, pasti, usai, cabut, batal, terlewat."""
    if jawaban == J.CABUT:
        return "cabut"
    if kunjungan.status == S.BATAL:
        return "batal"
    if kunjungan.status in {S.RENCANA, S.MENUNGGU} and lewat:
        return "terlewat"
    if kunjungan.status == S.RENCANA or (jawaban == J.TANGGAL_LAIN and _still(kunjungan)):
        return "atur"
    if kunjungan.status == S.MENUNGGU:
        return "tanya"
    return "usai" if lewat or kunjungan.status == S.SELESAI else "pasti"


def _still(kunjungan: Kunjungan) -> bool:
    """Whether the wish for another time has not been acted on: nothing was asked since."""
    ajakan = getattr(kunjungan, "ajakan", None)
    return kunjungan.status == S.MENUNGGU and (ajakan is None or not ajakan.tanya)


def _private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    # not no-referrer: a browser would send its forms with "Origin: null", which is refused
    response["Referrer-Policy"] = "same-origin"
    return response
