"""The yearly book for staff: foreword, composing it, how far that is, publishing it."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import path, reverse
from django.utils import timezone
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget

from luna_maya.forms.dokumentasi import angka
from luna_maya.models import BukuTahunan
from luna_maya.services.buku import (
    is_lurah_of,
    publish_buku,
    queue_buku,
    start_buku,
    unpublish_buku,
    write_pengantar,
)
from luna_maya.unduh_buku import MIME, serve_buku
from pesan.admin_langkah import Langkah, LangkahAdmin, YakinForm, paragraf
from wilayah.admin_dasar import WilayahFilter
from wilayah.bagian_halaman import Bagian
from wilayah.format import tanggal_panjang
from wilayah.models import Wilayah


class BukuForm(forms.Form):
    """Which year of which kelurahan."""

    wilayah = forms.ModelChoiceField(
        Wilayah.objects.none(), label="Kelurahan", widget=UnfoldAdminSelectWidget
    )
    tahun = angka("Tahun", min_value=2020, max_value=2100)


class PengantarForm(forms.Form):
    """The foreword."""

    pengantar = paragraf(
        "Kata pengantar", wajib=False, baris=8, max_length=4000,
        help_text="Dibaca umum bila buku diterbitkan. Satu baris satu alinea.",
    )  # fmt: skip


def _foreword(obj: BukuTahunan, _user: Any, form: Any) -> str:
    write_pengantar(obj, form.cleaned_data["pengantar"])
    return "Kata pengantar disimpan. Susun ulang supaya masuk ke buku."


def _compose(obj: BukuTahunan, _user: Any, _form: Any) -> str:
    queue_buku(obj)
    return "Buku sedang disusun. Kemajuannya terlihat di halaman ini."


def _publish(obj: BukuTahunan, user: Any, _form: Any) -> str:
    publish_buku(obj, by=user)
    return "Buku terbit dan dapat diunduh siapa saja."


def _unpublish(obj: BukuTahunan, _user: Any, _form: Any) -> str:
    unpublish_buku(obj)
    return "Buku ditarik; sekarang hanya untuk petugas."


@admin.register(BukuTahunan)
class BukuTahunanAdmin(LangkahAdmin):
    """One row a year."""

    change_form_template = "admin/luna_maya/buku.html"
    list_display = ("sebutan", "wilayah", "status", "terbit", "disusun_at")
    list_filter = ("tahun", "status", WilayahFilter)
    list_select_related = ("wilayah",)
    form_tambah = BukuForm
    judul_tambah = "Buku tahunan baru"
    langkah = (
        Langkah("susun", "Susun buku", _compose, YakinForm, utama=True,
                boleh=lambda o, _u: o.terbit_at is None and o.status not in o.BERJALAN),
        Langkah("pengantar", "Tulis kata pengantar", _foreword, PengantarForm),
        Langkah("terbit", "Terbitkan untuk umum", _publish, YakinForm,
                boleh=lambda o, u: o.terbit_at is None and o.status == "jadi"
                and is_lurah_of(u, str(o.wilayah_id))),
        Langkah("tarik", "Tarik dari umum", _unpublish, YakinForm,
                boleh=lambda o, _u: o.terbit_at is not None),
    )  # fmt: skip

    @display(description="buku", ordering="tahun")
    def sebutan(self, obj: BukuTahunan) -> str:
        return str(obj)

    @display(description="terbit", boolean=True)
    def terbit(self, obj: BukuTahunan) -> bool:
        return obj.terbit_at is not None

    def get_urls(self) -> list[Any]:
        lihat = self.admin_site.admin_view(self.file_view)
        alamat = "<int:pk>/unduh/<str:bentuk>/"
        return [path(alamat, lihat, name="luna_maya_bukutahunan_unduh"), *super().get_urls()]

    def build_tambah(self, request: HttpRequest, *data: Any) -> forms.Form:
        form = BukuForm(*data)
        form.initial = {"tahun": timezone.localdate().year}
        tempat: Any = form.fields["wilayah"]
        tempat.queryset = self.rows_to_add(request, Wilayah).in_service().kelurahan()
        tempat.empty_label = None
        return form

    def tambah(self, request: HttpRequest, form: Any) -> BukuTahunan:
        user: Any = request.user
        return start_buku(form.cleaned_data["wilayah"], form.cleaned_data["tahun"], by=user)

    def build(self, langkah: Langkah, obj: Any, *data: Any) -> forms.Form:
        form = super().build(langkah, obj, *data)
        if langkah.kunci == "pengantar" and not data:
            form.initial = {"pengantar": obj.pengantar}
        return form

    def tautan(self, obj: Any) -> list[tuple[str, str]]:
        if obj.disusun_at is None:
            return []
        nama = "admin:luna_maya_bukutahunan_unduh"
        return [
            ("Buku (PDF)", reverse(nama, args=[obj.pk, "pdf"])),
            ("Buku (Word)", reverse(nama, args=[obj.pk, "docx"])),
        ]

    def bagian(self, request: HttpRequest, obj: Any) -> list[Bagian]:
        kode = str(obj.wilayah_id)
        pada = tanggal_panjang(obj.disusun_at, kode) if obj.disusun_at else "belum pernah"
        terbit = (
            f"Sejak {tanggal_panjang(obj.terbit_at, kode)}, oleh {obj.terbit_by}"
            if obj.terbit_at else "Belum, hanya untuk petugas"
        )  # fmt: skip
        rinci = [
            ("Kelurahan", obj.wilayah.nama_lengkap),
            ("Keadaan", obj.get_status_display()),
            ("Disusun", pada),
            ("Terbit", terbit),
        ]
        pengantar = Bagian("Kata pengantar", [obj.pengantar] if obj.pengantar else [])
        return [Bagian("", rinci=rinci), pengantar]

    def file_view(self, request: HttpRequest, pk: int, bentuk: str) -> HttpResponseBase:
        """The kept file to staff, published or not."""
        obj = self.find(request, pk)
        if bentuk not in MIME or obj.disusun_at is None:
            raise Http404
        return serve_buku(obj, bentuk)
