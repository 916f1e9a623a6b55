"""What a person's calendar feed holds of the house (`settings.KALENDER_SUMBER`).

For who booked and who receives: their own. For the camat: what stands in the kecamatan.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Q

from ruko_parsel.models import Pemesanan
from wilayah.ical import Acara
from wilayah.peran import Peran
from wilayah.scope import prefix_q
from wilayah.zona import at_place

S = Pemesanan.Status


def list_acara(pengguna: Any, dari: datetime, sampai: datetime) -> Iterator[Acara]:
    """Their bookings between these moments, called-off ones too: a phone must hear of it.

    Rooms of meetings stand in the calendar as their meetings.
    """
    if not pengguna.is_active:
        return
    rows = Pemesanan.objects.visible_to(pengguna).filter(_own(pengguna), rapat__isnull=True)
    for satu in with_langkah(rows.overlapping(dari, sampai).exclude(status=S.DITOLAK)):
        yield acara_of(satu)


def with_langkah(rows: Any) -> Any:
    """Rows with what an entry needs; one query."""
    rows = rows.select_related("ruang", "wilayah", "petugas")
    rows = rows.annotate(langkah=Count("riwayat"), langkah_at=Max("riwayat__at"))
    return rows.order_by("mulai_at", "pk")


def acara_of(satu: Any) -> Acara:
    """One booking as a calendar entry, on the clock of the house."""
    kode = str(satu.wilayah_id)
    baris = [f"Keadaan: {satu.get_status_display()}", f"Kode di meja tamu: {satu.kode}"]
    if satu.petugas is not None:
        baris.append(f"Tamu diterima: {satu.petugas}")
    if satu.alasan:
        baris.append(f"Alasan: {satu.alasan}")
    return Acara(
        uid=f"ruang-{satu.kode}@hai-lurah",
        mulai=at_place(satu.mulai_at, kode),
        selesai=at_place(satu.selesai_at, kode),
        judul=f"{satu.perihal} ({satu.wilayah.nama_lengkap})",
        tempat=", ".join(filter(None, (satu.ruang.nama, satu.ruang.letak))),
        uraian="\n".join(baris),
        url=f"{settings.SITE_URL.rstrip('/')}{satu.get_absolute_url()}",
        batal=satu.status in {S.BATAL, S.DITOLAK, S.TIDAK_DATANG},
        sementara=satu.status == S.DIMINTA,
        sequence=max(satu.langkah - 1, 0),
        updated=satu.langkah_at or satu.created_at,
    )


def _own(pengguna: Any) -> Q:
    q = Q(petugas=pengguna) | Q(pemesan=pengguna)
    for tugas in pengguna.penugasan_aktif:
        if tugas.peran == Peran.CAMAT and tugas.wilayah_id:
            q |= prefix_q("wilayah", tugas.wilayah_id) & ~Q(status=S.DIMINTA)
    return q
