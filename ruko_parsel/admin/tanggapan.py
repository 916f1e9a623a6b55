"""Answers: drafted, checked and sent by the desk; villages read what was sent to them."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from pesan.admin_langkah import Langkah, LangkahAdmin, paragraf, teks
from ruko_parsel.akibat_langkah import AKIBAT
from ruko_parsel.forms.langkah_meja import TanggapanForm
from ruko_parsel.models import Tanggapan
from ruko_parsel.orang import is_desk
from ruko_parsel.services.tanggapan import (
    TERBUKA,
    approve_tanggapan,
    drop_tanggapan,
    return_tanggapan,
    revise_tanggapan,
    send_tanggapan,
    submit_tanggapan,
    wrote_it,
)
from wilayah.admin_dasar import WilayahFilter
from wilayah.bagian_halaman import Bagian
from wilayah.format import tanggal_panjang
from wilayah.peran import Peran

T = Tanggapan.Status


class CatatanForm(forms.Form):
    """What has to be put right."""

    catatan = paragraf("Yang perlu diperbaiki", baris=4, max_length=1000)


class SetujuForm(forms.Form):
    """A word with the approval; who approves their own words says why."""

    catatan = paragraf("Catatan", wajib=False, baris=2, max_length=1000)
    alasan_sendiri = teks(
        "Alasan bila memeriksa tulisan sendiri", wajib=False, panjang=240,
        help_text="Hanya untuk camat, misalnya: petugas lain sedang cuti dan desa menunggu.",
    )  # fmt: skip
    versi = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def fit(self, obj: Tanggapan) -> None:
        """The wording that this page shows."""
        self.initial = {"versi": obj.versi}


class UbahForm(TanggapanForm):
    """New words in place of those that this page shows."""

    versi = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def fit(self, obj: Any) -> None:
        super().fit(obj)
        self.initial["versi"] = obj.versi


def _revise(obj: Tanggapan, user: Any, form: Any) -> str:
    baru = revise_tanggapan(obj, by=user, **form.cleaned_data)
    return f"Draf versi {baru.versi} disimpan."


def _submit(obj: Tanggapan, user: Any, _form: Any) -> str:
    submit_tanggapan(obj, by=user)
    return "Draf diajukan; pemeriksanya dikabari."


def _approve(obj: Tanggapan, user: Any, form: Any) -> str:
    approve_tanggapan(obj, by=user, **form.cleaned_data)
    return "Tanggapan disetujui dan siap dikirim."


def _return(obj: Tanggapan, user: Any, form: Any) -> str:
    return_tanggapan(obj, catatan=form.cleaned_data["catatan"], by=user)
    return "Draf dikembalikan kepada penyusunnya."


def _send(obj: Tanggapan, user: Any, _form: Any) -> str:
    return f"Tanggapan {send_tanggapan(obj, by=user).nomor} dikirim ke desa."


def _drop(obj: Tanggapan, user: Any, _form: Any) -> str:
    drop_tanggapan(obj, by=user)
    return "Draf dibatalkan."


def _may_approve(obj: Tanggapan, user: Any) -> bool:
    if obj.status != T.DIAJUKAN:
        return False
    return not wrote_it(obj, user) or is_desk(user, obj.permintaan, Peran.CAMAT)


def _in(*status: str) -> Any:
    return lambda obj, _user: obj.status in status


@admin.register(Tanggapan)
class TanggapanAdmin(LangkahAdmin):
    """Steps are the desk's: a village has the right to read alone."""

    akibat_langkah = AKIBAT["tanggapan"]
    list_display = (
        "tampil_nomor", "perihal", "tampil_desa", "tampil_keadaan", "penyusun", "dikirim",
    )  # fmt: skip
    list_filter = (("status", ChoicesDropdownFilter), WilayahFilter)
    list_filter_submit = True
    list_select_related = ("permintaan", "wilayah", "penyusun")
    search_fields = ("nomor", "perihal", "permintaan__nomor", "permintaan__judul")
    search_help_text = "Cari nomor surat, nomor permintaan, atau perihal"
    langkah = (
        Langkah("kirim", "Kirim ke desa", _send, boleh=_in(T.DISETUJUI), utama=True),
        Langkah("setujui", "Setujui", _approve, SetujuForm, _may_approve, utama=True),
        Langkah("ajukan", "Ajukan pemeriksaan", _submit, boleh=_in(T.DRAF, T.DIPERBAIKI),
                utama=True),
        Langkah("kembalikan", "Kembalikan dengan catatan", _return, CatatanForm,
                _in(T.DIAJUKAN, T.DISETUJUI)),
        Langkah("ubah", "Ubah draf", _revise, UbahForm, _in(*TERBUKA)),
        Langkah("batal", "Batalkan draf", _drop, boleh=_in(*TERBUKA), bahaya=True),
    )  # fmt: skip

    @display(description="nomor", ordering="nomor")
    def tampil_nomor(self, obj: Tanggapan) -> str:
        return str(obj)

    @display(description="desa", ordering="wilayah")
    def tampil_desa(self, obj: Tanggapan) -> str:
        return obj.wilayah.nama_lengkap

    @display(
        description="keadaan", ordering="status",
        label={T.DRAF: "default", T.BATAL: "default", T.TERKIRIM: "success",
               T.DIAJUKAN: "warning", T.DIPERBAIKI: "danger",
               T.DISETUJUI: "info"},
    )  # fmt: skip
    def tampil_keadaan(self, obj: Tanggapan) -> tuple[str, str]:
        return obj.status, obj.get_status_display()

    @display(description="dikirim", ordering="terkirim_at", empty_value="Belum dikirim")
    def dikirim(self, obj: Tanggapan) -> str | None:
        return tanggal_panjang(obj.terkirim_at, str(obj.wilayah_id)) if obj.terkirim_at else None

    def find(self, request: HttpRequest, pk: Any) -> Any:
        obj = super().find(request, pk)
        return Tanggapan.objects.select_related(
            "permintaan__wilayah", "wilayah", "penyusun", "pemeriksa", "pengirim"
        ).get(pk=obj.pk)

    def bagian(self, request: HttpRequest, obj: Any) -> list[Bagian]:
        user: Any = request.user
        semua = [Bagian(obj.perihal, [obj.isi]), self._facts(obj)]
        if obj.catatan and is_desk(user, obj.permintaan):
            semua.insert(0, Bagian("Catatan pemeriksa", [obj.catatan]))
        if is_desk(user, obj.permintaan):
            semua.append(self._versions(obj))
        return semua

    def _facts(self, obj: Tanggapan) -> Bagian:
        rinci = [
            ("Nomor", obj.nomor or "Diberikan saat dikirim"),
            ("Keadaan", obj.get_status_display()),
            ("Permintaan", str(obj.permintaan)),
            ("Desa", obj.wilayah.nama_lengkap),
            ("Disusun oleh", str(obj.penyusun)),
            ("Diperiksa oleh", str(obj.pemeriksa or "Belum diperiksa")),
        ]
        if obj.alasan_sendiri:
            rinci.append(("Alasan", obj.alasan_sendiri))
        if obj.terkirim_at is not None:
            pada = tanggal_panjang(obj.terkirim_at, str(obj.wilayah_id))
            rinci.append(("Dikirim", f"{pada} oleh {obj.pengirim}"))
        return Bagian("Keterangan", rinci=rinci)

    def _versions(self, obj: Tanggapan) -> Bagian:
        baris = [
            (tanggal_panjang(satu.at, str(obj.wilayah_id)), f"{satu.apa} (versi {satu.versi})",
             str(satu.by), satu.catatan or satu.isi[:160])
            for satu in obj.riwayat_versi.select_related("by")
        ]  # fmt: skip
        return Bagian("Riwayat draf", kepala=("Kapan", "Apa", "Oleh", "Isi atau catatan"),
                      baris=baris)  # fmt: skip

    def tautan(self, obj: Any) -> list[tuple[str, str]]:
        return [
            ("Unduh surat (PDF)", reverse("ruko_tanggapan_pdf", args=[obj.pk])),
            ("Buka permintaannya", obj.permintaan.get_absolute_url()),
        ]
