"""What a visitor types to check a letter."""

from typing import Any

from django import forms


class PeriksaForm(forms.Form):
    """The short code under a QR, with any spaces, dashes and case."""

    kode = forms.CharField(
        label="Kode di bawah kotak QR",
        max_length=40,
        help_text="Contoh: 7K3M-9QPX-2ABC",
        error_messages={
            "required": "Tuliskan kodenya.",
            "max_length": "Kodenya terlalu panjang. Periksa lagi.",
        },
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.fields["kode"].template_name = "bagian/isian.html"  # type: ignore[attr-defined]

    def galat_ringkas(self) -> list[tuple[str, str]]:
        """(id of the field, message) of every error, for the summary that links to them."""
        return [("id_kode", str(pesan)) for galat in self.errors.values() for pesan in galat]
