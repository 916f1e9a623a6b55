"""Forms and steps of a meeting's staff page."""

from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from pesan.admin_langkah import paragraf, pilihan, teks
from ruko_parsel.forms.rapat import RuangRapat, hari_field, jam_field, read_span
from ruko_parsel.models import Rapat, Ruang
from ruko_parsel.orang import desk_of
from ruko_parsel.services.agenda_rapat import add_pokok, carry_over
from ruko_parsel.services.batal_rapat import cancel_rapat
from ruko_parsel.services.notulen import correct_notulen
from ruko_parsel.services.rapat import end_rapat, reschedule_rapat, start_rapat
from ruko_parsel.services.undangan_rapat import (
    assigned,
    invite_pengguna,
    invite_peran,
    invite_tamu,
    send_undangan,
    villages_of,
)
from wilayah.models import Pengguna, Wilayah
from wilayah.peran import Peran

S = Rapat.Status
_TEMPAT = "Boleh kosong bila ruangnya dipilih."
_SEMUA = (Peran.LURAH, Peran.MODERATOR)


class JadwalForm(forms.Form):
    """Another day, hour or place."""

    tanggal = hari_field("Hari")
    mulai = jam_field("Jam mulai")
    selesai = jam_field("Jam selesai")
    ruang = RuangRapat()
    tempat = teks("Tempat", panjang=160, wajib=False, help_text=_TEMPAT)
    tautan = forms.URLField(label="Tautan rapat daring", required=False, assume_scheme="https")
    alasan = teks("Mengapa diubah", wajib=False)


class RapatForm(forms.Form):
    """A new meeting."""

    wilayah = forms.ModelChoiceField(Wilayah.objects.none(), label="Kecamatan")
    judul = teks("Judul rapat", panjang=160)
    jenis = pilihan("Jenis", Rapat.Jenis.choices)
    desa = forms.ModelChoiceField(
        Wilayah.objects.none(), label="Desa yang ditemui", required=False,
        help_text="Hanya untuk tatap muka satu desa.",
    )  # fmt: skip
    tanggal = hari_field("Hari")
    mulai = jam_field("Jam mulai")
    selesai = jam_field("Jam selesai")
    ruang = RuangRapat()
    peserta = forms.IntegerField(
        label="Perkiraan peserta", required=False, min_value=1, max_value=1000,
        help_text="Diisi bila memakai ruang RUKO PARSEL.",
    )  # fmt: skip
    tempat = teks("Tempat", panjang=160, wajib=False, help_text=_TEMPAT)
    tautan = forms.URLField(
        label="Tautan rapat daring", required=False, max_length=300, assume_scheme="https"
    )
    pimpinan = forms.ModelChoiceField(Pengguna.objects.none(), label="Pimpinan rapat")
    notulis = forms.ModelChoiceField(Pengguna.objects.none(), label="Notulis")
    pengantar = paragraf("Pengantar undangan", wajib=False, baris=3, max_length=2000)

    def __init__(self, *args: Any, kecamatan: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kode = [str(k) for k in kecamatan.values_list("kode", flat=True)]
        isian: dict[str, Any] = self.fields
        isian["wilayah"].queryset = kecamatan
        if len(kode) == 1:
            isian["wilayah"].initial = kode[0]
        desa = [w.pk for satu in kode for w in villages_of(satu)]
        isian["desa"].queryset = Wilayah.objects.filter(pk__in=desa).order_by("kode")
        isian["ruang"].queryset = Ruang.objects.active().filter(wilayah__in=kode)
        orang = [p.pk for satu in kode for p in desk_of(satu)]
        for nama in ("pimpinan", "notulis"):
            isian[nama].queryset = Pengguna.objects.filter(pk__in=orang).order_by("nama")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("mulai") and data.get("selesai") and data["selesai"] <= data["mulai"]:
            self.add_error("selesai", "Jam selesai harus sesudah jam mulai.")
        ruang, tamu = data.get("ruang"), data.get("peserta")
        if ruang is None and not data.get("tempat") and "ruang" not in self.errors:
            self.add_error("tempat", "Tulis tempatnya, atau pilih ruangnya.")
        if ruang is not None and tamu is not None and tamu > ruang.kapasitas:
            self.add_error("peserta", f"{ruang.nama} paling banyak {ruang.kapasitas} orang.")
        return data


class UndangForm(forms.Form):
    """All villages in one click, or some."""

    peran = pilihan(
        "Siapa", [("semua", "Kepala desa/lurah dan sekretaris"),
                  (str(Peran.LURAH), "Kepala desa dan lurah saja"),
                  (str(Peran.MODERATOR), "Sekretaris saja")],
    )  # fmt: skip
    desa = forms.MultipleChoiceField(
        label="Desa", required=False, widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text="Tanpa pilihan berarti semua desa dan kelurahan.",
    )  # fmt: skip


class OrangForm(forms.Form):
    """Users one by one."""

    orang = forms.ModelMultipleChoiceField(
        Pengguna.objects.none(), label="Orang", widget=UnfoldAdminCheckboxSelectMultipleWidget
    )


class TamuForm(forms.Form):
    """Somebody without an account."""

    nama = teks("Nama", panjang=120)
    lembaga = teks("Lembaga atau jabatan", panjang=120, wajib=False)
    nomor = teks(
        "Nomor WhatsApp", panjang=30, wajib=False,
        help_text="Disimpan tersandi dan hanya dipakai untuk undangan ini.",
    )  # fmt: skip
    desa = forms.ModelChoiceField(
        Wilayah.objects.none(), label="Mewakili desa", required=False,
        help_text="Kosong: tamu kecamatan, hanya membaca agenda umum.",
    )  # fmt: skip


class AlasanForm(forms.Form):
    """Why."""

    alasan = paragraf("Alasan", baris=3, max_length=240)


class PokokForm(forms.Form):
    """An item of the agenda that is no request."""

    judul = teks("Pokok", panjang=200)
    menit = forms.IntegerField(label="Menit", min_value=1, max_value=240, initial=10)
    pembawa = teks("Dibawakan oleh", panjang=120, wajib=False)
    desa = forms.ModelChoiceField(
        Wilayah.objects.none(), label="Hanya tentang desa", required=False,
        help_text="Desa lain hanya membaca “Pokok desa lain”.",
    )  # fmt: skip


class KoreksiForm(forms.Form):
    """What is put right."""

    catatan = teks("Yang dibetulkan", panjang=240)


def fill_choices(form: forms.Form, rapat: Rapat) -> forms.Form:
    """Choices that depend on the kecamatan of the meeting."""
    kode = str(rapat.wilayah_id)
    isian: dict[str, Any] = form.fields
    if isinstance(form, UndangForm):
        isian["desa"].choices = [(w.kode, w.nama) for w in villages_of(kode)]
    elif "desa" in isian:
        pk = [w.pk for w in villages_of(kode)]
        isian["desa"].queryset = Wilayah.objects.filter(pk__in=pk).order_by("kode")
    if "ruang" in isian:
        isian["ruang"].queryset = Ruang.objects.active().filter(wilayah=kode)
    if "orang" in isian:
        pks = [p.pk for p, _tempat in assigned(kode, _SEMUA)]
        pks += [p.pk for p in desk_of(kode)]
        isian["orang"].queryset = Pengguna.objects.filter(pk__in=pks).order_by("nama")
    return form


def run_undang(rapat: Rapat, user: Any, form: Any) -> str:
    data = form.cleaned_data
    peran = _SEMUA if data["peran"] == "semua" else (data["peran"],)
    n = invite_peran(rapat, peran=peran, desa=data["desa"] or None, by=user)
    return f"{n} orang masuk daftar undangan. Undangannya belum dikirim."


def run_orang(rapat: Rapat, user: Any, form: Any) -> str:
    n = invite_pengguna(rapat, form.cleaned_data["orang"], by=user)
    return f"{n} orang masuk daftar undangan. Undangannya belum dikirim."


def run_tamu(rapat: Rapat, user: Any, form: Any) -> str:
    invite_tamu(rapat, by=user, **form.cleaned_data)
    return "Tamu masuk daftar undangan."


def run_kirim(rapat: Rapat, user: Any, _form: Any) -> str:
    n = send_undangan(rapat, by=user)
    return f"Undangan dikirim kepada {n} orang." if n else "Semua undangan sudah dikirim."


def run_jadwal(rapat: Rapat, user: Any, form: Any) -> str:
    data = form.cleaned_data
    mulai, selesai = read_span(data, str(rapat.wilayah_id))
    reschedule_rapat(
        rapat, mulai_at=mulai, selesai_at=selesai, tempat=data["tempat"], tautan=data["tautan"],
        ruang=data["ruang"], alasan=data["alasan"], by=user,
    )  # fmt: skip
    return "Perubahannya disimpan; yang sudah diundang dikabari."


def run_mulai(rapat: Rapat, user: Any, _form: Any) -> str:
    start_rapat(rapat, by=user)
    return "Rapat dimulai dan daftar hadir dibuka."


def run_selesai(rapat: Rapat, user: Any, _form: Any) -> str:
    end_rapat(rapat, by=user)
    return "Rapat selesai. Lengkapi notulennya, lalu minta persetujuan pimpinan."


def run_batal(rapat: Rapat, user: Any, form: Any) -> str:
    cancel_rapat(rapat, alasan=form.cleaned_data["alasan"], by=user)
    return "Rapat dibatalkan; yang sudah diundang dikabari."


def run_pokok(rapat: Rapat, user: Any, form: Any) -> str:
    add_pokok(rapat, by=user, **form.cleaned_data)
    return "Pokok masuk agenda."


def run_lalu(rapat: Rapat, user: Any, _form: Any) -> str:
    n = carry_over(rapat, by=user)
    return f"{n} tindak lanjut rapat lalu masuk agenda." if n else "Tidak ada yang tertinggal."


def run_koreksi(rapat: Rapat, user: Any, form: Any) -> str:
    baru = correct_notulen(rapat, catatan=form.cleaned_data["catatan"], by=user)
    return f"Versi {baru.versi} dibuka. Versi yang berlaku tetap terbaca sampai ini disetujui."
