"""Monthly reports for staff: read, remark, sign, correct, download."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import FileResponse, Http404, HttpRequest
from django.urls import path, reverse
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget

from pesan.admin_langkah import Langkah, LangkahAdmin, YakinForm, paragraf, teks
from ruko_parsel.admin.kecamatan import LayarKecamatan
from ruko_parsel.akibat_langkah import AKIBAT
from ruko_parsel.cetak.laporan_bulan import nama_bulan
from ruko_parsel.masa import closed_month, month_of
from ruko_parsel.models import LaporanRuko
from ruko_parsel.services.laporan import (
    PANJANG_CATATAN,
    correct_laporan,
    draft_laporan,
    is_camat_of,
    recompose_laporan,
    sign_laporan,
    write_catatan,
)
from ruko_parsel.tempat_ruko import kecamatan_for
from ruko_parsel.unduh_laporan import BENTUK, serve_laporan
from wilayah.admin_dasar import WilayahFilter
from wilayah.bagian_halaman import Bagian
from wilayah.ekspor import AmanResource, EksporAdmin
from wilayah.format import tanggal_panjang
from wilayah.models import Wilayah
from wilayah.zona import hari_ini

_BANYAK_BULAN = 24


class LaporanForm(forms.Form):
    """Which closed month of which kecamatan."""

    wilayah = forms.ModelChoiceField(
        Wilayah.objects.none(), label="Kecamatan", empty_label=None, widget=UnfoldAdminSelectWidget
    )
    bulan = forms.ChoiceField(label="Bulan", widget=UnfoldAdminSelectWidget)


class CatatanForm(forms.Form):
    """The officer's remarks."""

    catatan = paragraf(
        "Catatan", wajib=False, baris=6, max_length=PANJANG_CATATAN,
        help_text="Yang perlu diketahui camat di samping angkanya. Satu baris satu alinea.",
    )  # fmt: skip


class SebabForm(forms.Form):
    """Why a signed report is corrected."""

    sebab = teks("Apa yang dibetulkan", panjang=240)


def _recompose(obj: LaporanRuko, user: Any, _form: Any) -> str:
    recompose_laporan(obj, by=user)
    return "Angka disusun ulang dari keadaan sekarang."


def _remark(obj: LaporanRuko, user: Any, form: Any) -> str:
    write_catatan(obj, form.cleaned_data["catatan"], by=user)
    return "Catatan disimpan."


def _sign(obj: LaporanRuko, user: Any, _form: Any) -> str:
    return f"Laporan disahkan dengan nomor {sign_laporan(obj, by=user).nomor}."


def _correct(obj: LaporanRuko, user: Any, form: Any) -> str:
    correct_laporan(obj, sebab=form.cleaned_data["sebab"], by=user)
    return "Pembetulan disusun sebagai versi baru; yang lama tetap tersimpan."


def _is_draft(obj: LaporanRuko, _user: Any) -> bool:
    return obj.disahkan_at is None


class LaporanRukoResource(AmanResource):
    """The list of reports as a file."""

    class Meta:
        model = LaporanRuko
        fields = ("wilayah", "bulan", "versi", "nomor", "disusun_at", "disahkan_at", "sebab")
        export_order = fields


@admin.register(LaporanRuko)
class LaporanRukoAdmin(LayarKecamatan, EksporAdmin, LangkahAdmin):
    """One row a month and version."""

    akibat_langkah = AKIBAT["laporan"]
    resource_classes = [LaporanRukoResource]
    change_form_template = LangkahAdmin.change_form_template  # import-export brings its own
    list_display = ("sebutan", "wilayah", "nomor", "keadaan", "disusun", "disahkan")
    list_filter = (("disahkan_at", admin.EmptyFieldListFilter), WilayahFilter)
    list_select_related = ("wilayah",)
    form_tambah = LaporanForm
    judul_tambah = "Susun laporan bulan yang lalu"
    tombol_tambah = "Susun laporan"
    teks_tambah = ("Laporan tiap bulan tersusun sendiri. Di sini untuk bulan yang terlewat.",)
    langkah = (
        Langkah("sah", "Sahkan", _sign, YakinForm, utama=True,
                boleh=lambda o, u: o.disahkan_at is None and is_camat_of(u, o.wilayah_id)),
        Langkah("catatan", "Tulis catatan", _remark, CatatanForm, boleh=_is_draft),
        Langkah("susun", "Susun ulang angkanya", _recompose, YakinForm, boleh=_is_draft),
        Langkah("betulkan", "Buat pembetulan", _correct, SebabForm,
                boleh=lambda o, u: not _is_draft(o, u)),
    )  # fmt: skip

    @display(description="laporan", ordering="bulan")
    def sebutan(self, obj: LaporanRuko) -> str:
        ke = f", pembetulan {obj.versi - 1}" if obj.versi > 1 else ""
        return f"{nama_bulan(obj.bulan)}{ke}"

    @display(description="keadaan")
    def keadaan(self, obj: LaporanRuko) -> str:
        return "Disahkan" if obj.disahkan_at else "Menunggu camat"

    @display(description="disusun", ordering="disusun_at")
    def disusun(self, obj: LaporanRuko) -> str:
        return tanggal_panjang(obj.disusun_at, str(obj.wilayah_id))

    @display(description="disahkan", ordering="disahkan_at", empty_value="–")
    def disahkan(self, obj: LaporanRuko) -> str | None:
        return tanggal_panjang(obj.disahkan_at, str(obj.wilayah_id)) if obj.disahkan_at else None

    def get_urls(self) -> list[Any]:
        lihat = self.admin_site.admin_view(self.file_view)
        alamat = "<int:pk>/unduh/<str:bentuk>/"
        return [path(alamat, lihat, name="ruko_parsel_laporanruko_unduh"), *super().get_urls()]

    def file_view(self, request: HttpRequest, pk: int, bentuk: str) -> FileResponse:
        """The report as PDF or Word."""
        obj = self.find(request, pk)
        if bentuk not in BENTUK:
            raise Http404
        return serve_laporan(obj, bentuk)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who may change reports may also have a missed month drafted; nobody adds rows by hand."""
        return bool(request.user.has_perm("ruko_parsel.change_laporanruko"))

    def build_tambah(self, request: HttpRequest, *data: Any) -> forms.Form:
        form: Any = LaporanForm(*data)
        tempat = kecamatan_for(request.user)
        form.fields["wilayah"].queryset = Wilayah.objects.filter(pk__in=[w.pk for w in tempat])
        bulan, pilihan = closed_month(hari_ini(tempat[0].kode if tempat else None)), []
        for _n in range(_BANYAK_BULAN):
            pilihan.append((f"{bulan.dari}", nama_bulan(bulan.dari)))
            bulan = closed_month(bulan.dari)
        form.fields["bulan"].choices = pilihan
        return form

    def tambah(self, request: HttpRequest, form: Any) -> LaporanRuko:
        user: Any = request.user
        isi = form.cleaned_data
        bulan = forms.DateField().clean(isi["bulan"])
        return draft_laporan(isi["wilayah"], month_of(bulan).dari, by=user)

    def build(self, langkah: Langkah, obj: Any, *data: Any) -> forms.Form:
        form = super().build(langkah, obj, *data)
        if langkah.kunci == "catatan" and not data:
            form.initial = {"catatan": obj.catatan}
        return form

    def tautan(self, obj: Any) -> list[tuple[str, str]]:
        nama = "admin:ruko_parsel_laporanruko_unduh"
        masa = month_of(obj.bulan)
        layar = reverse("admin:ruko_parsel_laporanruko_kecamatan")
        return [
            ("Unduh PDF", reverse(nama, args=[obj.pk, "pdf"])),
            ("Unduh Word", reverse(nama, args=[obj.pk, "docx"])),
            ("Angka bulan itu", f"{layar}?di={obj.wilayah_id}&{masa.query}"),
        ]

    def bagian(self, request: HttpRequest, obj: Any) -> list[Bagian]:
        kode = obj.wilayah_id
        rinci = [("Nomor", obj.nomor or "diberikan saat disahkan"),
                 ("Disusun", tanggal_panjang(obj.disusun_at, kode))]  # fmt: skip
        if obj.disahkan_at:
            rinci.append(("Disahkan", f"{tanggal_panjang(obj.disahkan_at, kode)}, oleh "
                          f"{obj.disahkan_by}"))  # fmt: skip
        if obj.sebab:
            rinci.append(("Pembetulan", obj.sebab))
        kepala = Bagian("", rinci=rinci)
        catatan = [Bagian("Catatan petugas", obj.catatan.splitlines())] if (
            obj.catatan and obj.disahkan_at is None
        ) else []  # fmt: skip
        return [kepala, *sections_of(obj.isi["blok"]), *catatan]


def sections_of(blok: list[dict[str, Any]]) -> list[Bagian]:
    """The document's blocks as sections of the page."""
    hasil: list[Bagian] = []
    for satu in blok:
        if satu["jenis"] == "bab" or not hasil:
            hasil.append(Bagian(satu.get("teks", "") if satu["jenis"] == "bab" else ""))
        if satu["jenis"] == "alinea":
            hasil[-1].teks = [*hasil[-1].teks, satu["teks"]]
        elif satu["jenis"] == "daftar":
            hasil[-1].teks = [*hasil[-1].teks, *satu["isi"]]
        elif satu["jenis"] == "tabel":
            hasil[-1].kepala, hasil[-1].baris = satu["kepala"], satu["isi"]
    return hasil
