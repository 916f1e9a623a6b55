"""Promises of the lurah for staff: what is due, late, kept, dropped; each step is public."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import FileResponse, Http404, HttpRequest
from django.urls import path, reverse
from django.utils import timezone
from import_export.fields import Field
from unfold.contrib.filters.admin import DropdownFilter
from unfold.decorators import display

from luna_maya.keadaan_janji import Keadaan, due_soon, in_keadaan, state_of, with_awal
from luna_maya.models import Janji, RiwayatJanji
from luna_maya.services.janji import drop_janji, extend_janji, keep_janji, undo_janji, undoable
from luna_maya.tautan_staf import link_to
from luna_maya.tempat import short_place, tanggal_hari
from pesan.admin_langkah import Langkah, LangkahAdmin, YakinForm, paragraf, tanggal
from pesan.lampiran import LampiranDitolak, serve_lampiran, store_unggahan
from pesan.models import Lampiran
from wilayah.admin_dasar import WilayahFilter
from wilayah.bagian_halaman import Bagian
from wilayah.ekspor import AmanResource, EksporAdmin
from wilayah.format import tanggal_panjang
from wilayah.models import Wilayah
from wilayah.peran import peran_with
from wilayah.zona import at_place

WARGA_MEMBACA = "Warga membaca ini. Jangan menyebut nama atau nomor orang."


class TepatiForm(forms.Form):
    """When it was done and what came of it."""

    pada = tanggal("Ditepati pada")
    hasil = paragraf("Hasilnya", baris=3, max_length=240, help_text=WARGA_MEMBACA)
    bukti = forms.ImageField(
        label="Foto bukti (boleh kosong)", required=False,
        help_text="Hanya terlihat petugas; warga membaca bahwa buktinya ada.",
    )  # fmt: skip


class UndurForm(forms.Form):
    """A later day and why."""

    tenggat = tanggal("Menjadi paling lambat")
    alasan = paragraf("Mengapa diundur", baris=3, max_length=240, help_text=WARGA_MEMBACA)


class GugurForm(forms.Form):
    """Why it will not be done."""

    alasan = paragraf("Mengapa tidak dilanjutkan", baris=3, max_length=240, help_text=WARGA_MEMBACA)


def _keep(janji: Janji, user: Any, form: Any) -> str:
    isi = form.cleaned_data
    foto = isi["bukti"]
    try:
        bukti = store_unggahan(foto) if foto else None
    except LampiranDitolak as error:
        raise ValueError(str(error)) from error
    keep_janji(janji, pada=isi["pada"], hasil=isi["hasil"], bukti=bukti, by=user)
    return "Janji dicatat ditepati. Terima kasih."


def _extend(janji: Janji, user: Any, form: Any) -> str:
    extend_janji(janji, by=user, **form.cleaned_data)
    return "Tanggalnya diundur; tanggal semula tetap terlihat."


def _drop(janji: Janji, user: Any, form: Any) -> str:
    drop_janji(janji, alasan=form.cleaned_data["alasan"], by=user)
    return "Janji dicatat tidak dilanjutkan, dengan alasannya."


def _undo(janji: Janji, user: Any, _form: Any) -> str:
    undo_janji(janji, by=user)
    return "Langkah terakhir diurungkan."


def _runs(janji: Janji, _user: Any) -> bool:
    return janji.status == Janji.Status.BERJALAN


class KeadaanFilter(DropdownFilter):
    """How a promise stands today; "due soon" is among those that run."""

    title = "keadaan"
    parameter_name = "keadaan"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("segera", "Jatuh tempo pekan ini"),
            *((str(k), str(v)) for k, v in Keadaan.choices),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        hari = timezone.localdate()
        if self.value() == "segera":
            return due_soon(queryset, hari)
        return in_keadaan(queryset, self.value() or "", hari)


class RtFilter(DropdownFilter):
    """One RT of those that have rows in this list."""

    title = "RT"
    parameter_name = "rt"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        model = model_admin.model
        peran = peran_with(model_admin.opts.label_lower, "view")
        ada = model.objects.visible_to(request.user, peran=peran).order_by().values("wilayah")
        kode = Wilayah.objects.filter(pk__in=ada).order_by("kode").values_list("kode", flat=True)
        return [(satu, short_place(satu) or "Seluruh kelurahan") for satu in kode[:300]]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(wilayah=self.value()) if self.value() else queryset


class JanjiResource(AmanResource):
    """One line a promise, with both days where it was moved."""

    rt = Field(column_name="rt_rw")
    awal = Field(attribute="awal", column_name="tenggat_semula")
    keadaan = Field(column_name="keadaan")
    kunjungan = Field(attribute="kunjungan__kode", column_name="kunjungan")

    class Meta:
        model = Janji
        fields = (
            "rt", "isi", "kunjungan", "created_at", "awal", "tenggat", "keadaan", "ditepati_pada",
            "keterangan",
        )  # fmt: skip
        export_order = fields

    def get_queryset(self) -> Any:
        return with_awal(super().get_queryset()).select_related("kunjungan")

    def dehydrate_rt(self, row: Janji) -> str:
        return short_place(row.wilayah_id)

    def dehydrate_keadaan(self, row: Any) -> str:
        return str(state_of(row, at_place(timezone.now(), row.wilayah_id).date()).label)


@admin.register(Janji)
class JanjiAdmin(EksporAdmin, LangkahAdmin):
    """Nothing is edited: a promise is kept, moved or dropped, and the public reads it."""

    resource_classes = [JanjiResource]
    change_form_template = LangkahAdmin.change_form_template  # the export has one of its own
    list_display = ("isi", "tempat", "tampil_tenggat", "keadaan", "ditepati_pada")
    list_filter = (KeadaanFilter, RtFilter, WilayahFilter)
    list_filter_submit = True
    list_select_related = ("kunjungan",)
    search_fields = ("isi", "keterangan", "kunjungan__kode")
    search_help_text = "Isi janji, hasil, atau kode kunjungan"
    ordering = ("status", "tenggat", "pk")
    langkah = (
        Langkah("tepati", "Catat ditepati", _keep, TepatiForm, boleh=_runs, utama=True),
        Langkah("undur", "Undurkan tanggalnya", _extend, UndurForm, boleh=_runs),
        Langkah("gugur", "Tidak dilanjutkan", _drop, GugurForm, boleh=_runs, bahaya=True),
        Langkah("urung", "Urungkan langkah terakhir", _undo, YakinForm,
                boleh=lambda janji, _user: undoable(janji) is not None),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> Any:
        return with_awal(super().get_queryset(request))

    @display(description="RT/RW", ordering="wilayah")
    def tempat(self, obj: Janji) -> str:
        return short_place(obj.wilayah_id) or "Seluruh kelurahan"

    @display(description="paling lambat", ordering="tenggat")
    def tampil_tenggat(self, obj: Any) -> str:
        hari = tanggal_hari(obj.tenggat)
        return hari if obj.awal == obj.tenggat else f"{hari} (semula {tanggal_hari(obj.awal)})"

    @display(
        description="keadaan",
        label={
            Keadaan.BERJALAN.label: "info", Keadaan.LEWAT.label: "danger",
            Keadaan.TEPAT.label: "success", Keadaan.TERLAMBAT.label: "warning",
            Keadaan.GUGUR.label: "danger",
        },
    )  # fmt: skip
    def keadaan(self, obj: Any) -> str:
        return str(state_of(obj, at_place(timezone.now(), obj.wilayah_id).date()).label)

    def tautan(self, obj: Any) -> list[tuple[str, str]]:
        semua = [
            ("Kunjungan", link_to("luna_maya_kunjungan", obj.kunjungan_id)),
            ("Catatan asalnya", link_to("luna_maya_catatan", obj.catatan_id)),
        ]  # fmt: skip
        if _proof(obj) is not None:
            url = reverse("admin:luna_maya_janji_bukti", args=[obj.pk])
            semua.append(("Foto bukti", url))
        return [(label, url) for label, url in semua if url]

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.proof_view)
        return [path("<int:pk>/bukti/", view, name="luna_maya_janji_bukti"), *super().get_urls()]

    def proof_view(self, request: HttpRequest, pk: int) -> FileResponse:
        """The picture that shows it was done, for staff who may see the promise."""
        bukti = _proof(self.find(request, pk))
        if bukti is None:
            raise Http404
        return serve_lampiran(bukti)

    def bagian(self, request: HttpRequest, obj: Any) -> list[Bagian]:
        return [
            Bagian(
                "",
                [obj.isi],
                rinci=[
                    ("Untuk warga", self.tempat(obj)),
                    ("Keadaan", self.keadaan(obj)),
                    ("Paling lambat", self.tampil_tenggat(obj)),
                    *([("Ditepati", tanggal_hari(obj.ditepati_pada))] if obj.ditepati_pada else []),
                    *([("Hasil atau alasan", obj.keterangan)] if obj.keterangan else []),
                ],
            ),
            Bagian(
                "Riwayat",
                kepala=["Kapan", "Apa", "Hasil atau alasan", "Oleh"],
                baris=[_line(r, obj) for r in obj.riwayat.select_related("by")],
            ),
        ]


def _proof(janji: Janji) -> Lampiran | None:
    """The picture of the step by which it stands as kept; none once that was undone."""
    if janji.status != Janji.Status.DITEPATI:
        return None
    langkah = janji.riwayat.filter(apa=RiwayatJanji.Apa.DITEPATI).select_related("bukti").last()
    return langkah.bukti if langkah is not None else None


def _line(r: RiwayatJanji, janji: Janji) -> list[str]:
    apa = r.get_apa_display()
    if r.tenggat_baru and r.tenggat_lama:
        apa += f": {tanggal_hari(r.tenggat_lama)} menjadi {tanggal_hari(r.tenggat_baru)}"
    if r.pada:
        apa += f" {tanggal_hari(r.pada)}"
    return [tanggal_panjang(r.at, janji.wilayah_id), apa, r.catatan or "–", str(r.by)]
