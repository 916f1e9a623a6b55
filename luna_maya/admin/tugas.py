"""Tasks that came out of visits: my own first, done with a result, opened again."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from import_export.fields import Field
from unfold.contrib.filters.admin import DropdownFilter
from unfold.decorators import display

from luna_maya.admin.janji import RtFilter
from luna_maya.models import Tugas
from luna_maya.services.tugas import finish_tugas, reopen_tugas
from luna_maya.tautan_staf import link_to
from luna_maya.tempat import short_place, tanggal_hari
from luna_maya.tugas_terlihat import tasks_for
from pesan.admin_langkah import Langkah, LangkahAdmin, YakinForm, paragraf
from wilayah.admin_dasar import WilayahFilter
from wilayah.bagian_halaman import Bagian
from wilayah.ekspor import AmanResource, EksporAdmin
from wilayah.format import tanggal_panjang
from wilayah.zona import at_place


class HasilForm(forms.Form):
    """What came of it."""

    hasil = paragraf("Hasilnya", baris=3, max_length=240)


def _finish(tugas: Tugas, user: Any, form: Any) -> str:
    finish_tugas(tugas, hasil=form.cleaned_data["hasil"], by=user)
    return "Tugas selesai. Terima kasih."


def _reopen(tugas: Tugas, user: Any, _form: Any) -> str:
    reopen_tugas(tugas, by=user)
    return "Tugas dibuka lagi; hasil sebelumnya tetap di riwayat."


class PunyaFilter(DropdownFilter):
    """Mine, or those I gave to somebody."""

    title = "punya"
    parameter_name = "punya"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("saya", "Tugas saya"), ("dari-saya", "Yang saya berikan")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "saya":
            return queryset.filter(petugas=request.user)
        if self.value() == "dari-saya":
            return queryset.filter(by=request.user)
        return queryset


class SelesaiFilter(DropdownFilter):
    """Still to do, late, done."""

    title = "keadaan"
    parameter_name = "keadaan"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("terbuka", "Belum selesai"), ("lewat", "Lewat batas"), ("selesai", "Selesai")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "terbuka":
            return queryset.filter(selesai_pada__isnull=True)
        if self.value() == "lewat":
            return queryset.filter(selesai_pada__isnull=True, tenggat__lt=timezone.localdate())
        if self.value() == "selesai":
            return queryset.filter(selesai_pada__isnull=False)
        return queryset


class TugasResource(AmanResource):
    """One line a task."""

    rt = Field(column_name="rt_rw")
    petugas = Field(column_name="petugas")

    class Meta:
        model = Tugas
        fields = ("rt", "isi", "petugas", "created_at", "tenggat", "selesai_pada", "hasil")
        export_order = fields

    def get_queryset(self) -> Any:
        rows = Tugas.objects.all() if self.user is None else tasks_for(self.user)
        return rows.select_related("petugas")

    def dehydrate_rt(self, row: Tugas) -> str:
        return short_place(row.wilayah_id)

    def dehydrate_petugas(self, row: Tugas) -> str:
        return str(row.petugas)


@admin.register(Tugas)
class TugasAdmin(EksporAdmin, LangkahAdmin):
    """Who was given a task sees it and finishes it; who gives tasks sees those of their area."""

    resource_classes = [TugasResource]
    change_form_template = LangkahAdmin.change_form_template  # the export has one of its own
    list_display = ("isi", "tempat", "petugas", "tenggat", "keadaan")
    list_filter = (PunyaFilter, SelesaiFilter, RtFilter, WilayahFilter)
    list_filter_submit = True
    list_select_related = ("petugas",)
    search_fields = ("isi", "hasil")
    search_help_text = "Isi tugas atau hasilnya"
    langkah = (
        Langkah("selesai", "Catat selesai", _finish, HasilForm, utama=True,
                boleh=lambda tugas, _user: tugas.selesai_pada is None),
        Langkah("buka", "Buka lagi", _reopen, YakinForm,
                boleh=lambda tugas, _user: tugas.selesai_pada is not None),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = tasks_for(request.user).select_related("petugas", "by", "catatan")
        urutan: Any = self.get_ordering(request) or Tugas._meta.ordering
        return rows.order_by(*urutan)

    def rows_for(self, request: HttpRequest, aksi: str) -> Any:
        return tasks_for(request.user)

    @display(description="RT/RW", ordering="wilayah")
    def tempat(self, obj: Tugas) -> str:
        return short_place(obj.wilayah_id) or "Seluruh kelurahan"

    @display(
        description="keadaan",
        label={"Selesai": "success", "Lewat batas": "danger", "Belum selesai": "info"},
    )
    def keadaan(self, obj: Tugas) -> str:
        if obj.selesai_pada is not None:
            return "Selesai"
        hari = at_place(timezone.now(), obj.wilayah_id).date()
        return "Lewat batas" if obj.tenggat < hari else "Belum selesai"

    def tautan(self, obj: Any) -> list[tuple[str, str]]:
        url = link_to("luna_maya_kunjungan", obj.catatan.kunjungan_id)
        return [("Kunjungan", url)] if url else []

    def bagian(self, request: HttpRequest, obj: Any) -> list[Bagian]:
        return [
            Bagian(
                "",
                [obj.isi],
                rinci=[
                    ("Tempat", self.tempat(obj)),
                    ("Dikerjakan oleh", str(obj.petugas)),
                    ("Paling lambat", tanggal_hari(obj.tenggat)),
                    ("Keadaan", self.keadaan(obj)),
                    *([("Hasilnya", obj.hasil)] if obj.hasil else []),
                    ("Diberikan oleh", str(obj.by)),
                ],
            ),
            Bagian(
                "Riwayat",
                kepala=["Kapan", "Apa", "Hasil", "Oleh"],
                baris=[
                    [tanggal_panjang(r.at, obj.wilayah_id), r.get_apa_display(), r.catatan or "–",
                     str(r.by)]
                    for r in obj.riwayat.select_related("by")
                ],
            ),
        ]  # fmt: skip
