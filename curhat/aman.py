"""AMAN and TIDAK AMAN: whether it is safe to write back in a sensitive matter.

A handler of settings.PESAN_HANDLERS. It claims the message only where the contact's newest report
that it reaches is sensitive; anywhere else these are words like any other.
"""

import re
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F

from curhat.models import AmbilAlih, Curhat, RiwayatCurhat
from curhat.services.jangkauan import reaches
from pesan.kanal.dasar import Masuk
from pesan.services import queue_pesan

_TIDAK = r"(?:tidak|tdk|ndak|nggak|gak|ga|ora|mboten|belum|blm|durung|dereng)"
_AMAN = re.compile(rf"^(?P<tidak>{_TIDAK}\s+)?aman(?:\s+(?:pak|bu|kak|mas|mbak))?$")
_SELAIN_HURUF = re.compile(r"[^a-z]+")


def read_aman(teks: str) -> bool | None:
    """True for AMAN, False for TIDAK AMAN in Indonesian or Javanese, None for anything else."""
    cocok = _AMAN.match(_SELAIN_HURUF.sub(" ", teks[:60].lower()).strip())
    return None if cocok is None else cocok["tidak"] is None


def handle(masuk: Sequence[Masuk]) -> list[bool]:
    """Claim the answers to the question that the care path asks."""
    jawab = {
        m.kontak.pk: (m, aman)
        for m in masuk
        if m.kontak is not None
        and m.isi.jenis in {"teks", "tombol"}
        and (aman := read_aman(m.isi.teks)) is not None
    }
    if not jawab:
        return [False] * len(masuk)
    rows = (
        Curhat.objects.filter(kontak__in=jawab, dihapus_at__isnull=True)
        .annotate(lewat_nomor=F("pesan_masuk__nomor_kanal"))
        .order_by("id")
    )
    terbaru = {
        row.kontak_id: row
        for row in rows
        if row.kontak_id is not None and reaches(jawab[row.kontak_id][0], row, row.lewat_nomor)
    }
    diambil = {pk for pk, row in terbaru.items() if row.rahasia}
    for pk in diambil:
        m, aman = jawab[pk]
        set_aman(terbaru[pk], m, aman=aman)
    return [m.kontak is not None and m.kontak.pk in diambil for m in masuk]


@transaction.atomic
def set_aman(curhat: Curhat, masuk: Masuk, *, aman: bool) -> None:
    """Note the answer. To TIDAK AMAN nothing is said, not even thanks."""
    Curhat.objects.filter(pk=curhat.pk).update(aman_dibalas=aman)
    RiwayatCurhat.objects.create(
        curhat=curhat,
        peristiwa=RiwayatCurhat.Peristiwa.PILIHAN,
        catatan=f"aman dibalas {'ya' if aman else 'tidak'}",
    )
    dipegang = AmbilAlih.objects.open().filter(kontak=curhat.kontak_id).exists()
    if aman and not dipegang:
        queue_pesan(
            kunci=f"aman:{masuk.pesan.pk}",
            templat="aman_ya",
            kontak=masuk.kontak,
            wilayah=curhat.wilayah_id,
            rujukan=curhat.kode,
        )
