"""The queue of a day: numbers taken without a gap, called one by one, each act a history row."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from pesan.hitungan import lock_key
from ruko_parsel.jam_ruang import local_day
from ruko_parsel.models import Antrean, Bidang, NomorAntrean, RiwayatAntrean, Ruang
from wilayah.models import Pengguna

S = Antrean.Status


class AntreanKeliru(ValueError):  # noqa: N818 - the domain's word
    """This number cannot be called, served or moved now; the message says why."""


@transaction.atomic
def take_antrean(
    kecamatan: str, *, kunci: str, bidang: Bidang | None = None, by: Pengguna | None
) -> Antrean:
    """The next number of today, gapless; the same `kunci` again gives the number it has."""
    ada = Antrean.objects.filter(kunci=kunci).first()
    if ada is not None:
        return _same(ada, kecamatan)
    now = timezone.now()
    hari = local_day(now, kecamatan)
    rows: Any = NomorAntrean.objects
    rows.get_or_create(kecamatan_id=kecamatan, tanggal=hari)
    baris = rows.select_for_update().get(kecamatan_id=kecamatan, tanggal=hari)
    # asked again under the counter's lock: two taps at once are one number, and no gap
    ada = Antrean.objects.filter(kunci=kunci).first()
    if ada is not None:
        return _same(ada, kecamatan)
    baris.terakhir += 1
    baris.save(update_fields=["terakhir"])
    antrean: Antrean = Antrean.objects.create(
        wilayah_id=kecamatan, tanggal=hari, nomor=baris.terakhir, kunci=kunci, bidang=bidang,
        diambil_at=now,
    )  # fmt: skip
    _log(antrean, "Diambil", by=by)
    return antrean


@transaction.atomic
def call_next(
    kecamatan: str, *, by: Pengguna, ruang: Ruang | None, bidang: Bidang | None = None
) -> Antrean | None:
    """Call the lowest number that waits (for this field, where one is named); None when none does.

    Who is being served ends with it. Two officers at once get two numbers: a row another
    transaction holds is passed over. Raises AntreanKeliru while a called guest has not come.
    """
    now = timezone.now()
    hari = local_day(now, kecamatan)
    lock_key(f"antrean:petugas:{by.pk}")  # a double press of one officer is one after the other
    milik = Antrean.objects.on(kecamatan, hari).filter(petugas=by)
    dipanggil = milik.filter(status=S.DIPANGGIL).first()
    if dipanggil is not None:
        raise AntreanKeliru(
            f"Nomor {dipanggil.nomor} masih dipanggil. Mulai layani atau lewati dulu."
        )
    rows: Any = Antrean.objects.select_for_update(of=("self",), skip_locked=True, no_key=True)
    menunggu = rows.filter(wilayah=kecamatan, tanggal=hari, status=S.MENUNGGU)
    if bidang is not None:
        menunggu = menunggu.filter(bidang=bidang)
    antrean: Antrean | None = menunggu.order_by("nomor").first()
    if antrean is None:
        return None
    for satu in milik.filter(status=S.DILAYANI):
        finish_antrean(satu, by=by)
    return _call(antrean, by=by, ruang=ruang, now=now, apa="Dipanggil")


@transaction.atomic
def call_again(antrean: Antrean, *, by: Pengguna, ruang: Ruang | None = None) -> Antrean:
    """Once more: who did not hear it, or who was passed over and is here after all.

    Raises AntreanKeliru for one that another officer serves or that is over.
    """
    now = timezone.now()
    lock_key(f"antrean:petugas:{by.pk}")
    antrean = _lock(antrean)
    if antrean.status == S.DIPANGGIL and antrean.petugas_id == by.pk:
        return _call(antrean, by=by, ruang=ruang or antrean.ruang, now=now, apa="Dipanggil lagi")
    if antrean.status != S.LEWAT:
        raise AntreanKeliru(f"Nomor {antrean.nomor} {antrean.get_status_display().lower()}.")
    if antrean.tanggal != local_day(now, str(antrean.wilayah_id)):
        raise AntreanKeliru("Nomor itu dari hari lain.")
    sibuk = Antrean.objects.filter(petugas=by, tanggal=antrean.tanggal)
    if sibuk.filter(status__in=[S.DIPANGGIL, S.DILAYANI]).exists():
        raise AntreanKeliru("Selesaikan dulu tamu yang sedang Anda layani.")
    return _call(antrean, by=by, ruang=ruang, now=now, apa="Dipanggil lagi sesudah terlewat")


@transaction.atomic
def serve_antrean(antrean: Antrean, *, by: Pengguna) -> Antrean:
    """The called guest sits down. Raises AntreanKeliru."""
    antrean = _lock(antrean)
    if antrean.status == S.DILAYANI and antrean.petugas_id == by.pk:
        return antrean
    _need(antrean, by, S.DIPANGGIL)
    antrean.status, antrean.dilayani_at = S.DILAYANI, timezone.now()
    return _save(antrean, "Mulai dilayani", by)


@transaction.atomic
def finish_antrean(antrean: Antrean, *, by: Pengguna) -> Antrean:
    """The guest has been helped; twice changes nothing. Raises AntreanKeliru."""
    antrean = _lock(antrean)
    if antrean.status == S.SELESAI:
        return antrean
    _need(antrean, by, S.DILAYANI)
    antrean.status, antrean.selesai_at = S.SELESAI, timezone.now()
    return _save(antrean, "Selesai", by)


@transaction.atomic
def skip_antrean(antrean: Antrean, *, by: Pengguna) -> Antrean:
    """Called and not there: the next one may come; it can be called again. Raises AntreanKeliru."""
    antrean = _lock(antrean)
    if antrean.status == S.LEWAT:
        return antrean
    _need(antrean, by, S.DIPANGGIL)
    antrean.status = S.LEWAT
    return _save(antrean, "Dilewati", by)


@transaction.atomic
def move_antrean(antrean: Antrean, *, bidang: Bidang, by: Pengguna) -> Antrean:
    """To another field: it waits there with its number, so it comes soon. Raises AntreanKeliru."""
    antrean = _lock(antrean)
    if antrean.status not in {S.MENUNGGU, S.DIPANGGIL, S.DILAYANI}:
        raise AntreanKeliru(f"Nomor {antrean.nomor} {antrean.get_status_display().lower()}.")
    if antrean.status != S.MENUNGGU and antrean.petugas_id != by.pk:
        raise AntreanKeliru(f"Nomor {antrean.nomor} dipegang petugas lain.")
    antrean.bidang, antrean.status = bidang, S.MENUNGGU
    antrean.ruang = antrean.petugas = antrean.dipanggil_at = antrean.dilayani_at = None
    antrean.panggilan = 0
    return _save(antrean, f"Dipindah ke {bidang.nama}"[:80], by)


def _same(antrean: Antrean, kecamatan: str) -> Antrean:
    if str(antrean.wilayah_id) != kecamatan:
        raise AntreanKeliru("Muat ulang halaman ini, lalu ambil nomor lagi.")
    return antrean


def _call(
    antrean: Antrean, *, by: Pengguna, ruang: Ruang | None, now: datetime, apa: str
) -> Antrean:
    antrean.status, antrean.petugas, antrean.ruang = S.DIPANGGIL, by, ruang
    antrean.dipanggil_at = now
    antrean.panggilan += 1
    return _save(antrean, apa, by)


def _lock(antrean: Antrean) -> Antrean:
    rows: Any = Antrean.objects.select_for_update(of=("self",), no_key=True)
    terkunci: Antrean = rows.get(pk=antrean.pk)
    return terkunci


def _need(antrean: Antrean, by: Pengguna, status: str) -> None:
    if antrean.status != status:
        raise AntreanKeliru(f"Nomor {antrean.nomor} {antrean.get_status_display().lower()}.")
    if antrean.petugas_id != by.pk:
        raise AntreanKeliru(f"Nomor {antrean.nomor} dipegang petugas lain.")


def _save(antrean: Antrean, apa: str, by: Pengguna) -> Antrean:
    antrean.save()
    _log(antrean, apa, by=by)
    return antrean


def _log(antrean: Antrean, apa: str, *, by: Pengguna | None) -> None:
    RiwayatAntrean.objects.create(antrean=antrean, status=antrean.status, apa=apa, by=by)
