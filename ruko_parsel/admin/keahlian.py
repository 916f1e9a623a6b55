"""Who knows what: one's own entries, the camat's confirmations, and finding somebody to ask."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.html import format_html
from import_export.fields import Field
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldBooleanWidget

from pesan.admin_langkah import Langkah, LangkahAdmin, paragraf, pilihan, teks
from ruko_parsel.admin.cari_daftar import CariKata
from ruko_parsel.ahli import find_ahli
from ruko_parsel.akibat_langkah import AKIBAT
from ruko_parsel.cari import TEKS_MAKS
from ruko_parsel.models import JenisMasalah, Keahlian
from ruko_parsel.services.keahlian import (
    IsiKeahlian,
    change_keahlian,
    decide_keahlian,
    is_camat_of,
    place_of,
    record_keahlian,
    withdraw_keahlian,
)
from wilayah.admin_dasar import WilayahFilter
from wilayah.bagian_halaman import Bagian
from wilayah.ekspor import AmanResource, EksporAdmin
from wilayah.format import tanggal_panjang
from wilayah.formulir import clean_text

S = Keahlian.Status


class KeahlianForm(forms.Form):
    """What one knows."""

    masalah = forms.ModelChoiceField(
        JenisMasalah.objects.all(), label="Soal", widget=UnfoldAdminSelectWidget
    )
    topik = teks("Tepatnya", panjang=120, help_text="Misalnya: menutup buku Siskeudes.")
    tingkat = pilihan("Seberapa jauh", [(str(n), label) for n, label in Keahlian.Tingkat.choices])
    bukti = paragraf(
        "Pengalaman atau bukti", baris=3, max_length=300,
        help_text="Pelatihan, pekerjaan, atau contoh yang pernah dikerjakan.",
    )  # fmt: skip
    bersedia = forms.BooleanField(
        label="Saya bersedia ditanya desa lain", required=False, initial=True,
        widget=UnfoldBooleanWidget,
        help_text="Nama, jabatan, dan kantor Anda terlihat staf sekecamatan; nomor Anda tidak.",
    )  # fmt: skip

    def isi(self) -> IsiKeahlian:
        data = self.cleaned_data
        return IsiKeahlian(data["masalah"], data["topik"], int(data["tingkat"]), data["bukti"],
                           data["bersedia"])  # fmt: skip


class AlasanForm(forms.Form):
    """Why not yet."""

    alasan = teks("Alasannya")


def _confirm(obj: Keahlian, user: Any, _form: Any) -> str:
    decide_keahlian(obj, kuat=True, by=user)
    return "Dikuatkan; sekarang dapat ditemukan rekan yang mencari."


def _refuse(obj: Keahlian, user: Any, form: Any) -> str:
    decide_keahlian(obj, kuat=False, by=user, alasan=form.cleaned_data["alasan"])
    return "Belum dikuatkan; alasannya terbaca oleh orangnya."


def _change(obj: Keahlian, user: Any, form: Any) -> str:
    change_keahlian(obj, form.isi(), by=user)
    return "Disimpan dan menunggu dikuatkan camat lagi."


def _withdraw(obj: Keahlian, user: Any, _form: Any) -> str:
    withdraw_keahlian(obj, by=user)
    return "Dicabut. Ubah lagi bila ingin menawarkannya kembali."


class KeahlianResource(AmanResource):
    """Who knows what, as a file."""

    siapa = Field("pengguna__nama", column_name="siapa")
    masalah = Field("masalah__nama", column_name="soal")
    wilayah = Field("wilayah_id", column_name="wilayah")

    class Meta:
        model = Keahlian
        fields = ("siapa", "wilayah", "masalah", "topik", "tingkat", "bukti", "bersedia", "status")
        export_order = fields

    def dehydrate_tingkat(self, satu: Keahlian) -> str:
        return str(satu.get_tingkat_display())


@admin.register(Keahlian)
class KeahlianAdmin(CariKata, EksporAdmin, LangkahAdmin):
    """Read only: what is done to an entry is a step."""

    akibat_langkah = AKIBAT["keahlian"]
    resource_classes = [KeahlianResource]
    change_form_template = LangkahAdmin.change_form_template  # the export's mixin has its own
    change_list_template = "admin/ruko_parsel/pengetahuan_keahlian_daftar.html"
    form_tambah = KeahlianForm
    judul_tambah = "Apa yang Anda kuasai?"
    teks_tambah = ("Catat satu keahlian Anda. Camat menguatkannya, lalu rekan dapat bertanya.",)
    langkah = (
        Langkah("kuat", "Kuatkan", _confirm, utama=True,
                boleh=lambda o, u: is_camat_of(u, o) and o.status in {S.DIAJUKAN, S.DITOLAK}),
        Langkah("tolak", "Belum dapat dikuatkan", _refuse, AlasanForm,
                boleh=lambda o, u: is_camat_of(u, o) and o.status in {S.DIAJUKAN, S.DIKUATKAN}),
        Langkah("ubah", "Ubah", _change, KeahlianForm, boleh=lambda o, u: o.pengguna_id == u.pk),
        Langkah("cabut", "Cabut", _withdraw, bahaya=True,
                boleh=lambda o, u: o.pengguna_id == u.pk and o.status != S.DICABUT),
    )  # fmt: skip
    list_display = ("siapa", "topik", "masalah", "tingkat", "tempat", "keadaan", "bersedia")
    list_filter = (
        ("masalah", RelatedDropdownFilter), ("tingkat", ChoicesDropdownFilter),
        ("status", ChoicesDropdownFilter), "bersedia", WilayahFilter,
    )  # fmt: skip
    list_filter_submit = True
    list_select_related = ("pengguna", "masalah", "wilayah")
    search_fields = ("topik",)
    search_help_text = "Keahlian yang dicari; salah ketik tidak apa-apa"

    def get_urls(self) -> list[Any]:
        cari = self.admin_site.admin_view(self.ask_view)
        return [path("cari/", cari, name="ruko_parsel_keahlian_cari"), *super().get_urls()]

    def ask_view(self, request: HttpRequest) -> HttpResponse:
        """ "Siapa yang paham soal ini?": people for a text or a kind of problem."""
        if not self.has_view_permission(request):
            raise Http404
        user: Any = request.user
        tempat = place_of(user)
        tanya = clean_text(request.GET.get("tanya", ""))[:TEKS_MAKS].strip()
        soal = JenisMasalah.objects.filter(pk=clean_text(request.GET.get("soal", ""))[:30])
        kecamatan = ".".join(str(tempat.pk).split(".")[:3]) if tempat else ""
        ahli = (
            find_ahli(user, kecamatan=kecamatan, teks=tanya, masalah=soal)
            if kecamatan and (tanya or soal) else []
        )  # fmt: skip
        context = {
            **self.page_context(request, "Siapa yang paham?"),
            "tanya": tanya, "soal": next(iter(soal), None), "ahli": ahli,
            "semua_soal": JenisMasalah.objects.all(), "dicari": bool(tanya or soal),
        }  # fmt: skip
        return TemplateResponse(request, "admin/ruko_parsel/pengetahuan_ahli_cari.html", context)

    @display(description="siapa", ordering="pengguna__nama")
    def siapa(self, obj: Keahlian) -> str:
        return format_html('<span class="masalah">{}</span>', str(obj.pengguna))

    @display(description="wilayah", ordering="wilayah")
    def tempat(self, obj: Keahlian) -> str:
        return obj.wilayah.nama_lengkap

    @display(description="keadaan", ordering="status")
    def keadaan(self, obj: Keahlian) -> str:
        return str(obj.get_status_display())

    def build(self, langkah: Langkah, obj: Any, *data: Any) -> forms.Form:
        form = super().build(langkah, obj, *data)
        if langkah.kunci == "ubah" and not data:
            form.initial = {
                nama: getattr(obj, nama)
                for nama in ("masalah", "topik", "tingkat", "bukti", "bersedia")
            }
        return form

    def tambah(self, request: HttpRequest, form: Any) -> Keahlian:
        user: Any = request.user
        return record_keahlian(form.isi(), by=user)

    def bagian(self, request: HttpRequest, obj: Any) -> list[Bagian]:
        rinci = [
            ("Siapa", str(obj.pengguna)), ("Di", obj.wilayah.nama_lengkap),
            ("Soal", obj.masalah.nama), ("Tepatnya", obj.topik),
            ("Tingkat", obj.get_tingkat_display()), ("Pengalaman", obj.bukti),
            ("Ditanya desa lain", "Bersedia" if obj.bersedia else "Tidak"),
            ("Keadaan", obj.get_status_display()),
        ]  # fmt: skip
        if obj.diputus_at is not None:
            kapan = tanggal_panjang(obj.diputus_at, obj.wilayah_id)
            rinci.append(("Diputuskan", f"{obj.diputus_by}, {kapan}"))
        if obj.alasan:
            rinci.append(("Alasan", obj.alasan))
        return [Bagian("", rinci=rinci)]
