"""A mentor's form: one visit and its next step."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from ekonomi.forms.omzet import FormWarga

FOTO = "image/jpeg,image/png,image/webp"


class KunjunganForm(FormWarga):
    """One visit. `token` makes a second press of the button the same visit."""

    token = forms.UUIDField(widget=forms.HiddenInput())
    pasangan = forms.ChoiceField(label="Usaha yang dikunjungi")
    tanggal = forms.DateField(
        label="Tanggal", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    topik = forms.CharField(
        label="Tentang apa", max_length=120, help_text="Misalnya: catatan kas, foto produk."
    )
    temuan = forms.CharField(
        label="Apa yang Anda lihat",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    tindak_lanjut = forms.CharField(
        label="Langkah berikutnya", max_length=200, required=False,
        help_text="Boleh kosong bila tidak ada.",
    )  # fmt: skip
    tenggat = forms.DateField(
        label="Paling lambat", required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    foto = forms.FileField(
        label="Foto", required=False, help_text="Satu foto, paling besar 10 MB.",
        widget=forms.FileInput(attrs={"accept": FOTO}),
    )  # fmt: skip

    def __init__(
        self, *args: Any, pasangan: Sequence[tuple[str, str]], hari: date, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"token": uuid.uuid4(), "tanggal": hari, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.hari = hari
        pilih: Any = self.fields["pasangan"]
        pilih.choices = pasangan
        for nama, field in self.fields.items():
            if field.required and nama != "token":
                field.error_messages["required"] = f"Isi “{field.label}”."

    def clean_tanggal(self) -> date:
        tanggal: date = self.cleaned_data["tanggal"]
        if tanggal > self.hari:
            raise forms.ValidationError("Tanggal kunjungan tidak bisa sesudah hari ini.")
        return tanggal

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        tenggat, tanggal = data.get("tenggat"), data.get("tanggal")
        if tenggat and not data.get("tindak_lanjut"):
            self.add_error("tindak_lanjut", "Tulis langkahnya, atau kosongkan tenggatnya.")
        if tenggat and tanggal and tenggat < tanggal:
            self.add_error("tenggat", "Tenggat tidak bisa sebelum tanggal kunjungan.")
        return data
