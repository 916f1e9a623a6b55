"""Payments at eight counters at once, against bare rows by the same eight processes.

    .venv/bin/python -m bench.kas [--bayar N] [--pinjaman N]

A payment is a journal with its lines, the receipt, the schedule, the loan and the history, in one
transaction; all tellers share the loans and one book. Afterwards the books must agree to the
Rupiah and the journal numbers have no gap.
"""

import argparse
import logging
import os
import subprocess
import sys
import time
from decimal import Decimal
from typing import Any

from bench.portal import AKAR, describe_machine, open_portal

PROSES = 8
SASARAN = 40.0  # payments a second of a kelurahan: far more than any counter takes
KELURAHAN = "35.77.03.1002"


def run_many(apa: str, banyak: int, bendahara: int) -> float:
    """Eight processes begin at the same moment; gives the seconds until the last is done."""
    anak = [
        subprocess.Popen(
            [sys.executable, "-m", "bench.kasir", apa, str(ke), str(PROSES), str(banyak),
             str(bendahara)],
            cwd=AKAR, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for ke in range(PROSES)
    ]  # fmt: skip
    for satu in anak:
        assert satu.stdout is not None
        assert satu.stdout.readline().strip() == "siap"
    mulai = time.perf_counter()
    for satu in anak:  # all are told before the first is waited for
        assert satu.stdin is not None
        satu.stdin.write("mulai\n")
        satu.stdin.flush()
    assert [satu.wait() for satu in anak] == [0] * PROSES
    return time.perf_counter() - mulai


def open_kas(banyak: int) -> tuple[Any, Any]:
    """A cooperative with so many running loans; gives it and its treasurer."""
    from django.utils import timezone  # noqa: PLC0415 - after django.setup()

    from ekonomi.models import ProdukPinjaman  # noqa: PLC0415
    from ekonomi.services import koperasi as layanan  # noqa: PLC0415
    from ekonomi.services import pinjaman as kredit  # noqa: PLC0415
    from wilayah.models import Pengguna, Wilayah  # noqa: PLC0415

    satu, dua = (Pengguna.objects.create(username=f"bench{n}", nama=f"Bench {n}") for n in (1, 2))
    koperasi = layanan.ensure_koperasi(
        wilayah=Wilayah.objects.get(pk=KELURAHAN), nama="Bench", mulai=timezone.localdate()
    )
    layanan.receive_modal(
        koperasi, sumber="csr", dari="Bench", jumlah=banyak * 10_000_000, kunci="bench", by=satu,
        cara="kas",
    )  # fmt: skip
    produk = ProdukPinjaman.objects.create(
        koperasi=koperasi, nama="Bench", jasa_persen=Decimal("1.5"), metode="flat",
        pokok_maks=10_000_000, tenor_maks=24,
    )  # fmt: skip
    for n in range(banyak):
        anggota = layanan.join_koperasi(koperasi, nama=f"Bench {n}", by=satu)
        pinjaman = kredit.apply_pinjaman(
            anggota, produk=produk, pokok=10_000_000, tenor=24, tujuan="bench", by=satu
        )
        kredit.disburse_pinjaman(kredit.decide_pinjaman(pinjaman, setuju=True, by=dua), by=satu)
    return koperasi, satu


def main() -> int:
    argumen = argparse.ArgumentParser()
    argumen.add_argument("--bayar", type=int, default=60, help="payments of each teller")
    argumen.add_argument("--pinjaman", type=int, default=24)
    pilihan = argumen.parse_args()
    with open_portal():
        from buku_besar.models import Jurnal, NomorJurnal  # noqa: PLC0415 - after django.setup()
        from ekonomi.models import Angsuran  # noqa: PLC0415
        from ekonomi.services.pinjaman.cocok import check_koperasi  # noqa: PLC0415

        logging.disable(logging.INFO)
        print(describe_machine(), flush=True)
        koperasi, bendahara = open_kas(pilihan.pinjaman)
        semua = pilihan.bayar * PROSES
        dasar = semua * 4 / run_many("dasar", pilihan.bayar * 4, bendahara.pk)
        bayar = semua / run_many("bayar", pilihan.bayar, bendahara.pk)
        cocok = all(not satu.selisih for satu in check_koperasi(koperasi))
        cocok = cocok and Angsuran.objects.filter(kunci__startswith="bench:").count() == semua
        jurnal = Jurnal.objects.filter(buku=koperasi.buku)
        akhir = NomorJurnal.objects.get(buku=koperasi.buku).terakhir
        cocok = cocok and jurnal.count() == akhir
    print(f"bare rows (base): {dasar:.0f} a second by {PROSES} processes")
    print(f"payments: {bayar:.0f} a second by {PROSES} tellers on {pilihan.pinjaman} shared loans,")
    print(f"1 / {dasar / bayar:.1f} of the base; books {'agree' if cocok else 'DO NOT AGREE'}")
    tercapai = cocok and bayar >= SASARAN
    print(f"target {SASARAN:.0f} payments a second, exact: {'met' if tercapai else 'MISSED'}")
    return 0 if tercapai else 1


if __name__ == "__main__":
    os.chdir(AKAR)
    sys.exit(main())
