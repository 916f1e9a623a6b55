"""Households: 100,000 rows of the seed's columns in, checked and stored, against a bare COPY.

    .venv/bin/python -m bench.rumah [--baris N] [--xlsx N]

The base of the ratio is COPY of the same bytes into ten text columns by the same server in the same
run. The stored run reads, checks, compares, writes history and commits; finding look-alikes comes
after it and is timed apart. What comes out must be the file, byte for byte.
"""

import argparse
import io
import logging
import random
import sys
import time
from collections.abc import Callable
from typing import Any

from bench.portal import describe_machine, open_portal

SASARAN = 2000.0  # rows a second
KELURAHAN = "35.77.03.1009"
_DEPAN = ("Sarwo", "Wiji", "Parman", "Endang", "Rukmini", "Tejo", "Lastri", "Karno")
_SUKU_A = ("Wira", "Sasra", "Kerta", "Darma", "Cakra", "Jaya", "Puspa", "Retna", "Tirta", "Suta")
_SUKU_B = ("lukita", "wenang", "sentana", "padmaja", "wasesa", "sayekti", "raharja", "jati")
_RW = {"01": 5, "02": 6, "03": 4, "04": 5, "05": 6, "06": 3, "07": 4, "08": 3}


def make_file(banyak: int) -> bytes:
    """A file of the seed's columns; one row in five is spelled as people spell."""
    from ekonomi.impor.kolom import SEED  # noqa: PLC0415 - after django.setup()

    acak = random.Random(7)
    baris = [",".join(SEED)]
    for n in range(banyak):
        rw = acak.choice(list(_RW))
        rt = acak.randint(1, _RW[rw])
        nama = f"{acak.choice(_DEPAN)} {acak.choice(_SUKU_A)}{acak.choice(_SUKU_B)} {n % 977}"
        omzet, benar, hari = (
            acak.randint(0, 60) * 50_000,
            acak.choice(("True", "False")),
            "2025-10-07",
        )
        if n % 5 == 0:
            uang, benar, hari = f"Rp {omzet:,}".replace(",", "."), benar.lower(), "07/10/2025"
        else:
            uang = str(omzet)
        alamat = f"Jl. Merpati {n % 300} RT {rt:02d} RW {rw}"
        baris.append(
            f"B-{n:06d},{nama},{alamat},{benar},Keripik tempe,Wirausaha dasar;Digital,"
            f"{acak.randint(0, 3) * 500_000},{uang},{acak.choice(('True', 'False'))},{hari}"
        )
    return ("\n".join(baris) + "\n").encode()


def timed(kerja: Callable[[], Any]) -> tuple[float, float, Any]:
    """Wall seconds, this process's CPU seconds, and what came back."""
    mulai, cpu = time.perf_counter(), time.process_time()
    hasil = kerja()
    return time.perf_counter() - mulai, time.process_time() - cpu, hasil


def bare_copy(isi: bytes) -> float:
    """Seconds of COPY of the bytes as they are into ten text columns, commit included."""
    from django.db import connection, transaction  # noqa: PLC0415

    kolom = ", ".join(f"k{n} text" for n in range(10))
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE banding_copy ({kolom})")
        mulai = time.perf_counter()
        with transaction.atomic():
            perintah = "COPY banding_copy FROM STDIN (FORMAT csv, HEADER true)"
            with cursor.cursor.copy(perintah) as salin:
                for awal in range(0, len(isi), 65_536):
                    salin.write(isi[awal : awal + 65_536])
        lama = time.perf_counter() - mulai
        cursor.execute("DROP TABLE banding_copy")
    return lama


def as_xlsx(isi: bytes, banyak: int) -> bytes:
    import csv  # noqa: PLC0415

    import openpyxl  # noqa: PLC0415

    buku = openpyxl.Workbook(write_only=True)
    lembar = buku.create_sheet()
    for n, baris in enumerate(csv.reader(io.StringIO(isi.decode()))):
        if n > banyak:
            break
        lembar.append(baris)
    tampung = io.BytesIO()
    buku.save(tampung)
    return tampung.getvalue()


def run(isi: bytes, nama: str) -> tuple[Any, float, float, float]:
    """Upload, trial, saving: the import, and the wall seconds of each, and CPU of the saving."""
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415

    from ekonomi.services import impor as layanan  # noqa: PLC0415
    from wilayah.models import Wilayah  # noqa: PLC0415

    wilayah = Wilayah.objects.get(pk=KELURAHAN)
    berkas = SimpleUploadedFile(nama, isi)
    impor = layanan.open_impor(wilayah=wilayah, berkas=berkas, by=None)
    coba, _cpu, impor = timed(
        lambda: layanan.run_impor_now(layanan.map_impor(impor, impor.peta, by=None))
    )
    assert impor.status == "diperiksa", impor.alasan
    assert impor.jumlah_galat == 0, impor.jumlah_galat
    simpan, cpu, impor = timed(lambda: layanan.run_impor_now(layanan.keep_impor(impor, by=None)))
    assert impor.status == "selesai", impor.alasan
    return impor, coba, simpan, cpu


def main() -> int:
    argumen = argparse.ArgumentParser()
    argumen.add_argument("--baris", type=int, default=100_000)
    argumen.add_argument("--xlsx", type=int, default=20_000)
    pilihan = argumen.parse_args()
    with open_portal():
        from ekonomi.ekspor_rumah import rows_of_impor, seed_rows, write_csv  # noqa: PLC0415
        from ekonomi.impor.baca import Ragam  # noqa: PLC0415
        from ekonomi.models import PasanganMirip, Rumah  # noqa: PLC0415
        from ekonomi.services import impor as layanan  # noqa: PLC0415

        logging.disable(logging.INFO)
        mirip = layanan.propose_mirip
        layanan.propose_mirip = lambda *_: 0  # timed apart, below
        isi = make_file(pilihan.baris)
        dasar = min(bare_copy(isi) for _ in range(3))
        impor, coba, simpan, cpu = run(isi, "rumah.csv")
        print(describe_machine())
        print(f"file: {pilihan.baris} rows, {len(isi) / 1e6:.1f} MB")
        print(f"bare COPY: {dasar:.2f} s, {pilihan.baris / dasar:,.0f} rows/s")
        print(f"trial run: {coba:.2f} s, {pilihan.baris / coba:,.0f} rows/s")
        laju = pilihan.baris / simpan
        print(f"checked and stored: {simpan:.2f} s (CPU {cpu:.2f}), {laju:,.0f} rows/s")
        print(f"ratio to bare COPY: {simpan / dasar:.1f}")
        _i, _c, sama, _cpu = run(isi, "rumah.csv")
        print(f"the same file again: {sama:.2f} s, {pilihan.baris / sama:,.0f} rows/s")
        lama, _cpu, keluar = timed(
            lambda: b"".join(
                write_csv(rows_of_impor(impor, Rumah.objects.all()), Ragam.of(impor.ragam))
            )
        )
        assert keluar == isi, "what came out is not what went in"
        print(f"out again, byte for byte: {lama:.2f} s")
        lama, _cpu, _k = timed(lambda: sum(map(len, write_csv(seed_rows(Rumah.objects.all())))))
        print(f"export of all: {lama:.2f} s")
        lama, _cpu, n = timed(lambda: mirip(KELURAHAN, impor.urutan))
        print(f"look-alikes: {lama:.2f} s, {n} pairs proposed of {PasanganMirip.objects.count()}")
        if pilihan.xlsx:
            _i, _c, simpan, _cpu = run(as_xlsx(isi, pilihan.xlsx), "rumah.xlsx")
            print(f"XLSX, {pilihan.xlsx} rows: {simpan:.2f} s, {pilihan.xlsx / simpan:,.0f} rows/s")
        tepat = laju >= SASARAN
        print(f"target {SASARAN:,.0f} rows/s: {'met' if tepat else 'missed'}")
        return 0 if tepat else 1


if __name__ == "__main__":
    sys.exit(main())
