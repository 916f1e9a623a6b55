"""Markets with stalls, businesses with cards, and market days of the past."""

import datetime as dt

from django.utils import timezone

from ekonomi.models import LapakPasar, Pasar, PasarHari
from ekonomi.services.akses_omzet import issue_akses
from ekonomi.services.pasar import save_pasar
from tests.ekonomi.pabrik import UsahaFactory
from tests.factories import PenggunaFactory, wilayah_of

TAMAN, PANDEAN = "35.77.03.1009", "35.77.03.1002"


def buat_pasar(*, di=TAMAN, lapak=3, **isi):
    """A market every day of the week that is tomorrow's, with so many stalls."""
    besok = timezone.localdate() + dt.timedelta(days=1)
    isi = {
        "nama": "Pasar Warga", "tempat": "Lapangan RW 05", "hari": besok.weekday(),
        "jam_mulai": dt.time(6), "jam_selesai": dt.time(10), "mulai": besok, **isi,
    }  # fmt: skip
    pasar = save_pasar(Pasar(wilayah=wilayah_of(di), **isi), by=None)
    LapakPasar.objects.bulk_create(
        [LapakPasar(pasar=pasar, nomor=str(n + 1)) for n in range(lapak)]
    )
    return pasar


def hari_depan(pasar):
    return pasar.hari_pasar.coming(timezone.now()).first()


def hari_lalu(pasar, hari=1):
    """A market day so many days ago."""
    mulai = timezone.now() - dt.timedelta(days=hari)
    return PasarHari.objects.create(
        pasar=pasar, asal=mulai.date(), mulai_at=mulai, selesai_at=mulai + dt.timedelta(hours=4)
    )


def usaha_berkartu(**isi):
    """A business with its card: (business, code, PIN)."""
    usaha = UsahaFactory(**isi)
    kartu = issue_akses(usaha, by=PenggunaFactory())
    return usaha, kartu.akses.kode, kartu.pin
