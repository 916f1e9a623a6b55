"""Calendars for phones (RFC 5545): what the apps know of a person's days, as one text.

Each app names a function of `settings.KALENDER_SUMBER`: (pengguna, dari, sampai) -> Acara of what
overlaps these moments. It answers for what this person may read; nothing is filtered here.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from icalendar import Alarm, Calendar, Event

SEBELUM = timedelta(days=90)  # what a feed holds of the past
SESUDAH = timedelta(days=400)  # and of what is to come
_INGATKAN = ((timedelta(days=-1), "Besok"), (timedelta(hours=-2), "Dua jam lagi"))
_KENDALI = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Acara:
    """One entry of a calendar. `mulai`, `selesai` carry the zone of the place (`wilayah.zona`).

    `sequence` grows with every change of plan; `updated` is when the last one was made.
    `sementara`: not agreed yet.
    """

    uid: str
    mulai: datetime
    selesai: datetime
    judul: str
    updated: datetime
    tempat: str = ""
    uraian: str = ""
    url: str = ""
    batal: bool = False
    sementara: bool = False
    sequence: int = 0


SumberAcara = Callable[[Any, datetime, datetime], Iterable[Acara]]


def collect_acara(pengguna: Any, now: datetime) -> list[Acara]:
    """What every app knows of this person's days, the earliest first."""
    semua: list[Acara] = []
    for jalur in settings.KALENDER_SUMBER:
        sumber: SumberAcara = import_string(jalur)
        semua += sumber(pengguna, now - SEBELUM, now + SESUDAH)
    return sorted(semua, key=lambda satu: (satu.mulai, satu.uid))


def build_kalender(nama: str, acara: Iterable[Acara]) -> bytes:
    """The calendar as bytes: UTF-8, CRLF, folded lines. The same entries give the same bytes."""
    kalender = Calendar()
    kalender.add("prodid", "-//HAI LURAH//Kalender//ID")
    kalender.add("version", "2.0")
    kalender.add("calscale", "GREGORIAN")
    kalender.add("x-wr-calname", _plain(nama))
    kalender.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    kalender.add("x-published-ttl", "PT1H")
    for satu in acara:
        kalender.add_component(_event(satu))
    kalender.add_missing_timezones()
    return bytes(kalender.to_ical())


def _event(acara: Acara) -> Event:
    event = Event()
    event.add("uid", acara.uid)
    event.add("dtstamp", acara.updated)
    event.add("last-modified", acara.updated)
    event.add("dtstart", acara.mulai)
    event.add("dtend", acara.selesai)
    event.add("sequence", acara.sequence)
    event.add("status", _status(acara))
    event.add("summary", _plain(f"BATAL: {acara.judul}" if acara.batal else acara.judul))
    for kolom, isi in (("location", acara.tempat), ("description", acara.uraian)):
        if isi:
            event.add(kolom, _plain(isi))
    if acara.url:
        event.add("url", acara.url)
    if acara.batal:
        event.add("transp", "TRANSPARENT")
        return event
    for jarak, kata in _INGATKAN:
        event.add_component(_alarm(jarak, f"{kata}: {acara.judul}"))
    return event


def _status(acara: Acara) -> str:
    if acara.batal:
        return "CANCELLED"
    return "TENTATIVE" if acara.sementara else "CONFIRMED"


def _alarm(jarak: timedelta, kata: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _plain(kata))
    alarm.add("trigger", jarak)
    return alarm


def _plain(teks: str) -> str:
    """Without control characters, which no calendar program may read (RFC 5545, 3.1)."""
    return _KENDALI.sub(" ", teks.replace("\r\n", "\n")).strip()
