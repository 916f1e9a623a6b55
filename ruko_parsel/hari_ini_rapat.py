"""Today's lines about meetings: held today, minutes to approve, invitations (part "rapat")."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Q

from ruko_parsel.hari_ini import BANYAK, DATANG, MENUNGGU, Butir
from ruko_parsel.hari_ini_meja import clock
from ruko_parsel.models import Notulen, Rapat, UndanganRapat
from ruko_parsel.pihak import DESA, MEJA
from wilayah.format import tanggal_pendek
from wilayah.zona import at_place, zona_of

BELUM = UndanganRapat.Jawaban.BELUM


def meeting_items(user: Any, now: datetime) -> list[Butir]:
    """Meetings of today; one query. For the desk."""
    if not user.peran_aktif & MEJA:
        return []
    awal = _today(user, now)
    rows = (
        Rapat.objects.visible_to(user, peran=MEJA)
        .exclude(status=Rapat.Status.BATAL)
        .filter(selesai_at__gt=now, mulai_at__gte=awal, mulai_at__lt=awal + timedelta(days=1))
        .order_by("mulai_at")[:BANYAK]
    )
    return [
        Butir(r.judul, f"{clock(r.mulai_at, r.wilayah_id)}, {r.tempat}.", r.get_absolute_url(),
              bagian=DATANG)
        for r in rows
    ]  # fmt: skip


def minutes_items(user: Any, now: datetime) -> list[Butir]:
    """Minutes that wait for the chair's approval; one query."""
    if not user.peran_aktif & MEJA:
        return []
    rows = (
        Notulen.objects.filter(
            rapat__in=Rapat.objects.visible_to(user, peran=MEJA), rapat__pimpinan=user,
            rapat__status=Rapat.Status.SELESAI, disetujui_at__isnull=True,
        )
        .select_related("rapat")
        .order_by("rapat__mulai_at")[:BANYAK]
    )  # fmt: skip
    return [
        Butir(f"Notulen {n.rapat.judul}", "Baca, lalu setujui.", n.rapat.get_absolute_url(),
              bagian=MENUNGGU)
        for n in rows
    ]  # fmt: skip


def invitation_items(user: Any, now: datetime) -> list[Butir]:
    """Invitations to me or my village without an answer, and meetings of today; one query."""
    if not user.peran_aktif & DESA:
        return []
    awal = _today(user, now)
    rows = (
        UndanganRapat.objects.visible_to(user, peran=DESA)
        .sent()
        .filter(Q(pengguna=user) | Q(pengguna=None), rapat__selesai_at__gt=now)
        .filter(Q(jawaban=BELUM) | Q(rapat__mulai_at__lt=awal + timedelta(days=1)))
        .exclude(rapat__status=Rapat.Status.BATAL)
        .select_related("rapat")
        .order_by("rapat__mulai_at")[:BANYAK]
    )
    hasil = []
    for u in rows:
        hari_ini = u.rapat.mulai_at < awal + timedelta(days=1)
        belum = u.jawaban == BELUM
        hari = at_place(u.rapat.mulai_at, str(u.rapat.wilayah_id))
        pukul = clock(u.rapat.mulai_at, u.rapat.wilayah_id)
        kata = f"{tanggal_pendek(hari)} {pukul}, {u.rapat.tempat}"
        kata = f"Undangan: {kata}. Jawab hadir atau tidak" if belum else kata
        hasil.append(Butir(u.rapat.judul, f"{kata}.", u.get_absolute_url(), hari_ini and belum,
                           MENUNGGU if belum else DATANG))  # fmt: skip
    return hasil


def _today(user: Any, now: datetime) -> datetime:
    """The first moment of today, where this person works."""
    kode = next((t.wilayah_id for t in user.penugasan_aktif if t.wilayah_id), None)
    return datetime.combine(at_place(now, kode).date(), time(), tzinfo=zona_of(kode))
