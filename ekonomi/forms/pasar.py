"""What sellers fill in about the market, and staff about its days."""

from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from ekonomi.models import LapakPasar, Pasar, Usaha
from wilayah.format import rupiah
from wilayah.formulir import FormWarga, Teks
from wilayah.rupiah_baca import read_rupiah


class KartuForm(FormWarga):
    """Code and PIN of a business's card."""

    kode = Teks(
        label="Kode kartu usaha", max_length=30, help_text="Diawali OM, ada di kartu omzet Anda.",
        error_messages={"required": "Tulis kode kartunya."},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )  # fmt: skip
    pin = Teks(
        label="PIN", max_length=12, error_messages={"required": "Tulis PIN-nya."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip


class PesanLapakForm(FormWarga):
    """A stall for one market day."""

    hari = forms.IntegerField(widget=forms.HiddenInput)
    usaha = forms.TypedChoiceField(
        label="Usaha", coerce=int, error_messages={"required": "Pilih usahanya."}
    )
    lapak = forms.TypedChoiceField(
        label="Lapak", coerce=int,
        error_messages={
            "required": "Pilih lapaknya.",
            "invalid_choice": "Lapak itu baru saja dipesan orang lain. Pilih yang lain, ya.",
        },
    )  # fmt: skip
    dagangan = Teks(
        label="Yang dijual", max_length=160, help_text="Pisahkan dengan koma: pecel, rempeyek.",
        error_messages={"required": "Tulis apa yang akan dijual."},
    )  # fmt: skip
    tampil = forms.BooleanField(
        label="Nama usaha boleh tampil di halaman pasar", required=False,
        help_text="Tanpa centang, hanya dagangannya yang tampil.",
    )  # fmt: skip

    def __init__(
        self, *args: Any, usaha: list[Usaha], lapak: list[LapakPasar], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        pilih_usaha: Any = self.fields["usaha"]
        pilih_usaha.choices = [(u.pk, u.nama) for u in usaha]
        pilih_lapak: Any = self.fields["lapak"]
        pilih_lapak.choices = [(satu.pk, _stall_words(satu)) for satu in lapak]


def _stall_words(lapak: LapakPasar) -> str:
    ukuran = f", {lapak.ukuran}" if lapak.ukuran else ""
    biaya = f", {rupiah(lapak.biaya)}" if lapak.biaya else ", gratis"
    return f"Nomor {lapak.nomor}{ukuran}{biaya}"


class JualForm(FormWarga):
    """What one stall sold that day."""

    sewa = forms.IntegerField(widget=forms.HiddenInput)
    jumlah = Teks(
        label="Penjualan hari itu (Rp)", max_length=30,
        help_text="Misalnya 350000 atau 350 ribu. Tulis 0 bila tidak ada yang laku.",
        error_messages={"required": "Tulis jumlah penjualannya."},
        widget=forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"}),
    )  # fmt: skip

    def clean_jumlah(self) -> int:
        return read_jumlah(self.cleaned_data["jumlah"])


def read_jumlah(teks: str) -> int:
    """An amount as people write it; "0" is one too. Raises ValidationError."""
    if teks.strip() in {"0", "Rp 0", "nihil"}:
        return 0
    jumlah = read_rupiah(teks)
    if jumlah is None:
        raise forms.ValidationError("Tulis angkanya saja, misalnya 350000.")
    return jumlah


class PasarForm(forms.ModelForm):  # type: ignore[type-arg]
    """A market; the rule is made of the simple fields."""

    banyak_lapak = forms.IntegerField(
        label="Tambah lapak", min_value=0, max_value=200, required=False,
        help_text="Sebanyak ini lapak bernomor urut ditambahkan saat disimpan.",
    )  # fmt: skip

    class Meta:
        model = Pasar
        fields = [
            "wilayah", "nama", "keterangan", "tempat", "lat", "lng", "pola", "hari", "ke",
            "tanggal", "jam_mulai", "jam_selesai", "mulai", "sampai", "aktif",
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        perlu = {
            "mingguan": ("hari",), "bulanan_hari": ("hari", "ke"), "bulanan_tanggal": ("tanggal",),
        }[data.get("pola") or "mingguan"]  # fmt: skip
        for nama in perlu:
            if data.get(nama) is None and nama not in self.errors:
                self.add_error(nama, "Isi untuk pola ini.")
        for nama in {"hari", "ke", "tanggal"} - set(perlu):
            data[nama] = None
        return data


_TANGGAL = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
_JAM = forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class PindahForm(forms.Form):
    """Another day or hour, and why."""

    hari = forms.DateField(label="Hari baru", widget=_TANGGAL)
    mulai = forms.TimeField(label="Jam mulai", widget=_JAM)
    selesai = forms.TimeField(label="Jam selesai", widget=_JAM)
    alasan = forms.CharField(
        label="Alasan (dibaca pemilik lapak)", max_length=300,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )  # fmt: skip


class BatalHariForm(forms.Form):
    """Why a market day is called off."""

    alasan = forms.CharField(
        label="Alasan (dibaca pemilik lapak)", max_length=300,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )  # fmt: skip


class TambahHariForm(forms.Form):
    """A day outside the rule."""

    hari = forms.DateField(label="Hari", widget=_TANGGAL)
    alasan = forms.CharField(label="Keterangan", max_length=300, required=False)


class PesanPetugasForm(forms.Form):
    """A stall that staff give to a business."""

    lapak = forms.ModelChoiceField(
        LapakPasar.objects.none(),
        label="Lapak",
        widget=UnfoldAdminSelectWidget(),
        empty_label="Pilih",
    )
    usaha = forms.ModelChoiceField(
        Usaha.objects.none(), label="Usaha", widget=UnfoldAdminSelectWidget(), empty_label="Pilih"
    )
    dagangan = forms.CharField(label="Yang dijual", max_length=160, required=False)
    tampil = forms.BooleanField(
        label="Pemiliknya setuju nama usaha tampil di halaman pasar", required=False
    )
