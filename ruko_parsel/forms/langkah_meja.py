"""Forms of the desk's steps. `fit(obj)` gives the choices and first values of one request."""

from datetime import timedelta
from typing import Any

from django import forms
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelectWidget,
)

from pesan.admin_langkah import paragraf, pilihan, tanggal, teks
from ruko_parsel.models import Bidang, Disposisi, JenisMasalah, Permintaan
from ruko_parsel.orang import desk_of, kecamatan_of_permintaan, village_staff
from ruko_parsel.services.nilai import KATA
from ruko_parsel.services.telaah import mergeable_into
from wilayah.format import URGENSI
from wilayah.models import Instansi, Pengguna
from wilayah.zona import hari_ini


def satu_dari(label: str, rows: Any, *, wajib: bool = True, **lain: Any) -> Any:
    """One row of a query, chosen from a list."""
    return forms.ModelChoiceField(
        rows, label=label, required=wajib, widget=UnfoldAdminSelectWidget, **lain
    )


class AlasanForm(forms.Form):
    """Why."""

    alasan = paragraf("Alasan", baris=3, max_length=400)


class TelaahForm(forms.Form):
    """Who works on it, and what it really is."""

    petugas: Any = satu_dari("Ditangani oleh", Pengguna.objects.none())
    masalah: Any = satu_dari("Jenis masalah", JenisMasalah.objects.all())
    bidang: Any = satu_dari("Bidang", Bidang.objects.all())
    urgensi = pilihan("Urgensi", [(str(n), f"{n} {kata}") for n, kata in URGENSI.items()])
    catatan = paragraf("Catatan", wajib=False, baris=2, max_length=400)

    def fit(self, obj: Permintaan) -> None:
        self.fields["petugas"].queryset = desk_of(kecamatan_of_permintaan(obj))  # type: ignore[attr-defined]
        self.initial = {
            "petugas": obj.petugas_id, "masalah": obj.masalah_id, "bidang": obj.bidang_id,
            "urgensi": str(obj.urgensi),
        }  # fmt: skip

    def clean_urgensi(self) -> int:
        return int(self.cleaned_data["urgensi"])


class TanyaForm(forms.Form):
    """What the desk needs to know."""

    tanya = paragraf(
        "Pertanyaan untuk desa", baris=3, max_length=600,
        help_text="Batas waktu berhenti sampai desa menjawab.",
    )  # fmt: skip


class DisposisiForm(forms.Form):
    """Who, what, by when, copy to."""

    kepada: Any = satu_dari("Kepada", Pengguna.objects.none())
    perintah = paragraf("Isi disposisi", baris=3, max_length=1000)
    sifat = pilihan("Sifat", Disposisi.Sifat.choices)
    sampai = tanggal("Selesai paling lambat", required=False)
    tembusan = forms.ModelMultipleChoiceField(
        Pengguna.objects.none(), label="Tembusan", required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )  # fmt: skip

    def fit(self, obj: Permintaan | Disposisi) -> None:
        permintaan = obj.permintaan if isinstance(obj, Disposisi) else obj
        meja = desk_of(kecamatan_of_permintaan(permintaan))
        self.fields["kepada"].queryset = meja  # type: ignore[attr-defined]
        self.fields["tembusan"].queryset = meja  # type: ignore[attr-defined]
        if permintaan.rahasia:
            self.initial["sifat"] = Disposisi.Sifat.RAHASIA
        elif permintaan.urgensi >= 4:
            self.initial["sifat"] = Disposisi.Sifat.SANGAT_SEGERA


class TanggapanForm(forms.Form):
    """The words of an answer."""

    perihal = teks("Perihal", panjang=160)
    isi = paragraf(
        "Isi tanggapan", baris=10, max_length=8000,
        help_text="Baris kosong memulai alinea baru; baris berawalan tanda hubung menjadi daftar.",
    )  # fmt: skip

    def fit(self, obj: Any) -> None:
        if isinstance(obj, Permintaan):
            self.initial = {"perihal": f"Tanggapan: {obj.judul}"[:160]}
        else:
            self.initial = {"perihal": obj.perihal, "isi": obj.isi}


class TeruskanForm(forms.Form):
    """Which agency, and the letter."""

    instansi: Any = satu_dari("Instansi", Instansi.objects.none())
    isi = paragraf("Isi surat pengantar", baris=6, max_length=4000)

    def fit(self, obj: Permintaan) -> None:
        rows = Instansi.objects.serving(kecamatan_of_permintaan(obj))
        rows = rows.filter(jenis=Instansi.Jenis.DINAS)
        self.fields["instansi"].queryset = rows  # type: ignore[attr-defined]
        self.initial = {
            "isi": f"Bersama ini kami teruskan permintaan {obj.wilayah.nama_lengkap} karena "
            "penyelesaiannya memerlukan kewenangan di tingkat kabupaten."
        }


class GabungForm(forms.Form):
    """Which request it follows."""

    utama: Any = satu_dari("Permintaan utama", Permintaan.objects.none())
    alasan = teks("Alasan", wajib=False, panjang=200)

    def fit(self, obj: Permintaan) -> None:
        calon = list(mergeable_into(obj))
        kolom: Any = self.fields["utama"]
        kolom.queryset = Permintaan.objects.filter(pk__in=[satu.pk for satu in calon])
        kolom.choices = [
            ("", "Pilih permintaan"),
            *(
                (
                    satu.pk,
                    f"{satu.nomor} {satu.wilayah.nama}: "
                    f"{'(rahasia)' if satu.rahasia else satu.judul}",
                )
                for satu in calon
            ),
        ]


class TindakForm(forms.Form):
    """What is to be done, by whom, until when."""

    apa = teks("Apa yang dikerjakan", panjang=240)
    siapa: Any = satu_dari("Penanggung jawab", Pengguna.objects.none(), wajib=False)
    pelaksana = teks(
        "Atau pelaksana lain", wajib=False, panjang=120,
        help_text="Bila bukan pengguna portal, misalnya BPD Desa Inan.",
    )  # fmt: skip
    sampai = tanggal("Sampai kapan")

    def fit(self, obj: Permintaan) -> None:
        orang = village_staff(str(obj.wilayah_id)) | desk_of(kecamatan_of_permintaan(obj))
        self.fields["siapa"].queryset = orang  # type: ignore[attr-defined]
        self.initial = {"sampai": hari_ini(str(obj.wilayah_id)) + timedelta(days=14)}


class SelesaiForm(forms.Form):
    """What came of it."""

    hasil = teks("Hasil bagi desa", panjang=240)


class NilaiForm(forms.Form):
    """1 to 5 and a word."""

    nilai = forms.TypedChoiceField(
        label="Seberapa membantu?", coerce=int, widget=forms.RadioSelect,
        choices=[(n, f"{n} {kata}") for n, kata in KATA.items()],
    )  # fmt: skip
    kata = forms.CharField(
        label="Dengan kata Anda (boleh kosong)", max_length=240, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def fit(self, obj: Permintaan) -> None:
        if obj.nilai is not None:
            self.initial = {"nilai": obj.nilai, "kata": obj.kata_nilai}
