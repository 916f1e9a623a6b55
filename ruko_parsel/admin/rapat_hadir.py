"""Attendance at the door: tick names, write down who came unasked, show the code to scan."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from hadir.models import Kehadiran, SesiHadir
from hadir.services import cancel_hadir, current_kode, qr_svg, record_hadir
from pesan.admin_langkah import LangkahAdmin, teks
from ruko_parsel.models import Rapat
from ruko_parsel.rapat_tampil import attendance_of
from ruko_parsel.services.rapat import make_sesi
from ruko_parsel.services.undangan_rapat import invite_tamu, villages_of
from wilayah.models import Wilayah
from wilayah.zona import at_place

SALAH_CENTANG = "Salah centang"


class DatangForm(forms.Form):
    """Somebody who came without an invitation."""

    nama = teks("Nama", panjang=120)
    lembaga = teks("Lembaga atau jabatan", panjang=120, wajib=False)
    desa = forms.ModelChoiceField(Wilayah.objects.none(), label="Dari desa", required=False)

    def __init__(self, *args: Any, rapat: Rapat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pk = [w.pk for w in villages_of(str(rapat.wilayah_id))]
        isian: dict[str, Any] = self.fields
        isian["desa"].queryset = Wilayah.objects.filter(pk__in=pk).order_by("kode")


class LayarHadir(LangkahAdmin):
    """Adds the attendance screens to the admin of meetings."""

    def get_urls(self) -> list[Any]:
        view, nama = self.admin_site.admin_view, "ruko_parsel_rapat"
        return [
            path("<int:pk>/hadir/", view(self.attendance_view), name=f"{nama}_hadir"),
            path("<int:pk>/layar/", view(self.screen_view), name=f"{nama}_layar"),
            path("<int:pk>/kode/", view(self.code_view), name=f"{nama}_kode"),
            *super().get_urls(),
        ]

    def _session(self, request: HttpRequest, pk: int) -> tuple[Rapat, SesiHadir]:
        rapat: Rapat = self.find(request, pk)
        mulai = rapat.status in {Rapat.Status.BERLANGSUNG, Rapat.Status.SELESAI}
        if not self.may_act(request, rapat) or not mulai:
            raise Http404
        user: Any = request.user
        return rapat, make_sesi(rapat, by=user)

    def attendance_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The list; POST ticks (`kunci`), takes back (`batal`), or adds who came unasked."""
        rapat, sesi = self._session(request, pk)
        form = DatangForm(rapat=rapat)
        if request.method == "POST":
            form = DatangForm(request.POST, rapat=rapat)
            tambah = "tamu" in request.POST
            if not tambah or form.is_valid():
                kabar = _change(request, rapat, sesi, form if tambah else None)
                messages.add_message(request, *kabar)
                return redirect(reverse("admin:ruko_parsel_rapat_hadir", args=[pk]))
        daftar = attendance_of(rapat)
        kode = str(rapat.wilayah_id)
        context = {
            **self.page_context(request, f"Daftar hadir: {rapat.judul}"),
            "rapat": rapat,
            "sesi": sesi,
            "daftar": daftar,
            "baris": [(h, f"{at_place(h.hadir.dicatat_at, kode):%H.%M}" if h.hadir else "")
                      for h in daftar.semua],
            "form": form,
            "terkunci": sesi.dikunci_at is not None,
            "kembali": rapat.get_absolute_url(),
        }  # fmt: skip
        status = 422 if form.errors else 200
        return TemplateResponse(
            request, "admin/ruko_parsel/rapat_hadir.html", context, status=status
        )

    def screen_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The code, large, for a projector; without script it is renewed by a link."""
        rapat, sesi = self._session(request, pk)
        context = {"rapat": rapat, "sesi": sesi, **_code(sesi)}
        return TemplateResponse(request, "admin/ruko_parsel/rapat_layar.html", context)

    def code_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What the screen polls for: the next code and how many are there."""
        return JsonResponse(_code(self._session(request, pk)[1]))


def _code(sesi: SesiHadir) -> dict[str, Any]:
    hadir = Kehadiran.objects.valid().filter(sesi=sesi).count()
    if not sesi.is_terbuka:
        return {"terbuka": False, "hadir": hadir, "sisa": 15}
    kode = current_kode(sesi)
    angka = f"{kode.angka[:3]} {kode.angka[3:]}"
    return {"terbuka": True, "svg": qr_svg(sesi), "angka": angka, "sisa": kode.sisa,
            "hadir": hadir}  # fmt: skip


def _change(
    request: HttpRequest, rapat: Rapat, sesi: SesiHadir, form: DatangForm | None
) -> tuple[int, str]:
    """One change of the list; gives the level and words of the message."""
    user: Any = request.user
    try:
        if form is not None:
            tamu = invite_tamu(rapat, by=user, di_tempat=True, **form.cleaned_data)
            record_hadir(sesi, tamu.kunci_orang, cara=Kehadiran.Cara.DAFTAR, by=user)
            return messages.SUCCESS, "Tamu dicatat hadir."
        if batal := request.POST.get("batal", ""):
            row = Kehadiran.objects.valid().filter(sesi=sesi, kunci_orang=batal[:60]).first()
            if row is not None:
                cancel_hadir(row, alasan=SALAH_CENTANG, by=user)
            return messages.SUCCESS, "Kehadiran diurungkan."
        kunci = request.POST.get("kunci", "")[:60]
        record_hadir(sesi, kunci, cara=Kehadiran.Cara.DAFTAR, by=user)
    except ValueError as error:
        return messages.ERROR, str(error)
    return messages.SUCCESS, "Dicatat hadir."
