"""A programme's papers and roadmap: preview with the source of each value, PDF and Word."""

import io
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone

from dokumen.cetak.kertas import Kertas
from dokumen.cetak.kertas_pdf import compile_pdf
from dokumen.cetak.kertas_word import compile_docx
from ekonomi.admin.meja import DITOLAK, staff_of
from ekonomi.forms.uang import TetapkanForm
from ekonomi.models import NaskahProgram, Program
from ekonomi.naskah.daftar import NASKAH
from ekonomi.naskah.lampiran_d import check_lampiran_d
from ekonomi.peta_jalan import draw_peta
from ekonomi.services.naskah import settle_naskah, settled_kertas
from pesan.berkas import DOCX, PDF
from pesan.lampiran import serve_private
from wilayah.admin_dasar import scoped_rows
from wilayah.peran import peran_with

_BENTUK: dict[str, tuple[Callable[[Kertas], bytes], str]] = {
    "pdf": (compile_pdf, PDF),
    "docx": (compile_docx, DOCX),
}


class NaskahPages:
    """Mixed into ProgramAdmin: papers and roadmap hang under the programme."""

    def paper_urls(self) -> list[Any]:
        admin: Any = self
        nama = "ekonomi_program"
        return [
            path("<int:pk>/peta-jalan/", admin.view(self.roadmap_view), name=f"{nama}_peta"),
            path("<int:pk>/naskah/", admin.view(self.papers_view), name=f"{nama}_naskah"),
            path(
                "<int:pk>/naskah/<str:jenis_naskah>/",
                admin.view(self.paper_view),
                name=f"{nama}_naskahnya",
            ),
            path(
                "<int:pk>/naskah/<str:jenis_naskah>/<str:bentuk>/",
                admin.view(self.paper_file_view),
                name=f"{nama}_naskahberkas",
            ),
        ]

    def _paper_program(self, request: HttpRequest, pk: int, jenis: str | None = None) -> Program:
        admin: Any = self
        program: Program = admin.find(request, pk, "wilayah")
        boleh = request.user.has_perm("ekonomi.view_naskahprogram")
        if not boleh or (jenis is not None and jenis not in NASKAH):
            raise Http404
        return program

    def roadmap_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The two phases as charts and as a list with links to note progress."""
        admin: Any = self
        program = admin.find(request, pk, "wilayah")
        hari = timezone.localdate()
        tonggak = list(program.tonggak.select_related("program"))
        for satu in tonggak:
            satu.keadaan = satu.state_on(hari)
        page: HttpResponse = admin.page(
            request, "peta_jalan.html", f"Peta jalan {program.nama}", program=program,
            peta=draw_peta(program, tonggak, hari), hari_ke=(hari - program.mulai).days,
            ubah=request.user.has_perm("ekonomi.change_tonggak"),
        )  # fmt: skip
        return page

    def papers_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """All papers with what is missing of each, and the checklist of Lampiran D."""
        admin: Any = self
        program = self._paper_program(request, pk)
        tetap: dict[str, NaskahProgram] = {}
        for satu in NaskahProgram.objects.filter(program=program).order_by("versi"):
            tetap[satu.jenis] = satu
        daftar = [
            {
                "jenis": satu,
                "kurang": len(satu.compose(program).kurang),
                "tetap": tetap.get(satu.kunci),
            }
            for satu in NASKAH.values()
        ]
        page: HttpResponse = admin.page(
            request, "naskah_daftar.html", f"Naskah {program.nama}", program=program,
            daftar=daftar, periksa=check_lampiran_d(program),
        )  # fmt: skip
        return page

    def paper_view(self, request: HttpRequest, pk: int, jenis_naskah: str) -> HttpResponse:
        """One paper: its words, the row behind each value, what is missing, settling it."""
        admin: Any = self
        program = self._paper_program(request, pk, jenis_naskah)
        jenis = NASKAH[jenis_naskah]
        boleh = self._may_settle(request, program)
        form = TetapkanForm(
            request.POST if request.method == "POST" else None,
            initial={"tanggal": timezone.localdate()}, auto_id="tetapkan_%s",
        )  # fmt: skip
        if request.method == "POST":
            if not boleh:
                raise Http404
            if form.is_valid():
                try:
                    tetap = settle_naskah(
                        program, jenis_naskah, by=staff_of(request), **form.cleaned_data
                    )
                except DITOLAK as error:
                    form.add_error(None, str(error))
                else:
                    messages.success(request, f"{tetap} ditetapkan.")
                    return redirect(request.path)
        naskah = jenis.compose(program)
        page: HttpResponse = admin.page(
            request, "naskah.html", f"{jenis.nama}, {program.nama}", program=program, jenis=jenis,
            naskah=naskah, form=form if boleh else None, status=422 if form.is_bound else 200,
            riwayat=NaskahProgram.objects.filter(program=program, jenis=jenis_naskah)
            .select_related("by"),
        )  # fmt: skip
        return page

    def _may_settle(self, request: HttpRequest, program: Program) -> bool:
        peran = peran_with("ekonomi.naskahprogram", "add")
        boleh = request.user.has_perm("ekonomi.add_naskahprogram")
        rows = scoped_rows(Program, request.user, peran)
        return bool(boleh and rows.filter(pk=program.pk).exists())

    def paper_file_view(
        self, request: HttpRequest, pk: int, jenis_naskah: str, bentuk: str
    ) -> HttpResponseBase:
        """PDF or Word: of the draft as it stands, or with `?versi=` of a settled one."""
        program = self._paper_program(request, pk, jenis_naskah)
        if bentuk not in _BENTUK:
            raise Http404
        versi = request.GET.get("versi", "")
        kertas, akhir = self._kertas(program, jenis_naskah, versi)
        tulis, mime = _BENTUK[bentuk]
        nama = f"{jenis_naskah}-{program.kode}-{akhir}.{bentuk}"
        return serve_private(io.BytesIO(tulis(kertas)), nama, mime)

    def _kertas(self, program: Program, jenis: str, versi: str) -> tuple[Kertas, str]:
        if not versi:
            return NASKAH[jenis].compose(program).as_kertas(draf=True), "draf"
        rows = NaskahProgram.objects.filter(program=program, jenis=jenis)
        tetap = rows.filter(versi=versi).first() if versi.isdecimal() and len(versi) < 5 else None
        if tetap is None:
            raise Http404
        return settled_kertas(tetap), f"v{tetap.versi}"
