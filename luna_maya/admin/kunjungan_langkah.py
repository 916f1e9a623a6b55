"""The steps of a visit's page: what each button does, said in words."""

from typing import Any

from luna_maya.forms.kunjungan import BatalForm, HadirForm, IkutForm, PindahForm
from luna_maya.jadwal_bebas import Kehendak, say_clash
from luna_maya.models import Kunjungan
from luna_maya.services.jalan import (
    change_peserta,
    finish_kunjungan,
    record_hadir,
    start_kunjungan,
)
from luna_maya.services.kunjungan import Bentrok, cancel_kunjungan, reschedule_kunjungan
from pesan.admin_langkah import Langkah
from pesan.bangun import KELUAR, wake
from wilayah.models import Pengguna

S = Kunjungan.Status
AKAN = frozenset({S.RENCANA, S.MENUNGGU, S.PASTI})


def want_of(kunjungan: Kunjungan, **lain: Any) -> Kehendak:
    """What a visit needs at its time, or at another."""
    isi = {
        "lurah": kunjungan.lurah, "tuan_rumah": kunjungan.tuan_rumah,
        "kendaraan": kunjungan.kendaraan, "mulai_at": kunjungan.mulai_at,
        "selesai_at": kunjungan.selesai_at,
    }  # fmt: skip
    return Kehendak(wilayah=str(kunjungan.wilayah_id), kecuali=kunjungan.pk, **(isi | lain))


def _start(kunjungan: Kunjungan, user: Pengguna, _form: Any) -> str:
    start_kunjungan(kunjungan, by=user)
    return "Kunjungan dimulai. Selamat bertamu."


def _finish(kunjungan: Kunjungan, user: Pengguna, form: Any) -> str:
    finish_kunjungan(kunjungan, hadir=form.hadir, jawaban=form.jawaban, by=user)
    return "Kunjungan selesai. Terima kasih sudah hadir di tengah warga."


def _record(kunjungan: Kunjungan, user: Pengguna, form: Any) -> str:
    record_hadir(kunjungan, hadir=form.hadir, jawaban=form.jawaban, by=user)
    return "Hadir dan jawaban disimpan."


def _move(kunjungan: Kunjungan, user: Pengguna, form: Any) -> str:
    data = form.cleaned_data
    waktu = {"mulai_at": data["mulai_at"], "selesai_at": data["selesai_at"]}
    if (kunjungan.mulai_at, kunjungan.selesai_at) == tuple(waktu.values()):
        return "Waktunya tidak berubah."
    try:
        baru = reschedule_kunjungan(kunjungan, **waktu, alasan=data["alasan"], by=user)
    except Bentrok as error:
        raise ValueError(say_clash(want_of(kunjungan, **waktu), str(error))) from error
    if baru.status == S.RENCANA:
        return "Kunjungan dijadwalkan ulang; tuan rumah perlu ditanya lagi."
    return "Kunjungan dijadwalkan ulang."


def _cancel(kunjungan: Kunjungan, user: Pengguna, form: Any) -> str:
    cancel_kunjungan(kunjungan, alasan=form.cleaned_data["alasan"], by=user)
    return "Kunjungan dibatalkan. Riwayatnya tetap tersimpan."


def _people(kunjungan: Kunjungan, user: Pengguna, form: Any) -> str:
    data = form.cleaned_data
    try:
        change_peserta(kunjungan, **data, by=user)
    except Bentrok as error:
        mau = want_of(kunjungan, kendaraan=data["kendaraan"])
        raise ValueError(say_clash(mau, str(error))) from error
    wake(KELUAR)
    return "Yang ikut dan kendaraannya disimpan."


def _is_in(*status: str) -> Any:
    return lambda kunjungan, _user: kunjungan.status in status


LANGKAH = (
    Langkah("mulai", "Mulai kunjungan", _start, boleh=_is_in(S.PASTI)),
    Langkah("selesai", "Selesaikan kunjungan", _finish, HadirForm, _is_in(S.PASTI, S.BERLANGSUNG)),
    Langkah("isi", "Perbaiki hadir dan jawaban", _record, HadirForm, _is_in(S.SELESAI)),
    Langkah("ikut", "Ubah yang ikut dan kendaraan", _people, IkutForm,
            _is_in(*AKAN, S.BERLANGSUNG)),
    Langkah("jadwal", "Jadwalkan ulang", _move, PindahForm, _is_in(*AKAN)),
    Langkah("batal", "Batalkan", _cancel, BatalForm, _is_in(*AKAN, S.BERLANGSUNG), bahaya=True),
)  # fmt: skip
# What the head of the page says comes next.
BERIKUT = {
    S.RENCANA: "Tanyakan kesediaan tuan rumah.",
    S.MENUNGGU: "Undangan sudah disampaikan; tunggu jawaban tuan rumah.",
    S.PASTI: "Disepakati. Mulai kunjungan setelah tiba di tempat.",
    S.BERLANGSUNG: "Catat yang didengar; selesaikan setelah berpamitan.",
    S.SELESAI: "Sudah selesai. Tindak lanjuti catatan, janji, dan tugasnya.",
    S.BATAL: "Kunjungan ini batal. Waktunya bisa dipakai kunjungan lain.",
}


def refusal(kunjungan: Kunjungan, label: str) -> str:
    """Why a step is not to be had now, in words."""
    return f"Kunjungan ini {kunjungan.get_status_display().lower()}: “{label}” tidak dapat dipakai."
