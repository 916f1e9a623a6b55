"""What staff can do to a letter from its page: one form and one service for each step."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.db import transaction
from django.http import HttpRequest
from unfold.widgets import UnfoldAdminTextareaWidget

from dokumen import services as layanan
from dokumen.admin.isian import IsianForm
from dokumen.cetak.gambar import MAKS_BITA, GambarDitolak, read_data_url
from dokumen.isian import IsianKeliru
from dokumen.models import Surat
from dokumen.services.tandatangan import keep_ttd, saved_ttd
from wilayah.models import Pengguna

S = Surat.Status


class YakinForm(forms.Form):
    """Nothing to fill: the button is the answer."""


class AlasanForm(forms.Form):
    """A reason the resident will read."""

    alasan = forms.CharField(
        label="Alasan (dibaca pemohon)",
        max_length=500,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )


_CARA = [
    ("tersimpan", "Pakai tanda tangan tersimpan"),
    ("gambar", "Gambar di layar ini"),
    ("unggah", "Unggah foto tanda tangan (PNG atau JPEG, paling besar 2 MB)"),
    ("basah", "Cetak dan tanda tangani basah"),
]


class TtdForm(forms.Form):
    """How the lurah signs: drawn here, a picture, the kept one, or by hand on paper."""

    cara = forms.ChoiceField(label="Cara tanda tangan", widget=forms.RadioSelect)
    gambar = forms.CharField(required=False, widget=forms.HiddenInput)
    berkas = forms.FileField(
        label="Foto tanda tangan",
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
    )
    simpan = forms.BooleanField(label="Simpan untuk dipakai lagi", required=False)

    def __init__(self, *args: Any, pengguna: Pengguna, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pengguna, self.tersimpan = pengguna, saved_ttd(pengguna)
        cara: Any = self.fields["cara"]
        ada = self.tersimpan is not None
        cara.choices = [satu for satu in _CARA if ada or satu[0] != "tersimpan"]
        cara.initial = "tersimpan" if ada else "gambar"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        cara = data.get("cara")
        if cara == "gambar" and not data.get("gambar"):
            self.add_error("cara", "Gambar dulu tanda tangannya di kotak.")
        if cara == "unggah":
            berkas = data.get("berkas")
            if berkas is None:
                self.add_error("berkas", "Pilih dulu fotonya.")
            elif berkas.size > MAKS_BITA:
                self.add_error("berkas", "Fotonya lebih dari 2 MB.")
        return data

    def picture(self) -> bytes | None:
        """The picture given here; None for the kept one and for paper. Raises GambarDitolak."""
        data = self.cleaned_data
        if data["cara"] == "gambar":
            return read_data_url(data["gambar"])
        return bytes(data["berkas"].read()) if data["cara"] == "unggah" else None


@dataclass(frozen=True, slots=True)
class Langkah:
    """One button of a letter's page. `dari`: the states it is offered in."""

    kunci: str
    label: str
    dari: frozenset[str]
    run: Callable[[Surat, Pengguna, Any], Surat]
    form: type[forms.Form] = YakinForm
    lurah: bool = False

    def build(self, surat: Surat, by: Pengguna, data: Any = None, files: Any = None) -> forms.Form:
        """The form, bound where data is given; ids carry the key: a page holds several forms."""
        extra: dict[str, Any] = {}
        if self.form is IsianForm:
            extra = {"surat": surat}
        elif self.form is TtdForm:
            extra = {"pengguna": by}
        return self.form(data, files, auto_id=f"{self.kunci}_%s", **extra)


def _fill(surat: Surat, by: Pengguna, form: Any) -> Surat:
    return layanan.fill_surat(surat, isian=form.cleaned_data, by=by)


def _submit(surat: Surat, by: Pengguna, _form: Any) -> Surat:
    return layanan.submit_surat(surat, by=by)


def _reject(surat: Surat, by: Pengguna, form: Any) -> Surat:
    return layanan.reject_surat(surat, by=by, alasan=form.cleaned_data["alasan"])


def _cancel(surat: Surat, by: Pengguna, _form: Any) -> Surat:
    return layanan.cancel_surat(surat, by=by)


@transaction.atomic
def _sign(surat: Surat, by: Pengguna, form: TtdForm) -> Surat:
    """Picture and issue in one transaction: no signature is kept for a letter that is refused."""
    if form.cleaned_data["cara"] == "tersimpan":
        return layanan.issue_surat(surat, by=by, tanda_tangan=form.tersimpan)
    gambar = form.picture()
    ttd = keep_ttd(gambar, by=by, simpan=form.cleaned_data["simpan"]) if gambar else None
    return layanan.issue_surat(surat, by=by, tanda_tangan=ttd)


def _receive(surat: Surat, by: Pengguna, _form: Any) -> Surat:
    return layanan.issue_surat(surat, by=by)


def _withdraw(surat: Surat, by: Pengguna, form: Any) -> Surat:
    return layanan.withdraw_surat(surat, by=by, alasan=form.cleaned_data["alasan"])


def _reissue(surat: Surat, by: Pengguna, _form: Any) -> Surat:
    return layanan.reissue_surat(surat, by=by)


_DRAF, _TUNGGU = frozenset({S.DRAF}), frozenset({S.MENUNGGU})
LANGKAH = (
    Langkah("isi", "Simpan isian", _DRAF, _fill, IsianForm),
    Langkah("ajukan", "Ajukan untuk tanda tangan", _DRAF, _submit),
    Langkah("tandatangani", "Tandatangani dan terbitkan", _TUNGGU, _sign, TtdForm, lurah=True),
    Langkah("terima", "Terima dan catat di agenda", _TUNGGU, _receive, lurah=True),
    Langkah("kembalikan", "Kembalikan ke pemohon", _TUNGGU, _reject, AlasanForm),
    Langkah("batalkan", "Batalkan draf", _DRAF | _TUNGGU, _cancel),
    Langkah("ganti", "Buat surat pengganti", frozenset(Surat.OUT), _reissue),
    Langkah("cabut", "Cabut surat", frozenset({S.TERBIT}), _withdraw, AlasanForm, lurah=True),
)
BY_KUNCI = {langkah.kunci: langkah for langkah in LANGKAH}


def steps_of(surat: Surat, by: Pengguna) -> list[Langkah]:
    """What this person may do to the letter now, the usual next step first."""
    boleh_ttd = layanan.may_sign(surat, by)
    return [
        s for s in LANGKAH if surat.status in s.dari and _offered(s, surat, boleh_ttd=boleh_ttd)
    ]


def _offered(langkah: Langkah, surat: Surat, *, boleh_ttd: bool) -> bool:
    if langkah.lurah and not boleh_ttd:
        return False
    if langkah.kunci == "ganti":
        bisa = surat.dihapus_at is None and not surat.jenis.is_dari_warga
        return bisa and not hasattr(surat, "pengganti")
    lain = {"tandatangani": True, "terima": False}.get(langkah.kunci)
    return lain is None or lain != surat.jenis.is_dari_warga


def take_step(request: HttpRequest, surat: Surat, langkah: Langkah) -> forms.Form | Surat:
    """Run one step with the posted form: the letter it gives, or the form with its errors.

    Raises ForbiddenMove, BukanPenandaTangan or ValueError from the service.
    """
    by = cast("Pengguna", request.user)
    form = langkah.build(surat, by, request.POST, request.FILES)
    if not form.is_valid():
        return form
    try:
        return langkah.run(surat, by, form)
    except IsianKeliru as error:
        for nama, pesan in error.galat.items():
            form.add_error(nama if nama in form.fields else None, pesan)
    except GambarDitolak as error:
        form.add_error("cara", str(error))
    return form


__all__ = ["BY_KUNCI", "LANGKAH", "steps_of", "take_step"]
