"""The ladder of requests and hand-overs: whoever must know hears of each rung once.

The rungs are rows (`AturanTangga`), the climbing is `pesan.tangga`, as for tickets. Except where it
is an emergency nobody is told outside the office's hours.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache, partial
from typing import Any

from pesan.services import Kiriman, queue_pesan_many
from pesan.tangga import Anak, climb
from ruko_parsel.meja_rujukan import KUNCI_MEJA
from ruko_parsel.models import AturanTangga, Permintaan
from ruko_parsel.orang import desk_of
from ruko_parsel.services.permintaan import kecamatan_of, log_permintaan
from ruko_parsel.slot_pesan import rujukan_slots, slots_of
from wilayah.kalender import count_hari_kerja_ends, is_jam_kerja
from wilayah.models import Pengguna, Rujukan
from wilayah.peran import Peran

A, S = AturanTangga.Acuan, Permintaan.Status
_Buka = Callable[[str], bool]
NAIK_KE_CAMAT = "Diingatkan ke camat"  # the history's words of a rung that tells the camat
AWALAN, AWALAN_RUJUKAN = "ruko-tangga", "ruko-rujukan"


def climb_tangga(now: datetime) -> int:
    """Tell of every request and hand-over at its rung; gives how many people. Safe to repeat."""
    aturan = list(AturanTangga.objects.filter(aktif=True))
    buka = cache(partial(is_jam_kerja, now))  # asked once for each kecamatan
    dekat = [satu.ukuran for satu in aturan if satu.acuan == A.BATAS and satu.ukuran < 0]
    tangga = [_rung(satu, now, dekat, buka) for satu in aturan if satu.acuan != A.RUJUKAN]
    rujukan = [_rung_rujukan(satu, now, buka) for satu in aturan if satu.acuan == A.RUJUKAN]
    return climb(AWALAN, tangga) + climb(AWALAN_RUJUKAN, rujukan)


def _rung(aturan: AturanTangga, now: datetime, dekat: list[int], buka: _Buka) -> Anak:
    menunggu = Permintaan.objects.unanswered().filter(dijeda_at__isnull=True)
    rows = menunggu.select_related("wilayah", "petugas", "masalah")
    batas = "due_at"
    if aturan.acuan == A.TANPA_PETUGAS:
        batas = "created_at"
        rows = rows.filter(petugas__isnull=True, created_at__lt=now)
    elif aturan.acuan == A.BATAS and aturan.ukuran >= 0:
        rows = rows.filter(due_at__lt=now - timedelta(days=aturan.ukuran))
    else:
        rows = rows.filter(due_at__gt=now, created_at__lt=now)
    return Anak(
        tahap=aturan.tahap, batas=batas, rows=rows,
        tiba=lambda row: _may_tell(row, buka) and _reached(aturan, row, now, dekat),
        tell=partial(_tell, aturan, now),
    )  # fmt: skip


def _may_tell(row: Permintaan, buka: _Buka) -> bool:
    return row.urgensi >= 5 or buka(kecamatan_of(row.wilayah))


def _reached(aturan: AturanTangga, row: Permintaan, now: datetime, dekat: list[int]) -> bool:
    if aturan.acuan == A.TANPA_PETUGAS:
        return count_hari_kerja_ends(row.created_at, now, row.wilayah_id) >= aturan.ukuran
    if aturan.acuan == A.TERPAKAI:
        # the reminder of the last days says the same, and more
        return _used(row, now) >= aturan.ukuran and not any(_near(row, n, now) for n in dekat)
    if aturan.ukuran < 0:
        return _near(row, aturan.ukuran, now)
    return count_hari_kerja_ends(row.due_at, now, row.wilayah_id) >= aturan.ukuran


def _near(row: Permintaan, ukuran: int, now: datetime) -> bool:
    """Whether it is the working day that lies so many before the deadline's, or later; never in
    the first half of the time, which is all there is where hours are counted.
    """
    if _used(row, now) < 50:
        return False
    return count_hari_kerja_ends(now, row.due_at, row.wilayah_id) <= 1 - ukuran


def _used(row: Permintaan, now: datetime) -> float:
    """Percent of the time from filing to the deadline that has gone."""
    return 100 * ((now - row.created_at) / (row.due_at - row.created_at or timedelta(seconds=1)))


def _tell(aturan: AturanTangga, now: datetime, row: Permintaan, kunci: str) -> int:
    kecamatan = kecamatan_of(row.wilayah)
    kepada = _addressees(aturan, kecamatan, row.petugas, rahasia=row.rahasia)
    told = _owe(kepada, kunci, templat=aturan.templat, slots=slots_of(row, now),
                wilayah=kecamatan, rujukan=row.nomor)  # fmt: skip
    if told and aturan.catat:
        log_permintaan(
            row, NAIK_KE_CAMAT, by=None, untuk_desa=False,
            catatan=f"Naik: {aturan.nama.lower()}.",
        )  # fmt: skip
    return told


def _rung_rujukan(aturan: AturanTangga, now: datetime, buka: _Buka) -> Anak:
    rows = Rujukan.objects.filter(
        meja=KUNCI_MEJA, status=Rujukan.Status.DITAWARKAN, created_at__lt=now
    )

    def tiba(row: Rujukan) -> bool:
        if not buka(str(row.ke_wilayah_id)):
            return False
        lama = count_hari_kerja_ends(row.created_at, now, row.ke_wilayah_id)
        return lama >= aturan.ukuran

    def tell(row: Rujukan, kunci: str) -> int:
        kecamatan = str(row.ke_wilayah_id)
        kepada = _addressees(aturan, kecamatan, None, rahasia=False)
        return _owe(
            kepada, kunci, templat=aturan.templat, slots=rujukan_slots(row), wilayah=kecamatan
        )

    return Anak(
        aturan.tahap, "created_at", rows.select_related("wilayah", "ke_wilayah"), tell, tiba
    )


def _addressees(
    aturan: AturanTangga, kecamatan: str, petugas: Pengguna | None, *, rahasia: bool
) -> dict[int, Pengguna]:
    """Whom a rung tells, each once: the officer who has it, or all of the desk; the camat.

    A private request that nobody has is opened by the camat alone.
    """
    camat, kepada = aturan.ke_camat, []
    if aturan.ke_petugas:
        if petugas is not None and _at_desk(kecamatan, petugas):
            kepada.append(petugas)
        elif rahasia:
            camat = True
        else:
            kepada += desk_of(kecamatan, Peran.PETUGAS_KECAMATAN)
    if camat:
        kepada += desk_of(kecamatan, Peran.CAMAT)
    return {satu.pk: satu for satu in kepada}


def _at_desk(kecamatan: str, petugas: Pengguna) -> bool:
    """An officer who has left hears no more of it: the desk does."""
    if petugas.is_superuser:
        return bool(petugas.is_active)
    return bool(desk_of(kecamatan).filter(pk=petugas.pk).exists())


def _owe(kepada: dict[int, Pengguna], kunci: str, **isi: Any) -> int:
    """The same message to each of these people, each under a key of their own."""
    kiriman = [Kiriman(kunci=f"{kunci}:{pk}", pengguna=satu, **isi) for pk, satu in kepada.items()]
    return len(queue_pesan_many(kiriman))
