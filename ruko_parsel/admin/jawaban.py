"""Open answers at the desk: drafted, edited, published by a second person, reviewed in a queue."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from import_export.fields import Field
from unfold.contrib.filters.admin import DropdownFilter, RelatedDropdownFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget

from pesan.admin_langkah import Langkah, LangkahAdmin, paragraf, pilihan, teks
from ruko_parsel.admin.cari_daftar import CariKata
from ruko_parsel.akibat_langkah import AKIBAT
from ruko_parsel.models import Jawaban, JenisMasalah, Permintaan
from ruko_parsel.services.jawaban import (
    IsiJawaban,
    archive_jawaban,
    draft_jawaban,
    draft_of,
    drop_perubahan,
    edit_jawaban,
    publish_jawaban,
    restore_jawaban,
    review_jawaban,
    use_jawaban,
    write_jawaban,
)
from wilayah.admin_dasar import WilayahFilter
from wilayah.bagian_halaman import Bagian
from wilayah.ekspor import AmanResource, EksporAdmin
from wilayah.format import tanggal_panjang, tanggal_pendek
from wilayah.models import Wilayah

S = Jawaban.Status
_MASA = (("90", "3 bulan lagi"), ("180", "6 bulan lagi"), ("365", "Setahun lagi"),
         ("730", "Dua tahun lagi"))  # fmt: skip


class IsiForm(forms.Form):
    """The words of an answer."""

    tanya = teks("Pertanyaan", help_text="Seperti orang desa menanyakannya, tanpa nama siapa pun.")
    jawab = paragraf(
        "Jawaban", baris=12, max_length=6000,
        help_text="Langkah demi langkah. Nama, nomor, dan nama desa disamarkan.",
    )  # fmt: skip
    kata_kunci = teks("Kata lain yang dipakai orang", wajib=False,
                      help_text="Dipisah koma, misalnya: laporan dandes, SPJ.")  # fmt: skip

    def isi(self) -> IsiJawaban:
        data = self.cleaned_data
        return IsiJawaban(data["tanya"], data["jawab"], data["kata_kunci"])


class SuntingForm(IsiForm):
    """As written, with why it changes."""

    catatan = teks("Mengapa diubah", panjang=300, wajib=False)


class TambahForm(IsiForm):
    """A new answer; which kind of problem and whose."""

    masalah = forms.ModelChoiceField(
        JenisMasalah.objects.all(), label="Jenis masalah", widget=UnfoldAdminSelectWidget
    )
    wilayah = forms.ModelChoiceField(
        Wilayah.objects.none(), label="Kecamatan", widget=UnfoldAdminSelectWidget, empty_label=None
    )


class MasaForm(forms.Form):
    """How long it may stand until it is read again."""

    masa = pilihan("Ditinjau lagi", _MASA, initial="365")

    def lama(self) -> timedelta:
        return timedelta(days=int(self.cleaned_data["masa"]))


class TinjauForm(MasaForm):
    """It is still right."""

    catatan = teks("Catatan", panjang=300, wajib=False)


class AlasanForm(forms.Form):
    """Why."""

    alasan = teks("Alasannya", panjang=300)


def _edit(obj: Jawaban, user: Any, form: Any) -> str:
    hasil = edit_jawaban(obj, form.isi(), by=user, catatan=form.cleaned_data["catatan"])
    if hasil.status == S.TERBIT:
        return "Perubahan disimpan dan menunggu rekan menerbitkannya."
    return "Tersimpan. Sekarang giliran rekan membaca dan menerbitkannya."


def _publish(obj: Jawaban, user: Any, form: Any) -> str:
    publish_jawaban(obj, by=user, berlaku=form.lama())
    return "Terbit. Semua orang dapat membaca dan menemukannya."


def _drop(obj: Jawaban, user: Any, form: Any) -> str:
    drop_perubahan(obj, by=user, catatan=form.cleaned_data["alasan"])
    return "Perubahan dibuang; yang terbit tetap seperti semula."


def _review(obj: Jawaban, user: Any, form: Any) -> str:
    review_jawaban(obj, by=user, berlaku=form.lama(), catatan=form.cleaned_data["catatan"])
    return "Ditandai masih benar."


def _archive(obj: Jawaban, user: Any, form: Any) -> str:
    archive_jawaban(obj, by=user, alasan=form.cleaned_data["alasan"])
    return "Diarsipkan; tidak tampil lagi. Dapat dipulihkan dari halaman ini."


def _restore(obj: Jawaban, user: Any, _form: Any) -> str:
    restore_jawaban(obj, by=user)
    return "Dipulihkan dan menunggu diterbitkan lagi."


def _quote(obj: Jawaban, user: Any, _form: Any) -> str:
    dihitung = use_jawaban(obj, "kutip", siapa=f"staf:{user.pk}")
    return "Dicatat: dipakai menjawab." if dihitung else "Hari ini sudah Anda catat."


def _may_publish(obj: Jawaban, user: Any) -> bool:
    if obj.status == S.TERBIT:
        return obj.has_perubahan and obj.baru_by_id != user.pk
    return obj.status == S.USUL and obj.ditulis_by_id != user.pk


class AntreanFilter(DropdownFilter):
    """What somebody has to do something about."""

    title = "antrean"
    parameter_name = "antrean"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("usul", "Menunggu diterbitkan"), ("perubahan", "Ada perubahan"),
            ("tinjau", "Perlu ditinjau"), ("terbit", "Terbit"), ("arsip", "Diarsipkan"),
        ]  # fmt: skip

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        rows: Any = queryset
        pilih = self.value()
        if pilih == "tinjau":
            return rows.due_review(timezone.localdate())
        if pilih == "perubahan":
            return rows.exclude(baru_tanya="")
        return rows.filter(status=pilih) if pilih in S.values else rows


class JawabanResource(AmanResource):
    """Answers as a file."""

    masalah = Field("masalah__nama", column_name="jenis_masalah")
    bidang = Field("bidang__nama", column_name="bidang")
    wilayah = Field("wilayah_id", column_name="kecamatan")

    class Meta:
        model = Jawaban
        fields = ("id", "wilayah", "masalah", "bidang", "tanya", "jawab", "kata_kunci", "status",
                  "versi", "diterbitkan_at", "tinjau_at", "dipakai", "dicegah", "suara_ya",
                  "suara_tidak")  # fmt: skip
        export_order = fields

    def filter_export(self, queryset: Any, **kwargs: Any) -> Any:
        return super().filter_export(queryset, **kwargs).select_related("masalah", "bidang")

    def dehydrate_diterbitkan_at(self, satu: Jawaban) -> str:
        return tanggal_panjang(satu.diterbitkan_at, satu.wilayah_id) if satu.diterbitkan_at else ""


@admin.register(Jawaban)
class JawabanAdmin(CariKata, EksporAdmin, LangkahAdmin):
    """Read only: what is done to an answer is a step."""

    akibat_langkah = AKIBAT["jawaban"]
    resource_classes = [JawabanResource]
    change_form_template = LangkahAdmin.change_form_template  # the export's mixin has its own
    form_tambah = TambahForm
    judul_tambah = "Jawaban terbuka baru"
    teks_tambah = (
        "Jawaban terbuka dibaca semua desa. Nama orang, nomor, dan nama desa disamarkan saat "
        "disimpan; periksa sekali lagi. Rekan Anda yang menerbitkannya.",
    )
    langkah = (
        Langkah("terbit", "Terbitkan", _publish, MasaForm, utama=True, boleh=_may_publish),
        Langkah("tinjau", "Masih benar", _review, TinjauForm,
                boleh=lambda o, _u: o.status == S.TERBIT and not o.has_perubahan),
        Langkah("sunting", "Sunting", _edit, SuntingForm,
                boleh=lambda o, _u: o.status != S.ARSIP),
        Langkah("buang", "Buang perubahan", _drop, AlasanForm,
                boleh=lambda o, _u: o.has_perubahan),
        Langkah("kutip", "Catat: dipakai menjawab desa", _quote,
                boleh=lambda o, _u: o.status == S.TERBIT),
        Langkah("pulih", "Pulihkan", _restore, boleh=lambda o, _u: o.status == S.ARSIP),
        Langkah("arsip", "Arsipkan", _archive, AlasanForm, bahaya=True,
                boleh=lambda o, _u: o.status != S.ARSIP),
    )  # fmt: skip
    list_display = ("pertanyaan", "soal", "keadaan", "dipakai", "suara", "tinjau")
    list_filter = (
        AntreanFilter, ("masalah", RelatedDropdownFilter), ("bidang", RelatedDropdownFilter),
        WilayahFilter,
    )  # fmt: skip
    list_filter_submit = True
    list_select_related = ("masalah", "permintaan")
    search_fields = ("tanya",)
    search_help_text = "Kata dalam pertanyaan atau jawaban; salah ketik tidak apa-apa"

    def get_urls(self) -> list[Any]:
        lihat = self.admin_site.admin_view(self.queue_view)
        return [path("antrean/", lihat, name="ruko_parsel_jawaban_antrean"), *super().get_urls()]

    def queue_view(self, request: HttpRequest) -> HttpResponse:
        """The list of what should be read again; a short address for the sidebar."""
        if not request.user.has_perm("ruko_parsel.change_jawaban"):
            raise Http404
        return redirect(reverse("admin:ruko_parsel_jawaban_changelist") + "?antrean=tinjau")

    @display(description="pertanyaan", ordering="tanya")
    def pertanyaan(self, obj: Jawaban) -> str:
        return format_html('<span class="masalah">{}</span>', obj.tanya)

    @display(description="soal", ordering="masalah__urut")
    def soal(self, obj: Jawaban) -> str:
        return obj.masalah.nama

    @display(description="keadaan", ordering="status")
    def keadaan(self, obj: Jawaban) -> str:
        if obj.has_perubahan:
            return "Terbit, ada perubahan"
        if obj.status == S.TERBIT and not obj.is_public:
            return "Ditahan: permintaannya rahasia"
        return str(obj.get_status_display())

    @display(description="membantu / belum")
    def suara(self, obj: Jawaban) -> str:
        return format_html('<span class="angka">{} / {}</span>', obj.suara_ya, obj.suara_tidak)

    @display(description="ditinjau lagi", ordering="tinjau_at", empty_value="–")
    def tinjau(self, obj: Jawaban) -> str | None:
        if obj.tinjau_at is None or obj.status != S.TERBIT:
            return None
        lewat = obj.tinjau_at <= timezone.localdate()
        return format_html('<span class="angka{}">{}</span>', " lewat" if lewat else "",
                           tanggal_pendek(obj.tinjau_at))  # fmt: skip

    def _source(self, request: HttpRequest) -> Permintaan | None:
        """The request named in the address, if this person may see it. Raises Http404."""
        nomor = request.GET.get("permintaan", "")
        if not nomor:
            return None
        rows = Permintaan.objects.visible_to(request.user).filter(rahasia=False)
        asal = rows.filter(pk=nomor).first() if nomor.isdecimal() and len(nomor) < 15 else None
        if asal is None:
            raise Http404
        found: Permintaan = asal
        return found

    def build_tambah(self, request: HttpRequest, *data: Any) -> forms.Form:
        form = TambahForm(*data)
        asal = self._source(request)
        if asal is not None:
            del form.fields["wilayah"], form.fields["masalah"]
            if not data and asal.status == Permintaan.Status.SELESAI:
                isi = draft_of(asal)
                form.initial = {"tanya": isi.tanya, "jawab": isi.jawab}
            return form
        tempat: Any = form.fields["wilayah"]
        rows = self.rows_to_add(request, Wilayah)
        tempat.queryset = rows.filter(tingkat=Wilayah.Tingkat.KECAMATAN)
        return form

    def tambah(self, request: HttpRequest, form: Any) -> Jawaban:
        user: Any = request.user
        asal = self._source(request)
        if asal is not None:
            return draft_jawaban(asal, by=user, isi=form.isi())
        data = form.cleaned_data
        return write_jawaban(form.isi(), wilayah=data["wilayah"], masalah=data["masalah"], by=user)

    def build(self, langkah: Langkah, obj: Any, *data: Any) -> forms.Form:
        form = super().build(langkah, obj, *data)
        if langkah.kunci == "sunting" and not data:
            form.initial = {
                "tanya": obj.baru_tanya or obj.tanya, "jawab": obj.baru_jawab or obj.jawab,
                "kata_kunci": obj.baru_kata_kunci if obj.has_perubahan else obj.kata_kunci,
            }  # fmt: skip
        return form

    def tautan(self, obj: Any) -> list[tuple[str, str]]:
        return [("Halaman umum", obj.get_absolute_url())] if obj.is_public else []

    def bagian(self, request: HttpRequest, obj: Any) -> list[Bagian]:
        meja = self.may_act(request, obj)
        isi = [Bagian("Jawaban", [obj.jawab]), Bagian("", rinci=self._facts(obj, meja=meja))]
        if not meja:
            return isi
        if obj.has_perubahan:
            baru = [
                ("Pertanyaan", obj.baru_tanya), ("Jawaban", obj.baru_jawab),
                ("Kata lain", obj.baru_kata_kunci or "–"), ("Ditulis", str(obj.baru_by)),
            ]  # fmt: skip
            isi.insert(0, Bagian("Perubahan yang menunggu diterbitkan", rinci=baru))
        revisi = obj.revisi.select_related("by")[:30]
        baris = [
            (tanggal_panjang(r.at, obj.wilayah_id), f"v{r.versi}", r.apa, str(r.by), r.catatan)
            for r in revisi
        ]  # fmt: skip
        isi.append(Bagian("Riwayat", kepala=("Kapan", "Versi", "Apa", "Siapa", "Catatan"),
                          baris=baris))  # fmt: skip
        return isi

    def _facts(self, obj: Jawaban, *, meja: bool) -> list[tuple[str, str]]:
        isi = [
            ("Soal", obj.masalah.nama), ("Bidang", obj.bidang.nama),
            ("Keadaan", self.keadaan(obj)), ("Versi", str(obj.versi)),
            ("Dipakai", f"{obj.dipakai} kali, {obj.dicegah} di antaranya tidak jadi mengajukan"),
            ("Membantu", f"{obj.suara_ya} ya, {obj.suara_tidak} belum"),
        ]  # fmt: skip
        if obj.tinjau_at is not None:
            isi.append(("Ditinjau lagi", tanggal_pendek(obj.tinjau_at)))
        if meja:
            isi += [("Kata lain", obj.kata_kunci or "–"), ("Ditulis", str(obj.ditulis_by))]
            if obj.diterbitkan_by is not None:
                isi.append(("Diterbitkan", str(obj.diterbitkan_by)))
            if obj.permintaan is not None:
                isi.append(("Dari permintaan", obj.permintaan.nomor))
        return isi
