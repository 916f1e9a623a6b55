"""Warnings: written, looked at once more, sent; and who says they have them."""

import uuid
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from unfold.decorators import display
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminSelectWidget

from pesan.admin_langkah import Langkah, LangkahAdmin, paragraf, pilihan
from pesan.bangun import KELUAR, wake
from ruko_parsel.angka_siaga import read_siaga_semua
from ruko_parsel.cakupan import kecamatan_choices, pick_kecamatan
from ruko_parsel.models import Bahaya, PenerimaPeringatan, PeringatanSiaga
from ruko_parsel.services.peringatan import (
    MAKS_TEKS,
    C,
    IsiPeringatan,
    PeringatanKeliru,
    clean_warning,
    confirm_peringatan,
    send_peringatan,
)
from wilayah.admin_dasar import WilayahFilter
from wilayah.bagian_halaman import Bagian
from wilayah.format import tanggal_panjang
from wilayah.models import Wilayah

P = PeringatanSiaga
_NAMA = "ruko_parsel_peringatansiaga"


class SebarForm(forms.Form):
    """What is sent and where; `kunci` makes it once."""

    kunci = forms.UUIDField(widget=forms.HiddenInput)
    bahaya = pilihan("Bahaya", Bahaya.choices)
    tingkat = pilihan("Tingkat", P.Tingkat.choices)
    teks = paragraf(
        "Isi peringatan", max_length=MAKS_TEKS,
        help_text="Apa yang terjadi, di mana, dan apa yang harus dilakukan sekarang.",
    )  # fmt: skip
    desa = forms.ModelMultipleChoiceField(
        Wilayah.objects.none(), label="Desa yang diberi tahu",
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )  # fmt: skip
    uji = forms.BooleanField(label="Ini hanya UJI COBA", required=False)

    def clean_teks(self) -> str:
        bersih = clean_warning(self.cleaned_data["teks"])
        if not bersih:
            raise forms.ValidationError("Tulis isi peringatannya.")
        return bersih


class TeleponForm(forms.Form):
    """Somebody was reached by telephone."""

    penerima = forms.ModelChoiceField(
        PenerimaPeringatan.objects.none(), label="Siapa", widget=UnfoldAdminSelectWidget
    )


def _phoned(obj: P, user: Any, form: Any) -> str:
    satu = form.cleaned_data["penerima"]
    confirm_peringatan(obj, kontak=satu.kontak_id, cara=C.TELEPON)
    return "Dicatat: peringatan sudah diterima."


def _person(satu: PenerimaPeringatan) -> str:
    k = satu.kontak_siaga
    return f"{k.nama_kedua if satu.orang == 2 else k.nama} ({k.jabatan})"


@admin.register(P)
class PeringatanSiagaAdmin(LangkahAdmin):
    """What was sent stays; new ones are sent on a page of two steps."""

    list_before_template = "admin/ruko_parsel/peringatan_pintas.html"
    list_display = ("tampil_judul", "wilayah", "by", "disebar")
    list_filter = ("uji", "bahaya", "tingkat", WilayahFilter)
    list_select_related = ("wilayah", "by")
    langkah = (
        Langkah(
            "telepon", "Catat sudah diterima lewat telepon", _phoned, TeleponForm,
            lambda o, _u: o.penerima.filter(diterima_at__isnull=True).exists(), utama=True,
        ),
    )  # fmt: skip

    class Media:
        css = {"all": ("gaya/kapasitas.css",)}

    @display(description="peringatan")
    def tampil_judul(self, obj: P) -> str:
        return str(obj)

    @display(description="disebar", ordering="created_at")
    def disebar(self, obj: P) -> str:
        return tanggal_panjang(obj.created_at, str(obj.wilayah_id))

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [path("sebar/", view(self.sebar_view), name=f"{_NAMA}_sebar"), *super().get_urls()]

    def build(self, langkah: Langkah, obj: Any, *data: Any) -> forms.Form:
        form = super().build(langkah, obj, *data)
        kolom: Any = form.fields["penerima"]
        kolom.queryset = obj.penerima.filter(diterima_at__isnull=True).select_related(
            "kontak_siaga", "wilayah"
        )
        kolom.label_from_instance = lambda s: f"{s.wilayah.nama}: {_person(s)}"
        return form

    def sebar_view(self, request: HttpRequest) -> HttpResponse:
        """The form; what it would send, to be confirmed; sending."""
        user: Any = request.user
        if not user.has_perm("ruko_parsel.add_peringatansiaga"):
            raise Http404
        kecamatan = pick_kecamatan(user, request.GET.get("di", ""))
        form = SebarForm(
            request.POST or None, initial={"kunci": uuid.uuid4(), "tingkat": P.Tingkat.WASPADA}
        )
        pilih: Any = form.fields["desa"]
        pilih.queryset = Wilayah.objects.filter(induk_id=kecamatan.kode).order_by("nama")
        if "semua" in request.GET:
            pilih.initial = pilih.queryset
        yakin = False
        if form.is_bound and form.is_valid():
            if request.POST.get("aksi") == "sebar":
                peringatan = self._send(request, kecamatan, form)
                if peringatan is not None:
                    return redirect(peringatan)
            else:
                yakin = request.POST.get("aksi") != "ubah"
        context = {
            **self.page_context(request, "Sebar peringatan dini"),
            "kecamatan": kecamatan, "pilihan_kecamatan": kecamatan_choices(user), "form": form,
            "yakin": yakin, **(_preview(form) if yakin else {}),
        }  # fmt: skip
        status = 422 if form.is_bound and form.errors else 200
        return TemplateResponse(
            request, "admin/ruko_parsel/peringatan_sebar.html", context, status=status
        )

    def _send(self, request: HttpRequest, kecamatan: Wilayah, form: SebarForm) -> P | None:
        user: Any = request.user
        isi = form.cleaned_data
        surat = IsiPeringatan(isi["bahaya"], isi["tingkat"], isi["teks"], isi["uji"])
        try:
            peringatan, baru = send_peringatan(
                kecamatan, list(isi["desa"]), surat, kunci=isi["kunci"], by=user
            )
        except PeringatanKeliru as error:
            form.add_error(None, str(error))
            return None
        wake(KELUAR)
        kata = "Peringatan disebar." if baru else "Peringatan ini sudah disebar sebelumnya."
        messages.success(request, kata)
        return peringatan

    def tautan(self, obj: Any) -> list[tuple[str, str]]:
        return [("Sebar peringatan lain", reverse(f"admin:{_NAMA}_sebar"))]

    def bagian(self, request: HttpRequest, obj: Any) -> list[Bagian]:
        penerima = list(
            obj.penerima.select_related("kontak_siaga", "wilayah", "pesan").defer("pesan__badan")
        )
        sudah = sum(p.diterima_at is not None for p in penerima)
        awal = ["UJI COBA, bukan bencana sungguhan."] if obj.uji else []
        kode = obj.wilayah_id
        baris = [
            [
                p.wilayah.nama, _person(p),
                p.pesan.get_status_display() if p.pesan else "tidak dapat dikirimi pesan",
                f"{tanggal_panjang(p.diterima_at, kode)}, {p.get_cara_display().lower()}"
                if p.diterima_at else "belum",
            ]
            for p in sorted(penerima, key=lambda p: (p.diterima_at is not None, p.wilayah_id))
        ]  # fmt: skip
        return [
            Bagian(
                "", [*awal, obj.teks],
                rinci=[
                    ("Bahaya", obj.get_bahaya_display()), ("Tingkat", obj.get_tingkat_display()),
                    ("Disebar", tanggal_panjang(obj.created_at, kode)), ("Oleh", str(obj.by)),
                    ("Sudah diterima", f"{sudah} dari {len(penerima)} orang"),
                ],
            ),
            Bagian(
                "Penerima", kepala=["Desa", "Orang", "Pengiriman", "Sudah diterima"], baris=baris
            ),
        ]  # fmt: skip


def _preview(form: SebarForm) -> dict[str, Any]:
    """What would go out, and villages that nobody can be warned in."""
    desa = list(form.cleaned_data["desa"])
    kesiapan = read_siaga_semua(desa)
    return {
        "isi": form.cleaned_data,
        "bahaya": Bahaya(form.cleaned_data["bahaya"]).label,
        "tingkat": P.Tingkat(form.cleaned_data["tingkat"]).label,
        "berisi": [k for k in kesiapan if k.kontak],
        "tanpa": [k.desa for k in kesiapan if not k.kontak],
        "jumlah": sum(k.kontak for k in kesiapan),
    }
