"""The library at the desk and, read only, at the villages."""

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
from unfold.contrib.filters.admin import RelatedDropdownFilter as RelatedFilter
from unfold.decorators import display
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectMultipleWidget,
    UnfoldAdminSelectWidget,
    UnfoldBooleanWidget,
)

from pesan.admin_langkah import Langkah, LangkahAdmin, pilihan, tanggal, teks
from ruko_parsel.admin.cari_daftar import CariKata
from ruko_parsel.akibat_langkah import AKIBAT
from ruko_parsel.berkas_pustaka import BITA_MAKS
from ruko_parsel.models import Bidang, JenisMasalah, Pustaka
from ruko_parsel.services.pustaka import (
    IsiPustaka,
    add_pustaka,
    describe_pustaka,
    renew_pustaka,
    restore_pustaka,
    withdraw_pustaka,
)
from wilayah.admin_dasar import WilayahFilter
from wilayah.bagian_halaman import Bagian
from wilayah.ekspor import AmanResource, EksporAdmin
from wilayah.format import tanggal_panjang, tanggal_pendek
from wilayah.models import Wilayah


def pilih(model: Any, label: str, *, wajib: bool = False) -> "forms.ModelChoiceField[Any]":
    """One row of a short list."""
    return forms.ModelChoiceField(
        model.objects.all(), label=label, required=wajib, widget=UnfoldAdminSelectWidget
    )


class KeteranganForm(forms.Form):
    """What is said about a row of the library."""

    judul = teks("Judul", panjang=160)
    nomor = teks("Nomor (peraturan)", panjang=80, wajib=False,
                 help_text="Misalnya: Permendagri Nomor 20 Tahun 2018.")  # fmt: skip
    tahun = forms.IntegerField(
        label="Tahun", required=False, min_value=1945, max_value=2100,
        widget=UnfoldAdminIntegerFieldWidget,
    )  # fmt: skip
    tentang = teks("Tentang apa", panjang=300, wajib=False)
    tautan = forms.URLField(
        label="Tautan", required=False, max_length=300, assume_scheme="https",
        widget=teks("x").widget, help_text="Alamat https, bila berkasnya ada di tempat lain.",
    )  # fmt: skip
    bidang = pilih(Bidang, "Bidang")
    masalah = forms.ModelMultipleChoiceField(
        JenisMasalah.objects.all(), label="Jenis masalah", required=False,
        widget=UnfoldAdminSelectMultipleWidget,
    )  # fmt: skip
    berlaku_dari = tanggal("Berlaku dari", required=False)
    berlaku_sampai = tanggal("Berlaku sampai", required=False)
    umum = forms.BooleanField(
        label="Boleh dilihat dan diunduh siapa saja", required=False, widget=UnfoldBooleanWidget
    )

    def isi(self, jenis: str) -> IsiPustaka:
        data = self.cleaned_data
        berkas = data.get("berkas")
        return IsiPustaka(
            jenis=jenis, judul=data["judul"], nomor=data["nomor"], tahun=data["tahun"],
            tentang=data["tentang"], tautan=data["tautan"], bidang=data["bidang"],
            masalah=tuple(data["masalah"]), berlaku_dari=data["berlaku_dari"],
            berlaku_sampai=data["berlaku_sampai"], umum=data["umum"],
            berkas=berkas.read(BITA_MAKS + 1) if berkas else None,
        )  # fmt: skip


class VersiForm(KeteranganForm):
    """The same with a file."""

    berkas = forms.FileField(
        label="Berkas", required=False, widget=UnfoldAdminFileFieldWidget, allow_empty_file=True,
        help_text="PDF, DOCX, XLSX, atau ODT, paling besar 20 MB, tanpa makro.",
    )  # fmt: skip
    field_order = ("jenis", "judul", "berkas")


class TambahForm(VersiForm):
    """A new row."""

    jenis = pilihan("Jenis", Pustaka.Jenis.choices)
    wilayah = forms.ModelChoiceField(
        Wilayah.objects.none(), label="Kecamatan", widget=UnfoldAdminSelectWidget, empty_label=None
    )


class AlasanForm(forms.Form):
    """Why it is taken out."""

    alasan = teks("Alasannya")


def _describe(obj: Pustaka, user: Any, form: Any) -> str:
    describe_pustaka(obj, form.isi(obj.jenis), by=user)
    return "Keterangan disimpan."


def _renew(obj: Pustaka, user: Any, form: Any) -> str:
    baru = renew_pustaka(obj, form.isi(obj.jenis), by=user)
    return f"Versi {baru.versi} masuk pustaka dan ditawarkan sejak mulai berlaku."


def _withdraw(obj: Pustaka, user: Any, form: Any) -> str:
    withdraw_pustaka(obj, by=user, alasan=form.cleaned_data["alasan"])
    return "Ditarik; desa tidak melihatnya lagi."


def _restore(obj: Pustaka, user: Any, _form: Any) -> str:
    restore_pustaka(obj, by=user)
    return "Ditawarkan lagi."


class BerlakuFilter(DropdownFilter):
    """Whether it is the one to use today."""

    title = "berlaku"
    parameter_name = "berlaku"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("ya", "Berlaku sekarang"), ("tidak", "Lama, akan datang, atau ditarik")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        rows: Any = queryset
        kini = Pustaka.objects.current(timezone.localdate()).values("pk")
        if self.value() == "ya":
            return rows.filter(pk__in=kini)
        return rows.exclude(pk__in=kini) if self.value() == "tidak" else rows


class PustakaResource(AmanResource):
    """The library as a file: what there is, not the files themselves."""

    wilayah = Field("wilayah_id", column_name="kecamatan")
    masalah = Field(column_name="jenis_masalah")

    class Meta:
        model = Pustaka
        fields = (
            "id", "wilayah", "jenis", "judul", "nomor", "tahun", "tentang", "masalah", "versi",
            "berlaku_dari", "berlaku_sampai", "umum", "unduhan", "tautan",
        )  # fmt: skip
        export_order = fields

    def filter_export(self, queryset: Any, **kwargs: Any) -> Any:
        return super().filter_export(queryset, **kwargs).prefetch_related("masalah")

    def dehydrate_masalah(self, satu: Pustaka) -> str:
        return ";".join(j.pk for j in satu.masalah.all())


@admin.register(Pustaka)
class PustakaAdmin(CariKata, EksporAdmin, LangkahAdmin):
    """Read only: what is done to a row is a step."""

    akibat_langkah = AKIBAT["pustaka"]
    resource_classes = [PustakaResource]
    change_form_template = LangkahAdmin.change_form_template  # the export's mixin has its own
    form_tambah = TambahForm
    judul_tambah = "Pustaka baru"
    teks_tambah = (
        "Yang baru ditawarkan kepada semua desa di kecamatan ini. Jangan unggah berkas yang berisi "
        "nama, NIK, atau nomor orang.",
    )
    langkah = (
        Langkah("versi", "Masukkan versi baru", _renew, VersiForm,
                boleh=lambda o, _u: o.ditarik_at is None and not hasattr(o, "pengganti")),
        Langkah("ubah", "Ubah keterangan", _describe, KeteranganForm,
                boleh=lambda o, _u: o.ditarik_at is None),
        Langkah("pulih", "Tawarkan lagi", _restore, boleh=lambda o, _u: o.ditarik_at is not None),
        Langkah("tarik", "Tarik dari pustaka", _withdraw, AlasanForm, bahaya=True,
                boleh=lambda o, _u: o.ditarik_at is None),
    )  # fmt: skip
    list_display = ("sebutan", "jenis", "versi", "keadaan", "unduhan", "ambil")
    list_filter = (
        ("jenis", ChoicesDropdownFilter), ("masalah", RelatedFilter), ("bidang", RelatedFilter),
        BerlakuFilter, "umum", WilayahFilter,
    )  # fmt: skip
    list_filter_submit = True
    list_select_related = ("pengganti",)
    search_fields = ("judul",)
    search_help_text = "Kata dalam judul, nomor, atau isinya; salah ketik tidak apa-apa"

    @display(description="judul", ordering="judul")
    def sebutan(self, obj: Pustaka) -> str:
        return format_html('<span class="masalah">{}</span>{}', obj.judul, obj.nomor)

    @display(description="keadaan")
    def keadaan(self, obj: Pustaka) -> str:
        if obj.ditarik_at is not None:
            return "Ditarik"
        if hasattr(obj, "pengganti") and obj.pengganti.ditarik_at is None:
            return f"Diganti versi {obj.pengganti.versi}"
        return "Berlaku" if obj.is_current(timezone.localdate()) else "Di luar masa berlaku"

    @display(description="berkas", empty_value="–")
    def ambil(self, obj: Pustaka) -> str | None:
        if obj.berkas:
            url = reverse("ruko_pustaka_unduh", args=[obj.pk])
            return format_html('<a href="{}">Unduh {}</a>', url, obj.akhiran.upper())
        if obj.tautan:
            return format_html('<a href="{}" rel="noreferrer">Buka tautan</a>', obj.tautan)
        return None

    def build_tambah(self, request: HttpRequest, *data: Any) -> forms.Form:
        form = TambahForm(*data)
        tempat: Any = form.fields["wilayah"]
        rows = self.rows_to_add(request, Wilayah)
        tempat.queryset = rows.filter(tingkat=Wilayah.Tingkat.KECAMATAN)
        return form

    def tambah(self, request: HttpRequest, form: Any) -> Pustaka:
        user: Any = request.user
        data = form.cleaned_data
        return add_pustaka(form.isi(data["jenis"]), wilayah=data["wilayah"], by=user)

    def build(self, langkah: Langkah, obj: Any, *data: Any) -> forms.Form:
        form = super().build(langkah, obj, *data)
        if isinstance(form, KeteranganForm) and not data:
            form.initial = {
                nama: getattr(obj, nama)
                for nama in ("judul", "nomor", "tahun", "tentang", "tautan", "bidang", "umum")
            } | {"masalah": obj.masalah.all()}
            if langkah.kunci == "ubah":
                form.initial |= {"berlaku_dari": obj.berlaku_dari,
                                 "berlaku_sampai": obj.berlaku_sampai}  # fmt: skip
            else:
                form.initial["berlaku_dari"] = timezone.localdate()
        return form

    def tautan(self, obj: Any) -> list[tuple[str, str]]:
        isi = [("Halaman pustaka", obj.get_absolute_url())]
        if obj.berkas:
            isi.append(("Unduh berkas", reverse("ruko_pustaka_unduh", args=[obj.pk])))
        if obj.tautan:
            isi.append(("Buka tautan", obj.tautan))
        if obj.menggantikan is not None:
            isi.append((f"Versi {obj.menggantikan.versi}", self.page_of(obj.menggantikan)))
        if hasattr(obj, "pengganti"):
            isi.append((f"Versi {obj.pengganti.versi} (penggantinya)", self.page_of(obj.pengganti)))
        return isi

    def bagian(self, request: HttpRequest, obj: Any) -> list[Bagian]:
        dari = tanggal_pendek(obj.berlaku_dari) if obj.berlaku_dari else "sejak dulu"
        sampai = tanggal_pendek(obj.berlaku_sampai) if obj.berlaku_sampai else "seterusnya"
        rinci = [
            ("Jenis", obj.get_jenis_display()), ("Nomor", obj.nomor or "–"),
            ("Tentang", obj.tentang or "–"),
            ("Soal", ", ".join(str(j) for j in obj.masalah.all()) or "Umum"),
            ("Bidang", str(obj.bidang or "–")), ("Versi", str(obj.versi)),
            ("Berlaku", f"{dari} sampai {sampai}"),
            ("Keadaan", self.keadaan(obj)), ("Milik", str(obj.wilayah or "Nasional")),
            ("Siapa melihat", "Siapa saja" if obj.umum else "Staf desa dan kecamatan"),
            ("Diunduh", f"{obj.unduhan} kali"),
        ]  # fmt: skip
        if obj.ditarik_at is not None:
            kapan = tanggal_panjang(obj.ditarik_at, obj.wilayah_id)
            rinci.append(("Ditarik", f"{kapan}: {obj.alasan_ditarik}"))
        return [Bagian("", rinci=rinci)]
