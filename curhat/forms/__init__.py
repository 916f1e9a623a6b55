"""Residents' forms: kind to whatever is typed, and nothing typed is ever lost."""

from curhat.forms.dasar import FormWarga
from curhat.forms.lacak import BelumForm, KeteranganForm, MasukLacakForm, NilaiForm, PilihanForm
from curhat.forms.lapor import LaporForm, TanyaForm, TempatForm

__all__ = [
    "BelumForm",
    "FormWarga",
    "KeteranganForm",
    "LaporForm",
    "MasukLacakForm",
    "NilaiForm",
    "PilihanForm",
    "TanyaForm",
    "TempatForm",
]
