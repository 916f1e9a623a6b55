"""How a host or somebody who comes along is written to: the number staff typed, kept encrypted.

A number is never shown whole again: `masked_nomor` gives its ends.
"""

from typing import Any

import phonenumbers
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from phonenumbers import PhoneNumberFormat

from luna_maya.models import Tokoh, TuanRumah
from pesan.models import Kontak
from pesan.models.kanal import Saluran
from pesan.services import hold_alamat, kontak_of_nomor, release_alamat
from wilayah.models import Pengguna, Wilayah

# What staff are told to say when they ask for the number (templates/admin/luna_maya/).
VERSI_NOMOR = "luna-nomor-1"
_KELIRU = "Nomor ini belum benar. Tulis nomor WhatsApp lengkap, misalnya 0812 3456 7890."


def read_nomor_wa(teks: str) -> str:
    """A typed number as digits with its country code. Raises ValidationError on field `nomor`."""
    try:
        nomor = phonenumbers.parse(teks, settings.PHONENUMBER_REGION)
    except phonenumbers.NumberParseException:
        raise ValidationError({"nomor": _KELIRU}) from None
    if not phonenumbers.is_valid_number(nomor):
        raise ValidationError({"nomor": _KELIRU})
    return phonenumbers.format_number(nomor, PhoneNumberFormat.E164).lstrip("+")


def masked_nomor(kontak: Kontak | None) -> str:
    """What staff see of a number: its beginning and its last two digits; "" without one."""
    if kontak is None:
        return ""
    alamat = kontak.alamat
    if kontak.saluran != Saluran.WHATSAPP or not alamat.isdigit():
        return kontak.samaran
    return f"+{alamat[:4]}{'•' * (len(alamat) - 6)}{alamat[-2:]}"


@transaction.atomic
def set_kontak_tuan_rumah(
    tuan_rumah: TuanRumah, *, nomor: str, by: Pengguna | None = None
) -> TuanRumah:
    """Write the host's WhatsApp number; an empty one takes it away.

    Raises ValidationError on field `nomor`.
    """
    rows: Any = TuanRumah.objects.select_for_update(of=("self",), no_key=True)
    baris: TuanRumah = rows.select_related("kontak", "wilayah").get(pk=tuan_rumah.pk)
    lama = baris.kontak
    baris.kontak = _contact(nomor, baris.wilayah, f"tuan-rumah:{baris.pk}")
    baris.save(update_fields=["kontak"])
    let_go(lama, kini=baris.kontak)
    return baris


@transaction.atomic
def set_kontak_tokoh(tokoh: Tokoh, *, nomor: str, by: Pengguna | None = None) -> Tokoh:
    """Write the WhatsApp number of somebody who comes along; an empty one takes it away.

    Raises ValidationError on field `nomor`.
    """
    rows: Any = Tokoh.objects.select_for_update(of=("self",), no_key=True)
    baris: Tokoh = rows.select_related("kontak", "wilayah").get(pk=tokoh.pk)
    lama = baris.kontak
    baris.kontak = _contact(nomor, baris.wilayah, f"tokoh:{baris.pk}")
    baris.save(update_fields=["kontak"])
    let_go(lama, kini=baris.kontak)
    return baris


def let_go(lama: Kontak | None, *, kini: Kontak | None = None) -> None:
    """An old contact is needed here no more: its address goes unless another app holds it."""
    if lama is not None and (kini is None or kini.pk != lama.pk):
        release_alamat(lama)


def _contact(nomor: str, wilayah: Wilayah, rujukan: str) -> Kontak | None:
    if not nomor.strip():
        return None
    angka = read_nomor_wa(nomor)
    kontak = kontak_of_nomor(
        angka, wilayah=wilayah, versi_teks=VERSI_NOMOR, simpan=Kontak.Simpan.TIKET,
        rujukan=rujukan,
    )  # fmt: skip
    if kontak is None:
        return None
    if not kontak.alamat and kontak.simpan != Kontak.Simpan.TIDAK:
        kontak.alamat = angka  # its time was over; the person has just given it again
        kontak.save(update_fields=["alamat"])
    hold_alamat(kontak)
    return kontak
