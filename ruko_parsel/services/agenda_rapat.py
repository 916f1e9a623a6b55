"""The agenda of a meeting: open requests, what became of earlier decisions, and other items."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils import timezone

from ruko_parsel.models import AgendaRapat, Keputusan, Permintaan, Rapat
from ruko_parsel.services.permintaan import (
    BOLEH,
    lock_permintaan,
    log_permintaan,
    move_permintaan,
)
from ruko_parsel.services.rapat import RapatKeliru, lock_rapat, log_rapat
from wilayah.models import Pengguna, Wilayah

J, P = AgendaRapat.Jenis, Permintaan.Status
_USULAN_MAKS = 40  # rows that are ranked and offered
# days that a reason is worth, against one day of waiting
_NILAI_LEWAT, _NILAI_DESA_LAIN, _NILAI_URGENSI = 14, 7, 4


@dataclass(frozen=True, slots=True)
class Usulan:
    """A request proposed for the agenda, and why; the higher `nilai`, the sooner."""

    permintaan: Permintaan
    nilai: float
    alasan: list[str]


def suggest_permintaan(
    rapat: Rapat, now: datetime | None = None, *, untuk: Pengguna | None = None
) -> list[Usulan]:
    """Open requests of the kecamatan, those first that wait long, are late, or that several
    villages have alike. Not what is on the agenda of this or another coming meeting, and of
    confidential ones only what `untuk` may see.
    """
    now = now or timezone.now()
    terjadwal = AgendaRapat.objects.filter(rapat__in=Rapat.objects.coming(now))
    rows = Permintaan.objects.in_wilayah(str(rapat.wilayah_id)).open()
    rows = rows.exclude(status=P.TINDAK_LANJUT)
    rahasia = Permintaan.objects.filter(rahasia=True)
    terlihat = rahasia.visible_to(untuk) if untuk is not None else rahasia.none()
    rows = rows.filter(Q(rahasia=False) | Q(pk__in=terlihat.order_by().values("pk")))
    if rapat.desa_id is not None:
        rows = rows.in_wilayah(str(rapat.desa_id))
    semua = list(rows.select_related("masalah", "bidang", "wilayah"))
    desa: dict[str, set[str]] = defaultdict(set)
    for satu in semua:
        desa[satu.masalah_id].add(str(satu.wilayah_id))
    sudah = set(terjadwal.filter(permintaan__isnull=False).values_list("permintaan", flat=True))
    sudah |= set(rapat.agenda.values_list("permintaan", flat=True))
    usulan = [_weigh(p, len(desa[p.masalah_id]), now) for p in semua if p.pk not in sudah]
    return sorted(usulan, key=lambda u: (-u.nilai, u.permintaan.pk))[:_USULAN_MAKS]


def _weigh(permintaan: Permintaan, desa: int, now: datetime) -> Usulan:
    umur = max(0, (now - permintaan.created_at).days)
    lewat = permintaan.is_late(now)
    alasan = [f"menunggu {umur} hari"]
    nilai = umur + _NILAI_URGENSI * float(permintaan.urgensi)
    if lewat:
        alasan.append("melewati tenggat")
        nilai += _NILAI_LEWAT
    if desa > 1:
        alasan.append(f"dialami {desa} desa")
        nilai += _NILAI_DESA_LAIN * (desa - 1)
    return Usulan(permintaan, nilai, alasan)


def meetings_for(permintaan: Permintaan) -> Any:
    """Meetings whose agenda this request may still be put on, the next one first."""
    rows = Rapat.objects.filter(
        wilayah=str(permintaan.wilayah_id).rpartition(".")[0],
        status__in=[*Rapat.AKAN_DATANG, Rapat.Status.BERLANGSUNG],
    )
    rows = rows.filter(Q(desa=None) | Q(desa=permintaan.wilayah_id))
    return rows.exclude(agenda__permintaan=permintaan).order_by("mulai_at")


@transaction.atomic
def add_permintaan(
    rapat: Rapat, permintaan: Iterable[Permintaan], *, by: Pengguna, menit: int = 10,
    pembawa: str = "",
) -> int:  # fmt: skip
    """Put open requests of this kecamatan on the agenda; gives how many are new.

    A request under study becomes "dijadwalkan". Raises RapatKeliru for another kecamatan's.
    """
    rapat = _lock_editable(rapat)
    ada = set(rapat.agenda.values_list("permintaan", flat=True))
    baru = 0
    for satu in sorted(permintaan, key=lambda p: p.pk):
        if satu.pk in ada:
            continue
        _add_one(rapat, lock_permintaan(satu), by=by, menit=menit, pembawa=pembawa)
        baru += 1
    if baru:
        log_rapat(rapat, f"{baru} permintaan masuk agenda", by=by)
    return baru


def _add_one(
    rapat: Rapat, permintaan: Permintaan, *, by: Pengguna, menit: int, pembawa: str
) -> None:
    if not str(permintaan.wilayah_id).startswith(f"{rapat.wilayah_id}."):
        raise RapatKeliru("Permintaan ini bukan dari kecamatan Anda.")
    if rapat.desa_id is not None and permintaan.wilayah_id != rapat.desa_id:
        raise RapatKeliru("Tatap muka ini hanya membahas permintaan desa yang ditemui.")
    if permintaan.is_ended:
        raise RapatKeliru(f"Permintaan {permintaan.nomor} sudah berakhir.")
    apa = f"Masuk agenda {rapat.judul}"[:120]
    menjadwalkan = permintaan.status == P.DITELAAH
    if menjadwalkan:
        move_permintaan(permintaan, to=P.DIJADWALKAN, by=by, apa=apa)
    else:
        log_permintaan(permintaan, apa, by=by)
    AgendaRapat.objects.create(
        rapat=rapat, jenis=J.PERMINTAAN, urut=_next_urut(rapat), judul=_subject(permintaan),
        permintaan=permintaan, wilayah=permintaan.wilayah, menit=menit, pembawa=pembawa[:120],
        menjadwalkan=menjadwalkan,
    )  # fmt: skip


def _subject(permintaan: Permintaan) -> str:
    """What stands on the agenda; of a confidential request its number alone: many read it."""
    return f"Permintaan {permintaan.nomor}" if permintaan.rahasia else permintaan.judul[:200]


@transaction.atomic
def add_pokok(
    rapat: Rapat, *, judul: str, by: Pengguna, menit: int = 10, pembawa: str = "",
    desa: Wilayah | None = None,
) -> AgendaRapat:  # fmt: skip
    """Put any other item on the agenda. Raises RapatKeliru."""
    rapat = _lock_editable(rapat)
    if not judul.strip():
        raise RapatKeliru("Tulis pokoknya.", "judul")
    if desa is not None and desa.kode.rpartition(".")[0] != rapat.wilayah_id:
        raise RapatKeliru("Desa ini bukan desa kecamatan Anda.", "desa")
    pokok: AgendaRapat = AgendaRapat.objects.create(
        rapat=rapat, jenis=J.LAIN, urut=_next_urut(rapat), judul=judul.strip()[:200], menit=menit,
        pembawa=pembawa.strip()[:120], wilayah=desa,
    )  # fmt: skip
    return pokok


@transaction.atomic
def carry_over(rapat: Rapat, *, by: Pengguna | None) -> int:
    """Begin the agenda with the open decisions of earlier meetings; gives how many were added.

    A meeting with one village takes only what concerns that village or all.
    """
    rapat = _lock_editable(rapat)
    rows = Keputusan.objects.open().filter(
        rapat__wilayah=rapat.wilayah_id, rapat__mulai_at__lt=rapat.mulai_at
    )
    rows = rows.exclude(agenda_lanjutan__rapat=rapat).select_related("tindak_lanjut__siapa")
    if rapat.desa_id is not None:
        rows = rows.filter(wilayah=rapat.desa_id)
    baru = list(rows.order_by("tindak_lanjut__sampai", "pk"))
    if not baru:
        return 0
    lama = list(rapat.agenda.exclude(jenis=J.TINDAK_LANJUT).order_by("urut", "pk"))
    awal = rapat.agenda.filter(jenis=J.TINDAK_LANJUT).count()
    AgendaRapat.objects.bulk_create(
        AgendaRapat(
            rapat=rapat, jenis=J.TINDAK_LANJUT, urut=awal + ke, judul=satu.isi[:200], menit=5,
            keputusan_lalu=satu, wilayah_id=satu.wilayah_id, pembawa=satu.oleh_siapa,
        )
        for ke, satu in enumerate(baru, start=1)
    )  # fmt: skip
    for ke, pokok in enumerate(lama, start=awal + len(baru) + 1):
        pokok.urut = ke
    AgendaRapat.objects.bulk_update(lama, ["urut"])
    log_rapat(rapat, f"{len(baru)} tindak lanjut rapat lalu masuk agenda", by=by)
    return len(baru)


@transaction.atomic
def remove_agenda(agenda: AgendaRapat, *, by: Pengguna) -> None:
    """Take an item off; a request that was scheduled by it goes back under study.

    Raises RapatKeliru once something was written about it.
    """
    rapat = _lock_editable(agenda.rapat)
    if agenda.isi.exclude(teks="").exists() or agenda.keputusan.exists():
        raise RapatKeliru("Pokok ini sudah dibahas di notulen, jadi tetap di agenda.")
    _unschedule(agenda, by=by, kata=f"Keluar dari agenda {rapat.judul}")
    agenda.isi.all().delete()
    agenda.delete()
    log_rapat(rapat, "Satu pokok dikeluarkan dari agenda", by=by)


@transaction.atomic
def release_agenda(rapat: Rapat, *, by: Pengguna) -> None:
    """The meeting is off: its requests are under study again."""
    for pokok in rapat.agenda.filter(permintaan__isnull=False).order_by("permintaan"):
        _unschedule(pokok, by=by, kata=f"Batal dibahas: {rapat.judul}")


def _unschedule(agenda: AgendaRapat, *, by: Pengguna, kata: str) -> None:
    if agenda.permintaan is None:
        return
    permintaan = lock_permintaan(agenda.permintaan)
    kembali = agenda.menjadwalkan and permintaan.status == P.DIJADWALKAN
    if kembali and P.DITELAAH in BOLEH[P.DIJADWALKAN]:
        move_permintaan(permintaan, to=P.DITELAAH, by=by, apa=kata[:120])
    elif not permintaan.is_ended:
        log_permintaan(permintaan, kata[:120], by=by)


@transaction.atomic
def order_agenda(rapat: Rapat, urutan: dict[int, tuple[int, int, str]], *, by: Pengguna) -> None:
    """Set order, minutes and who brings it of each item: {pk: (order, minutes, person)}.

    Raises RapatKeliru for minutes that cannot be.
    """
    rapat = _lock_editable(rapat)
    pokok = list(rapat.agenda.all())
    for satu in pokok:
        if satu.pk in urutan:
            satu.urut, satu.menit, satu.pembawa = urutan[satu.pk]
            satu.pembawa = satu.pembawa[:120]
    pokok.sort(key=lambda a: (a.urut, a.pk))
    for ke, satu in enumerate(pokok, start=1):
        satu.urut = ke
    try:
        with transaction.atomic():
            AgendaRapat.objects.bulk_update(pokok, ["urut", "menit", "pembawa"])
    except IntegrityError as error:
        raise RapatKeliru("Menit tiap pokok antara 1 dan 240.") from error


def _lock_editable(rapat: Rapat) -> Rapat:
    rapat = lock_rapat(rapat)
    if rapat.status in {Rapat.Status.SELESAI, Rapat.Status.BATAL}:
        raise RapatKeliru("Agenda rapat ini sudah ditutup.")
    return rapat


def _next_urut(rapat: Rapat) -> int:
    terakhir: Any = rapat.agenda.aggregate(n=Max("urut"))["n"]
    return int(terakhir or 0) + 1
