"""Forms of sellers, made for a telephone: one screen, big fields, no script."""

from typing import Any

from django import forms

from ekonomi.models import Produk
from ekonomi.models.toko import HARGA_MAKS
from wilayah.formulir import FOTO, FormWarga, Teks, check_ukuran


class RupiahField(forms.IntegerField):
    """Whole Rupiah as people write it: "15.000", "Rp 15000", "15 rb" is not guessed at."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str):
            value = value.lower().removeprefix("rp").replace(".", "").replace(" ", "")
        return super().to_python(value)


class ProdukForm(FormWarga):
    """A product with its picture in one screen."""

    foto = forms.FileField(
        label="Foto",
        required=False,
        help_text="Potret di tempat terang, produknya memenuhi gambar.",
        widget=forms.FileInput(attrs={"accept": FOTO}),
    )
    nama = Teks(
        label="Nama produk",
        max_length=80,
        error_messages={"required": "Tulis nama produknya."},
    )
    harga = RupiahField(
        label="Harga (Rp)",
        min_value=100,
        max_value=HARGA_MAKS,
        error_messages={
            "required": "Tulis harganya, angka saja.",
            "invalid": "Harga ditulis dengan angka, misalnya 15000.",
            "min_value": "Harga paling sedikit Rp 100.",
            "max_value": "Harga paling banyak Rp 100.000.000.",
        },
    )
    satuan = Teks(label="Satuan", max_length=20, initial="buah", required=False)
    stok = forms.IntegerField(
        label="Stok",
        required=False,
        min_value=0,
        max_value=1_000_000,
        help_text="Kosongkan bila dibuat sesuai pesanan.",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": "Stok ditulis dengan angka, misalnya 12.",
            "min_value": "Stok tidak bisa kurang dari nol.",
        },
    )
    kategori = forms.ChoiceField(label="Kategori", choices=Produk.Kategori.choices)
    deskripsi = Teks(
        label="Keterangan",
        required=False,
        max_length=1000,
        help_text="Bahan, ukuran, rasa, tahan berapa hari.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    berat = forms.IntegerField(
        label="Berat (gram)",
        required=False,
        min_value=1,
        max_value=100_000,
        initial=500,
        help_text="Untuk menghitung ongkos kurir.",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    aktif = forms.BooleanField(label="Dijual sekarang", required=False, initial=True)

    def clean_foto(self) -> Any:
        foto = self.cleaned_data["foto"]
        if foto:
            check_ukuran(foto, "foto")
        return foto

    def clean_satuan(self) -> str:
        return self.cleaned_data["satuan"].strip() or "buah"

    def clean_berat(self) -> int:
        return self.cleaned_data["berat"] or 500

    def isian(self) -> dict[str, Any]:
        """What the service writes; the picture goes apart."""
        return {nama: nilai for nama, nilai in self.cleaned_data.items() if nama != "foto"}


class LapakForm(FormWarga):
    """The seller's own settings: what is said, how goods go out, how money comes in, what shows."""

    nama = Teks(label="Nama lapak", max_length=80)
    deskripsi = Teks(
        label="Tentang lapak",
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    jam = Teks(
        label="Jam buka", required=False, max_length=80, help_text="Misalnya: Senin–Sabtu, 7–17."
    )
    boleh_ambil = forms.BooleanField(label="Pembeli boleh ambil sendiri", required=False)
    catatan_ambil = Teks(
        label="Petunjuk mengambil",
        required=False,
        max_length=160,
        help_text="Jangan tulis alamat rumah lengkap; sebutkan patokan dan jamnya.",
    )
    ongkir_antar = RupiahField(
        label="Ongkos antar di kelurahan sendiri (Rp)",
        required=False,
        min_value=0,
        max_value=1_000_000,
        help_text="0 berarti gratis. Kosongkan bila tidak mengantar.",
    )
    pakai_kurir = forms.BooleanField(label="Melayani kiriman kurir", required=False)
    terima_tunai = forms.BooleanField(label="Terima tunai", required=False)
    bank = Teks(label="Bank", required=False, max_length=40)
    rekening = Teks(
        label="Nomor rekening",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    atas_nama = Teks(label="Rekening atas nama", required=False, max_length=80)
    qris = Teks(
        label="Isi QRIS",
        required=False,
        max_length=512,
        help_text="Teks hasil memindai QRIS toko Anda, mulai 000201. Fasilitator bisa membantu.",
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
    )
    tampil = forms.BooleanField(
        label="Lapak dan produk saya boleh tampil di Toko Warga",
        required=False,
        help_text="Terlihat siapa saja. Tempatnya ditulis sampai RW, bukan alamat rumah.",
    )
    tampil_nama = forms.BooleanField(label="Nama saya boleh tampil", required=False)
    nama_tampil = Teks(
        label="Nama yang ditampilkan", required=False, max_length=80, help_text="Misalnya: Bu Sri."
    )
    tampil_wa = forms.BooleanField(
        label="Nomor WhatsApp lapak boleh dihubungi dari halaman produk", required=False
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("tampil_nama") and not data.get("nama_tampil", "").strip():
            self.add_error("nama_tampil", "Tulis nama yang boleh ditampilkan.")
        return data


class LangkahForm(FormWarga):
    """One step of an order, with the words it may need."""

    langkah = forms.CharField(max_length=16)
    catatan = Teks(required=False, max_length=300)
    resi = Teks(required=False, max_length=40)


class TawarForm(FormWarga):
    """An offer on what an agency needs."""

    produk = forms.ChoiceField(label="Produk yang ditawarkan")
    harga = RupiahField(
        label="Harga satuan (Rp)",
        min_value=100,
        max_value=HARGA_MAKS,
        error_messages={"required": "Tulis harga satuannya."},
    )
    catatan = Teks(
        label="Catatan",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
