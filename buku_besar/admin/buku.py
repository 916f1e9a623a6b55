"""A set of books on one page: trial balance, result, periods; and the way to write by hand."""

import uuid
from datetime import date
from typing import Any, cast

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from buku_besar.admin.ekspor import BENTUK, export_neraca
from buku_besar.admin.formulir import (
    BarisFormSet,
    BukaForm,
    JurnalForm,
    TanggalForm,
    TutupForm,
    last_month,
)
from buku_besar.models import Buku, Periode, RiwayatPeriode
from buku_besar.services import (
    GalatBuku,
    close_periode,
    laba_rugi,
    month_of,
    neraca_saldo,
    post_jurnal,
    reopen_periode,
)
from buku_besar.services.periode import first_open
from wilayah.admin_dasar import ReadOnlyScopedAdmin, WilayahFilter, scoped_rows
from wilayah.models import Pengguna
from wilayah.peran import peran_with
from wilayah.rujukan import mask_catatan


def user_of(request: HttpRequest) -> Pengguna:
    """Who is signed in; `admin_view` lets nobody else in."""
    return cast("Pengguna", request.user)


def may(request: HttpRequest, label: str, aksi: str, buku: Buku) -> bool:
    """Whether this person's roles let them do this to rows of this book (label "jurnal")."""
    if not user_of(request).has_perm(f"buku_besar.{aksi}_{label}"):
        return False
    peran = peran_with(f"buku_besar.{label}", aksi)
    return scoped_rows(Buku, request.user, peran).filter(pk=buku.pk).exists()


@admin.register(Buku)
class BukuAdmin(ReadOnlyScopedAdmin):
    """Parts that need a book open it; here it is read, closed and written to by hand."""

    change_form_template = "admin/buku_besar/buku.html"
    list_display = ("nama", "kode", "wilayah")
    list_filter = (WilayahFilter,)
    list_select_related = ("wilayah",)
    search_fields = ("nama", "kode")

    def get_urls(self) -> list[Any]:
        def view(fungsi: Any) -> Any:
            return self.admin_site.admin_view(fungsi)

        nama = "buku_besar_buku"
        return [
            path(
                "<int:pk>/neraca/<str:bentuk_neraca>/",
                view(self.export_view),
                name=f"{nama}_neraca",
            ),
            path("<int:pk>/jurnal/", view(self.write_view), name=f"{nama}_jurnal"),
            path("<int:pk>/tutup/", view(self.close_view), name=f"{nama}_tutup"),
            path("<int:pk>/buka/", view(self.reopen_view), name=f"{nama}_buka"),
            *super().get_urls(),
        ]

    def _find(self, request: HttpRequest, pk: Any) -> Buku:
        rows: Any = self.get_queryset(request).select_related("wilayah")
        buku: Buku | None = rows.filter(pk=pk).first() if str(pk).isdecimal() else None
        if buku is None or not self.has_view_permission(request, buku):
            raise Http404("buku tidak ditemukan")
        return buku

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method != "GET":
            raise Http404
        return self._page(request, self._find(request, object_id))

    def _page(
        self, request: HttpRequest, buku: Buku, *, buka: BukaForm | None = None, status: int = 200
    ) -> HttpResponse:
        sampai, mulai, form = _days(request)
        baris = neraca_saldo(buku, sampai=sampai)
        boleh_tutup = may(request, "periode", "change", buku)
        context = {
            **self.page_context(request, buku.nama),
            "buku": buku,
            "form": form,
            "sampai": sampai,
            "mulai": mulai,
            "neraca": baris,
            "debit": sum(satu.kolom_debit for satu in baris),
            "kredit": sum(satu.kolom_kredit for satu in baris),
            "hasil": laba_rugi(buku, mulai=mulai, selesai=sampai),
            "boleh_tulis": may(request, "jurnal", "add", buku),
            "boleh_baca": may(request, "jurnal", "view", buku),
            "boleh_tutup": boleh_tutup,
            "tutup": _next_close(buku) if boleh_tutup else None,
            **_periods(buku, buka, boleh=boleh_tutup),
        }
        return TemplateResponse(request, self.change_form_template, context, status=status)

    def export_view(self, request: HttpRequest, pk: int, bentuk_neraca: str) -> HttpResponse:
        """The trial balance as CSV or XLSX."""
        buku = self._find(request, pk)
        if bentuk_neraca not in BENTUK or request.method != "GET":
            raise Http404
        sampai, _mulai, _form = _days(request)
        return export_neraca(request, buku, sampai, bentuk_neraca, by=user_of(request))

    def write_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A journal by hand."""
        buku = self._find(request, pk)
        if not may(request, "jurnal", "add", buku):
            raise Http404
        data = request.POST if request.method == "POST" else None
        awal = {"kunci": uuid.uuid4().hex, "tanggal": timezone.localdate()}
        form = JurnalForm(data, initial=awal)
        baris = BarisFormSet(data, form_kwargs={"buku": buku, "empty_permitted": True})
        if data is not None and form.is_valid() and baris.is_valid():
            try:
                jurnal = _post(buku, form, baris, user_of(request))
            except GalatBuku as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, f"Jurnal {jurnal.nomor_lengkap} dicatat.")
                return redirect("admin:buku_besar_jurnal_change", jurnal.pk)
        context = {
            **self.admin_site.each_context(request), "opts": self.opts, "form": form,
            "title": f"Jurnal baru, {buku.nama}", "buku": buku, "baris": baris,
        }  # fmt: skip
        status = 422 if data is not None else 200
        return TemplateResponse(request, "admin/buku_besar/tulis.html", context, status=status)

    def close_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """POST: close a month."""
        buku = self._find(request, pk)
        if not may(request, "periode", "change", buku):
            raise Http404
        form = TutupForm(request.POST)
        if request.method == "POST" and form.is_valid():
            mulai, selesai = month_of(form.cleaned_data["bulan"])
            try:
                periode = close_periode(buku, mulai=mulai, selesai=selesai, by=user_of(request))
                messages.success(request, f"{periode} ditutup.")
            except GalatBuku as error:
                messages.error(request, str(error))
        return redirect("admin:buku_besar_buku_change", buku.pk)

    def reopen_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """POST: open the last closed period again, with a reason."""
        buku = self._find(request, pk)
        if not may(request, "periode", "change", buku):
            raise Http404
        form = BukaForm(request.POST if request.method == "POST" else None)
        if request.method != "POST":
            return redirect("admin:buku_besar_buku_change", buku.pk)
        if not form.is_valid():
            return self._page(request, buku, buka=form, status=422)
        periode = Periode.objects.filter(buku=buku, pk=form.cleaned_data["periode"]).first()
        if periode is None:
            raise Http404
        try:
            reopen_periode(periode, alasan=form.cleaned_data["alasan"], by=user_of(request))
            messages.success(request, f"{periode} dibuka lagi.")
        except (GalatBuku, ValueError) as error:
            messages.error(request, str(error))
        return redirect("admin:buku_besar_buku_change", buku.pk)


def _days(request: HttpRequest) -> tuple[date, date, TanggalForm]:
    """Up to which day, from which day the result counts, and the form that asks for both."""
    hari = timezone.localdate()
    form = TanggalForm(request.GET if request.method == "GET" and request.GET else None)
    data = form.cleaned_data if form.is_bound and form.is_valid() else {}
    sampai = data.get("sampai") or hari
    mulai = data.get("mulai") or sampai.replace(month=1, day=1)
    awal = {"sampai": sampai, "mulai": mulai}
    return sampai, min(mulai, sampai), form if form.errors else TanggalForm(initial=awal)


def _next_close(buku: Buku) -> dict[str, Any] | None:
    """The month to close next: the first with open journals that is over, else the last one."""
    akhir = last_month(timezone.localdate())
    terbuka = first_open(buku, before=akhir)
    mulai, selesai = month_of(terbuka or akhir)
    if Periode.objects.closed().filter(buku=buku, mulai=mulai).exists():
        return None
    return {
        "mulai": mulai,
        "selesai": selesai,
        "label": Periode(mulai=mulai, selesai=selesai).label,
    }


def _periods(buku: Buku, buka: BukaForm | None, *, boleh: bool) -> dict[str, Any]:
    """The closed periods, what happened to them, and the form that opens the last."""
    periode = list(buku.periode.select_related("ditutup_oleh")[:24])
    akhir = next((satu for satu in periode if satu.is_closed), None)
    riwayat = RiwayatPeriode.objects.filter(periode__buku=buku, peristiwa="dibuka")
    return {
        "periode": periode,
        "akhir": akhir,
        "buka": (buka or BukaForm(initial={"periode": akhir.pk})) if akhir and boleh else None,
        "salah_buka": buka is not None,
        "dibuka": riwayat.select_related("periode", "by")[:10],
    }


def _post(buku: Buku, form: JurnalForm, baris: Any, by: Pengguna) -> Any:
    data = form.cleaned_data
    return post_jurnal(
        buku, tanggal=data["tanggal"], uraian=mask_catatan(data["uraian"]),
        baris=[satu.as_baris() for satu in baris.filled()], kunci=f"manual:{data['kunci']}",
        rujukan=mask_catatan(data["rujukan"]), by=by,
    )  # fmt: skip


def ledger_url(akun_id: int) -> str:
    """The page of an account."""
    return reverse("admin:buku_besar_akun_change", args=[akun_id])
