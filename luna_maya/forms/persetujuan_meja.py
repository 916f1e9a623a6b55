"""What staff type of a host's answer: from paper with its scan, or as it was said to them."""

from datetime import datetime
from typing import Any

from django import forms
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminSelectWidget,
)

from luna_maya.models import Kunjungan
from luna_maya.services.persetujuan import AKAN_DATANG, J, Pilihan
from luna_maya.teks_izin import load_teks
from wilayah.zona import zona_of

_YA_TIDAK = (("ya", "Ya"), ("tidak", "Tidak"))


class JawabanForm(forms.Form):
    """An answer and, where it is another time, which."""

    jawaban = forms.ChoiceField(label="Jawaban", widget=UnfoldAdminSelectWidget)
    tanggal = forms.DateField(
        label="Hari yang diminta", required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Hanya bila tuan rumah minta waktu lain.",
    )  # fmt: skip
    jam = forms.TimeField(
        label="Jam yang diminta",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )

    def __init__(self, *args: Any, kunjungan: Kunjungan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kunjungan = kunjungan
        self.fields["jawaban"].choices = self.answers()  # type: ignore[attr-defined]

    def answers(self) -> list[tuple[str, str]]:
        """What can still be said about this visit."""
        if self.kunjungan.status in AKAN_DATANG:
            return [(str(satu), str(satu.label)) for satu in (J.TANGGAL_LAIN, J.TIDAK, J.CABUT)]
        return [(str(J.CABUT), str(J.CABUT.label))]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("jawaban") == J.TANGGAL_LAIN and bool(data.get("tanggal")) != bool(
            data.get("jam")
        ):
            kurang = "jam" if data.get("tanggal") else "tanggal"
            self.add_error(kurang, "Isi hari dan jamnya, atau kosongkan keduanya.")
        return data

    def moment(self) -> datetime | None:
        """The time wished for on the clock of the place, of a valid form."""
        data = self.cleaned_data
        if not data.get("tanggal") or not data.get("jam"):
            return None
        zona = zona_of(str(self.kunjungan.wilayah_id))
        return datetime.combine(data["tanggal"], data["jam"], tzinfo=zona)


class LisanForm(JawabanForm):
    """Said to a member of staff; a yes must be the host's own."""


class KertasForm(JawabanForm):
    """A signed form: the answer, each permission, the scan."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.teks = load_teks()
        anak = self.kunjungan.tuan_rumah.ada_anak
        for butir in self.teks.izin:
            self.fields[butir.kunci] = forms.ChoiceField(
                label=butir.label, choices=_YA_TIDAK, initial="tidak",
                widget=UnfoldAdminRadioSelectWidget,
            )  # fmt: skip
        if anak:
            self.fields["wali"] = forms.BooleanField(
                label="Orang tua atau wali anak menandatangani", required=False
            )
        self.fields["pindaian"] = forms.FileField(
            label="Foto atau pindaian formulir", widget=UnfoldAdminFileFieldWidget,
            help_text="JPG, PNG, atau PDF, paling besar 10 MB.",
            error_messages={"required": "Sertakan foto atau pindaian formulirnya."},
        )  # fmt: skip

    def answers(self) -> list[tuple[str, str]]:
        return [(str(J.YA), str(J.YA.label)), *super().answers()]

    def pilihan(self) -> Pilihan:
        """What was ticked, of a valid form."""
        data = self.cleaned_data
        izin = {butir.kunci: data.get(butir.kunci) == "ya" for butir in self.teks.izin}
        return Pilihan(izin, wali=bool(data.get("wali")))
