"""Two people, or two workers, at the same instant on the real database."""

import datetime as dt

from luna_maya.models import BukuTahunan, Dokumentasi, LaporanKunjungan
from luna_maya.services.buku import queue_buku, run_antrean, start_buku
from luna_maya.services.dokumentasi import edit_dokumentasi
from luna_maya.services.laporan import settle_laporan
from tests.factories import WilayahFactory
from tests.luna_maya.pabrik import UTARA
from tests.luna_maya.pabrik_dokumentasi import make_foto, make_selesai
from tests.serentak import at_once


def test_two_covers_two_reports_and_two_workers_end_in_order(nyata):
    kunjungan = make_selesai()
    foto = [make_foto(kunjungan) for _ in range(2)]
    lain = {"keterangan": "", "teks_alt": "Teras", "diambil_oleh": "", "urut": 1, "sampul": True}
    at_once(*(lambda d=d: edit_dokumentasi(d, **lain, by=kunjungan.lurah) for d in foto))
    assert Dokumentasi.objects.filter(sampul=True).count() == 1

    hari = dt.date(2026, 11, 27)
    at_once(*[lambda: settle_laporan(kunjungan, tanggal=hari, by=kunjungan.lurah)] * 2)
    assert sorted(LaporanKunjungan.objects.values_list("versi", flat=True)) == [1, 2]

    queue_buku(start_buku(WilayahFactory(kode=UTARA), 2025, by=kunjungan.lurah))
    assert sorted(at_once(run_antrean, run_antrean)) == [0, 1]
    assert BukuTahunan.objects.get().status == "jadi"
