"""What staff can do to a loan from its page: one form and one service for each step."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from ekonomi.models import Angsuran, Pinjaman, UsulanPinjaman
from ekonomi.services import pinjaman as layanan
from wilayah.models import Pengguna

S = Pinjaman.Status


class YakinForm(forms.Form):
    """Nothing to fill: the button is the answer."""


class AlasanForm(forms.Form):
    """A reason, read by the member."""

    alasan = forms.CharField(
        label="Alasan", max_length=300, widget=UnfoldAdminTextareaWidget(attrs={"rows": 2})
    )


class CairForm(forms.Form):
    """From where and when the money is paid out."""

    cara = forms.ChoiceField(
        label="Dari", choices=Angsuran.Cara.choices, widget=UnfoldAdminSelectWidget()
    )
    tanggal = forms.DateField(
        label="Tanggal", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        initial=timezone.localdate,
    )  # fmt: skip


class RestrukturForm(AlasanForm):
    """A new schedule of what is owed."""

    tenor = forms.IntegerField(
        label="Lama baru (bulan)", min_value=1, max_value=120, widget=UnfoldAdminTextInputWidget()
    )
    jasa_persen = forms.DecimalField(
        label="Jasa sebulan baru (%), kosong: tetap", min_value=0, max_value=10, decimal_places=3,
        required=False, widget=UnfoldAdminTextInputWidget(),
    )  # fmt: skip
    bebas_jasa = forms.BooleanField(label="Bebaskan jasa yang tertunggak", required=False)


@dataclass(frozen=True, slots=True)
class Langkah:
    """One button. `usulan`: offered while a proposal waits (True), or while none does (False)."""

    kunci: str
    label: str
    dari: frozenset[str]
    run: Callable[[Pinjaman, Pengguna, dict[str, Any]], object]
    izin: str  # permission on ekonomi: "change_pinjaman"
    form: type[forms.Form] = YakinForm
    usulan: bool | None = None
    pemutus: bool = False


def _open_usulan(pinjaman: Pinjaman) -> UsulanPinjaman:
    usulan: UsulanPinjaman | None = pinjaman.usulan.filter(status="diajukan").first()
    if usulan is None:
        raise layanan.BelumBoleh("Tidak ada usulan yang menunggu; mungkin baru saja diputus.")
    return usulan


def _approve(pinjaman: Pinjaman, by: Pengguna, data: dict[str, Any]) -> object:
    return layanan.decide_pinjaman(pinjaman, setuju=True, by=by)


def _refuse(pinjaman: Pinjaman, by: Pengguna, data: dict[str, Any]) -> object:
    return layanan.decide_pinjaman(pinjaman, setuju=False, by=by, alasan=data["alasan"])


def _cancel(pinjaman: Pinjaman, by: Pengguna, data: dict[str, Any]) -> object:
    return layanan.cancel_pinjaman(pinjaman, alasan=data["alasan"], by=by)


def _disburse(pinjaman: Pinjaman, by: Pengguna, data: dict[str, Any]) -> object:
    return layanan.disburse_pinjaman(pinjaman, by=by, tanggal=data["tanggal"], cara=data["cara"])


def _restructure(pinjaman: Pinjaman, by: Pengguna, data: dict[str, Any]) -> object:
    return layanan.propose_restruktur(
        pinjaman, tenor=data["tenor"], alasan=data["alasan"], by=by,
        jasa_persen=data["jasa_persen"], bebas_jasa=data["bebas_jasa"],
    )  # fmt: skip


def _write_off(pinjaman: Pinjaman, by: Pengguna, data: dict[str, Any]) -> object:
    return layanan.propose_hapus_buku(pinjaman, alasan=data["alasan"], by=by)


def _accept(pinjaman: Pinjaman, by: Pengguna, data: dict[str, Any]) -> object:
    return layanan.decide_usulan(_open_usulan(pinjaman), setuju=True, by=by)


def _reject(pinjaman: Pinjaman, by: Pengguna, data: dict[str, Any]) -> object:
    return layanan.decide_usulan(
        _open_usulan(pinjaman), setuju=False, by=by, catatan=data["alasan"]
    )


_AJU, _SETUJU, _JALAN = frozenset({S.DIAJUKAN}), frozenset({S.DISETUJUI}), frozenset({S.BERJALAN})
_UBAH, _USUL, _PUTUS = "change_pinjaman", "add_usulanpinjaman", "change_usulanpinjaman"
LANGKAH = (
    Langkah("setujui", "Setujui", _AJU, _approve, _UBAH, pemutus=True),
    Langkah("tolak", "Tolak", _AJU, _refuse, _UBAH, AlasanForm, pemutus=True),
    Langkah("cairkan", "Cairkan", _SETUJU, _disburse, "add_angsuran", CairForm),
    Langkah("batalkan", "Batalkan pengajuan", _AJU | _SETUJU, _cancel, _UBAH, AlasanForm),
    Langkah(
        "terima", "Setujui usulan", _JALAN, _accept, _PUTUS, usulan=True, pemutus=True
    ),
    Langkah(
        "kembalikan", "Tolak usulan", _JALAN, _reject, _PUTUS, AlasanForm, usulan=True,
        pemutus=True,
    ),
    Langkah(
        "restruktur", "Usulkan jadwal baru", _JALAN, _restructure, _USUL, RestrukturForm,
        usulan=False,
    ),
    Langkah(
        "hapus", "Usulkan hapus buku", _JALAN, _write_off, _USUL, AlasanForm, usulan=False
    ),
)  # fmt: skip
BY_KUNCI = {satu.kunci: satu for satu in LANGKAH}


def steps_of(pinjaman: Pinjaman, by: Pengguna) -> list[Langkah]:
    """What this person may do to the loan now. Who recorded it is not offered the decision."""
    usulan = pinjaman.usulan.filter(status="diajukan").first()
    pencatat = usulan.diajukan_oleh_id if usulan else pinjaman.diajukan_oleh_id
    return [
        satu
        for satu in LANGKAH
        if pinjaman.status in satu.dari
        and by.has_perm(f"ekonomi.{satu.izin}")
        and (satu.usulan is None or satu.usulan == (usulan is not None))
        and not (satu.pemutus and pencatat == by.pk)
    ]
