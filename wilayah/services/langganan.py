"""Secret calendar addresses: opened, renewed and revoked by the person they belong to."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from wilayah.kripto import keyed_hash, new_code
from wilayah.models import LanggananKalender, Pengguna

PALING_BANYAK = 10  # active addresses of one person
_GUNA = "langganan-kalender"


class LanggananDitolak(ValueError):  # noqa: N818 - named by what happened
    """Not opened or renewed; the text says why."""


def hash_kunci(kunci: str) -> str:
    """What a key is found by."""
    return keyed_hash(_GUNA, kunci)


@transaction.atomic
def open_langganan(*, nama: str, by: Pengguna) -> tuple[LanggananKalender, str]:
    """A new address for oneself. Gives the row and the key, which is shown once and never kept.

    Raises LanggananDitolak for no name, a name in use, or too many.
    """
    nama = " ".join(nama.split())[:60]
    if not nama:
        raise LanggananDitolak("Tulis di mana kalender ini dipakai, misalnya HP saya.")
    Pengguna.objects.select_for_update(no_key=True).get(pk=by.pk)  # counted one at a time
    if LanggananKalender.objects.active().filter(pengguna=by).count() >= PALING_BANYAK:
        raise LanggananDitolak(
            f"Paling banyak {PALING_BANYAK} langganan. Cabut yang tidak dipakai lagi."
        )
    return _create(nama, by)


@transaction.atomic
def revoke_langganan(langganan: LanggananKalender, *, by: Pengguna) -> LanggananKalender:
    """Close an address for good; a second time changes nothing."""
    langganan = _lock(langganan, by)
    if langganan.dicabut_at is None:
        langganan.dicabut_at = timezone.now()
        langganan.save(update_fields=["dicabut_at"])
    return langganan


@transaction.atomic
def renew_langganan(langganan: LanggananKalender, *, by: Pengguna) -> tuple[LanggananKalender, str]:
    """A new key under the same name; the old address stops. Raises LanggananDitolak if closed."""
    langganan = _lock(langganan, by)
    if langganan.dicabut_at is not None:
        raise LanggananDitolak("Langganan ini sudah dicabut. Buat yang baru.")
    revoke_langganan(langganan, by=by)
    return _create(langganan.nama, by)


def _lock(langganan: LanggananKalender, by: Pengguna) -> LanggananKalender:
    rows = LanggananKalender.objects.select_for_update(no_key=True)
    terkunci: LanggananKalender = rows.get(pk=langganan.pk, pengguna=by)
    return terkunci


def _create(nama: str, by: Pengguna) -> tuple[LanggananKalender, str]:
    kunci = new_code(32)
    try:
        with transaction.atomic():
            langganan = LanggananKalender.objects.create(
                pengguna=by, nama=nama, hash=hash_kunci(kunci), by=by
            )
    except IntegrityError as galat:
        raise LanggananDitolak("Anda sudah punya langganan aktif dengan nama itu.") from galat
    return langganan, kunci
