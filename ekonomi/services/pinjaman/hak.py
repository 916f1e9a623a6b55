"""Grants turn into credit after a year (seed, "Dana Bergulir Mandiri").

A household that got its grant longer ago than the cooperative's `bulan_hibah` may borrow and is
not given another grant; before that it is the other way round.
"""

from datetime import date

from dateutil.relativedelta import relativedelta

from ekonomi.models import Hibah, Koperasi, Rumah
from ekonomi.models.program import kelurahan_kode
from ekonomi.services.pinjaman.galat import TidakBerhak

BULAN_BAWAAN = 12


def first_hibah(rumah: Rumah) -> date | None:
    """The day of the household's first grant that was handed over; None: never had one."""
    rows = Hibah.objects.filter(rumah=rumah, diserahkan_pada__isnull=False)
    rows = rows.exclude(status=Hibah.Status.DITARIK).order_by("diserahkan_pada")
    pertama: date | None = rows.values_list("diserahkan_pada", flat=True).first()
    return pertama


def kredit_since(hibah_pertama: date, bulan: int = BULAN_BAWAAN) -> date:
    """From which day on a household with its first grant on this day may borrow."""
    return hibah_pertama + relativedelta(months=bulan)


def is_berhak_kredit(rumah: Rumah, on: date) -> bool:
    """Whether the household's grant has turned into the right to credit on this day."""
    pertama = first_hibah(rumah)
    return pertama is not None and on >= kredit_since(pertama, _bulan(rumah))


def refuse_tidak_berhak(rumah: Rumah, on: date) -> None:
    """Raise TidakBerhak with the day from which it may."""
    pertama = first_hibah(rumah)
    if pertama is None:
        raise TidakBerhak("Rumah tangga ini belum pernah menerima hibah; ajukan hibah dulu.")
    mulai = kredit_since(pertama, _bulan(rumah))
    if on < mulai:
        raise TidakBerhak(f"Rumah tangga ini baru berhak kredit mulai {mulai:%d-%m-%Y}.")


def _bulan(rumah: Rumah) -> int:
    bulan = (
        Koperasi.objects.filter(wilayah_id=kelurahan_kode(rumah.wilayah_id))
        .values_list("bulan_hibah", flat=True)
        .first()
    )
    return BULAN_BAWAAN if bulan is None else bulan
