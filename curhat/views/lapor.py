"""Sending a report: the form, the door behind it, and the answer that follows at once.

The POST only verifies and stores one row; the page it redirects to has the row processed when no
worker has done so yet.
"""

import uuid
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from curhat import acuan
from curhat.forms import FormWarga, LaporForm, TanyaForm
from curhat.masalah import Masalah, shared_of
from curhat.models import Curhat
from curhat.services.lacak import add_keterangan, set_tempat
from curhat.services.surat import surat_of
from curhat.views.arah import GARAM_TERIMA, terima_url
from curhat.views.isu import device_of, join_fields, keep_device, near_report, new_device
from curhat.views.jejak import build_jejak
from curhat.views.pilih import render_pilih
from curhat.views.sesi_lacak import open_lacak
from curhat.views.titik import area_at
from pesan.bangun import KELUAR, wake
from pesan.kanal.web import data_laporan, store_laporan
from pesan.lampiran import LampiranDitolak
from pesan.models import PesanMasuk
from pesan.proses import process_one
from wilayah.arah import SeeOther
from wilayah.halaman import Area, find_area, find_kelurahan, remember, remembered

UMUR_TERIMA = 24 * 3600
MAKS_TEKS_TAUTAN = 300  # of what a link may write into the form


@require_http_methods(["GET", "HEAD", "POST"])
def lapor_pilih(request: HttpRequest) -> HttpResponse:
    """`/lapor/`: asks for the kelurahan and goes on to its form. A POST names it in `wilayah`."""
    if request.method == "POST":
        return _receive(request, find_kelurahan(request.POST.get("wilayah", "")))
    pilihan = request.GET.get("wilayah", "")
    if pilihan:
        return remember(redirect("lapor", slug=pilihan), find_kelurahan(pilihan))
    area = remembered(request)
    if area is not None and area.is_kelurahan and "cari" not in request.GET:
        return redirect("lapor", slug=area.slug)
    return render_pilih(request, tujuan="lapor")


@require_http_methods(["GET", "HEAD", "POST"])
def lapor(request: HttpRequest, slug: str) -> HttpResponse:
    """`/<slug>/lapor/`: the report form of one kelurahan."""
    area = find_area(slug)
    if not area.is_kelurahan:
        return render_pilih(request, tujuan="lapor", di=area)
    if request.method == "POST":
        return _receive(request, area)
    form = LaporForm(initial={"token": uuid.uuid4(), "cerita": _given_text(request)})
    return remember(_form_page(request, area, form), area)


def _given_text(request: HttpRequest) -> str:
    """`?teks=`: words that a link puts into the empty form (which product it is about), no more."""
    teks = "".join(huruf if huruf.isprintable() else " " for huruf in request.GET.get("teks", ""))
    bersih = " ".join(teks.split())[:MAKS_TEKS_TAUTAN]
    return f"{bersih} " if bersih else ""


def _form_page(request: HttpRequest, area: Area, form: LaporForm) -> HttpResponse:
    context = {
        "area": area,
        "form": form,
        "ubin": settings.LEAFLET_CONFIG["TILES"],
        "atribusi": settings.LEAFLET_CONFIG["ATTRIBUTION_PREFIX"],
    }
    return render(request, "curhat/lapor.html", context, status=422 if form.is_bound else 200)


def _receive(request: HttpRequest, area: Area) -> HttpResponse:
    form = LaporForm(request.POST, request.FILES)
    if form.is_robot:
        # Said as kindly as to a person, in case it was one whose browser filled the field in.
        form.add_error(None, "Belum terkirim. Kosongkan isian “Situs web”, lalu kirim lagi.")
    if not form.is_valid():
        return _form_page(request, area, form)
    juga = request.POST.get("juga", "")[:200]
    if not juga and not request.POST.get("tetap") and (mirip := near_report(area, form)):
        return _similar_page(request, area, form, mirip)
    return _store(request, area, form, juga)


def _similar_page(
    request: HttpRequest, area: Area, form: LaporForm, mirip: list[Masalah]
) -> HttpResponse:
    """Before it is sent: what others told of already. All that was typed stands in the page."""
    isian = [
        (nama, nilai)
        for nama in form.fields
        if nama != "token"
        for nilai in request.POST.getlist(nama)
        if nilai
    ]
    isian.append(("token", form.cleaned_data["token"]))
    context = {"area": area, "mirip": mirip, "isian": isian}
    return render(request, "curhat/mirip.html", context)


def _store(request: HttpRequest, area: Area, form: LaporForm, juga: str) -> HttpResponse:
    """Into the inbox; with `juga`, the signed key of a problem, as one more report of that."""
    perangkat = (device_of(request) or new_device()) if juga else ""
    isi = form.pilihan() | (join_fields(juga, perangkat) if juga else {})
    try:
        pesan = store_laporan(
            wilayah=area.kode, data=isi, files=form.unggahan(), token=form.cleaned_data["token"]
        )
    except LampiranDitolak as error:  # a file that is not what it says it is
        form.add_error("foto", str(error))
        return _form_page(request, area, form)
    response = SeeOther(terima_url(area, pesan))
    return keep_device(response, perangkat) if juga else response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def terima(request: HttpRequest, slug: str, tanda: str) -> HttpResponse:
    """The answer to a report just sent, with its code and PIN; small questions are POSTed here."""
    area = find_area(slug)
    try:
        pk = signing.loads(tanda, salt=GARAM_TERIMA, max_age=UMUR_TERIMA)
    except signing.SignatureExpired:
        return redirect("lacak_di", slug=slug)
    except signing.BadSignature:
        return render(request, "404.html", {"area": area}, status=404)
    curhat = _processed(pk)
    if curhat is None:
        return _still_waiting(request, area, pk)
    if request.method == "POST":
        return _answer_question(request, area, curhat)
    return _terima_page(request, area, curhat, TanyaForm())


def _processed(pk: int) -> Curhat | None:
    menunggu = PesanMasuk.objects.filter(pk=pk, status=PesanMasuk.Status.BARU).exists()
    process_one(pk)
    if menunggu:  # done here and not by a worker, which would send what is owed
        wake(KELUAR)
    return (
        Curhat.objects.select_related("wilayah", "kategori", "subkategori", "pesan_masuk", "unit")
        .prefetch_related(
            "jawaban",
            "tiket__riwayat",
            "tiket__instansi",
            "tiket_bersama__riwayat",
            "tiket_bersama__instansi",
            "riwayat",
        )
        .filter(pesan_masuk=pk, dihapus_at__isnull=True)
        .first()
    )


def _still_waiting(request: HttpRequest, area: Area, pk: int) -> HttpResponse:
    """Stored but not answered yet: code and PIN are there already, so nothing can get lost."""
    pesan = PesanMasuk.objects.get(pk=pk)
    kode, pin = _keys_of(pesan)
    dihapus = not pesan.muatan
    menunggu = pesan.status == PesanMasuk.Status.BARU and not dihapus
    context = {"area": area, "kode": kode, "pin": pin, "menunggu": menunggu, "dihapus": dihapus}
    response = render(request, "curhat/terima_tunggu.html", context, status=410 if dihapus else 200)
    if menunggu:
        response["Refresh"] = "4"
    return response


def _answer_question(request: HttpRequest, area: Area, curhat: Curhat) -> HttpResponse:
    form = TanyaForm(request.POST)
    kelurahan = request.POST.get("kelurahan", "")
    if not form.is_valid():
        return _terima_page(request, area, curhat, form)
    if kelurahan and kelurahan not in {kode for kode, _nama in kelurahan_choices(curhat)}:
        return _terima_page(request, area, curhat, form)
    data = form.cleaned_data
    if data["teks"]:
        add_keterangan(curhat, teks=data["teks"])
    if kelurahan or data["rt"] or data["rw"]:
        set_tempat(curhat, wilayah=kelurahan or None, rt=data["rt"] or None, rw=data["rw"] or None)
    wake(KELUAR)
    return SeeOther(f"{request.path}?kabar=lengkap")


def _terima_page(request: HttpRequest, area: Area, curhat: Curhat, form: FormWarga) -> HttpResponse:
    context: dict[str, Any] = {
        "area": area,
        "curhat": curhat,
        "tiket": curhat.tiket_terakhir,
        "jawaban": next(iter(curhat.jawaban.all()), None),
        "jejak": build_jejak(curhat),
        "bersama": shared_of(curhat),
        "darurat": acuan.numbers_of(curhat.wilayah_id) if curhat.darurat else (),
        "kode": curhat.kode,
        "pin": _keys_of(curhat.pesan_masuk)[1],
        "form": form,
        "pilihan_kelurahan": kelurahan_choices(curhat),
        "tanya_cerita": not any(huruf.isalpha() for huruf in curhat.isi),
        "tanya_rt": not curhat.rahasia and None in (curhat.wilayah.rt, curhat.wilayah.rw),
        "tersimpan": request.GET.get("kabar") == "lengkap",
        "surat": surat_of(curhat).first(),
    }
    status = 422 if form.is_bound else 200
    response = render(request, "curhat/terima.html", context, status=status)
    # whoever sees the PIN here may go on to the letter without typing it
    return open_lacak(response, curhat) if context["surat"] and context["pin"] else response


def _keys_of(pesan: PesanMasuk | None) -> tuple[str, str]:
    """Code and PIN while the stored form still holds them, else two empty words."""
    try:
        isi = data_laporan(pesan) if pesan is not None else {}
    except ValueError:
        isi = {}
    return str(isi.get("kode", "")), str(isi.get("pin", ""))


def kelurahan_choices(curhat: Curhat) -> list[tuple[str, str]]:
    """(code, name) of kelurahan to ask about: the text names several, or the pin lies elsewhere.

    The report's own kelurahan is the first. Empty when there is nothing to ask.
    """
    sekarang = curhat.wilayah.kode_kelurahan
    lain = {
        str(k["kode"]): str(k["nama"])
        for k in curhat.kandidat_wilayah
        if str(k.get("kode", "")).count(".") == 3
    }
    if curhat.lat is not None and curhat.lng is not None and sekarang:
        pada = area_at(float(curhat.lat), float(curhat.lng), dekat=sekarang)
        if pada is not None and pada.kode != sekarang:
            lain[pada.kode] = pada.nama_lengkap
    lain.pop(sekarang or "", None)
    if not lain or sekarang is None:
        return []
    nama = curhat.wilayah
    while nama.kode != sekarang and nama.induk is not None:
        nama = nama.induk
    return [(sekarang, nama.nama_lengkap), *sorted(lain.items(), key=lambda pair: pair[1])]


@require_safe
def titik(request: HttpRequest, slug: str) -> HttpResponse:
    """Which kelurahan a point lies in, as JSON for the map of the form. Only ever a suggestion."""
    area = find_kelurahan(slug)
    try:
        lat, lng = float(request.GET.get("lat", "")), float(request.GET.get("lng", ""))
    except ValueError:
        return JsonResponse({"galat": "titik tidak terbaca"}, status=400)
    pada = area_at(lat, lng, dekat=area.kode)
    if pada is None or pada.kode == area.kode:
        return JsonResponse({"lain": None})
    url = reverse("lapor", args=[pada.slug]) if pada.slug else ""
    return JsonResponse({"lain": pada.nama_lengkap, "alamat": url})
