"""The form that puts a rule set or a model in use, with the reason."""

from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminTextareaWidget

from curhat.services.putar_ulang import BAWAAN, TERBANYAK


class PakaiForm(forms.Form):
    """Why, and what was in use when the page was made: two people at once do not overrun."""

    alasan = forms.CharField(
        label="Alasan (disimpan bersama nama Anda)",
        min_length=5,
        max_length=280,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )
    dari = forms.IntegerField(min_value=0, widget=forms.HiddenInput())


class PutarForm(forms.Form):
    """Over how many of the last curhat a draft is replayed."""

    banyak = forms.IntegerField(
        label=f"Banyaknya curhat terakhir (paling banyak {TERBANYAK})",
        min_value=1,
        max_value=TERBANYAK,
        initial=BAWAAN,
        widget=UnfoldAdminIntegerFieldWidget(),
    )


def form_errors(form: Any) -> str:
    """What is wrong with a small form, in one line for a message."""
    return " ".join(kata for daftar in form.errors.values() for kata in daftar)
