"""Forms of the steps of a grant."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from dokumen.cetak.gambar import GambarDitolak, read_data_url
from ekonomi.admin.langkah_hibah import AlasanForm
from ekonomi.models import Hibah, PaketHibah, PemeriksaanHibah, Rumah, Usaha
from ekonomi.services.hibah.tarik import outstanding
from wilayah.formulir import FOTO, MAKS_FOTO, BanyakBerkas, Berkas

TANGGAL = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def foto_field(label: str, *, kamera: bool = False) -> Berkas:
    """Several pictures; with `kamera` a phone opens its camera."""
    attrs = {"accept": FOTO} | ({"capture": "environment"} if kamera else {})
    return Berkas(
        label=label, maks_jumlah=MAKS_FOTO, sebutan="foto", widget=BanyakBerkas(attrs=attrs)
    )


class UsulForm(forms.Form):
    """A proposal: which household for which package. The household is named by its number."""

    paket = forms.ModelChoiceField(
        PaketHibah.objects.none(), label="Paket", widget=UnfoldAdminSelectWidget
    )
    nomor_rumah = forms.CharField(
        label="household_id", max_length=40, help_text="Nomor rumah tangga, misalnya KT-0001.",
        widget=UnfoldAdminTextInputWidget,
    )  # fmt: skip
    nilai = forms.IntegerField(
        label="Nilai (Rp)", min_value=1, widget=UnfoldAdminIntegerFieldWidget
    )
    cara = forms.ChoiceField(
        label="Cara diserahkan", choices=Hibah.Cara.choices, widget=UnfoldAdminSelectWidget
    )
    rencana = forms.CharField(
        label="Akan dipakai untuk", max_length=300,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )  # fmt: skip
    kesiapan = forms.IntegerField(
        label="Kesiapan (0–5)", min_value=0, max_value=5, initial=3,
        widget=UnfoldAdminIntegerFieldWidget,
    )  # fmt: skip

    def __init__(
        self, *args: Any, rumah: QuerySet[Rumah], paket: QuerySet[PaketHibah], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rumah = rumah
        pilih: Any = self.fields["paket"]
        pilih.queryset = paket

    def clean_nomor_rumah(self) -> Rumah:
        nomor = self.cleaned_data["nomor_rumah"].strip()
        found = list(self.rumah.filter(nomor__iexact=nomor)[:2])
        if not found:
            raise forms.ValidationError(f"Rumah tangga “{nomor}” tidak ada di wilayah tugas Anda.")
        if len(found) > 1:
            raise forms.ValidationError("Nomor ini dipakai di lebih dari satu kelurahan.")
        return found[0]

    @property
    def usaha(self) -> Usaha | None:
        """The household's only active business, which the grant is for then."""
        milik = list(self.cleaned_data["nomor_rumah"].usaha.filter(status="aktif")[:2])
        return milik[0] if len(milik) == 1 else None


class NilaiForm(forms.Form):
    """The facilitator's own rating, reckoned with the rest."""

    perlu_baris = True
    kesiapan = forms.IntegerField(
        label="Kesiapan menurut fasilitator (0–5)", min_value=0, max_value=5,
        widget=UnfoldAdminIntegerFieldWidget,
    )  # fmt: skip

    def __init__(self, *args: Any, baris: Hibah, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kesiapan"].initial = baris.kesiapan


class SerahForm(forms.Form):
    """Hand-over: day, who received it, picture; drawn signature if wanted."""

    perlu_baris = True
    tanggal = forms.DateField(label="Diserahkan pada", widget=TANGGAL)
    penerima = forms.CharField(
        label="Diterima oleh", max_length=120, widget=UnfoldAdminTextInputWidget
    )
    foto = foto_field("Foto serah terima (paling sedikit satu)", kamera=True)
    lembar = forms.IntegerField(
        label="Dibagi menjadi berapa voucher", min_value=1, max_value=20, initial=1,
        widget=UnfoldAdminIntegerFieldWidget,
    )  # fmt: skip
    gambar = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, baris: Hibah, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tanggal"].initial = timezone.localdate()
        self.fields["penerima"].initial = baris.rumah.nama_kepala
        if baris.cara != Hibah.Cara.VOUCHER:
            del self.fields["lembar"]

    def clean_gambar(self) -> bytes | None:
        teks = self.cleaned_data["gambar"]
        if not teks:
            return None
        try:
            return read_data_url(teks)
        except GambarDitolak as error:
            raise forms.ValidationError(str(error)) from error


class PeriksaForm(forms.Form):
    """A verdict on the use, from the household's yard with a phone."""

    putusan = forms.ChoiceField(
        label="Yang Anda lihat", choices=PemeriksaanHibah.Putusan.choices, widget=forms.RadioSelect
    )
    foto = foto_field("Ambil foto", kamera=True)
    catatan = forms.CharField(
        label="Catatan", required=False, max_length=300,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )  # fmt: skip


class KembaliForm(forms.Form):
    """What came back of a grant taken back."""

    perlu_baris = True
    jumlah = forms.IntegerField(
        label="Kembali (Rp)", min_value=1, widget=UnfoldAdminIntegerFieldWidget
    )
    tanggal = forms.DateField(label="Diterima pada", widget=TANGGAL)

    def __init__(self, *args: Any, baris: Hibah, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["jumlah"].initial = outstanding(baris)
        self.fields["tanggal"].initial = timezone.localdate()


class LunasForm(forms.Form):
    """Payment to a shop, with its proof."""

    tanggal = forms.DateField(label="Dibayar pada", widget=TANGGAL, initial=timezone.localdate)
    bukti = forms.FileField(label="Bukti bayar (foto atau PDF)", required=False)


class TarikForm(AlasanForm):
    """Withdrawal: the household reads the reason."""
