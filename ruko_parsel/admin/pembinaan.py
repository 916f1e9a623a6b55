"""Support for villages: proposed from what they lack, planned, attended, looked back upon."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import path, reverse
from import_export.fields import Field
from unfold.decorators import display
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminIntegerFieldWidget

from pesan.admin_langkah import Langkah, LangkahAdmin, YakinForm, paragraf, pilihan, teks
from pesan.admin_langkah import tanggal as isian_tanggal
from ruko_parsel.admin.kapasitas import periods
from ruko_parsel.akibat_langkah import AKIBAT
from ruko_parsel.angka_pembinaan import compare_pembinaan, propose_pembinaan
from ruko_parsel.cakupan import kecamatan_choices, names, pick_kecamatan, villages_of
from ruko_parsel.models import JenisMasalah, PenilaianKapasitas, PesertaPembinaan, RencanaPembinaan
from ruko_parsel.models.kapasitas import periode_of, periode_valid
from ruko_parsel.pihak import works_at_meja
from ruko_parsel.services.pembinaan import (
    IsiRencana,
    add_desa,
    end_pembinaan,
    plan_pembinaan,
    record_kehadiran,
    register_peserta,
    remove_peserta,
    reopen_pembinaan,
)
from ruko_parsel.unduh_tabel import serve_tabel
from wilayah.admin_dasar import WilayahFilter
from wilayah.bagian_halaman import Bagian
from wilayah.ekspor import AmanResource, EksporAdmin
from wilayah.format import rupiah, tanggal_panjang, tanggal_pendek
from wilayah.models import Wilayah
from wilayah.zona import hari_ini

R = RencanaPembinaan
LABEL = "ruko_parsel.rencanapembinaan"
_NAMA = "ruko_parsel_rencanapembinaan"


def _boxes(label: str, **lain: Any) -> Any:
    return forms.ModelMultipleChoiceField(
        Wilayah.objects.none(), label=label, widget=UnfoldAdminCheckboxSelectMultipleWidget, **lain
    )


class RencanaForm(forms.Form):
    """A plan."""

    judul = teks("Judul", panjang=160)
    bentuk = pilihan("Bentuk", R.Bentuk.choices)
    masalah = forms.ModelChoiceField(JenisMasalah.objects.all(), label="Untuk masalah")
    oleh = teks("Pembina", panjang=160, help_text="Siapa yang melatih atau mendampingi.")
    tempat = teks("Tempat", panjang=160, wajib=False)
    tanggal = isian_tanggal("Tanggal mulai")
    sampai = isian_tanggal("Tanggal selesai")
    kursi = forms.IntegerField(
        label="Kursi", min_value=1, max_value=500, widget=UnfoldAdminIntegerFieldWidget
    )
    anggaran = forms.IntegerField(
        label="Anggaran (rencana, rupiah)", min_value=0, max_value=10**13, required=False,
        widget=UnfoldAdminIntegerFieldWidget, help_text="Angka rencana saja; tidak dibukukan.",
    )  # fmt: skip
    desa = _boxes("Desa sasaran")
    dasar = paragraf("Dasar usulan", wajib=False, max_length=600)


class DesaForm(forms.Form):
    desa = _boxes("Desa yang ditambahkan")


class PesertaForm(forms.Form):
    """Somebody a village sends."""

    desa = forms.ModelChoiceField(Wilayah.objects.none(), label="Desa")
    nama = teks("Nama", panjang=120)
    jabatan = teks("Jabatan", panjang=80)


class BatalPesertaForm(forms.Form):
    peserta = forms.ModelChoiceField(PesertaPembinaan.objects.none(), label="Peserta")


class HadirForm(forms.Form):
    """Who came, of all who were registered."""

    hadir = forms.ModelMultipleChoiceField(
        PesertaPembinaan.objects.none(), label="Yang hadir", required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )  # fmt: skip


class HasilForm(forms.Form):
    hasil = paragraf("Hasil", max_length=1000, help_text="Apa yang berubah atau disepakati.")


class AlasanBatalForm(forms.Form):
    hasil = paragraf("Alasan", max_length=500)


def _label(peserta: Any) -> str:
    return f"{peserta.nama}, {peserta.jabatan} ({peserta.wilayah})"


def _open(obj: R, user: Any) -> bool:
    return not obj.is_over


def _desk_open(obj: R, user: Any) -> bool:
    return not obj.is_over and works_at_meja(user)


def _add_desa(obj: R, user: Any, form: Any) -> str:
    return f"{add_desa(obj, form.cleaned_data['desa'], by=user)} desa ditambahkan."


def _register(obj: R, user: Any, form: Any) -> str:
    isi = form.cleaned_data
    register_peserta(obj, desa=isi["desa"], nama=isi["nama"], jabatan=isi["jabatan"], by=user)
    return "Peserta didaftarkan."


def _unregister(obj: R, user: Any, form: Any) -> str:
    remove_peserta(form.cleaned_data["peserta"], by=user)
    return "Peserta dibatalkan."


def _attend(obj: R, user: Any, form: Any) -> str:
    datang = {p.pk for p in form.cleaned_data["hadir"]}
    semua = obj.peserta.values_list("pk", flat=True)
    record_kehadiran(obj, {pk: pk in datang for pk in semua}, by=user)
    return "Kehadiran dicatat."


def _finish(obj: R, user: Any, form: Any) -> str:
    end_pembinaan(obj, to=R.Status.SELESAI, hasil=form.cleaned_data["hasil"], by=user)
    return "Pembinaan selesai; hasilnya tercatat."


def _cancel(obj: R, user: Any, form: Any) -> str:
    end_pembinaan(obj, to=R.Status.BATAL, hasil=form.cleaned_data["hasil"], by=user)
    return "Rencana dibatalkan."


def _reopen(obj: R, user: Any, _form: Any) -> str:
    reopen_pembinaan(obj, by=user)
    return "Rencana dibuka lagi."


class RencanaResource(AmanResource):
    """Plans as a file; no names of participants."""

    masalah_nama = Field(column_name="masalah", attribute="masalah__nama")

    class Meta:
        model = R
        fields = ("wilayah", "judul", "bentuk", "masalah_nama", "oleh", "tanggal", "sampai",
                  "kursi", "anggaran", "status", "hasil")  # fmt: skip
        export_order = fields


@admin.register(R)
class RencanaPembinaanAdmin(EksporAdmin, LangkahAdmin):
    """The kecamatan plans and ends; a village names its people."""

    akibat_langkah = AKIBAT["pembinaan"]
    resource_classes = [RencanaResource]
    change_form_template = LangkahAdmin.change_form_template
    list_before_template = "admin/ruko_parsel/pembinaan_pintas.html"
    list_display = ("judul", "bentuk", "masalah", "tanggal", "sampai", "kursi", "tampil_status")
    list_filter = ("status", "bentuk", "masalah", WilayahFilter)
    list_select_related = ("masalah",)
    search_fields = ("judul", "oleh")
    form_tambah = RencanaForm
    judul_tambah = "Rencana pembinaan baru"
    langkah = (
        Langkah("peserta", "Daftarkan peserta", _register, PesertaForm, _open, utama=True),
        Langkah("lepas", "Batalkan peserta", _unregister, BatalPesertaForm, _open),
        Langkah("hadir", "Catat kehadiran", _attend, HadirForm, _desk_open),
        Langkah("desa", "Tambah desa", _add_desa, DesaForm, _desk_open),
        Langkah("selesai", "Selesai, catat hasil", _finish, HasilForm, _desk_open),
        Langkah("batal", "Batalkan rencana", _cancel, AlasanBatalForm, _desk_open, bahaya=True),
        Langkah(
            "buka", "Buka lagi", _reopen, YakinForm, lambda o, u: o.is_over and works_at_meja(u)
        ),
    )

    class Media:
        css = {"all": ("gaya/kapasitas.css",)}

    @display(description="keadaan")
    def tampil_status(self, obj: R) -> str:
        return obj.get_status_display()

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("usul/", view(self.usul_view), name=f"{_NAMA}_usul"),
            path("dampak/", view(self.dampak_view), name=f"{_NAMA}_dampak"),
            *super().get_urls(),
        ]

    def build_tambah(self, request: HttpRequest, *data: Any) -> forms.Form:
        form: Any = super().build_tambah(request, *data)
        kode = [k.kode for k in kecamatan_choices(request.user)]
        desa = Wilayah.objects.filter(induk_id__in=kode).kelurahan().order_by("nama")
        form.fields["desa"].queryset = desa
        if not data:
            form.initial = {
                "masalah": request.GET.get("masalah"), "desa": request.GET.getlist("desa"),
                "dasar": request.GET.get("dasar", "")[:600], "kursi": 20,
            }  # fmt: skip
        return form

    def tambah(self, request: HttpRequest, form: Any) -> R:
        user: Any = request.user
        isi = dict(form.cleaned_data)
        desa = tuple(isi.pop("desa"))
        kecamatan = Wilayah.objects.get(pk=desa[0].kode.rpartition(".")[0])
        return plan_pembinaan(IsiRencana(kecamatan=kecamatan, desa=desa, **isi), by=user)

    def steps(self, request: HttpRequest, obj: Any) -> list[Langkah]:
        ada = super().steps(request, obj)
        if not self._people(obj).filter(hadir__isnull=True).exists():
            ada = [s for s in ada if s.kunci != "lepas"]
        if not obj.peserta.exists():
            ada = [s for s in ada if s.kunci != "hadir"]
        return ada

    def find(self, request: HttpRequest, pk: Any) -> Any:
        obj = super().find(request, pk)
        obj.peminta = request.user  # the choices of a step depend on who asks
        return obj

    def build(self, langkah: Langkah, obj: Any, *data: Any) -> forms.Form:
        """Choices within one's own villages."""
        form = super().build(langkah, obj, *data)
        self._limit(form, obj)
        return form

    def _limit(self, form: Any, obj: Any) -> None:
        milik = {d.pk for d in villages_of(obj.peminta, LABEL)}
        sasaran = obj.desa.values_list("desa_id", flat=True)
        if isinstance(form, PesertaForm):
            pilih: Any = form.fields["desa"]
            pilih.queryset = Wilayah.objects.filter(pk__in=milik & set(sasaran)).order_by("nama")
        elif isinstance(form, DesaForm):
            pilih = form.fields["desa"]
            semua = Wilayah.objects.filter(induk_id=obj.wilayah_id).exclude(pk__in=sasaran)
            pilih.queryset = semua.order_by("nama")
        elif isinstance(form, BatalPesertaForm | HadirForm):
            kolom: Any = form.fields["hadir" if isinstance(form, HadirForm) else "peserta"]
            kolom.queryset = self._people(obj)
            kolom.label_from_instance = _label
            if isinstance(form, HadirForm):
                form.initial["hadir"] = [p.pk for p in kolom.queryset if p.hadir]
            else:
                kolom.queryset = kolom.queryset.filter(hadir__isnull=True)

    def _people(self, obj: Any) -> Any:
        """Participants this person may read: of their own villages."""
        milik = [d.pk for d in villages_of(obj.peminta, LABEL)]
        return obj.peserta.filter(wilayah__in=milik).select_related("wilayah")

    def bagian(self, request: HttpRequest, obj: Any) -> list[Bagian]:
        desa = [d.desa for d in obj.desa.select_related("desa")]
        orang = self._people(obj)
        hadir = {True: "hadir", False: "tidak hadir", None: "belum dicatat"}
        uang = "belum dirinci" if obj.anggaran is None else rupiah(obj.anggaran)
        rinci = [
            ("Keadaan", obj.get_status_display()), ("Bentuk", obj.get_bentuk_display()),
            ("Untuk masalah", str(obj.masalah)), ("Pembina", obj.oleh),
            ("Tempat", obj.tempat or "belum ditentukan"),
            ("Waktu", f"{tanggal_pendek(obj.tanggal)} sampai {tanggal_pendek(obj.sampai)}"),
            ("Kursi", f"{obj.peserta.count()} dari {obj.kursi} terisi"),
            ("Anggaran (rencana)", uang),
        ]  # fmt: skip
        terlihat = desa if works_at_meja(request.user) else [
            d for d in desa if d.pk in {v.pk for v in villages_of(request.user, LABEL)}
        ]  # fmt: skip
        hasil = [
            Bagian("", [obj.dasar] if obj.dasar else [], rinci=rinci),
            Bagian("Desa sasaran", [names(terlihat)] if terlihat else []),
            Bagian(
                "Peserta", kepala=["Nama", "Jabatan", "Desa", "Hadir"],
                baris=[[p.nama, p.jabatan, str(p.wilayah), hadir[p.hadir]] for p in orang],
            ),
        ]  # fmt: skip
        if obj.hasil:
            hasil.insert(1, Bagian("Hasil", [obj.hasil]))
        if works_at_meja(request.user):
            hasil.append(
                Bagian(
                    "Riwayat", kepala=["Waktu", "Apa", "Oleh", "Catatan"],
                    baris=[
                        [tanggal_panjang(r.at, obj.wilayah_id), r.apa, str(r.by or ""), r.catatan]
                        for r in obj.riwayat.select_related("by")
                    ],
                )
            )  # fmt: skip
        return hasil

    def _kecamatan(self, request: HttpRequest) -> Wilayah:
        if not self.has_view_permission(request):
            raise Http404
        return pick_kecamatan(request.user, request.GET.get("di", ""))

    def usul_view(self, request: HttpRequest) -> HttpResponse:
        """What to support next, from the lowest levels and the requests."""
        kecamatan = self._kecamatan(request)
        kini = periode_of(hari_ini(kecamatan.kode))
        periode = request.GET.get("periode", "")
        periode = periode if periode_valid(periode) and periode <= kini else kini
        tambah = reverse(f"admin:{_NAMA}_add")
        context = {
            **self.page_context(request, "Usulan pembinaan"),
            "kecamatan": kecamatan, "periode": periode, "semester": periods(kecamatan.kode),
            "usulan": propose_pembinaan(kecamatan.kode, periode), "alamat_tambah": tambah,
        }  # fmt: skip
        return TemplateResponse(request, "admin/ruko_parsel/pembinaan_usul.html", context)

    def dampak_view(self, request: HttpRequest) -> HttpResponseBase:
        """How villages that took part moved, beside those that did not."""
        kecamatan = self._kecamatan(request)
        sudut = request.GET.get("sudut", "")
        sudut = sudut if sudut in PenilaianKapasitas.Sudut.values else "meja"
        dampak = compare_pembinaan(kecamatan.kode, sudut)
        if request.GET.get("bentuk") in {"csv", "xlsx"}:
            return _dampak_file(request, dampak)
        context = {
            **self.page_context(request, "Pembinaan mana yang berhasil"),
            "kecamatan": kecamatan, "sudut": sudut, "dampak": dampak,
            "sudut_pilihan": PenilaianKapasitas.Sudut.choices,
        }  # fmt: skip
        return TemplateResponse(request, "admin/ruko_parsel/pembinaan_dampak.html", context)


def _dampak_file(request: HttpRequest, dampak: list[Any]) -> HttpResponseBase:
    return serve_tabel(
        request, apa="dampak pembinaan", nama="dampak-pembinaan", bentuk=request.GET["bentuk"],
        kepala=["pembinaan", "masalah", "selesai", "desa peserta (n)", "peserta sebelum",
                "peserta sesudah", "desa lain (n)", "lain sebelum", "lain sesudah", "selisih",
                "permintaan peserta sebelum", "permintaan peserta sesudah", "hari dihitung"],
        baris=[
            [d.rencana.judul, str(d.rencana.masalah), f"{d.rencana.sampai:%Y-%m-%d}", d.peserta.n,
             d.peserta.sebelum, d.peserta.sesudah, d.lain.n, d.lain.sebelum, d.lain.sesudah,
             d.selisih, d.peserta.minta_sebelum, d.peserta.minta_sesudah, d.hari]
            for d in dampak
        ],
    )  # fmt: skip
