"""Approved WhatsApp templates: the name at Meta and the values in its order."""

import json

from pesan.models import PesanKeluar
from pesan.services.templat import Templat, slot_names


def approved_template(templat: Templat | None, pesan: PesanKeluar) -> tuple[str, list[str]] | None:
    """Name and values of the template this message may leave as; None when there is none.

    The approved text has {{1}}, {{2}}, … in the order our own text first names its {slots}.
    """
    if templat is None or not templat.nama_meta:
        return None
    isian = json.loads(pesan.slots) if pesan.slots else {}
    return templat.nama_meta, [str(isian.get(nama, "")) for nama in slot_names(templat.badan)]
