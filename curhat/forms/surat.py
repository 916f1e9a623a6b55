"""A letter's fields as a form, and the start of a letter by somebody without a report."""

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms

from curhat.forms.lapor import clean_kontak
from wilayah.formulir import FormWarga, Teks

if TYPE_CHECKING:
    from dokumen.isian import Isian
    from dokumen.models import Surat

_MAKS = 1500


class IsianForm(FormWarga):
    """The fields of one letter; what each may hold is checked by `dokumen`, and said by field.

    Nothing is required here: a draft may be kept half filled.
    """

    def __init__(self, surat: "Surat", data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=surat.isian)
        for kolom in surat.jenis.kolom:
            field = _field(kolom)
            field.template_name = self.template_isian  # type: ignore[attr-defined]
            self.fields[kolom.nama] = field

    def put_galat(self, galat: Mapping[str, str]) -> None:
        """Show what `dokumen` says of each field."""
        for nama, kata in galat.items():
            self.add_error(nama if nama in self.fields else None, kata)


def _field(kolom: "Isian") -> forms.Field:
    label = kolom.label if kolom.wajib else f"{kolom.label} (boleh kosong)"
    if kolom.pilihan:
        pilihan = [("", "Pilih …"), *((satu, satu) for satu in kolom.pilihan)]
        return forms.ChoiceField(label=label, choices=pilihan, required=False)
    bantuan = kolom.bantuan or (f"Contoh: {kolom.contoh}" if kolom.contoh else "")
    if kolom.jenis == "tanggal":
        return Teks(label=label, required=False, widget=_Tanggal(), help_text=kolom.bantuan)
    return Teks(
        label=label, required=False, max_length=_MAKS, widget=_widget(kolom), help_text=bantuan
    )


class _Tanggal(forms.DateInput):
    """The browser's own calendar; ISO text goes in and comes out."""

    input_type = "date"

    def format_value(self, value: Any) -> Any:
        return value or None


def _widget(kolom: "Isian") -> forms.Widget:
    if kolom.jenis == "panjang":
        return forms.Textarea(attrs={"rows": 3})
    attrs = {"autocomplete": "off"}
    if kolom.jenis in {"nik", "angka", "rupiah", "rt"}:
        attrs["inputmode"] = "numeric"
    return forms.TextInput(attrs=attrs)


class MulaiSuratForm(FormWarga):
    """A letter asked for on the web, without a report: only where to send it is asked here."""

    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    kontak = Teks(
        label="Nomor WhatsApp atau surel",
        required=False,
        max_length=120,
        help_text="Boleh dikosongkan. Kalau diisi, surat yang sudah jadi kami kirim ke sana.",
        widget=forms.TextInput(attrs={"autocomplete": "tel", "autocapitalize": "none"}),
    )
    # A field no person sees; what fills it in is a program.
    situs = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1"}))

    def clean_token(self) -> str:
        return str(self.cleaned_data["token"] or uuid.uuid4())

    def clean_kontak(self) -> str:
        return clean_kontak(self.cleaned_data["kontak"])

    def clean_situs(self) -> str:
        if self.cleaned_data["situs"]:
            self.add_error(None, "Belum terkirim. Kosongkan isian “Situs web”, lalu kirim lagi.")
        return ""
