"""What is asked about meetings: by link on a phone, and of staff in the admin."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from unfold.widgets import UnfoldAdminSelectWidget

from ruko_parsel.forms.ruang import PilihRuang
from ruko_parsel.models import Rapat, Ruang, UndanganRapat
from wilayah.formulir import FormWarga
from wilayah.zona import at_place, zona_of

J = UndanganRapat.Jawaban


class JawabForm(FormWarga):
    """Coming, not coming, or somebody else comes."""

    jawaban = forms.ChoiceField(
        label="Apakah Anda hadir?", widget=forms.RadioSelect,
        choices=[(J.HADIR, "Ya, saya hadir"), (J.DIWAKILKAN, "Saya diwakilkan"),
                 (J.TIDAK, "Tidak dapat hadir")],
        error_messages={"required": "Pilih salah satu jawaban."},
    )  # fmt: skip
    wakil = forms.CharField(
        label="Nama dan jabatan yang mewakili", max_length=120, required=False,
        help_text="Diisi hanya bila diwakilkan.",
    )  # fmt: skip
    alasan = forms.CharField(
        label="Catatan untuk kecamatan", max_length=240, required=False,
        widget=forms.Textarea(attrs={"rows": 2}), help_text="Boleh dikosongkan.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("jawaban") == J.DIWAKILKAN and not data.get("wakil", "").strip():
            self.add_error("wakil", "Tulis siapa yang mewakili.")
        return data


class KerjaForm(FormWarga):
    """How a decision goes on."""

    keadaan = forms.ChoiceField(
        label="Bagaimana kemajuannya?", widget=forms.RadioSelect,
        choices=[("selesai", "Sudah selesai"), ("belum", "Belum, masih dikerjakan")],
        error_messages={"required": "Pilih salah satu."},
    )  # fmt: skip
    catatan = forms.CharField(
        label="Hasilnya, atau sebabnya bila belum", max_length=240, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    bukti = forms.FileField(
        label="Bukti", required=False,
        help_text="Boleh kosong. Foto atau PDF, dilihat kecamatan dan desa yang bersangkutan.",
        widget=forms.FileInput(attrs={"accept": "image/*,application/pdf"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("keadaan") == "belum" and not data.get("catatan", "").strip():
            self.add_error("catatan", "Tulis singkat sebabnya atau sampai di mana.")
        return data


def hari_field(label: str = "Hari") -> forms.DateField:
    """A day as browsers offer it."""
    return forms.DateField(
        label=label,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "vTextField"}),
    )


def jam_field(label: str) -> forms.TimeField:
    """An hour of the place."""
    return forms.TimeField(
        label=label,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "vTextField"}),
    )


class RuangRapat(PilihRuang):
    """A room of the house to hold for a meeting, or none."""

    def __init__(self) -> None:
        super().__init__(
            label="Ruang RUKO PARSEL", queryset=Ruang.objects.none(), required=False,
            empty_label="Tidak memakai ruang RUKO PARSEL", widget=UnfoldAdminSelectWidget,
            help_text="Ruangnya langsung dipesan, dan ikut pindah atau batal bersama rapatnya.",
        )  # fmt: skip


def read_span(data: dict[str, Any], kecamatan: str) -> tuple[datetime, datetime]:
    """Begin and end on the clock of the place."""
    zona = zona_of(kecamatan)
    hari: date = data["tanggal"]
    mulai: time = data["mulai"]
    selesai: time = data["selesai"]
    awal = datetime.combine(hari, mulai, tzinfo=zona)
    akhir = datetime.combine(hari, selesai, tzinfo=zona)
    return awal, akhir


def initial_span(rapat: Rapat) -> dict[str, Any]:
    """A meeting's day and hours as its form shows them."""
    kode = str(rapat.wilayah_id)
    mulai, selesai = at_place(rapat.mulai_at, kode), at_place(rapat.selesai_at, kode)
    return {
        "tanggal": mulai.date(), "mulai": mulai.time(), "selesai": selesai.time(),
        "tempat": rapat.tempat, "tautan": rapat.tautan,
        "ruang": rapat.pemesanan.ruang_id if rapat.pemesanan is not None else None,
    }  # fmt: skip


class NotulenForm(forms.Form):
    """Opening, closing, and a text for each item of the agenda ("agenda_12")."""

    simpanan = forms.IntegerField(widget=forms.HiddenInput)
    pembuka = forms.CharField(
        label="Pembukaan", required=False, max_length=8000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    penutup = forms.CharField(
        label="Penutup", required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, pokok: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pokok = pokok
        for pk, judul in pokok:
            self.fields[f"agenda_{pk}"] = forms.CharField(
                label=judul, required=False, max_length=8000,
                widget=forms.Textarea(attrs={"rows": 4}),
                validators=[ProhibitNullCharactersValidator()],
            )  # fmt: skip

    def texts(self) -> dict[int, str]:
        """{agenda: text} of a valid form."""
        return {pk: self.cleaned_data[f"agenda_{pk}"] for pk, _judul in self.pokok}

    def items(self) -> list[forms.BoundField]:
        """The fields of the agenda's items in order."""
        return [self[f"agenda_{pk}"] for pk, _judul in self.pokok]
