"""What somebody with a personal link says about a finished request."""

from django import forms

from ruko_parsel.services.nilai import KATA
from wilayah.formulir import FormWarga, Teks


class NilaiWargaForm(FormWarga):
    """1 to 5 and a word."""

    nilai = forms.TypedChoiceField(
        label="Seberapa membantu jawaban kecamatan?", coerce=int, widget=forms.RadioSelect,
        choices=[(n, f"{n} {kata}") for n, kata in reversed(KATA.items())],
        error_messages={"required": "Pilih salah satu, 1 sampai 5."},
    )  # fmt: skip
    kata = Teks(
        label="Dengan kata Anda", max_length=240, required=False,
        widget=forms.Textarea(attrs={"rows": 3}), help_text="Boleh dikosongkan.",
    )  # fmt: skip


class BukaLagiForm(FormWarga):
    """What is still missing."""

    alasan = Teks(
        label="Apa yang belum selesai?", max_length=400, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Tulis apa yang belum selesai."},
    )  # fmt: skip
