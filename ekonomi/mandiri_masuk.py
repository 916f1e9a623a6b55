"""Inbound "TAMPIL TIDAK": a family takes its name off the public pages from its own phone."""

import re
from collections.abc import Sequence

from ekonomi.services.mandiri import withdraw_of_kontak
from pesan.kanal.dasar import Masuk
from pesan.services import queue_pesan

_CABUT = re.compile(r"^\s*(?:jangan\s+tampil(?:kan)?|tampil(?:kan)?\s+tidak)\s*[.!]*\s*$", re.I)


def handle(masuk: Sequence[Masuk]) -> list[bool]:
    """Claim the words that withdraw; everything else goes on."""
    return [_one(m) for m in masuk]


def _one(m: Masuk) -> bool:
    if m.kontak is None or not _CABUT.match(m.isi.teks or ""):
        return False
    jumlah = withdraw_of_kontak(m.kontak, cara="lewat pesan")
    templat = "tampil_dicabut" if jumlah else "tampil_tidak_ada"
    queue_pesan(
        kunci=f"{templat}:{m.pesan.pk}", templat=templat, kontak=m.kontak, wilayah=m.wilayah,
        nomor_kanal=m.nomor_kanal,
    )  # fmt: skip
    return True
