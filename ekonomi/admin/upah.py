"""Payrolls: handed in by their maker, checked by another, paid by the treasurer; their files."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget

from ekonomi.admin.hibah_form import TANGGAL
from ekonomi.admin.langkah_hibah import (
    AlasanForm,
    HalamanLangkah,
    Langkah,
    pdf_response,
    staff_of,
)
from ekonomi.cetak.pdf_hibah import payroll_pdf
from ekonomi.models import DaftarUpah
from ekonomi.services.padat_karya import upah as layanan
from ekonomi.services.padat_karya.catat import holds_peran
from ekonomi.services.padat_karya.transfer import transfer_csv
from pesan.lampiran import serve_lampiran
from wilayah.asal import origin_hash
from wilayah.format import rupiah
from wilayah.models import CatatanEkspor, Pengguna

S = DaftarUpah.Status
WARNA = {
    "draf": "info", "diajukan": "warning", "disetujui": "warning", "dibayar": "success",
    "batal": "danger",
}  # fmt: skip
_BERKAS = {"slip": "slip-upah", "tanda_terima": "tanda-terima"}


class BayarForm(forms.Form):
    """How and when wages were paid, with the proof."""

    tanggal = forms.DateField(label="Dibayar pada", widget=TANGGAL, initial=timezone.localdate)
    cara = forms.ChoiceField(
        label="Cara", choices=DaftarUpah.Cara.choices, widget=UnfoldAdminSelectWidget
    )
    bukti = forms.FileField(label="Bukti (foto tanda terima atau PDF)", required=False)


def _approve(daftar: DaftarUpah, by: Pengguna, _form: Any) -> str:
    daftar = layanan.approve_upah(daftar, by=by)
    return f"Disetujui: {rupiah(daftar.total)} menjadi utang upah."


def _pay(daftar: DaftarUpah, by: Pengguna, form: Any) -> str:
    data = form.cleaned_data
    layanan.pay_upah(daftar, tanggal=data["tanggal"], cara=data["cara"], bukti=data["bukti"], by=by)
    return "Pembayaran dicatat; slip dikirim kepada pekerja yang punya nomor."


def _return(daftar: DaftarUpah, by: Pengguna, form: Any) -> None:
    layanan.return_upah(daftar, alasan=form.cleaned_data["alasan"], by=by)


def _cancel(daftar: DaftarUpah, by: Pengguna, form: Any) -> None:
    layanan.cancel_upah(daftar, alasan=form.cleaned_data["alasan"], by=by)


def _submit(daftar: DaftarUpah, by: Pengguna, _form: Any) -> None:
    layanan.submit_upah(daftar, by=by)


def _is_checker(daftar: DaftarUpah, by: Pengguna) -> bool:
    kode = str(daftar.proyek.wilayah_id)
    return by.pk != daftar.dibuat_oleh_id and holds_peran(by, layanan.PEMERIKSA, kode)


def _is_payer(daftar: DaftarUpah, by: Pengguna) -> bool:
    kode = str(daftar.proyek.wilayah_id)
    return by.pk != daftar.dibuat_oleh_id and holds_peran(by, layanan.PEMBAYAR, kode)


LANGKAH = (
    Langkah("ajukan", "Ajukan ke pemeriksa", _submit, frozenset({S.DRAF}),
            keterangan="Daftar hadir hari-hari ini dikunci."),
    Langkah("setujui", "Setujui", _approve, frozenset({S.DIAJUKAN}), boleh=_is_checker,
            keterangan="Jumlahnya dibukukan sebagai utang upah."),
    Langkah("kembalikan", "Kembalikan", _return, frozenset({S.DIAJUKAN}), AlasanForm,
            boleh=_is_checker),
    Langkah("bayar", "Catat pembayaran", _pay, frozenset({S.DISETUJUI}), BayarForm,
            boleh=_is_payer, berkas=True),
    Langkah("batal", "Batalkan atau balik", _cancel,
            frozenset({S.DRAF, S.DIAJUKAN, S.DISETUJUI, S.DIBAYAR}), AlasanForm,
            keterangan="Yang sudah dibukukan dibalik hari ini; hari kerjanya dapat disusun ulang."),
)  # fmt: skip


@admin.register(DaftarUpah)
class DaftarUpahAdmin(HalamanLangkah):
    """A payroll's lines never change: a wrong one is cancelled and made anew."""

    langkah = LANGKAH
    page_template = "admin/ekonomi/daftar_upah.html"
    list_display = ("nomor", "proyek", "dari", "sampai", "tampil_total", "tampil_status")
    list_display_links = ("nomor", "proyek")
    list_filter = ("status", "created_at")
    search_fields = ("proyek__judul",)
    list_select_related = ("proyek",)

    class Media:
        css = {"all": ("gaya/tiket.css", "gaya/surat.css")}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        return rows.select_related(
            "proyek__wilayah", "proyek__program", "dibuat_oleh", "diperiksa_oleh", "dibayar_oleh",
            "jurnal_utang", "jurnal_bayar",
        )  # fmt: skip

    @display(description="nomor", ordering="id")
    def nomor(self, daftar: DaftarUpah) -> str:
        return f"DU-{daftar.pk}"

    @display(description="jumlah", ordering="total")
    def tampil_total(self, daftar: DaftarUpah) -> str:
        return rupiah(daftar.total)

    @display(description="status", ordering="status", label=WARNA)
    def tampil_status(self, daftar: DaftarUpah) -> tuple[str, str]:
        return daftar.status, daftar.get_status_display()

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/berkas/<str:berkas_upah>/", view(self.file_view),
                 name="ekonomi_daftarupah_berkas"),
            *super().get_urls(),
        ]  # fmt: skip

    def file_view(self, request: HttpRequest, pk: int, berkas_upah: str) -> Any:
        """Slips, the list to sign, the transfer file, or the proof of payment."""
        daftar = self.find(request, pk)
        if request.method != "GET":
            raise Http404
        if berkas_upah in _BERKAS:
            isi = payroll_pdf(daftar, berkas_upah)
            return pdf_response(isi, f"{_BERKAS[berkas_upah]}-DU-{daftar.pk}.pdf")
        if berkas_upah == "transfer":
            return self._transfer(request, daftar)
        if berkas_upah == "bukti" and daftar.bukti is not None:
            return serve_lampiran(daftar.bukti)
        raise Http404

    def _transfer(self, request: HttpRequest, daftar: DaftarUpah) -> HttpResponse:
        """Names and sums for the bank; taking it is on record like any export."""
        CatatanEkspor.objects.create(
            by=staff_of(request), apa="daftar transfer upah", bentuk="csv",
            jumlah=daftar.baris.count(), saringan=f"DU-{daftar.pk}", asal_hash=origin_hash(request),
        )  # fmt: skip
        response = HttpResponse(transfer_csv(daftar), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="transfer-DU-{daftar.pk}.csv"'
        response["Cache-Control"] = "private, no-store"
        return response

    def context_of(self, request: HttpRequest, baris: DaftarUpah) -> dict[str, Any]:
        isi = list(baris.baris.select_related("pekerja").prefetch_related("rincian"))
        return {
            "daftar": baris,
            "warna": WARNA.get(baris.status, ""),
            "isi": isi,
            "hok": sum(b.hari for b in isi),
            "milik_sendiri": baris.dibuat_oleh_id == staff_of(request).pk,
            "riwayat": baris.proyek.riwayat.filter(
                catatan__startswith=f"DU-{baris.pk}"
            ).select_related("by"),
        }
