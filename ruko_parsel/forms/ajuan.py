"""What a request is filed with: by residents, by a village's staff, at the desk."""

import uuid
from typing import Any

from django import forms
from django.db.models import Q
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from pesan.kanal.web import clean_alamat
from pesan.lampiran import Berkas as BerkasDiperiksa
from pesan.lampiran import LampiranDitolak, check_berkas
from pesan.models import Lampiran
from ruko_parsel.models import JenisMasalah, Permintaan
from ruko_parsel.saran_masalah import suggest_masalah
from ruko_parsel.urgensi import PILIHAN_URGENSI
from wilayah.formulir import FOTO, BanyakBerkas, Berkas, FormWarga, Teks, clean_text
from wilayah.models import Pengguna, Wilayah

MAKS_CERITA = 8_000
MAKS_BERKAS = 5
TERIMA = f"application/pdf,{FOTO}"


def resident_files() -> forms.Widget:
    """Several files, on a resident's page."""
    return BanyakBerkas(attrs={"accept": TERIMA, "data-daftar": "1"})


def staff_files() -> forms.Widget:
    """Several files, on a page of the admin."""
    return BanyakBerkas(attrs={"accept": TERIMA})


class LampiranField(Berkas):
    """Files looked at by their content at once, so that what is wrong stands at the field.

    Cleans to a list of (name, checked file).
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Lampiran")
        kwargs.setdefault(
            "help_text",
            f"Boleh kosong. PDF atau foto, paling banyak {MAKS_BERKAS}, masing-masing paling besar "
            "10 MB.",
        )
        super().__init__(maks_jumlah=MAKS_BERKAS, sebutan="berkas", **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[tuple[str, BerkasDiperiksa]]:
        hasil = []
        for satu in super().clean(data, initial):
            nama = clean_text(satu.name)[:80]
            try:
                hasil.append((nama, check_berkas(satu.read(), Lampiran.Jenis.BERKAS)))
            except LampiranDitolak as galat:
                raise forms.ValidationError(f"“{nama}”: {galat}") from galat
        return hasil


class AjuanForm(FormWarga):
    """What every way of filing asks; `saran` is what the words sound like."""

    saran: JenisMasalah | None = None

    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    jenis = forms.ChoiceField(
        label="Apa yang diharapkan dari kecamatan?", choices=Permintaan.Jenis.choices,
        widget=forms.RadioSelect, error_messages={"required": "Pilih salah satu."},
    )  # fmt: skip
    uraian = Teks(
        label="Ceritakan", widget=forms.Textarea(attrs={"rows": 7, "data-hitung": MAKS_CERITA}),
        help_text="Apa yang terjadi, sejak kapan, dan apa yang sudah dicoba.",
        error_messages={"required": "Ceritakan dulu, satu dua kalimat pun boleh."},
    )  # fmt: skip
    masalah = forms.ModelChoiceField(
        JenisMasalah.objects.all(), label="Tentang apa?", required=False,
        empty_label="Pilih yang paling dekat",
    )  # fmt: skip
    urgensi = forms.TypedChoiceField(
        label="Seberapa mendesak?", choices=PILIHAN_URGENSI, coerce=int, initial="2",
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Pilih 1 sampai 5."},
    )  # fmt: skip
    lampiran = LampiranField(widget=resident_files())

    def clean_token(self) -> str:
        return str(self.cleaned_data.get("token") or uuid.uuid4())

    def clean_uraian(self) -> str:
        uraian = str(self.cleaned_data["uraian"]).strip()
        if len(uraian) > MAKS_CERITA:
            panjang = f"{len(uraian):,}".replace(",", ".")
            raise forms.ValidationError(
                f"Ceritanya {panjang} huruf. Ringkas menjadi paling banyak 8.000 huruf, atau "
                "lampirkan sebagai PDF."
            )
        return uraian

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.saran = suggest_masalah(f"{data.get('judul', '')} {data.get('uraian', '')}")
        if "masalah" in data and data["masalah"] is None:
            kira = f" Sepertinya ini tentang {self.saran.nama.lower()}." if self.saran else ""
            self.add_error("masalah", f"Pilih tentang apa permintaan ini.{kira}")
        return data

    @property
    def saran_lain(self) -> JenisMasalah | None:
        """What the words sound like, where something else was chosen."""
        pilih = getattr(self, "cleaned_data", {}).get("masalah")
        return self.saran if self.saran is not None and self.saran != pilih else None


class AjuanWargaForm(AjuanForm):
    """A resident's: no name, a contact only where it is wanted."""

    kontak = Teks(
        label="Nomor WhatsApp atau surel (boleh kosong)", required=False, max_length=120,
        help_text="Kalau diisi, kabarnya kami kirim ke sana. Tanpa ini, lihat dengan kode dan PIN.",
        widget=forms.TextInput(attrs={"autocomplete": "tel", "autocapitalize": "none"}),
    )  # fmt: skip
    rahasia = forms.BooleanField(
        label="Ini rahasia",
        required=False,
        help_text="Hanya camat dan petugas yang ditunjuk yang membacanya.",
    )
    # A field no person sees; what fills it in is a program.
    situs = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1"}))

    def clean_kontak(self) -> str:
        return read_kontak(self.cleaned_data["kontak"])

    def clean_situs(self) -> str:
        if self.cleaned_data["situs"]:
            raise forms.ValidationError("Kosongkan isian “Situs web”, lalu kirim lagi.")
        return ""


def read_kontak(teks: str) -> str:
    """A number or e-mail as typed, "" for none. Raises ValidationError for anything else."""
    teks = teks.strip()
    if teks and not clean_alamat(teks):
        raise forms.ValidationError("Tulis nomor seperti 0812 3456 7890, atau alamat surel.")
    return teks


class BukaPermintaanForm(FormWarga):
    """Code and PIN."""

    kode = Teks(
        label="Kode permintaan", max_length=30, help_text="Contoh: RP-7K3M-9QPX",
        error_messages={"required": "Tulis kodenya."},
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )  # fmt: skip
    pin = Teks(
        label="PIN", max_length=12, help_text="Enam angka",
        error_messages={"required": "Tulis PIN-nya."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip


class TambahWargaForm(FormWarga):
    """A resident's word more, files, or both."""

    teks = Teks(
        label="Keterangan tambahan", required=False, max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    lampiran = LampiranField(widget=resident_files())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data["teks"] and not data["lampiran"]:
            self.add_error("teks", "Tulis keterangannya atau pilih berkas.")
        return data


class TarikWargaForm(FormWarga):
    """Why a resident takes it back."""

    alasan = Teks(
        label="Mengapa ditarik?", max_length=200,
        error_messages={"required": "Tulis alasannya sedikit."},
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class AjuanStafForm(AjuanForm):
    """A village's staff; its choices are limited by `set_desa`."""

    wilayah = forms.ModelChoiceField(
        Wilayah.objects.none(), label="Desa atau kelurahan", widget=UnfoldAdminSelectWidget,
        empty_label="Pilih desanya",
        error_messages={"required": "Pilih desanya."},
    )  # fmt: skip
    judul = Teks(
        label="Pokoknya", max_length=160, widget=UnfoldAdminTextInputWidget,
        help_text="Satu kalimat, seperti perihal surat.",
        error_messages={"required": "Tulis pokoknya dalam satu kalimat."},
    )  # fmt: skip
    rahasia = forms.BooleanField(
        label="Rahasia",
        required=False,
        help_text="Hanya camat, petugas yang menangani, dan Anda yang melihatnya dalam daftar.",
    )
    field_order = (
        "wilayah", "pemohon", "kontak", "jenis", "masalah", "judul", "uraian", "urgensi",
        "lampiran", "rahasia",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widget: dict[str, forms.Widget] = {
            "jenis": UnfoldAdminSelectWidget(),
            "masalah": UnfoldAdminSelectWidget(),
            "urgensi": UnfoldAdminSelectWidget(),
            "rahasia": UnfoldBooleanWidget(),
            "uraian": UnfoldAdminTextareaWidget(attrs={"rows": 8}),
            "lampiran": staff_files(),
        }
        for nama, satu in widget.items():
            if nama == "jenis":
                satu.choices = [("", "Pilih salah satu"), *Permintaan.Jenis.choices]  # type: ignore[attr-defined]
            elif hasattr(self.fields[nama], "choices"):
                satu.choices = self.fields[nama].choices  # type: ignore[attr-defined]
            self.fields[nama].widget = satu
        self.fields["token"].initial = uuid.uuid4()

    def set_desa(self, desa: Any) -> None:
        """Offer these villages; the only one is chosen already."""
        rows = list(desa[:2])
        self.fields["wilayah"].queryset = desa  # type: ignore[attr-defined]
        if not rows:
            self.fields["wilayah"].help_text = (
                "Kecamatan Anda belum membuka meja koordinasi. Hubungi kecamatan agar petugasnya "
                "didaftarkan di portal ini."
            )
        if len(rows) == 1:
            self.fields["wilayah"].initial = rows[0].pk


class AjuanMejaForm(AjuanStafForm):
    """For a village that came to the desk: who came, and how to reach them."""

    pemohon = forms.ModelChoiceField(
        Pengguna.objects.none(), label="Yang datang, bila punya akun", required=False,
        empty_label="Tidak punya akun", widget=UnfoldAdminSelectWidget,
    )  # fmt: skip
    kontak = Teks(
        label="Nomor WhatsApp atau surel pemohon", required=False, max_length=120,
        help_text="Boleh kosong. Hanya untuk kabar permintaan ini.",
        widget=UnfoldAdminTextInputWidget,
    )  # fmt: skip

    def clean_kontak(self) -> str:
        return read_kontak(self.cleaned_data["kontak"])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        pemohon, desa = data.get("pemohon"), data.get("wilayah")
        if pemohon is not None and desa is not None and not _of_village(pemohon, desa):
            self.add_error("pemohon", f"{pemohon} tidak bertugas di {desa.nama_lengkap}.")
        return data


def _of_village(pengguna: Pengguna, desa: Wilayah) -> bool:
    return bool(
        pengguna.penugasan.filter(Q(wilayah=desa), peran__in=["lurah", "moderator"]).exists()
    )
