"""In which order the handlers are asked: of two questions that wait, the newest gets the answer."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Value
from django.utils.module_loading import import_string

from pesan.kanal.dasar import Masuk

if TYPE_CHECKING:
    from datetime import datetime


SINGKAT = 6  # words: "4", "RT 01 RW 01", "tidak mau survei"


def in_order(masuk: Sequence[Masuk]) -> list[tuple[tuple[str, ...], list[Masuk]]]:
    """(handlers in their order, messages) of a batch: nearly always one pair.

    A short message whose sender has questions of several handlers open meets those handlers by when
    they asked, the last first, in the places they have among the others. One query; none for
    stories, which are nobody's plain answer.
    """
    biasa = tuple(settings.PESAN_HANDLERS)
    singkat = [m for m in masuk if m.kontak is not None and len(m.isi.teks.split()) <= SINGKAT]
    menunggu = _waiting([m.kontak.pk for m in singkat if m.kontak is not None], biasa)
    kelompok: dict[tuple[str, ...], list[Masuk]] = {}
    for m in masuk:
        terakhir = menunggu.get(m.kontak.pk) if m.kontak is not None else None
        urutan = _moved(biasa, terakhir) if terakhir else biasa
        kelompok.setdefault(urutan, []).append(m)
    return list(kelompok.items())


def _waiting(kontak: Sequence[int], handlers: Iterable[str]) -> dict[int, list[str]]:
    """{contact: handlers that asked it something, the last first} of those with two or more."""
    if not kontak:
        return {}
    bertanya = {oleh: settings.PESAN_BERTANYA.get(oleh) for oleh in handlers}
    rows = [
        import_string(path)(kontak).order_by().annotate(jalur_tanya=Value(oleh))
        .values_list("kontak_id", "jalur_tanya", "ditanya_pada")
        for oleh, path in bertanya.items()
        if path
    ]  # fmt: skip
    if len(rows) < 2:
        return {}
    pada: dict[int, dict[str, datetime]] = defaultdict(dict)
    semua: Any = rows[0].union(*rows[1:], all=True)
    for siapa, oleh, kapan in semua:
        pada[siapa][oleh] = max(kapan, pada[siapa].get(oleh, kapan))
    return {
        siapa: sorted(tanya, key=lambda oleh: tanya[oleh], reverse=True)
        for siapa, tanya in pada.items()
        if len(tanya) > 1
    }


def _moved(biasa: tuple[str, ...], terakhir: Sequence[str]) -> tuple[str, ...]:
    """The usual order with these handlers in this one, in the places they take up together."""
    giliran = iter(terakhir)
    return tuple(next(giliran) if satu in terakhir else satu for satu in biasa)
