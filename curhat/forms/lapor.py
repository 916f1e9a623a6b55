"""A report, and what the page after it still asks."""

import base64
import binascii
import re
import uuid
from typing import Any

from django import forms
from django.core.files.base import ContentFile

from pesan.kanal.web import clean_alamat
from wilayah.formulir import (
    FOTO,
    MAKS_FOTO,
    BanyakBerkas,
    Berkas,
    FormWarga,
    Teks,
    Unggahan,
    check_ukuran,
)
from wilayah.rtrw import normal_rt, normal_rw

MAKS_CERITA = 20_000
MAKS_BERKAS = 4
_MAKS_TTD = 400_000  # characters of a drawn signature's data URL
_AWALAN_PNG = "data:image/png;base64,"
_NOMOR = re.compile(r"\+?[\d\s().-]{8,20}")


def _rt_rw(value: str, normal: Any, sebutan: str) -> str:
    if not value.strip():
        return ""
    nomor = normal(value)
    if nomor is None:
        raise forms.ValidationError(f"{sebutan} ditulis dengan angka, misalnya 03.")
    return str(nomor)


class TempatForm(FormWarga):
    """RT and RW, any way they are written: "3", "03", "RT III"."""

    rt = Teks(
        label="RT",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    rw = Teks(
        label="RW",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_rt(self) -> str:
        return _rt_rw(self.cleaned_data["rt"], normal_rt, "RT")

    def clean_rw(self) -> str:
        return _rt_rw(self.cleaned_data["rw"], normal_rw, "RW")


class TanyaForm(TempatForm):
    """What the answer's page still asks: where, and the story when only a photo or point came."""

    teks = Teks(
        label="Ceritakan sedikit",
        required=False,
        max_length=5000,
        help_text="Satu dua kalimat saja: apa yang terjadi dan sejak kapan.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class LaporForm(TempatForm):
    """A resident's report. Only the story is asked for, and a photo or a point may stand for it."""

    SIMPAN = [
        ("tiket", "Sampai laporan ini selesai, lalu dihapus"),
        ("tidak", "Hanya 24 jam. Setelah itu saya memantau sendiri dengan kode dan PIN"),
        ("dicabut", "Sampai saya minta dihapus, juga untuk laporan saya berikutnya"),
    ]

    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    cerita = Teks(
        label="Ceritakan apa yang terjadi",
        required=False,
        help_text="Tulis seperti bercerita ke tetangga: apa, di mana, sejak kapan. "
        "Nomor KTP atau KK tidak perlu.",
        widget=forms.Textarea(attrs={"rows": 7, "data-hitung": MAKS_CERITA}),
    )
    foto = Berkas(
        label="Pilih foto",
        maks_jumlah=MAKS_FOTO,
        sebutan="foto",
        help_text="Boleh sampai 5 foto, masing-masing paling besar 10 MB. "
        "Keterangan lokasi di dalam foto kami hapus.",
        widget=BanyakBerkas(attrs={"accept": FOTO, "data-daftar": "1"}),
    )
    kamera = Berkas(
        label="Potret langsung",
        maks_jumlah=1,
        sebutan="foto",
        widget=forms.FileInput(attrs={"accept": FOTO, "capture": "environment"}),
    )
    lat = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-90, max_value=90)
    lng = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-180, max_value=180)
    anonim = forms.BooleanField(
        label="Sembunyikan siapa saya",
        required=False,
        help_text="Nama dan tanda tangan laporan resmi pun tidak dilihat petugas dan lurah. "
        "Nomor atau surel Anda tidak pernah dilihat petugas; pesan mereka kami yang antarkan. "
        "Nama Anda tidak pernah tampil di halaman umum.",
    )
    tembusan = forms.BooleanField(
        label="Kirim tembusan langsung ke lurah",
        required=False,
        help_text="Laporan yang mendesak selalu kami sampaikan ke lurah, juga tanpa dicentang.",
    )
    kontak = Teks(
        label="Nomor WhatsApp atau surel",
        required=False,
        max_length=120,
        help_text="Boleh dikosongkan. Kalau diisi, kabar perkembangan kami kirim ke sana.",
        widget=forms.TextInput(attrs={"autocomplete": "tel", "autocapitalize": "none"}),
    )
    simpan = forms.ChoiceField(
        label="Berapa lama kami boleh menyimpannya?",
        choices=SIMPAN,
        required=False,
        initial="tiket",
        widget=forms.RadioSelect,
    )
    resmi = forms.BooleanField(label="Ini laporan resmi dengan tanda tangan", required=False)
    nama = Teks(
        label="Nama lengkap",
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    berkas = Berkas(
        label="Berkas pendukung",
        maks_jumlah=MAKS_BERKAS,
        sebutan="berkas",
        help_text="PDF atau foto, paling banyak 4, masing-masing paling besar 10 MB.",
        widget=BanyakBerkas(attrs={"accept": f"application/pdf,{FOTO}", "data-daftar": "1"}),
    )
    tanda_tangan = forms.FileField(
        label="Foto tanda tangan",
        required=False,
        widget=forms.FileInput(attrs={"accept": FOTO}),
    )
    ttd_gambar = forms.CharField(required=False, widget=forms.HiddenInput, strip=True)
    # A field no person sees; what fills it in is a program.
    situs = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1"}))

    def clean_token(self) -> str:
        return str(self.cleaned_data["token"] or uuid.uuid4())

    def clean_cerita(self) -> str:
        cerita: str = self.cleaned_data["cerita"]
        if len(cerita) > MAKS_CERITA:
            panjang = f"{len(cerita):,}".replace(",", ".")
            raise forms.ValidationError(
                f"Cerita Anda {panjang} huruf. Ringkas menjadi paling banyak 20.000 huruf."
            )
        return cerita

    def clean_kontak(self) -> str:
        return clean_kontak(self.cleaned_data["kontak"])

    def clean_simpan(self) -> str:
        return self.cleaned_data["simpan"] or "tiket"

    def clean_tanda_tangan(self) -> "Unggahan | None":
        file: Unggahan | None = self.cleaned_data["tanda_tangan"]
        if file is not None:
            check_ukuran(file, "foto")
        return file

    def clean_ttd_gambar(self) -> "ContentFile[bytes] | None":
        return decode_gambar(self.cleaned_data["ttd_gambar"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            self._check_isi(data)
            self._check_resmi(data)
        return data

    def _check_isi(self, data: dict[str, Any]) -> None:
        lain = data["foto"] or data["kamera"] or data["berkas"] or data["lat"] is not None
        if not data["cerita"] and not lain:
            self.add_error("cerita", "Tuliskan dulu apa yang terjadi, satu kalimat pun boleh.")
        if (data["lat"] is None) != (data["lng"] is None):
            data["lat"] = data["lng"] = None

    def _check_resmi(self, data: dict[str, Any]) -> None:
        if not data["resmi"]:
            return
        if not data["nama"]:
            self.add_error("nama", "Laporan resmi perlu nama lengkap Anda.")
        if not data["tanda_tangan"] and not data["ttd_gambar"]:
            self.add_error(
                "tanda_tangan",
                "Laporan resmi perlu tanda tangan: gambar di layar atau unggah foto.",
            )

    @property
    def is_robot(self) -> bool:
        """Whether the hidden field was filled in."""
        return bool(self.data.get("situs"))

    def pilihan(self) -> dict[str, Any]:
        """What the inbox keeps beside the files; None where the resident left it to the text."""
        data = self.cleaned_data
        return {
            "teks": data["cerita"],
            "rt": data["rt"] or None,
            "rw": data["rw"] or None,
            "lat": data["lat"],
            "lng": data["lng"],
            "anonim": data["anonim"] or None,
            "tembusan": data["tembusan"] or None,
            "kontak": data["kontak"],
            "kontak_diberikan": bool(data["kontak"]),
            "simpan": data["simpan"],
            "resmi": data["resmi"],
            "nama": data["nama"],
        }

    def unggahan(self) -> list[tuple[str, Any]]:
        """Uploaded files, each with its kind of Lampiran."""
        data = self.cleaned_data
        ttd = data["tanda_tangan"] or data["ttd_gambar"]
        pairs = [("foto", file) for file in (*data["foto"], *data["kamera"])]
        pairs += [("berkas", file) for file in data["berkas"]]
        pairs += [("tanda_tangan", ttd)] if ttd else []
        return pairs


class SayaJugaForm(FormWarga):
    """ "Saya juga": nothing has to be filled in."""

    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    keterangan = Teks(
        label="Ada yang ingin ditambahkan?",
        required=False,
        max_length=5000,
        help_text="Boleh dikosongkan. Misalnya sejak kapan, atau apa akibatnya bagi Anda.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    kontak = Teks(
        label="Nomor WhatsApp atau surel",
        required=False,
        max_length=120,
        help_text="Boleh dikosongkan. Kalau diisi, setiap kabar kami kirim ke sana, dan kami "
        "hapus setelah masalahnya selesai.",
        widget=forms.TextInput(attrs={"autocomplete": "tel", "autocapitalize": "none"}),
    )
    anonim = forms.BooleanField(label="Sembunyikan siapa saya", required=False)
    situs = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1"}))

    def clean_token(self) -> str:
        return str(self.cleaned_data["token"] or uuid.uuid4())

    def clean_kontak(self) -> str:
        return clean_kontak(self.cleaned_data["kontak"])

    def clean_situs(self) -> str:
        if self.cleaned_data["situs"]:
            raise forms.ValidationError("Kosongkan isian “Situs web”, lalu kirim lagi.")
        return ""


def clean_kontak(value: str) -> str:
    """An e-mail address, or a phone number as +62…; empty stays empty. Raises ValidationError."""
    text = value.strip()
    if not text:
        return ""
    surel = "@" in text
    if not surel and not _NOMOR.fullmatch(text):
        raise forms.ValidationError("Tulis nomor seperti 0812 3456 7890, atau alamat surel.")
    alamat = clean_alamat(text)
    if surel:
        if not alamat:
            raise forms.ValidationError("Periksa lagi alamat surelnya.")
        return alamat
    if not alamat:
        raise forms.ValidationError("Nomor ini kurang atau kelebihan angka. Periksa lagi, ya.")
    return f"+{alamat}"


def decode_gambar(value: str) -> "ContentFile[bytes] | None":
    """The PNG that the signature pad drew, or None. Raises ValidationError for anything else."""
    if not value:
        return None
    try:
        raw = base64.b64decode(value.removeprefix(_AWALAN_PNG), validate=True)
    except (ValueError, binascii.Error):
        raw = b""
    if len(value) > _MAKS_TTD or not raw.startswith(b"\x89PNG\r\n\x1a\n"):
        raise forms.ValidationError("Tanda tangan tidak terbaca. Coba gambar ulang.")
    return ContentFile(raw, name="tanda-tangan.png")
