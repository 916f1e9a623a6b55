"""SUDAH DITERIMA in a chat: a contact has the warning. A handler before `curhat.masuk`."""

import re
from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from pesan.kanal.dasar import Masuk
from pesan.services import queue_pesan
from ruko_parsel.models import PenerimaPeringatan
from ruko_parsel.services.peringatan import C, confirm_peringatan

_KATA = re.compile(r"(ya,? )?(sudah |sdh )?(diterima|terima|kami terima)( peringatan)?", re.I)
MENUNGGU = timedelta(days=3)


def handle(masuk: Sequence[Masuk]) -> list[bool]:
    """Claim the short answer of whoever has a warning open; stories pass on."""
    jawab = {m.kontak.pk: m for m in masuk if m.kontak is not None and _is_answer(m)}
    if not jawab:
        return [False] * len(masuk)
    terbuka: dict[int, list[PenerimaPeringatan]] = {}
    rows = PenerimaPeringatan.objects.filter(
        kontak__in=jawab, diterima_at__isnull=True,
        peringatan__created_at__gt=timezone.now() - MENUNGGU,
    )  # fmt: skip
    for satu in rows.select_related("peringatan"):
        terbuka.setdefault(satu.kontak_id, []).append(satu)
    return [
        m.kontak is not None and m.kontak.pk in terbuka and m.kontak.pk in jawab
        and _take(m, terbuka[m.kontak.pk])
        for m in masuk
    ]  # fmt: skip


def _is_answer(m: Masuk) -> bool:
    teks = " ".join(m.isi.teks[:60].split()).strip(" .!")
    return m.isi.jenis in {"teks", "tombol"} and _KATA.fullmatch(teks) is not None


def _take(m: Masuk, baris: Sequence[PenerimaPeringatan]) -> bool:
    """Every open warning is confirmed: the answer does not say which."""
    assert m.kontak is not None  # noqa: S101 - the caller has looked it up
    for peringatan in {satu.peringatan for satu in baris}:
        confirm_peringatan(peringatan, kontak=m.kontak.pk, cara=C.OBROLAN)
    queue_pesan(
        kunci=f"siaga_dicatat:{m.pesan.pk}", templat="siaga_dicatat", kontak=m.kontak,
        wilayah=m.wilayah, nomor_kanal=m.nomor_kanal,
    )  # fmt: skip
    return True
