"""Calendars for tests: read what a feed or a page says."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.urls import reverse
from icalendar import Calendar

from luna_maya.services.kunjungan import move_kunjungan
from tests.luna_maya.pabrik import UTARA, WITA, make_kunjungan, make_tuan_rumah
from wilayah.services.langganan import open_langganan

JEMBER = "35.09.21.1001"
WIB = ZoneInfo("Asia/Jakarta")


def pada(tahun, bulan, hari, jam=19, menit=0):
    return dt.datetime(tahun, bulan, hari, jam, menit, tzinfo=WITA)


def feed(client, user, **kepala):
    """The calendar a new subscription of this user reads, parsed; {uid's kode: event}."""
    _langganan, kunci = open_langganan(nama=f"HP {user.langganan_kalender.count()}", by=user)
    jawab = client.get(reverse("kalender_ics", args=[kunci]), headers=kepala)
    assert jawab.status_code == 200
    return jawab, events(jawab)


def events(jawab):
    kalender = Calendar.from_ical(jawab.content)
    return {
        str(e["uid"]).removeprefix("kunjungan-").removesuffix("@hai-lurah"): e
        for e in kalender.walk("VEVENT")
    }


def held(lurah, mulai_at, di=f"{UTARA}.01.02", nama="Keluarga Pak Durahman"):
    """A visit that is over."""
    kunjungan = make_kunjungan(
        lurah=lurah, mulai_at=mulai_at, tuan_rumah=make_tuan_rumah(nama, di=di)
    )
    for status in ("pasti", "selesai"):
        kunjungan = move_kunjungan(kunjungan, to=status, by=lurah)
    return kunjungan
