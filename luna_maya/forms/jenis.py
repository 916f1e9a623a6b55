"""A kind of visit as a form: its questions are written as people write them."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import slugify
from unfold.widgets import UnfoldAdminTextareaWidget

from luna_maya.models import JenisKunjungan, Tempat, Unsur

BANYAK = 15
_PANJANG = 300


def write_pertanyaan(isi: Sequence[dict[str, Any]]) -> str:
    """Each question on its line, its hint below after a dash, an empty line between."""
    baris = []
    for satu in isi:
        petunjuk = str(satu.get("petunjuk", ""))
        baris.append(f"{satu['teks']}\n- {petunjuk}" if petunjuk else str(satu["teks"]))
    return "\n\n".join(baris)


def read_pertanyaan(teks: str, lama: Sequence[dict[str, Any]]) -> list[dict[str, str]]:
    """The questions of such a text. One that stays, or that was reworded in its place, keeps its
    key: answers given to it stay with it. Raises ValidationError.
    """
    blok = [b for b in re.split(r"\n\s*\n", teks.replace("\r\n", "\n").strip()) if b.strip()]
    if len(blok) > BANYAK:
        raise forms.ValidationError(f"Paling banyak {BANYAK} pertanyaan.")
    pasang = [_read_block(b) for b in blok]
    kunci = _keys([p[0] for p in pasang], lama)
    return [
        {"kunci": k, "teks": tanya, "petunjuk": petunjuk}
        for k, (tanya, petunjuk) in zip(kunci, pasang, strict=True)
    ]


def _read_block(blok: str) -> tuple[str, str]:
    baris = [b.strip() for b in blok.split("\n") if b.strip()]
    tanya = " ".join(b for b in baris if not b.startswith("-"))
    petunjuk = " ".join(b.lstrip("- ") for b in baris if b.startswith("-"))
    if not tanya:
        raise forms.ValidationError(f"Petunjuk “{petunjuk[:40]}” belum punya pertanyaan.")
    if len(tanya) > _PANJANG or len(petunjuk) > _PANJANG:
        raise forms.ValidationError(f"“{tanya[:40]}…” lebih dari {_PANJANG} huruf.")
    return tanya, petunjuk


def _keys(tanya: Sequence[str], lama: Sequence[dict[str, Any]]) -> list[str]:
    """A key for each question: that of the same words, else of the same place, else a new one."""
    sama = {str(satu["teks"]): str(satu["kunci"]) for satu in lama}
    if len(set(tanya)) != len(tanya):
        raise forms.ValidationError("Ada pertanyaan yang sama dua kali.")
    hasil = {n: sama[t] for n, t in enumerate(tanya) if t in sama}
    if len(tanya) == len(lama):
        for n, satu in enumerate(lama):
            if n not in hasil and satu["kunci"] not in hasil.values():
                hasil[n] = str(satu["kunci"])
    terpakai = set(hasil.values()) | set(sama.values())
    for n, teks in enumerate(tanya):
        if n not in hasil:
            hasil[n] = _new_key(teks, terpakai)
            terpakai.add(hasil[n])
    return [hasil[n] for n in range(len(tanya))]


def _new_key(teks: str, terpakai: set[str]) -> str:
    dasar = slugify(teks).replace("-", "_")[:30].strip("_") or "tanya"
    nomor = 2
    kunci = dasar
    while kunci in terpakai:
        kunci, nomor = f"{dasar}_{nomor}", nomor + 1
    return kunci


class JenisForm(forms.ModelForm):  # type: ignore[type-arg]
    """Kind, places, who comes along, and the questions as text."""

    tempat = forms.MultipleChoiceField(
        label="Tempat", choices=Tempat.choices, widget=forms.CheckboxSelectMultiple
    )
    hadir = forms.MultipleChoiceField(
        label="Yang hadir", choices=Unsur.choices, widget=forms.CheckboxSelectMultiple
    )
    pertanyaan = forms.CharField(
        label="Pertanyaan", required=False, widget=UnfoldAdminTextareaWidget(attrs={"rows": 16}),
        help_text="Satu pertanyaan sebaris; petunjuknya di baris berikut, diawali tanda hubung. "
        "Beri satu baris kosong antarpertanyaan.",
    )  # fmt: skip

    class Meta:
        model = JenisKunjungan
        fields = [
            "kode", "nama", "keterangan", "menginap", "mulai_biasa", "lama_menit", "tempat",
            "hadir", "pertanyaan", "perlu_persetujuan", "diusulkan", "urut", "aktif",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lama = list(self.instance.pertanyaan or [])
        self.initial["pertanyaan"] = write_pertanyaan(self.lama)

    def clean_pertanyaan(self) -> list[dict[str, str]]:
        return read_pertanyaan(self.cleaned_data["pertanyaan"], self.lama)
