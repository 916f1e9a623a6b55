"""The result page of a programme: sentences, chart, table, file. A mixin of PengukuranAdmin.

Who may see the programme but no single figure (camat, data officer) sees sums without names.
"""

import csv
import io
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from ekonomi.grafik import bars, line_chart
from ekonomi.hasil import BarisRumah, HasilProgram, programme_result, read_aloud, spread_of
from ekonomi.models import CatatanHasil, Pengukuran, Program
from ekonomi.omzet_baca import nama_bulan
from ekonomi.statistik import N_MINIMUM
from wilayah.admin_dasar import Halaman
from wilayah.asal import origin_hash
from wilayah.ekspor import escape_formula
from wilayah.models import CatatanEkspor
from wilayah.peran import peran_with

TANPA_AWAL = "belum ada angka awal"
_KOLOM = ("household_id", "wilayah", "ikut_sejak", "keluar", "angka_awal", "angka_kini",
          "bulan_kini", "selisih", "persen", "keadaan")  # fmt: skip


class CatatanForm(forms.ModelForm):  # type: ignore[type-arg]
    """What prices did, and where that figure is from."""

    class Meta:
        model = CatatanHasil
        fields = ("inflasi", "sumber_inflasi", "catatan")
        localized_fields = ("inflasi",)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("inflasi") is not None and not data.get("sumber_inflasi"):
            self.add_error("sumber_inflasi", "Sebutkan sumber angka inflasi, misalnya BPS.")
        return data


class HasilPages(Halaman):
    """Adds `hasil/`, `hasil/<programme>/` and its file to the admin of figures."""

    def hasil_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        nama = "ekonomi_pengukuran"
        return [
            path("hasil/", view(self.hasil_daftar_view), name=f"{nama}_hasil"),
            path("hasil/<int:pk>/", view(self.hasil_view), name=f"{nama}_hasil_program"),
            path("hasil/<int:pk>/unduh/", view(self.hasil_file_view), name=f"{nama}_hasil_unduh"),
        ]

    def _programs(self, request: HttpRequest) -> Any:
        """Programmes of which this person may see sums at least."""
        if not (
            request.user.has_perm("ekonomi.view_pengukuran")
            or request.user.has_perm("ekonomi.view_catatanhasil")
        ):
            raise Http404
        peran = peran_with("ekonomi.pengukuran", "view") | peran_with(
            "ekonomi.catatanhasil", "view"
        )
        return Program.objects.visible_to(request.user, peran=peran).select_related("wilayah")

    def _find_program(self, request: HttpRequest, pk: int) -> Program:
        program: Program | None = self._programs(request).filter(pk=pk).first()
        if program is None:
            raise Http404
        return program

    def _sees_names(self, request: HttpRequest, program: Program) -> bool:
        if not request.user.has_perm("ekonomi.view_pengukuran"):
            return False
        rows = Program.objects.visible_to(
            request.user, peran=peran_with("ekonomi.pengukuran", "view")
        )
        return rows.filter(pk=program.pk).exists()

    def hasil_daftar_view(self, request: HttpRequest) -> HttpResponse:
        """Which programme; with only one, straight there."""
        semua = list(self._programs(request).order_by("-mulai")[:50])
        if len(semua) == 1:
            return redirect("admin:ekonomi_pengukuran_hasil_program", semua[0].pk)
        context = {
            **self.page_context(request, "Hasil program"),
            "daftar": semua,
        }
        return TemplateResponse(request, "admin/ekonomi/hasil_daftar.html", context)

    def hasil_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The result in words, figures, a chart, and (who may) household by household."""
        program = self._find_program(request, pk)
        catatan = CatatanHasil.objects.filter(program=program).first()
        form = CatatanForm(request.POST or None, instance=catatan)
        status = 200
        if request.method == "POST":
            if not self._may_note(request, program):
                raise Http404
            if form.is_valid():
                user: Any = request.user
                form.instance.program, form.instance.by = program, user
                form.save()
                messages.success(request, "Catatan pembaca disimpan.")
                return redirect(request.get_full_path())
            status = 422
        hasil = programme_result(program, pada=timezone.localdate(), jenis=_kind(request))
        inflasi = float(catatan.inflasi) if catatan and catatan.inflasi is not None else None
        bernama = self._sees_names(request, program)
        context = {
            **self.page_context(request, f"Hasil {program.nama}"),
            "program": program,
            "hasil": hasil,
            "h": hasil.hasil,
            "kalimat": read_aloud(hasil, inflasi=inflasi),
            "garis": _means_chart(hasil),
            "sebaran": _spread_chart(hasil, bernama=bernama),
            "bernama": bernama,
            "baris": _shown(hasil, request) if bernama else [],
            "keadaan": request.GET.get("keadaan", ""),
            "tanpa_awal": sum(b.keadaan == TANPA_AWAL for b in hasil.baris),
            "pilihan": sorted({b.keadaan for b in hasil.baris}) if bernama else [],
            "catatan": catatan,
            "form": form,
            "boleh_catat": self._may_note(request, program),
            "unduh": reverse("admin:ekonomi_pengukuran_hasil_unduh", args=[pk]),
        }
        return TemplateResponse(request, "admin/ekonomi/hasil.html", context, status=status)

    def _may_note(self, request: HttpRequest, program: Program) -> bool:
        if not request.user.has_perm("ekonomi.change_catatanhasil"):
            return False
        peran = peran_with("ekonomi.catatanhasil", "change")
        return bool(
            Program.objects.visible_to(request.user, peran=peran).filter(pk=program.pk).exists()
        )

    def hasil_file_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The table as CSV: household ids, no names; the taking of it is recorded."""
        program = self._find_program(request, pk)
        if not self._sees_names(request, program):
            raise Http404
        hasil = programme_result(program, pada=timezone.localdate(), jenis=_kind(request))
        user: Any = request.user
        with transaction.atomic():
            CatatanEkspor.objects.create(
                by=user, apa="hasil program", bentuk="csv", jumlah=len(hasil.baris),
                saringan=f"program={pk}&jenis={hasil.jenis}", asal_hash=origin_hash(request),
            )  # fmt: skip
        response = HttpResponse(_as_csv(hasil), content_type="text/csv; charset=utf-8")
        nama = f"hasil-{program.kode}-{hasil.jenis}-{hasil.pada:%Y%m%d}.csv"
        response["Content-Disposition"] = f'attachment; filename="{nama}"'
        response["Cache-Control"] = "private, no-store"
        return response


def _kind(request: HttpRequest) -> str:
    jenis = request.GET.get("jenis", "")
    return jenis if jenis in Pengukuran.Jenis.values else Pengukuran.Jenis.OMZET


def _shown(hasil: HasilProgram, request: HttpRequest) -> list[BarisRumah]:
    """The lines asked for, the largest fall first: who needs a visit stands on top."""
    keadaan = request.GET.get("keadaan", "")
    baris = [
        b for b in hasil.baris if (b.keadaan == keadaan if keadaan else b.keadaan != TANPA_AWAL)
    ]
    return sorted(baris, key=lambda b: (b.perubahan is None, b.perubahan.selisih if b.perubahan
                                        else 0))  # fmt: skip


def _means_chart(hasil: HasilProgram) -> Any:
    cukup = [(b, rerata, n) for b, rerata, n in hasil.bulanan if n >= N_MINIMUM]
    acuan = round(hasil.hasil.lengkap.rerata_awal) if hasil.hasil.lengkap.n else None
    return line_chart([(nama_bulan(b)[:3], round(rerata)) for b, rerata, _n in cukup[-12:]],
                      acuan=acuan)  # fmt: skip


def _spread_chart(hasil: HasilProgram, *, bernama: bool) -> Any:
    """Without names small groups are not shown either."""
    rows = []
    for nama, n in spread_of(hasil.baris):
        sembunyi = not bernama and 0 < n < N_MINIMUM
        rows.append((nama, None if sembunyi else float(n), "<5" if sembunyi else str(n)))
    return bars(rows)


def _as_csv(hasil: HasilProgram) -> str:
    berkas = io.StringIO()
    tulis = csv.writer(berkas, lineterminator="\n")
    tulis.writerow(_KOLOM)
    for b in hasil.baris:
        p = b.perubahan
        isi = (
            b.rumah.nomor, b.rumah.wilayah_id, b.ikut.masuk, b.ikut.keluar or "",
            "" if b.awal is None else b.awal, "" if b.kini is None else b.kini,
            b.bulan_kini or "", p.selisih if p else "",
            f"{p.persen:.1f}" if p and p.persen is not None else "", b.keadaan,
        )  # fmt: skip
        tulis.writerow([escape_formula(str(satu)) for satu in isi])
    return berkas.getvalue()
