"""Sums of money as people type them: Rp 1.500.000, 1500000, 1.500.000,-, 1,500,000."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

MAKS = 10**12
_HIASAN = re.compile(r"^\s*(?:rp\.?|idr)?\s*|(?:,-|,00|\.00|\.-)?\s*$", re.IGNORECASE)
_BENTUK = re.compile(r"-?(?:\d+|\d{1,3}(?:\.\d{3})+|\d{1,3}(?:,\d{3})+)", re.ASCII)
CONTOH = "Tulis jumlah rupiah dengan angka, misalnya Rp 1.500.000."


def read_rupiah(teks: str) -> int:
    """The whole Rupiah of what was typed. Raises ValueError for anything that is not a sum.

    A sum with cents other than nought is refused: the books hold whole Rupiah.
    """
    bersih = _HIASAN.sub("", teks.replace("\xa0", " ")).replace(" ", "")
    if not _BENTUK.fullmatch(bersih):
        raise ValueError(CONTOH)
    jumlah = int(bersih.replace(".", "").replace(",", ""))
    if abs(jumlah) > MAKS:
        raise ValueError("Jumlahnya terlalu besar.")
    return jumlah


class RupiahField(forms.CharField):
    """A text field that gives whole Rupiah; the phone shows its number keys."""

    def __init__(self, *, minimum: int = 1, **kwargs: Any) -> None:
        self.minimum = minimum
        super().__init__(max_length=30, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "inputmode": "numeric", "autocomplete": "off"}

    def clean(self, value: Any) -> Any:
        teks = super().clean(value)
        if teks in self.empty_values:
            return None
        try:
            jumlah = read_rupiah(teks)
        except ValueError as error:
            raise ValidationError(str(error)) from error
        if jumlah < self.minimum:
            raise ValidationError(
                "Jumlahnya harus di atas nol." if self.minimum else "Jumlahnya tidak boleh minus."
            )
        return jumlah
