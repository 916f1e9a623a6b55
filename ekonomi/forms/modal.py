"""Capital from the programme to the cooperative, as it is typed at the desk."""

from typing import Any

from django import forms
from django.utils import timezone

from ekonomi.forms.uang import MejaForm, RupiahField, TanggalField
from ekonomi.models import Koperasi, PosAnggaran, Program, SumberDana


class SerahModalForm(MejaForm):
    """From which line or source, to the kelurahan's own cooperative, how much, when."""

    kunci = forms.UUIDField(widget=forms.HiddenInput)
    koperasi = forms.ModelChoiceField(Koperasi.objects.none(), label="Ke koperasi")
    pos = forms.ModelChoiceField(
        PosAnggaran.objects.none(), label="Dari pos anggaran", required=False,
        empty_label="Bukan dari pos: dana bergulir yang diterima",
    )  # fmt: skip
    sumber = forms.ChoiceField(label="Sumber dana", choices=SumberDana.choices)
    jumlah = RupiahField(label="Jumlah (Rp)")
    tanggal = TanggalField(label="Tanggal diserahkan")

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        koperasi: Any = self.fields["koperasi"]
        koperasi.queryset = Koperasi.objects.filter(wilayah=program.wilayah_id, aktif=True)
        pos: Any = self.fields["pos"]
        pos.queryset = PosAnggaran.objects.filter(program=program)

    def clean_tanggal(self) -> Any:
        hari = self.cleaned_data["tanggal"]
        if hari > timezone.localdate():
            raise forms.ValidationError("Tanggal ini belum tiba.")
        return hari

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        bergulir = data.get("sumber") == SumberDana.BERGULIR
        if "pos" in data and "sumber" in data and bergulir != (data["pos"] is None):
            self.add_error(
                "pos",
                "Dana bergulir yang diterima tidak memakai pos; kosongkan posnya."
                if bergulir
                else "Pilih pos anggarannya.",
            )
        return data
