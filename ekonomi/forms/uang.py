"""Fields for amounts and for the payments and acts of the budget's screens."""

import re
from typing import Any

from django import forms
from django.utils import timezone

from ekonomi.models import Belanja, Komitmen, PosAnggaran, Program, SumberDana
from ekonomi.templat import IsiTemplat
from pesan.lampiran import LampiranDitolak, check_berkas
from pesan.models import Lampiran
from wilayah.models import Wilayah

_RP = re.compile(r"(?:rp)?(\d{1,3}(?:\.\d{3})+|\d+)(?:,(?:0{1,2}|-))?", re.IGNORECASE)
MAKS = 10**13
# Where money lies; what is owed (Kas.UTANG_UPAH) is never chosen at the desk.
_TEMPAT = [(tempat.value, tempat.label) for tempat in (Belanja.Kas.BANK, Belanja.Kas.TUNAI)]


class RupiahField(forms.CharField):
    """Whole Rupiah as people write them: 1500000, 1.500.000, Rp 1.500.000."""

    def __init__(self, **kwargs: Any) -> None:
        atribut = {"inputmode": "numeric", "autocomplete": "off", "class": "rupiah"}
        super().__init__(widget=forms.TextInput(attrs=atribut), max_length=30, **kwargs)

    def clean(self, value: Any) -> Any:
        teks = re.sub(r"\s", "", str(super().clean(value) or ""))
        if not teks:
            return None
        cocok = _RP.fullmatch(teks)
        if cocok is None:
            raise forms.ValidationError("Tulis jumlahnya dengan angka saja, misalnya 1.500.000.")
        jumlah = int(cocok[1].replace(".", ""))
        if not 0 < jumlah < MAKS:
            raise forms.ValidationError("Jumlahnya harus lebih dari nol dan masuk akal.")
        return jumlah


class TanggalField(forms.DateField):
    """A day in the browser's own picker."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(
            widget=widget, input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"], **kwargs
        )


class GambarField(forms.FileField):
    """A photo, from the phone's camera or its gallery; looked at before it is kept."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        self.pdf = kwargs.pop("pdf", False)
        terima = "image/*,application/pdf" if self.pdf else "image/*"
        atribut = {"accept": terima} | ({} if self.pdf else {"capture": "environment"})
        super().__init__(widget=forms.ClearableFileInput(attrs=atribut), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        berkas = super().clean(data, initial)
        if not berkas:
            return None
        try:
            isi = check_berkas(berkas.read(), Lampiran.Jenis.BERKAS if self.pdf else "foto")
        except LampiranDitolak as error:
            raise forms.ValidationError(str(error)) from error
        if not isi.mime.startswith("image/") and isi.mime != "application/pdf":
            raise forms.ValidationError("Kirim foto (JPG, PNG) atau PDF.")
        berkas.seek(0)
        return berkas


class MejaForm(forms.Form):
    """Labels without a colon, as the desk's pages show them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})


class AlasanForm(MejaForm):
    alasan = forms.CharField(
        label="Alasan", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class BelanjaForm(MejaForm):
    """A payment as it is entered in the field: amount first, then the photos."""

    kunci = forms.UUIDField(widget=forms.HiddenInput)
    pos = forms.ModelChoiceField(PosAnggaran.objects.none(), label="Pos anggaran")
    jumlah = RupiahField(label="Jumlah (Rp)")
    tanggal = TanggalField(label="Tanggal dibayar")
    uraian = forms.CharField(label="Untuk apa", max_length=200)
    penerima = forms.CharField(label="Dibayar kepada", max_length=120)
    jenis_penerima = forms.ChoiceField(label="Jenis penerima", choices=Belanja.JenisPenerima)
    banyak_penerima = forms.IntegerField(
        label="Untuk berapa orang", min_value=1, max_value=10_000, initial=1
    )
    sumber = forms.ChoiceField(label="Sumber dana", choices=SumberDana)
    kas = forms.ChoiceField(label="Dibayar dari", choices=_TEMPAT)
    nomor_kuitansi = forms.CharField(label="Nomor kuitansi", max_length=60, required=False)
    komitmen = forms.ModelChoiceField(
        Komitmen.objects.none(), label="Memakai komitmen", required=False
    )
    bukti = GambarField(label="Foto atau PDF kuitansi", pdf=True)
    foto = GambarField(label="Foto barang atau tempat")
    boleh_tampil = forms.BooleanField(
        label="Penyedia setuju namanya ditampilkan di laporan umum", required=False
    )

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pos: Any = self.fields["pos"]
        pos.queryset = PosAnggaran.objects.filter(program=program)
        komitmen: Any = self.fields["komitmen"]
        komitmen.queryset = Komitmen.objects.filter(
            pos__program=program, dilepas_at__isnull=True
        ).select_related("pos")

    def clean_tanggal(self) -> Any:
        hari = self.cleaned_data["tanggal"]
        if hari > timezone.localdate():
            raise forms.ValidationError("Tanggal ini belum tiba.")
        return hari

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        komitmen, pos = data.get("komitmen"), data.get("pos")
        if komitmen is not None and pos is not None and komitmen.pos_id != pos.pk:
            self.add_error("komitmen", "Komitmen ini milik pos anggaran lain.")
        boleh = {Belanja.JenisPenerima.PENYEDIA, Belanja.JenisPenerima.INSTANSI}
        if data.get("boleh_tampil") and data.get("jenis_penerima") not in boleh:
            self.add_error("boleh_tampil", "Nama orang tidak pernah ditampilkan di laporan umum.")
        return data


class TerimaForm(MejaForm):
    """Money that came in."""

    kunci = forms.UUIDField(widget=forms.HiddenInput)
    sumber = forms.ChoiceField(label="Dari sumber", choices=SumberDana)
    jumlah = RupiahField(label="Jumlah (Rp)")
    tanggal = TanggalField(label="Tanggal diterima")
    uraian = forms.CharField(label="Keterangan", max_length=200)
    kas = forms.ChoiceField(label="Masuk ke", choices=_TEMPAT)
    bukti = GambarField(label="Foto atau PDF bukti", pdf=True)


class KasForm(MejaForm):
    """Between the bank and the cash box."""

    kunci = forms.UUIDField(widget=forms.HiddenInput)
    ke = forms.ChoiceField(
        label="Arah",
        choices=[(Belanja.Kas.TUNAI, "Bank ke kas tunai"), (Belanja.Kas.BANK, "Kas ke bank")],
    )
    jumlah = RupiahField(label="Jumlah (Rp)")
    tanggal = TanggalField(label="Tanggal")


class _PosForm(MejaForm):
    """A form with lines of one programme."""

    pos_names: tuple[str, ...] = ()

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for nama in self.pos_names:
            field: Any = self.fields[nama]
            field.queryset = PosAnggaran.objects.filter(program=program)


class GeserForm(_PosForm):
    """From one line to another; the total stays."""

    pos_names = ("dari", "ke")
    dari = forms.ModelChoiceField(PosAnggaran.objects.none(), label="Dari pos")
    ke = forms.ModelChoiceField(PosAnggaran.objects.none(), label="Ke pos")
    jumlah = RupiahField(label="Jumlah (Rp)")
    alasan = forms.CharField(
        label="Alasan", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("dari") is not None and data.get("dari") == data.get("ke"):
            self.add_error("ke", "Pilih pos yang lain.")
        return data


class TambahForm(_PosForm):
    """More for a line, paid for by a source."""

    pos_names = ("pos",)
    pos = forms.ModelChoiceField(PosAnggaran.objects.none(), label="Pos")
    jumlah = RupiahField(label="Tambahan (Rp)")
    sumber = forms.ChoiceField(label="Dibiayai oleh", choices=SumberDana)
    alasan = forms.CharField(
        label="Alasan", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class KomitForm(_PosForm):
    """Money set aside."""

    pos_names = ("pos",)
    kunci = forms.UUIDField(widget=forms.HiddenInput)
    pos = forms.ModelChoiceField(PosAnggaran.objects.none(), label="Pos")
    jumlah = RupiahField(label="Jumlah (Rp)")
    uraian = forms.CharField(label="Untuk apa", max_length=200)


class MulaiProgramForm(MejaForm):
    """Which template, where, from when."""

    templat = forms.ChoiceField(label="Templat")
    wilayah = forms.ModelChoiceField(Wilayah.objects.none(), label="Kelurahan atau desa")
    mulai = TanggalField(label="Hari pertama")
    kode = forms.SlugField(
        label="Kode", required=False, max_length=40, help_text="Kosong: dibuatkan, srsp-2026."
    )

    def __init__(self, *args: Any, templat: list[IsiTemplat], wilayah: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pilihan: Any = self.fields["templat"]
        pilihan.choices = [(satu.kode, f"{satu.nama} ({satu.versi})") for satu in templat]
        tempat: Any = self.fields["wilayah"]
        tempat.queryset = wilayah


class SalinForm(MejaForm):
    """To which kelurahan a programme is copied, from when."""

    wilayah = forms.ModelChoiceField(Wilayah.objects.none(), label="Ke kelurahan atau desa")
    mulai = TanggalField(label="Hari pertama")

    def __init__(self, *args: Any, wilayah: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tempat: Any = self.fields["wilayah"]
        tempat.queryset = wilayah


class TinjauForm(MejaForm):
    """What a flag turned out to be."""

    hasil = forms.ChoiceField(
        label="Hasil tinjauan",
        choices=[("wajar", "Wajar, ada penjelasannya"), ("diperbaiki", "Sudah diperbaiki")],
    )
    catatan = forms.CharField(
        label="Penjelasan", max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )


class TemuanForm(MejaForm):
    """A finding of the audit team."""

    judul = forms.CharField(label="Temuan", max_length=160)
    uraian = forms.CharField(
        label="Uraian", max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    nilai = RupiahField(label="Nilai (Rp), bila ada", required=False)
    rekomendasi = forms.CharField(
        label="Rekomendasi", max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    tenggat = TanggalField(label="Tenggat tindak lanjut")


class TanggapanForm(MejaForm):
    """What the programme answers to a finding."""

    tanggapan = forms.CharField(
        label="Tanggapan", max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    tindak_lanjut = forms.CharField(
        label="Tindak lanjut", max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class CatatanForm(MejaForm):
    catatan = forms.CharField(
        label="Catatan", max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class TerbitForm(MejaForm):
    """Publishing a quarter, or correcting what was published."""

    pengantar = forms.CharField(
        label="Pengantar lurah (boleh kosong)", max_length=1500, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    catatan = forms.CharField(
        label="Apa yang dikoreksi (wajib bila sudah pernah terbit)", max_length=400,
        required=False, widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class TetapkanForm(MejaForm):
    """Settling a governance document: its number and day."""

    nomor = forms.CharField(label="Nomor", max_length=80)
    tanggal = TanggalField(label="Tanggal penetapan")


class TonggakForm(MejaForm):
    """Progress of a milestone."""

    tercapai = forms.IntegerField(label="Sudah tercapai", required=False, min_value=0)
    selesai_at = TanggalField(label="Selesai pada (kosong: belum)", required=False)
    bukti = GambarField(label="Foto atau PDF bukti", pdf=True)
    catatan = forms.CharField(label="Catatan", max_length=300, required=False)
