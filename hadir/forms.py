"""What a resident types to sign in: six digits of the screen, or their own registration code."""

from typing import Any

from django import forms

from wilayah.formulir import FormWarga, Teks


class AngkaForm(FormWarga):
    """The digits on the facilitator's screen, for a phone that cannot scan."""

    angka = Teks(
        label="Enam angka di layar petugas",
        max_length=12,
        help_text="Angkanya berganti tiap 40 detik. Ketik yang sedang tampil.",
        error_messages={
            "required": "Ketik dulu enam angka di layar petugas.",
            "max_length": "Cukup enam angka.",
        },
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "pendek"}
        ),
    )


class HadirForm(FormWarga):
    """The person's own code, with the ticket that the screen's code gave."""

    karcis = forms.CharField(widget=forms.HiddenInput, required=False)
    kode = Teks(
        label="Kode pendaftaran Anda",
        max_length=40,
        help_text="Ada di pesan pendaftaran atau di kartu peserta, misalnya PLT-7K3M-9QPX.",
        error_messages={
            "required": "Ketik dulu kode pendaftaran Anda.",
            "max_length": "Kodenya terlalu panjang. Periksa lagi.",
        },
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    ingat = forms.BooleanField(
        label="Ingat kode ini di ponsel saya", required=False, initial=True,
        help_text="Pertemuan berikutnya cukup pindai lalu tekan satu tombol.",
    )  # fmt: skip


class PetugasForm(forms.Form):
    """A participant's code read aloud, typed or scanned into the field by staff."""

    kode = forms.CharField(max_length=40, required=False)
    kunci = forms.CharField(max_length=60, required=False)
    alasan = forms.CharField(max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not (data.get("kode") or data.get("kunci")):
            raise forms.ValidationError("Ketik kodenya atau pilih satu nama.")
        return data


class PindahSesiForm(forms.Form):
    """Another day and hour for a session."""

    tanggal = forms.DateField(
        label="Hari", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    mulai = forms.TimeField(
        label="Jam mulai", widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    selesai = forms.TimeField(
        label="Jam selesai", widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    alasan = forms.CharField(label="Alasan", max_length=200, required=False)
