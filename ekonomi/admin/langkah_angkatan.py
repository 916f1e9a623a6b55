"""What staff can do to a batch from its page: one form and one service for each step."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms

from ekonomi.forms.latih_petugas import AlasanForm, JadwalForm, TambahPesertaForm, YakinForm
from ekonomi.models import Angkatan, Peserta
from ekonomi.services.kelulusan import judge_angkatan
from ekonomi.services.pelatihan import (
    cancel_angkatan,
    finish_angkatan,
    open_angkatan,
    schedule_angkatan,
    spread_hari,
    start_angkatan,
)
from ekonomi.services.pelatihan_kontak import kontak_of_form
from ekonomi.services.peserta import Calon, register_peserta
from ekonomi.services.sertifikat import issue_sertifikat, may_sign
from wilayah.kripto import new_code
from wilayah.models import Pengguna
from wilayah.services.area import ensure_rt_rw

S = Angkatan.Status
PERSETUJUAN_PETUGAS = "pelatihan-petugas-1"


@dataclass(frozen=True, slots=True)
class Langkah:
    """One button: `dari` are the states it is offered in; `run` gives the words for the user."""

    kunci: str
    label: str
    dari: frozenset[str]
    run: Callable[[Angkatan, Pengguna, Any], str]
    form: type[forms.Form] = YakinForm
    lurah: bool = False
    bantuan: str = ""


def _open(angkatan: Angkatan, by: Pengguna, _data: Any) -> str:
    open_angkatan(angkatan, by=by)
    return "Pendaftaran dibuka; angkatan ini tampil di halaman warga."


def _start(angkatan: Angkatan, by: Pengguna, _data: Any) -> str:
    start_angkatan(angkatan, by=by)
    return "Angkatan berjalan; warga tidak dapat mendaftar sendiri lagi."


def _schedule(angkatan: Angkatan, by: Pengguna, data: Any) -> str:
    hari = spread_hari(
        data["awal"], banyak=data["banyak"], jeda=data["jeda"], akhir=angkatan.selesai
    )
    sesi = schedule_angkatan(
        angkatan, hari=hari, mulai=data["mulai"], selesai=data["selesai"], by=by
    )
    return f"{len(sesi)} sesi dijadwalkan."


def _add(angkatan: Angkatan, by: Pengguna, data: Any) -> str:
    kontak = kontak_of_form(data["kontak"], token=new_code(12), wilayah=angkatan.wilayah)
    calon = Calon(
        nama=data["nama"],
        jenis_kelamin=data["jenis_kelamin"],
        tahun_lahir=data["tahun_lahir"],
        kelompok=[data["kelompok"]] if data["kelompok"] else [],
        asal_wilayah=ensure_rt_rw(str(angkatan.wilayah_id), rw=data["rw"], rt=data["rt"]),
        kontak=kontak,
        persetujuan=PERSETUJUAN_PETUGAS if kontak else "",
    )
    hasil = register_peserta(angkatan, calon, asal=Peserta.Asal.PETUGAS, by=by)
    p = hasil.peserta
    return (
        f"{p.nama}: {p.get_status_display()}. Kode {p.kode}, PIN {hasil.pin}; berikan ke peserta."
    )


def _judge(angkatan: Angkatan, by: Pengguna, _data: Any) -> str:
    hasil = judge_angkatan(angkatan, by=by)
    tunggu = f", {hasil.menunggu} menunggu nilai" if hasil.menunggu else ""
    return f"{hasil.lulus} lulus, {hasil.tidak} tidak lulus{tunggu}."


def _issue(angkatan: Angkatan, by: Pengguna, _data: Any) -> str:
    hasil = issue_sertifikat(angkatan, by=by)
    return f"{len(hasil)} sertifikat terbit." if hasil else "Semua yang lulus sudah bersertifikat."


def _finish(angkatan: Angkatan, by: Pengguna, _data: Any) -> str:
    finish_angkatan(angkatan, by=by)
    return "Angkatan selesai; daftar hadirnya dikunci."


def _cancel(angkatan: Angkatan, by: Pengguna, data: Any) -> str:
    cancel_angkatan(angkatan, alasan=data["alasan"], by=by)
    return "Angkatan dibatalkan dan semua pendaftar diberi tahu."


_JALAN = frozenset({S.DIBUKA, S.BERJALAN})
LANGKAH = (
    Langkah("buka", "Buka pendaftaran", frozenset({S.DRAF, S.BERJALAN}), _open),
    Langkah("mulai", "Mulai pelatihan", frozenset({S.DIBUKA}), _start,
            bantuan="Pendaftaran oleh warga berakhir. Petugas tetap dapat menambah peserta."),
    Langkah("sesi", "Jadwalkan sesi", frozenset({S.DRAF, S.DIBUKA, S.BERJALAN}), _schedule,
            JadwalForm),
    Langkah("tambah", "Tambah peserta", _JALAN, _add, TambahPesertaForm,
            bantuan="Kalau kursi habis, orang ini masuk daftar tunggu."),
    Langkah("hitung", "Hitung kelulusan", frozenset({S.BERJALAN}), _judge,
            bantuan="Dari kehadiran dan nilai, menurut syarat kursus. Boleh diulang."),
    Langkah("terbitkan", "Terbitkan sertifikat", frozenset({S.BERJALAN, S.SELESAI}), _issue,
            lurah=True, bantuan="Untuk semua yang lulus dan belum punya. Daftar hadir dikunci."),
    Langkah("selesai", "Selesaikan angkatan", frozenset({S.BERJALAN}), _finish),
    Langkah("batalkan", "Batalkan angkatan", frozenset({S.DRAF, S.DIBUKA, S.BERJALAN}), _cancel,
            AlasanForm),
)  # fmt: skip
BY_KUNCI = {langkah.kunci: langkah for langkah in LANGKAH}


def steps_of(angkatan: Angkatan, by: Pengguna) -> list[Langkah]:
    """What this person may do to the batch now."""
    boleh = may_sign(str(angkatan.wilayah_id), by)
    return [s for s in LANGKAH if angkatan.status in s.dari and (boleh or not s.lurah)]
