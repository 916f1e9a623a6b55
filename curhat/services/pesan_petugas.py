"""Staff's own words to a resident, and the ways there are: window, approved template, SMS to copy.

Nothing here calls a message sent: its row in the outbox has the true state.
"""

import contextlib
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from curhat.models import Curhat, Tiket
from curhat.services.anggota import served
from curhat.services.kabar import curhat_slots, lacak_link
from pesan.models import Kontak, PesanKeluar
from pesan.models.kanal import Saluran
from pesan.models.kontak import JENDELA_BALAS
from pesan.services import queue_pesan
from pesan.services.templat import find_templat, render

TEMPLAT = "dari_petugas"
TAK_TERJANGKAU = "Warga ini tidak dapat dikirimi pesan; ia memantau dengan kode dan PIN."
TAK_AMAN = "Warga menjawab TIDAK AMAN; jangan menulis kepadanya. Ia memantau dengan kode dan PIN."
SMS_MAKS = 160
_GSM7 = frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 @$_!\"#%&'()*+,-./:;<=>?\n"
)


@dataclass(frozen=True, slots=True)
class Jendela:
    """How a resident can be written to now. `sebab` says why not, "" where one can.

    `terbuka` until `hingga`: free words arrive. Else `pratinjau` is the approved template as it
    would read, "" where there is none. `sms` is a text to copy by hand, never sent by us.
    """

    terbuka: bool
    hingga: datetime | None
    pratinjau: str
    sms: str
    sebab: str

    @property
    def bisa_tulis(self) -> bool:
        return not self.sebab and (self.terbuka or bool(self.pratinjau))


def read_jendela(curhat: Curhat) -> Jendela:
    """The ways to the resident of this report."""
    kontak = curhat.kontak
    sebab = blocked(curhat)
    sms = sms_text(curhat)
    if kontak is None or kontak.saluran != Saluran.WHATSAPP:
        # an e-mail has no window; a number left in a form is reached by an approved template alone
        surel = kontak is not None and "@" in kontak.alamat
        return Jendela(surel, None, "" if surel else _preview(curhat), sms, sebab)
    masuk = kontak.terakhir_masuk_at
    hingga = masuk + JENDELA_BALAS if masuk else None
    return Jendela(kontak.jendela_terbuka, hingga, _preview(curhat), sms, sebab)


def blocked(curhat: Curhat) -> str:
    """Why this resident cannot or must not be written to; "" where one may."""
    kontak = curhat.kontak
    if kontak is None or not kontak.alamat or kontak.berhenti_at is not None:
        return TAK_TERJANGKAU
    if curhat.rahasia and curhat.aman_dibalas is False:
        return TAK_AMAN
    return ""


def approved(templat: str, wilayah: str | None) -> bool:
    """Whether WhatsApp has approved this template, so that it may leave outside the window."""
    found = find_templat(templat, Saluran.WHATSAPP, wilayah)
    return found is not None and bool(found.nama_meta)


def may_reach(kontak: Kontak, templat: str, wilayah: str | None) -> bool:
    """Whether this system message would get to them now."""
    if not kontak.alamat or kontak.berhenti_at is not None:
        return False
    if kontak.saluran == Saluran.WHATSAPP and kontak.jendela_terbuka:
        return True
    return "@" in kontak.alamat or approved(templat, wilayah)


def _preview(curhat: Curhat) -> str:
    templat = find_templat(TEMPLAT, Saluran.WHATSAPP, curhat.wilayah_id)
    if templat is None or not templat.nama_meta:
        return ""
    return render(templat.badan, curhat_slots(curhat) | {"pesan": "(tulisan Anda)"})


def sms_text(curhat: Curhat) -> str:
    """An SMS of one part: who, which code, where to read; nothing of the matter."""
    nama = "" if curhat.rahasia else f"HAI LURAH {curhat_slots(curhat)['kelurahan']}: "
    dengan = f"ada kabar untuk Anda, kode {curhat.kode}. Buka {lacak_link(curhat)}"
    for teks in (f"{nama}{dengan} dengan PIN Anda.", f"{nama}{dengan}", dengan):
        polos = to_gsm7(teks[:1].upper() + teks[1:])
        if len(polos) <= SMS_MAKS:
            return polos
    return to_gsm7(f"Ada kabar, kode {curhat.kode}. Buka halaman lacak dengan PIN Anda.")


def to_gsm7(teks: str) -> str:
    """Letters of the basic SMS alphabet only; accents go, what is left over becomes a blank."""
    polos = unicodedata.normalize("NFKD", teks)
    polos = "".join(h for h in polos if not unicodedata.combining(h))
    return "".join(h if h in _GSM7 else " " for h in polos)


def write_warga(curhat: Curhat, *, teks: str, kunci: str, langsung: bool = False) -> PesanKeluar:
    """Owe staff's words to the resident. `langsung`: the bare words, in a conversation.

    Raises ValueError where the resident can only be reached by their own page, or said that
    messages are not safe.
    """
    if alasan := blocked(curhat):
        raise ValueError(alasan)
    pesan = queue_pesan(
        kunci=kunci,
        templat=TEMPLAT,
        slots=curhat_slots(curhat) | {"pesan": teks},
        badan=teks if langsung else None,
        kontak=curhat.kontak,
        wilayah=curhat.wilayah_id,
        rujukan=curhat.kode,
    )
    if pesan is None or pesan.cara == PesanKeluar.Cara.HALAMAN:
        # the page does not show these words: nobody would read them
        raise ValueError(TAK_TERJANGKAU)
    return pesan


def write_served(tiket: Tiket, *, teks: str, kunci: str) -> int:
    """Owe staff's words to every resident the ticket serves who can be reached; how many."""
    jumlah = 0
    for curhat in served(tiket):
        akhiran = "" if curhat.pk == tiket.curhat_id else f":{curhat.pk}"
        with contextlib.suppress(ValueError), transaction.atomic():
            write_warga(curhat, teks=teks, kunci=f"{kunci}{akhiran}")
            jumlah += 1
    return jumlah
