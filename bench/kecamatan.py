"""The kecamatan's view over 5,000 requests of two years, against adding up row by row.

    .venv/bin/python -m bench.kecamatan [--permintaan N]

The base of the ratio loads the same requests with their histories and counts them one by one in
Python, in the same run: the same counts, the same medians of working hours.
"""

import argparse
import logging
import os
import random
import statistics
import sys
import time
from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

from bench.portal import AKAR, describe_machine, open_portal

KECAMATAN = "63.11.07"
TERBANYAK = 25  # queries of the page
RASIO = 1.0  # the whole page may take no longer than the base alone


def fill(banyak: int) -> None:
    """Requests over two years and all villages: most answered, a fifth paused, a tenth late."""
    from django.utils import timezone  # noqa: PLC0415

    from ruko_parsel.models import JenisMasalah, Permintaan, RiwayatPermintaan  # noqa: PLC0415
    from wilayah.models import Wilayah  # noqa: PLC0415

    acak, kini = random.Random(7), timezone.now()
    desa = list(Wilayah.objects.in_wilayah(KECAMATAN).kelurahan())
    masalah = list(JenisMasalah.objects.all())
    rows, riwayat = [], []
    for n in range(banyak):
        mulai = kini - timedelta(days=acak.random() * 730)
        jenis = acak.choice(masalah)
        batas = mulai + timedelta(days=jenis.hari_kerja * 1.5)
        jawab = mulai + timedelta(days=acak.expovariate(1 / jenis.hari_kerja))
        tutup = jawab + timedelta(days=acak.random() * 10)
        rows.append(
            Permintaan(
                wilayah=acak.choice(desa), nomor=f"RP/BENCH/{n}", kode=f"RB-{n:08d}",
                jenis="pendapat", masalah=jenis, bidang_id=jenis.bidang_id, judul=f"Bench {n}",
                uraian="Bench", saluran="petugas", due_at=batas, due_aturan="bench",
                status="selesai" if tutup < kini else "ditelaah",
                ditanggapi_at=jawab if jawab < kini else None,
                closed_at=tutup if tutup < kini else None, nilai=acak.choice([None, 3, 4, 5]),
            )
        )  # fmt: skip
        rows[-1].created_at = mulai
    dibuat = Permintaan._meta.get_field("created_at")
    dibuat.auto_now_add = False  # filed long ago: a deadline may not be before it
    try:
        Permintaan.objects.bulk_create(rows, batch_size=1000)
    finally:
        dibuat.auto_now_add = True
    for satu in rows:
        if satu.pk % 5 == 0:
            riwayat += [RiwayatPermintaan(permintaan=satu, dari="", ke="ditelaah", apa=apa)
                        for apa in ("Menunggu desa", "Dilanjutkan")]  # fmt: skip
    RiwayatPermintaan.objects.bulk_create(riwayat, batch_size=1000)
    _set_back(RiwayatPermintaan._meta.db_table)


def _set_back(tabel: str) -> None:
    """Give the pauses of the log the times they would have had."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:  # the log takes its own clock: set it back by hand
        cursor.execute(f"ALTER TABLE {tabel} DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE ruko_parsel_riwayatpermintaan r SET at = p.created_at + "
            "(CASE r.apa WHEN %s THEN interval '3 hours' ELSE interval '27 hours' END) "
            "FROM ruko_parsel_permintaan p WHERE p.id = r.permintaan_id",
            ["Menunggu desa"],
        )
        cursor.execute(f"ALTER TABLE {tabel} ENABLE TRIGGER USER")
        cursor.execute("ANALYZE")


def _camat() -> Any:
    """Whoever opens the page; a portal without the demo has nobody."""
    from wilayah.models import Pengguna, Penugasan  # noqa: PLC0415

    camat = Pengguna.objects.create(username="bench-camat", nama="Bench", is_staff=True)
    Penugasan.objects.create(pengguna=camat, peran="camat", wilayah_id=KECAMATAN)
    return camat


def row_by_row(rows: Any, dari: date, sampai: date) -> dict[str, tuple[int, float | None]]:
    """Requests and the median of working hours until the answer, by village, the slow way."""
    from django.utils import timezone  # noqa: PLC0415

    from ruko_parsel.jam_kerja import calendar_of  # noqa: PLC0415
    from ruko_parsel.services.permintaan import DILANJUTKAN, MENUNGGU_DESA  # noqa: PLC0415
    from wilayah.kalender import AWAL_HARI_KERJA  # noqa: PLC0415
    from wilayah.zona import zona_of  # noqa: PLC0415

    zona, kini = zona_of(KECAMATAN), timezone.now()
    kalender = calendar_of(KECAMATAN, dari, kini.astimezone(zona).date())
    hari = {h: (s, j) for h, s, j in zip(kalender.tanggal, kalender.sebelum, kalender.jam,
                                        strict=True)}  # fmt: skip

    def hours(saat: datetime) -> float:
        lokal = saat.astimezone(zona)
        sebelum, jam = hari[lokal.date()]
        awal = datetime.combine(lokal.date(), AWAL_HARI_KERJA, tzinfo=zona)
        return sebelum + min(jam, max(0.0, (lokal - awal).total_seconds() / 3600))

    per: dict[str, list[float]] = defaultdict(list)
    jumlah: dict[str, int] = defaultdict(int)
    for p in rows.prefetch_related("riwayat"):
        mulai = p.created_at.astimezone(zona).date()
        if not dari <= mulai <= sampai or p.status == "digabung":
            continue
        jumlah[p.wilayah_id] += 1
        jawab = min((w for w in (p.ditanggapi_at, p.closed_at) if w), default=None)
        if jawab is None:
            continue
        hilang, jeda = 0.0, None
        for r in p.riwayat.all():
            if r.apa == MENUNGGU_DESA:
                jeda = r.at
            elif r.apa == DILANJUTKAN and jeda:
                hilang += hours(min(r.at, jawab)) - hours(min(jeda, jawab))
                jeda = None
        per[p.wilayah_id].append(hours(jawab) - hours(p.created_at) - hilang)
    return {d: (n, statistics.median(per[d]) if per[d] else None) for d, n in jumlah.items()}


def timed(kerja: Any, kali: int) -> tuple[float, Any]:
    """The median of seconds, and what came back last."""
    waktu, hasil = [], None
    for _ in range(kali):
        mulai = time.perf_counter()
        hasil = kerja()
        waktu.append(time.perf_counter() - mulai)
    return statistics.median(waktu), hasil


def main() -> int:
    argumen = argparse.ArgumentParser()
    argumen.add_argument("--permintaan", type=int, default=5_000)
    banyak = argumen.parse_args().permintaan
    with open_portal(HAI_LURAH_DEMO="0"):
        from django.db import connection  # noqa: PLC0415 - after django.setup()
        from django.test import Client  # noqa: PLC0415
        from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

        from ruko_parsel.angka_kecamatan import count_ruko  # noqa: PLC0415
        from ruko_parsel.masa import Masa  # noqa: PLC0415
        from ruko_parsel.models import Permintaan  # noqa: PLC0415
        from wilayah.zona import hari_ini  # noqa: PLC0415

        logging.disable(logging.INFO)
        fill(banyak)
        print(describe_machine(), flush=True)
        akhir = hari_ini(KECAMATAN)
        masa = Masa(akhir - timedelta(days=731), akhir)
        rows = Permintaan.objects.in_wilayah(KECAMATAN)
        dasar, lambat = timed(lambda: row_by_row(rows, masa.dari, masa.sampai), 5)
        cepat, hasil = timed(lambda: count_ruko(rows, KECAMATAN, masa), 5)
        sama = all(
            hasil.desa[d].jumlah == n and abs((hasil.desa[d].jam_jawab or 0) - (tengah or 0)) < 0.01
            for d, (n, tengah) in lambat.items()
        )
        client = Client(headers={"host": "localhost"})
        client.force_login(_camat(), backend="wilayah.backends.PeranBackend")
        url = f"/admin/ruko_parsel/laporanruko/kecamatan/?{masa.query}"
        assert client.get(url).status_code == 200
        halaman, _j = timed(lambda: client.get(url), 7)
        with CaptureQueriesContext(connection) as found:
            client.get(url)
    print(f"{banyak} requests; row by row: {dasar * 1000:.0f} ms; figures: {cepat * 1000:.0f} ms, "
          f"ratio {cepat / dasar:.2f}")  # fmt: skip
    print(f"whole page: {halaman * 1000:.0f} ms, ratio {halaman / dasar:.2f}, {len(found)} queries")
    print(f"same counts and medians: {'yes' if sama else 'NO'}")
    tercapai = sama and len(found) <= TERBANYAK and halaman <= dasar * RASIO
    print(f"target ratio {RASIO}, {TERBANYAK} queries: {'met' if tercapai else 'MISSED'}")
    return 0 if tercapai else 1


if __name__ == "__main__":
    os.chdir(AKAR)
    sys.exit(main())
