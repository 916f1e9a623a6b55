"""The guest book's form, on a guest's phone and at the desk; the queue's form."""

import re
from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminTextInputWidget

from pesan.admin_langkah import teks
from ruko_parsel.models import Bidang
from ruko_parsel.services.tamu import IsiTamu
from wilayah.formulir import FormWarga, Teks
from wilayah.kripto import new_code

_NOMOR = re.compile(r"[+\d][\d \-().]{6,18}")


def check_nomor(nomor: str) -> str:
    """A telephone number as typed, or nothing. Raises ValidationError."""
    if nomor and not _NOMOR.fullmatch(nomor):
        raise forms.ValidationError("Nomornya belum benar. Contoh: 0812 3456 7890.")
    return nomor


class TamuForm(FormWarga):
    """What a guest writes at the door."""

    kunci = forms.CharField(widget=forms.HiddenInput, max_length=30)
    nama = Teks(
        label="Nama", max_length=80, error_messages={"required": "Tulis nama Anda."},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    asal = Teks(
        label="Dari desa atau instansi", max_length=80,
        error_messages={"required": "Tulis dari mana Anda datang."},
        widget=forms.TextInput(attrs={"list": "daftar-desa", "autocomplete": "off"}),
    )  # fmt: skip
    keperluan = Teks(
        label="Keperluan", max_length=200, error_messages={"required": "Tulis keperluan Anda."}
    )
    bertemu = Teks(label="Ingin bertemu siapa (bila tahu)", max_length=80, required=False)
    nomor = Teks(
        label="Nomor telepon (boleh kosong)", max_length=20, required=False,
        help_text="Hanya dibaca petugas, misalnya bila ada barang tertinggal.",
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )  # fmt: skip
    kode = Teks(
        label="Kode pemesanan (bila sudah ada janji)", max_length=12, required=False,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off",
                                      "spellcheck": "false"}),
    )  # fmt: skip
    antre = forms.BooleanField(
        label="Saya belum punya janji, beri nomor antrean", required=False, initial=True
    )
    bidang = forms.ModelChoiceField(
        label="Untuk urusan", queryset=Bidang.objects.all(), required=False,
        empty_label="Belum tahu",
    )  # fmt: skip

    def clean_nomor(self) -> str:
        return check_nomor(self.cleaned_data["nomor"])

    def isi(self) -> IsiTamu:
        """The cleaned form as the service takes it."""
        data = {k: v for k, v in self.cleaned_data.items() if k != "kunci"}
        return IsiTamu(**data)


class AntreForm(FormWarga):
    """A number, for a field where the guest knows it."""

    kunci = forms.CharField(widget=forms.HiddenInput, max_length=30)
    bidang = forms.ModelChoiceField(
        label="Untuk urusan apa?", queryset=Bidang.objects.all(), required=False,
        empty_label="Belum tahu, atau lainnya",
    )  # fmt: skip


class TamuMejaForm(forms.Form):
    """A guest written down at the desk."""

    nama = teks("Nama", panjang=80, error_messages={"required": "Tulis namanya."})
    asal = teks("Dari desa/instansi", panjang=80, error_messages={"required": "Tulis asalnya."})
    keperluan = teks("Keperluan", error_messages={"required": "Tulis keperluannya."})
    bertemu = teks("Bertemu siapa", panjang=80, wajib=False)
    nomor = teks("Nomor telepon", panjang=20, wajib=False)
    kode = teks("Kode pemesanan", panjang=12, wajib=False)
    antre = forms.BooleanField(label="Beri nomor antrean", required=False)
    kunci = forms.CharField(widget=forms.HiddenInput, max_length=30, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nama"].widget = UnfoldAdminTextInputWidget(attrs={"autofocus": True})
        self.initial.setdefault("kunci", new_code(20))

    def clean_nomor(self) -> str:
        return check_nomor(self.cleaned_data["nomor"])

    def isi(self) -> IsiTamu:
        """The cleaned form as the service takes it."""
        data = {k: v for k, v in self.cleaned_data.items() if k != "kunci"}
        return IsiTamu(**data)
