"""The first words back: receipt, code and PIN, what we ask, and the personal data notice."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from curhat.balasan.tanya import offer_awal
from curhat.models import Curhat, Pertanyaan
from curhat.services.kabar import curhat_slots
from curhat.services.tanya import first_questions, word_missing
from pesan.models import Kontak
from pesan.services import Kiriman
from pesan.services.templat import find_templat

if TYPE_CHECKING:
    from curhat.services.curhat import CurhatDibuka

TEMPLAT = "terima"


def plan_questions(dibuka: "Sequence[CurhatDibuka]") -> dict[int, list[Pertanyaan]]:
    """Curhat id to what its acknowledgement asks; written with one statement."""
    rencana = {
        d.curhat.pk: first_questions(
            d.curhat,
            berfoto=d.berlampiran,
            anonim=d.triase.anonim,
            tembusan=d.triase.tembusan,
        )
        for d in dibuka
        if d.pin
    }
    baris = [p for daftar in rencana.values() for p in daftar]
    if baris:
        Pertanyaan.objects.bulk_create(baris)
    return rencana


def owe_terima(
    curhat: Curhat, kontak: Kontak, pin: str, pertanyaan: Sequence[Pertanyaan]
) -> Kiriman:
    """The acknowledgement as the message owed; it goes at once."""
    jenis = {p.jenis for p in pertanyaan}
    return Kiriman(
        kunci=f"terima:{curhat.pk}",
        templat=TEMPLAT,
        slots=curhat_slots(curhat)
        | {
            "pin": pin,
            "tanya": word_missing(curhat, pertanyaan),
            "tanya_anonim": "ya" if "anonim" in jenis else "",
            "tanya_tembusan": "ya" if "tembusan" in jenis else "",
            "pilihan": offer_awal(jenis) if pertanyaan else "",
        },
        kontak=kontak,
        wilayah=curhat.wilayah_id,
        rujukan=curhat.kode,
    )


def versi_terima(curhat: Curhat) -> str:
    """Which wording of the notice a resident of this area is shown, for the consent record."""
    kontak = curhat.kontak
    templat = find_templat(TEMPLAT, kontak.saluran if kontak else "", curhat.wilayah_id)
    return f"{TEMPLAT}-{templat.versi if templat else 0}"
