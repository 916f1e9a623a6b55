"""Programme money to the cooperative at the desk: entered by one, above the limit agreed by two."""

import uuid
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import display

from buku_besar.models import Jurnal
from ekonomi.admin.belanja_program import ProgramFilter, YakinForm
from ekonomi.admin.meja import (
    DITOLAK,
    Langkah,
    MejaAdmin,
    chosen_program,
    programs_for,
    staff_of,
)
from ekonomi.forms.modal import SerahModalForm
from ekonomi.forms.uang import AlasanForm
from ekonomi.models import Program, SerahModal
from ekonomi.services.anggaran import rules_of
from ekonomi.services.modal_bergulir import (
    approve_modal,
    left_of_bergulir,
    propose_modal,
    reject_modal,
    take_back_modal,
)
from ekonomi.services.pinjaman import GalatPinjaman
from wilayah.admin_dasar import ReadOnlyScopedAdmin, WilayahFilter
from wilayah.format import rupiah
from wilayah.models import Pengguna

S = SerahModal.Status
WARNA = {"menunggu": "warning", "diserahkan": "success", "ditolak": "info", "dibalik": "danger"}


def _approve(serah: SerahModal, by: Pengguna, _data: dict[str, Any]) -> str:
    approve_modal(serah, by=by)
    return "Modal diserahkan; kedua buku mencatatnya."


def _reject(serah: SerahModal, by: Pengguna, data: dict[str, Any]) -> str:
    reject_modal(serah, by=by, alasan=data["alasan"])
    return "Penyerahan ditolak; tidak ada buku yang berubah."


def _reverse(serah: SerahModal, by: Pengguna, data: dict[str, Any]) -> str:
    try:
        take_back_modal(serah, by=by, alasan=data["alasan"])
    except GalatPinjaman as error:
        raise ValueError(str(error)) from error
    return "Penyerahan dibalik di kedua buku."


_SETUJU = Langkah("setujui", "Setujui dan serahkan", YakinForm, _approve)
_TOLAK = Langkah("tolak", "Tolak", AlasanForm, _reject)
_BALIK = Langkah(
    "balik", "Balik di kedua buku", AlasanForm, _reverse,
    bantuan="Buku program dan buku koperasi mendapat jurnal pembalik bertanggal hari ini.",
)  # fmt: skip


def steps_of(serah: SerahModal, by: Pengguna) -> list[Langkah]:
    """What may be done now; nobody approves what they entered."""
    if serah.status == S.MENUNGGU:
        return [_TOLAK] if serah.by_id == by.pk else [_SETUJU, _TOLAK]
    return [_BALIK] if serah.status == S.DISERAHKAN else []


@admin.register(SerahModal)
class SerahModalAdmin(MejaAdmin):
    """Nothing is edited: a mistake is reversed, in both books."""

    list_display = ("tanggal", "koperasi", "asal", "tampil_jumlah", "tampil_status", "by")
    list_display_links = ("tanggal", "koperasi")
    list_filter = (ProgramFilter, "status", "sumber", WilayahFilter)
    list_select_related = ("koperasi", "pos", "by")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super(ReadOnlyScopedAdmin, self).has_add_permission(request)

    @display(description="dari")
    def asal(self, serah: SerahModal) -> str:
        return f"{serah.get_sumber_display()}, {serah.pos or 'diterima khusus'}"

    @display(description="jumlah", ordering="jumlah")
    def tampil_jumlah(self, serah: SerahModal) -> str:
        return format_html('<span class="angka">{}</span>', rupiah(serah.jumlah))

    @display(description="status", ordering="status", label=WARNA)
    def tampil_status(self, serah: SerahModal) -> tuple[str, str]:
        return serah.status, serah.get_status_display()

    def get_urls(self) -> list[Any]:
        langkah = self.view(self.step_view)
        return [
            path("<int:pk>/langkah/<str:kunci>/", langkah, name="ekonomi_serahmodal_langkah"),
            *super().get_urls(),
        ]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Of one programme; `?program=` chooses it where there are several."""
        if not self.has_add_permission(request):
            raise Http404
        semua = programs_for(request, "ekonomi.serahmodal", "add").filter(status="berjalan")
        program = chosen_program(request, semua)
        if program is None:
            return self.page(request, "anggaran_pilih.html", "Modal dari program", semua=semua)
        awal = {"kunci": uuid.uuid4(), "tanggal": timezone.localdate()}
        data = request.POST if request.method == "POST" else None
        form = SerahModalForm(data, program=program, initial=awal)
        if form.is_bound and form.is_valid():
            serah = _enter(request, program, form)
            if serah is not None:
                return redirect("admin:ekonomi_serahmodal_change", serah.pk)
        return self.page(
            request, "modal_baru.html", "Modal dari program",
            status=422 if form.is_bound else 200, form=form, program=program,
            batas=rules_of(program).batas_dua_orang, sisa=left_of_bergulir(program),
        )  # fmt: skip

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if object_id is None:
            return self.add_view(request)
        return self._page_of(request, self._row(request, object_id))

    def _row(self, request: HttpRequest, pk: Any) -> SerahModal:
        ikut = ("program__wilayah", "pos", "koperasi", "belanja__jurnal", "jurnal",
                "setoran__jurnal", "by", "penyetuju")  # fmt: skip
        serah: SerahModal = self.find(request, pk, *ikut)
        return serah

    def _page_of(
        self,
        request: HttpRequest,
        serah: SerahModal,
        *,
        keliru: tuple[Langkah, forms.Form] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        salah, form_salah = keliru or (None, None)
        boleh = self.may(request, "change", serah)
        langkah = steps_of(serah, staff_of(request)) if boleh else []
        return self.page(
            request, "modal.html", str(serah), status=status, serah=serah, isi=_facts(serah),
            langkah=[(s, form_salah if s is salah else s.build(None)) for s in langkah],
            terbuka=salah,
        )  # fmt: skip

    def step_view(self, request: HttpRequest, pk: int, kunci: str) -> HttpResponse:
        """POST of one step; what is refused comes back on the page."""
        serah = self._row(request, pk)
        if not self.may(request, "change", serah):
            raise Http404
        langkah = {s.kunci: s for s in steps_of(serah, staff_of(request))}.get(kunci)
        if request.method != "POST" or langkah is None:
            if request.method == "POST":
                messages.error(request, "Langkah ini tidak tersedia; penyerahannya baru berubah.")
            return redirect("admin:ekonomi_serahmodal_change", serah.pk)
        form = self.take(request, langkah, serah, None)
        if form is None:
            return redirect("admin:ekonomi_serahmodal_change", serah.pk)
        return self._page_of(request, serah, keliru=(langkah, form), status=422)


def _enter(request: HttpRequest, program: Program, form: SerahModalForm) -> SerahModal | None:
    data = form.cleaned_data
    try:
        serah = propose_modal(
            data["pos"] or program, data["koperasi"], jumlah=data["jumlah"],
            kunci=f"meja:{data['kunci']}", tanggal=data["tanggal"], by=staff_of(request),
            sumber=data["sumber"],
        )  # fmt: skip
    except (*DITOLAK, GalatPinjaman) as error:
        form.add_error(None, str(error))
        return None
    kabar = "Modal diserahkan; kedua buku mencatatnya."
    if serah.status == S.MENUNGGU:
        kabar = "Penyerahan dicatat; menunggu persetujuan orang kedua."
    messages.success(request, kabar)
    return serah


def _facts(serah: SerahModal) -> list[tuple[str, str]]:
    """What the page lists, empty lines left out."""
    program = serah.belanja.jurnal if serah.belanja is not None else serah.jurnal
    koperasi = serah.setoran.jurnal if serah.setoran is not None else None
    isi = [
        ("Jumlah", rupiah(serah.jumlah)),
        ("Dari", f"{serah.get_sumber_display()}, {serah.pos or 'dana bergulir yang diterima'}"),
        ("Ke", str(serah.koperasi)),
        ("Dicatat oleh", serah.by.nama),
        ("Disetujui oleh", serah.penyetuju.nama if serah.penyetuju else ""),
        ("Jurnal buku program", _number(program)),
        ("Jurnal buku koperasi", _number(koperasi)),
        ("Alasan", serah.alasan),
    ]
    return [(label, nilai) for label, nilai in isi if nilai]


def _number(jurnal: Jurnal | None) -> str:
    if jurnal is None:
        return ""
    url = reverse("admin:buku_besar_jurnal_change", args=[jurnal.pk])
    return format_html('<a href="{}">{}</a>', url, jurnal.nomor_lengkap)
