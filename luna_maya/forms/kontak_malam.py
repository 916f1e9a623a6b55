"""Forms of the night contact. Hours are those of the kelurahan's clock."""

from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from luna_maya.forms.kunjungan import petugas_rows
from luna_maya.kontak_malam import TEKS_SETUJU
from luna_maya.models import KontakMalam, PersetujuanMalam, PetugasMalam, Tokoh
from luna_maya.services.kontak_malam import Jaga, clean_nomor
from pesan.admin_langkah import teks
from wilayah.models import Pengguna, Wilayah

C = PersetujuanMalam.Cara


class NomorField(forms.CharField):
    """A phone number, kept as "+62…"."""

    def clean(self, value: Any) -> str:
        isi = super().clean(value)
        try:
            return clean_nomor(isi) if isi else ""
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


class PetugasMalamForm(forms.Form):
    """Somebody who can be reached at night."""

    wilayah = forms.ModelChoiceField(
        Wilayah.objects.none(), label="Kelurahan", widget=UnfoldAdminSelectWidget, empty_label=None
    )
    pengguna = forms.ModelChoiceField(
        Pengguna.objects.none(), label="Petugas yang punya akun", required=False,
        widget=UnfoldAdminSelectWidget, empty_label="–",
    )  # fmt: skip
    tokoh = forms.ModelChoiceField(
        Tokoh.objects.none(), label="atau tokoh", required=False, widget=UnfoldAdminSelectWidget,
        empty_label="–",
    )  # fmt: skip
    sebutan = teks("Sebutan bagi warga", panjang=80, help_text="Misalnya: Pak Fahmi, Lurah")
    nomor = NomorField(
        label="Nomor yang dilihat warga", max_length=40, widget=UnfoldAdminTextInputWidget
    )
    bisa_wa = forms.BooleanField(label="Nomor ini bisa WhatsApp", required=False, initial=True)

    def __init__(self, *args: Any, kelurahan: list[Wilayah], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kode = [w.pk for w in kelurahan]
        kolom: Any = self.fields
        kolom["wilayah"].queryset = Wilayah.objects.filter(pk__in=kode)
        semua: set[int] = set()
        tokoh = Tokoh.objects.none()
        for satu in kode[:20]:
            semua |= set(petugas_rows(satu).values_list("pk", flat=True))
            tokoh = tokoh | Tokoh.objects.in_wilayah(satu)
        kolom["pengguna"].queryset = Pengguna.objects.filter(pk__in=semua).order_by("nama")
        kolom["tokoh"].queryset = tokoh.order_by("unsur", "nama")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        pengguna, tokoh, wilayah = data.get("pengguna"), data.get("tokoh"), data.get("wilayah")
        if bool(pengguna) == bool(tokoh):
            self.add_error("pengguna", "Pilih petugas atau tokoh, salah satu.")
            return data
        if tokoh and wilayah and not wilayah.contains(str(tokoh.wilayah_id)):
            self.add_error("tokoh", "Tokoh ini bukan dari kelurahan itu.")
        rows = PetugasMalam.objects.filter(wilayah=wilayah)
        orang = {"pengguna": pengguna} if pengguna else {"tokoh": tokoh}
        if rows.filter(**orang).exists():
            self.add_error(next(iter(orang)), "Orang ini sudah tercatat di kelurahan itu.")
        return data


class SetujuForm(forms.Form):
    """The consent of the person, and how it was given."""

    cara = forms.ChoiceField(
        label="Bagaimana persetujuannya diberikan", widget=UnfoldAdminSelectWidget,
        choices=[(C.LISAN, C.LISAN.label), (C.TERTULIS, C.TERTULIS.label)],
    )  # fmt: skip
    dibacakan = forms.BooleanField(
        label="Teks ini sudah dibacakan dan disetujui", help_text=TEKS_SETUJU,
        error_messages={"required": "Bacakan dulu teksnya, lalu centang."},
    )  # fmt: skip


class NomorForm(forms.Form):
    """Another number; the person is asked anew."""

    nomor = NomorField(
        label="Nomor baru", max_length=40, widget=UnfoldAdminTextInputWidget,
        help_text="Persetujuannya perlu diminta lagi untuk nomor baru.",
    )  # fmt: skip


class JagaForm(forms.Form):
    """When whom residents reach: days of the week, or one date."""

    hari = forms.MultipleChoiceField(
        label="Setiap hari", choices=KontakMalam.Hari.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    tanggal = forms.DateField(
        label="atau hanya pada tanggal", required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Pada tanggal itu jadwal pekanan tidak dipakai.",
    )  # fmt: skip
    mulai = forms.TimeField(
        label="Mulai", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    sampai = forms.TimeField(
        label="Sampai", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text="Jam yang sama dengan mulai berarti 24 jam; jam yang lebih awal berarti "
        "keesokan harinya.",
    )  # fmt: skip
    petugas = forms.ModelChoiceField(
        PetugasMalam.objects.none(), label="Yang dihubungi", widget=UnfoldAdminSelectWidget,
        empty_label="Pilih",
    )  # fmt: skip
    pengganti = forms.ModelChoiceField(
        PetugasMalam.objects.none(), label="Pengganti", required=False,
        widget=UnfoldAdminSelectWidget, empty_label="Tidak ada",
    )  # fmt: skip
    keterangan = teks("Keterangan bagi warga", panjang=160, wajib=False)

    def __init__(self, *args: Any, wilayah: Wilayah, satu: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wilayah, self.satu = wilayah, satu
        orang = PetugasMalam.objects.filter(wilayah=wilayah, aktif=True)
        kolom: Any = self.fields
        kolom["petugas"].queryset = kolom["pengganti"].queryset = orang

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("hari")) == bool(data.get("tanggal")):
            self.add_error("hari", "Pilih hari dalam pekan, atau satu tanggal.")
        if self.satu and len(data.get("hari", [])) > 1:
            self.add_error("hari", "Jadwal ini satu hari; pilih satu hari saja.")
        if data.get("pengganti") and data["pengganti"] == data.get("petugas"):
            self.add_error("pengganti", "Pengganti harus orang lain.")
        return data

    @property
    def jaga(self) -> Jaga:
        """What was filled in, for the service."""
        data = self.cleaned_data
        return Jaga(
            self.wilayah, data["mulai"], data["sampai"], data["petugas"], data["pengganti"],
            hari=tuple(int(h) for h in data["hari"]), tanggal=data["tanggal"],
            keterangan=data["keterangan"],
        )  # fmt: skip
