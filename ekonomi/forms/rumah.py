"""The household as a facilitator fills it in at its door, on a phone."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from ekonomi.impor.bersih import TolakError, read_nomor_induk, read_telepon
from ekonomi.models import (
    AnggotaRumah,
    KelompokSasaran,
    PersetujuanRumah,
    Potensi,
    Rumah,
)
from wilayah.kripto import keyed_hash
from wilayah.models import Pengguna, Wilayah
from wilayah.peran import peran_with
from wilayah.rtrw import normal_rt, normal_rw

_RT_RW = re.compile(r"\bR[TW]\b[\s./:]*\d", re.I)
_UMUR_TERTUA = 120


def teks(**attrs: Any) -> UnfoldAdminTextInputWidget:
    return UnfoldAdminTextInputWidget(attrs=attrs)


def tanggal() -> UnfoldAdminTextInputWidget:
    """The browser's own calendar; the value is ISO."""
    return UnfoldAdminTextInputWidget(attrs={"type": "date"})


class TanggalField(forms.DateField):
    """A day from the browser's calendar."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{"widget": tanggal(), "input_formats": ["%Y-%m-%d", "%d/%m/%Y"], **kwargs}
        )

    def prepare_value(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, date) else value


class DaftarField(forms.CharField):
    """Words joined by commas, as a list."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        isi = value if isinstance(value, list) else re.split(r"[,;\n]", value or "")
        return list(dict.fromkeys(kata for satu in isi if (kata := " ".join(satu.split()))))

    def validate(self, value: Any) -> None:
        if any(len(satu) > 60 for satu in value):
            raise forms.ValidationError("Setiap isian paling banyak 60 huruf.")

    def run_validators(self, value: Any) -> None:
        """The list was validated; the validators of a text are not for it."""


class KelurahanForm(forms.Form):
    """Which kelurahan, where a person may write households in more than one."""

    wilayah = forms.ModelChoiceField(
        Wilayah.objects.none(),
        label="Kelurahan",
        widget=UnfoldAdminSelectWidget(),
        empty_label=None,
    )

    def __init__(
        self, *args: Any, user: Pengguna, label: str = "ekonomi.rumah", **kwargs: Any
    ) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        kelurahan: Any = self.fields["wilayah"]
        terlihat = Wilayah.objects.visible_to(user, peran=peran_with(label, "add"))
        kelurahan.queryset = terlihat.in_service().kelurahan().order_by("kode")
        if kelurahan.queryset.count() == 1:
            kelurahan.widget = forms.HiddenInput()
            kelurahan.initial = kelurahan.queryset.first().pk


class RumahForm(KelurahanForm):
    """The household itself, its potential and, the first time, its consent."""

    rw = forms.CharField(label="RW", max_length=3, widget=teks(inputmode="numeric"))
    rt = forms.CharField(label="RT", max_length=3, widget=teks(inputmode="numeric"))
    nomor = forms.CharField(label="Nomor rumah tangga (household_id)", max_length=40, widget=teks())
    nama_kepala = forms.CharField(
        label="Nama kepala keluarga", max_length=120, widget=teks(autocomplete="off")
    )
    alamat = forms.CharField(
        label="Alamat", max_length=200, required=False, widget=teks(autocomplete="off"),
        help_text="Jalan dan nomor saja, tanpa RT/RW.",
    )  # fmt: skip
    telepon = forms.CharField(
        label="Nomor HP", required=False, widget=teks(type="tel", autocomplete="off")
    )
    no_kk = forms.CharField(
        label="Nomor KK", required=False, widget=teks(inputmode="numeric", autocomplete="off"),
        help_text="16 angka. Disimpan tersandi dan tidak ditampilkan lagi seutuhnya.",
    )  # fmt: skip
    potensi_usaha = forms.CharField(
        label="Potensi usaha", max_length=200, required=False, widget=teks()
    )
    keahlian = DaftarField(
        label="Keahlian", required=False, widget=teks(), help_text="Pisahkan dengan koma."
    )
    aset = DaftarField(
        label="Aset", required=False, widget=teks(), help_text="Kios, mesin jahit, pekarangan, …"
    )
    internet = forms.ChoiceField(
        label="Akses internet", choices=Potensi.Internet.choices, widget=UnfoldAdminSelectWidget()
    )
    catatan = forms.CharField(
        label="Catatan", max_length=300, required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )  # fmt: skip
    kelompok = forms.MultipleChoiceField(
        label="Kelompok sasaran",
        choices=KelompokSasaran.choices,
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget(),
        help_text="Kosongkan untuk memakai usulan portal dari anggota rumah.",
    )
    setuju = forms.ChoiceField(
        label="Jawaban keluarga",
        choices=[
            ("lisan", "Setuju, dibacakan petugas"),
            ("tertulis", "Setuju, ditandatangani"),
            ("tidak", "Tidak setuju"),
        ],
        widget=UnfoldAdminRadioSelectWidget(),
    )

    def __init__(self, *args: Any, rumah: Rumah | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rumah = rumah
        if rumah is not None:
            del self.fields["setuju"]
            for kolom, tersimpan in (("telepon", rumah.telepon), ("no_kk", rumah.no_kk)):
                if tersimpan:
                    self.fields[
                        kolom
                    ].help_text = (
                        f"Tersimpan, berakhiran {tersimpan[-2:]}. Kosongkan bila tidak berubah."
                    )

    def clean_nomor(self) -> str:
        return " ".join(self.cleaned_data["nomor"].split())

    def clean_alamat(self) -> str:
        alamat = " ".join(self.cleaned_data["alamat"].split())
        if _RT_RW.search(alamat):
            raise forms.ValidationError("Tulis RT dan RW di kotaknya sendiri.")
        return alamat

    def clean_telepon(self) -> str:
        return _read(read_telepon, self.cleaned_data["telepon"])

    def clean_no_kk(self) -> str:
        return _read(lambda isi: read_nomor_induk(isi, apa="Nomor KK"), self.cleaned_data["no_kk"])

    def clean_setuju(self) -> str:
        cara = str(self.cleaned_data["setuju"])
        if cara == "tidak":
            raise forms.ValidationError(
                "Keluarga yang tidak setuju tidak dicatat. Terima kasih sudah bertanya."
            )
        return cara

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for kolom, baca in (("rw", normal_rw), ("rt", normal_rt)):
            if data.get(kolom) and baca(data[kolom]) is None:
                self.add_error(kolom, f"Bukan nomor {kolom.upper()}.")
        kelurahan, nomor = data.get("wilayah"), data.get("nomor")
        if kelurahan is not None and nomor:
            kembar = Rumah.objects.filter(kelurahan=kelurahan.pk, nomor=nomor)
            if kembar.exclude(pk=self.rumah.pk if self.rumah else None).exists():
                self.add_error(
                    "nomor", "Nomor ini sudah dipakai rumah tangga lain di kelurahan ini."
                )
        return data

    @property
    def potensi(self) -> dict[str, Any]:
        return {k: self.cleaned_data[k] for k in ("keahlian", "aset", "internet", "catatan")}

    @property
    def cara(self) -> str:
        data = self.cleaned_data
        return PersetujuanRumah.Cara(data["setuju"])


def _read(baca: Any, isi: str) -> str:
    try:
        return str(baca(isi))
    except TolakError as sebab:
        raise forms.ValidationError(str(sebab)) from sebab


class AnggotaForm(forms.Form):
    """One member. An empty row is no member; a ticked "hapus" takes one out."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput())
    nama = forms.CharField(
        label="Nama", max_length=120, required=False, widget=teks(autocomplete="off")
    )
    hubungan = forms.ChoiceField(
        label="Hubungan", choices=AnggotaRumah.Hubungan.choices, widget=UnfoldAdminSelectWidget(),
        initial=AnggotaRumah.Hubungan.ANAK,
    )  # fmt: skip
    jenis_kelamin = forms.ChoiceField(
        label="Jenis kelamin",
        choices=[("", "–"), *AnggotaRumah.JenisKelamin.choices],
        required=False,
        widget=UnfoldAdminSelectWidget(),
    )
    lahir = TanggalField(label="Tanggal lahir", required=False)
    umur = forms.IntegerField(
        label="atau umur", required=False, min_value=0, max_value=_UMUR_TERTUA,
        widget=teks(inputmode="numeric"),
    )  # fmt: skip
    nik = forms.CharField(
        label="NIK", required=False, widget=teks(inputmode="numeric", autocomplete="off")
    )
    sekolah = forms.CharField(label="Pendidikan", max_length=60, required=False, widget=teks())
    masih_sekolah = forms.BooleanField(label="Masih bersekolah", required=False)
    kerja = forms.ChoiceField(
        label="Pekerjaan",
        choices=[("", "–"), *AnggotaRumah.Kerja.choices],
        required=False,
        widget=UnfoldAdminSelectWidget(),
    )
    disabilitas = forms.ChoiceField(
        label="Disabilitas",
        choices=AnggotaRumah.Disabilitas.choices,
        initial=AnggotaRumah.Disabilitas.TIDAK,
        widget=UnfoldAdminSelectWidget(),
    )
    hapus = forms.BooleanField(label="Keluarkan dari rumah tangga ini", required=False)

    def clean_lahir(self) -> date | None:
        lahir: date | None = self.cleaned_data["lahir"]
        on = timezone.localdate()
        if lahir is not None and not on.year - _UMUR_TERTUA <= lahir.year <= on.year:
            raise forms.ValidationError("Tanggal lahir ini tidak mungkin.")
        if lahir is not None and lahir > on:
            raise forms.ValidationError("Tanggal lahir ini di masa depan.")
        return lahir

    def clean_nik(self) -> str:
        nik = _read(lambda isi: read_nomor_induk(isi, apa="NIK"), self.cleaned_data["nik"])
        if nik:
            kembar = AnggotaRumah.objects.filter(nik_hash=keyed_hash("nik", nik))
            if kembar.exclude(pk=self.data.get(self.add_prefix("pk")) or None).exists():
                raise forms.ValidationError("NIK ini sudah tercatat di rumah tangga lain.")
        return nik

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("pk") and not data.get("nama"):
            self.add_error("nama", "Isi namanya, atau centang keluarkan.")
        if data.get("nama") and not data.get("jenis_kelamin"):
            self.add_error("jenis_kelamin", "Pilih laki-laki atau perempuan.")
        if data.get("lahir") is None and data.get("umur") is not None:
            on = timezone.localdate()
            data["lahir"] = date(on.year - data["umur"], 1, 1)  # born in that year, as told
        return data

    @property
    def empty(self) -> bool:
        return not self.cleaned_data.get("nama")

    @property
    def anggota(self) -> dict[str, Any]:
        """What the service takes; a number left blank stays as it is."""
        lewati = {"pk", "umur", "hapus", "nik"}
        data = {k: v for k, v in self.cleaned_data.items() if k not in lewati}
        return {**data, "nik": self.cleaned_data["nik"] or None}


AnggotaFormSet = forms.formset_factory(AnggotaForm, extra=0, max_num=20, absolute_max=20)
