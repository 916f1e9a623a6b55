"""The desk of public works: plan, registration, open selection, daily list, pictures."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from ekonomi.admin.ekspor_hibah import PekerjaResource
from ekonomi.admin.hibah_form import TANGGAL
from ekonomi.admin.langkah_hibah import KELIRU, AlasanForm, HalamanLangkah, Langkah, staff_of
from ekonomi.models import FotoProyek, HariKerja, Pekerja, ProyekPadatKarya
from ekonomi.services.padat_karya import pilih
from ekonomi.services.padat_karya import proyek as layanan
from ekonomi.services.padat_karya.daftar import reject_pekerja
from ekonomi.services.padat_karya.hari import correct_hari, record_hari
from ekonomi.services.padat_karya.upah import make_daftar_upah
from pesan.lampiran import serve_lampiran
from wilayah.admin_dasar import ScopedAdmin, WilayahFilter
from wilayah.ekspor import EksporAdmin
from wilayah.formulir import FOTO
from wilayah.models import Pengguna

S = ProyekPadatKarya.Status
WARNA = {
    "rencana": "info", "pendaftaran": "warning", "terpilih": "warning", "berjalan": "success",
    "selesai": "success", "batal": "danger",
}  # fmt: skip
_POKOK = (
    "program", "pos", "sumber", "wilayah", "mulai", "hari_kerja", "kuota", "upah_harian",
    "cara_pilih",
)  # fmt: skip


class BenihForm(forms.Form):
    """The seed of a draw, said aloud by those present."""

    perlu_baris = True
    benih = forms.CharField(
        label="Benih undian", required=False, max_length=64, widget=UnfoldAdminTextInputWidget,
        help_text="Misalnya angka yang disebut hadirin satu per satu. Kosong: dibuat portal.",
    )  # fmt: skip

    def __init__(self, *args: Any, baris: ProyekPadatKarya, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if baris.cara_pilih != ProyekPadatKarya.Pilih.UNDIAN:
            del self.fields["benih"]


class FotoProyekForm(forms.Form):
    """A picture of the place for the public page."""

    tahap = forms.ChoiceField(
        label="Tahap", choices=FotoProyek.Tahap.choices, widget=UnfoldAdminSelectWidget
    )
    foto = forms.FileField(
        label="Foto", widget=forms.FileInput(attrs={"accept": FOTO, "capture": "environment"})
    )
    keterangan = forms.CharField(
        label="Keterangan", required=False, max_length=160, widget=UnfoldAdminTextInputWidget
    )
    tanpa_wajah = forms.BooleanField(
        label="Tidak memperlihatkan wajah orang", required=False,
        help_text="Fotonya tampil untuk umum dan tidak ada yang dimintai izin.",
    )  # fmt: skip


class RentangForm(forms.Form):
    """The days of a payroll."""

    dari = forms.DateField(label="Dari", widget=TANGGAL)
    sampai = forms.DateField(label="Sampai", widget=TANGGAL, initial=timezone.localdate)


def _select(proyek: Any, by: Pengguna, form: Any) -> str:
    proyek = pilih.select_pekerja(proyek, benih=form.cleaned_data.get("benih", ""), by=by)
    return f"Pekerja dipilih; daftarnya sudah tampil untuk umum ({proyek.kuota} tempat)."


def _foto(proyek: Any, by: Pengguna, form: Any) -> str:
    data = form.cleaned_data
    layanan.add_foto(
        proyek, data["foto"], tahap=data["tahap"], keterangan=data["keterangan"],
        tanpa_wajah=data["tanpa_wajah"], by=by,
    )  # fmt: skip
    return "Foto disimpan."


def _payroll(proyek: Any, by: Pengguna, form: Any) -> Any:
    data = form.cleaned_data
    daftar = make_daftar_upah(proyek, dari=data["dari"], sampai=data["sampai"], by=by)
    return redirect(daftar)


def _cancel(proyek: Any, by: Pengguna, form: Any) -> None:
    layanan.cancel_proyek(proyek, alasan=form.cleaned_data["alasan"], by=by)


def _may_payroll(_proyek: Any, by: Pengguna) -> bool:
    return by.has_perm("ekonomi.add_daftarupah")


LANGKAH = (
    Langkah("buka", "Buka pendaftaran", lambda p, by, _f: layanan.open_pendaftaran(p, by=by) and "",
            frozenset({S.RENCANA}), keterangan="Upah menurut rencana disisihkan dari posnya."),
    Langkah("pilih", "Tutup pendaftaran dan pilih", _select, frozenset({S.PENDAFTARAN}), BenihForm,
            keterangan="Hasilnya langsung diumumkan menurut kode, dengan alasannya."),
    Langkah("mulai", "Mulai bekerja", lambda p, by, _f: layanan.start_proyek(p, by=by) and "",
            frozenset({S.TERPILIH})),
    Langkah("upah", "Susun daftar upah", _payroll, frozenset({S.BERJALAN}), RentangForm,
            boleh=_may_payroll),
    Langkah("foto", "Tambah foto", _foto, form=FotoProyekForm, berkas=True,
            boleh=lambda p, _by: p.status != S.BATAL),
    Langkah("selesai", "Selesaikan", lambda p, by, _f: layanan.finish_proyek(p, by=by) and "",
            frozenset({S.BERJALAN}),
            keterangan="Perlu foto sebelum dan sesudah, dan semua hari sudah masuk daftar upah."),
    Langkah("batal", "Batalkan proyek", _cancel,
            frozenset({S.RENCANA, S.PENDAFTARAN, S.TERPILIH, S.BERJALAN}), AlasanForm),
)  # fmt: skip


@admin.register(ProyekPadatKarya)
class ProyekAdmin(HalamanLangkah):
    """The plan is a form; everything after it is a step on the project's own page."""

    langkah = LANGKAH
    page_template = "admin/ekonomi/proyek.html"
    list_display = ("judul", "jenis", "tempat", "mulai", "orang", "tampil_status")
    list_filter = ("status", "jenis", WilayahFilter)
    list_filter_submit = True
    search_fields = ("judul", "tempat")
    list_select_related = ("wilayah",)
    fields = (
        "program", "pos", "sumber", "wilayah", "judul", "jenis", "uraian", "tempat", ("lat", "lng"),
        "volume", "mulai", ("hari_kerja", "kuota"), "upah_harian", "cara_pilih", "alat_pelindung",
        "bpjs", "catatan_keselamatan",
    )  # fmt: skip

    class Media:
        css = {"all": ("gaya/tiket.css", "gaya/surat.css")}

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm("ekonomi.add_proyekpadatkarya"))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return ScopedAdmin.has_change_permission(self, request, obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        aktif = Q(pekerja__status__in=["terpilih", "selesai"])
        rows = super().get_queryset(request).select_related("wilayah", "pos", "program")
        return rows.annotate(terpilih=Count("pekerja", filter=aktif))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Once registration is open, what people registered for stays."""
        return _POKOK if obj is not None and obj.status != S.RENCANA else ()

    @display(description="pekerja")
    def orang(self, proyek: Any) -> str:
        return f"{proyek.terpilih} / {proyek.kuota}"

    @display(description="status", ordering="status", label=WARNA)
    def tampil_status(self, proyek: ProyekPadatKarya) -> tuple[str, str]:
        return proyek.status, proyek.get_status_display()

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "alat_pelindung":
            return forms.MultipleChoiceField(
                label="Alat pelindung tersedia", choices=ProyekPadatKarya.Alat.choices,
                required=False, widget=forms.CheckboxSelectMultiple,
            )  # fmt: skip
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_urls(self) -> list[Any]:
        view, nama = self.admin_site.admin_view, "ekonomi_proyekpadatkarya"
        return [
            path("<int:pk>/ubah/", view(self.plan_view), name=f"{nama}_ubah"),
            path("<int:pk>/hadir/", view(self.day_view), name=f"{nama}_hadir"),
            path("<int:pk>/foto/<int:foto_proyek>/", view(self.foto_view), name=f"{nama}_foto"),
            path("<int:pk>/sembunyikan/", view(self.hide_view), name=f"{nama}_sembunyikan"),
            *super().get_urls(),
        ]

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:  # fmt: skip
        if object_id is None:
            return ScopedAdmin.changeform_view(self, request, None, form_url, extra_context)
        return self.page(request, self.find(request, object_id))

    def plan_view(self, request: HttpRequest, pk: int) -> Any:
        """The form of the plan."""
        proyek = self.find(request, pk)
        if proyek.status in (S.SELESAI, S.BATAL):
            messages.error(request, "Proyek ini sudah berakhir; rencananya tidak diubah lagi.")
            return redirect(proyek)
        return ScopedAdmin.changeform_view(self, request, str(pk), "", None)

    def context_of(self, request: HttpRequest, baris: ProyekPadatKarya) -> dict[str, Any]:
        hari = HariKerja.objects.filter(pekerja__proyek=baris, batal=False)
        per_hari = hari.values("tanggal").annotate(orang=Count("id")).order_by("tanggal")
        return {
            "proyek": baris,
            "warna": WARNA.get(baris.status, ""),
            "pekerja": baris.pekerja.select_related("rumah").order_by("urutan", "created_at"),
            "hari": per_hari,
            "upah": baris.daftar_upah.order_by("-pk"),
            "foto": baris.foto.order_by("id"),
            "riwayat": baris.riwayat.select_related("by"),
            "hari_ini": timezone.localdate(),
            "boleh_upah": request.user.has_perm("ekonomi.view_daftarupah"),
        }

    def day_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A day's attendance on one screen: each worker absent, half or whole day."""
        proyek, by = self.find(request, pk), staff_of(request)
        if not self.may_act(request, proyek):
            raise Http404
        tanggal = _read_day(request.POST.get("tanggal") or request.GET.get("tanggal"))
        galat = ""
        if request.method == "POST":
            try:
                n = record_hari(proyek, tanggal, _read_ticks(request), by=by)
            except KELIRU as error:
                galat = str(error)
            else:
                messages.success(request, f"{tanggal:%d-%m-%Y}: {n} perubahan disimpan.")
                return redirect(f"{request.path}?tanggal={tanggal:%Y-%m-%d}")
        ada = dict(
            HariKerja.objects.filter(
                pekerja__proyek=proyek, tanggal=tanggal, batal=False
            ).values_list("pekerja_id", "bagian")
        )
        pekerja = proyek.pekerja.filter(Q(status="terpilih") | Q(pk__in=ada)).order_by("urutan")
        context = {
            **self.admin_site.each_context(request), "opts": self.opts,
            "title": f"Kehadiran {proyek}", "proyek": proyek, "tanggal": tanggal, "galat": galat,
            "baris": [(p, ada.get(p.pk, 0)) for p in pekerja],
        }  # fmt: skip
        status = 422 if galat else 200
        return TemplateResponse(request, "admin/ekonomi/hadir_hari.html", context, status=status)

    def foto_view(self, request: HttpRequest, pk: int, foto_proyek: int) -> Any:
        proyek = self.find(request, pk)
        foto = proyek.foto.select_related("lampiran").filter(pk=foto_proyek).first()
        if foto is None:
            raise Http404("foto tidak ada")
        return serve_lampiran(foto.lampiran)

    def hide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """POST: a picture leaves the public page."""
        proyek = self.find(request, pk)
        if request.method == "POST" and self.may_act(request, proyek):
            nomor = request.POST.get("foto", "")
            foto = proyek.foto.filter(pk=nomor).first() if nomor.isdecimal() else None
            if foto is None:
                raise Http404("foto tidak ada")
            try:
                layanan.hide_foto(foto, alasan=request.POST.get("alasan", ""), by=staff_of(request))
                messages.success(request, "Foto tidak lagi tampil untuk umum.")
            except KELIRU as error:
                messages.error(request, str(error))
        return redirect(proyek)


def _read_day(teks: str | None) -> date:
    try:
        return date.fromisoformat(teks or "")
    except ValueError:
        return timezone.localdate()


def _read_ticks(request: HttpRequest) -> dict[int, int]:
    """bagian_<pk> of the form to 0, 1 or 2; what cannot be read is left out."""
    hasil = {}
    for nama, nilai in request.POST.items():
        if nama.startswith("bagian_") and nama[7:].isdecimal() and str(nilai) in {"0", "1", "2"}:
            hasil[int(nama[7:])] = int(str(nilai))
    return hasil


def _replace(pekerja: Pekerja, by: Pengguna, form: Any) -> str:
    ganti = pilih.replace_pekerja(pekerja, alasan=form.cleaned_data["alasan"], by=by)
    return f"Digantikan {ganti.kode}." if ganti else "Tidak ada cadangan lagi; tempatnya kosong."


def _reject(pekerja: Pekerja, by: Pengguna, form: Any) -> None:
    reject_pekerja(pekerja, alasan=form.cleaned_data["alasan"], by=by)


class KoreksiForm(AlasanForm):
    """Another part of a day, after its payroll was reversed."""

    perlu_baris = True
    hari = forms.ModelChoiceField(
        HariKerja.objects.none(), label="Hari", widget=UnfoldAdminSelectWidget
    )
    bagian = forms.TypedChoiceField(
        label="Menjadi", coerce=int, widget=UnfoldAdminSelectWidget,
        choices=[(0, "Tidak hadir"), *HariKerja.Bagian.choices],
    )  # fmt: skip
    field_order = ["hari", "bagian", "alasan"]

    def __init__(self, *args: Any, baris: Pekerja, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hari: Any = self.fields["hari"]
        hari.queryset = baris.hari.filter(batal=False)
        hari.label_from_instance = lambda h: f"{h.tanggal:%d-%m-%Y}, {h.get_bagian_display()}"


def _correct(_pekerja: Pekerja, by: Pengguna, form: Any) -> None:
    data = form.cleaned_data
    correct_hari(data["hari"], bagian=data["bagian"], alasan=data["alasan"], by=by)


@admin.register(Pekerja)
class PekerjaAdmin(EksporAdmin, HalamanLangkah):
    """Who registered; refused before the selection, replaced after it."""

    resource_classes = [PekerjaResource]
    langkah = (
        Langkah("ganti", "Ganti dengan cadangan", _replace, frozenset({"terpilih"}), AlasanForm,
                boleh=lambda p, _by: p.proyek.status in (S.TERPILIH, S.BERJALAN)),
        Langkah("koreksi", "Koreksi hari kerja", _correct, form=KoreksiForm,
                boleh=lambda p, _by: p.hari.filter(batal=False).exists()),
        Langkah("tolak", "Tolak pendaftaran", _reject, frozenset({"terdaftar"}), AlasanForm,
                boleh=lambda p, _by: p.proyek.status == S.PENDAFTARAN),
    )  # fmt: skip
    page_template = "admin/ekonomi/pekerja.html"
    list_display = ("kode", "nama", "tampil_proyek", "urutan", "skor", "status")
    list_filter = ("status", "menganggur")
    search_fields = ("kode", "nama", "proyek__judul")
    list_select_related = ("proyek",)

    class Media:
        css = {"all": ("gaya/tiket.css", "gaya/surat.css")}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("proyek", "rumah", "menggantikan")

    @display(description="proyek")
    def tampil_proyek(self, pekerja: Pekerja) -> str:
        alamat = reverse("admin:ekonomi_proyekpadatkarya_change", args=[pekerja.proyek_id])
        return format_html('<a href="{}">{}</a>', alamat, pekerja.proyek)

    def context_of(self, request: HttpRequest, baris: Pekerja) -> dict[str, Any]:
        return {
            "pekerja": baris,
            "hari": baris.hari.filter(batal=False).order_by("tanggal"),
            "upah": baris.upah.select_related("daftar").exclude(daftar__status="batal"),
        }
