"""Residents' and merchants' forms of grants: code and PIN, a picture, a voucher."""

from typing import Any

from django import forms

from wilayah.formulir import FOTO, MAKS_FOTO, BanyakBerkas, Berkas, FormWarga, Teks

_KODE = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
_PIN = {"inputmode": "numeric", "autocomplete": "off"}


class KodePinForm(FormWarga):
    """A code and its PIN, with any spaces, dashes and case."""

    contoh = "HB-7K3M-9QPX"
    kode = Teks(
        label="Kode",
        max_length=40,
        error_messages={"required": "Tuliskan kodenya."},
        widget=forms.TextInput(attrs=_KODE),
    )
    pin = Teks(
        label="PIN",
        max_length=20,
        help_text="Enam angka",
        error_messages={"required": "Tuliskan PIN-nya."},
        widget=forms.TextInput(attrs=_PIN),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kode"].help_text = f"Contoh: {self.contoh}"


class PedagangMasukForm(KodePinForm):
    contoh = "PD-7K3M-9QPX"


class PekerjaMasukForm(KodePinForm):
    contoh = "PK-7K3M-9QPX"


class FotoPakaiForm(FormWarga):
    """Pictures of how the thing is used."""

    foto = Berkas(
        label="Foto pemakaian",
        maks_jumlah=MAKS_FOTO,
        sebutan="foto",
        help_text="Alat atau usahanya saja, tidak perlu wajah orang. Paling banyak 5 foto.",
        widget=BanyakBerkas(attrs={"accept": FOTO}),
    )

    def clean_foto(self) -> Any:
        foto = self.cleaned_data["foto"]
        if not foto:
            raise forms.ValidationError("Pilih dulu fotonya.")
        return foto


class TukarForm(FormWarga):
    """A voucher at the counter."""

    kode = Teks(
        label="Kode voucher",
        max_length=40,
        help_text="Contoh: VC-7K3M-9QPX",
        error_messages={"required": "Tuliskan kode vouchernya."},
        widget=forms.TextInput(attrs=_KODE),
    )
    pin = Teks(
        label="PIN voucher",
        max_length=20,
        help_text="Disebutkan pembeli",
        error_messages={"required": "Tuliskan PIN-nya."},
        widget=forms.TextInput(attrs=_PIN),
    )
    jumlah = forms.IntegerField(
        label="Nilai belanja (Rp)",
        min_value=1,
        help_text="Harus sama dengan nilai voucher.",
        error_messages={"required": "Tuliskan nilainya.", "invalid": "Tulis angkanya saja."},
        widget=forms.TextInput(attrs=_PIN),
    )
    barang = Teks(label="Dibelanjakan untuk", max_length=160, required=False)
