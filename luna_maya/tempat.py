"""How LUNA MAYA's pages say where and on which day, from an area's code alone."""

from datetime import date

from django.utils.formats import date_format


def short_place(kode: str) -> str:
    """ "RT 03 RW 02", "RW 02", or "" for the whole kelurahan."""
    bagian = kode.split(".")[4:]
    if len(bagian) == 2:
        return f"RT {bagian[1]} RW {bagian[0]}"
    return f"RW {bagian[0]}" if bagian else ""


def rw_only(kode: str) -> str:
    """ "RW 02" of an RT: what may be said where the RT itself may not."""
    return short_place(".".join(kode.split(".")[:5]))


def tanggal_hari(hari: date) -> str:
    """As in 26 November 2026."""
    return date_format(hari, "j F Y")
