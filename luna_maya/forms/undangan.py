"""What residents fill in to invite the lurah, and what staff fill in to answer."""

import uuid
from datetime import datetime
from typing import Any

from django import forms
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from luna_maya.models import Kendaraan, Tempat, Tokoh, Undangan
from luna_maya.services.undangan import check_waktu
from pesan.kanal.web import clean_alamat
from wilayah.formulir import FormWarga, Teks
from wilayah.models import Pengguna, Wilayah
from wilayah.rtrw import normal_rt, normal_rw
from wilayah.zona import at_place, zona_of


class UndangForm(FormWarga):
    """A resident's invitation; time is read on the clock of the kelurahan."""

    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    acara = forms.ChoiceField(
        label="Acaranya apa?", choices=Undangan.Acara.choices, widget=forms.RadioSelect,
        error_messages={"required": "Pilih jenis acaranya."},
    )  # fmt: skip
    tanggal = forms.DateField(
        label="Hari", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Pilih harinya.", "invalid": "Harinya belum benar."},
    )  # fmt: skip
    jam = forms.TimeField(
        label="Jam mulai", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": "Pilih jamnya.", "invalid": "Jamnya belum benar."},
    )  # fmt: skip
    tempat = forms.ChoiceField(label="Di mana?", choices=Tempat.choices, initial=Tempat.RUMAH)
    rt = Teks(
        label="RT", max_length=6, error_messages={"required": "Isi nomor RT tempat acaranya."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "pendek"}),
    )  # fmt: skip
    rw = Teks(
        label="RW", max_length=6, error_messages={"required": "Isi nomor RW tempat acaranya."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "pendek"}),
    )  # fmt: skip
    alamat = Teks(
        label="Alamat atau patokan", max_length=200,
        help_text="Hanya dilihat petugas yang menjawab dan yang berangkat.",
        error_messages={"required": "Tulis alamat atau patokannya."},
    )  # fmt: skip
    nama = Teks(
        label="Nama Anda", max_length=120, error_messages={"required": "Tulis nama Anda."},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    pesan = Teks(
        label="Tentang acaranya (boleh kosong)", required=False, max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    ada_anak = forms.BooleanField(label="Ada anak-anak di rumah atau acara ini", required=False)
    kontak = Teks(
        label="Nomor WhatsApp atau surel (boleh kosong)", required=False, max_length=120,
        help_text="Untuk mengabari jawabannya. Tanpa ini, lihat jawabannya dengan kode dan PIN.",
    )  # fmt: skip

    def __init__(self, *args: Any, kode: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kode = kode

    def clean_token(self) -> str:
        return str(self.cleaned_data.get("token") or uuid.uuid4())

    def clean_rt(self) -> str:
        rt = normal_rt(self.cleaned_data["rt"])
        if rt is None:
            raise forms.ValidationError("Nomor RT belum benar, misalnya 03.")
        return rt

    def clean_rw(self) -> str:
        rw = normal_rw(self.cleaned_data["rw"])
        if rw is None:
            raise forms.ValidationError("Nomor RW belum benar, misalnya 02.")
        return rw

    def clean_kontak(self) -> str:
        teks = str(self.cleaned_data["kontak"]).strip()
        if teks and not clean_alamat(teks):
            raise forms.ValidationError("Tulis nomor seperti 0812 3456 7890, atau alamat surel.")
        return teks

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("tanggal") and data.get("jam"):
            try:
                check_waktu(self.moment(data))
            except ValueError as galat:
                self.add_error("tanggal", str(galat))
        return data

    def moment(self, data: dict[str, Any]) -> datetime:
        return datetime.combine(data["tanggal"], data["jam"], tzinfo=zona_of(self.kode))


class BukaUndanganForm(FormWarga):
    """Code and PIN."""

    kode = Teks(
        label="Kode undangan", max_length=30, error_messages={"required": "Tulis kodenya."},
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )  # fmt: skip
    pin = Teks(
        label="PIN", max_length=12, error_messages={"required": "Tulis PIN-nya."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip


class TerimaForm(forms.Form):
    """How staff take an invitation up."""

    wilayah = forms.ModelChoiceField(
        Wilayah.objects.none(), label="RT", widget=UnfoldAdminSelectWidget,
        error_messages={"required": "Pilih RT tempat acaranya."},
    )  # fmt: skip
    lurah = forms.ModelChoiceField(
        Pengguna.objects.none(), label="Dipimpin", widget=UnfoldAdminSelectWidget
    )
    tanggal = forms.DateField(
        label="Hari", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    jam = forms.TimeField(
        label="Jam", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    kendaraan = forms.ModelChoiceField(
        Kendaraan.objects.none(), label="Kendaraan", required=False,
        widget=UnfoldAdminSelectWidget,
    )  # fmt: skip
    tokoh = forms.ModelMultipleChoiceField(
        Tokoh.objects.none(), label="Yang ikut", required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def set_choices(self, undangan: Undangan, lurah: Any, kendaraan: Any, tokoh: Any) -> None:
        """Offer only what belongs to this kelurahan."""
        kode = str(undangan.wilayah_id)
        kelurahan = ".".join(kode.split(".")[:4])
        rt = Wilayah.objects.in_wilayah(kelurahan).filter(tingkat=Wilayah.Tingkat.RT)
        pilihan: dict[str, Any] = {
            "wilayah": rt.order_by("kode"), "lurah": lurah, "kendaraan": kendaraan, "tokoh": tokoh,
        }  # fmt: skip
        for nama, rows in pilihan.items():
            self.fields[nama].queryset = rows  # type: ignore[attr-defined]
        lokal = at_place(undangan.mulai_at, kode)
        self.initial = {
            "wilayah": kode, "tanggal": lokal.date(), "jam": lokal.time().replace(second=0),
            "lurah": lurah.first(),
        }  # fmt: skip

    def moment(self, kode: str) -> datetime:
        data = self.cleaned_data
        return datetime.combine(data["tanggal"], data["jam"], tzinfo=zona_of(kode))


class TolakForm(forms.Form):
    """A kind reason, and who stands in."""

    alasan = forms.CharField(
        label="Alasan (dibaca pengundang)", max_length=200, widget=UnfoldAdminTextInputWidget,
        error_messages={"required": "Tulis alasannya; pengundang membacanya."},
    )  # fmt: skip
    wakil = forms.ModelChoiceField(
        Tokoh.objects.none(), label="Diwakili oleh", required=False,
        widget=UnfoldAdminSelectWidget,
    )  # fmt: skip


class UsulForm(forms.Form):
    """A head of RT or RW told staff of a host."""

    tokoh = forms.ModelChoiceField(
        Tokoh.objects.none(), label="Ketua yang mengusulkan", widget=UnfoldAdminSelectWidget
    )
    nama = forms.CharField(
        label="Nama tuan rumah", max_length=120, widget=UnfoldAdminTextInputWidget
    )
    wilayah = forms.ModelChoiceField(
        Wilayah.objects.none(), label="RT", widget=UnfoldAdminSelectWidget
    )
