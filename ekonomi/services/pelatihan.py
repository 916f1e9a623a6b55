"""A batch from its plan to its end; its meetings are sessions of `hadir`."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from ekonomi.models import Angkatan, Kursus, Peserta, RiwayatAngkatan
from ekonomi.services.pelatihan_kabar import tell_dibatalkan
from ekonomi.services.pelatihan_kontak import release_unneeded
from ekonomi.services.peserta import promote_cadangan
from hadir.models import SesiHadir
from hadir.services import lock_sesi, schedule_sesi
from pesan.hitungan import lock_key
from wilayah.models import Pengguna, Wilayah
from wilayah.rujukan import mask_catatan

S = Angkatan.Status
_PINDAH = {
    S.DIBUKA: frozenset({S.DRAF, S.BERJALAN}),
    S.BERJALAN: frozenset({S.DRAF, S.DIBUKA}),
    S.SELESAI: frozenset({S.BERJALAN}),
    S.BATAL: frozenset({S.DRAF, S.DIBUKA, S.BERJALAN}),
}


class LangkahDitolak(ValueError):  # noqa: N818 - the domain's word
    """A batch or a participant is not in a state in which this can be done."""


@transaction.atomic
def create_angkatan(*, kursus: Kursus, by: Pengguna | None, **isi: Any) -> Angkatan:
    """Plan a batch of a course; it gets the kelurahan's next number. A draft until it is opened.

    Raises ValueError for a course that belongs to no kelurahan.
    """
    kelurahan = kursus.wilayah.kode_kelurahan
    if kelurahan is None:
        raise ValueError("Angkatan dibuat untuk sebuah kelurahan atau desa.")
    lock_key(f"angkatan:{kelurahan}")
    akhir = Angkatan.objects.filter(wilayah=kelurahan).aggregate(n=Max("nomor"))["n"] or 0
    angkatan = Angkatan(
        kursus=kursus, wilayah=Wilayah.objects.get(pk=kelurahan), nomor=akhir + 1, **isi
    )
    angkatan.full_clean(exclude=["wilayah", "nomor"])
    angkatan.save()
    _log(angkatan, by)
    return angkatan


def open_angkatan(angkatan: Angkatan, *, by: Pengguna | None) -> Angkatan:
    """Let people register (again). Raises LangkahDitolak."""
    return _move(angkatan, S.DIBUKA, by)


def start_angkatan(angkatan: Angkatan, *, by: Pengguna | None) -> Angkatan:
    """Registration by residents ends, the lessons run; staff still add who comes. LangkahDitolak"""
    return _move(angkatan, S.BERJALAN, by)


@transaction.atomic
def finish_angkatan(angkatan: Angkatan, *, by: Pengguna | None) -> Angkatan:
    """The batch is over: its attendance is locked, and addresses that nobody needs are let go.

    Raises LangkahDitolak while somebody who holds a seat has no result.
    """
    tanpa = angkatan.peserta.filter(status__in=[Peserta.Status.DITERIMA, Peserta.Status.HADIR])
    if tanpa.exists():
        raise LangkahDitolak(f"{tanpa.count()} peserta belum punya hasil. Hitung kelulusan dulu.")
    angkatan = _move(angkatan, S.SELESAI, by)
    for sesi in SesiHadir.objects.about(angkatan.rujukan):
        lock_sesi(sesi, by=by)
    release_unneeded(angkatan)
    return angkatan


@transaction.atomic
def cancel_angkatan(angkatan: Angkatan, *, alasan: str, by: Pengguna) -> Angkatan:
    """Call a batch off; everybody on its lists is told why. Raises LangkahDitolak, ValueError."""
    if not alasan.strip():
        raise ValueError("Tuliskan alasannya; peserta akan membacanya.")
    angkatan = _move(angkatan, S.BATAL, by, alasan=alasan.strip()[:300])
    for peserta in angkatan.peserta.active().select_related("kontak", "angkatan__kursus"):
        tell_dibatalkan(peserta, angkatan)
    release_unneeded(angkatan)
    return angkatan


@transaction.atomic
def change_angkatan(angkatan: Angkatan, *, by: Pengguna | None) -> Angkatan:
    """Keep changed fields of a batch; more seats go to the waiting list at once.

    Raises ValueError when there would be fewer seats than people on them.
    """
    lama = lock_angkatan(angkatan)
    tinggi = lama.peserta.seated().aggregate(n=Max("kursi"))["n"] or 0
    if angkatan.kuota < lama.peserta.seated().count():
        raise ValueError("Kuota tidak boleh kurang dari peserta yang sudah diterima.")
    angkatan.save()
    if tinggi > angkatan.kuota:
        _close_ranks(angkatan)
    promote_cadangan(angkatan, by=by)
    return angkatan


def _close_ranks(angkatan: Angkatan) -> None:
    """Seats above the new quota become the free ones below it."""
    seated = angkatan.peserta.seated()
    pakai = set(seated.values_list("kursi", flat=True))
    bebas = iter(n for n in range(1, angkatan.kuota + 1) if n not in pakai)
    for peserta in seated.filter(kursi__gt=angkatan.kuota).order_by("kursi"):
        peserta.kursi = next(bebas)
        peserta.save(update_fields=["kursi", "updated_at"])


@transaction.atomic
def schedule_angkatan(
    angkatan: Angkatan, *, hari: Sequence[date], mulai: time, selesai: time, by: Pengguna | None
) -> list[SesiHadir]:
    """Plan the sessions of these days; one that is planned already stays. Raises ValueError."""
    if angkatan.status in (S.SELESAI, S.BATAL):
        raise LangkahDitolak("Angkatan ini sudah berakhir.")
    zona = timezone.get_current_timezone()
    ada = SesiHadir.objects.about(angkatan.rujukan).count()
    hasil = []
    for n, satu in enumerate(sorted(set(hari)), start=ada + 1):
        hasil.append(
            schedule_sesi(
                wilayah=angkatan.wilayah,
                judul=f"{angkatan.kursus.nama}, angkatan {angkatan.nomor}, sesi {n}",
                rujukan=angkatan.rujukan,
                mulai_at=datetime.combine(satu, mulai, tzinfo=zona),
                selesai_at=datetime.combine(satu, selesai, tzinfo=zona),
                tempat=angkatan.tempat,
                by=by,
            )
        )
    return hasil


def spread_hari(awal: date, *, banyak: int, jeda: int, akhir: date) -> list[date]:
    """`banyak` days from `awal`, `jeda` days apart, none after `akhir`. Raises ValueError."""
    hari = [awal + timedelta(days=jeda * n) for n in range(banyak)]
    if hari[-1] > akhir:
        raise ValueError(
            f"Sesi terakhir jatuh pada {hari[-1]:%d-%m-%Y}, sesudah hari terakhir angkatan."
        )
    return hari


def lock_angkatan(angkatan: Angkatan) -> Angkatan:
    """The row anew and locked: who takes or gives a seat holds this."""
    rows = Angkatan.objects.select_for_update(of=("self",)).select_related("kursus", "wilayah")
    found: Angkatan = rows.get(pk=angkatan.pk)
    return found


@transaction.atomic
def _move(angkatan: Angkatan, status: str, by: Pengguna | None, *, alasan: str = "") -> Angkatan:
    angkatan = lock_angkatan(angkatan)
    if angkatan.status not in _PINDAH[S(status)]:
        raise LangkahDitolak(
            f"Angkatan ini {angkatan.get_status_display().lower()}; langkah itu tidak tersedia."
        )
    angkatan.status, angkatan.alasan_batal = status, alasan
    angkatan.save(update_fields=["status", "alasan_batal", "updated_at"])
    _log(angkatan, by, alasan)
    return angkatan


def _log(angkatan: Angkatan, by: Pengguna | None, catatan: str = "") -> None:
    RiwayatAngkatan.objects.create(
        angkatan=angkatan, status=angkatan.status, by=by,
        catatan=mask_catatan(catatan)[:300] if catatan else "",
    )  # fmt: skip
