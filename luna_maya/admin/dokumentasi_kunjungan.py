"""The documentation of one visit for staff: pictures, links, what staff add, its report."""

import io
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from dokumen.cetak.kertas_pdf import compile_pdf
from dokumen.cetak.kertas_word import compile_docx
from hadir.daftar import mask_nama
from luna_maya.cetak.dasar import rt_rw, span_of
from luna_maya.cetak.formulir import compose_formulir
from luna_maya.cetak.laporan import compose_laporan, ready_laporan, settled_kertas
from luna_maya.forms.dokumentasi import (
    RingkasanForm,
    TautanForm,
    TetapkanLaporanForm,
    UnggahForm,
)
from luna_maya.izin import izin_of
from luna_maya.models import Dokumentasi, Kunjungan, LaporanKunjungan
from luna_maya.models.dokumentasi import reason_of
from luna_maya.services.dokumentasi import Unggahan, add_berkas, add_tautan
from luna_maya.services.laporan import settle_laporan, write_ringkasan
from pesan.berkas import DOCX, PDF
from pesan.lampiran import serve_private
from wilayah.admin_dasar import scoped_rows
from wilayah.peran import peran_with

_BENTUK = {"pdf": (compile_pdf, PDF), "docx": (compile_docx, DOCX)}
_TULIS = {
    "unggah": UnggahForm, "tautan": TautanForm, "ringkasan": RingkasanForm,
    "tetapkan": TetapkanLaporanForm,
}  # fmt: skip


class VisitPages:
    """Mixed into DokumentasiAdmin: the pages of a visit hang under its kode."""

    def visit_urls(self) -> list[Any]:
        admin: Any = self
        lihat, nama = admin.admin_site.admin_view, "luna_maya_dokumentasi"
        awal = "kunjungan/<str:kode_kunjungan>/"
        return [
            path(awal, lihat(self.visit_view), name=f"{nama}_kunjungan"),
            path(f"{awal}formulir/", lihat(self.consent_view), name=f"{nama}_formulir"),
            path(f"{awal}laporan/<str:bentuk>/", lihat(self.report_view), name=f"{nama}_laporan"),
        ]

    def visit_view(self, request: HttpRequest, kode_kunjungan: str) -> HttpResponse:
        """Everything about one visit; POST with `aksi` takes one step."""
        admin: Any = self
        kunjungan = visit_for(request, kode_kunjungan, "view")
        boleh = _may(request, kunjungan)
        keliru: tuple[str, forms.Form] | None = None
        if request.method == "POST":
            aksi = request.POST.get("aksi", "")
            if not boleh or aksi not in _TULIS:
                raise Http404
            form = _form_of(kunjungan, aksi, request.POST, request.FILES)
            if form.is_valid() and _take(request, kunjungan, aksi, form):
                return redirect(request.path)
            keliru = (aksi, form)
        context = {
            **admin.page_context(request, f"Dokumentasi {kunjungan}"),
            **section_of(kunjungan),
            "media": admin.media,
            "waktu": span_of(kunjungan),
            "tempat": rt_rw(str(kunjungan.wilayah_id)),
            "izin": izin_of(kunjungan),
            "boleh": boleh,
            "selesai": kunjungan.status == Kunjungan.Status.SELESAI,
            "laporan": kunjungan.laporan.select_related("by"),
            "form": _forms(kunjungan, keliru) if boleh else {},
            "terbuka": keliru[0] if keliru else "",
        }
        return TemplateResponse(
            request, "admin/luna_maya/dokumentasi_kunjungan.html", context,
            status=422 if keliru else 200,
        )  # fmt: skip

    def consent_view(self, request: HttpRequest, kode_kunjungan: str) -> HttpResponseBase:
        """The consent form to print and sign."""
        kunjungan = visit_for(request, kode_kunjungan, "view")
        isi = compile_pdf(compose_formulir(kunjungan))
        nama = f"formulir-izin-{kunjungan.kode}.pdf"
        return serve_private(io.BytesIO(isi), nama, PDF)

    def report_view(
        self, request: HttpRequest, kode_kunjungan: str, bentuk: str
    ) -> HttpResponseBase:
        """The report as PDF or Word: a draft, or with `?versi=` a settled one."""
        kunjungan = visit_for(request, kode_kunjungan, "view")
        if bentuk not in _BENTUK:
            raise Http404
        versi = request.GET.get("versi", "")
        if versi:
            kertas, akhir = settled_kertas(_version(kunjungan, versi)), f"v{int(versi)}"
        else:
            hari = timezone.localdate()
            kertas, akhir = compose_laporan(kunjungan, tanggal=hari), "draf"
        kertas, gambar = ready_laporan(kertas, kunjungan)
        tulis, mime = _BENTUK[bentuk]
        nama = f"laporan-kunjungan-{kunjungan.kode}-{akhir}.{bentuk}"
        return serve_private(io.BytesIO(tulis(kertas, gambar)), nama, mime)


def visit_for(request: HttpRequest, kode: str, aksi: str) -> Kunjungan:
    """The visit, if this person's roles may do `aksi` with documentation there. Raises Http404."""
    if not request.user.has_perm(f"luna_maya.{aksi}_dokumentasi"):
        raise Http404
    rows = scoped_rows(Kunjungan, request.user, peran_with("luna_maya.dokumentasi", aksi))
    kunjungan: Kunjungan | None = (
        rows.select_related("jenis", "tuan_rumah", "wilayah", "lurah", "ringkasan")
        .filter(kode=kode[:8])
        .first()
    )
    if kunjungan is None or kunjungan.kode != kode:
        raise Http404
    return kunjungan


def section_of(kunjungan: Kunjungan) -> dict[str, Any]:
    """What the visit's page shows of its documentation: `dokumentasi_bagian.html`; five queries."""
    umum = Dokumentasi.objects.public().filter(pk=OuterRef("pk"))
    rows = (
        Dokumentasi.objects.standing()
        .filter(kunjungan=kunjungan)
        .annotate(umum=Exists(umum))
        .select_related("kunjungan")
        .prefetch_related("orang")
    )
    return {
        "kunjungan": kunjungan,
        "dokumentasi": [
            {
                "dok": dok,
                "umum": dok.umum,
                "sebab": reason_of(dok) or "tuan rumah belum atau tidak mengizinkan",
                "orang": [mask_nama(o.nama) for o in dok.orang.all()],
            }
            for dok in rows
        ],
        "testimoni": list(kunjungan.testimoni.select_related("wilayah")),
    }


def _may(request: HttpRequest, kunjungan: Kunjungan) -> bool:
    try:
        visit_for(request, kunjungan.kode, "add")
    except Http404:
        return False
    return True


def _version(kunjungan: Kunjungan, versi: str) -> LaporanKunjungan:
    rows = LaporanKunjungan.objects.filter(kunjungan=kunjungan)
    laporan = rows.filter(versi=versi).first() if versi.isdecimal() and len(versi) < 5 else None
    if laporan is None:
        raise Http404
    return laporan


def _form_of(kunjungan: Kunjungan, aksi: str, *data: Any) -> forms.Form:
    ringkasan = getattr(kunjungan, "ringkasan", None)
    awal: dict[str, Any] = {"tanggal": timezone.localdate()}
    if ringkasan is not None:
        awal |= {"jumlah_warga": ringkasan.jumlah_warga, "ringkasan": ringkasan.ringkasan}
    form: type[Any] = _TULIS[aksi]
    return form(*data, auto_id=f"{aksi}_%s", initial=awal)


def _forms(kunjungan: Kunjungan, keliru: tuple[str, forms.Form] | None) -> dict[str, forms.Form]:
    semua = {aksi: _form_of(kunjungan, aksi) for aksi in _TULIS}
    return semua | ({keliru[0]: keliru[1]} if keliru else {})


def _take(request: HttpRequest, kunjungan: Kunjungan, aksi: str, form: Any) -> bool:
    """Run one step; False with the reason on the form where it is refused."""
    user: Any = request.user
    isi = form.cleaned_data
    try:
        if aksi == "unggah":
            return _upload(request, kunjungan, form)
        if aksi == "tautan":
            teks = isi.pop("tautan")
            add_tautan(kunjungan, teks, by=user, **isi)
            messages.success(request, "Tautan video ditambahkan.")
        elif aksi == "ringkasan":
            write_ringkasan(kunjungan, by=user, **isi)
            messages.success(request, "Ringkasan disimpan.")
        else:
            laporan = settle_laporan(kunjungan, by=user, **isi)
            messages.success(request, f"{laporan} ditetapkan.")
    except ValueError as galat:
        form.add_error("tautan" if aksi == "tautan" else None, str(galat))
        return False
    return True


def _upload(request: HttpRequest, kunjungan: Kunjungan, form: Any) -> bool:
    user: Any = request.user
    isi = form.cleaned_data
    berkas = [Unggahan(satu.name or "berkas", satu.read()) for satu in isi["berkas"]]
    hasil = add_berkas(
        kunjungan, berkas, teks_alt=isi["teks_alt"], diambil_oleh=isi["diambil_oleh"], by=user
    )
    if hasil.baru:
        messages.success(
            request,
            f"{len(hasil.baru)} berkas ditambahkan. Catat siapa yang terlihat di tiap foto.",
        )
    for satu in hasil.ditolak:
        messages.error(request, satu)
    if not hasil.baru:
        form.add_error("berkas", "Tidak ada berkas yang tersimpan: " + "; ".join(hasil.ditolak))
    return bool(hasil.baru)
