"""Meetings for tests: Kec. Paringin Selatan, invented people, far enough from midnight."""

import datetime as dt

from django.utils import timezone

from ruko_parsel.models import Rapat
from ruko_parsel.services.notulen import (
    IsiKeputusan,
    add_keputusan,
    approve_notulen,
    open_notulen,
)
from ruko_parsel.services.rapat import Rencana, end_rapat, plan_rapat, start_rapat
from ruko_parsel.services.undangan_rapat import invite_pengguna, send_undangan
from tests.factories import WilayahFactory
from tests.ruko_parsel.pabrik import KECAMATAN, make_camat, make_petugas
from wilayah.models import Wilayah
from wilayah.zona import hari_ini, zona_of


def at_hour(jam=9, hari=3, menit=0):
    """A moment so many days from today on the clock of Paringin."""
    tanggal = hari_ini(KECAMATAN) + dt.timedelta(days=hari)
    return dt.datetime.combine(tanggal, dt.time(jam, menit), tzinfo=zona_of(KECAMATAN))


def make_rapat(*, by=None, mulai_at=None, **lain):
    """A planned meeting of the kecamatan, led by its camat."""
    WilayahFactory(kode=KECAMATAN)
    petugas = by or make_petugas()
    mulai = mulai_at or at_hour()
    awal = {
        "wilayah": Wilayah.objects.get(pk=KECAMATAN),
        "judul": "Rapat koordinasi bulanan",
        "jenis": Rapat.Jenis.KOORDINASI,
        "tempat": "Aula kecamatan",
        "mulai_at": mulai,
        "selesai_at": mulai + dt.timedelta(hours=2),
        "pimpinan": lain.pop("pimpinan", None) or make_camat(),
        "notulis": petugas,
    }
    return plan_rapat(Rencana(**(awal | lain)), by=petugas)


def make_sent(*orang, **lain):
    """A meeting whose invitations are out; gives it and the invitations in that order."""
    rapat = make_rapat(**lain)
    invite_pengguna(rapat, orang, by=rapat.notulis)
    send_undangan(rapat, by=rapat.notulis)
    rapat.refresh_from_db()
    return rapat, [rapat.undangan.get(pengguna=satu) for satu in orang]


def make_held(rapat, *keputusan, by=None):
    """Hold it, write these decisions (dicts), approve the minutes; gives the decisions."""
    start_rapat(rapat, by=rapat.notulis)
    notulen = open_notulen(rapat, by=rapat.notulis)
    tenggat = timezone.localdate() + dt.timedelta(days=10)
    hasil = [
        add_keputusan(
            notulen,
            IsiKeputusan(**({"isi": "Kirim data", "tenggat": tenggat} | isi)),
            by=rapat.notulis,
        )
        for isi in keputusan
    ]
    end_rapat(rapat, by=rapat.notulis)
    approve_notulen(notulen, by=by or rapat.pimpinan)
    for satu in hasil:
        satu.refresh_from_db()
    return hasil
