"""What a host chooses: each permission its own yes or no, and another time."""

from datetime import datetime
from typing import Any

from django import forms

from luna_maya.services.persetujuan import Pilihan
from luna_maya.teks_izin import load_teks
from wilayah.formulir import FormWarga
from wilayah.zona import zona_of

YA_TIDAK = (("ya", "Ya"), ("tidak", "Tidak"))


class IzinForm(FormWarga):
    """One question a permission; the guardian's word where there are children."""

    def __init__(self, *args: Any, ada_anak: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ada_anak, self.teks = ada_anak, load_teks()
        for butir in self.teks.izin:
            awal = "ya" if butir.default_for(ada_anak=ada_anak) else "tidak"
            self.fields[butir.kunci] = forms.ChoiceField(
                label=butir.tanya, help_text=butir.penjelasan, choices=YA_TIDAK,
                widget=forms.RadioSelect, initial=awal,
                error_messages={"required": f"Pilih ya atau tidak: {butir.label.lower()}."},
            )  # fmt: skip
        if ada_anak:
            self.fields["wali"] = forms.BooleanField(label=self.teks.wali, required=False)
        for field in self.fields.values():
            field.template_name = self.template_isian  # type: ignore[attr-defined]

    def pilihan(self) -> Pilihan:
        """What was chosen, of a valid form."""
        izin = {butir.kunci: self.cleaned_data[butir.kunci] == "ya" for butir in self.teks.izin}
        return Pilihan(izin, wali=bool(self.cleaned_data.get("wali")))


class WaktuLainForm(FormWarga):
    """Another day and hour, on the clock of the place."""

    tanggal = forms.DateField(
        label="Hari yang cocok", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Pilih harinya.",
            "invalid": "Harinya belum benar. Tulis seperti 12-12-2026.",
        },
    )  # fmt: skip
    jam = forms.TimeField(
        label="Jam", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "required": "Pilih jamnya.",
            "invalid": "Jamnya belum benar. Contoh: 19:30.",
        },
    )  # fmt: skip

    def __init__(self, *args: Any, kode: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kode = kode

    def moment(self) -> datetime:
        """The chosen moment, of a valid form."""
        data = self.cleaned_data
        return datetime.combine(data["tanggal"], data["jam"], tzinfo=zona_of(self.kode))
