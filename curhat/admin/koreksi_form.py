"""The form of a moderator's correction."""

from collections.abc import Callable
from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget, UnfoldBooleanWidget

from curhat.models import Curhat, Subkategori
from curhat.services.tempat import Letak, letak_of
from wilayah.models import Wilayah
from wilayah.rtrw import normal_rt, normal_rw
from wilayah.scope import prefix_q


class KoreksiForm(forms.Form):
    """A moderator's correction; saving it also says "reviewed", and what stands is right."""

    subkategori = forms.ModelChoiceField(
        Subkategori.objects.select_related("kategori"),
        label="Subkategori",
        widget=UnfoldAdminSelectWidget(),
    )
    urgensi = forms.TypedChoiceField(
        label="Urgensi",
        coerce=int,
        choices=[(n, str(n)) for n in range(1, 6)],
        widget=UnfoldAdminSelectWidget(),
    )
    kelurahan = forms.ModelChoiceField(
        Wilayah.objects.none(),
        label="Kelurahan/desa",
        required=False,
        widget=UnfoldAdminSelectWidget(),
    )
    rw = forms.CharField(
        label="RW", required=False, max_length=8, widget=UnfoldAdminTextInputWidget()
    )
    rt = forms.CharField(
        label="RT", required=False, max_length=8, widget=UnfoldAdminTextInputWidget()
    )
    rahasia = forms.BooleanField(
        label="Rahasia (hanya lurah dan moderator)", required=False, widget=UnfoldBooleanWidget()
    )

    def __init__(self, *args: Any, curhat: Curhat, **kwargs: Any) -> None:
        ini = letak_of(curhat.wilayah)
        kwargs["initial"] = {
            "subkategori": curhat.subkategori_id,
            "urgensi": curhat.urgensi,
            "rahasia": curhat.rahasia,
            "kelurahan": ini.kelurahan,
            "rw": ini.rw or "",
            "rt": ini.rt or "",
        }
        super().__init__(*args, **kwargs)
        self._ini = ini
        kelurahan: Any = self.fields["kelurahan"]
        kelurahan.queryset = _offered(ini.kelurahan)

    def clean_rw(self) -> str:
        return _number(self.cleaned_data["rw"], normal_rw)

    def clean_rt(self) -> str:
        return _number(self.cleaned_data["rt"], normal_rt)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("rt") and not data.get("rw"):
            self.add_error("rw", "RT perlu RW-nya.")
        return data

    def letak(self) -> Letak | None:
        """The place that was judged; None where the posted form did not ask for it."""
        if "kelurahan" not in self.data:
            return None
        data = self.cleaned_data
        kelurahan = data["kelurahan"].pk if data["kelurahan"] else self._ini.kelurahan
        return Letak(kelurahan, data["rw"] or None, data["rt"] or None)


def _number(teks: str, read: Callable[[str], str | None]) -> str:
    if not teks.strip():
        return ""
    nomor = read(teks)
    if nomor is None:
        raise forms.ValidationError("Tulis angkanya saja, misalnya 03.")
    return nomor


def _offered(kode: str) -> Any:
    """Kelurahan in service of the same city or regency, and the one it is in now."""
    kota = ".".join(kode.split(".")[:2])
    layanan = Wilayah.objects.in_service().kelurahan().filter(prefix_q("induk", kota))
    return (Wilayah.objects.filter(pk=kode) | Wilayah.objects.filter(pk__in=layanan)).order_by(
        "nama"
    )
