"""Small forms of a household's page: a check, aid, consent, state, programme."""

from typing import Any

from django import forms
from django.utils import timezone
from unfold.widgets import UnfoldAdminSelectWidget

from ekonomi.forms.rumah import TanggalField, teks
from ekonomi.impor.bersih import TolakError, read_uang
from ekonomi.models import (
    BantuanDiterima,
    Keikutsertaan,
    PersetujuanRumah,
    Program,
    Rumah,
    ValidasiDtks,
)


class LangkahForm(forms.Form):
    """Knows its household."""

    def __init__(self, *args: Any, rumah: Rumah, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.rumah = rumah
        for kolom in self.fields.values():
            if isinstance(kolom, TanggalField) and kolom.required and kolom.initial is None:
                kolom.initial = timezone.localdate


class UangField(forms.CharField):
    """Rupiah in any usual spelling."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"widget": teks(inputmode="numeric"), **kwargs})

    def clean(self, value: Any) -> int | None:
        try:
            jumlah = read_uang(str(super().clean(value) or ""))
        except TolakError as sebab:
            raise forms.ValidationError(str(sebab)) from sebab
        if jumlah is None and self.required:
            raise forms.ValidationError("Isi jumlahnya.")
        return jumlah


class ValidasiForm(LangkahForm):
    hasil = forms.ChoiceField(
        label="Hasil", choices=ValidasiDtks.Hasil.choices, widget=UnfoldAdminSelectWidget()
    )
    sumber = forms.ChoiceField(
        label="Sumber",
        choices=[s for s in ValidasiDtks.Sumber.choices if s[0] != "berkas"],
        widget=UnfoldAdminSelectWidget(),
    )
    tanggal = TanggalField(label="Tanggal pemeriksaan")
    bukti = forms.CharField(label="Nomor bukti", max_length=80, required=False, widget=teks())
    catatan = forms.CharField(label="Catatan", max_length=300, required=False, widget=teks())


class BantuanForm(LangkahForm):
    jenis = forms.ChoiceField(
        label="Bantuan", choices=BantuanDiterima.Jenis.choices, widget=UnfoldAdminSelectWidget()
    )
    dari = forms.CharField(label="Dari siapa", max_length=120, required=False, widget=teks())
    nilai = UangField(label="Nilai (Rp)", required=False)
    per = forms.ChoiceField(
        label="Setiap",
        choices=BantuanDiterima.Per.choices,
        initial=BantuanDiterima.Per.BULAN,
        widget=UnfoldAdminSelectWidget(),
    )
    mulai = TanggalField(label="Sejak")
    sampai = TanggalField(label="Sampai", required=False)
    sumber = forms.CharField(
        label="Sumber keterangan", max_length=80, required=False, widget=teks()
    )


class AkhiriBantuanForm(LangkahForm):
    bantuan = forms.ModelChoiceField(
        BantuanDiterima.objects.none(), label="Bantuan", widget=UnfoldAdminSelectWidget(),
        empty_label=None,
    )  # fmt: skip
    sampai = TanggalField(label="Terakhir diterima")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bantuan: Any = self.fields["bantuan"]
        bantuan.queryset = self.rumah.bantuan_diterima.filter(sampai__isnull=True)


class PersetujuanForm(LangkahForm):
    keputusan = forms.ChoiceField(
        label="Keputusan keluarga",
        choices=[
            (PersetujuanRumah.Keputusan.SETUJU, "Setuju dengan teks sekarang"),
            (PersetujuanRumah.Keputusan.DICABUT, "Mencabut persetujuan: data pribadinya dihapus"),
        ],
        widget=UnfoldAdminSelectWidget(),
    )
    cara = forms.ChoiceField(
        label="Cara", choices=PersetujuanRumah.Cara.choices, widget=UnfoldAdminSelectWidget()
    )
    yakin = forms.BooleanField(label="Saya sudah membacakan teksnya kepada keluarga ini")


class StatusForm(LangkahForm):
    status = forms.ChoiceField(
        label="Keadaan",
        choices=[s for s in Rumah.Status.choices if s[0] != "digabung"],
        widget=UnfoldAdminSelectWidget(),
    )
    alasan = forms.CharField(label="Alasan", max_length=200, widget=teks())


class IkutForm(LangkahForm):
    program = forms.ModelChoiceField(
        Program.objects.none(), label="Program", widget=UnfoldAdminSelectWidget(), empty_label=None
    )
    masuk = TanggalField(label="Ikut sejak")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        program: Any = self.fields["program"]
        program.queryset = open_programs(self.rumah)


def open_programs(rumah: Rumah) -> Any:
    """Running programmes of the household's kelurahan that it has never been in."""
    return (
        Program.objects.running()
        .filter(wilayah_id=rumah.kelurahan)
        .exclude(keikutsertaan__rumah=rumah)
        .select_related("wilayah")
    )


class KeluarForm(LangkahForm):
    ikut = forms.ModelChoiceField(
        Keikutsertaan.objects.none(), label="Program", widget=UnfoldAdminSelectWidget(),
        empty_label=None,
    )  # fmt: skip
    keluar = TanggalField(label="Keluar pada")
    alasan = forms.CharField(label="Alasan", max_length=200, widget=teks())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ikut: Any = self.fields["ikut"]
        ikut.queryset = self.rumah.keikutsertaan.filter(keluar__isnull=True).select_related(
            "program__wilayah", "rumah"
        )
