"""The pages of a batch that hang beside it: import from a file, and cards to print."""

import csv
import io
from typing import Any

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString, mark_safe

from ekonomi.forms.latih_petugas import BerkasImporForm
from ekonomi.models import Angkatan
from ekonomi.services.impor_peserta import TUJUAN, check_tabel, guess_peta, import_peserta
from pesan.bangun import KELUAR, wake
from wilayah.berkas_tabel import MAKS_BARIS, BerkasTidakTerbaca, read_berkas, write_isi


def import_page(request: HttpRequest, angkatan: Angkatan, context: dict[str, Any]) -> HttpResponse:
    """Three steps on one page: the file, the mapping with its errors, saving."""
    if request.method == "POST" and "isi" in request.POST:
        return _mapped(request, angkatan, context)
    form = BerkasImporForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        berkas = form.cleaned_data["berkas"]
        try:
            tabel = read_berkas(berkas.name, berkas.read())
        except BerkasTidakTerbaca as error:
            form.add_error("berkas", str(error))
        else:
            return _show(request, angkatan, context, tabel, guess_peta(tabel[0]))
    status = 422 if form.is_bound else 200
    isi = context | {"angkatan": angkatan, "form": form}
    return TemplateResponse(request, "admin/ekonomi/latih_impor.html", isi, status=status)


def _mapped(request: HttpRequest, angkatan: Angkatan, context: dict[str, Any]) -> HttpResponse:
    tabel = list(csv.reader(io.StringIO(request.POST["isi"], newline="")))[: MAKS_BARIS + 1]
    if len(tabel) < 2:
        return redirect(angkatan)
    kenal = {nilai for nilai, _label in TUJUAN}
    peta = [request.POST.get(f"peta_{n}", "") for n in range(len(tabel[0]))]
    peta = [satu if satu in kenal else "" for satu in peta]
    if request.POST.get("aksi") == "simpan":
        try:
            hasil = import_peserta(angkatan, tabel, peta, by=request.user)  # type: ignore[arg-type]
        except ValueError as error:
            messages.error(request, str(error))
            return redirect(angkatan)
        if not hasil.galat:
            wake(KELUAR)
            lewat = f", {hasil.kembar} sudah terdaftar" if hasil.kembar else ""
            messages.success(request, f"{len(hasil.calon)} peserta diimpor{lewat}.")
            return redirect(angkatan)
    return _show(request, angkatan, context, tabel, peta)


def _show(
    request: HttpRequest, angkatan: Angkatan, context: dict[str, Any], tabel: list[list[str]],
    peta: list[str],
) -> HttpResponse:  # fmt: skip
    hasil = check_tabel(angkatan, tabel, peta)
    isi = context | {
        "angkatan": angkatan,
        "tabel": True,
        "isi": write_isi(tabel),
        "kolom": list(zip(tabel[0], peta, strict=True)),
        "tujuan": TUJUAN,
        "contoh": tabel[1:6],
        "jumlah": len(hasil.calon),
        "galat": hasil.galat,
        "kembar": hasil.kembar,
    }
    status = 422 if hasil.galat else 200
    return TemplateResponse(request, "admin/ekonomi/latih_impor.html", isi, status=status)


def cards_page(request: HttpRequest, angkatan: Angkatan) -> HttpResponse:
    """A card for everybody with a seat: name, code and its QR, to be scanned at the door."""
    rows = angkatan.peserta.seated().filter(dihapus_at__isnull=True).order_by("nama")
    kartu = [{"nama": p.nama, "kode": p.kode, "qr": _qr(p.kode)} for p in rows]
    response = render(request, "ekonomi/latih_kartu.html", {"angkatan": angkatan, "kartu": kartu})
    response["Cache-Control"] = "private, no-store"
    return response


def _qr(kode: str) -> SafeString:
    keluar = io.BytesIO()
    segno.make_qr(kode, error="m").save(keluar, kind="svg", border=1, xmldecl=False, omitsize=True)
    return mark_safe(keluar.getvalue().decode())  # noqa: S308 - our own drawing
