"""Visits are planned, moved and called off here; each step is a history row in one transaction."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from luna_maya.models import (
    JenisKunjungan,
    Kendaraan,
    Kunjungan,
    PesertaKunjungan,
    RiwayatKunjungan,
    Tokoh,
    TuanRumah,
)
from luna_maya.services.kabar import (
    tell_cancelled,
    tell_confirmed,
    tell_rescheduled,
    tell_scheduled,
)
from pesan.hitungan import lock_key
from wilayah.models import Pengguna
from wilayah.rujukan import mask_catatan

S = Kunjungan.Status
# The one table of moves; a visit that is over or called off moves no more.
BOLEH: dict[str, frozenset[str]] = {
    S.RENCANA: frozenset({S.MENUNGGU, S.PASTI, S.BATAL}),
    S.MENUNGGU: frozenset({S.RENCANA, S.PASTI, S.BATAL}),
    S.PASTI: frozenset({S.RENCANA, S.MENUNGGU, S.BERLANGSUNG, S.SELESAI, S.BATAL}),
    S.BERLANGSUNG: frozenset({S.SELESAI, S.BATAL}),
    S.SELESAI: frozenset(),
    S.BATAL: frozenset(),
}
_BENTROK = {
    "kunjungan_lurah_satu": "Lurah sudah punya kunjungan lain di waktu itu.",
    "kunjungan_kendaraan_satu": "Kendaraan itu sudah dipakai kunjungan lain di waktu itu.",
    "kunjungan_tuan_rumah_satu": "Tuan rumah itu sudah dikunjungi di waktu itu.",
}


class Bentrok(ValueError):  # noqa: N818 - the domain's word
    """The time is taken for the lurah, the vehicle or the host; the message says which."""


class LangkahTerlarang(ValueError):  # noqa: N818
    """This visit may not go from its state to the one asked for."""


@dataclass(frozen=True, slots=True)
class Rencana:
    """What a visit is planned with. `selesai_at` None: the kind's usual length."""

    jenis: JenisKunjungan
    tuan_rumah: TuanRumah
    lurah: Pengguna
    mulai_at: datetime
    selesai_at: datetime | None = None
    kendaraan: Kendaraan | None = None
    acara: str = ""
    agenda: str = ""
    sebab: str = ""
    tokoh: Iterable[Tokoh] = field(default_factory=tuple)
    petugas: Iterable[Pengguna] = field(default_factory=tuple)


@transaction.atomic
def schedule_kunjungan(rencana: Rencana, *, by: Pengguna | None) -> Kunjungan:
    """Plan a visit at the host's RT. Raises Bentrok when somebody is there at that time already.

    A kind that needs no consent of a host (pos kamling, an invitation) stands at once.
    """
    selesai = rencana.selesai_at or rencana.mulai_at + timedelta(minutes=rencana.jenis.lama_menit)
    kunjungan = Kunjungan(
        jenis=rencana.jenis,
        tuan_rumah=rencana.tuan_rumah,
        wilayah=rencana.tuan_rumah.wilayah,
        lurah=rencana.lurah,
        kendaraan=rencana.kendaraan,
        mulai_at=rencana.mulai_at,
        selesai_at=selesai,
        status=S.RENCANA if rencana.jenis.perlu_persetujuan else S.PASTI,
        acara=rencana.acara,
        agenda=rencana.agenda,
        sebab=mask_catatan(rencana.sebab),
        by=by,
    )
    _save(kunjungan)
    for tokoh in rencana.tokoh:
        PesertaKunjungan.objects.create(kunjungan=kunjungan, tokoh=tokoh, unsur=tokoh.unsur)
    for petugas in rencana.petugas:
        PesertaKunjungan.objects.create(kunjungan=kunjungan, pengguna=petugas, unsur="staf")
    langkah = log_kunjungan(kunjungan, "Direncanakan", by=by, ke=kunjungan.mulai_at)
    tell_scheduled(kunjungan, langkah, by=by)
    return kunjungan


@transaction.atomic
def reschedule_kunjungan(
    kunjungan: Kunjungan,
    *,
    mulai_at: datetime,
    selesai_at: datetime,
    alasan: str,
    by: Pengguna | None,
) -> Kunjungan:
    """Move a visit; where its host must agree, it waits for a new answer.

    Raises Bentrok, LangkahTerlarang once it has begun or ended.
    """
    kunjungan = lock_kunjungan(kunjungan)
    if kunjungan.status not in {S.RENCANA, S.MENUNGGU, S.PASTI}:
        raise LangkahTerlarang(f"Kunjungan ini {kunjungan.get_status_display().lower()}.")
    semula = kunjungan.mulai_at
    kunjungan.mulai_at, kunjungan.selesai_at = mulai_at, selesai_at
    if kunjungan.jenis.perlu_persetujuan:
        kunjungan.status = S.RENCANA
    _save(kunjungan)
    langkah = log_kunjungan(
        kunjungan, "Dijadwalkan ulang", by=by, catatan=alasan, dari=semula, ke=mulai_at
    )
    tell_rescheduled(kunjungan, langkah, semula=semula, by=by)
    return kunjungan


@transaction.atomic
def cancel_kunjungan(
    kunjungan: Kunjungan, *, alasan: str, by: Pengguna | None, kabari_tuan: bool = True
) -> Kunjungan:
    """Call a visit off, with the reason. Raises LangkahTerlarang, ValueError without a reason.

    `kabari_tuan`: not where the host's own answer is what calls it off.
    """
    alasan = mask_catatan(alasan.strip())[:200]
    if not alasan:
        raise ValueError("Alasan wajib diisi.")
    kunjungan = lock_kunjungan(kunjungan)
    kunjungan.alasan_batal = alasan
    langkah = _move(kunjungan, S.BATAL, apa="Dibatalkan", catatan=alasan, by=by)
    tell_cancelled(kunjungan, langkah, by=by, kabari_tuan=kabari_tuan)
    return kunjungan


@transaction.atomic
def move_kunjungan(
    kunjungan: Kunjungan, *, to: str, by: Pengguna | None, apa: str = "", catatan: str = ""
) -> Kunjungan:
    """Take a visit to another state (not to BATAL: `cancel_kunjungan`). Raises LangkahTerlarang."""
    if to == S.BATAL:
        raise ValueError("pakai cancel_kunjungan")
    kunjungan = lock_kunjungan(kunjungan)
    langkah = _move(kunjungan, to, apa=apa or S(to).label, catatan=catatan, by=by)
    if to == S.PASTI:
        tell_confirmed(kunjungan, langkah, by=by)
    return kunjungan


def lock_kunjungan(kunjungan: Kunjungan) -> Kunjungan:
    """The visit as it is now, locked until the transaction ends."""
    rows: Any = Kunjungan.objects.select_for_update(of=("self",), no_key=True)
    terkunci: Kunjungan = rows.select_related(
        "jenis", "tuan_rumah__kontak", "wilayah", "lurah"
    ).get(pk=kunjungan.pk)
    return terkunci


def lock_jadwal(kode: str) -> None:
    """Claims in the calendar of a kelurahan (`kode`: it or a part of it) come one by one."""
    lock_key("jadwal:" + ".".join(kode.split(".")[:4]))


def log_kunjungan(
    kunjungan: Kunjungan,
    apa: str,
    *,
    by: Pengguna | None,
    catatan: str = "",
    dari: datetime | None = None,
    ke: datetime | None = None,
) -> RiwayatKunjungan:
    """One row of the history, without personal data in the note: it can never be changed."""
    return RiwayatKunjungan.objects.create(
        kunjungan=kunjungan, status=kunjungan.status, apa=apa, catatan=mask_catatan(catatan),
        dari_mulai_at=dari, ke_mulai_at=ke, by=by,
    )  # fmt: skip


def _move(
    kunjungan: Kunjungan, to: str, *, apa: str, catatan: str, by: Pengguna | None
) -> RiwayatKunjungan:
    if to not in BOLEH[kunjungan.status]:
        raise LangkahTerlarang(
            f"Kunjungan yang {kunjungan.get_status_display().lower()} tidak dapat menjadi "
            f"{S(to).label.lower()}."
        )
    kunjungan.status = to
    _save(kunjungan)
    return log_kunjungan(kunjungan, apa, by=by, catatan=catatan)


def _save(kunjungan: Kunjungan) -> None:
    """Raises Bentrok for what the database's own constraints refuse."""
    lock_jadwal(kunjungan.wilayah_id)
    try:
        with transaction.atomic():
            kunjungan.save()
    except IntegrityError as error:
        for nama, pesan in _BENTROK.items():
            if nama in str(error):
                raise Bentrok(pesan) from error
        raise
