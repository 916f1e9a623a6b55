"""A photo or video of a visit: who is seen, what they agreed to, whether it may be shown."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import path, reverse
from django.utils.html import format_html
from unfold.decorators import display

from luna_maya.admin.dokumentasi_kunjungan import VisitPages
from luna_maya.cetak.dasar import rt_rw
from luna_maya.forms.dokumentasi import (
    CabutOrangForm,
    HapusForm,
    JawabForm,
    NyatakanForm,
    OrangForm,
    PilihOrangForm,
    UbahDokumentasiForm,
)
from luna_maya.models import Dokumentasi, OrangTampil
from luna_maya.models.dokumentasi import reason_of
from luna_maya.services.dokumentasi import (
    JawabanOrang,
    answer_orang,
    edit_dokumentasi,
    record_orang,
    remove_dokumentasi,
    state_orang,
    withdraw_orang,
)
from pesan.admin_langkah import Langkah, LangkahAdmin
from pesan.lampiran import serve_lampiran, serve_private
from wilayah.admin_dasar import WilayahFilter
from wilayah.bagian_halaman import Bagian
from wilayah.format import tanggal_panjang


def _edit(obj: Dokumentasi, user: Any, form: Any) -> str:
    edit_dokumentasi(obj, **form.cleaned_data, by=user)
    return "Keterangan disimpan."


def _person(obj: Dokumentasi, user: Any, form: Any) -> str:
    isi = dict(form.cleaned_data)
    terakhir = isi.pop("terakhir")
    record_orang(obj, JawabanOrang(**isi), by=user)
    if terakhir:
        state_orang(obj, Dokumentasi.Pernyataan.SEMUA, by=user)
    return "Orang dicatat." + (" Pernyataan dibuat." if terakhir else "")


def _state(obj: Dokumentasi, user: Any, form: Any) -> str:
    pernyataan = form.cleaned_data["pernyataan"]
    state_orang(obj, "" if pernyataan == "-" else pernyataan, by=user)
    return "Pernyataan ditarik." if pernyataan == "-" else "Pernyataan dicatat."


def _answer(_obj: Dokumentasi, user: Any, form: Any) -> str:
    isi = form.cleaned_data
    answer_orang(isi["orang"], izin=isi["izin"], cara=isi["cara"], by=user)
    return "Jawaban baru dicatat."


def _withdraw(_obj: Dokumentasi, user: Any, form: Any) -> str:
    withdraw_orang(form.cleaned_data["orang"], cara=form.cleaned_data["cara"], by=user)
    return "Izin dicabut; gambar ini langsung turun dari halaman umum dan laporan."


def _remove(obj: Dokumentasi, user: Any, form: Any) -> str:
    obj.dihapus_at = remove_dokumentasi(obj, alasan=form.cleaned_data["alasan"], by=user).dihapus_at
    return "Dihapus beserta berkasnya."


def _standing(obj: Dokumentasi, _user: Any) -> bool:
    return obj.dihapus_at is None


def _peopled(obj: Dokumentasi, user: Any) -> bool:
    return _standing(obj, user) and obj.orang.exists()


@admin.register(Dokumentasi)
class DokumentasiAdmin(VisitPages, LangkahAdmin):
    """All photos and videos; a visit's own page adds them."""

    change_form_template = "admin/luna_maya/dokumentasi.html"
    list_display = ("gambar", "kunjungan", "tempat", "jenis", "teks_alt", "keadaan")
    list_display_links = ("gambar", "teks_alt")
    list_filter = ("jenis", "pernyataan", WilayahFilter)
    list_select_related = ("kunjungan__jenis", "wilayah")
    search_fields = ("keterangan", "teks_alt", "kunjungan__kode")
    langkah = (
        Langkah("orang", "Catat orang yang terlihat", _person, OrangForm, utama=True,
                boleh=_standing),
        Langkah("nyatakan", "Nyatakan semua orang sudah dicatat", _state, NyatakanForm,
                boleh=_standing),
        Langkah("ubah", "Ubah keterangan dan urutan", _edit, UbahDokumentasiForm, boleh=_standing),
        Langkah("jawab", "Catat jawaban baru", _answer, JawabForm, boleh=_peopled),
        Langkah("cabut", "Cabut izin seseorang", _withdraw, CabutOrangForm, boleh=_peopled),
        Langkah("hapus", "Hapus gambar ini", _remove, HapusForm, bahaya=True, boleh=_standing),
    )  # fmt: skip

    class Media:
        css = {"all": ("gaya/tiket.css", "gaya/dokumentasi.css")}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        umum = Dokumentasi.objects.public().filter(pk=OuterRef("pk"))
        rows = super().get_queryset(request).filter(dihapus_at__isnull=True)
        return rows.annotate(umum=Exists(umum)).prefetch_related("orang")

    def get_urls(self) -> list[Any]:
        lihat = self.admin_site.admin_view(self.file_view)
        nama = "luna_maya_dokumentasi_berkas"
        return [
            path("<int:pk>/berkas/<str:ukuran>/", lihat, name=nama),
            *self.visit_urls(),
            *super().get_urls(),
        ]

    def page_of(self, obj: Any) -> str:
        """Its own page; the visit's once it is gone."""
        if obj.dihapus_at is not None:
            return reverse("admin:luna_maya_dokumentasi_kunjungan", args=[obj.kunjungan.kode])
        return super().page_of(obj)

    @display(description="gambar")
    def gambar(self, obj: Dokumentasi) -> str:
        if not obj.kecil:
            return obj.get_jenis_display()
        url = reverse("admin:luna_maya_dokumentasi_berkas", args=[obj.pk, "kecil"])
        return format_html('<img class="dok-mini" src="{}" alt="" loading="lazy">', url)

    @display(description="wilayah")
    def tempat(self, obj: Dokumentasi) -> str:
        return rt_rw(str(obj.wilayah_id))

    @display(description="keadaan", label={"Tampil di halaman umum": "success"})
    def keadaan(self, obj: Dokumentasi) -> str:
        return "Tampil di halaman umum" if obj.umum else "Tidak tampil"  # type: ignore[attr-defined]

    def build(self, langkah: Langkah, obj: Any, *data: Any) -> forms.Form:
        form = super().build(langkah, obj, *data)
        if isinstance(form, PilihOrangForm):
            form.offer(obj, dicabut=isinstance(form, JawabForm))
        if langkah.kunci == "ubah" and not data:
            form.initial = {nama: getattr(obj, nama) for nama in form.fields}
        return form

    def tautan(self, obj: Any) -> list[tuple[str, str]]:
        kode = obj.kunjungan.kode
        nama = "admin:luna_maya_dokumentasi"
        isi = [
            ("Dokumentasi kunjungan ini", reverse(f"{nama}_kunjungan", args=[kode])),
            ("Formulir izin untuk dicetak", reverse(f"{nama}_formulir", args=[kode])),
        ]
        if obj.lampiran_id and obj.lampiran.berkas:
            isi.append(("Berkas penuh", reverse(f"{nama}_berkas", args=[obj.pk, "penuh"])))
        return isi

    def bagian(self, request: HttpRequest, obj: Any) -> list[Bagian]:
        kode = str(obj.wilayah_id)
        sebab = reason_of(obj) or "tuan rumah belum atau tidak mengizinkan"
        tampil = "Tampil di halaman umum" if obj.umum else f"Tidak tampil: {sebab}"
        rinci = [
            ("Keadaan", tampil),
            ("Kunjungan", f"{obj.kunjungan}, {tanggal_panjang(obj.kunjungan.mulai_at, kode)}"),
            ("Keterangan", obj.keterangan or "–"),
            ("Yang terlihat", obj.teks_alt),
            ("Diambil oleh", obj.diambil_oleh or "–"),
            ("Pernyataan", obj.get_pernyataan_display() or "Belum dinyatakan"),
        ]
        if obj.tautan:
            rinci.append(("Tautan", obj.tautan))
        return [
            Bagian("", rinci=rinci),
            Bagian(
                "Orang yang terlihat",
                kepala=["Nama", "Izin", "Cara", "Dijawab"],
                baris=[_person_row(satu, kode) for satu in obj.orang.all()],
            ),
            Bagian(
                "Riwayat",
                kepala=["Pada", "Apa", "Cara", "Oleh"],
                baris=[
                    [tanggal_panjang(r.at, kode), _what(r), r.cara or "–", str(r.by or "–")]
                    for r in obj.riwayat_tampil.select_related("by")
                ],
            ),
        ]

    def file_view(self, request: HttpRequest, pk: int, ukuran: str) -> HttpResponseBase:
        """The picture to staff of its area, shown or not."""
        obj = self.find(request, pk)
        if ukuran == "kecil" and obj.kecil:
            try:
                return serve_private(obj.kecil.open("rb"), "foto.jpg", "image/jpeg", unduh=False)
            except FileNotFoundError:
                raise Http404 from None
        if ukuran == "penuh" and obj.lampiran_id:
            return serve_lampiran(obj.lampiran)
        raise Http404


def _person_row(orang: OrangTampil, kode: str) -> list[str]:
    nama = orang.nama + (f" (anak; wali {orang.wali})" if orang.anak else "")
    izin = orang.get_izin_display()
    if orang.dicabut_at is not None:
        izin = f"Dicabut {tanggal_panjang(orang.dicabut_at, kode)}"
    return [nama, izin, orang.get_cara_display(), tanggal_panjang(orang.diberi_at, kode)]


def _what(riwayat: Any) -> str:
    izin = f": {riwayat.izin}" if riwayat.izin else ""
    return f"{riwayat.apa}{izin}"
