"""Answering one message of a chat."""

from typing import Any

from pesan.kanal.dasar import Masuk
from pesan.services import queue_pesan


def reply(m: Masuk, templat: str, **slots: Any) -> bool:
    """Owe the sender this template, once for the message; True, as a handler that claims it."""
    queue_pesan(
        kunci=f"{templat}:{m.pesan.pk}", templat=templat, slots=slots, kontak=m.kontak,
        wilayah=m.wilayah, nomor_kanal=m.nomor_kanal,
    )  # fmt: skip
    return True
