"""What a request's page shows of its bookings, and the step that gives it a room and a time."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from pesan.admin_langkah import Langkah
from ruko_parsel.forms.ruang import JadwalkanForm
from ruko_parsel.models import Permintaan, Ruang
from ruko_parsel.orang import is_village, kecamatan_of_permintaan
from ruko_parsel.services.pemesanan import schedule_ruang
from wilayah.bagian_halaman import Bagian
from wilayah.format import tanggal_panjang

_S = Permintaan.Status
_TAMBAH = "admin:ruko_parsel_pemesanan_add"
_DAPAT = frozenset({_S.DITERIMA, _S.DITELAAH, _S.DIJADWALKAN, _S.DIDISPOSISIKAN, _S.DITANGGAPI,
                    _S.TINDAK_LANJUT})  # fmt: skip


def show_pemesanan(request: HttpRequest, permintaan: Permintaan) -> Bagian | None:
    """When, where and with whom; nothing where no room was ever asked for."""
    kode = str(permintaan.wilayah_id)
    rows = permintaan.pemesanan.select_related("ruang", "petugas").order_by("mulai_at")
    baris = [
        (
            tanggal_panjang(satu.mulai_at, kode), str(satu.ruang), satu.get_status_display(),
            str(satu.petugas or "belum ditentukan"), satu.kode,
        )
        for satu in rows
    ]  # fmt: skip
    if not baris:
        return None
    return Bagian(
        "Pertemuan di ruang", kepala=("Waktu", "Ruang", "Keadaan", "Diterima", "Kode"), baris=baris
    )


def links_of_rooms(request: HttpRequest, permintaan: Permintaan) -> list[tuple[str, str]]:
    """For the village that asked, while it is open: its way to a room and a time."""
    user: Any = request.user
    if permintaan.is_ended or not is_village(user, permintaan):
        return []
    di = kecamatan_of_permintaan(permintaan)
    if not Ruang.objects.active().filter(wilayah=di).exists():
        return []
    tanya = urlencode({"permintaan": permintaan.pk, "di": di})
    return [("Minta ruang dan waktu", f"{reverse(_TAMBAH)}?{tanya}")]


def _schedule(obj: Any, user: Any, form: Any) -> str:
    mulai, selesai = form.waktu()
    data = form.cleaned_data
    pemesanan = schedule_ruang(
        obj, ruang=data["ruang"], mulai_at=mulai, selesai_at=selesai, petugas=data["petugas"],
        jumlah_tamu=data["jumlah_tamu"], by=user,
    )  # fmt: skip
    waktu = tanggal_panjang(pemesanan.mulai_at, str(obj.wilayah_id))
    return f"{pemesanan.ruang} dipesan untuk {waktu}; desa dikabari."


def _is_open(obj: Any, _user: Any) -> bool:
    return obj.status in _DAPAT


SCHEDULE = Langkah("jadwalkan_ruang", "Jadwalkan di ruang", _schedule, JadwalkanForm, _is_open)
