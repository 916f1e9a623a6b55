"""Naik kelas in the admin: who is ready, one business's page, evidence, up and down.

A mixin of the history's admin.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from ekonomi.grafik import line_chart
from ekonomi.models import BuktiUsaha, Mentor, Pendampingan, TingkatUsaha, Usaha
from ekonomi.services.mentor import BelumBolehMentor, become_mentor, missing_for_mentor
from ekonomi.services.tingkat import (
    TingkatDitolak,
    add_bukti,
    assess_many,
    assess_tingkat,
    lower_tingkat,
    raise_tingkat,
    withdraw_bukti,
)
from ekonomi.views.omzet import chart_of, months_of_owner
from wilayah.admin_dasar import Halaman
from wilayah.peran import peran_with


class BuktiForm(forms.ModelForm):  # type: ignore[type-arg]
    """Something seen of a business."""

    class Meta:
        model = BuktiUsaha
        fields = ("jenis", "jumlah", "nomor", "pada", "catatan")
        widgets = {"pada": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        help_texts = {"jumlah": "Pembukuan: banyak bulan. Tenaga kerja: banyak orang. Lainnya: 1."}


class TingkatPages(Halaman):
    """Adds `siap/` and `usaha/<business>/` with its steps."""

    def tingkat_urls(self) -> list[Any]:
        view, nama = self.admin_site.admin_view, "ekonomi_riwayattingkat"
        return [
            path("siap/", view(self.siap_view), name=f"{nama}_siap"),
            path("usaha/<int:pk>/", view(self.usaha_view), name=f"{nama}_usaha"),
            path("usaha/<int:pk>/langkah/<str:kunci>/", view(self.langkah_view),
                 name=f"{nama}_langkah"),
        ]  # fmt: skip

    def _usaha(self, request: HttpRequest, aksi: str = "view") -> Any:
        if not request.user.has_perm("ekonomi.view_riwayattingkat"):
            raise Http404
        label = "ekonomi.riwayattingkat" if aksi == "view" else "ekonomi.buktiusaha"
        return Usaha.objects.visible_to(request.user, peran=peran_with(label, aksi))

    def siap_view(self, request: HttpRequest) -> HttpResponse:
        """Who is ready for the next step, who nearly is, and why the others are not."""
        usaha = self._usaha(request).active().select_related("wilayah", "rumah")
        nilai = assess_many(usaha.order_by("-tingkat", "nama")[:1000], timezone.localdate())
        naik = [n for n in nilai if n.ke is not None]
        context = {
            **self.page_context(request, "Siap naik kelas"),
            "siap": [n for n in naik if n.siap],
            "hampir": [n for n in naik if not n.siap and len(n.kurang) == 1][:100],
            "tingkat": _by_tingkat(nilai),
            "belum": sum(len(n.kurang) > 1 for n in naik),
        }
        return TemplateResponse(request, "admin/ekonomi/siap_naik.html", context)

    def usaha_view(
        self, request: HttpRequest, pk: int, form: BuktiForm | None = None
    ) -> HttpResponse:
        """One business: step, criteria, evidence, history, what may be done."""
        usaha = self._usaha(request).filter(pk=pk).select_related("rumah", "wilayah").first()
        if usaha is None:
            raise Http404
        hari = timezone.localdate()
        angka, _sumber = months_of_owner(usaha, "omzet")
        riwayat = list(usaha.riwayat_tingkat.select_related("by", "saksi").order_by("pk"))
        user = request.user
        context = {
            **self.page_context(request, usaha.nama),
            "usaha": usaha,
            "nilai": assess_tingkat(usaha, hari),
            "tingkat": TingkatUsaha.objects.filter(pk=usaha.tingkat).first(),
            "bukti": usaha.bukti.select_related("oleh").order_by("dicabut_at", "jenis"),
            "riwayat": riwayat,
            "tangga": _staircase(riwayat, usaha.tingkat),
            "garis": chart_of(angka, hari),
            "pasangan": Pendampingan.objects.filter(usaha=usaha).select_related("mentor"),
            "mentor": Mentor.objects.filter(usaha=usaha).first(),
            "kurang_mentor": missing_for_mentor(usaha),
            "boleh_putus": user.has_perm("ekonomi.add_riwayattingkat"),
            "boleh_bukti": user.has_perm("ekonomi.add_buktiusaha"),
            "boleh_mentor": user.has_perm("ekonomi.add_mentor"),
            "form": form or BuktiForm(initial={"pada": hari}),
        }
        status = 422 if form is not None else 200
        return TemplateResponse(request, "admin/ekonomi/tingkat.html", context, status=status)

    def langkah_view(self, request: HttpRequest, pk: int, kunci: str) -> HttpResponse:
        """POST of one of: naik, turun, bukti, cabut, mentor."""
        izin, kerja = _LANGKAH.get(kunci, ("", None))
        if kerja is None or not request.user.has_perm(f"ekonomi.{izin}"):
            raise Http404
        aksi, model = izin.split("_", 1)
        rows = Usaha.objects.visible_to(request.user, peran=peran_with(f"ekonomi.{model}", aksi))
        usaha = rows.filter(pk=pk).first()
        if usaha is None:
            raise Http404
        if request.method != "POST":
            return redirect("admin:ekonomi_riwayattingkat_usaha", pk)
        if kunci == "bukti":
            form = BuktiForm(request.POST)
            if not form.is_valid():
                return self.usaha_view(request, pk, form=form)
        try:
            messages.success(request, kerja(request, usaha))
        except (TingkatDitolak, BelumBolehMentor) as galat:
            messages.error(request, str(galat))
        return redirect("admin:ekonomi_riwayattingkat_usaha", pk)


def _raise(request: Any, usaha: Usaha) -> str:
    baris = raise_tingkat(usaha, by=request.user, alasan=request.POST.get("alasan", ""))
    return f"{usaha.nama} naik ke tingkat {baris.ke}."


def _lower(request: Any, usaha: Usaha) -> str:
    baris = lower_tingkat(usaha, by=request.user, alasan=request.POST.get("alasan", ""))
    return f"{usaha.nama} turun ke tingkat {baris.ke}."


def _evidence(request: Any, usaha: Usaha) -> str:
    form = BuktiForm(request.POST)
    form.is_valid()
    bukti = add_bukti(usaha, by=request.user, **form.cleaned_data)
    return f"{bukti.get_jenis_display()} dicatat."


def _withdraw(request: Any, usaha: Usaha) -> str:
    teks = request.POST.get("bukti", "")
    bukti = usaha.bukti.filter(pk=teks).first() if teks.isdecimal() else None
    if bukti is None:
        raise TingkatDitolak("Bukti itu tidak ada.")
    withdraw_bukti(bukti, alasan=request.POST.get("alasan", ""))
    return "Bukti dicabut; barisnya tetap tersimpan dengan alasannya."


def _mentor(request: Any, usaha: Usaha) -> str:
    mentor = become_mentor(usaha, by=request.user)
    return f"{mentor.nama} kini mentor. Buat kartunya dari halaman mentor."


_LANGKAH: dict[str, tuple[str, Callable[[Any, Usaha], str]]] = {
    "naik": ("add_riwayattingkat", _raise),
    "turun": ("add_riwayattingkat", _lower),
    "bukti": ("add_buktiusaha", _evidence),
    "cabut": ("change_buktiusaha", _withdraw),
    "mentor": ("add_mentor", _mentor),
}


def _by_tingkat(nilai: list[Any]) -> list[tuple[TingkatUsaha, int]]:
    return [(t, sum(n.usaha.tingkat == t.nomor for n in nilai)) for t in TingkatUsaha.objects.all()]


def _staircase(riwayat: list[Any], kini: int) -> Any:
    """The steps over time as a line."""
    if not riwayat:
        return None
    titik = [("mulai", riwayat[0].dari)] + [(f"{r.pada:%m/%y}", r.ke) for r in riwayat]
    return line_chart([(label, n) for label, n in titik])
