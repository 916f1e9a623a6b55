"""A target as the lurah sets it."""

from typing import Any

from django import forms

from ekonomi.forms.uang import MejaForm
from ekonomi.models import Indikator, Program
from ekonomi.services.target import BULAN_MAKS


class TargetForm(MejaForm):
    """Another value, and why."""

    nilai = forms.DecimalField(
        label="Paling sedikit", max_digits=14, decimal_places=2, min_value=0, localize=False
    )
    bulan = forms.IntegerField(label="Dalam berapa bulan", min_value=1, max_value=BULAN_MAKS)
    keterangan = forms.CharField(label="Keterangan", max_length=200, required=False)
    alasan = forms.CharField(
        label="Alasan", max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )


class TargetBaruForm(TargetForm):
    """Of an indicator that is no target yet."""

    indikator = forms.ModelChoiceField(Indikator.objects.none(), label="Indikator")
    field_order = ("indikator", "nilai", "bulan", "keterangan", "alasan")

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dipakai = program.target.values("indikator")
        indikator: Any = self.fields["indikator"]
        indikator.queryset = Indikator.objects.exclude(pk__in=dipakai)
