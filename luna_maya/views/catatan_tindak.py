"""An entry changed, taken back, handed on, and its files, each for whoever may."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from luna_maya.catatan_baca import kelurahan_of
from luna_maya.catatan_boleh import is_meja, kunjungan_for, may_change
from luna_maya.forms.catatan import TugasForm, UbahForm
from luna_maya.media_izin import media_of
from luna_maya.models import Catatan, Kunjungan
from luna_maya.services.catatan import CatatanDitolak, edit_catatan, may_edit, withdraw_catatan
from luna_maya.services.tindak_catatan import (
    LAPORAN,
    POTENSI,
    give_tugas,
    hand_over_catatan,
)
from luna_maya.views.catatan import log_url, user_of
from pesan.bangun import KELUAR, wake
from pesan.lampiran import serve_lampiran
from pesan.models import Lampiran
from wilayah.halaman import area_of
from wilayah.rujukan import choice_of, meja_of
from wilayah.zona import at_place

# What the step before says to whoever pressed the button.
_JADI = {
    "diterima": "Sudah menjadi {}.",
    "ditawarkan": "Sudah ditawarkan ke meja {}; menunggu jawaban.",
}


@never_cache
@login_required
def catat_ubah(request: HttpRequest, kode_kunjungan: str, nomor_catatan: int) -> HttpResponse:
    """Change an entry the same evening; its writer and the desk."""
    kunjungan, catatan = _find(request, kode_kunjungan, nomor_catatan)
    if not may_change(request.user, catatan):
        raise Http404
    if not may_edit(catatan, timezone.now()):
        messages.error(request, "Catatan ini sudah tidak dapat diubah.")
        return redirect(log_url(kunjungan))
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UbahForm(*data, catatan=catatan)
    if form.is_bound and form.is_valid():
        try:
            hasil = edit_catatan(
                catatan, form.isi_catatan(), by=user_of(request), berkas=form.berkas(),
                buang=[int(pk) for pk in form.cleaned_data["buang"]],
            )  # fmt: skip
        except CatatanDitolak as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Perubahan tersimpan.")
            for satu in hasil.ditolak:
                messages.warning(request, satu)
            return redirect(f"{log_url(kunjungan)}#catatan-{catatan.pk}")
    isi = {
        "form": form, "kunjungan": kunjungan, "catatan": catatan, "izin": media_of(kunjungan),
        "area": area_of(kunjungan.wilayah_id),
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "luna_maya/catatan_ubah.html", isi, status=status)


@require_POST
@never_cache
@login_required
def catat_tarik(request: HttpRequest, kode_kunjungan: str, nomor_catatan: int) -> HttpResponse:
    """POST: take an entry back; its writer and the desk."""
    kunjungan, catatan = _find(request, kode_kunjungan, nomor_catatan)
    if not may_change(request.user, catatan):
        raise Http404
    try:
        withdraw_catatan(catatan, by=user_of(request))
    except CatatanDitolak as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Catatan ditarik kembali.")
    return redirect(log_url(kunjungan))


@require_POST
@never_cache
@login_required
def catat_tindak(
    request: HttpRequest, kode_kunjungan: str, nomor_catatan: int, apa_catatan: str
) -> HttpResponse:
    """POST of one of laporan, potensi, tugas; the desk alone."""
    kunjungan, catatan = _find(request, kode_kunjungan, nomor_catatan)
    if not is_meja(request.user, catatan) or apa_catatan not in {"laporan", "potensi", "tugas"}:
        raise Http404
    if apa_catatan == "tugas":
        return _give_tugas(request, kunjungan, catatan)
    meja = LAPORAN if apa_catatan == "laporan" else POTENSI
    try:
        rujukan = hand_over_catatan(
            catatan, meja=meja, by=user_of(request), rincian=_chosen(request, kunjungan, meja)
        )
    except ValueError as error:  # the desk's own refusals are ValueErrors with a sentence
        messages.error(request, str(error))
    else:
        wake(KELUAR)
        kata = _JADI.get(rujukan.status, "{}")
        messages.success(request, kata.format(meja_of(meja).label().lower()))
    return redirect(f"{log_url(kunjungan)}#catatan-{catatan.pk}")


@require_safe
@login_required
def catat_berkas(
    request: HttpRequest, kode_kunjungan: str, lampiran_catatan: int
) -> HttpResponseBase:
    """A photo or voice note of the log, while the host allows it; those going and the desk."""
    kunjungan = kunjungan_for(request.user, kode_kunjungan)
    izin = media_of(kunjungan)
    milik = Catatan.objects.standing().filter(kunjungan=kunjungan).values("lampiran")
    lampiran = Lampiran.objects.filter(pk=lampiran_catatan, pk__in=milik).first()
    boleh = {Lampiran.Jenis.FOTO: izin.foto, Lampiran.Jenis.SUARA: izin.suara}
    if lampiran is None or not boleh.get(Lampiran.Jenis(lampiran.jenis), False):
        raise Http404
    response = serve_lampiran(lampiran)
    response["Cache-Control"] = "private, no-store"  # an answer taken back takes its pictures along
    return response


def _find(request: HttpRequest, kode: str, nomor: int) -> tuple[Kunjungan, Catatan]:
    kunjungan = kunjungan_for(request.user, kode)
    rows: Any = Catatan.objects.standing().select_related(
        "kunjungan__jenis", "wilayah", "janji_lurah"
    )
    return kunjungan, get_object_or_404(rows, kunjungan=kunjungan, pk=nomor)


def _chosen(request: HttpRequest, kunjungan: Kunjungan, meja: str) -> dict[str, str]:
    """What the desk asked for, by its key or as its list shows it. Raises CatatanDitolak."""
    memilih = choice_of(meja_of(meja))
    if memilih is None:
        return {}
    nilai = request.POST.get(memilih.kolom, "").strip()
    if not nilai:
        return {}
    pilihan = memilih.pilihan(user_of(request), kelurahan_of(kunjungan))
    kunci = next((kunci for kunci, nama in pilihan if nilai in {kunci, nama}), None)
    if kunci is None:
        raise CatatanDitolak(f"{memilih.judul} itu tidak ada di daftar; pilih dari daftarnya.")
    return {memilih.kolom: kunci}


def _give_tugas(request: HttpRequest, kunjungan: Kunjungan, catatan: Catatan) -> HttpResponse:
    hari = at_place(timezone.now(), kunjungan.wilayah_id).date()
    form = TugasForm(request.POST, kunjungan=kunjungan, hari=hari)
    if form.is_valid():
        data = form.cleaned_data
        try:
            give_tugas(
                catatan, isi=data["isi"], petugas=data["petugas"], tenggat=data["tenggat"],
                by=user_of(request),
            )  # fmt: skip
        except CatatanDitolak as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Tugas dicatat.")
            return redirect(f"{log_url(kunjungan)}#catatan-{catatan.pk}")
    isi = {
        "form": form, "kunjungan": kunjungan, "catatan": catatan,
        "area": area_of(kunjungan.wilayah_id),
    }  # fmt: skip
    return render(request, "luna_maya/catatan_tugas.html", isi, status=422)
