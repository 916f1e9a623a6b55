"""Follow-ups: the desk writes them down, who does them reports, in the same list."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import FileResponse, Http404, HttpRequest
from django.urls import path, reverse
from django.utils import timezone
from import_export.fields import Field
from unfold.contrib.filters.admin import ChoicesDropdownFilter, DropdownFilter
from unfold.decorators import display

from pesan.admin_langkah import Langkah, LangkahAdmin, paragraf, tanggal, teks
from pesan.lampiran import LampiranDitolak, serve_lampiran, store_unggahan
from pesan.models import Lampiran
from ruko_parsel.akibat_langkah import AKIBAT
from ruko_parsel.forms.langkah_meja import AlasanForm, satu_dari
from ruko_parsel.models import Keputusan, TindakLanjut
from ruko_parsel.orang import DESA, MEJA
from ruko_parsel.services.keputusan import drop_keputusan, extend_keputusan, finish_keputusan
from ruko_parsel.services.tindak_lanjut import (
    add_tindak_lanjut,
    drop_tindak_lanjut,
    finish_tindak_lanjut,
    postpone_tindak_lanjut,
    start_tindak_lanjut,
)
from wilayah.admin_dasar import WilayahFilter
from wilayah.bagian_halaman import Bagian
from wilayah.ekspor import AmanResource, EksporAdmin
from wilayah.format import tanggal_panjang, tanggal_pendek
from wilayah.models import Pengguna, Penugasan, Wilayah
from wilayah.scope import above
from wilayah.zona import hari_ini

T = TindakLanjut.Status


class BuktiForm(forms.Form):
    """What was done and what shows it."""

    bukti = paragraf(
        "Hasil dan buktinya", baris=4, max_length=1000,
        help_text="Misalnya nomor berita acara, tanggal pelaksanaan, atau siapa yang hadir.",
    )  # fmt: skip
    berkas = forms.FileField(
        label="Foto atau PDF", required=False,
        help_text="Boleh kosong. Dilihat kecamatan dan desa yang bersangkutan.",
        widget=forms.FileInput(attrs={"accept": "image/*,application/pdf"}),
    )  # fmt: skip


class TundaForm(AlasanForm):
    """Another day, and why."""

    sampai = tanggal("Tenggat baru")


class BaruForm(forms.Form):
    """A follow-up that hangs on no request."""

    wilayah: Any = satu_dari("Untuk desa atau kecamatan", Wilayah.objects.none())
    apa = teks("Apa yang dikerjakan", panjang=240)
    siapa: Any = satu_dari("Penanggung jawab", Pengguna.objects.none(), wajib=False)
    pelaksana = teks("Atau pelaksana lain", wajib=False, panjang=120)
    sampai = tanggal("Sampai kapan")
    asal = teks("Asalnya", panjang=200, help_text="Misalnya arahan camat pada apel Senin.")


class TenggatFilter(DropdownFilter):
    """Mine, late, open."""

    title = "tenggat"
    parameter_name = "tenggat"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("saya", "Untuk saya"), ("terbuka", "Belum berakhir"), ("lewat", "Lewat tenggat")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        rows: Any = queryset
        if self.value() == "saya":
            return rows.open().filter(siapa=request.user)
        if self.value() == "terbuka":
            return rows.open()
        if self.value() == "lewat":
            return rows.overdue(timezone.localdate())
        return queryset


def proofs_of(obj: TindakLanjut) -> list[Lampiran]:
    """Its files that are still there, the oldest first."""
    return list(obj.lampiran.filter(status=Lampiran.Status.ADA).order_by("pk"))


def _start(obj: TindakLanjut, user: Any, _form: Any) -> str:
    start_tindak_lanjut(obj, by=user)
    return "Dicatat: mulai dikerjakan."


def _decision_of(obj: TindakLanjut) -> Keputusan | None:
    """The decision of a meeting that this follow-up is of: its people are told as from there."""
    keputusan: Keputusan | None = getattr(obj, "keputusan", None)
    return keputusan


def _finish(obj: TindakLanjut, user: Any, form: Any) -> str:
    isi = form.cleaned_data
    try:
        berkas = store_unggahan(isi["berkas"], Lampiran.Jenis.BERKAS) if isi["berkas"] else None
    except LampiranDitolak as error:
        raise ValueError(str(error)) from error
    keputusan = _decision_of(obj)
    if keputusan is not None:
        finish_keputusan(keputusan, hasil=isi["bukti"], bukti=berkas, by=user)
        return "Tindak lanjut selesai."
    finish_tindak_lanjut(obj, bukti=isi["bukti"], by=user, lampiran=berkas)
    return "Tindak lanjut selesai."


def _drop(obj: TindakLanjut, user: Any, form: Any) -> str:
    alasan, keputusan = form.cleaned_data["alasan"], _decision_of(obj)
    if keputusan is not None:
        drop_keputusan(keputusan, alasan=alasan, by=user)
    else:
        drop_tindak_lanjut(obj, alasan=alasan, by=user)
    return "Dicatat: tidak dilanjutkan."


def _postpone(obj: TindakLanjut, user: Any, form: Any) -> str:
    isi, keputusan = form.cleaned_data, _decision_of(obj)
    if keputusan is not None:
        extend_keputusan(keputusan, tenggat=isi["sampai"], alasan=isi["alasan"], by=user)
    else:
        postpone_tindak_lanjut(obj, by=user, **isi)
    return "Tenggat diubah."


def _desk(obj: TindakLanjut, user: Any) -> bool:
    """At the desk of the place itself: an officer elsewhere who is of this village is not."""
    tempat = above(str(obj.wilayah_id))
    meja = any(t.peran in MEJA and t.wilayah_id in tempat for t in user.penugasan_aktif)
    return not obj.is_ended and (user.is_superuser or meja)


def _may_report(obj: TindakLanjut, user: Any) -> bool:
    """The desk, whoever is named, and the village's staff where somebody else there does it."""
    if obj.is_ended:
        return False
    if _desk(obj, user) or obj.siapa_id == user.pk:
        return True
    di_desa = any(t.peran in DESA and t.wilayah_id == obj.wilayah_id for t in user.penugasan_aktif)
    return di_desa and obj.siapa_id is None


def _may_start(obj: TindakLanjut, user: Any) -> bool:
    return obj.status == T.RENCANA and _may_report(obj, user)


class TindakLanjutResource(AmanResource):
    """One line a follow-up."""

    permintaan = Field("permintaan__nomor", column_name="permintaan")
    desa = Field("wilayah__nama", column_name="desa")
    oleh = Field("oleh", column_name="oleh")
    keadaan = Field("get_status_display", column_name="keadaan")

    class Meta:
        model = TindakLanjut
        fields = (
            "permintaan", "desa", "asal", "apa", "oleh", "sampai", "keadaan", "bukti",
            "alasan_batal", "selesai_at",
        )  # fmt: skip
        export_order = fields

    def filter_export(self, queryset: Any, **kwargs: Any) -> Any:
        rows = super().filter_export(queryset, **kwargs)
        return rows.select_related("permintaan", "wilayah", "siapa")


@admin.register(TindakLanjut)
class TindakLanjutAdmin(EksporAdmin, LangkahAdmin):
    """One list for the kecamatan and its villages, each with its own rows."""

    akibat_langkah = AKIBAT["tindak_lanjut"]
    change_form_template = LangkahAdmin.change_form_template  # not the export's
    form_tambah = BaruForm
    judul_tambah = "Catat tindak lanjut"
    teks_tambah = (
        "Untuk tindak lanjut sebuah permintaan, buka permintaannya dan tambahkan dari sana.",
    )
    resource_classes = [TindakLanjutResource]
    list_display = ("apa", "tampil_desa", "tampil_oleh", "tampil_sampai", "tampil_keadaan", "asal")
    list_filter = (TenggatFilter, ("status", ChoicesDropdownFilter), WilayahFilter)
    list_filter_submit = True
    # what is to be done comes first, the nearest day on top; then what ended last
    ordering = (F("selesai_at").desc(nulls_first=True), "sampai", "pk")
    list_select_related = ("wilayah", "siapa", "permintaan")
    search_fields = ("apa", "asal", "pelaksana", "siapa__nama", "permintaan__nomor")
    search_help_text = "Cari isi, nama, atau nomor permintaan"
    langkah = (
        Langkah("selesai", "Nyatakan selesai", _finish, BuktiForm, _may_report, utama=True),
        Langkah("mulai", "Mulai dikerjakan", _start, boleh=_may_start),
        Langkah("tunda", "Ubah tenggat", _postpone, TundaForm, _desk),
        Langkah("batal", "Tidak dilanjutkan", _drop, AlasanForm, _desk, bahaya=True),
    )

    @display(description="desa", ordering="wilayah")
    def tampil_desa(self, obj: TindakLanjut) -> str:
        return obj.wilayah.nama_lengkap

    @display(description="oleh")
    def tampil_oleh(self, obj: TindakLanjut) -> str:
        return obj.oleh

    @display(description="sampai", ordering="sampai")
    def tampil_sampai(self, obj: TindakLanjut) -> str:
        return tanggal_pendek(obj.sampai)

    @display(
        description="keadaan", ordering="status",
        label={T.RENCANA: "default", T.SELESAI: "success", T.BERJALAN: "info",
               T.BATAL: "default", "lewat": "danger"},
    )  # fmt: skip
    def tampil_keadaan(self, obj: TindakLanjut) -> tuple[str, str]:
        if not obj.is_ended and obj.sampai < hari_ini(str(obj.wilayah_id)):
            return "lewat", "Lewat tenggat"
        return obj.status, obj.get_status_display()

    def find(self, request: HttpRequest, pk: Any) -> Any:
        obj = super().find(request, pk)
        return TindakLanjut.objects.select_related("permintaan", "wilayah", "siapa").get(pk=obj.pk)

    def bagian(self, request: HttpRequest, obj: Any) -> list[Bagian]:
        permintaan = obj.permintaan
        sebutan = "Tidak ada"
        if permintaan is not None:  # who does the work may not know what a confidential one says
            sebutan = permintaan.nomor if permintaan.rahasia else str(permintaan)
        rinci = [
            ("Oleh", obj.oleh), ("Sampai", tanggal_pendek(obj.sampai)),
            ("Keadaan", obj.get_status_display()), ("Untuk", obj.wilayah.nama_lengkap),
            ("Permintaan", sebutan), ("Asal", obj.asal or "Permintaan"),
        ]  # fmt: skip
        baris = [
            (tanggal_panjang(satu.at, str(obj.wilayah_id)), satu.apa, str(satu.by or "Portal"),
             satu.catatan)
            for satu in obj.riwayat.select_related("by")
        ]  # fmt: skip
        semua = [Bagian("Yang dikerjakan", [obj.apa], rinci)]
        if obj.bukti:
            semua.append(Bagian("Hasil dan bukti", [obj.bukti]))
        if obj.alasan_batal:
            semua.append(Bagian("Tidak dilanjutkan karena", [obj.alasan_batal]))
        riwayat = Bagian("Riwayat", kepala=("Kapan", "Apa", "Oleh", "Catatan"), baris=baris)
        return [*semua, riwayat]

    def tautan(self, obj: Any) -> list[tuple[str, str]]:
        semua = [
            (f"Bukti {ke}", reverse("admin:ruko_parsel_tindaklanjut_bukti", args=[obj.pk, ke]))
            for ke, _satu in enumerate(proofs_of(obj), start=1)
        ]
        if obj.permintaan is None:
            return semua
        return [("Buka permintaannya", obj.permintaan.get_absolute_url()), *semua]

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.proof_view)
        nama = "ruko_parsel_tindaklanjut_bukti"
        return [path("<int:pk>/bukti/<int:bukti_rapat>/", view, name=nama), *super().get_urls()]

    def proof_view(self, request: HttpRequest, pk: int, bukti_rapat: int) -> FileResponse:
        """What shows that it was done, for who may see the follow-up."""
        semua = proofs_of(self.find(request, pk))
        if not 1 <= bukti_rapat <= len(semua):
            raise Http404
        return serve_lampiran(semua[bukti_rapat - 1])

    def build_tambah(self, request: HttpRequest, *data: Any) -> forms.Form:
        form = super().build_tambah(request, *data)
        area = self.rows_to_add(request, Wilayah).filter(
            tingkat__in=["kecamatan", "desa", "kelurahan"]
        )
        tugas = Penugasan.objects.on(timezone.localdate()).filter(
            peran__in=[*MEJA, *DESA], wilayah__in=area.order_by().values("pk")
        )
        kolom: dict[str, Any] = form.fields
        kolom["wilayah"].queryset = area.order_by("kode")
        kolom["siapa"].queryset = Pengguna.objects.get_queryset().filter(
            is_active=True, pk__in=tugas.values("pengguna")
        ).order_by("nama")  # fmt: skip
        return form

    def tambah(self, request: HttpRequest, form: Any) -> TindakLanjut:
        user: Any = request.user
        return add_tindak_lanjut(None, by=user, **form.cleaned_data)
