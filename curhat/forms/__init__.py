"""Residents' forms: kind to whatever is typed, and nothing typed is ever lost."""

from curhat.forms.dasar import FormWarga
from curhat.forms.lacak import BelumForm, KeteranganForm, MasukLacakForm, NilaiForm, PilihanForm
from curhat.forms.lapor import LaporForm, TanyaForm, TempatForm
from curhat.forms.surat import IsianForm, MulaiSuratForm

__all__ = [
    "BelumForm",
    "FormWarga",
    "IsianForm",
    "KeteranganForm",
    "LaporForm",
    "MasukLacakForm",
    "MulaiSuratForm",
    "NilaiForm",
    "PilihanForm",
    "TanyaForm",
    "TempatForm",
]
