"""Staff list: 50 tickets among 10,000, as the lurah of one kelurahan opens it.

    .venv/bin/python -m bench.daftar [--tiket N]

Counts queries and milliseconds of the real admin page, and looks at the plan of its main query.
"""

import argparse
import logging
import os
import statistics
import sys
import time
from datetime import timedelta

from bench.portal import AKAR, describe_machine, open_portal

SASARAN = 15
KELURAHAN = "35.77.03.1009"


def fill(banyak: int) -> None:
    """Tickets in bulk over all kelurahan in service, a twentieth of them in ours."""
    from django.utils import timezone  # noqa: PLC0415 - after django.setup()

    from curhat.models import Curhat, Subkategori, Tiket  # noqa: PLC0415
    from wilayah.models import Wilayah  # noqa: PLC0415

    now = timezone.now()
    tempat = [w.kode for w in Wilayah.objects.in_service().kelurahan()]
    sub = list(Subkategori.objects.all())
    for awal in range(0, banyak, 1000):
        curhat = []
        for n in range(awal, awal + 1000):
            s = sub[n % len(sub)]
            curhat.append(
                Curhat(
                    kode=f"HL-BNCH-{n:05d}", pin_hash="x", saluran="web",
                    wilayah_id=KELURAHAN if n % 20 == 0 else tempat[n % len(tempat)],
                    diterima_at=now - timedelta(minutes=n), isi="Got mampet " * 20,
                    ringkasan=f"Got mampet nomor {n}", kategori_id=s.kategori_id, subkategori=s,
                    urgensi=n % 5 + 1, keparahan="Medium", jenis_respons="B",
                    jenis_solusi="praktis", tingkat_masalah="umum", versi_model="bench",
                )
            )  # fmt: skip
        Curhat.objects.bulk_create(curhat)
        Tiket.objects.bulk_create(
            Tiket(
                nomor=f"T-BNCH-{c.pk}", curhat=c, wilayah_id=c.wilayah_id, urgensi=c.urgensi,
                sebab="bench", due_at=now + timedelta(days=3, minutes=c.pk), due_aturan="bench",
                verifikasi_due_at=now + timedelta(days=1),
            )
            for c in curhat
        )  # fmt: skip


def main() -> int:
    argumen = argparse.ArgumentParser()
    argumen.add_argument("--tiket", type=int, default=10_000)
    pilihan = argumen.parse_args()
    with open_portal():
        from django.db import connection  # noqa: PLC0415 - after django.setup()
        from django.test import Client  # noqa: PLC0415
        from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

        from curhat.models import Tiket  # noqa: PLC0415
        from wilayah.models import Pengguna, Penugasan  # noqa: PLC0415

        logging.disable(logging.INFO)
        fill(pilihan.tiket)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        user = Pengguna.objects.create(username="bench", nama="Bench", is_staff=True)
        Penugasan.objects.create(pengguna=user, peran="lurah", wilayah_id=KELURAHAN)
        client = Client(headers={"host": "localhost"})
        client.force_login(user, backend="wilayah.backends.PeranBackend")
        print(describe_machine(), flush=True)
        client.get("/admin/curhat/tiket/")
        waktu = []
        for _ in range(9):
            with CaptureQueriesContext(connection) as found:
                mulai = time.perf_counter()
                jawab = client.get("/admin/curhat/tiket/")
                waktu.append((time.perf_counter() - mulai) * 1000)
        assert jawab.status_code == 200
        baris = jawab.content.decode().count('name="_selected_action"')
        rows = Tiket.objects.visible_to(user).order_by("-urgensi", "due_at")[:50]
        rencana = rows.explain()
        terlihat = Tiket.objects.visible_to(user).count()
    print(f"list of {Tiket._meta.verbose_name}: {terlihat} visible among {pilihan.tiket}")
    print(f"{len(found)} queries, median {statistics.median(waktu):.0f} ms a page, {baris} rows")
    pakai = "tiket_" in rencana or "Index" in rencana
    print(f"plan uses an index: {'yes' if pakai else 'NO'}\n{rencana}")
    tercapai = len(found) <= SASARAN and pakai
    print(f"target {SASARAN} queries: {'met' if tercapai else 'MISSED'}")
    return 0 if tercapai else 1


if __name__ == "__main__":
    os.chdir(AKAR)
    sys.exit(main())
