"""Forms of rooms and bookings at the staff's pages. Times are read on the clock of the house."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from pesan.admin_langkah import paragraf, teks
from ruko_parsel.jam_ruang import local_day
from ruko_parsel.models import Permintaan, Ruang
from ruko_parsel.orang import desk_of
from ruko_parsel.pihak import kode_kecamatan
from wilayah.models import Pengguna, Wilayah
from wilayah.zona import at_place, nama_zona, zona_of

LAMA = (
    (15, "15 menit"), (30, "30 menit"), (45, "45 menit"), (60, "1 jam"), (90, "1 jam 30 menit"),
    (120, "2 jam"), (150, "2 jam 30 menit"), (180, "3 jam"), (240, "4 jam"),
)  # fmt: skip


_WAJAR = timedelta(days=3660)  # further away is a typing error, and no calendar reaches it


class PilihRuang(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A room with how many it holds."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.nama} ({obj.kapasitas} orang)"


class PilihPermintaan(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A request by number and subject."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.nomor} {'(rahasia)' if obj.rahasia else obj.judul[:60]}"


class WaktuRuangForm(forms.Form):
    """A room, a day, an hour and a length."""

    ruang = PilihRuang(
        label="Ruang", queryset=Ruang.objects.none(), widget=UnfoldAdminSelectWidget,
        error_messages={"required": "Pilih ruangnya."},
    )  # fmt: skip
    tanggal = forms.DateField(
        label="Tanggal", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Pilih tanggalnya."},
    )  # fmt: skip
    mulai = forms.TimeField(
        label="Mulai", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": "Isi jam mulainya."},
    )  # fmt: skip
    lama = forms.TypedChoiceField(
        label="Lamanya", choices=LAMA, coerce=int, initial=60, widget=UnfoldAdminSelectWidget
    )
    kecamatan = ""

    def set_kecamatan(self, kecamatan: str) -> None:
        """Whose rooms are offered, on whose clock the times are."""
        self.kecamatan = kecamatan
        ruang: Any = self.fields["ruang"]
        ruang.queryset = Ruang.objects.filter(wilayah=kecamatan, aktif=True)
        self.fields["mulai"].label = f"Mulai ({nama_zona(kecamatan)})"

    def clean_tanggal(self) -> date:
        tanggal: date = self.cleaned_data["tanggal"]
        if abs(tanggal - timezone.localdate()) > _WAJAR:
            raise forms.ValidationError("Periksa tahunnya; tanggal ini terlalu jauh.")
        return tanggal

    def waktu(self) -> tuple[datetime, datetime]:
        """From when to when, of the cleaned form."""
        data = self.cleaned_data
        mulai = datetime.combine(data["tanggal"], data["mulai"], tzinfo=zona_of(self.kecamatan))
        return mulai, mulai + timedelta(minutes=data["lama"])


class PesanForm(WaktuRuangForm):
    """A new booking; for the desk also who receives the guests."""

    wilayah = forms.ModelChoiceField(
        label="Desa/kelurahan yang datang", queryset=Wilayah.objects.none(),
        widget=UnfoldAdminSelectWidget, error_messages={"required": "Pilih desanya."},
    )  # fmt: skip
    perihal = teks("Perihal", panjang=160, error_messages={"required": "Tulis perihalnya."})
    jumlah_tamu = forms.IntegerField(
        label="Berapa orang datang", min_value=1, max_value=1000, initial=2,
        widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    permintaan = PilihPermintaan(
        label="Untuk permintaan", queryset=Permintaan.objects.none(), required=False,
        empty_label="Tidak terkait permintaan", widget=UnfoldAdminSelectWidget,
    )  # fmt: skip
    petugas = forms.ModelChoiceField(
        label="Diterima oleh", queryset=Pengguna.objects.none(), required=False,
        empty_label="Ditentukan nanti", widget=UnfoldAdminSelectWidget,
    )  # fmt: skip
    field_order = ("wilayah", "ruang", "tanggal", "mulai", "lama", "perihal", "jumlah_tamu")

    def set_choices(self, kecamatan: str, desa: Any, permintaan: Any, *, meja: bool) -> None:
        """What this person may book for."""
        self.set_kecamatan(kecamatan)
        for nama, rows in (("wilayah", desa), ("permintaan", permintaan)):
            kolom: Any = self.fields[nama]
            kolom.queryset = rows
        if not meja:
            del self.fields["petugas"]
            return
        petugas: Any = self.fields["petugas"]
        petugas.queryset = desk_of(kecamatan)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        permintaan, desa = data.get("permintaan"), data.get("wilayah")
        if permintaan is not None and desa is not None and permintaan.wilayah_id != desa.pk:
            self.add_error("permintaan", "Permintaan ini milik desa lain.")
        ruang, tamu = data.get("ruang"), data.get("jumlah_tamu")
        if ruang is not None and tamu is not None and tamu > ruang.kapasitas:
            self.add_error("jumlah_tamu", f"{ruang.nama} paling banyak {ruang.kapasitas} orang.")
        return data


class PindahForm(WaktuRuangForm):
    """Another room or time."""

    alasan = teks("Alasan", wajib=False)

    def fit(self, obj: Any) -> None:
        self.set_kecamatan(kode_kecamatan(str(obj.wilayah_id)))
        lokal = at_place(obj.mulai_at, self.kecamatan)
        menit = int((obj.selesai_at - obj.mulai_at).total_seconds() // 60)
        self.initial.update(
            ruang=obj.ruang_id, tanggal=lokal.date(), mulai=lokal.time(), lama=menit
        )


class SetujuForm(forms.Form):
    """Who receives the guests."""

    petugas = forms.ModelChoiceField(
        label="Diterima oleh", queryset=Pengguna.objects.none(), widget=UnfoldAdminSelectWidget,
        error_messages={"required": "Pilih petugas yang menerima."},
    )  # fmt: skip

    def fit(self, obj: Any) -> None:
        petugas: Any = self.fields["petugas"]
        petugas.queryset = desk_of(kode_kecamatan(str(obj.wilayah_id)))
        if obj.permintaan is not None and obj.permintaan.petugas_id:
            self.initial["petugas"] = obj.permintaan.petugas_id


class AlasanForm(forms.Form):
    """Why."""

    alasan = paragraf("Alasan", baris=2, max_length=200,
                      error_messages={"required": "Tulis alasannya."})  # fmt: skip


class JadwalkanForm(WaktuRuangForm):
    """From a request's page: a room, a time, who receives."""

    jumlah_tamu = forms.IntegerField(
        label="Berapa orang datang", min_value=1, max_value=1000, initial=2,
        widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    petugas = forms.ModelChoiceField(
        label="Diterima oleh", queryset=Pengguna.objects.none(), required=False,
        empty_label="Saya sendiri atau yang menangani", widget=UnfoldAdminSelectWidget,
    )  # fmt: skip

    def fit(self, obj: Any) -> None:
        self.set_kecamatan(kode_kecamatan(str(obj.wilayah_id)))
        petugas: Any = self.fields["petugas"]
        petugas.queryset = desk_of(self.kecamatan)
        besok = local_day(timezone.now(), self.kecamatan) + timedelta(days=1)
        self.initial["tanggal"] = besok
