"""What staff fill in on the pages of a batch and of a participant."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from ekonomi.forms.pelatihan import check_kontak, check_tahun
from ekonomi.models import AnggotaRumah, Angkatan, KelompokSasaran
from ekonomi.services.peserta import clean_nama

_KELAMIN = [("", "Pilih"), *AnggotaRumah.JenisKelamin.choices]
_KELOMPOK = [("", "Tidak disebut"), *KelompokSasaran.choices]


class YakinForm(forms.Form):
    """Nothing to fill: the button is the answer."""


class AlasanForm(forms.Form):
    """A reason that goes with the step."""

    alasan = forms.CharField(
        label="Alasan (dibaca peserta)", max_length=300,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )  # fmt: skip


class JadwalForm(forms.Form):
    """Several sessions at once: from a day on, so many, so many days apart."""

    awal = forms.DateField(
        label="Sesi pertama", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    banyak = forms.IntegerField(label="Berapa sesi", min_value=1, max_value=60, initial=4)
    jeda = forms.IntegerField(
        label="Jarak (hari)", min_value=1, max_value=60, initial=7,
        help_text="1 tiap hari, 7 tiap minggu.",
    )  # fmt: skip
    mulai = forms.TimeField(
        label="Jam mulai", initial=dt.time(9),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )  # fmt: skip
    selesai = forms.TimeField(
        label="Jam selesai", initial=dt.time(12),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        mulai, selesai = data.get("mulai"), data.get("selesai")
        if mulai and selesai and selesai <= mulai:
            self.add_error("selesai", "Jam selesai harus sesudah jam mulai.")
        return data


class TambahPesertaForm(forms.Form):
    """Somebody who stands before the desk."""

    nama = forms.CharField(label="Nama lengkap", max_length=120,
                           widget=UnfoldAdminTextInputWidget())  # fmt: skip
    jenis_kelamin = forms.ChoiceField(
        label="Jenis kelamin", choices=_KELAMIN, widget=UnfoldAdminSelectWidget()
    )
    tahun_lahir = forms.IntegerField(
        label="Tahun lahir", required=False, widget=UnfoldAdminIntegerFieldWidget()
    )
    kelompok = forms.ChoiceField(
        label="Kelompok sasaran", choices=_KELOMPOK, required=False,
        widget=UnfoldAdminSelectWidget(),
    )  # fmt: skip
    rw = forms.CharField(label="RW", max_length=6, required=False,
                         widget=UnfoldAdminTextInputWidget())  # fmt: skip
    rt = forms.CharField(label="RT", max_length=6, required=False,
                         widget=UnfoldAdminTextInputWidget())  # fmt: skip
    kontak = forms.CharField(
        label="Nomor WhatsApp atau surel", max_length=120, required=False,
        help_text="Hanya bila peserta setuju dikirimi pesan.", widget=UnfoldAdminTextInputWidget(),
    )  # fmt: skip

    def clean_nama(self) -> str:
        return clean_nama(self.cleaned_data["nama"])

    def clean_tahun_lahir(self) -> int | None:
        return check_tahun(self.cleaned_data["tahun_lahir"])

    def clean_kontak(self) -> str:
        return check_kontak(self.cleaned_data["kontak"])


class NilaiPesertaForm(forms.Form):
    """One score; empty takes it away."""

    nilai = forms.DecimalField(
        label="Nilai (0–100)", required=False, min_value=0, max_value=100, decimal_places=2,
        max_digits=5,
    )  # fmt: skip


class HubungkanForm(forms.Form):
    """Which member of which household this is: the NIK is not asked, the list is by name."""

    anggota = forms.ModelChoiceField(
        AnggotaRumah.objects.none(), label="Anggota rumah tangga",
        widget=UnfoldAdminSelectWidget(), empty_label="Pilih",
    )  # fmt: skip


class BerkasImporForm(forms.Form):
    """The file of a form's answers."""

    berkas = forms.FileField(
        label="Berkas CSV atau XLSX (paling besar 2 MB)", widget=UnfoldAdminFileFieldWidget(),
        error_messages={"required": "Pilih dulu berkasnya."},
    )  # fmt: skip

    def clean_berkas(self) -> Any:
        berkas = self.cleaned_data["berkas"]
        if berkas.size > 2 * 1024 * 1024:
            raise forms.ValidationError("Berkasnya lebih dari 2 MB.")
        return berkas


class AngkatanForm(forms.ModelForm):  # type: ignore[type-arg]
    """The fields of a batch; the quota never falls below who has a seat."""

    class Meta:
        model = Angkatan
        fields = [
            "kursus", "program", "tempat", "mulai", "selesai", "jadwal", "kuota",
            "kuota_perempuan", "seleksi", "buka_at", "tutup_at", "pelatih", "biaya",
        ]  # fmt: skip

    def clean_kuota(self) -> int:
        kuota = int(self.cleaned_data["kuota"])
        terisi = self.instance.peserta.seated().count() if self.instance.pk else 0
        if kuota < terisi:
            raise forms.ValidationError(
                f"Sudah {terisi} peserta diterima; kuota tidak boleh kurang."
            )
        return kuota

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        tutup, mulai = data.get("tutup_at"), data.get("selesai")
        if tutup and mulai and timezone.localdate(tutup) > mulai:
            self.add_error("tutup_at", "Pendaftaran ditutup sebelum angkatan selesai.")
        return data
