"""Forms of turnover: residents' and facilitators'. What was typed comes back with its error."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from ekonomi.models.omzet import NILAI_MAKS
from ekonomi.omzet_baca import nama_bulan
from wilayah.format import rupiah
from wilayah.rupiah_baca import read_rupiah

_BULAN = 12  # months a form offers


class FormWarga(forms.Form):
    """Rendered by templates/bagian/isian.html: label, help and error tied to the field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.template_name = "bagian/isian.html"  # type: ignore[attr-defined]

    def galat_ringkas(self) -> list[tuple[str, str]]:
        """(id of the field, message) of every error, for the summary that links to them."""
        return [
            (self[nama].id_for_label if nama in self.fields else "", str(satu))
            for nama, semua in self.errors.items()
            for satu in semua
        ]


class RupiahField(forms.CharField):
    """Rupiah as people write it: 1500000, 1.500.000, 1,5 juta. Cleans to an int or None."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 30)
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("inputmode", "decimal")
        self.widget.attrs.setdefault("autocomplete", "off")

    def clean(self, value: Any) -> int | None:
        teks = super().clean(value).strip()
        if not teks:
            return None
        nilai = read_rupiah(teks)
        if nilai is None:
            raise forms.ValidationError("Tulis angkanya saja, misalnya 1500000 atau 1,5 juta.")
        if nilai > NILAI_MAKS:
            raise forms.ValidationError(f"Paling banyak {rupiah(NILAI_MAKS)}. Periksa nolnya.")
        return nilai


def month_choices(hari: date, banyak: int = _BULAN) -> list[tuple[str, str]]:
    """This month and those before it, newest first."""
    tahun, bulan = hari.year, hari.month
    hasil = []
    for _ in range(banyak):
        hasil.append((f"{tahun}-{bulan:02d}", nama_bulan(date(tahun, bulan, 1))))
        tahun, bulan = (tahun, bulan - 1) if bulan > 1 else (tahun - 1, 12)
    return hasil


def read_month(teks: str) -> date:
    """ "2026-11" as the first of that month. Raises ValueError."""
    return date.fromisoformat(f"{teks}-01")


class MasukOmzetForm(FormWarga):
    """The door: code and PIN from the card."""

    kode = forms.CharField(
        label="Kode",
        max_length=30,
        help_text="Tertulis di kartu, misalnya OM-7K3M-9QPX.",
        error_messages={"required": "Tulis kodenya."},
    )
    pin = forms.CharField(
        label="PIN",
        max_length=12,
        error_messages={"required": "Tulis PIN-nya."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class IsiOmzetForm(FormWarga):
    """One month of one thing the card stands for."""

    apa = forms.ChoiceField(label="Untuk")
    bulan = forms.ChoiceField(label="Bulan")
    nilai = RupiahField(
        label="Jumlah sebulan (Rp)",
        help_text="Semua uang masuk dari penjualan, sebelum dikurangi belanja. Boleh 0.",
        error_messages={"required": "Tulis jumlahnya; 0 bila tidak ada penjualan."},
    )

    def __init__(
        self, *args: Any, apa: Sequence[tuple[str, str]], hari: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        pilih: Any = self.fields["apa"]
        pilih.choices = apa
        if len(apa) == 1:
            pilih.widget = forms.HiddenInput()
            pilih.initial = apa[0][0]
        bulan: Any = self.fields["bulan"]
        bulan.choices = month_choices(hari)

    def clean_bulan(self) -> date:
        return read_month(self.cleaned_data["bulan"])
