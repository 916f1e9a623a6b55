"""Two who draft the report of one month at the same instant: there is one."""

import threading

from django.db import connection
from django.utils import timezone

from ruko_parsel.masa import closed_month
from ruko_parsel.models import LaporanRuko
from ruko_parsel.services.laporan import draft_laporan
from tests.ruko_parsel.pabrik import KECAMATAN, make_permintaan
from wilayah.models import Wilayah


def test_two_drafts_at_the_same_instant_are_one(nyata):
    make_permintaan()
    bulan = closed_month(timezone.localdate()).dari
    mulai, hasil = threading.Barrier(2), []

    def draft():
        kecamatan = Wilayah.objects.get(pk=KECAMATAN)
        mulai.wait()
        hasil.append(draft_laporan(kecamatan, bulan).pk)
        connection.close()

    benang = [threading.Thread(target=draft) for _ in range(2)]
    for satu in benang:
        satu.start()
    for satu in benang:
        satu.join()
    assert len(set(hasil)) == 1
    assert LaporanRuko.objects.count() == 1
