"""Forms that make a draft rule set: the common things by name, or the whole as JSON."""

import copy
import re
from typing import Any

from django import forms
from unfold.widgets import (
    UnfoldAdminDecimalFieldWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from curhat.models import AturanEskalasi
from curhat.services.panduan import check_aturan
from curhat.triase.aturan import compile_frasa

_AMBANG = {
    "keyakinan": "Keyakinan kategori paling rendah (di bawahnya “lainnya”)",
    "darurat": "Peluang darurat menurut model",
    "darurat_dengan_isyarat": "Peluang darurat bila ada isyarat urgensi 5",
}
_TENGGAT = {
    "verifikasi_jam": ("Jam untuk memverifikasi", 24, 720),
    "darurat_jam": ("Jam untuk urgensi 5", 24, 720),
    "mendesak_hari_kerja": ("Hari kerja untuk urgensi 4", 5, 260),
}
_NAMA = re.compile(r"[a-z][a-z0-9_]{2,40}")


class AturanForm(forms.ModelForm):  # type: ignore[type-arg]
    """A whole rule set as JSON."""

    class Meta:
        model = AturanEskalasi
        fields = ("isi", "catatan")
        widgets = {"isi": UnfoldAdminTextareaWidget(attrs={"rows": 30, "spellcheck": "false"})}

    def clean_isi(self) -> Any:
        isi = self.cleaned_data["isi"]
        try:
            check_aturan(isi)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
        return isi


class UmumForm(forms.Form):
    """Thresholds, deadlines and the phrases of critical keywords of a rule set.

    `isi_baru()` is the rule set with what was changed; everything else stays as in `isi`.
    """

    def __init__(self, *args: Any, isi: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.isi = isi
        self.kritis = [satu for satu in isi["isyarat"] if satu.get("kritis")]
        self.fields["eskalasi"] = forms.IntegerField(
            label="Urgensi yang menjadi eskalasi (1 sampai 5)",
            min_value=1,
            max_value=5,
            initial=isi["ambang"]["eskalasi"],
            widget=UnfoldAdminIntegerFieldWidget(),
        )
        self._add_angka(isi)
        for satu in self.kritis:
            self.fields[f"frasa_{satu['nama']}"] = _frasa_field(
                f"{satu['kritis']}: {satu['nama'].replace('_', ' ')}", "\n".join(satu["frasa"])
            )
        self._add_baru()

    def _add_angka(self, isi: dict[str, Any]) -> None:
        for nama, label in _AMBANG.items():
            self.fields[nama] = forms.FloatField(
                label=label,
                min_value=0,
                max_value=1,
                initial=isi["ambang"][nama],
                widget=UnfoldAdminDecimalFieldWidget(attrs={"step": "0.01"}),
            )
        for nama, (label, bawaan, terjauh) in _TENGGAT.items():
            self.fields[nama] = forms.IntegerField(
                label=label,
                min_value=1,
                max_value=terjauh,
                initial=isi.get("tenggat", {}).get(nama, bawaan),
                widget=UnfoldAdminIntegerFieldWidget(),
            )

    def _add_baru(self) -> None:
        self.fields["baru_nama"] = forms.CharField(
            label="Kata kritis baru (kosongkan bila tidak ada)",
            required=False,
            max_length=40,
            widget=UnfoldAdminTextInputWidget(),
        )
        self.fields["baru_tingkat"] = forms.IntegerField(
            label="Urgensinya paling rendah",
            min_value=1,
            max_value=5,
            initial=4,
            required=False,
            widget=UnfoldAdminIntegerFieldWidget(),
        )
        self.fields["baru_frasa"] = _frasa_field("Frasanya, satu per baris", "", wajib=False)
        self.fields["catatan"] = forms.CharField(
            label="Apa yang diubah, dan mengapa",
            max_length=200,
            widget=UnfoldAdminTextInputWidget(),
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for nama in [k for k in data if k.startswith("frasa_") or k == "baru_frasa"]:
            self._check_frasa(nama, data[nama])
        nama_baru = _slug(data.get("baru_nama") or "")
        if bool(nama_baru) != bool(data.get("baru_frasa")):
            self.add_error("baru_nama", "Kata kritis baru perlu nama dan frasanya.")
        if nama_baru in {satu["nama"] for satu in self.isi["isyarat"]}:
            self.add_error("baru_nama", f"Nama “{nama_baru}” sudah dipakai.")
        if nama_baru and not _NAMA.fullmatch(nama_baru):
            self.add_error("baru_nama", "Pakai huruf, paling sedikit tiga.")
        return data

    def _check_frasa(self, nama: str, teks: str) -> None:
        for frasa in _lines(teks):
            try:
                compile_frasa([frasa])
            except (ValueError, re.error) as error:
                self.add_error(nama, f"Frasa “{frasa}”: {error}.")

    def isi_baru(self) -> dict[str, Any]:
        """The whole rule set as it would be."""
        isi, data = copy.deepcopy(self.isi), self.cleaned_data
        isi["ambang"] |= {nama: data[nama] for nama in ("eskalasi", *_AMBANG)}
        isi["tenggat"] = isi.get("tenggat", {}) | {nama: data[nama] for nama in _TENGGAT}
        for satu in isi["isyarat"]:
            if f"frasa_{satu['nama']}" in data:
                satu["frasa"] = _lines(data[f"frasa_{satu['nama']}"])
        if data["baru_nama"]:
            isi["isyarat"].append(
                {
                    "nama": _slug(data["baru_nama"]),
                    "bahaya": _slug(data["baru_nama"]),
                    "tingkat": data["baru_tingkat"] or 4,
                    "kritis": data["baru_nama"].strip(),
                    "frasa": _lines(data["baru_frasa"]),
                }
            )
        return isi


def _frasa_field(label: str, isi: str, *, wajib: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        initial=isi,
        required=wajib,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4, "spellcheck": "false"}),
    )


def _lines(teks: str) -> list[str]:
    return [baris for satu in teks.splitlines() if (baris := satu.strip())]


def _slug(nama: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", nama.strip().lower()).strip("_")
