"""Entries of the log for staff: found by kind, place, subject and time, handed on, exported."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from import_export.fields import Field
from unfold.contrib.filters.admin import ChoicesDropdownFilter, DropdownFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget

from luna_maya.catatan_baca import (
    choices_of_potensi,
    mask_pihak,
    place_of,
    read_lanjutan,
    steps_of,
    with_lanjutan,
)
from luna_maya.forms.catatan import people_for
from luna_maya.media_izin import media_of
from luna_maya.models import Catatan
from luna_maya.perlu_dilihat import followed_up, without_follow_up
from luna_maya.services.catatan import withdraw_catatan
from luna_maya.services.tindak_catatan import (
    KOORDINASI,
    LAPORAN,
    POTENSI,
    give_tugas,
    hand_over_catatan,
    may_coordinate,
)
from luna_maya.waktu_catatan import closes_at
from pesan.admin_langkah import Langkah, LangkahAdmin, tanggal, teks
from pesan.models import Lampiran
from wilayah.admin_dasar import WilayahFilter
from wilayah.bagian_halaman import Bagian
from wilayah.ekspor import AmanResource, EksporAdmin
from wilayah.format import tanggal_panjang
from wilayah.hasil_rujukan import read_hasil
from wilayah.models import Rujukan
from wilayah.rujukan import choice_of, meja_of
from wilayah.sinyal import read_kategori

_PEKAN = (("7", "7 hari terakhir"), ("30", "30 hari terakhir"), ("90", "90 hari terakhir"),
          ("365", "Setahun terakhir"))  # fmt: skip


class KategoriFilter(DropdownFilter):
    """Entries of one category of the taxonomy."""

    title = "pokok soal"
    parameter_name = "kategori"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [*dict.fromkeys((satu, nama) for satu, nama, _s, _n in read_kategori())]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(kategori=self.value()) if self.value() else queryset


class MasaFilter(DropdownFilter):
    """Entries written within so many days."""

    title = "masa"
    parameter_name = "masa"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(_PEKAN)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in dict(_PEKAN):
            return queryset
        sejak = timezone.now() - timedelta(days=int(str(self.value())))
        return queryset.filter(dicatat_at__gte=sejak)


class LanjutFilter(DropdownFilter):
    """Whether something was made of it: a report, a potential, a task, a promise."""

    title = "tindak lanjut"
    parameter_name = "lanjut"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("perlu", "Perlu ditindaklanjuti"), ("sudah", "Sudah ditindaklanjuti"),
            ("belum", "Belum ada apa-apa"),
        ]  # fmt: skip

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "perlu":
            return without_follow_up(queryset)
        if self.value() not in {"sudah", "belum"}:
            return queryset
        return queryset.filter(followed_up() if self.value() == "sudah" else ~followed_up())


class CatatanResource(AmanResource):
    """Entries as a file, people masked."""

    kunjungan = Field("kunjungan__kode", column_name="kunjungan")
    wilayah = Field("wilayah_id", column_name="wilayah")
    pihak = Field(column_name="pihak_tersamar")
    tindak_lanjut = Field(column_name="tindak_lanjut")

    class Meta:
        model = Catatan
        fields = ("kunjungan", "wilayah", "jenis", "isi", "kategori", "subkategori", "pihak",
                  "setuju_laporan", "baru_terungkap", "dicatat_at", "tindak_lanjut")  # fmt: skip
        export_order = fields

    def dehydrate_pihak(self, satu: Catatan) -> str:
        return mask_pihak(satu.pihak)

    def dehydrate_dicatat_at(self, satu: Catatan) -> str:
        return tanggal_panjang(satu.dicatat_at, satu.wilayah_id)

    def dehydrate_tindak_lanjut(self, satu: Catatan) -> str:
        return "; ".join(f"{jadi.apa}: {jadi.keadaan}" for jadi in read_lanjutan(satu, {}))


class PotensiForm(forms.Form):
    """Which household it is about; left open, the desk of potentials chooses."""

    rumah = forms.ChoiceField(
        label="Rumah tangga", required=False, choices=(), widget=UnfoldAdminSelectWidget
    )


class TugasForm(forms.Form):
    """What, by whom, until when."""

    isi = teks("Yang dikerjakan", panjang=240)
    petugas: Any = forms.ModelChoiceField(
        label="Dikerjakan oleh", queryset=None, widget=UnfoldAdminSelectWidget
    )
    tenggat = tanggal("Paling lambat")

    def clean_tenggat(self) -> Any:
        if self.cleaned_data["tenggat"] < timezone.localdate():
            raise forms.ValidationError("Tanggalnya sudah lewat.")
        return self.cleaned_data["tenggat"]


def _report(satu: Catatan, by: Any, _form: Any) -> str:
    return _told(hand_over_catatan(satu, meja=LAPORAN, by=by))


def _potential(satu: Catatan, by: Any, form: Any) -> str:
    memilih, rumah = choice_of(meja_of(POTENSI)), form.cleaned_data["rumah"]
    rincian = {memilih.kolom: rumah} if memilih is not None and rumah else {}
    return _told(hand_over_catatan(satu, meja=POTENSI, by=by, rincian=rincian))


def _coordinate(satu: Catatan, by: Any, _form: Any) -> str:
    return _told(hand_over_catatan(satu, meja=KOORDINASI, by=by))


def _told(rujukan: Rujukan) -> str:
    return f"{meja_of(rujukan.meja).label()}: {rujukan.get_status_display().lower()}."


def _task(satu: Catatan, by: Any, form: Any) -> str:
    data = form.cleaned_data
    give_tugas(
        satu, isi=data["isi"], petugas=data["petugas"], tenggat=data["tenggat"], by=by
    )  # fmt: skip
    return "Tugas dicatat."


def _take_back(satu: Catatan, by: Any, _form: Any) -> str:
    withdraw_catatan(satu, by=by)
    return "Catatan ditarik kembali."


def _may_take_back(satu: Catatan, _user: Any) -> bool:
    lanjut = any(r.status != "dikembalikan" for r in satu.rujukan.all()) or satu.tugas.all()
    terbuka = timezone.now() <= closes_at(satu.kunjungan)
    return satu.dicabut_at is None and terbuka and not lanjut


@admin.register(Catatan)
class CatatanAdmin(EksporAdmin, LangkahAdmin):
    """Read only: what is done to an entry is a step."""

    resource_classes = [CatatanResource]
    change_form_template = LangkahAdmin.change_form_template  # the export's mixin has its own
    langkah = (
        Langkah("laporan", "Jadikan laporan", _report, utama=True,
                boleh=lambda c, _u: "laporan" in steps_of(c)),
        Langkah("potensi", "Jadikan potensi rumah tangga", _potential, PotensiForm,
                boleh=lambda c, _u: "potensi" in steps_of(c)),
        Langkah("koordinasi", "Rujuk ke Rumah Koordinasi kecamatan", _coordinate,
                boleh=lambda c, _u: may_coordinate(c)),
        Langkah("tugas", "Jadikan tugas", _task, TugasForm,
                boleh=lambda c, _u: "tugas" in steps_of(c)),
        Langkah("tarik", "Tarik kembali", _take_back, boleh=_may_take_back, bahaya=True),
    )  # fmt: skip
    list_display = ("cerita", "tampil_jenis", "tempat", "tampil_waktu", "lanjutan")
    list_display_links = ("cerita",)
    list_filter = (
        ("jenis", ChoicesDropdownFilter), KategoriFilter, MasaFilter, LanjutFilter,
        "setuju_laporan", "baru_terungkap", WilayahFilter,
    )  # fmt: skip
    list_filter_submit = True
    search_fields = ("isi", "kunjungan__kode")
    search_help_text = "Isi catatan atau kode kunjungan"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: Any = super().get_queryset(request)
        return with_lanjutan(rows.standing()).select_related("kunjungan__wilayah")

    @display(description="catatan", ordering="isi")
    def cerita(self, satu: Catatan) -> str:
        return format_html('<span class="masalah">{}</span>', satu.isi[:140])

    @display(description="jenis", ordering="jenis")
    def tampil_jenis(self, satu: Catatan) -> str:
        return str(satu.get_jenis_display())

    @display(description="wilayah", ordering="wilayah")
    def tempat(self, satu: Catatan) -> str:
        return place_of(satu.wilayah)

    @display(description="dicatat", ordering="dicatat_at")
    def tampil_waktu(self, satu: Catatan) -> str:
        return tanggal_panjang(satu.dicatat_at, satu.wilayah_id)

    @display(description="tindak lanjut", empty_value="–")
    def lanjutan(self, satu: Catatan) -> str | None:
        return ", ".join(jadi.apa for jadi in read_lanjutan(satu, {})) or None

    def build(self, langkah: Langkah, obj: Any, *data: Any) -> forms.Form:
        form: Any = super().build(langkah, obj, *data)
        if "petugas" in form.fields:
            form.fields["petugas"].queryset = people_for(obj.kunjungan)
            form.initial["isi"] = obj.isi[:240]
        if "rumah" in form.fields:
            _kolom, rumah = choices_of_potensi(obj.pengguna_kini, obj)
            form.fields["rumah"].choices = [("", "Belum tahu, tawarkan dulu"), *rumah]
        return form

    def find(self, request: HttpRequest, pk: Any) -> Any:
        obj = super().find(request, pk)
        obj.pengguna_kini = request.user  # whose choices the forms of this page offer
        return obj

    def bagian(self, request: HttpRequest, obj: Any) -> list[Bagian]:
        hasil = read_hasil(obj.rujukan.all(), user=request.user)
        lanjut = read_lanjutan(obj, hasil)
        kabar = {None: "Tidak tahu", True: "Ya", False: "Tidak"}
        return [
            Bagian(obj.get_jenis_display(), teks=[obj.isi]),
            Bagian("Rincian", rinci=[
                ("Kunjungan", f"{obj.kunjungan.jenis}, {place_of(obj.kunjungan.wilayah)}"),
                ("Tempat", place_of(obj.wilayah)),
                ("Dicatat", f"{tanggal_panjang(obj.dicatat_at, obj.wilayah_id)}, {obj.by}"),
                ("Pokok soal", self._pokok(obj)),
                ("Bersama", mask_pihak(obj.pihak) or "Tidak ditulis"),
                ("Warga setuju dilaporkan", kabar[obj.setuju_laporan]),
                ("Baru terungkap di sini", kabar[obj.baru_terungkap]),
            ]),
            Bagian("Tindak lanjut", kepala=("Menjadi", "Keadaan"),
                   baris=[(jadi.apa, jadi.keadaan) for jadi in lanjut]),
            Bagian("Riwayat", kepala=("Apa", "Oleh", "Pada"), baris=[
                (r.get_peristiwa_display(), str(r.by), tanggal_panjang(r.at, obj.wilayah_id))
                for r in obj.riwayat.select_related("by")
            ]),
        ]  # fmt: skip

    def _pokok(self, obj: Catatan) -> str:
        nama = {sub: f"{kat}: {nama}" for _k, kat, sub, nama in read_kategori()}
        return nama.get(obj.subkategori, obj.kategori or "Belum ditentukan")

    def tautan(self, obj: Any) -> list[tuple[str, str]]:
        kode, izin = obj.kunjungan.kode, media_of(obj.kunjungan)
        boleh = {Lampiran.Jenis.FOTO: izin.foto, Lampiran.Jenis.SUARA: izin.suara}
        berkas = [
            (
                f"{satu.get_jenis_display()}: {satu}",
                reverse("luna_catat_berkas", args=[kode, satu.pk]),
            )
            for satu in obj.lampiran.all()
            if satu.status == Lampiran.Status.ADA and boleh.get(satu.jenis, False)
        ]
        hasil = read_hasil(obj.rujukan.all(), user=obj.pengguna_kini)
        jadi = [(f"{satu.apa} {satu.sebutan}", satu.url) for satu in hasil.values() if satu.url]
        return [*jadi, *berkas, ("Catatan kunjungan ini", reverse("luna_catat", args=[kode]))]
