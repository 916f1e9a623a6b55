"""The advice on its way: written with the curhat, owed as one outbox row, sent when it is due.

In a conversation it waits settings.JEDA_SARAN_DETIK for what else the resident says; LANJUT brings
it at once. The row itself is due, so a lost task or a killed worker costs nothing but time.
"""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from curhat.balasan.jawaban import Jawaban as Susunan
from curhat.balasan.tanya import PILIHAN_SARAN
from curhat.models import Curhat
from pesan.models import PesanKeluar
from pesan.models.kanal import SALURAN_PERCAKAPAN
from pesan.services import Kiriman
from pesan.services.templat import find_templat
from pesan.tombol import join

TEMPLAT = "jawaban"
TEMPLAT_NILAI = "tanya_nilai"
BATAS = 999  # characters of one answer with what follows it (the issue: under 1,000)
_NYAWA = 5  # urgency at which nobody waits for an answer to our questions


def saran_key(curhat: Curhat) -> str:
    """The `kunci` of the outbox row that is this curhat's advice."""
    return f"jawab:{curhat.pk}"


def owe_saran(curhat: Curhat, teks: str) -> Kiriman:
    """The advice as the message owed for it, due when `saran_due` says."""
    return Kiriman(
        kunci=saran_key(curhat),
        templat=TEMPLAT,
        badan=saran_body(curhat, teks),
        kontak=curhat.kontak,
        wilayah=curhat.wilayah_id,
        rujukan=curhat.kode,
        kirim_setelah=saran_due(curhat),
    )


def saran_body(curhat: Curhat, teks: str) -> str:
    """The advice as it is sent: in a conversation it asks to be rated, with a list to tap.

    Not where life or a sensitive matter is at stake: nobody is asked for marks then.
    """
    akhir = saran_ending(curhat)
    return join(f"{teks}\n{akhir}", PILIHAN_SARAN) if akhir else teks


def saran_ending(curhat: Curhat) -> str:
    """The words that ask for a rating, or "" where none is asked."""
    kontak = curhat.kontak
    if kontak is None or kontak.saluran not in SALURAN_PERCAKAPAN or is_pressing(curhat):
        return ""
    templat = find_templat(TEMPLAT_NILAI, kontak.saluran, curhat.wilayah_id)
    return templat.badan if templat else ""


def room_for(curhat: Curhat) -> int:
    """How many characters the advice itself may have."""
    akhir = saran_ending(curhat)
    return BATAS - len(akhir) - 1 if akhir else BATAS


def saran_due(curhat: Curhat) -> datetime | None:
    """When the advice goes; None is at once.

    At once where life or a sensitive matter is at stake, for both are told whom to call, and where
    nobody can answer us anyway (forms).
    """
    bercakap = curhat.kontak is not None and curhat.kontak.saluran in SALURAN_PERCAKAPAN
    if not bercakap or is_pressing(curhat):
        return None
    return timezone.now() + timedelta(seconds=settings.JEDA_SARAN_DETIK)


def is_pressing(curhat: Curhat) -> bool:
    """Whether the answer names whom to call now, so that it must not wait."""
    return bool(curhat.darurat or curhat.rahasia or curhat.kata_kritis or curhat.urgensi >= _NYAWA)


@transaction.atomic
def release_saran(curhat: Curhat, *, ditunda: bool = True) -> bool:
    """Send an advice that has not gone: now. False when it has gone, or none is owed.

    With `ditunda` False one that was postponed (`postpone_saran`) keeps waiting.
    """
    pesan = _waiting(curhat)
    if pesan is None:
        return False
    biasa = pesan.created_at + timedelta(seconds=settings.JEDA_SARAN_DETIK + 1)
    if not ditunda and pesan.kirim_setelah > biasa:
        return False
    now = timezone.now()
    if pesan.kirim_setelah > now:
        pesan.kirim_setelah = now
        pesan.save(update_fields=["kirim_setelah"])
    return True


@transaction.atomic
def replace_saran(
    curhat: Curhat,
    *,
    teks: str,
    bagian: dict[str, Any] | None = None,
    varian: str | None = None,
    panduan_id: int | None = None,
) -> bool:
    """Put another text in the place of an advice that has not gone, there and in Jawaban.

    What is None stays. False when the old one has gone: then nothing is changed.
    """
    pesan = _waiting(curhat)
    if pesan is None:
        return False
    pesan.badan = saran_body(curhat, teks)
    pesan.save(update_fields=["badan"])
    jawaban = curhat.jawaban.select_for_update().first()
    if jawaban is not None:
        jawaban.teks = teks
        baru = {"bagian": bagian, "varian": varian and varian[:80], "panduan_id": panduan_id}
        for nama, nilai in baru.items():
            if nilai is not None:
                setattr(jawaban, nama, nilai)
        jawaban.save()
    return True


def bagian_of(susunan: Susunan) -> dict[str, Any]:
    """The parts of a composed answer as `Jawaban.bagian` keeps them."""
    return asdict(susunan.bagian) | {"keadaan": susunan.keadaan, "surat": susunan.surat}


@transaction.atomic
def postpone_saran(curhat: Curhat, *, until: datetime) -> bool:
    """Let an advice that has not gone wait until then (somebody is reading it); never shorter.

    One that is pressing is not held back. False when it has gone or may not wait.
    """
    pesan = _waiting(curhat)
    if pesan is None or is_pressing(curhat):
        return False
    lama = pesan.kirim_setelah
    if until > lama:
        pesan.kirim_setelah = until
        if pesan.kedaluwarsa_at is not None:
            pesan.kedaluwarsa_at += until - lama
        pesan.save(update_fields=["kirim_setelah", "kedaluwarsa_at"])
    return True


def has_gone(curhat: Curhat) -> bool:
    """Whether the advice has left, or never will by message; reads only."""
    return not _unsent(curhat).exists()


def _waiting(curhat: Curhat) -> PesanKeluar | None:
    """The row, locked, while no sender has taken it up; one that was tried may have arrived."""
    return _unsent(curhat).select_for_update(of=("self",)).first()


def _unsent(curhat: Curhat) -> Any:
    return PesanKeluar.objects.filter(
        kunci=saran_key(curhat), status=PesanKeluar.Status.QUEUED, percobaan=0
    )
