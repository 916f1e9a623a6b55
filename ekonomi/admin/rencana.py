"""A programme's plan and people as lists: team, partners, risks, milestones, sources, rules."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import display

from ekonomi.admin.belanja_program import ProgramFilter
from ekonomi.admin.meja import (
    keep_upload,
    staff_of,
)
from ekonomi.forms.uang import GambarField
from ekonomi.models import (
    AnggotaTim,
    AturanAnggaran,
    MitraProgram,
    NaskahProgram,
    RencanaKomunikasi,
    RevisiAnggaran,
    RisikoProgram,
    SasaranProgram,
    SumberProgram,
    TemplatProgram,
)
from ekonomi.services.jejak import Peristiwa, log_jejak
from pesan.lampiran import serve_lampiran
from wilayah.admin_dasar import GlobalAdmin, ReadOnlyScopedAdmin, ScopedAdmin, WilayahFilter
from wilayah.format import rupiah


class RencanaAdmin(ScopedAdmin):
    """Rows of a programme that staff keep themselves; the programme is chosen once."""

    list_filter: tuple[Any, ...] = (ProgramFilter, WilayahFilter)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        tetap = tuple(self.readonly_fields)
        return (*tetap, "program") if obj else tetap


@admin.register(AnggotaTim)
class AnggotaTimAdmin(RencanaAdmin):
    list_display = ("tampil_peran", "siapa", "tugas", "sejak", "program")
    list_filter = ("peran", ProgramFilter, WilayahFilter)
    list_select_related = ("program__wilayah", "pengguna")
    fields = ("program", "peran", "nama", "pengguna", "tugas", "sejak", "sampai", "urutan")

    @display(description="peran", ordering="urutan")
    def tampil_peran(self, anggota: AnggotaTim) -> str:
        return anggota.get_peran_display()

    @display(description="siapa", label={"kosong": "warning"})
    def siapa(self, anggota: AnggotaTim) -> tuple[str, str]:
        return ("terisi", anggota.orang) if anggota.orang else ("kosong", "belum terisi")

    def choices_for(self, db_field: Any, request: HttpRequest) -> Any:
        rows = super().choices_for(db_field, request)
        return rows.filter(is_active=True) if db_field.name == "pengguna" else rows


class MitraForm(forms.ModelForm):  # type: ignore[type-arg]
    """A partner with its letter of support."""

    unggah_surat = GambarField(label="Surat dukungan (foto atau PDF)", pdf=True)

    class Meta:
        model = MitraProgram
        fields = ("program", "nama", "jenis", "peran", "status", "sejak", "catatan", "urutan")


@admin.register(MitraProgram)
class MitraProgramAdmin(RencanaAdmin):
    form = MitraForm
    list_display = ("nama", "jenis", "peran", "tampil_status", "surat", "program")
    list_filter = ("status", "jenis", ProgramFilter, WilayahFilter)
    list_select_related = ("program__wilayah", "surat_dukungan")
    search_fields = ("nama", "peran")
    readonly_fields = ("surat",)
    fields = (
        "program", "nama", "jenis", "peran", "status", "sejak", "surat", "unggah_surat", "catatan",
        "urutan",
    )  # fmt: skip

    @display(description="status", ordering="status", label={"aktif": "success", "mou": "info"})
    def tampil_status(self, mitra: MitraProgram) -> tuple[str, str]:
        return mitra.status, mitra.get_status_display()

    @display(description="surat dukungan")
    def surat(self, mitra: MitraProgram) -> str:
        if mitra.surat_dukungan_id is None:
            return "belum ada"
        url = reverse("admin:ekonomi_mitraprogram_surat", args=[mitra.pk])
        return format_html('<a href="{}">Lihat surat</a>', url)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        surat = keep_upload(form.cleaned_data.get("unggah_surat"))
        if surat is not None:
            obj.surat_dukungan = surat
        super().save_model(request, obj, form, change)

    def get_urls(self) -> list[Any]:
        surat = self.admin_site.admin_view(self.letter_view)
        return [
            path("<int:pk>/surat/", surat, name="ekonomi_mitraprogram_surat"),
            *super().get_urls(),
        ]

    def letter_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The partner's letter of support."""
        rows: Any = self.get_queryset(request).select_related("surat_dukungan")
        mitra = rows.filter(pk=pk).first()
        if mitra is None or mitra.surat_dukungan is None or not self.has_view_permission(request):
            raise Http404
        return serve_lampiran(mitra.surat_dukungan)


@admin.register(RisikoProgram)
class RisikoProgramAdmin(RencanaAdmin):
    list_display = ("risiko", "pemilik", "nilai_risiko", "status", "tinjau", "program")
    list_filter = ("status", ProgramFilter, WilayahFilter)
    list_select_related = ("program__wilayah",)
    fields = (
        "program", "risiko", "mitigasi", "pemilik", "kemungkinan", "dampak", "status",
        "tinjau_berikut", "urutan",
    )  # fmt: skip

    @display(description="kemungkinan × dampak", label={"tinggi": "danger", "sedang": "warning"})
    def nilai_risiko(self, risiko: RisikoProgram) -> tuple[str, str]:
        tingkat = "tinggi" if risiko.nilai >= 12 else "sedang" if risiko.nilai >= 6 else "rendah"
        return tingkat, f"{risiko.kemungkinan} × {risiko.dampak} = {risiko.nilai}"

    @display(description="tinjau berikutnya", ordering="tinjau_berikut")
    def tinjau(self, risiko: RisikoProgram) -> str:
        hari = risiko.tinjau_berikut
        if hari is None:
            return "belum dijadwalkan"
        lewat = hari < timezone.localdate() and risiko.status != "ditutup"
        return format_html(
            '<span class="{}">{}</span>', "angka lewat" if lewat else "angka", f"{hari:%d-%m-%Y}"
        )


@admin.register(RencanaKomunikasi)
class RencanaKomunikasiAdmin(RencanaAdmin):
    list_display = ("kegiatan", "saluran", "sasaran", "frekuensi", "penanggung", "program")
    list_select_related = ("program__wilayah",)


@admin.register(SasaranProgram)
class SasaranProgramAdmin(RencanaAdmin):
    list_display = ("kelompok", "jumlah", "keterangan", "program")
    list_select_related = ("program__wilayah",)


@admin.register(SumberProgram)
class SumberProgramAdmin(RencanaAdmin):
    list_display = ("sumber", "tampil_rencana", "keterangan", "program")
    list_select_related = ("program__wilayah",)

    @display(description="rencana", ordering="rencana")
    def tampil_rencana(self, sumber: SumberProgram) -> str:
        return "belum disepakati" if sumber.rencana is None else rupiah(sumber.rencana)


@admin.register(AturanAnggaran)
class AturanAnggaranAdmin(RencanaAdmin):
    """The programme's limits; a change stands on the trail."""

    list_display = ("program", "batas", "hari_pecah")
    list_filter = (WilayahFilter,)
    list_select_related = ("program__wilayah",)

    @display(description="perlu dua orang di atas")
    def batas(self, aturan: AturanAnggaran) -> str:
        return rupiah(aturan.batas_dua_orang)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        super().save_model(request, obj, form, change)
        ubah = ", ".join(form.changed_data)
        log_jejak(
            obj.program, Peristiwa.ATURAN, by=staff_of(request), jumlah=obj.batas_dua_orang,
            catatan=ubah,
        )  # fmt: skip


@admin.register(RevisiAnggaran)
class RevisiAnggaranAdmin(ReadOnlyScopedAdmin):
    list_display = ("at", "pos", "jenis", "tampil_beda", "alasan", "by")
    list_display_links = None
    list_filter = ("jenis", WilayahFilter)
    list_select_related = ("pos__program", "by")

    @display(description="berubah")
    def tampil_beda(self, revisi: RevisiAnggaran) -> str:
        return f"{rupiah(revisi.dari)} menjadi {rupiah(revisi.menjadi)}"


@admin.register(NaskahProgram)
class NaskahProgramAdmin(ReadOnlyScopedAdmin):
    """Settled documents; each is read and downloaded from its programme's papers."""

    list_display = ("jenis", "nomor", "tanggal", "versi", "program", "by")
    list_display_links = None
    list_filter = ("jenis", ProgramFilter, WilayahFilter)
    list_select_related = ("program__wilayah", "by")


@admin.register(TemplatProgram)
class TemplatProgramAdmin(GlobalAdmin):
    """The seed's documents as they were loaded; compared where a programme is started."""

    list_display = ("nama", "versi", "tanggal_dokumen", "tampil_total")
    fields = ("kode", "nama", "versi", "tanggal_dokumen", "total", "isi")

    @display(description="anggaran", ordering="total")
    def tampil_total(self, templat: TemplatProgram) -> str:
        return rupiah(templat.total)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
