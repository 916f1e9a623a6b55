"""Today's lines about the house: bookings to decide, who comes today, who waits (part "rumah")."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse

from ruko_parsel.hari_ini import BANYAK, DATANG, MENUNGGU, Butir
from ruko_parsel.hari_ini_meja import clock
from ruko_parsel.models import Antrean, Pemesanan, Tamu
from ruko_parsel.pihak import DESA, MEJA
from wilayah.format import tanggal_pendek
from wilayah.zona import at_place, zona_of

P = Pemesanan.Status


def booking_items(user: Any, now: datetime) -> list[Butir]:
    """Today's bookings of the house; requests for a room wait for the desk. One query."""
    peran = user.peran_aktif & (MEJA | DESA)
    if not peran:
        return []
    awal, akhir = _today(user, now)
    rows = Pemesanan.objects.visible_to(user, peran=peran).standing()
    # rooms of meetings stand on the page as their meetings
    rows = rows.filter(Q(mulai_at__lt=akhir) | Q(status=P.DIMINTA), selesai_at__gt=now,
                       mulai_at__lt=akhir + timedelta(days=30), rapat__isnull=True)  # fmt: skip
    rows = rows.select_related("ruang", "wilayah", "petugas").order_by("mulai_at")
    hasil = []
    for p in rows[: BANYAK * 3]:
        hari_ini = awal <= p.mulai_at < akhir or p.mulai_at < now
        if not hari_ini and not (p.status == P.DIMINTA and peran & MEJA):
            continue
        jam = clock(p.mulai_at, p.wilayah_id)
        kata = f"{jam}, {p.ruang}, {p.wilayah.nama_lengkap}, {p.jumlah_tamu} orang"
        if p.status == P.DIMINTA and peran & MEJA:
            hari = at_place(p.mulai_at, str(p.wilayah_id))
            kata = f"Minta ruang {tanggal_pendek(hari)} {kata}. Setujui atau tolak"
            hasil.append(Butir(p.perihal, f"{kata}.", p.get_absolute_url(), hari_ini, MENUNGGU))
        else:
            hasil.append(
                Butir(p.perihal, f"{kata}. {p.get_status_display()}.", p.get_absolute_url(),
                      bagian=DATANG)
            )  # fmt: skip
    return hasil[: BANYAK * 2]


def guest_items(user: Any, now: datetime) -> list[Butir]:
    """Who is in the house, and how many wait for a number to be called; two queries. The desk's."""
    if not user.peran_aktif & MEJA:
        return []
    awal, _akhir = _today(user, now)
    tamu = Tamu.objects.visible_to(user, peran=MEJA).inside().filter(masuk_at__gte=awal)
    hasil = [
        Butir(f"Tamu dari {t.asal}", f"Datang {clock(t.masuk_at, t.wilayah_id)}.",
              t.get_absolute_url(), bagian=DATANG)
        for t in tamu.order_by("-masuk_at")[:BANYAK]
    ]  # fmt: skip
    menunggu = Antrean.objects.visible_to(user, peran=MEJA).waiting().filter(tanggal=awal.date())
    if banyak := menunggu.count():
        hasil.insert(
            0, Butir(f"{banyak} nomor antrean menunggu", "Panggil nomor berikutnya.",
                     reverse("admin:ruko_parsel_antrean_meja"), True, DATANG)  # noqa: FBT003
        )  # fmt: skip
    return hasil


def _today(user: Any, now: datetime) -> tuple[datetime, datetime]:
    """The first moment of today and of tomorrow, where this person works."""
    kode = next((t.wilayah_id for t in user.penugasan_aktif if t.wilayah_id), None)
    awal = datetime.combine(at_place(now, kode).date(), time(), tzinfo=zona_of(kode))
    return awal, awal + timedelta(days=1)
