"""What a teller fills in: as little as possible, errors beside the field."""

import uuid
from typing import Any

from django import forms

from buku_besar.uang import RupiahField
from ekonomi.models import AnggotaKoperasi, Angsuran, JenisSimpanan


def new_kunci() -> str:
    """The name of one act: made with the form, so that sending it twice is one act."""
    return uuid.uuid4().hex


class FormKas(forms.Form):
    """The base: no colons, errors announced, a summary with links, a key of its own."""

    kunci = forms.CharField(widget=forms.HiddenInput, max_length=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        kwargs["initial"] = {"kunci": new_kunci(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            satu: Any = field
            satu.template_name = "bagian/isian.html"

    @property
    def galat_ringkas(self) -> list[tuple[str, str]]:
        """(id of the field or "", sentence) of each error, for the summary above the form."""
        hasil = []
        for nama, daftar in self.errors.items():
            target = self[nama].id_for_label if nama in self.fields else ""
            label = f"{self[nama].label}: " if target else ""
            hasil += [(target or "", f"{label}{satu}") for satu in daftar]
        return hasil


class BayarForm(FormKas):
    """A payment on one loan."""

    jumlah = RupiahField(label="Jumlah dibayar")
    cara = forms.ChoiceField(
        label="Cara", choices=Angsuran.Cara.choices, widget=forms.RadioSelect, initial="kas"
    )
    pembayar = forms.ModelChoiceField(
        AnggotaKoperasi.objects.none(), label="Dibayarkan oleh", required=False,
        empty_label="Peminjam sendiri",
    )  # fmt: skip
    tanggal = forms.DateField(
        label="Tanggal", required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Kosongkan bila hari ini.",
    )  # fmt: skip
    sengaja = forms.BooleanField(label="Memang pembayaran lain", required=False)

    def __init__(self, *args: Any, pinjaman: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"bayar{pinjaman.pk}_%s", **kwargs)
        if pinjaman.kelompok_id is None:
            del self.fields["pembayar"]
        else:
            pembayar: Any = self.fields["pembayar"]
            pembayar.queryset = AnggotaKoperasi.objects.filter(
                kelompok__kelompok=pinjaman.kelompok_id, kelompok__sampai__isnull=True
            ).exclude(pk=pinjaman.anggota_id)


class LunasForm(FormKas):
    """Paying all off today."""

    jumlah = RupiahField(widget=forms.HiddenInput)
    cara = forms.ChoiceField(
        label="Cara", choices=Angsuran.Cara.choices, widget=forms.RadioSelect, initial="kas"
    )

    def __init__(self, *args: Any, pinjaman: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"lunas{pinjaman.pk}_%s", **kwargs)


class SimpananForm(FormKas):
    """Savings in or out."""

    arah = forms.ChoiceField(
        label="Masuk atau keluar", choices=[("1", "Setor"), ("-1", "Tarik")],
        widget=forms.RadioSelect, initial="1",
    )  # fmt: skip
    jenis = forms.ChoiceField(label="Simpanan", choices=JenisSimpanan.choices, initial="wajib")
    jumlah = RupiahField(label="Jumlah")
    cara = forms.ChoiceField(
        label="Cara", choices=Angsuran.Cara.choices, widget=forms.RadioSelect, initial="kas"
    )


class BatalForm(FormKas):
    """Why a payment is undone."""

    alasan = forms.CharField(
        label="Alasan membatalkan", max_length=200, help_text="Dibaca anggota dan pemeriksa."
    )


class TutupKasForm(FormKas):
    """The day's count."""

    dihitung = RupiahField(label="Uang di laci", minimum=0, help_text="Hitung semua uang tunai.")
    penjelasan = forms.CharField(
        label="Penjelasan bila berbeda", max_length=300, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
