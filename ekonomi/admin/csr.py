"""CSR commitments: the promise of each year, what came of it, and how much is missing."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget

from ekonomi.kpi.tulis import tanggal_hari
from ekonomi.models import JanjiCsr, KomitmenCsr, Program, RealisasiCsr
from ekonomi.services.csr import realised_of, record_realisasi, reverse_realisasi
from pesan.admin_langkah import Langkah, LangkahAdmin, paragraf, pilihan, tanggal, teks
from pesan.lampiran import store_unggahan
from wilayah.admin_dasar import ReadOnlyScopedAdmin
from wilayah.bagian_halaman import Bagian
from wilayah.format import rupiah


class KomitmenForm(forms.Form):
    """A company's promise."""

    program = forms.ModelChoiceField(
        Program.objects.none(), label="Program", widget=UnfoldAdminSelectWidget
    )
    perusahaan = teks("Perusahaan", panjang=120)
    mulai = tanggal("Mulai")
    sampai = tanggal("Sampai")
    dokumen = teks("Nomor kesepakatan", panjang=80, wajib=False)
    keterangan = teks("Keterangan", panjang=300, wajib=False)
    tampil = forms.BooleanField(
        label="Nama perusahaan boleh tampil di halaman umum", required=False, initial=True
    )


class JanjiForm(forms.Form):
    """What is promised for one year."""

    tahun = forms.IntegerField(label="Tahun ke-", min_value=1, max_value=20)
    bentuk = pilihan("Bentuk", JanjiCsr.Bentuk.choices)
    uraian = teks("Uraian", panjang=160)
    jumlah = forms.IntegerField(label="Nilai (Rp)", min_value=1, max_value=10**12)
    jatuh_tempo = tanggal("Jatuh tempo")


class RealisasiForm(forms.Form):
    """What came of a promise."""

    janji = pilihan("Janji", [])
    jumlah = forms.IntegerField(label="Nilai (Rp)", min_value=1, max_value=10**12)
    tanggal = tanggal("Tanggal")
    bukti = forms.FileField(label="Bukti (foto atau PDF)", required=False)
    catatan = teks("Catatan atau nomor bukti", wajib=False)


class BatalForm(forms.Form):
    """A mistake taken back."""

    realisasi = pilihan("Catatan yang keliru", [])
    alasan = paragraf("Alasan", baris=2, max_length=200)


def _promise(obj: KomitmenCsr, _user: Any, form: Any) -> str:
    janji = JanjiCsr(komitmen=obj, **form.cleaned_data)
    try:
        janji.full_clean()
    except forms.ValidationError as error:
        raise ValueError(" ".join(error.messages)) from error
    janji.save()
    return "Janji dicatat."


def _realise(obj: KomitmenCsr, user: Any, form: Any) -> str:
    data = form.cleaned_data
    janji = JanjiCsr.objects.get(pk=data["janji"], komitmen=obj)
    bukti = store_unggahan(data["bukti"], "berkas") if data["bukti"] else None
    record_realisasi(
        janji, jumlah=data["jumlah"], tanggal=data["tanggal"], bukti=bukti,
        catatan=data["catatan"], by=user,
    )  # fmt: skip
    return "Realisasi dicatat."


def _reverse(obj: KomitmenCsr, user: Any, form: Any) -> str:
    satu = RealisasiCsr.objects.get(pk=form.cleaned_data["realisasi"], janji__komitmen=obj)
    reverse_realisasi(satu, alasan=form.cleaned_data["alasan"], by=user)
    return "Catatan dibatalkan."


def _has_janji(obj: KomitmenCsr, _user: Any) -> bool:
    return obj.janji.exists()


def _living(obj: KomitmenCsr) -> Any:
    return RealisasiCsr.objects.filter(
        janji__komitmen=obj, batal__isnull=True, dibatalkan__isnull=True
    )


@admin.register(KomitmenCsr)
class KomitmenCsrAdmin(LangkahAdmin):
    """Three years and more, says the seed; shorter ones are marked."""

    list_display = ("perusahaan", "mulai", "sampai", "lama", "terwujud", "program")
    list_select_related = ("program",)
    search_fields = ("perusahaan",)
    form_tambah = KomitmenForm
    judul_tambah = "Komitmen CSR baru"
    teks_tambah = ("Dokumen program meminta CSR berkelanjutan paling sedikit tiga tahun.",)
    langkah = (
        Langkah("janji", "Tambah janji tahunan", _promise, JanjiForm),
        Langkah("realisasi", "Catat realisasi", _realise, RealisasiForm, _has_janji, utama=True),
        Langkah("batal", "Batalkan catatan realisasi", _reverse, BatalForm,
                lambda obj, _u: _living(obj).exists()),
    )  # fmt: skip

    @display(description="lama", label={"Kurang dari 3 tahun": "warning"})
    def lama(self, obj: KomitmenCsr) -> str:
        return "Kurang dari 3 tahun" if obj.is_short else f"{obj.bulan // 12} tahun"

    @display(description="terwujud")
    def terwujud(self, obj: KomitmenCsr) -> str:
        nyata, janji = realised_of(obj)
        return f"{nyata * 100 // janji}%" if janji else "–"

    def build_tambah(self, request: HttpRequest, *data: Any) -> forms.Form:
        form = super().build_tambah(request, *data)
        kolom: Any = form.fields["program"]
        kolom.queryset = self.rows_to_add(request, Program)
        return form

    def tambah(self, request: HttpRequest, form: Any) -> KomitmenCsr:
        komitmen = KomitmenCsr(**form.cleaned_data)
        try:
            komitmen.full_clean()
        except forms.ValidationError as error:
            raise ValueError(" ".join(error.messages)) from error
        komitmen.save()
        return komitmen

    def build(self, langkah: Langkah, obj: Any, *data: Any) -> forms.Form:
        form = super().build(langkah, obj, *data)
        if langkah.kunci == "realisasi":
            kolom: Any = form.fields["janji"]
            kolom.choices = [(j.pk, str(j)) for j in obj.janji.all()]
        if langkah.kunci == "batal":
            kolom = form.fields["realisasi"]
            kolom.choices = [(r.pk, f"{r.tanggal}: {rupiah(r.jumlah)}") for r in _living(obj)]
        return form

    def bagian(self, request: HttpRequest, obj: Any) -> list[Bagian]:
        nyata, janji = realised_of(obj)
        ingat = ["Kurang dari tiga tahun; mintalah perpanjangan."] if obj.is_short else []
        return [
            Bagian(
                "",
                ingat,
                rinci=[
                    ("Masa", f"{tanggal_hari(obj.mulai)} sampai {tanggal_hari(obj.sampai)}"),
                    ("Kesepakatan", obj.dokumen or "–"),
                    ("Terwujud", f"{rupiah(nyata)} dari {rupiah(janji)}"),
                    ("Keterangan", obj.keterangan or "–"),
                ],
            ),
            Bagian(
                "Janji tiap tahun",
                kepala=["Tahun", "Bentuk", "Uraian", "Nilai", "Jatuh tempo", "Terwujud"],
                baris=[
                    [str(j.tahun), j.get_bentuk_display(), j.uraian, rupiah(j.jumlah),
                     tanggal_hari(j.jatuh_tempo),
                     rupiah(sum(r.jumlah for r in j.realisasi.all()))]
                    for j in obj.janji.prefetch_related("realisasi")
                ],
            ),
            Bagian(
                "Catatan realisasi",
                kepala=["Tanggal", "Nilai", "Bukti", "Catatan"],
                baris=[
                    [tanggal_hari(r.tanggal), rupiah(r.jumlah), "ada" if r.bukti_id else "–",
                     r.catatan]
                    for r in RealisasiCsr.objects.filter(janji__komitmen=obj)
                ],
            ),
        ]  # fmt: skip


@admin.register(RealisasiCsr)
class RealisasiCsrAdmin(ReadOnlyScopedAdmin):
    """All that came in; recorded from the commitment's page."""

    list_display = ("tanggal", "janji", "jumlah", "by")
    list_select_related = ("janji", "by")
    date_hierarchy = "tanggal"
