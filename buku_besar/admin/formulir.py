"""Forms of whoever keeps the books: a manual journal, a reversal, a period."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from buku_besar.models import Akun, Buku
from buku_besar.services import Baris
from buku_besar.uang import RupiahField


def _date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class JurnalForm(forms.Form):
    """The head of a manual journal."""

    kunci = forms.CharField(widget=forms.HiddenInput, max_length=60)
    tanggal = forms.DateField(label="Tanggal", widget=_date_input())
    uraian = forms.CharField(
        label="Uraian", max_length=250, widget=UnfoldAdminTextInputWidget(),
        help_text="Tanpa nama orang atau nomor pribadi: jurnal tidak dapat dihapus.",
    )  # fmt: skip
    rujukan = forms.CharField(
        label="Nomor bukti", max_length=80, required=False, widget=UnfoldAdminTextInputWidget()
    )

    def clean_tanggal(self) -> date:
        hari: date = self.cleaned_data["tanggal"]
        if hari > timezone.localdate():
            raise forms.ValidationError("Tanggal tidak boleh sesudah hari ini.")
        return hari


class BarisForm(forms.Form):
    """One line. Accounts that services keep (loans, savings) are not offered."""

    akun = forms.ModelChoiceField(
        Akun.objects.none(),
        label="Akun",
        widget=UnfoldAdminSelectWidget(),
        empty_label="Pilih akun",
    )
    debit = RupiahField(label="Debit", required=False, minimum=0)
    kredit = RupiahField(label="Kredit", required=False, minimum=0)

    def __init__(self, *args: Any, buku: Buku, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        akun: Any = self.fields["akun"]
        akun.queryset = buku.akun.filter(aktif=True).exclude(sifat=Akun.Sifat.KENDALI)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        debit, kredit = data.get("debit") or 0, data.get("kredit") or 0
        if data.get("akun") and bool(debit) == bool(kredit) and not self.errors:
            self.add_error("debit", "Isi debit atau kredit, salah satu saja.")
        return data

    def as_baris(self) -> Baris:
        data = self.cleaned_data
        return Baris(data["akun"].kode, data.get("debit") or 0, data.get("kredit") or 0)


class _Berbaris(forms.BaseFormSet):  # type: ignore[type-arg]
    """At least two filled lines."""

    def filled(self) -> list[BarisForm]:
        return [satu for satu in self.forms if satu.has_changed()]


BarisFormSet = forms.formset_factory(BarisForm, formset=_Berbaris, extra=6, max_num=20)


class BalikForm(forms.Form):
    """Undoing a journal by its mirror."""

    tanggal = forms.DateField(label="Tanggal pembalik", widget=_date_input())
    alasan = forms.CharField(
        label="Alasan", max_length=200, widget=UnfoldAdminTextareaWidget(attrs={"rows": 2})
    )


class TutupForm(forms.Form):
    """A month to close."""

    bulan = forms.DateField(widget=forms.HiddenInput)


class BukaForm(forms.Form):
    """Why a period is opened again."""

    periode = forms.IntegerField(widget=forms.HiddenInput)
    alasan = forms.CharField(
        label="Alasan membuka lagi", max_length=300,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )  # fmt: skip


class TanggalForm(forms.Form):
    """The days a report is of."""

    sampai = forms.DateField(label="Sampai tanggal", required=False, widget=_date_input())
    mulai = forms.DateField(label="Hasil sejak", required=False, widget=_date_input())


def last_month(hari: date) -> date:
    """The last day of the month before this day's."""
    return hari.replace(day=1) - timedelta(days=1)
