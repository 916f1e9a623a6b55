"""SIAP-TAMAN for staff: the dashboard, its figures by the hour and by RW, reports, rules."""

from typing import Any

from django.contrib import admin
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from import_export.fields import Field

from ekonomi.cetak.lembar import render_laporan
from ekonomi.kpi.hitung import hari_ke, read_keadaan
from ekonomi.kpi.laporan import JUDUL, laporan, laporan_csv
from ekonomi.kpi.segar import read_segar
from ekonomi.kpi.stabil import why_unstable
from ekonomi.models import (
    AturanPeringatan,
    BobotMandiri,
    Capaian,
    KriteriaKeputusan,
    Peringatan,
    Program,
    TitikTarget,
)
from ekonomi.peta_rw import per_rw
from ekonomi.siap import angka_nyata, kartu_kpi, summary_csv
from ekonomi.views.siap import read_hari
from wilayah.admin_dasar import ReadOnlyScopedAdmin, ScopedAdmin
from wilayah.asal import origin_hash
from wilayah.ekspor import AmanResource, EksporAdmin
from wilayah.models import CatatanEkspor
from wilayah.peran import Peran, peran_with

_MELIHAT_KECIL = frozenset({Peran.LURAH, Peran.MODERATOR, Peran.FASILITATOR})
_DETIK_RW = 300


class CapaianResource(AmanResource):
    """Snapshots as they were kept."""

    program = Field(attribute="program__kode", column_name="program")

    class Meta:
        model = Capaian
        fields = (
            "program", "indikator", "tanggal", "nilai", "pembilang", "penyebut", "kurang",
            "catatan",
        )  # fmt: skip
        export_order = fields


@admin.register(Capaian)
class CapaianAdmin(EksporAdmin, ReadOnlyScopedAdmin):
    """The list of snapshots, and the dashboard above it."""

    resource_classes = [CapaianResource]
    list_display = ("indikator", "tanggal", "nilai", "pembilang", "penyebut", "kurang", "program")
    list_filter = ("indikator", "tanggal")
    list_select_related = ("indikator", "program")
    date_hierarchy = "tanggal"

    def get_urls(self) -> list[Any]:
        view, nama = self.admin_site.admin_view, "ekonomi_capaian"
        return [
            path("siap/", view(self.siap_view), name=f"{nama}_siap"),
            path("siap/angka/", view(self.angka_view), name=f"{nama}_angka"),
            path("siap/rw/", view(self.rw_view), name=f"{nama}_rw"),
            path("siap/summary_kpi.csv", view(self.summary_view), name=f"{nama}_summary"),
            path("siap/<str:periode>/", view(self.laporan_view), name=f"{nama}_laporan"),
            *super().get_urls(),
        ]

    def _programs(self, request: HttpRequest) -> list[Program]:
        """Programmes this person may see figures of. Raises Http404 without the permission."""
        if not self.has_view_permission(request):
            raise Http404
        peran = peran_with("ekonomi.capaian", "view")
        rows = Program.objects.visible_to(request.user, peran=peran).select_related("wilayah")
        return list(rows.exclude(status=Program.Status.DRAF).order_by("status", "-mulai")[:50])

    def _program(self, request: HttpRequest) -> Program | None:
        """The one asked for by `?program=`, else the first. Raises Http404 for another's."""
        ada = self._programs(request)
        minta = request.GET.get("program", "")
        if not minta:
            return ada[0] if ada else None
        pilih = next((p for p in ada if str(p.pk) == minta), None)
        if pilih is None:
            raise Http404
        return pilih

    def _context(self, request: HttpRequest, program: Program | None) -> dict[str, Any]:
        return {
            **self.page_context(
                request, "SIAP-TAMAN" if program is None else f"SIAP-{program.wilayah.nama.upper()}"
            ),
            "program": program,
            "semua": self._programs(request),
            "periode": list(JUDUL.items()),
        }

    def siap_view(self, request: HttpRequest) -> HttpResponse:
        """`/admin/ekonomi/capaian/siap/`: the dashboard."""
        program = self._program(request)
        context = self._context(request, program)
        if program is not None:
            hari_ini = timezone.localdate()
            keadaan = read_keadaan(program)
            context |= {
                "hari": hari_ke(program, hari_ini),
                "angka": angka_nyata(program),
                "dibaca": timezone.now(),
                "kartu": kartu_kpi(program, keadaan, hari_ini),
                "segar": read_segar(program),
                "peringatan": Peringatan.objects.filter(
                    program=program, pulih_pada__isnull=True
                ).select_related("indikator").prefetch_related("rencana"),
                "tidak_stabil": why_unstable(program),
            }  # fmt: skip
        return TemplateResponse(request, "admin/ekonomi/siap.html", context)

    def angka_view(self, request: HttpRequest) -> HttpResponse:
        """The five figures alone, asked for again and again by the page."""
        program = self._program(request)
        if program is None:
            raise Http404
        context = {"program": program, "angka": angka_nyata(program), "dibaca": timezone.now()}
        return TemplateResponse(request, "admin/ekonomi/siap_angka.html", context)

    def rw_view(self, request: HttpRequest) -> HttpResponse:
        """By RW; who is above the kelurahan sees no group below five."""
        program = self._program(request)
        if program is None:
            raise Http404
        umum = not self._sees_small(request)
        kunci = f"siap-rw:{program.pk}:{umum}"
        isi = cache.get(kunci)
        if isi is None:
            isi = per_rw(program, umum=umum)
            cache.set(kunci, isi, _DETIK_RW)
        kolom, baris = isi
        context = self._context(request, program) | {"kolom": kolom, "baris": baris, "umum": umum}
        return TemplateResponse(request, "admin/ekonomi/siap_rw.html", context)

    def _sees_small(self, request: HttpRequest) -> bool:
        user: Any = request.user
        return user.is_superuser or bool(user.peran_aktif & _MELIHAT_KECIL)

    def laporan_view(self, request: HttpRequest, periode: str) -> HttpResponse:
        """`siap/<periode>/?sampai=&bentuk=csv|pdf`: a period's report."""
        program = self._program(request)
        if program is None or periode not in JUDUL:
            raise Http404
        data = laporan(program, periode, read_hari(request))
        bentuk = request.GET.get("bentuk", "")
        nama = f"laporan-{periode}-{data.sampai}"
        if bentuk == "csv":
            self._note_export(request, f"{nama}.csv", len(data.baris))
            return _unduh(laporan_csv(data).encode(), f"{nama}.csv", "text/csv")
        if bentuk == "pdf":
            self._note_export(request, f"{nama}.pdf", len(data.baris))
            return _unduh(render_laporan(data), f"{nama}.pdf", "application/pdf")
        context = self._context(request, program) | {"data": data}
        return TemplateResponse(request, "admin/ekonomi/siap_laporan.html", context)

    def summary_view(self, request: HttpRequest) -> HttpResponse:
        """The seed's summary_kpi.csv of the whole kelurahan."""
        program = self._program(request)
        if program is None:
            raise Http404
        self._note_export(request, "summary_kpi.csv", 1)
        umum = not self._sees_small(request)
        return _unduh(summary_csv(program, umum=umum).encode(), "summary_kpi.csv", "text/csv")

    def _note_export(self, request: HttpRequest, apa: str, jumlah: int) -> None:
        user: Any = request.user
        CatatanEkspor.objects.create(
            by=user, apa=apa[:80], bentuk=apa.rsplit(".", 1)[-1], jumlah=jumlah, saringan="",
            asal_hash=origin_hash(request),
        )  # fmt: skip


def _unduh(isi: bytes, nama: str, mime: str) -> HttpResponse:
    response = HttpResponse(isi, content_type=mime)
    response["Content-Disposition"] = f'attachment; filename="{nama}"'
    response["Cache-Control"] = "private, no-store"
    return response


@admin.register(AturanPeringatan)
class AturanPeringatanAdmin(ScopedAdmin):
    """Thresholds of early warning."""

    list_display = ("indikator", "ambang", "hari", "aktif", "program")
    list_filter = ("aktif",)
    list_select_related = ("indikator", "program")


@admin.register(KriteriaKeputusan)
class KriteriaKeputusanAdmin(ScopedAdmin):
    """Criteria of the review about day 90."""

    list_display = ("komponen", "indikator", "skalakan_min", "sesuaikan_min", "program")
    list_select_related = ("indikator", "program")


@admin.register(BobotMandiri)
class BobotMandiriAdmin(ScopedAdmin):
    """Weights of the published formula; a change counts from the next frozen month on."""

    list_display = ("unsur", "bobot", "penuh", "program")
    list_select_related = ("program",)


@admin.register(TitikTarget)
class TitikTargetAdmin(ScopedAdmin):
    """Points of the target lines."""

    list_display = ("target", "hari", "nilai")
    list_select_related = ("target__indikator",)
