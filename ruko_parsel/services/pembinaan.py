"""Support for villages: planned, filled with villages and people, held, ended with a result."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from ruko_parsel.models import (
    DesaPembinaan,
    JenisMasalah,
    PesertaPembinaan,
    RencanaPembinaan,
    RiwayatPembinaan,
)
from wilayah.models import Pengguna, Wilayah
from wilayah.rujukan import mask_catatan

S = RencanaPembinaan.Status


class PembinaanKeliru(ValueError):  # noqa: N818 - the domain's word
    """What is asked for does not fit the plan; the message says why."""


@dataclass(frozen=True, slots=True)
class IsiRencana:
    """A plan as it is written; `anggaran` in whole Rupiah."""

    kecamatan: Wilayah
    judul: str
    bentuk: str
    masalah: JenisMasalah
    oleh: str
    tanggal: date
    sampai: date
    kursi: int
    desa: tuple[Wilayah, ...]
    tempat: str = ""
    anggaran: int | None = None
    dasar: str = ""


@transaction.atomic
def plan_pembinaan(isi: IsiRencana, *, by: Pengguna) -> RencanaPembinaan:
    """Write a plan. Raises PembinaanKeliru for villages of another kecamatan or wrong days."""
    if not isi.desa:
        raise PembinaanKeliru("Pilih paling sedikit satu desa.")
    if isi.sampai < isi.tanggal:
        raise PembinaanKeliru("Tanggal selesai tidak boleh sebelum tanggal mulai.")
    for desa in isi.desa:
        _check_desa(isi.kecamatan.kode, desa)
    rencana: RencanaPembinaan = RencanaPembinaan.objects.create(
        wilayah=isi.kecamatan, judul=isi.judul.strip()[:160], bentuk=isi.bentuk,
        masalah=isi.masalah, oleh=isi.oleh.strip()[:160], tempat=isi.tempat.strip()[:160],
        tanggal=isi.tanggal, sampai=isi.sampai, kursi=isi.kursi, anggaran=isi.anggaran,
        dasar=mask_catatan(isi.dasar.strip()), by=by,
    )  # fmt: skip
    DesaPembinaan.objects.bulk_create(DesaPembinaan(rencana=rencana, desa=d) for d in isi.desa)
    _log(rencana, "Direncanakan", by=by)
    return rencana


@transaction.atomic
def add_desa(rencana: RencanaPembinaan, desa: Iterable[Wilayah], *, by: Pengguna) -> int:
    """More villages; gives how many are new. Raises PembinaanKeliru."""
    rencana = _lock_open(rencana)
    baru = 0
    for satu in desa:
        _check_desa(rencana.wilayah_id, satu)
        baru += DesaPembinaan.objects.get_or_create(rencana=rencana, desa=satu)[1]
    if baru:
        _log(rencana, f"{baru} desa ditambahkan", by=by)
    return baru


@transaction.atomic
def register_peserta(
    rencana: RencanaPembinaan, *, desa: Wilayah, nama: str, jabatan: str, by: Pengguna
) -> PesertaPembinaan:
    """A village names somebody; seats never run over. Raises PembinaanKeliru."""
    rencana = _lock_open(rencana)
    if not rencana.desa.filter(desa=desa).exists():
        raise PembinaanKeliru("Desa ini tidak termasuk rencana itu.")
    ada = list(rencana.peserta.all())
    if len(ada) >= rencana.kursi:
        raise PembinaanKeliru(f"Semua {rencana.kursi} kursi sudah terisi.")
    nama = " ".join(nama.split())[:120]
    if any(p.wilayah_id == desa.pk and p.nama.casefold() == nama.casefold() for p in ada):
        raise PembinaanKeliru("Orang itu sudah terdaftar.")
    peserta: PesertaPembinaan = PesertaPembinaan.objects.create(
        wilayah=desa, rencana=rencana, nama=nama, jabatan=jabatan.strip()[:80], by=by
    )
    _log(rencana, f"Peserta didaftarkan: {desa}", by=by)
    return peserta


@transaction.atomic
def remove_peserta(peserta: PesertaPembinaan, *, by: Pengguna) -> None:
    """Take a name off before attendance was written. Raises PembinaanKeliru."""
    rencana = _lock_open(peserta.rencana)
    if peserta.hadir is not None:
        raise PembinaanKeliru("Kehadirannya sudah dicatat.")
    desa = peserta.wilayah
    peserta.delete()
    _log(rencana, f"Peserta dibatalkan: {desa}", by=by)


@transaction.atomic
def record_kehadiran(
    rencana: RencanaPembinaan, hadir: Mapping[int, bool], *, by: Pengguna
) -> RencanaPembinaan:
    """Who came ({participant: came}). Raises PembinaanKeliru for a plan that is over."""
    rencana = _lock_open(rencana)
    datang = {pk for pk, ya in hadir.items() if ya}
    rows = rencana.peserta.filter(pk__in=hadir)
    rows.filter(pk__in=datang).update(hadir=True)
    rows.exclude(pk__in=datang).update(hadir=False)
    if rencana.status == S.RENCANA:
        rencana.status = S.BERJALAN
        rencana.save(update_fields=["status"])
    _log(rencana, f"Kehadiran dicatat: {len(datang)} dari {len(hadir)}", by=by)
    return rencana


@transaction.atomic
def end_pembinaan(
    rencana: RencanaPembinaan, *, to: str, hasil: str, by: Pengguna
) -> RencanaPembinaan:
    """Finish or call off, with what came of it or why. Raises PembinaanKeliru."""
    rencana = _lock_open(rencana)
    hasil = mask_catatan(hasil.strip())
    if not hasil or to not in {S.SELESAI, S.BATAL}:
        raise PembinaanKeliru("Tulis hasil atau alasannya.")
    rencana.status, rencana.hasil = to, hasil
    rencana.save(update_fields=["status", "hasil"])
    _log(rencana, S(to).label, by=by, catatan=hasil)
    return rencana


@transaction.atomic
def reopen_pembinaan(rencana: RencanaPembinaan, *, by: Pengguna) -> RencanaPembinaan:
    """It was ended by mistake. Raises PembinaanKeliru for one that is not over."""
    rencana = _lock(rencana)
    if not rencana.is_over:
        raise PembinaanKeliru("Rencana ini belum berakhir.")
    rencana.status, rencana.hasil = S.BERJALAN, ""
    rencana.save(update_fields=["status", "hasil"])
    _log(rencana, "Dibuka lagi", by=by)
    return rencana


def _check_desa(kecamatan: str, desa: Wilayah) -> None:
    if desa.kode.rpartition(".")[0] != kecamatan:
        raise PembinaanKeliru(f"{desa} bukan desa kecamatan ini.")


def _lock(rencana: RencanaPembinaan) -> RencanaPembinaan:
    rows: Any = RencanaPembinaan.objects.select_for_update(of=("self",), no_key=True)
    terkunci: RencanaPembinaan = rows.select_related("wilayah", "masalah").get(pk=rencana.pk)
    return terkunci


def _lock_open(rencana: RencanaPembinaan) -> RencanaPembinaan:
    rencana = _lock(rencana)
    if rencana.is_over:
        raise PembinaanKeliru("Rencana ini sudah berakhir.")
    return rencana


def _log(rencana: RencanaPembinaan, apa: str, *, by: Pengguna, catatan: str = "") -> None:
    RiwayatPembinaan.objects.create(rencana=rencana, apa=apa[:160], catatan=catatan, by=by)
