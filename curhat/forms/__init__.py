"""Residents' forms: kind to whatever is typed, and nothing typed is ever lost."""

from curhat.forms.lacak import BelumForm, KeteranganForm, MasukLacakForm, NilaiForm, PilihanForm
from curhat.forms.lapor import LaporForm, SayaJugaForm, TanyaForm, TempatForm
from curhat.forms.surat import IsianForm, MulaiSuratForm
from wilayah.formulir import FormWarga

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
    "SayaJugaForm",
    "TanyaForm",
    "TempatForm",
]
