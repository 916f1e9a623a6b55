"""Forms of the survey of trust: the resident's page, staff's papers, a new round; activities."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from luna_maya.models import KegiatanWarga, Kunjungan, SurveiPercaya
from luna_maya.models.kegiatan import ORANG_MAKS
from wilayah.formulir import FormWarga
from wilayah.formulir_pertanyaan import PertanyaanForm
from wilayah.models import Wilayah
from wilayah.pertanyaan import TEKS_MAKS, Pertanyaan

_HARI = {"type": "date"}


def rt_choices(rt: Sequence[Wilayah]) -> list[tuple[str, str]]:
    """(code, "RT 03 RW 01") for a select."""
    return [(satu.kode, f"RT {satu.rt} RW {satu.rw}") for satu in rt]


class PercayaForm(PertanyaanForm):
    """One person's answers on one page. `rt` empty for heads: theirs is not kept."""

    karcis = forms.CharField(widget=forms.HiddenInput, max_length=200)

    def __init__(
        self, *args: Any, tanya: Sequence[Pertanyaan], rt: Sequence[Wilayah], kelurahan: str,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, tanya=tanya, jawaban={}, lengkap=True, **kwargs)
        if rt:
            pilihan = [("", "Pilih RT"), *rt_choices(rt), (kelurahan, "Tidak ingin menyebut")]
            self.fields["rt"] = forms.ChoiceField(
                label="Anda tinggal di RT mana?", choices=pilihan,
                error_messages={"required": "Pilih RT Anda, atau “Tidak ingin menyebut”."},
            )  # fmt: skip
            self.fields["rt"].template_name = FormWarga.template_isian  # type: ignore[attr-defined]
            self.order_fields(["karcis", "rt"])


class KertasForm(forms.Form):
    """One paper, typed with the digits alone: number, RT, then one digit a question."""

    nomor = forms.IntegerField(
        label="Nomor kertas", min_value=1, max_value=99_999,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    rt = forms.ChoiceField(label="RT")

    def __init__(
        self, *args: Any, tanya: Sequence[Pertanyaan], rt: Sequence[Wilayah], kelurahan: str,
        ringkas: dict[str, str], ketua: bool, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.tanya = list(tanya)
        pilih: Any = self.fields["rt"]
        pilih.choices = [*rt_choices(rt), (kelurahan, "Tidak disebut")]
        if ketua:
            del self.fields["rt"]
        for p in tanya:
            self.fields[p.kunci] = _paper_field(p, ringkas[p.kunci])

    def answers(self) -> dict[str, Any]:
        """What was on the paper; blanks are left out."""
        isi = {p.kunci: self.cleaned_data.get(p.kunci) for p in self.tanya}
        return {kunci: nilai for kunci, nilai in isi.items() if nilai}


def _paper_field(p: Pertanyaan, ringkas: str) -> forms.Field:
    if p.jenis == "teks":
        return forms.CharField(
            label=ringkas, required=False, max_length=TEKS_MAKS,
            widget=forms.Textarea(attrs={"rows": 2}),
        )  # fmt: skip
    return forms.RegexField(
        r"^[1-5]$", label=ringkas, required=False, strip=True,
        error_messages={"invalid": f"{ringkas}: tulis satu angka, 1 sampai 5."},
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "maxlength": 1, "autocomplete": "off", "size": 2}
        ),
    )  # fmt: skip


class SurveiBaruForm(forms.Form):
    """A new round."""

    wilayah = forms.ModelChoiceField(Wilayah.objects.none(), label="Kelurahan")
    putaran = forms.CharField(
        label="Putaran", max_length=40,
        help_text="Misalnya 2026. Survei sebelum dan sesudah dengan nama putaran yang sama "
        "dibandingkan.",
    )  # fmt: skip
    gelombang = forms.ChoiceField(label="Gelombang", choices=SurveiPercaya.Gelombang.choices)
    buka = forms.DateField(label="Dibuka", widget=forms.DateInput(attrs=_HARI, format="%Y-%m-%d"))
    tutup = forms.DateField(label="Ditutup", widget=forms.DateInput(attrs=_HARI, format="%Y-%m-%d"))
    kunjungan = forms.ModelMultipleChoiceField(
        Kunjungan.objects.none(), label="Kunjungan yang dinilai", required=False,
        help_text="Kosongkan untuk semua RT.",
    )  # fmt: skip

    def __init__(
        self, *args: Any, wilayah: QuerySet[Any], kunjungan: QuerySet[Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for nama, rows in (("wilayah", wilayah), ("kunjungan", kunjungan)):
            field: Any = self.fields[nama]
            field.queryset = rows

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("buka") and data.get("tutup") and data["tutup"] < data["buka"]:
            self.add_error("tutup", "Tanggal tutup harus sesudah tanggal buka.")
        wilayah = data.get("wilayah")
        for satu in data.get("kunjungan") or ():
            if wilayah is not None and not wilayah.contains(satu.wilayah_id):
                self.add_error("kunjungan", f"Kunjungan {satu.kode} bukan di kelurahan itu.")
        return data


class KegiatanForm(forms.Form):
    """One activity: where, what, when, how many."""

    wilayah = forms.ModelChoiceField(Wilayah.objects.none(), label="RT")
    jenis = forms.ChoiceField(label="Kegiatan", choices=KegiatanWarga.Jenis.choices)
    hari = forms.DateField(label="Hari", widget=forms.DateInput(attrs=_HARI, format="%Y-%m-%d"))
    orang = forms.IntegerField(label="Banyak orang", min_value=1, max_value=ORANG_MAKS)
    keterangan = forms.CharField(
        label="Keterangan", max_length=160, required=False,
        help_text="Misalnya: membersihkan parit. Tanpa nama orang.",
    )  # fmt: skip

    def __init__(self, *args: Any, rt: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pilih: Any = self.fields["wilayah"]
        pilih.queryset = rt
        pilih.label_from_instance = _rt_label


def _rt_label(rt: Wilayah) -> str:
    return f"RT {rt.rt} RW {rt.rw}" + (f", {rt.label}" if rt.label else "")
