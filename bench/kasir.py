"""One of the processes of bench.kas.

python -m bench.kasir dasar|bayar KE PROSES BANYAK BENDAHARA

dasar: one bare row a transaction; bayar: payments on loans that all tellers share.
"""

import random
import sys

import django


def main() -> None:
    django.setup()
    from django.db import connection  # noqa: PLC0415 - after django.setup()

    from ekonomi.models import Pinjaman, RiwayatPinjaman  # noqa: PLC0415
    from ekonomi.services.pinjaman import receive_angsuran  # noqa: PLC0415
    from wilayah.models import Pengguna  # noqa: PLC0415

    apa = sys.argv[1]
    ke, banyak, siapa = int(sys.argv[2]), int(sys.argv[4]), int(sys.argv[5])
    by = Pengguna.objects.get(pk=siapa)
    pinjaman = list(Pinjaman.objects.filter(tujuan="bench"))
    acak = random.Random(ke)
    connection.ensure_connection()
    print("siap", flush=True)
    sys.stdin.readline()
    for n in range(banyak):
        satu = acak.choice(pinjaman)
        if apa == "dasar":
            RiwayatPinjaman.objects.create(pinjaman=satu, peristiwa="usul", by=by, catatan="dasar")
        else:
            receive_angsuran(
                satu, jumlah=1_000 + acak.randrange(500), kunci=f"bench:{ke}:{n}", by=by,
                sengaja=True,
            )  # fmt: skip


if __name__ == "__main__":
    main()
