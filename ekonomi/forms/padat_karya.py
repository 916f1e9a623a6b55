"""Registering for public works."""

import re
from typing import Any

from django import forms
from django.utils import timezone

from ekonomi.models import AnggotaRumah
from ekonomi.services.padat_karya.daftar import Pendaftar
from wilayah.formulir import FormWarga, Teks

_ANGKA = {"inputmode": "numeric", "autocomplete": "off"}


def _sixteen(value: str, apa: str) -> str:
    angka = re.sub(r"\D", "", value)
    if len(angka) != 16:
        raise forms.ValidationError(f"{apa} terdiri dari 16 angka. Periksa lagi di kartunya.")
    return angka


class DaftarKerjaForm(FormWarga):
    """One person for one project."""

    nama = Teks(
        label="Nama lengkap",
        max_length=120,
        help_text="Seperti di KTP. Tidak ditampilkan kepada umum.",
        error_messages={"required": "Tuliskan nama lengkap Anda."},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    nik = Teks(
        label="NIK",
        max_length=24,
        help_text="16 angka. Hanya dipakai untuk mencocokkan, tidak kami simpan.",
        error_messages={"required": "Tuliskan NIK Anda."},
        widget=forms.TextInput(attrs=_ANGKA),
    )
    kk = Teks(
        label="Nomor kartu keluarga",
        max_length=24,
        help_text="16 angka. Satu keluarga satu pendaftar. Tidak kami simpan.",
        error_messages={"required": "Tuliskan nomor kartu keluarga."},
        widget=forms.TextInput(attrs=_ANGKA),
    )
    lahir = forms.DateField(
        label="Tanggal lahir",
        help_text="Umur 17 sampai 60 tahun.",
        input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"],
        error_messages={
            "required": "Isi tanggal lahir Anda.",
            "invalid": "Tulis tanggalnya seperti 17-08-1990.",
        },
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    jenis_kelamin = forms.ChoiceField(
        label="Jenis kelamin",
        choices=AnggotaRumah.JenisKelamin.choices,
        error_messages={"required": "Pilih salah satu."},
        widget=forms.RadioSelect,
    )
    menganggur = forms.BooleanField(
        label="Saya sedang tidak bekerja", required=False, help_text="Diutamakan dalam pemilihan."
    )
    setuju = forms.BooleanField(
        label="Saya setuju data ini dipakai untuk memilih dan membayar pekerja",
        error_messages={"required": "Centang dulu bila Anda setuju."},
    )
    situs = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1"}))

    def clean_nik(self) -> str:
        return _sixteen(self.cleaned_data["nik"], "NIK")

    def clean_kk(self) -> str:
        return _sixteen(self.cleaned_data["kk"], "Nomor kartu keluarga")

    def clean_lahir(self) -> Any:
        lahir = self.cleaned_data["lahir"]
        if lahir > timezone.localdate() or lahir.year < 1900:
            raise forms.ValidationError("Periksa tahun lahirnya.")
        return lahir

    def clean_situs(self) -> str:
        if self.cleaned_data["situs"]:
            raise forms.ValidationError("Kosongkan isian ini.")
        return ""

    def pendaftar(self) -> Pendaftar:
        """What was filled in, for the service."""
        data = self.cleaned_data
        return Pendaftar(
            nama=data["nama"], nik=data["nik"], kk=data["kk"], lahir=data["lahir"],
            jenis_kelamin=data["jenis_kelamin"], menganggur=data["menganggur"],
        )  # fmt: skip
