"""Readiness of villages: the list of each, the table of all, the sheet on paper."""

import io
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from unfold.decorators import display

from pesan.lampiran import LampiranDitolak, serve_lampiran, serve_private
from ruko_parsel.angka_siaga import read_siaga, read_siaga_semua
from ruko_parsel.cakupan import pick_desa, villages_of
from ruko_parsel.cetak_siaga import print_siaga
from ruko_parsel.models import ButirSiaga, PeriksaSiaga
from ruko_parsel.services.siaga import SiagaKeliru, check_butir
from ruko_parsel.unduh_tabel import serve_tabel
from wilayah.admin_dasar import ReadOnlyScopedAdmin, WilayahFilter
from wilayah.ekspor import AmanResource, EksporAdmin
from wilayah.format import tanggal_panjang
from wilayah.formulir import Teks
from wilayah.zona import hari_ini

LABEL = "ruko_parsel.periksasiaga"
_NAMA = "ruko_parsel_periksasiaga"


class PeriksaForm(forms.Form):
    """How one line stands."""

    butir = forms.ModelChoiceField(ButirSiaga.objects.all(), label="Butir")
    keadaan = forms.ChoiceField(label="Keadaan", choices=PeriksaSiaga.Keadaan.choices)
    bukti = Teks(label="Bukti", required=False, max_length=300)
    tanggal = forms.DateField(label="Tanggal diperiksa", required=False)
    foto = forms.FileField(label="Foto bukti", required=False)


class PeriksaResource(AmanResource):
    """Answers to the check-list as a file."""

    class Meta:
        model = PeriksaSiaga
        fields = ("wilayah", "butir", "keadaan", "bukti", "tanggal", "created_at")
        export_order = fields


@admin.register(PeriksaSiaga)
class PeriksaSiagaAdmin(EksporAdmin, ReadOnlyScopedAdmin):
    """Every answer ever given is listed; new ones are given on the village's page."""

    resource_classes = [PeriksaResource]
    list_before_template = "admin/ruko_parsel/siaga_pintas.html"
    list_display = ("wilayah", "butir", "keadaan", "tanggal", "by")
    list_filter = ("keadaan", "butir__kelompok", WilayahFilter)
    list_select_related = ("wilayah", "butir", "by")
    fields = ("wilayah", "butir", "keadaan", "bukti", "tanggal", "by", "dicatat")

    class Media:
        css = {"all": ("gaya/kapasitas.css",)}

    @display(description="dicatat", ordering="created_at")
    def dicatat(self, obj: PeriksaSiaga) -> str:
        return tanggal_panjang(obj.created_at, str(obj.wilayah_id))

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("semua/", view(self.semua_view), name=f"{_NAMA}_semua"),
            path("desa/<str:kode_desa>/", view(self.desa_view), name=f"{_NAMA}_desa"),
            path("desa/<str:kode_desa>/lembar.pdf", view(self.pdf_view), name=f"{_NAMA}_pdf"),
            path("foto/<int:nomor_periksa>/", view(self.foto_view), name=f"{_NAMA}_foto"),
            *super().get_urls(),
        ]

    def semua_view(self, request: HttpRequest) -> HttpResponseBase:
        """Scores of all villages; who works for one alone goes to its list."""
        if not self.has_view_permission(request):
            raise Http404
        desa = villages_of(request.user, LABEL)
        if not desa:
            raise Http404
        if len(desa) == 1:
            return redirect(f"admin:{_NAMA}_desa", kode_desa=desa[0].kode)
        baris = read_siaga_semua(desa)
        if request.GET.get("bentuk") in {"csv", "xlsx"}:
            return serve_tabel(
                request, apa="kesiapan bencana", nama="kesiapan-bencana",
                bentuk=request.GET["bentuk"],
                kepala=["kode", "desa", "skor", "diperiksa", "celah", "perlu ditinjau",
                        "kontak", "kontak belum diuji"],
                baris=[[b.desa.kode, b.desa.nama_lengkap, b.skor, b.diperiksa, len(b.celah),
                        b.perlu_tinjau, b.kontak, b.kontak_basi] for b in baris],
            )  # fmt: skip
        celah = _common_gaps(baris)
        context = {
            **self.page_context(request, "Siaga bencana"), "celah": celah,
            "baris": sorted(baris, key=lambda b: (b.skor, b.desa.nama)),
            "butir": len(baris[0].butir),
        }  # fmt: skip
        return TemplateResponse(request, "admin/ruko_parsel/siaga_semua.html", context)

    def desa_view(self, request: HttpRequest, kode_desa: str) -> HttpResponse:
        """The list of one village, each line with its form."""
        if not self.has_view_permission(request):
            raise Http404
        desa = pick_desa(request.user, LABEL, kode_desa)
        form = PeriksaForm(request.POST or None, request.FILES or None)
        if request.method == "POST":
            butir = self._save(request, desa, form)
            if butir:
                return redirect(f"{request.path}#b-{butir}")
        user: Any = request.user
        boleh = user.has_perm("ruko_parsel.add_periksasiaga")
        context = {
            **self.page_context(request, f"Siaga bencana {desa.nama_lengkap}"),
            "desa": desa, "siap": read_siaga(desa), "form": form, "boleh": boleh,
            "keadaan": PeriksaSiaga.Keadaan.choices, "hari": hari_ini(desa.kode),
        }  # fmt: skip
        return TemplateResponse(
            request, "admin/ruko_parsel/siaga_desa.html", context,
            status=422 if form.is_bound else 200,
        )  # fmt: skip

    def _save(self, request: HttpRequest, desa: Any, form: PeriksaForm) -> str:
        """The code of the line that was written; empty when something is wrong."""
        user: Any = request.user
        if not user.has_perm("ruko_parsel.add_periksasiaga"):
            raise Http404
        if not form.is_valid():
            return ""
        isi = form.cleaned_data
        try:
            check_butir(
                desa, isi["butir"], keadaan=isi["keadaan"], bukti=isi["bukti"], by=user,
                tanggal=isi["tanggal"], foto=isi["foto"],
            )  # fmt: skip
        except SiagaKeliru as error:
            form.add_error("tanggal" if "anggal" in str(error) else "bukti", str(error))
            return ""
        except LampiranDitolak as error:
            form.add_error("foto", str(error))
            return ""
        messages.success(request, f"Dicatat: {isi['butir']}")
        return str(isi["butir"].pk)

    def pdf_view(self, request: HttpRequest, kode_desa: str) -> HttpResponseBase:
        """The list on paper."""
        if not self.has_view_permission(request):
            raise Http404
        desa = pick_desa(request.user, LABEL, kode_desa)
        isi = io.BytesIO(print_siaga(read_siaga(desa)))
        jawab = serve_private(isi, f"siaga-bencana-{desa.kode}.pdf", "application/pdf")
        jawab["Cache-Control"] = "private, no-store"
        return jawab

    def foto_view(self, request: HttpRequest, nomor_periksa: int) -> HttpResponseBase:
        """The photo that shows how a line stood."""
        satu = self.get_queryset(request).filter(pk=nomor_periksa).select_related("foto").first()
        if satu is None or satu.foto is None or not self.has_view_permission(request):
            raise Http404
        return serve_lampiran(satu.foto)


def _common_gaps(baris: list[Any]) -> list[tuple[str, int]]:
    """Lines that most villages lack."""
    hitung: dict[str, int] = {}
    for satu in baris:
        for b in satu.celah:
            hitung[b.butir.teks] = hitung.get(b.butir.teks, 0) + 1
    return sorted(hitung.items(), key=lambda p: (-p[1], p[0]))[:5]
