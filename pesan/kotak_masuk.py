"""Putting rows into the inbox with one statement: all that a webhook call or a form may cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

from pesan.models import PesanMasuk
from wilayah.kripto import encrypt


@dataclass(frozen=True, slots=True)
class BarisMasuk:
    """One event for the inbox; with `galat` it is kept, but as failed, for staff to look at."""

    id_penyedia: str
    muatan: str
    jenis: str = PesanMasuk.Jenis.PESAN
    nomor: int | None = None
    galat: str = ""
    pin_hingga: datetime | None = None


# By hand: bulk_create would wrap the one statement in a transaction of its own, which is two more
# round trips for each call.
_SIMPAN = """
INSERT INTO pesan_pesanmasuk
    (saluran, id_penyedia, jenis, nomor_kanal_id, muatan, muatan_hingga, pin_hingga, status,
     percobaan, galat, diterima_at, selesai_at)
SELECT %s, v.id, v.jenis, v.nomor, v.muatan, %s, v.pin_hingga,
       CASE WHEN v.galat = '' THEN 'baru' ELSE 'gagal' END, 0, v.galat,
       now(), CASE WHEN v.galat = '' THEN NULL ELSE now() END
FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::text[], %s::text[],
            %s::timestamptz[])
     WITH ORDINALITY AS v(id, jenis, nomor, muatan, galat, pin_hingga, urut)
ORDER BY v.urut
ON CONFLICT (saluran, id_penyedia) DO NOTHING
RETURNING id
"""


def insert_masuk(saluran: str, baris: Sequence[BarisMasuk]) -> list[int]:
    """Store events in order; gives the ids of the new rows. What is there already is skipped."""
    with connection.cursor() as cursor:
        cursor.execute(
            _SIMPAN,
            [
                str(saluran),
                timezone.now() + timedelta(days=settings.RETENSI_HARI["muatan_mentah"]),
                [b.id_penyedia for b in baris],
                [str(b.jenis) for b in baris],
                [b.nomor for b in baris],
                [encrypt(b.muatan) for b in baris],
                [b.galat for b in baris],
                [b.pin_hingga for b in baris],
            ],
        )
        return [pk for (pk,) in cursor.fetchall()]
