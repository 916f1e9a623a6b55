"""Who was there: recorded once however often it is said, taken back only with a reason."""

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

from hadir.daftar import daftar_of
from hadir.models import Kehadiran, SesiHadir
from hadir.services.sesi import SesiDikunci as SesiTerkunci
from wilayah.models import Pengguna
from wilayah.rujukan import mask_catatan


class SesiTertutup(ValueError):  # noqa: N818 - the domain's word
    """People do not sign in by themselves before a session opens or after it closed."""

    def __init__(self) -> None:
        super().__init__("Daftar hadir sesi ini sedang tidak dibuka. Tanyakan kepada petugas.")


class PresensiDitolak(ValueError):  # noqa: N818 - the domain's word
    """The app that keeps the list does not take this person's presence; the message says why."""


@transaction.atomic
def record_hadir(
    sesi: SesiHadir,
    kunci_orang: str,
    *,
    cara: str,
    by: Pengguna | None = None,
    perangkat: str = "",
) -> Kehadiran:
    """Write down that somebody is there; twice is one row.

    Without `by` the person signs in themselves, which needs an open session. Staff may complete
    the list until it is locked. Raises SesiTertutup, SesiTerkunci, PresensiDitolak.
    """
    # the session's lock: nobody closes it in between, and two taps at once are one row
    sesi = SesiHadir.objects.select_for_update(of=("self",), no_key=True).get(pk=sesi.pk)
    if sesi.dikunci_at is not None:
        raise SesiTerkunci
    ada = Kehadiran.objects.valid().filter(sesi=sesi, kunci_orang=kunci_orang).first()
    if ada is not None:
        found: Kehadiran = ada
        return found
    if by is None and not sesi.is_terbuka:
        raise SesiTertutup
    daftar = daftar_of(sesi)
    if alasan := daftar.refused(sesi, kunci_orang):
        raise PresensiDitolak(alasan)
    hadir = Kehadiran.objects.create(
        sesi=sesi, kunci_orang=kunci_orang, cara=cara, dicatat_oleh=by, perangkat=perangkat[:16]
    )
    daftar.changed(sesi, kunci_orang, by=by)
    return hadir


@transaction.atomic
def cancel_hadir(hadir: Kehadiran, *, alasan: str, by: Pengguna) -> Kehadiran:
    """Take a presence back. The row stays; the person may be recorded again.

    Raises ValueError without a reason, SesiTerkunci. Twice changes nothing.
    """
    if not alasan.strip():
        raise ValueError("Tuliskan alasan pembatalannya.")
    sesi = SesiHadir.objects.select_for_update(of=("self",)).get(pk=hadir.sesi_id)
    if sesi.dikunci_at is not None:
        raise SesiTerkunci
    hadir = Kehadiran.objects.select_for_update().get(pk=hadir.pk)
    if hadir.dibatalkan_at is not None:
        return hadir
    hadir.dibatalkan_at, hadir.dibatalkan_oleh = timezone.now(), by
    hadir.alasan = mask_catatan(alasan.strip())[:200]
    hadir.save(update_fields=["dibatalkan_at", "dibatalkan_oleh", "alasan"])
    daftar_of(sesi).changed(sesi, hadir.kunci_orang, by=by)
    return hadir


def hadir_di(rujukan: str) -> QuerySet[Kehadiran]:
    """The presences that count in all sessions of one subject ("pelatihan:12")."""
    rows: QuerySet[Kehadiran] = Kehadiran.objects.valid().filter(sesi__rujukan=rujukan)
    return rows.select_related("sesi")


def count_hadir(rujukan: str) -> dict[str, int]:
    """How many sessions of one subject each person was at, by their key."""
    rows = hadir_di(rujukan).order_by().values("kunci_orang").annotate(n=Count("id"))
    return {row["kunci_orang"]: row["n"] for row in rows}
