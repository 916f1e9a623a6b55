"""Forms of a visit's documentation: files, links, people seen, what staff add to the report."""

from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from luna_maya.models import CaraIzin, Dokumentasi, IzinOrang, OrangTampil
from pesan.admin_langkah import paragraf, pilihan, tanggal, teks
from wilayah.formulir import BanyakBerkas, Berkas

MAKS_SEKALI = 12
_ALT = "Untuk warga yang tidak dapat melihat gambarnya; tanpa nama dan alamat."
_BERKAS = "image/jpeg,image/png,image/webp,video/mp4"


def angka(label: str, **lain: Any) -> forms.IntegerField:
    """A whole number."""
    return forms.IntegerField(
        label=label, widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "numeric"}), **lain
    )


class UnggahForm(forms.Form):
    """Photos and small videos straight from a phone, several at once."""

    berkas = Berkas(
        maks_jumlah=MAKS_SEKALI, sebutan="berkas", label="Foto atau video",
        widget=BanyakBerkas(attrs={"accept": _BERKAS, "multiple": True}),
        help_text=f"Paling banyak {MAKS_SEKALI} sekaligus, masing-masing 10 MB. Video: MP4.",
    )  # fmt: skip
    teks_alt = teks("Yang terlihat", panjang=240, help_text=f"{_ALT} Sama untuk semua berkas ini.")
    diambil_oleh = teks("Diambil oleh", panjang=80, wajib=False)

    def clean_berkas(self) -> list[Any]:
        berkas: list[Any] = self.cleaned_data["berkas"]
        if not berkas:
            raise forms.ValidationError("Pilih foto atau videonya dulu.")
        return berkas


class TautanForm(forms.Form):
    """A link to a video that lies elsewhere."""

    tautan = forms.CharField(
        label="Tautan video", max_length=2000,
        widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "url"}),
        help_text="YouTube, Vimeo, Google Drive, atau laman pemerintah (.go.id); diawali https://",
    )  # fmt: skip
    teks_alt = teks("Yang terlihat", panjang=240, help_text=_ALT)
    diambil_oleh = teks("Diambil oleh", panjang=80, wajib=False)


class RingkasanForm(forms.Form):
    """How many came, and the visit in a few sentences."""

    jumlah_warga = angka("Warga yang hadir", required=False, min_value=0, max_value=2000)
    ringkasan = paragraf(
        "Ringkasan", wajib=False, max_length=2000,
        help_text="Tiga atau empat kalimat untuk laporan dan buku tahunan; tanpa nama warga.",
    )  # fmt: skip


class TetapkanLaporanForm(forms.Form):
    """Under which number and day a report is settled."""

    nomor = teks("Nomor (boleh kosong)", panjang=80, wajib=False)
    tanggal = tanggal("Tanggal laporan")


class UbahDokumentasiForm(forms.Form):
    """What is written beside a picture and where it stands."""

    keterangan = teks("Keterangan", panjang=240, wajib=False, help_text="Tanpa nama dan alamat.")
    teks_alt = teks("Yang terlihat", panjang=240, help_text=_ALT)
    diambil_oleh = teks("Diambil oleh", panjang=80, wajib=False)
    urut = angka("Urutan", min_value=0, max_value=999)
    sampul = forms.BooleanField(label="Jadikan gambar sampul", required=False)


class OrangForm(forms.Form):
    """Somebody who is seen, and what they agreed to after it was read to them."""

    nama = teks("Nama", panjang=120, help_text="Disimpan tersandi, tidak pernah tampil.")
    anak = forms.BooleanField(label="Di bawah 18 tahun", required=False)
    wali = teks("Orang tua atau wali (untuk anak)", panjang=120, wajib=False)
    izin = pilihan("Izinnya", IzinOrang.choices)
    cara = pilihan("Diberikan secara", CaraIzin.choices)
    terakhir = forms.BooleanField(
        label="Ini yang terakhir: semua orang yang terlihat sudah dicatat", required=False
    )

    def clean(self) -> dict[str, Any]:
        isi = super().clean() or {}
        if isi.get("anak") and not isi.get("wali"):
            self.add_error("wali", "Untuk anak, isi nama orang tua atau walinya.")
        return isi


class NyatakanForm(forms.Form):
    """Whether everybody seen is on record."""

    pernyataan = pilihan(
        "Pernyataan",
        [
            (Dokumentasi.Pernyataan.SEMUA, Dokumentasi.Pernyataan.SEMUA.label),
            (Dokumentasi.Pernyataan.KOSONG, Dokumentasi.Pernyataan.KOSONG.label),
            ("-", "Tarik pernyataan (turun dari halaman umum)"),
        ],
    )


class PilihOrangForm(forms.Form):
    """One of the people recorded for this picture."""

    orang = forms.ModelChoiceField(
        OrangTampil.objects.none(), label="Siapa", widget=UnfoldAdminSelectWidget
    )

    def offer(self, dok: Dokumentasi, *, dicabut: bool) -> None:
        """Limit the choice to this picture's people; by name, on its own page alone."""
        kolom: Any = self.fields["orang"]
        kolom.queryset = dok.orang.all() if dicabut else dok.orang.filter(dicabut_at__isnull=True)
        kolom.label_from_instance = lambda satu: satu.nama or f"orang {satu.pk}"


class JawabForm(PilihOrangForm):
    """A new answer."""

    izin = pilihan("Izinnya sekarang", IzinOrang.choices)
    cara = pilihan("Diberikan secara", CaraIzin.choices)


class CabutOrangForm(PilihOrangForm):
    """How somebody took consent back."""

    cara = teks("Dicabut lewat", panjang=60, help_text="Misalnya telepon kepada staf kelurahan.")


class HapusForm(forms.Form):
    """Why it is deleted."""

    alasan = teks("Alasan", panjang=100)
