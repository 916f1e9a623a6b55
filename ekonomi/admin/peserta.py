"""A participant at the desk: where they stand, and what staff can do about it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from import_export.fields import Field
from unfold.decorators import display

from ekonomi.admin.angkatan import staff_of
from ekonomi.forms.latih_petugas import AlasanForm, HubungkanForm, NilaiPesertaForm, YakinForm
from ekonomi.models import AnggotaRumah, Peserta
from ekonomi.services.peserta import (
    accept_peserta,
    link_peserta,
    remove_peserta,
    renew_pin,
    set_nilai,
    withdraw_peserta,
)
from pesan.bangun import KELUAR, wake
from wilayah.admin_dasar import ReadOnlyScopedAdmin
from wilayah.ekspor import AmanResource, EksporAdmin
from wilayah.models import Pengguna
from wilayah.scope import prefix_q

S = Peserta.Status
WARNA = {
    "lulus": "success", "hadir": "success", "diterima": "success", "cadangan": "warning",
    "daftar": "warning", "tidak_lulus": "danger",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Langkah:
    """One button of a participant's page."""

    kunci: str
    label: str
    dari: frozenset[str]
    run: Callable[[Peserta, Pengguna, Any], str]
    form: type[forms.Form] = YakinForm


def _accept(p: Peserta, by: Pengguna, _data: Any) -> str:
    accept_peserta(p, by=by)
    return "Kursi diberikan dan peserta diberi tahu."


def _score(p: Peserta, by: Pengguna, data: Any) -> str:
    set_nilai(p, data["nilai"], by=by)
    return "Nilai disimpan."


def _link(p: Peserta, by: Pengguna, data: Any) -> str:
    link_peserta(p, data["anggota"], by=by)
    return "Peserta dihubungkan dengan rumah tangganya."


def _withdraw(p: Peserta, by: Pengguna, data: Any) -> str:
    withdraw_peserta(p, by=by, alasan=data["alasan"])
    return "Dicatat mengundurkan diri; kursinya untuk yang menunggu."


def _remove(p: Peserta, by: Pengguna, data: Any) -> str:
    remove_peserta(p, by=by, alasan=data["alasan"])
    return "Peserta dikeluarkan dan diberi tahu."


def _pin(p: Peserta, by: Pengguna, _data: Any) -> str:
    return f"PIN baru {p.kode}: {renew_pin(p, by=by)}. Berikan kepada orangnya sendiri."


_TUNGGU = frozenset({S.DAFTAR, S.CADANGAN})
_IKUT = frozenset({S.DITERIMA, S.HADIR})
_KURSI = frozenset(Peserta.BERKURSI)
LANGKAH = (
    Langkah("terima", "Beri kursi", _TUNGGU, _accept),
    Langkah("nilai", "Catat nilai", _KURSI, _score, NilaiPesertaForm),
    Langkah("hubungkan", "Hubungkan dengan rumah tangga", _TUNGGU | _KURSI, _link, HubungkanForm),
    Langkah("mundur", "Catat mengundurkan diri", _TUNGGU | _IKUT, _withdraw, AlasanForm),
    Langkah("keluarkan", "Keluarkan", _TUNGGU | _IKUT, _remove, AlasanForm),
    Langkah("pin", "Buat PIN baru", _TUNGGU | _KURSI, _pin),
)
BY_KUNCI = {langkah.kunci: langkah for langkah in LANGKAH}


class PesertaResource(AmanResource):
    """One line a participant."""

    kursus = Field(attribute="angkatan__kursus__nama", column_name="kursus")
    angkatan = Field(attribute="angkatan__nomor", column_name="angkatan")
    rumah = Field(attribute="rumah__nomor", column_name="household_id")
    rt_rw = Field(column_name="rt_rw")
    kelompok = Field(column_name="kelompok")

    class Meta:
        model = Peserta
        fields = (
            "kode", "kursus", "angkatan", "nama", "jenis_kelamin", "tahun_lahir", "kelompok",
            "rt_rw", "rumah", "asal", "status", "persen_hadir", "nilai", "alasan", "created_at",
        )  # fmt: skip
        export_order = fields

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("angkatan__kursus", "rumah", "asal_wilayah")

    def dehydrate_rt_rw(self, row: Peserta) -> str:
        area = row.asal_wilayah
        return f"{area.rt or ''}/{area.rw}" if area is not None and area.rw else ""

    def dehydrate_kelompok(self, row: Peserta) -> str:
        return ";".join(row.kelompok)


@admin.register(Peserta)
class PesertaAdmin(EksporAdmin, ReadOnlyScopedAdmin):
    """Every change is a step that a service takes."""

    resource_classes = [PesertaResource]
    change_form_template = "admin/ekonomi/peserta.html"
    list_display = ("nama", "kode", "angkatan", "tampil_status", "jenis_kelamin", "nilai")
    list_display_links = ("nama",)
    list_filter = ("status", "jenis_kelamin", "asal", "angkatan__kursus__jenis", "created_at")
    list_filter_submit = True
    list_select_related = ("angkatan__kursus",)
    search_fields = ("nama", "kode", "angkatan__kursus__nama")
    search_help_text = "Nama, kode PLT-…, atau nama kursus"

    class Media:
        css = {"all": ("gaya/tiket.css", "gaya/latih_meja.css")}

    @display(description="status", ordering="status", label=WARNA)
    def tampil_status(self, p: Peserta) -> tuple[str, str]:
        return p.status, p.get_status_display()

    def get_export_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_export_queryset(request)
        return rows.select_related("angkatan__kursus", "rumah", "asal_wilayah")

    def get_urls(self) -> list[Any]:
        return [
            path(
                "<int:pk>/langkah/<str:kunci>/",
                self.admin_site.admin_view(self.step_view),
                name="ekonomi_peserta_langkah",
            ),
            *super().get_urls(),
        ]

    def _find(self, request: HttpRequest, pk: Any) -> Peserta:
        rows = self.get_queryset(request).select_related(
            "angkatan__kursus", "angkatan__wilayah", "kontak", "rumah", "anggota", "asal_wilayah"
        )
        found: Peserta | None = rows.filter(pk=pk).first() if str(pk).isdecimal() else None
        if found is None or not self.has_view_permission(request, found):
            raise Http404("peserta tidak ditemukan")
        return found

    def may_act(self, request: HttpRequest, p: Peserta) -> bool:
        """Whether this person's roles let them change this participant."""
        if not request.user.has_perm("ekonomi.change_peserta"):
            return False
        return self.rows_for(request, "change").filter(pk=p.pk).exists()

    def _steps(self, request: HttpRequest, p: Peserta) -> list[Langkah]:
        if not self.may_act(request, p) or p.dihapus_at is not None:
            return []
        jalan = p.angkatan.status not in ("selesai", "batal")
        return [s for s in LANGKAH if p.status in s.dari and (jalan or s.kunci in _SESUDAH)]

    def _form(self, langkah: Langkah, p: Peserta, data: Any = None) -> forms.Form:
        form = langkah.form(data, auto_id=f"{langkah.kunci}_%s")
        if langkah.form is HubungkanForm:
            anggota: Any = form.fields["anggota"]
            anggota.queryset = _namesakes(p)
        return form

    def step_view(self, request: HttpRequest, pk: int, kunci: str) -> HttpResponse:
        """POST of one step; what is refused comes back on the page."""
        p = self._find(request, pk)
        if kunci not in BY_KUNCI or not self.may_act(request, p):
            raise Http404
        langkah = BY_KUNCI[kunci]
        if request.method != "POST" or langkah not in self._steps(request, p):
            return redirect(p)
        form = self._form(langkah, p, request.POST)
        if form.is_valid():
            try:
                messages.success(request, langkah.run(p, staff_of(request), form.cleaned_data))
            except ValueError as error:
                form.add_error(None, str(error))
            else:
                wake(KELUAR)
                return redirect(p)
        return self._page(request, p, keliru=(langkah, form), status=422)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        return self._page(request, self._find(request, object_id))

    def _page(
        self, request: HttpRequest, p: Peserta, *, keliru: Any = None, status: int = 200
    ) -> HttpResponse:
        salah, form_salah = keliru or (None, None)
        context = {
            **self.page_context(request, str(p)),
            "peserta": p,
            "langkah": [
                (s, form_salah if s is salah else self._form(s, p)) for s in self._steps(request, p)
            ],
            "terbuka": salah,
            "sertifikat": p.sertifikat.all(),
            "sertifikasi": p.sertifikasi.all(),
            "riwayat": p.riwayat.select_related("by"),
            "kembali": reverse("admin:ekonomi_peserta_changelist"),
        }
        return TemplateResponse(request, self.change_form_template, context, status=status)


_SESUDAH = frozenset({"hubungkan", "pin"})  # what may still be done once the batch is over


def _namesakes(p: Peserta) -> QuerySet[AnggotaRumah]:
    """Members of the kelurahan's households whose name shares a word with the participant's."""
    rows = AnggotaRumah.objects.filter(
        prefix_q("rumah__wilayah", str(p.angkatan.wilayah_id)), rumah__status="aktif"
    )
    kata = [k for k in p.nama.split() if len(k) > 2][:4]
    cocok = rows.none()
    for satu in kata:
        cocok |= rows.filter(nama__icontains=satu)
    return cocok.select_related("rumah").order_by("nama")
