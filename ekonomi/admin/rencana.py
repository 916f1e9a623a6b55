"""A programme's plan and people as lists: team, partners, risks, milestones, sources, rules."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import display

from ekonomi.admin.belanja_program import ProgramFilter
from ekonomi.admin.meja import (
    DITOLAK,
    Langkah,
    MejaAdmin,
    keep_upload,
    programs_for,
    staff_of,
)
from ekonomi.forms.uang import AlasanForm, GambarField, TonggakForm
from ekonomi.models import (
    AnggotaTim,
    AturanAnggaran,
    Komitmen,
    MitraProgram,
    NaskahProgram,
    Penerimaan,
    Program,
    RencanaKomunikasi,
    RevisiAnggaran,
    RisikoProgram,
    SasaranProgram,
    SumberProgram,
    TemplatProgram,
    Tonggak,
)
from ekonomi.peta_jalan import is_doubtful, measure_tonggak
from ekonomi.services.anggaran import release_dana, reverse_penerimaan
from ekonomi.services.jejak import Peristiwa, log_jejak
from ekonomi.services.tonggak import note_tonggak
from pesan.lampiran import serve_lampiran
from wilayah.admin_dasar import GlobalAdmin, ReadOnlyScopedAdmin, ScopedAdmin, WilayahFilter
from wilayah.format import rupiah
from wilayah.models import Pengguna


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


def _note(tonggak: Tonggak, by: Pengguna, data: dict[str, Any]) -> str:
    note_tonggak(
        tonggak, tercapai=data["tercapai"], selesai_at=data["selesai_at"],
        catatan=data["catatan"], bukti=keep_upload(data["bukti"]), by=by,
    )  # fmt: skip
    return "Kemajuan dicatat."


@admin.register(Tonggak)
class TonggakAdmin(RencanaAdmin):
    """Milestones; progress is noted on its own page, with proof."""

    list_display = ("kegiatan", "fase", "jadwal", "tampil_keadaan", "angka", "kemajuan", "program")
    list_filter = ("fase", ProgramFilter, WilayahFilter)
    list_select_related = ("program__wilayah",)
    fields = (
        "program", "kode", "fase", "hari_mulai", "hari_selesai", "kegiatan", "target", "satuan",
        "indikator", "urutan",
    )  # fmt: skip

    @display(description="jadwal", ordering="hari_mulai")
    def jadwal(self, tonggak: Tonggak) -> str:
        return f"{tonggak.mulai:%d-%m-%Y} – {tonggak.tenggat:%d-%m-%Y}"

    @display(
        description="keadaan",
        label={"selesai": "success", "terlambat": "danger", "berjalan": "info"},
    )
    def tampil_keadaan(self, tonggak: Tonggak) -> str:
        return tonggak.state_on(timezone.localdate())

    @display(description="tercapai")
    def angka(self, tonggak: Tonggak) -> str:
        if tonggak.target is None:
            return "–" if tonggak.tercapai is None else str(tonggak.tercapai)
        return f"{tonggak.tercapai or 0} dari {tonggak.target} {tonggak.satuan}"

    @display(description="")
    def kemajuan(self, tonggak: Tonggak) -> str:
        url = reverse("admin:ekonomi_tonggak_kemajuan", args=[tonggak.pk])
        return format_html('<a href="{}">Catat kemajuan</a>', url)

    def get_list_display(self, request: HttpRequest) -> Any:
        """Who may only look is shown no step that leads nowhere."""
        kolom = super().get_list_display(request)
        if request.user.has_perm("ekonomi.change_tonggak"):
            return kolom
        return [satu for satu in kolom if satu != "kemajuan"]

    def get_urls(self) -> list[Any]:
        nama, view = "ekonomi_tonggak", self.admin_site.admin_view
        return [
            path("<int:pk>/kemajuan/", view(self.progress_view), name=f"{nama}_kemajuan"),
            path("<int:pk>/bukti/", view(self.proof_view), name=f"{nama}_bukti"),
            *super().get_urls(),
        ]

    def _row(self, request: HttpRequest, pk: int, aksi: str) -> Tonggak:
        rows: Any = self.rows_for(request, aksi).select_related("program__wilayah", "bukti")
        tonggak = rows.filter(pk=pk).first()
        nama = f"ekonomi.{aksi}_tonggak"
        if tonggak is None or not request.user.has_perm(nama):
            raise Http404
        found: Tonggak = tonggak
        return found

    def progress_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What was reached, when it was done, and the proof."""
        tonggak = self._row(request, pk, "change")
        awal = {k: getattr(tonggak, k) for k in ("tercapai", "selesai_at", "catatan")}
        form: Any = TonggakForm(initial=awal)
        if request.method == "POST":
            form = TonggakForm(request.POST, request.FILES)
            if form.is_valid():
                try:
                    messages.success(request, _note(tonggak, staff_of(request), form.cleaned_data))
                except DITOLAK as error:
                    form.add_error(None, str(error))
                else:
                    return redirect("admin:ekonomi_program_peta", tonggak.program_id)
        context = {
            **self.page_context(request, tonggak.kegiatan),
            "tonggak": tonggak,
            "form": form,
        }
        ukur = measure_tonggak([tonggak], timezone.localdate()).get(tonggak.pk)
        context |= {"ukur": ukur, "meragukan": is_doubtful(tonggak, ukur)}
        status = 422 if form.is_bound else 200
        return TemplateResponse(request, "admin/ekonomi/tonggak.html", context, status=status)

    def proof_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        tonggak = self._row(request, pk, "view")
        if tonggak.bukti is None:
            raise Http404
        return serve_lampiran(tonggak.bukti)


def _release(komitmen: Komitmen, by: Pengguna, data: dict[str, Any]) -> str:
    release_dana(komitmen.kunci, by=by, alasan=data["alasan"])
    return "Komitmen dilepas; sisanya kembali ke pos."


def _take_back(penerimaan: Penerimaan, by: Pengguna, data: dict[str, Any]) -> str:
    reverse_penerimaan(penerimaan, by=by, alasan=data["alasan"])
    return "Penerimaan dibalik di buku besar."


class SatuLangkahAdmin(MejaAdmin):
    """Rows with one possible act: taking them back with a reason."""

    langkah: Langkah
    izin: str = ""

    def has_step_permission(self, request: HttpRequest, baris: Any) -> bool:
        raise NotImplementedError

    def get_urls(self) -> list[Any]:
        nama = f"{self.opts.app_label}_{self.opts.model_name}_langkah"
        step = self.view(self.step_view)
        return [path("<int:pk>/langkah/<str:kunci>/", step, name=nama), *super().get_urls()]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        return self._one(request, self.find(request, object_id, "by"))

    def _one(self, request: HttpRequest, baris: Any, form: Any = None) -> HttpResponse:
        if form is None and self.has_step_permission(request, baris):
            form = self.langkah.build(None)
        return self.page(
            request, "satu_langkah.html", str(baris), status=422 if form and form.is_bound else 200,
            baris=baris, langkah=self.langkah, form=form,
            aksi=f"admin:ekonomi_{self.opts.model_name}_langkah", isi=self.describe(baris),
            program=self.program_of(baris),
        )  # fmt: skip

    def step_view(self, request: HttpRequest, pk: int, kunci: str) -> HttpResponse:
        baris = self.find(request, pk, "by")
        if kunci != self.langkah.kunci or not self.has_step_permission(request, baris):
            raise Http404
        if request.method == "POST":
            form = self.take(request, self.langkah, baris, None)
            if form is not None:
                return self._one(request, baris, form)
        return redirect("admin:ekonomi_program_anggaran", self.program_of(baris).pk)

    def describe(self, baris: Any) -> list[tuple[str, str]]:
        """Label and value of what the page shows."""
        raise NotImplementedError

    def program_of(self, baris: Any) -> Program:
        found: Program = baris.program
        return found


@admin.register(Komitmen)
class KomitmenAdmin(SatuLangkahAdmin):
    """Money set aside; what is left of it may be released with a reason."""

    langkah = Langkah("lepas", "Lepas sisa komitmen", AlasanForm, _release)
    list_display = ("uraian", "pos", "tampil_jumlah", "tampil_sisa", "created_at")
    list_filter = (WilayahFilter,)
    list_select_related = ("pos__program",)

    @display(description="jumlah", ordering="jumlah")
    def tampil_jumlah(self, komitmen: Komitmen) -> str:
        return rupiah(komitmen.jumlah)

    @display(description="sisa")
    def tampil_sisa(self, komitmen: Komitmen) -> str:
        return rupiah(komitmen.sisa)

    def has_step_permission(self, request: HttpRequest, baris: Any) -> bool:
        boleh = programs_for(request, "ekonomi.belanja", "change")
        return baris.sisa > 0 and boleh.filter(pk=baris.pos.program_id).exists()

    def describe(self, baris: Any) -> list[tuple[str, str]]:
        return [
            ("Pos", str(baris.pos)),
            ("Jumlah", rupiah(baris.jumlah)),
            ("Sudah dibayar", rupiah(baris.terpakai)),
            ("Sisa", rupiah(baris.sisa)),
            ("Alasan dilepas", baris.alasan or "–"),
        ]

    def program_of(self, baris: Any) -> Program:
        found: Program = baris.pos.program
        return found


@admin.register(Penerimaan)
class PenerimaanAdmin(SatuLangkahAdmin):
    """Money that came in; an entry is taken back with a reason, never edited."""

    langkah = Langkah("balik", "Balik penerimaan", AlasanForm, _take_back)
    list_display = ("uraian", "sumber", "tampil_jumlah", "tanggal", "program")
    list_filter = ("sumber", ProgramFilter, WilayahFilter)
    list_select_related = ("program__wilayah",)

    @display(description="jumlah", ordering="jumlah")
    def tampil_jumlah(self, penerimaan: Penerimaan) -> str:
        return rupiah(penerimaan.jumlah)

    def has_step_permission(self, request: HttpRequest, baris: Any) -> bool:
        return baris.dibalik_at is None and self.may(request, "change", baris)

    def describe(self, baris: Any) -> list[tuple[str, str]]:
        return [
            ("Sumber", baris.get_sumber_display()),
            ("Jumlah", rupiah(baris.jumlah)),
            ("Tanggal", f"{baris.tanggal:%d-%m-%Y}"),
            ("Masuk ke", baris.get_kas_display()),
            ("Dicatat oleh", str(baris.by or "–")),
            ("Dibalik", baris.alasan or "tidak"),
        ]


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
