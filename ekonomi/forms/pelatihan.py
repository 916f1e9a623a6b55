"""What residents fill in about training: registering, opening their registration, checking."""

import uuid
from typing import Any

from django import forms
from django.utils import timezone

from ekonomi.models import AnggotaRumah, KelompokSasaran
from ekonomi.services.peserta import clean_nama
from pesan.kanal.web import clean_alamat
from wilayah.formulir import FormWarga, Teks
from wilayah.rtrw import normal_rt, normal_rw

VERSI_PERSETUJUAN = "pelatihan-web-1"  # the wording of `setuju` below
_KELOMPOK = [("", "Pilih bila ada yang sesuai"), *KelompokSasaran.choices]


def check_kontak(nilai: str) -> str:
    """An e-mail address or a phone number; empty stays empty. Raises ValidationError."""
    teks = nilai.strip()
    if teks and not clean_alamat(teks):
        raise forms.ValidationError("Tulis nomor seperti 0812 3456 7890, atau alamat surel.")
    return teks


def check_tahun(tahun: int | None) -> int | None:
    """A year of birth of a person between 10 and 100 years old. Raises ValidationError."""
    kini = timezone.localdate().year
    if tahun is not None and not kini - 100 <= tahun <= kini - 10:
        raise forms.ValidationError(f"Tahun lahir ditulis lengkap, misalnya {kini - 35}.")
    return tahun


class DaftarPelatihanForm(FormWarga):
    """Registration on the web; only the name, sex and the agreement are required."""

    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    nama = Teks(
        label="Nama lengkap", max_length=120,
        help_text="Seperti di KTP; nama ini yang tertulis di sertifikat.",
        error_messages={"required": "Tulis nama lengkap Anda."},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    jenis_kelamin = forms.ChoiceField(
        label="Jenis kelamin", choices=AnggotaRumah.JenisKelamin, widget=forms.RadioSelect,
        error_messages={"required": "Pilih salah satu."},
    )  # fmt: skip
    tahun_lahir = forms.IntegerField(
        label="Tahun lahir (boleh kosong)", required=False,
        error_messages={"invalid": "Tulis angka tahunnya saja, misalnya 1990."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "pendek"}),
    )  # fmt: skip
    rt = Teks(
        label="RT (boleh kosong)", required=False, max_length=6,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "pendek"}),
    )  # fmt: skip
    rw = Teks(
        label="RW (boleh kosong)", required=False, max_length=6,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "pendek"}),
    )  # fmt: skip
    kelompok = forms.ChoiceField(
        label="Keadaan Anda (boleh kosong)", choices=_KELOMPOK, required=False
    )
    kontak = Teks(
        label="Nomor WhatsApp atau surel (boleh kosong)", required=False, max_length=120,
        help_text="Untuk pengingat sehari sebelumnya dan kiriman sertifikat.",
        widget=forms.TextInput(attrs={"autocomplete": "tel", "autocapitalize": "none"}),
    )  # fmt: skip
    setuju = forms.BooleanField(
        label="Saya setuju data ini dipakai kelurahan untuk pelatihan ini",
        help_text="Disimpan untuk daftar hadir, hasil, dan sertifikat; tidak tampil di halaman"
        " umum. Bisa dibatalkan kapan saja dengan kode dan PIN.",
        error_messages={"required": "Centang dulu supaya kami boleh mencatat data Anda."},
    )  # fmt: skip
    # A field no person sees; what fills it in is a program.
    situs = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1"}))

    def clean_token(self) -> str:
        return str(self.cleaned_data["token"] or uuid.uuid4())

    def clean_nama(self) -> str:
        nama = clean_nama(self.cleaned_data["nama"])
        if sum(huruf.isalpha() for huruf in nama) < 2:
            raise forms.ValidationError("Tulis nama lengkap Anda.")
        return nama

    def clean_tahun_lahir(self) -> int | None:
        return check_tahun(self.cleaned_data["tahun_lahir"])

    def clean_rt(self) -> str:
        return _clean_nomor(self.cleaned_data["rt"], normal_rt, "RT")

    def clean_rw(self) -> str:
        return _clean_nomor(self.cleaned_data["rw"], normal_rw, "RW")

    def clean_kontak(self) -> str:
        return check_kontak(self.cleaned_data["kontak"])

    def clean_situs(self) -> str:
        if self.cleaned_data["situs"]:
            self.add_error(None, "Belum terkirim. Kosongkan isian “Situs web”, lalu kirim lagi.")
        return ""


def _clean_nomor(teks: str, baca: Any, sebutan: str) -> str:
    if not teks.strip():
        return ""
    kode = baca(teks)
    if kode is None:
        raise forms.ValidationError(f"Tulis nomor {sebutan} saja, misalnya 3.")
    return str(kode)


class KodePinForm(FormWarga):
    """What opens a registration."""

    kode = Teks(
        label="Kode", max_length=30, error_messages={"required": "Tulis kodenya."},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )  # fmt: skip
    pin = Teks(
        label="PIN", max_length=12, error_messages={"required": "Tulis PIN-nya."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip


class PeriksaSertifikatForm(FormWarga):
    """The short code under a certificate's QR."""

    kode = Teks(
        label="Kode di bawah kotak QR", max_length=40, help_text="Contoh: 7K3M-9QPX-2ABC",
        error_messages={"required": "Tuliskan kodenya."},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )  # fmt: skip
