"""The audit team's desk: flags to review, findings with their life, the trail."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html
from import_export.fields import Field
from unfold.decorators import display

from ekonomi.admin.belanja_program import ProgramFilter
from ekonomi.admin.meja import DITOLAK, Langkah, MejaAdmin, programs_for, staff_of
from ekonomi.forms.uang import CatatanForm, TanggapanForm, TemuanForm, TinjauForm
from ekonomi.models import Anomali, Belanja, JejakAnggaran, TemuanAudit
from ekonomi.services.audit import (
    HARI_TINDAK_LANJUT,
    answer_temuan,
    close_temuan,
    open_temuan,
    reopen_temuan,
    review_anomali,
    scan_anomali,
)
from wilayah.admin_dasar import ReadOnlyScopedAdmin, WilayahFilter
from wilayah.ekspor import AmanResource, EksporAdmin
from wilayah.format import rupiah
from wilayah.models import Pengguna

WARNA_HASIL = {"baru": "warning", "wajar": "success", "diperbaiki": "success", "temuan": "danger"}
WARNA_KEADAAN = {"terbuka": "danger", "ditanggapi": "warning", "selesai": "success"}
K = TemuanAudit.Keadaan


def _review(anomali: Anomali, by: Pengguna, data: dict[str, Any]) -> str:
    review_anomali(anomali, hasil=data["hasil"], catatan=data["catatan"], by=by)
    return "Tinjauan dicatat."


_TINJAU = Langkah("tinjau", "Simpan tinjauan", TinjauForm, _review)


@admin.register(Anomali)
class AnomaliAdmin(MejaAdmin):
    """What looks unusual: why, which payments, and what a person found."""

    list_display = ("tampil_jenis", "penjelasan", "program", "tampil_hasil", "created_at")
    list_display_links = ("tampil_jenis",)
    list_filter = ("hasil", "jenis", ProgramFilter, WilayahFilter)
    list_select_related = ("program__wilayah",)
    change_list_template = "admin/ekonomi/anggaran_anomali_daftar.html"

    @display(description="jenis", ordering="jenis")
    def tampil_jenis(self, anomali: Anomali) -> str:
        return anomali.get_jenis_display()

    @display(description="hasil", ordering="hasil", label=WARNA_HASIL)
    def tampil_hasil(self, anomali: Anomali) -> tuple[str, str]:
        return anomali.hasil, anomali.get_hasil_display()

    def get_urls(self) -> list[Any]:
        nama = "ekonomi_anomali"
        return [
            path("pindai/", self.view(self.scan_view), name=f"{nama}_pindai"),
            path(
                "<int:pk>/langkah/<str:kunci>/", self.view(self.step_view), name=f"{nama}_langkah"
            ),
            *super().get_urls(),
        ]

    def scan_view(self, request: HttpRequest) -> HttpResponse:
        """POST: look through the payments of every programme one may review."""
        if not request.user.has_perm("ekonomi.change_anomali"):
            raise Http404
        if request.method == "POST":
            rows = programs_for(request, "ekonomi.anomali", "change")
            jumlah = sum(scan_anomali(satu) for satu in rows)
            messages.success(request, f"{jumlah} kejanggalan baru ditemukan.")
        return redirect("admin:ekonomi_anomali_changelist")

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        return self._flag(request, self.find(request, object_id, "program__wilayah", "temuan"))

    def _flag(
        self, request: HttpRequest, anomali: Anomali, form: forms.Form | None = None
    ) -> HttpResponse:
        boleh = self.may(request, "change", anomali)
        rows = anomali.belanja.select_related("pos", "bukti", "by", "penyetuju").order_by("urut")
        return self.page(
            request, "anggaran_anomali.html", str(anomali), status=422 if form else 200,
            anomali=anomali,
            belanja=rows, form=form or (_TINJAU.build(None) if boleh else None),
            boleh_temuan=request.user.has_perm("ekonomi.add_temuanaudit"),
        )  # fmt: skip

    def step_view(self, request: HttpRequest, pk: int, kunci: str) -> HttpResponse:
        anomali = self.find(request, pk, "program__wilayah", "temuan")
        if kunci != _TINJAU.kunci or not self.may(request, "change", anomali):
            raise Http404
        if request.method == "POST":
            form = self.take(request, _TINJAU, anomali, None)
            if form is not None:
                return self._flag(request, anomali, form)
        return redirect("admin:ekonomi_anomali_change", anomali.pk)


def _answer(temuan: TemuanAudit, by: Pengguna, data: dict[str, Any]) -> str:
    answer_temuan(temuan, by=by, **data)
    return "Tanggapan dicatat."


def _close(temuan: TemuanAudit, by: Pengguna, data: dict[str, Any]) -> str:
    close_temuan(temuan, by=by, catatan=data["catatan"])
    return "Temuan ditutup."


def _withdraw(temuan: TemuanAudit, by: Pengguna, data: dict[str, Any]) -> str:
    close_temuan(temuan, by=by, catatan=data["catatan"], ditarik=True)
    return "Temuan ditarik."


def _reopen(temuan: TemuanAudit, by: Pengguna, data: dict[str, Any]) -> str:
    reopen_temuan(temuan, by=by, catatan=data["catatan"])
    return "Temuan dibuka lagi."


_TANGGAPI = Langkah("tanggapi", "Simpan tanggapan", TanggapanForm, _answer)
_TUTUP = Langkah("tutup", "Tutup temuan", CatatanForm, _close)
_TARIK = Langkah("tarik", "Tarik temuan", CatatanForm, _withdraw)
_BUKA = Langkah("buka", "Buka lagi", CatatanForm, _reopen)


def steps_of(temuan: TemuanAudit, *, auditor: bool) -> list[Langkah]:
    """The audit team closes, withdraws and reopens; the programme answers."""
    if temuan.selesai_at is not None:
        return [_BUKA] if auditor else []
    if not auditor:
        return [_TANGGAPI]
    return [_TUTUP, _TARIK] if temuan.keadaan == K.DITANGGAPI else [_TARIK]


class TemuanResource(AmanResource):
    """Findings as a file."""

    program = Field(attribute="program__kode", column_name="program")
    belanja = Field(attribute="belanja__nomor", column_name="belanja")

    class Meta:
        model = TemuanAudit
        fields = (
            "program", "belanja", "judul", "uraian", "nilai", "rekomendasi", "tenggat",
            "tanggapan", "tindak_lanjut", "keadaan", "created_at", "selesai_at",
        )  # fmt: skip
        export_order = fields

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related("program", "belanja")


@admin.register(TemuanAudit)
class TemuanAuditAdmin(EksporAdmin, MejaAdmin):
    """Findings: written by the audit team, answered by the programme, closed by the team."""

    resource_classes = [TemuanResource]
    list_display = ("judul_program", "tampil_nilai", "tampil_tenggat", "tampil_keadaan")
    list_display_links = ("judul_program",)
    list_filter = ("keadaan", ProgramFilter, WilayahFilter)
    search_fields = ("judul", "uraian")
    list_select_related = ("program",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super(ReadOnlyScopedAdmin, self).has_add_permission(request)

    @display(description="temuan", ordering="judul")
    def judul_program(self, temuan: TemuanAudit) -> str:
        return format_html(
            '<span class="masalah">{}</span><small class="redup">{}</small>',
            temuan.judul,
            temuan.program.kode,
        )

    @display(description="nilai", ordering="nilai")
    def tampil_nilai(self, temuan: TemuanAudit) -> str:
        return rupiah(temuan.nilai) if temuan.nilai else "–"

    @display(description="tenggat", ordering="tenggat")
    def tampil_tenggat(self, temuan: TemuanAudit) -> str:
        lewat = temuan.selesai_at is None and temuan.tenggat < timezone.localdate()
        kelas = "angka lewat" if lewat else "angka"
        return format_html('<span class="{}">{}</span>', kelas, f"{temuan.tenggat:%d-%m-%Y}")

    @display(description="keadaan", ordering="keadaan", label=WARNA_KEADAAN)
    def tampil_keadaan(self, temuan: TemuanAudit) -> tuple[str, str]:
        return temuan.keadaan, temuan.get_keadaan_display()

    def get_urls(self) -> list[Any]:
        step = self.view(self.step_view)
        return [
            path("<int:pk>/langkah/<str:kunci>/", step, name="ekonomi_temuanaudit_langkah"),
            *super().get_urls(),
        ]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """A finding about a payment (`?belanja=`), from a flag (`?anomali=`), or a programme."""
        if not self.has_add_permission(request):
            raise Http404
        program, belanja, anomali = self._about(request)
        if program is None:
            semua = programs_for(request, "ekonomi.temuanaudit", "add")
            return self.page(request, "anggaran_pilih_temuan.html", "Temuan baru", semua=semua)
        tenggat = timezone.localdate() + dt.timedelta(days=HARI_TINDAK_LANJUT)
        awal = {"tenggat": tenggat, "nilai": belanja.jumlah if belanja else None}
        form = TemuanForm(request.POST if request.method == "POST" else None, initial=awal)
        if form.is_bound and form.is_valid():
            try:
                temuan = open_temuan(
                    program, by=staff_of(request), belanja=belanja, anomali=anomali,
                    **form.cleaned_data,
                )  # fmt: skip
            except DITOLAK as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, "Temuan dicatat.")
                return redirect("admin:ekonomi_temuanaudit_change", temuan.pk)
        return self.page(
            request, "anggaran_temuan_baru.html", "Temuan baru",
            status=422 if form.is_bound else 200,
            form=form, program=program, belanja=belanja, anomali=anomali,
        )  # fmt: skip

    def _about(self, request: HttpRequest) -> tuple[Any, Belanja | None, Anomali | None]:
        """Programme, payment and flag the address names; a hidden one is a 404."""
        boleh = programs_for(request, "ekonomi.temuanaudit", "add")
        nilai = {k: request.GET.get(k, "") for k in ("belanja", "anomali", "program")}
        pk = {k: int(v) for k, v in nilai.items() if v.isdecimal() and len(v) < 19}
        if not pk:
            return None, None, None
        belanja = anomali = None
        if "anomali" in pk:
            anomali = Anomali.objects.filter(pk=pk["anomali"], program__in=boleh).first()
            belanja = anomali.belanja.order_by("-urut").first() if anomali else None
        elif "belanja" in pk:
            belanja = Belanja.objects.filter(pk=pk["belanja"], program__in=boleh).first()
        milik = anomali or belanja
        program = boleh.filter(pk=milik.program_id if milik else pk.get("program", 0)).first()
        if program is None:
            raise Http404
        return program, belanja, anomali

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if object_id is None:
            return self.add_view(request)
        return self._finding(request, self._row(request, object_id))

    def _row(self, request: HttpRequest, pk: Any) -> TemuanAudit:
        temuan: TemuanAudit = self.find(
            request, pk, "program__wilayah", "belanja", "by", "ditanggapi_oleh"
        )
        return temuan

    def _steps(self, request: HttpRequest, temuan: TemuanAudit) -> list[Langkah]:
        if not self.may(request, "change", temuan):
            return []
        auditor = self.has_add_permission(request)
        return steps_of(temuan, auditor=auditor)

    def _finding(
        self,
        request: HttpRequest,
        temuan: TemuanAudit,
        *,
        keliru: tuple[Langkah, forms.Form] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        salah, form_salah = keliru or (None, None)
        langkah = self._steps(request, temuan)
        return self.page(
            request, "anggaran_temuan.html", str(temuan), status=status, temuan=temuan,
            langkah=[(s, form_salah if s is salah else s.build(None)) for s in langkah],
            terbuka=salah or (langkah[0] if langkah else None),
            riwayat=temuan.riwayat.select_related("by"), anomali=temuan.anomali.all(),
            lewat=temuan.selesai_at is None and temuan.tenggat < timezone.localdate(),
        )  # fmt: skip

    def step_view(self, request: HttpRequest, pk: int, kunci: str) -> HttpResponse:
        temuan = self._row(request, pk)
        langkah = {s.kunci: s for s in self._steps(request, temuan)}.get(kunci)
        if langkah is None:
            raise Http404
        if request.method == "POST":
            form = self.take(request, langkah, temuan, None)
            if form is not None:
                return self._finding(request, temuan, keliru=(langkah, form), status=422)
        return redirect("admin:ekonomi_temuanaudit_change", temuan.pk)


class JejakResource(AmanResource):
    """The trail as a file."""

    program = Field(attribute="program__kode", column_name="program")
    oleh = Field(attribute="by__nama", column_name="oleh")

    class Meta:
        model = JejakAnggaran
        fields = ("at", "program", "peristiwa", "rujukan", "jumlah", "catatan", "oleh")
        export_order = fields

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related("program", "by")


@admin.register(JejakAnggaran)
class JejakAnggaranAdmin(EksporAdmin, ReadOnlyScopedAdmin):
    """Every act on a programme's money, newest first."""

    resource_classes = [JejakResource]
    list_display = ("at", "tampil_peristiwa", "rujukan", "tampil_jumlah", "catatan", "by")
    list_display_links = None
    list_filter = (ProgramFilter, "peristiwa", WilayahFilter)
    list_filter_submit = True
    search_fields = ("rujukan",)
    search_help_text = "Nomor belanja atau rujukan"
    list_select_related = ("program", "by")

    @display(description="peristiwa", ordering="peristiwa")
    def tampil_peristiwa(self, jejak: JejakAnggaran) -> str:
        return jejak.get_peristiwa_display()

    @display(description="jumlah", ordering="jumlah")
    def tampil_jumlah(self, jejak: JejakAnggaran) -> str:
        return rupiah(jejak.jumlah) if jejak.jumlah is not None else ""
