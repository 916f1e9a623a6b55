"""Forms of buyers: looking for products, the order, code and PIN, proof, stars."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ekonomi.models import Produk
from ekonomi.toko.ongkir import Pengiriman
from pesan.kanal.web import clean_alamat
from wilayah.formulir import FOTO, FormWarga, Teks, check_ukuran

URUT = [
    ("cocok", "Paling cocok"),
    ("baru", "Terbaru"),
    ("murah", "Termurah"),
    ("mahal", "Termahal"),
]


class KatalogForm(FormWarga):
    """The catalogue's filters; whatever is not understood is left out, never an error page."""

    cari = Teks(label="Cari produk", required=False, max_length=80)
    kategori = forms.ChoiceField(
        label="Kategori", required=False, choices=[("", "Semua"), *Produk.Kategori.choices]
    )
    di = forms.CharField(label="Kelurahan", required=False, max_length=60)
    min = forms.IntegerField(label="Harga dari", required=False, min_value=0, max_value=10**9)
    maks = forms.IntegerField(label="sampai", required=False, min_value=0, max_value=10**9)
    tersedia = forms.BooleanField(label="Hanya yang bisa dipesan sekarang", required=False)
    urut = forms.ChoiceField(label="Urutkan", required=False, choices=URUT)

    def understood(self) -> dict[str, Any]:
        """The values that make sense, by name."""
        self.is_valid()
        return self.cleaned_data


def clean_nomor(value: str) -> str:
    """A phone number as +62…. Raises ValidationError."""
    alamat = clean_alamat(value) if "@" not in value else ""
    if not alamat:
        raise ValidationError("Tulis nomor WhatsApp seperti 0812 3456 7890.")
    return f"+{alamat}"


class PesanForm(FormWarga):
    """An order at one stall. Choices are the stall's own; prices are never asked of the form."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    nama = Teks(
        label="Nama Anda",
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Tulis nama Anda, supaya penjual tahu ini pesanan siapa."},
    )
    nomor_wa = Teks(
        label="Nomor WhatsApp",
        max_length=30,
        help_text="Hanya penjual yang melihatnya, untuk urusan pesanan ini.",
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        error_messages={"required": "Tulis nomor WhatsApp Anda, supaya penjual bisa mengabari."},
    )
    pengiriman = forms.ChoiceField(
        label="Bagaimana barang sampai ke Anda?",
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih cara barang diterima."},
    )
    alamat = Teks(
        label="Alamat kirim",
        required=False,
        max_length=300,
        help_text="Isi bila diantar atau dikirim: jalan, nomor, RT dan RW.",
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "street-address"}),
    )
    cara_bayar = forms.ChoiceField(
        label="Cara bayar",
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih cara bayar."},
    )
    catatan = Teks(
        label="Catatan untuk penjual",
        required=False,
        max_length=300,
        help_text="Boleh kosong. Misalnya: pedas sedang, atau diambil jam 4 sore.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    untuk_asn = forms.BooleanField(
        label="Ini belanja kantor atau ASN",
        required=False,
        help_text="Hanya dihitung jumlahnya, tanpa nama.",
    )
    izin = forms.BooleanField(
        label="Saya setuju data ini dipakai penjual untuk pesanan ini",
        help_text="Nama, nomor, dan alamat disimpan terenkripsi dan dihapus sesudah masanya.",
        error_messages={"required": "Centang persetujuan ini supaya pesanan bisa diteruskan."},
    )
    # A field no person sees; what fills it in is a program.
    situs = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1"}))

    def __init__(
        self,
        *args: Any,
        kirim: Sequence[Pengiriman],
        bayar: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kirim = {satu.kunci: satu for satu in kirim}
        self._offer("pengiriman", [(satu.kunci, satu.label) for satu in kirim])
        self._offer("cara_bayar", bayar)

    def _offer(self, nama: str, pilihan: Sequence[tuple[str, str]]) -> None:
        field = self.fields[nama]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = pilihan
        if pilihan:
            field.initial = pilihan[0][0]

    def clean_nomor_wa(self) -> str:
        return clean_nomor(self.cleaned_data["nomor_wa"])

    def clean_situs(self) -> str:
        if self.cleaned_data["situs"]:
            raise ValidationError("Kosongkan isian “Situs web”, lalu kirim lagi.")
        return ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kirim = self.kirim.get(data.get("pengiriman", ""))
        if kirim is not None and kirim.perlu_alamat and not data.get("alamat", "").strip():
            self.add_error("alamat", "Tulis alamat kirimnya, lengkap dengan RT dan RW.")
        return data


class PintuForm(FormWarga):
    """Code and PIN of an order or of a stall."""

    kode = Teks(
        label="Kode",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": "Tulis kodenya."},
    )
    pin = Teks(
        label="PIN",
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": "Tulis PIN enam angka."},
    )


class BuktiForm(FormWarga):
    """A picture that shows the payment."""

    bukti = forms.FileField(
        label="Foto atau tangkapan layar bukti bayar",
        widget=forms.FileInput(attrs={"accept": FOTO}),
        error_messages={"required": "Pilih dulu gambar bukti bayarnya."},
    )

    def clean_bukti(self) -> Any:
        check_ukuran(self.cleaned_data["bukti"], "foto")
        return self.cleaned_data["bukti"]
