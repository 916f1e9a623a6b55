"""The sections that every side reads of a request, and the village's own steps."""

from typing import Any

from django import forms
from django.http import HttpRequest

from pesan.admin_langkah import Langkah, paragraf
from ruko_parsel.forms.ajuan import LampiranField, staff_files
from ruko_parsel.lampiran_permintaan import files_of
from ruko_parsel.models import Permintaan, TambahanPermintaan
from ruko_parsel.pihak import is_meja
from ruko_parsel.services.ajuan import (
    add_tambahan,
    resubmit_permintaan,
    withdraw_permintaan,
)
from ruko_parsel.services.permintaan import BOLEH
from ruko_parsel.urgensi import name_urgensi
from wilayah.bagian_halaman import Bagian
from wilayah.format import tanggal_panjang


class TambahForm(forms.Form):
    """A word more, files, or both."""

    teks = paragraf("Keterangan atau jawaban", wajib=False, max_length=5000)
    lampiran = LampiranField(widget=staff_files())


class TarikForm(forms.Form):
    """Why it is taken back."""

    alasan = paragraf(
        "Mengapa ditarik", baris=2, max_length=200,
        help_text="Misalnya: sudah selesai dibicarakan di desa.",
        error_messages={"required": "Tulis alasannya; kecamatan membacanya."},
    )  # fmt: skip


class UlangForm(forms.Form):
    """What was missing."""

    teks = paragraf(
        "Yang dilengkapi atau berubah", max_length=5000,
        error_messages={"required": "Tulis apa yang dilengkapi."},
    )  # fmt: skip


def _resubmit(permintaan: Permintaan, user: Any, form: Any) -> str:
    resubmit_permintaan(permintaan, teks=form.cleaned_data["teks"], by=user)
    return "Permintaan diajukan lagi; batas waktunya dihitung dari sekarang."


def _add(permintaan: Permintaan, user: Any, form: Any) -> str:
    data = form.cleaned_data
    add_tambahan(permintaan, teks=data["teks"], berkas=data["lampiran"], by=user)
    return "Keterangan ditambahkan; kecamatan dapat membacanya."


def _withdraw(permintaan: Permintaan, user: Any, form: Any) -> str:
    withdraw_permintaan(permintaan, alasan=form.cleaned_data["alasan"], by=user)
    return "Permintaan ditarik. Riwayatnya tetap dapat dibaca."


ADD_WORD = Langkah(
    "tambah", "Tambah keterangan", _add, TambahForm,
    boleh=lambda p, _user: not p.is_ended, utama=True,
)  # fmt: skip
RESUBMIT = Langkah(
    "ulang", "Ajukan lagi", _resubmit, UlangForm,
    boleh=lambda p, _user: p.status == Permintaan.Status.DIKEMBALIKAN, utama=True,
)  # fmt: skip
WITHDRAW = Langkah(
    "tarik", "Tarik permintaan", _withdraw, TarikForm,
    boleh=lambda p, _user: Permintaan.Status.DIKEMBALIKAN in BOLEH[p.status], bahaya=True,
)  # fmt: skip


def show_story(request: HttpRequest, permintaan: Permintaan) -> Bagian:
    """What was asked, word for word."""
    return Bagian(
        judul=f"{permintaan.get_jenis_display()}: {permintaan.judul}",
        teks=[permintaan.uraian or "Kata-kata permintaan ini sudah dihapus menurut masa simpan."],
    )


def show_facts(request: HttpRequest, permintaan: Permintaan) -> Bagian:
    """From whom, about what, how urgent, where it stands."""
    kode = str(permintaan.wilayah_id)
    pemohon = str(permintaan.pemohon) if permintaan.pemohon else "Warga desa (lewat kode dan PIN)"
    rinci = [
        ("Nomor", permintaan.nomor),
        ("Keadaan", permintaan.keadaan),
        ("Desa", permintaan.wilayah.nama_lengkap),
        ("Diajukan", f"{tanggal_panjang(permintaan.created_at, kode)}\n{pemohon}"),
        ("Lewat", permintaan.get_saluran_display()),
        ("Jenis masalah", str(permintaan.masalah)),
        ("Bidang yang menjawab", str(permintaan.bidang)),
        ("Urgensi", name_urgensi(permintaan.urgensi)),
    ]
    if permintaan.ditanggapi_at is not None:
        rinci.append(("Pertama dijawab", tanggal_panjang(permintaan.ditanggapi_at, kode)))
    elif not permintaan.is_ended:
        batas = f"{tanggal_panjang(permintaan.due_at, kode)}\n{permintaan.due_aturan}"
        jeda = "Waktunya berhenti: menunggu jawaban desa"
        rinci.append(("Dijawab paling lambat", jeda if permintaan.dijeda_at else batas))
    if permintaan.petugas is not None:
        rinci.append(("Ditangani", str(permintaan.petugas)))
    if permintaan.rahasia:
        rinci.append(("Rahasia", "Hanya camat, petugas yang menangani, dan pemohon yang melihat."))
    if permintaan.hasil:
        rinci.append(("Hasil", permintaan.hasil))
    return Bagian("Permintaan", rinci=rinci)


def show_words(request: HttpRequest, permintaan: Permintaan) -> Bagian | None:
    """What the village or the resident added later."""
    kode = str(permintaan.wilayah_id)
    rows = list(permintaan.tambahan.select_related("by"))
    if not rows:
        return None
    baris = [
        (tanggal_panjang(satu.created_at, kode), _speaker(satu), satu.teks or "(hanya lampiran)")
        for satu in rows
    ]
    return Bagian("Keterangan tambahan", kepala=("Kapan", "Dari", "Isi"), baris=baris)


def _speaker(tambahan: TambahanPermintaan) -> str:
    return str(tambahan.by) if tambahan.by is not None else "Pemohon"


def show_attachments(request: HttpRequest, permintaan: Permintaan) -> Bagian | None:
    """How many files there are; their links stand beside the sections."""
    banyak = files_of(permintaan).count()
    if not banyak:
        return None
    return Bagian("Lampiran", teks=[f"{banyak} berkas; buka dari daftar “Berkas dan halaman”."])


def show_history(request: HttpRequest, permintaan: Permintaan) -> Bagian:
    """Each step; the village reads what is meant for it."""
    kode = str(permintaan.wilayah_id)
    rows = permintaan.riwayat.select_related("by")
    if not is_meja(request.user, permintaan):
        rows = rows.filter(untuk_desa=True)
    baris = [
        (
            tanggal_panjang(satu.at, kode), satu.apa, satu.catatan,
            str(satu.by) if satu.by is not None else "",
        )
        for satu in rows
    ]  # fmt: skip
    return Bagian("Riwayat", kepala=("Kapan", "Apa", "Catatan", "Siapa"), baris=baris)
