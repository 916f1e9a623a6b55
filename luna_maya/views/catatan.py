"""The observation log on a phone: the page that works without a signal, entries, answers."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from luna_maya.catatan_baca import choices_of_potensi, read_baris, with_lanjutan
from luna_maya.catatan_boleh import is_meja, kunjungan_for, open_logs
from luna_maya.forms.catatan import CatatanForm, JawabanForm, people_for
from luna_maya.halaman_kunjungan import head_in, head_of, names_everywhere
from luna_maya.media_izin import media_of
from luna_maya.models import Catatan, Kunjungan
from luna_maya.services.catatan import CatatanDitolak, LogTertutup, check_open, record_catatan
from luna_maya.services.jawaban import record_jawaban
from luna_maya.waktu_catatan import closes_at
from pesan.antrean import keep_halaman, siapa_of
from wilayah.format import tanggal_panjang
from wilayah.halaman import area_of
from wilayah.models import Pengguna
from wilayah.zona import at_place


def user_of(request: HttpRequest) -> Pengguna:
    """Who is signed in; `login_required` lets nobody else in."""
    return cast("Pengguna", request.user)


@require_safe
@never_cache
@login_required
def catat_daftar(request: HttpRequest) -> HttpResponse:
    """`/luna-maya/catat/`: visits whose log is written these days."""
    now = timezone.now()
    nama = names_everywhere()
    kunjungan = [(satu, head_in(satu, nama)) for satu in open_logs(request.user, now)[:30]]
    isi = {"kunjungan": kunjungan, "siapa": siapa_of(request.user)}
    return keep_halaman(request, render(request, "luna_maya/catatan_daftar.html", isi))


@never_cache
@vary_on_headers("Accept")
@login_required
def catat(request: HttpRequest, kode_kunjungan: str) -> HttpResponse:
    """The log of one visit: GET the page, POST an entry (a form, or the device's queue)."""
    kunjungan = kunjungan_for(request.user, kode_kunjungan)
    if request.method != "POST":
        return keep_halaman(request, show_log(request, kunjungan))
    form = CatatanForm(request.POST, request.FILES, kunjungan=kunjungan)
    if not form.is_valid():
        return refuse(request, kunjungan, form)
    data = form.cleaned_data
    try:
        hasil = record_catatan(
            kunjungan, form.isi_catatan(), kunci=data["kunci"], by=user_of(request),
            dicatat_at=data["dicatat_at"], dikirim_at=data["jam_kirim"], berkas=form.berkas(),
        )  # fmt: skip
    except CatatanDitolak as error:
        form.add_error(None, str(error))
        return refuse(request, kunjungan, form, status=409)
    return answer(request, kunjungan, hasil.catatan, str(data["kunci"]), hasil.ditolak)


@require_POST
@never_cache
@login_required
def catat_jawaban(request: HttpRequest, kode_kunjungan: str) -> HttpResponse:
    """POST answers to the kind's questions."""
    kunjungan = kunjungan_for(request.user, kode_kunjungan)
    form = JawabanForm(request.POST, kunjungan=kunjungan)
    if not form.is_valid():
        return refuse(request, kunjungan, form)
    data = form.cleaned_data
    try:
        record_jawaban(
            kunjungan, form.berubah(), kunci=data["kunci"], by=user_of(request),
            dicatat_at=data["dicatat_at"], dikirim_at=data["jam_kirim"],
        )  # fmt: skip
    except CatatanDitolak as error:
        form.add_error(None, str(error))
        return refuse(request, kunjungan, form, status=409)
    return answer(request, kunjungan, None, str(data["kunci"]), [])


def wants_json(request: HttpRequest) -> bool:
    """The device's queue asks so."""
    return request.headers.get("Accept", "").startswith("application/json")


def answer(
    request: HttpRequest,
    kunjungan: Kunjungan,
    catatan: Catatan | None,
    kunci: str,
    ditolak: list[str],
) -> HttpResponse:
    """It is here: the queue is told so, a form goes on to the page."""
    url = log_url(kunjungan) + (f"#catatan-{catatan.pk}" if catatan else "#pertanyaan")
    if wants_json(request):
        return JsonResponse({"kunci": kunci, "url": url, "kabar": ditolak}, status=201)
    messages.success(request, "Catatan tersimpan." if catatan else "Jawaban tersimpan.")
    for satu in ditolak:
        messages.warning(request, satu)
    return redirect(url)


def refuse(
    request: HttpRequest, kunjungan: Kunjungan, form: forms.Form, *, status: int = 422
) -> HttpResponse:
    """What is wrong, with what was written."""
    if wants_json(request):
        galat = {nama: list(pesan) for nama, pesan in form.errors.items()}
        return JsonResponse({"galat": galat}, status=status)
    kolom = "jawaban" if isinstance(form, JawabanForm) else "form"
    return show_log(request, kunjungan, status=status, **{kolom: form})


def log_url(kunjungan: Kunjungan) -> str:
    return reverse("luna_catat", args=[kunjungan.kode])


def show_log(
    request: HttpRequest, kunjungan: Kunjungan, *, status: int = 200, **isi: Any
) -> HttpResponse:
    """The page with its forms, fresh or as they came back."""
    now, user, izin = timezone.now(), request.user, media_of(kunjungan)
    rows = with_lanjutan(kunjungan.catatan.standing().order_by("-dicatat_at", "-pk"))
    baris = read_baris(rows, user=user, izin=izin, now=now)
    memilih = any("potensi" in satu.boleh for satu in baris)
    kolom, rumah = choices_of_potensi(user, kunjungan) if memilih else ("", ())
    context = {
        "kunjungan": kunjungan,
        "area": area_of(kunjungan.wilayah_id),
        "kepala": head_of(kunjungan),
        "waktu": tanggal_panjang(kunjungan.mulai_at, kunjungan.wilayah_id),
        "tutup": tanggal_panjang(closes_at(kunjungan), kunjungan.wilayah_id),
        "tertutup": _closed(kunjungan),
        "izin": izin,
        "siapa": siapa_of(user),
        "baris": baris,
        "kolom_rumah": kolom,
        "rumah": rumah,
        "petugas": list(people_for(kunjungan)) if is_meja(user, kunjungan) else [],
        "hari": f"{at_place(now, kunjungan.wilayah_id):%Y-%m-%d}",
        "form": isi.pop("form", None) or CatatanForm(kunjungan=kunjungan),
        "jawaban": isi.pop("jawaban", None) or JawabanForm(kunjungan=kunjungan, auto_id="jwb_%s"),
        **isi,
    }
    return render(request, "luna_maya/catatan.html", context, status=status)


def _closed(kunjungan: Kunjungan) -> str:
    """Why nothing is written here now; "" while it is."""
    now = timezone.now()
    try:
        check_open(kunjungan, now, now)
    except LogTertutup as error:
        return str(error)
    return ""
