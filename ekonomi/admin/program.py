"""Programmes: starting from a template, the programme's room, its budget, copying it."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import display

from ekonomi.admin.langkah_anggaran import BY_KUNCI, LANGKAH
from ekonomi.admin.meja import DITOLAK, Langkah, MejaAdmin, staff_of
from ekonomi.admin.naskah import NaskahPages
from ekonomi.admin.target import TargetPages
from ekonomi.forms.uang import MulaiProgramForm, SalinForm
from ekonomi.grafik import bars_of
from ekonomi.kesiapan import check_kesiapan
from ekonomi.models import (
    Indikator,
    KelompokSasaran,
    Komitmen,
    PosAnggaran,
    Program,
    RevisiAnggaran,
    TemplatProgram,
)
from ekonomi.services.anggaran import rules_of
from ekonomi.services.angka_anggaran import line_rows, source_rows
from ekonomi.services.program import (
    copy_program,
    run_program,
    start_program,
    template_of,
    undo_copy,
)
from ekonomi.templat import IsiTemplat
from wilayah.admin_dasar import ReadOnlyScopedAdmin, WilayahFilter, scoped_rows
from wilayah.models import Wilayah
from wilayah.peran import peran_with

WARNA = {"draf": "info", "berjalan": "success", "dihentikan": "danger"}
_LABEL_POS = {
    "pelatihan": "Pelatihan",
    "bantuan": "Bantuan modal dan alat",
    "padat_karya": "Padat karya",
    "digitalisasi": "Digitalisasi",
    "monitoring": "Monitoring dan dokumentasi",
    "insentif": "Insentif",
    "manajemen": "Manajemen",
}


@admin.register(Program)
class ProgramAdmin(TargetPages, NaskahPages, MejaAdmin):
    """The programmes of one's area; each change is a step that a service takes."""

    list_display = ("nama_kode", "wilayah", "tampil_status", "mulai", "selesai")
    list_display_links = ("nama_kode",)
    list_filter = ("status", WilayahFilter)
    search_fields = ("nama", "kode")
    list_select_related = ("wilayah",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super(ReadOnlyScopedAdmin, self).has_add_permission(request)

    @display(description="program", ordering="nama")
    def nama_kode(self, program: Program) -> str:
        return format_html(
            '<span class="masalah">{}</span><small class="redup">{}</small>',
            program.nama,
            program.kode,
        )

    @display(description="status", ordering="status", label=WARNA)
    def tampil_status(self, program: Program) -> tuple[str, str]:
        return program.status, program.get_status_display()

    def get_urls(self) -> list[Any]:
        nama = "ekonomi_program"
        return [
            path(
                "<int:pk>/langkah/<str:kunci>/", self.view(self.step_view), name=f"{nama}_langkah"
            ),
            path("<int:pk>/anggaran/", self.view(self.budget_view), name=f"{nama}_anggaran"),
            path(
                "<int:pk>/anggaran/<str:kunci>/",
                self.view(self.budget_step_view),
                name=f"{nama}_uang",
            ),
            path("<int:pk>/salin/", self.view(self.copy_view), name=f"{nama}_salin"),
            *self.paper_urls(),
            *self.target_urls(),
            *super().get_urls(),
        ]

    # starting

    def _places(self, request: HttpRequest) -> Any:
        rows: Any = scoped_rows(Wilayah, request.user, peran_with("ekonomi.program", "add"))
        return rows.in_service().kelurahan().order_by("kode")

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The four templates side by side; choosing one starts a draft."""
        if not self.has_add_permission(request):
            raise Http404
        semua = [template_of(satu) for satu in TemplatProgram.objects.all()]
        tempat = self._places(request)
        awal = {"mulai": timezone.localdate(), "templat": request.GET.get("templat", "")}
        data = request.POST if request.method == "POST" else None
        form = MulaiProgramForm(data, templat=semua, wilayah=tempat, initial=awal)
        if form.is_bound and form.is_valid():
            program = self._start(request, form)
            if program is not None:
                messages.success(request, f"Program {program.kode} dibuat sebagai draf.")
                return redirect("admin:ekonomi_program_change", program.pk)
        return self.page(
            request, "program_mulai.html", "Mulai program dari templat",
            status=422 if form.is_bound else 200, form=form, templat=semua,
            baris=compare_rows(semua),
        )  # fmt: skip

    def _start(self, request: HttpRequest, form: MulaiProgramForm) -> Program | None:
        data = form.cleaned_data
        try:
            return start_program(
                TemplatProgram.objects.get(pk=data["templat"]), data["wilayah"], data["mulai"],
                staff_of(request), kode=data["kode"],
            )  # fmt: skip
        except DITOLAK as error:
            form.add_error(None, str(error))
            return None

    # the room

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        program = self.find(request, object_id, "wilayah", "disalin_dari")
        hari = timezone.localdate()
        pos = line_rows(program, None, hari)
        tonggak = list(program.tonggak.select_related("program"))
        terlambat = [t for t in tonggak if t.state_on(hari) == "terlambat"]
        ubah = self.may(request, "change", program)
        return self.page(
            request, "program.html", str(program), program=program, ubah=ubah,
            warna=WARNA.get(program.status, ""), hari_ke=(hari - program.mulai).days,
            batang=bars_of(pos), anggaran=sum(b["anggaran"] for b in pos),
            dipakai=sum(b["kumulatif"] for b in pos), terlambat=terlambat,
            selesai=sum(t.selesai_at is not None for t in tonggak), banyak=len(tonggak),
            target=program.target.select_related("indikator"),
            sasaran=program.sasaran.all(), kursi_kosong=_vacant(program),
            kejanggalan=program.anomali.filter(hasil="baru").count(),
            temuan=program.temuan.exclude(keadaan__in=["selesai", "batal"]).count(),
            menunggu=program.belanja.filter(status="menunggu").count(),
            kesiapan=check_kesiapan(program),
            salinan=_copies(request, program),
            boleh_uang=request.user.has_perm("ekonomi.view_belanja"),
            boleh_salin=self.has_add_permission(request) and program.status != "draf",
            bisa_batal=ubah and program.status == "draf" and program.disalin_dari_id is not None,
        )  # fmt: skip

    def step_view(self, request: HttpRequest, pk: int, kunci: str) -> HttpResponse:
        """POST `mulai` of a draft, or `batal-salinan` of a copied one."""
        program = self.find(request, pk)
        langkah = {"mulai": run_program, "batal-salinan": undo_copy}.get(kunci)
        if langkah is None or not self.may(request, "change", program):
            raise Http404
        if request.method == "POST":
            try:
                langkah(program, by=staff_of(request))
                messages.success(
                    request,
                    "Program dimulai." if kunci == "mulai" else "Salinan dibatalkan.",
                )
            except DITOLAK as error:
                messages.error(request, str(error))
        return redirect("admin:ekonomi_program_change", program.pk)

    def copy_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Copy the plan to another kelurahan where this person may start programmes."""
        program = self.find(request, pk, "wilayah")
        if not self.has_add_permission(request):
            raise Http404
        tempat = self._places(request).exclude(pk=program.wilayah_id)
        data = request.POST if request.method == "POST" else None
        form = SalinForm(data, wilayah=tempat, initial={"mulai": timezone.localdate()})
        if form.is_bound and form.is_valid():
            try:
                salinan = copy_program(
                    program, form.cleaned_data["wilayah"], form.cleaned_data["mulai"],
                    staff_of(request),
                )  # fmt: skip
            except DITOLAK as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, f"Salinan {salinan.kode} dibuat sebagai draf.")
                return redirect("admin:ekonomi_program_change", salinan.pk)
        return self.page(
            request, "program_salin.html", f"Salin {program.nama}",
            status=422 if form.is_bound else 200, program=program, form=form,
            kesiapan=check_kesiapan(program), tempat=tempat.exists(),
        )  # fmt: skip

    # the budget

    def budget_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        program = self.find(request, pk, "wilayah")
        if not request.user.has_perm("ekonomi.view_belanja"):
            raise Http404
        return self._budget(request, program)

    def budget_step_view(self, request: HttpRequest, pk: int, kunci: str) -> HttpResponse:
        """POST of one act on the budget; what is refused comes back with its form."""
        program = self.find(request, pk, "wilayah")
        langkah = BY_KUNCI.get(kunci)
        if langkah is None or langkah not in self._acts(request, program):
            raise Http404
        if request.method != "POST":
            return redirect("admin:ekonomi_program_anggaran", program.pk)
        form = self.take(request, langkah, program, program)
        if form is None:
            return redirect("admin:ekonomi_program_anggaran", program.pk)
        return self._budget(request, program, keliru=(langkah, form), status=422)

    def _acts(self, request: HttpRequest, program: Program) -> list[Langkah]:
        """What this person's roles here let them do to the money."""
        ada = []
        for izin, langkah in LANGKAH:
            aksi, model = izin.split("_", 1)
            peran = peran_with(f"ekonomi.{model}", aksi)
            boleh = request.user.has_perm(f"ekonomi.{izin}")
            if boleh and scoped_rows(Program, request.user, peran).filter(pk=program.pk).exists():
                ada.append(langkah)
        return ada

    def _budget(
        self,
        request: HttpRequest,
        program: Program,
        *,
        keliru: tuple[Langkah, forms.Form] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        hari = timezone.localdate()
        pos = line_rows(program, None, hari)
        salah, form_salah = keliru or (None, None)
        jalan = program.status in {"berjalan", "selesai"}
        langkah = self._acts(request, program) if jalan else []
        komitmen = Komitmen.objects.filter(pos__program=program).select_related("pos", "by")
        revisi = RevisiAnggaran.objects.filter(pos__program=program).select_related("pos", "by")
        return self.page(
            request, "program_anggaran.html", f"Anggaran {program.nama}", status=status,
            program=program, batang=bars_of(pos), sumber=source_rows(program, None, hari),
            total={k: sum(b[k] for b in pos) for k in _JUMLAH},
            langkah=[(s, form_salah if s is salah else s.build(program)) for s in langkah],
            terbuka=salah, aturan=rules_of(program), komitmen=komitmen[:50], revisi=revisi[:50],
            penerimaan=program.penerimaan.select_related("by")[:50],
            belanja_baru=request.user.has_perm("ekonomi.add_belanja") and jalan,
        )  # fmt: skip


_JUMLAH = ("anggaran", "kumulatif", "komitmen", "sisa")


def _vacant(program: Program) -> int:
    return program.tim.filter(nama="", pengguna=None).count()


def _copies(request: HttpRequest, program: Program) -> Any:
    terlihat = scoped_rows(Program, request.user, peran_with("ekonomi.program", "view"))
    return terlihat.filter(disalin_dari=program).select_related("wilayah")


def compare_rows(semua: list[IsiTemplat]) -> list[tuple[str, list[tuple[str, list[Any]]]]]:
    """The templates side by side: groups of rows, each with a cell a template (None: not in it)."""
    return [
        ("Anggaran", _by_key(semua, "anggaran", "kode", "jumlah", _LABEL_POS)),
        ("Target", _by_key(semua, "target", "indikator", "nilai", _indicator_names())),
        ("Sasaran", _by_key(semua, "sasaran", "kelompok", "jumlah", _group_names())),
    ]


def _by_key(
    semua: list[IsiTemplat], bagian: str, kunci: str, nilai: str, nama: dict[str, str]
) -> list[tuple[str, list[Any]]]:
    urut: dict[str, None] = {}
    for satu in semua:
        urut |= dict.fromkeys(baris[kunci] for baris in getattr(satu, bagian))
    hasil = []
    for kode in urut:
        sel: list[Any] = []
        for satu in semua:
            baris = next((b for b in getattr(satu, bagian) if b[kunci] == kode), None)
            sel.append(None if baris is None else {"nilai": baris.get(nilai), **baris})
        hasil.append((nama.get(kode, kode), sel))
    return hasil


def _indicator_names() -> dict[str, str]:
    return {
        satu.pk: f"{satu.nama} ({satu.get_satuan_display()})" for satu in Indikator.objects.all()
    }


def _group_names() -> dict[str, str]:
    return dict(KelompokSasaran.choices)


def budget_url(pos: PosAnggaran) -> str:
    """Where the programme's budget is looked at."""
    return reverse("admin:ekonomi_program_anggaran", args=[pos.program_id])
