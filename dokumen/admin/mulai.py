"""Beginning a letter at the desk: which kind, for which kelurahan."""

from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminSelectWidget

from dokumen.models import JenisSurat
from wilayah.models import Pengguna, Wilayah
from wilayah.peran import peran_with


class MulaiForm(forms.Form):
    """Kind and kelurahan, within where this person may write letters."""

    jenis = forms.ModelChoiceField(
        JenisSurat.objects.none(),
        label="Jenis surat",
        widget=UnfoldAdminSelectWidget(),
        empty_label=None,
    )
    wilayah = forms.ModelChoiceField(
        Wilayah.objects.none(),
        label="Kelurahan atau desa",
        widget=UnfoldAdminSelectWidget(),
        empty_label=None,
    )

    def __init__(self, *args: Any, user: Pengguna, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        peran = peran_with("dokumen.surat", "add")
        jenis: Any = self.fields["jenis"]
        jenis.queryset = JenisSurat.objects.visible_to(user, peran=peran).filter(aktif=True)
        wilayah: Any = self.fields["wilayah"]
        terlihat = Wilayah.objects.visible_to(user, peran=peran)
        wilayah.queryset = terlihat.in_service().kelurahan().order_by("kode")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        jenis, wilayah = data.get("jenis"), data.get("wilayah")
        milik = jenis.wilayah if jenis is not None else None
        if milik is not None and wilayah is not None and not milik.contains(wilayah.pk):
            self.add_error("jenis", f"{jenis} tidak tersedia di {wilayah}.")
        return data
