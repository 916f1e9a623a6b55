"""Forms of planning: a run, the decisions on one proposal, the weights."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet

from luna_maya.models import (
    BobotPerencana,
    JenisKunjungan,
    Kendaraan,
    TuanRumah,
    UsulKunjungan,
)
from luna_maya.perencana.nilai_dasar import Bobot
from wilayah.models import Wilayah
from wilayah.zona import at_place, nama_zona, zona_of

_HARI = {"type": "date"}
_JAM = {"type": "time"}
_WAJIB = {"required": "Alasan wajib diisi."}


class SusunForm(forms.Form):
    """Which kind of visit, from which day on, how many."""

    jenis = forms.ModelChoiceField(JenisKunjungan.objects.none(), label="Jenis kunjungan")
    mulai = forms.DateField(
        label="Mulai tanggal", widget=forms.DateInput(attrs=_HARI, format="%Y-%m-%d")
    )
    banyak = forms.IntegerField(label="Berapa usulan", min_value=1, max_value=20)
    kunci = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"kunci": uuid.uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        jenis: Any = self.fields["jenis"]
        jenis.queryset = JenisKunjungan.objects.filter(aktif=True, diusulkan=True)
        jenis.empty_label = None


class TerimaForm(forms.Form):
    """When, on the clock of the place, and with what."""

    hari = forms.DateField(label="Tanggal", widget=forms.DateInput(attrs=_HARI, format="%Y-%m-%d"))
    jam = forms.TimeField(label="Jam", widget=forms.TimeInput(attrs=_JAM, format="%H:%M"))
    kendaraan = forms.ModelChoiceField(
        Kendaraan.objects.none(), label="Kendaraan", required=False, empty_label="Tanpa kendaraan"
    )

    def __init__(
        self, *args: Any, usul: UsulKunjungan, kendaraan: QuerySet[Kendaraan], **kwargs: Any
    ) -> None:
        self.usul = usul
        mulai = at_place(usul.mulai_at, usul.wilayah_id)
        kwargs["initial"] = {"hari": mulai.date(), "jam": mulai.time()}
        kwargs["auto_id"] = f"terima-{usul.pk}-%s"
        super().__init__(*args, **kwargs)
        self.fields["jam"].label = f"Jam ({nama_zona(usul.wilayah_id)})"
        pilih: Any = self.fields["kendaraan"]
        pilih.queryset = kendaraan

    def mulai_at(self) -> datetime:
        """The moment that was typed, read on the clock of the place."""
        return datetime.combine(
            self.cleaned_data["hari"],
            self.cleaned_data["jam"],
            tzinfo=zona_of(self.usul.wilayah_id),
        )


class TukarForm(forms.Form):
    """Another host (who brings their RT) or another RT, with the reason."""

    tuan_rumah = forms.ModelChoiceField(
        TuanRumah.objects.none(), label="Tuan rumah lain", required=False, empty_label="–"
    )
    rt = forms.ModelChoiceField(
        Wilayah.objects.none(), label="atau RT lain", required=False, empty_label="–"
    )
    alasan = forms.CharField(label="Alasan", max_length=200, error_messages=_WAJIB)

    def __init__(
        self,
        *args: Any,
        usul: UsulKunjungan,
        tuan_rumah: QuerySet[TuanRumah],
        rt: QuerySet[Wilayah],
        **kwargs: Any,
    ) -> None:
        kwargs["auto_id"] = f"tukar-{usul.pk}-%s"
        super().__init__(*args, **kwargs)
        tuan: Any = self.fields["tuan_rumah"]
        tuan.queryset, tuan.label_from_instance = tuan_rumah, _host_label
        lain: Any = self.fields["rt"]
        lain.queryset, lain.label_from_instance = rt, _rt_label

    def share_choices(self, tuan_rumah: Iterable[TuanRumah], rt: Iterable[Wilayah]) -> None:
        """Rows read once for all cards of the page."""
        tuan: Any = self.fields["tuan_rumah"]
        tuan.widget.choices = [("", "–"), *((satu.pk, _host_label(satu)) for satu in tuan_rumah)]
        lain: Any = self.fields["rt"]
        lain.widget.choices = [("", "–"), *((satu.pk, _rt_label(satu)) for satu in rt)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data.get("tuan_rumah") and not data.get("rt"):
            self.add_error("tuan_rumah", "Pilih tuan rumah lain atau RT lain.")
        return data


class LewatiForm(forms.Form):
    """Why not there now."""

    alasan = forms.CharField(label="Alasan", max_length=200, error_messages=_WAJIB)

    def __init__(self, *args: Any, usul: UsulKunjungan, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"lewati-{usul.pk}-%s"
        super().__init__(*args, **kwargs)


class BobotForm(forms.ModelForm):  # type: ignore[type-arg]
    """The weights, with why they are changed; `bobot()` gives the planner's value."""

    class Meta:
        model = BobotPerencana
        fields = [*BobotPerencana.ANGKA, "hindari_malam_jumat", "catatan"]

    def __init__(self, *args: Any, perlu_catatan: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["catatan"].required = perlu_catatan
        for nama in BobotPerencana.ANGKA:
            self.fields[nama].widget.attrs |= {"min": 0, "max": 365 if "hari" in nama else 100}

    def _get_validation_exclusions(self) -> set[str]:
        """A look at the order needs no reason yet."""
        luar: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # Django's own
        return luar if self.fields["catatan"].required else {*luar, "catatan"}

    def bobot(self) -> Bobot:
        return Bobot(**{nama: self.cleaned_data[nama] for nama in Bobot().as_dict()})


def _host_label(tuan: TuanRumah) -> str:
    tanda = "" if tuan.kesediaan == TuanRumah.Kesediaan.YA else ", belum ditanya"
    return f"{_rt_label(tuan.wilayah)}: {tuan.nama} ({tuan.get_tempat_display().lower()}{tanda})"


def _rt_label(wilayah: Wilayah) -> str:
    return f"RT {wilayah.rt}" if wilayah.rw in {None, "00"} else f"RT {wilayah.rt} RW {wilayah.rw}"
