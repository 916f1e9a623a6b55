"""A survey's questions as form fields, one part a page or all at once."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from wilayah.formulir import FormWarga
from wilayah.pertanyaan import TEKS_MAKS, JawabanKeliru, Pertanyaan


class PertanyaanForm(FormWarga):
    """`lengkap`: required questions must be answered; else an empty one is "later"."""

    def __init__(
        self,
        *args: Any,
        tanya: Sequence[Pertanyaan],
        jawaban: Mapping[str, Any],
        lengkap: bool,
        **kwargs: Any,
    ) -> None:
        self.tanya = list(tanya)
        awal = {p.kunci: jawaban.get(p.kunci) for p in tanya if jawaban.get(p.kunci) is not None}
        super().__init__(*args, initial=awal, **kwargs)
        for p in tanya:
            field = _field(p)
            field.required = lengkap and p.wajib
            field.error_messages["required"] = f"Belum dijawab: {p.teks}"
            field.template_name = "bagian/isian.html"  # type: ignore[attr-defined]
            self.fields[p.kunci] = field

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for p in self.tanya:
            if p.kunci not in data:
                continue
            try:
                data[p.kunci] = p.clean(data[p.kunci])
            except JawabanKeliru as error:
                self.add_error(p.kunci, str(error))
        return data

    def answers(self) -> dict[str, Any]:
        """What was answered; a question left open is not among them."""
        return {k: v for k, v in self.cleaned_data.items() if v is not None}


def _field(p: Pertanyaan) -> forms.Field:
    bantuan = p.bantuan or (f"1 = {p.ujung[0]}, 5 = {p.ujung[1]}" if p.jenis == "skala" else "")
    if p.is_terpilih:
        return forms.ChoiceField(
            label=p.teks, choices=p.pilihan, widget=forms.RadioSelect, help_text=bantuan
        )
    if p.jenis == "teks":
        return forms.CharField(
            label=p.teks, max_length=TEKS_MAKS, help_text=bantuan,
            widget=forms.Textarea(attrs={"rows": 3}),
        )  # fmt: skip
    return forms.CharField(
        label=p.teks, max_length=30, help_text=bantuan,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )  # fmt: skip
