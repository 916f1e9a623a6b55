"""Targets of a programme's room: the list with its history, one page to change, one to add."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path

from ekonomi.admin.meja import DITOLAK, MejaAdmin, programs_for, staff_of
from ekonomi.forms.target import TargetBaruForm, TargetForm
from ekonomi.models import Program, TargetProgram
from ekonomi.services.jejak import Peristiwa
from ekonomi.services.target import add_target, change_target

_LABEL = "ekonomi.targetprogram"


class TargetPages(MejaAdmin):
    """Mixed into the programme's admin."""

    def target_urls(self) -> list[Any]:
        nama, view = "ekonomi_program_target", self.view
        return [
            path("<int:pk>/target/", view(self.targets_view), name=nama),
            path("<int:pk>/target/tambah/", view(self.target_add_view), name=f"{nama}_tambah"),
            path("<int:pk>/target/<int:target_pk>/", view(self.target_view), name=f"{nama}_ubah"),
        ]

    def _program(self, request: HttpRequest, pk: int, aksi: str) -> Program:
        rows: Any = programs_for(request, _LABEL, aksi).filter(pk=pk)
        program: Program | None = rows.first()
        if program is None or not request.user.has_perm(f"ekonomi.{aksi}_targetprogram"):
            raise Http404
        return program

    def targets_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """All targets and what changed, newest first."""
        program = self._program(request, pk, "view")
        ubah = (
            request.user.has_perm("ekonomi.change_targetprogram")
            and programs_for(request, _LABEL, "change").filter(pk=pk).exists()
        )
        return self.page(
            request, "target_daftar.html", f"Target {program.nama}", program=program, ubah=ubah,
            target=program.target.select_related("indikator"),
            riwayat=program.jejak.filter(peristiwa=Peristiwa.TARGET).select_related("by")[:100],
        )  # fmt: skip

    def target_view(self, request: HttpRequest, pk: int, target_pk: int) -> HttpResponse:
        program = self._program(request, pk, "change")
        target: TargetProgram | None = (
            program.target.select_related("indikator", "program").filter(pk=target_pk).first()
        )
        if target is None:
            raise Http404
        awal = {
            "nilai": f"{target.nilai.normalize():f}", "bulan": target.bulan,
            "keterangan": target.keterangan,
        }  # fmt: skip
        form = TargetForm(request.POST if request.method == "POST" else None, initial=awal)
        if form.is_bound and form.is_valid():
            try:
                change_target(target, by=staff_of(request), **form.cleaned_data)
            except DITOLAK as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, f"Target {target.indikator} disimpan.")
                return redirect("admin:ekonomi_program_target", pk)
        return self._form(request, program, form, str(target.indikator))

    def target_add_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        program = self._program(request, pk, "add")
        data = request.POST if request.method == "POST" else None
        form = TargetBaruForm(data, program=program, initial={"bulan": 12})
        if form.is_bound and form.is_valid():
            isi = dict(form.cleaned_data)
            indikator = isi.pop("indikator")
            try:
                add_target(program, indikator, by=staff_of(request), **isi)
            except DITOLAK as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, f"{indikator} menjadi target.")
                return redirect("admin:ekonomi_program_target", pk)
        return self._form(request, program, form, "Target baru")

    def _form(
        self, request: HttpRequest, program: Program, form: TargetForm, judul: str
    ) -> HttpResponse:
        return self.page(
            request, "target.html", judul, status=422 if form.is_bound else 200,
            program=program, form=form, judul=judul,
        )  # fmt: skip
