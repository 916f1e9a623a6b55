"""Forms of hosts and of who comes along: a wrong row is an error of its field, never a crash."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from unfold.widgets import UnfoldAdminTextInputWidget

from luna_maya.alamat_tuan import TERTUTUP
from luna_maya.models import Kendaraan, SebutanKunjungan, Tokoh, TuanRumah
from luna_maya.services.kontak import masked_nomor, read_nomor_wa
from luna_maya.services.tuan_rumah import SUDAH_ADA
from wilayah.models import Wilayah

T = Wilayah.Tingkat
KELURAHAN = frozenset({T.KELURAHAN, T.DESA})


class NomorMixin(forms.Form):
    """A WhatsApp number that is written, never shown: empty leaves it as it is."""

    nomor = forms.CharField(
        label="Nomor WhatsApp", max_length=40, required=False, widget=UnfoldAdminTextInputWidget,
    )  # fmt: skip
    hapus_nomor = forms.BooleanField(label="Hapus nomor yang tersimpan", required=False)

    def show_nomor(self, kontak: Any) -> None:
        """Say which number is kept, by its ends."""
        samar = masked_nomor(kontak)
        self.fields["nomor"].help_text = (
            f"Tersimpan: {samar}. Kosongkan bila tidak berubah." if samar
            else "Dipakai untuk menanyakan kesediaan dan mengingatkan."
        )  # fmt: skip
        self.fields["hapus_nomor"].disabled = not samar

    def clean_nomor(self) -> str:
        teks = str(self.cleaned_data.get("nomor", "")).strip()
        if not teks:
            return ""
        try:
            return read_nomor_wa(teks)
        except ValidationError as error:
            raise forms.ValidationError(error.messages) from error

    def nomor_baru(self) -> str | None:
        """The number to write, "" to take it away, None to leave it."""
        if self.cleaned_data.get("nomor"):
            return str(self.cleaned_data["nomor"])
        return "" if self.cleaned_data.get("hapus_nomor") else None


class TuanRumahForm(NomorMixin, forms.ModelForm):  # type: ignore[type-arg]
    """A host. The address is shown to those going alone; others may only write another."""

    alamat = forms.CharField(
        label="Alamat", max_length=300, required=False, widget=UnfoldAdminTextInputWidget
    )

    class Meta:
        model = TuanRumah
        fields = [
            "nama", "wilayah", "tempat", "penanggung", "alamat", "lat", "lng", "ada_anak",
            "perhatian_khusus", "rumah_miskin", "kesediaan", "asal", "diusulkan_oleh",
        ]  # fmt: skip

    def __init__(self, *args: Any, alamat_terbuka: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.alamat_terbuka = alamat_terbuka
        if "alamat" not in self.fields:  # a page that only shows
            return
        rumah = self.instance
        self.show_nomor(rumah.kontak if rumah.pk else None)
        if alamat_terbuka or not rumah.alamat:
            self.initial["alamat"] = rumah.alamat
            return
        self.initial["alamat"] = self.initial["lat"] = self.initial["lng"] = None
        self.fields[
            "alamat"
        ].help_text = f"{TERTUTUP}. Tersimpan; isi hanya bila alamatnya berubah."
        for nama in ("lat", "lng"):
            self.fields[nama].help_text = f"{TERTUTUP}. Isi hanya bila titiknya berubah."

    def clean_wilayah(self) -> Wilayah:
        wilayah: Wilayah = self.cleaned_data["wilayah"]
        if wilayah.tingkat not in {T.RT, T.RW}:
            raise forms.ValidationError("Pilih RT tuan rumah ini.")
        return wilayah

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.alamat_terbuka and self.instance.pk:
            lama = TuanRumah.objects.get(pk=self.instance.pk)
            for nama in ("alamat", "lat", "lng"):
                data[nama] = data.get(nama) or getattr(lama, nama)
        if (data.get("lat") is None) != (data.get("lng") is None):
            self.add_error("lng", "Isi lintang dan bujur, keduanya.")
        nama, wilayah = " ".join(str(data.get("nama", "")).split()), data.get("wilayah")
        data["nama"] = nama
        rumah = TuanRumah.objects.filter(wilayah=wilayah, nama__iexact=nama)
        if nama and rumah.filter(dihapus_at__isnull=True).exclude(pk=self.instance.pk).exists():
            self.add_error("nama", SUDAH_ADA)
        return data


class TokohForm(NomorMixin, forms.ModelForm):  # type: ignore[type-arg]
    """Who comes along; a head of RT or RW serves just that."""

    class Meta:
        model = Tokoh
        fields = ["nama", "unsur", "wilayah", "pengguna", "mulai", "selesai"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "nomor" in self.fields:
            self.show_nomor(self.instance.kontak if self.instance.pk else None)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        wilayah, unsur = data.get("wilayah"), data.get("unsur")
        tingkat = {"ketua_rt": T.RT, "ketua_rw": T.RW}.get(str(unsur))
        if wilayah is not None and tingkat is not None and wilayah.tingkat != tingkat:
            self.add_error("wilayah", f"Pilih {tingkat.label} yang dipimpinnya.")
        if wilayah is not None and wilayah.kode.count(".") < 3:
            self.add_error("wilayah", "Pilih kelurahan, RW, atau RT yang dilayaninya.")
        return data


class KelurahanForm(forms.ModelForm):  # type: ignore[type-arg]
    """A row that belongs to a kelurahan as a whole."""

    def clean_wilayah(self) -> Wilayah:
        wilayah: Wilayah = self.cleaned_data["wilayah"]
        if wilayah.tingkat not in KELURAHAN:
            raise forms.ValidationError("Pilih kelurahan atau desanya.")
        return wilayah


class KendaraanForm(KelurahanForm):
    """A vehicle of the kelurahan."""

    class Meta:
        model = Kendaraan
        fields = ["nama", "kursi", "wilayah", "aktif"]


class SebutanForm(KelurahanForm):
    """What a kelurahan calls a kind of visit."""

    class Meta:
        model = SebutanKunjungan
        fields = ["wilayah", "jenis", "nama", "kepanjangan"]
