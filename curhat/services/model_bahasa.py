"""Switching the language model on and off, its prompt versions, and what it is asked to do.

The rules answer is always written and owed first; a TugasModel only asks for something better while
that one waits. So doing nothing at any later point sends the rules answer in time.
"""

import time
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from curhat.model_bahasa.prompt import Prompt, parse_prompt
from curhat.model_bahasa.simpanan import forget_simpanan
from curhat.models import Curhat, PromptModel, SakelarModel, TugasModel
from curhat.services.saran import is_pressing
from pesan.bangun import wake
from pesan.models.kanal import SALURAN_PERCAKAPAN
from wilayah.models import Pengguna, Wilayah
from wilayah.scope import above

if TYPE_CHECKING:
    from curhat.services.curhat import CurhatDibuka

TUGAS = "curhat.tasks.run_model"
TENGGAT_HALAMAN = timedelta(minutes=10)  # a page shows the rules answer meanwhile
_LOOK_AGAIN_EVERY = 5.0  # seconds until a switch or a prompt counts in every process


class _Simpanan:
    sakelar: dict[str, SakelarModel] | None = None
    prompt: tuple[int, Prompt] | None = None
    dilihat = 0.0


def forget_model_bahasa() -> None:
    """Look at the switches and the prompt again at the next use."""
    _Simpanan.sakelar, _Simpanan.prompt, _Simpanan.dilihat = None, None, 0.0


def _refresh() -> None:
    if _Simpanan.sakelar is not None and time.monotonic() - _Simpanan.dilihat < _LOOK_AGAIN_EVERY:
        return
    _Simpanan.sakelar = {row.wilayah_id: row for row in SakelarModel.objects.all()}
    row = PromptModel.objects.filter(aktif=True).first()
    lama = _Simpanan.prompt
    if row is None or lama is None or lama[0] != row.pk:
        _Simpanan.prompt = (row.pk, parse_prompt(row.teks)) if row is not None else None
    _Simpanan.dilihat = time.monotonic()


def sakelar_of(wilayah: str) -> SakelarModel | None:
    """The switch that counts in this area: its own, else the nearest above; None where none is."""
    _refresh()
    baris = _Simpanan.sakelar or {}
    return next((baris[kode] for kode in reversed(above(wilayah)) if kode in baris), None)


def prompt_aktif() -> tuple[int, Prompt] | None:
    """(id, parsed text) of the prompt in use."""
    _refresh()
    return _Simpanan.prompt


def is_on(wilayah: str) -> bool:
    """Whether a model may be asked for answers in this area."""
    if not settings.OPENAI_MODEL:
        return False
    sakelar = sakelar_of(wilayah)
    return sakelar is not None and sakelar.aktif and prompt_aktif() is not None


def hears(wilayah: str) -> bool:
    """Whether voice notes of this area are written down by a model."""
    if not settings.OPENAI_TRANSCRIBE_MODEL:
        return False
    sakelar = sakelar_of(wilayah)
    return sakelar is not None and sakelar.aktif


def queue_tugas(dibuka: "Sequence[CurhatDibuka]") -> None:
    """Ask the model for the answers of a batch, in the transaction that opens the curhat.

    One query at most. Not for sensitive matters, emergencies, held or empty ones: they are the
    rules' alone.
    """
    if not settings.OPENAI_MODEL:
        return
    curhat = [d.curhat for d in dibuka if not d.triase.kosong and may_ask(d.curhat)]
    if not curhat:
        return
    now = timezone.now()
    TugasModel.objects.bulk_create(
        [TugasModel(curhat=c, boleh_at=now, tenggat_at=_deadline(c, now)) for c in curhat],
        ignore_conflicts=True,
    )
    wake(TUGAS)


def may_ask(curhat: Curhat) -> bool:
    """Whether this curhat's answer may be a model's."""
    return not (curhat.ditahan or is_pressing(curhat)) and is_on(curhat.wilayah_id)


def ask_again(curhat: Curhat) -> None:
    """The story has changed while its advice waits: what is asked is asked anew.

    The caller holds the curhat's lock. Does nothing for a curhat that no model was asked about.
    """
    now = timezone.now()
    tugas = TugasModel.objects.filter(curhat=curhat, jenis=TugasModel.Jenis.JAWAB)
    if may_ask(curhat):
        forget_simpanan(tugas.exclude(sidik="").values_list("sidik", flat=True))
        ulang = tugas.update(
            status=TugasModel.Status.MENUNGGU,
            boleh_at=now,
            tenggat_at=_deadline(curhat, now),
            percobaan=0,
            hasil="",
        )
        if ulang:
            wake(TUGAS)


def _deadline(curhat: Curhat, now: datetime) -> datetime:
    """A chat's advice leaves after JEDA_SARAN_DETIK: a call begun later would come too late."""
    kontak = curhat.kontak
    if kontak is None or kontak.saluran not in SALURAN_PERCAKAPAN:
        return now + TENGGAT_HALAMAN
    sisa = settings.JEDA_SARAN_DETIK - settings.MODEL_BATAS_DETIK
    return now + timedelta(seconds=max(sisa, 1.0))


@transaction.atomic
def set_sakelar(
    wilayah: Wilayah,
    *,
    by: Pengguna,
    aktif: bool,
    selalu_tinjau: bool = False,
    anggaran_token: int | None = None,
) -> SakelarModel:
    """Switch the model on or off for an area and below; counts everywhere within seconds."""
    isi = {
        "aktif": aktif, "selalu_tinjau": selalu_tinjau, "anggaran_token": anggaran_token, "by": by,
    }  # fmt: skip
    row, _baru = SakelarModel.objects.update_or_create(wilayah=wilayah, defaults=isi)
    transaction.on_commit(forget_model_bahasa)
    return row


@transaction.atomic
def draft_prompt(teks: str, *, by: Pengguna, catatan: str = "") -> PromptModel:
    """Keep a new prompt, not yet in use. Raises PromptKeliru naming what is wrong."""
    parse_prompt(teks)
    terakhir = PromptModel.objects.order_by("-versi").first()
    return PromptModel.objects.create(
        versi=terakhir.versi + 1 if terakhir else 1, teks=teks, by=by, catatan=catatan
    )


@transaction.atomic
def activate_prompt(prompt: PromptModel, *, by: Pengguna) -> PromptModel:
    """Put this version in use; the others stay and can be switched back on.

    Raises PromptKeliru, and switches nothing, when it cannot be read.
    """
    parse_prompt(prompt.teks)
    PromptModel.objects.select_for_update().filter(aktif=True).update(aktif=False)
    prompt.aktif, prompt.by = True, by
    prompt.save(update_fields=["aktif", "by"])
    transaction.on_commit(forget_model_bahasa)
    return prompt


def sidik_of(curhat: Iterable[Curhat]) -> list[str]:
    """Under which names a model's answers to these curhat are kept."""
    rows = TugasModel.objects.filter(curhat__in=[c.pk for c in curhat]).exclude(sidik="")
    return list(rows.values_list("sidik", flat=True))
