"""The form of a letter's fields, made from its kind."""

from typing import Any

from django import forms
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from dokumen.isian import Isian, tanggal_ketik
from dokumen.models import Surat

_BANTUAN = {
    "tanggal": "Seperti 29-11-2026.",
    "waktu": "Seperti 07.30.",
    "nik": "16 angka.",
    "rupiah": "Angka saja, tanpa titik.",
}


class IsianForm(forms.Form):
    """One field for each field of the kind. What a value may be, the service says."""

    def __init__(self, *args: Any, surat: Surat, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        ada = surat.isian
        for satu in surat.jenis.kolom:
            self.fields[satu.nama] = _field(satu, ada.get(satu.nama, ""))


def _field(isian: Isian, nilai: str) -> forms.Field:
    # a draft may be kept in part, so nothing is required here
    tanda = "" if isian.wajib else " (boleh kosong)"
    umum: dict[str, Any] = {
        "label": f"{isian.label}{tanda}",
        "required": False,
        "initial": tanggal_ketik(nilai) if isian.jenis == "tanggal" else nilai,
        "help_text": isian.bantuan or _BANTUAN.get(isian.jenis, ""),
    }
    if isian.jenis == "pilihan":
        pilihan = [("", "–"), *((satu, satu) for satu in isian.pilihan)]
        return forms.ChoiceField(choices=pilihan, widget=UnfoldAdminSelectWidget(), **umum)
    if isian.jenis == "panjang":
        return forms.CharField(widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}), **umum)
    petunjuk = {"placeholder": isian.contoh, "autocomplete": "off"}
    return forms.CharField(widget=UnfoldAdminTextInputWidget(attrs=petunjuk), **umum)
