"""Following a report: its door, additions, BELUM and choices."""

from typing import Any

from django import forms

from wilayah.formulir import FOTO, MAKS_FOTO, BanyakBerkas, Berkas, FormWarga, Teks


class MasukLacakForm(FormWarga):
    """Code and PIN of a report, with any spaces, dashes and case."""

    kode = Teks(
        label="Kode laporan",
        max_length=40,
        help_text="Contoh: HL-7K3M-9QPX",
        error_messages={"required": "Tuliskan kode laporannya."},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    pin = Teks(
        label="PIN",
        max_length=20,
        help_text="Enam angka",
        error_messages={"required": "Tuliskan PIN-nya."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class KeteranganForm(FormWarga):
    """More about a report: words, photos, or both."""

    teks = Teks(
        label="Keterangan tambahan",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    foto = Berkas(
        label="Foto tambahan",
        maks_jumlah=MAKS_FOTO,
        sebutan="foto",
        help_text="Paling banyak 5 foto, masing-masing paling besar 10 MB.",
        widget=BanyakBerkas(attrs={"accept": FOTO, "data-daftar": "1"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data["teks"] and not data["foto"]:
            self.add_error("teks", "Tulis keterangannya atau pilih foto.")
        return data


class BelumForm(FormWarga):
    """BELUM: what is still wrong."""

    alasan = Teks(
        label="Apa yang masih belum beres?",
        max_length=2000,
        error_messages={"required": "Ceritakan sedikit apa yang belum beres."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PilihanForm(FormWarga):
    """A resident's choices, changed later."""

    anonim = forms.BooleanField(label="Sembunyikan siapa saya dari semua orang", required=False)
    tembusan = forms.BooleanField(label="Tembusan ke lurah", required=False)


class NilaiForm(FormWarga):
    """How much the answer helped, 1 to 5."""

    nilai = forms.TypedChoiceField(
        label="Seberapa membantu jawaban kami?",
        coerce=int,
        choices=[
            (5, "5, sangat membantu"),
            (4, "4, membantu"),
            (3, "3, cukup"),
            (2, "2, kurang membantu"),
            (1, "1, tidak membantu"),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Pilih salah satu angka.",
            "invalid_choice": "Pilih angka 1 sampai 5.",
        },
    )
