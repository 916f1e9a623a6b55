"""Reminders: of meetings the day before and two hours before, of decisions before, on and weekly
after their day. Each goes out once, however many workers look.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from ruko_parsel.models import Keputusan, Permintaan, Rapat, TindakLanjut, UndanganRapat
from ruko_parsel.services.kabar_rapat import tell_undangan
from ruko_parsel.services.keputusan import tell_penanggung, tell_tuntas
from wilayah.zona import at_place

SEBELUM = timedelta(hours=2)
JAM_SEHARI = time(16, 0)
_JANGKAUAN = timedelta(hours=48)
JAM_TAGIH = range(8, 17)  # on the clock of the place
HARI_SEBELUM = 2  # a decision is asked for this many days before


def run_ingat_rapat(now: datetime | None = None) -> int:
    """What the scheduler does every ten minutes; gives how many meetings were reminded of."""
    now = now or timezone.now()
    rows = Rapat.objects.filter(
        status=Rapat.Status.DIUNDANG, mulai_at__gt=now, mulai_at__lte=now + _JANGKAUAN
    )
    due = [r.pk for r in rows.order_by("mulai_at") if due_reminder(r, now)]
    return sum(_remind(pk, now) for pk in due)


def due_reminder(rapat: Rapat, now: datetime) -> str:
    """ "h1" the day before from four, "j2" two hours before; empty when neither is due."""
    if rapat.mulai_at <= now:
        return ""
    if now >= rapat.mulai_at - SEBELUM:
        return "j2"
    lokal = at_place(rapat.mulai_at, str(rapat.wilayah_id))
    sehari = datetime.combine(lokal.date() - timedelta(days=1), JAM_SEHARI, tzinfo=lokal.tzinfo)
    return "h1" if now >= sehari else ""


@transaction.atomic
def _remind(pk: int, now: datetime) -> bool:
    rows: Any = Rapat.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
    rapat: Rapat | None = (
        rows.select_related("wilayah")
        .filter(pk=pk, status=Rapat.Status.DIUNDANG, mulai_at__gt=now)
        .first()
    )
    apa = due_reminder(rapat, now) if rapat is not None else ""
    if rapat is None or not apa:
        return False
    ke = rapat.undangan.sent().exclude(jawaban=UndanganRapat.Jawaban.TIDAK)
    if apa == "h1":  # who was asked only this afternoon knows
        ke = ke.exclude(dikirim_at__gt=now - timedelta(hours=4))
    kapan = "besok" if apa == "h1" else "dua jam lagi"
    langkah = f"ingat:{apa}:{int(rapat.mulai_at.timestamp())}"
    return bool(tell_undangan(rapat, "rapat_ingat", langkah=langkah, ke=ke, kapan=kapan))


def run_tagih(now: datetime | None = None) -> int:
    """What the scheduler does every hour: ask for decisions; gives how many were asked for."""
    now = now or timezone.now()
    batas = now.date() + timedelta(days=HARI_SEBELUM + 1)
    rows = Keputusan.objects.open().filter(tindak_lanjut__sampai__lte=batas)
    rows = rows.select_related("rapat", "tindak_lanjut")
    due = [
        k.pk for k in rows.order_by("tindak_lanjut__sampai", "pk") if _stage_now(k, now) != k.tahap
    ]
    return sum(_ask(pk, now) for pk in due)


def run_tuntas() -> int:
    """Requests whose last follow-up ended elsewhere in the portal: tell the officer, once."""
    rows = Keputusan.objects.filter(
        permintaan__status=Permintaan.Status.TINDAK_LANJUT,
        tindak_lanjut__status__in=TindakLanjut.ENDED,
    )
    rows = rows.select_related("permintaan__petugas", "rapat__notulis")
    # by the column: "permintaan" would sort by the requests' own ordering
    rows = rows.order_by("permintaan_id", "pk").distinct("permintaan_id")
    return sum(tell_tuntas(k) for k in rows)


def stage_of(keputusan: Keputusan, hari: date) -> str:
    """Which asking this day calls for: "s" before, "h" on the day, "l1", "l2" … weeks after;
    empty for none.

    With the day it was due, so that a decision that was put off is asked for anew.
    """
    selisih = (hari - keputusan.batas).days
    if selisih < -HARI_SEBELUM:
        return ""
    sesudah = "h" if selisih < 7 else f"l{selisih // 7}"
    apa = "s" if selisih < 0 else sesudah
    return f"{apa}:{keputusan.batas:%y%m%d}"


def _stage_now(keputusan: Keputusan, now: datetime) -> str:
    lokal = at_place(now, str(keputusan.rapat.wilayah_id))
    if lokal.hour not in JAM_TAGIH:
        return keputusan.tahap
    return stage_of(keputusan, lokal.date()) or keputusan.tahap


@transaction.atomic
def _ask(pk: int, now: datetime) -> bool:
    rows: Any = Keputusan.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
    keputusan: Keputusan | None = (
        rows.select_related("rapat__notulis", "tindak_lanjut__siapa").filter(pk=pk).first()
    )
    if keputusan is None or not keputusan.is_open:
        return False
    tahap = _stage_now(keputusan, now)
    if tahap == keputusan.tahap:
        return False
    keputusan.tahap = tahap
    keputusan.save(update_fields=["tahap"])
    templat = "keputusan_lewat" if tahap.startswith("l") else "keputusan_ingat"
    return tell_penanggung(keputusan, templat, langkah=f"tagih:{tahap}")
