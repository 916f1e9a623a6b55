"""Letters: one PDF and one Word file at a time, as a channel or the desk asks for them.

    .venv/bin/python -m bench.surat [--surat N]

The base of the ratios is a blank page by the same typst in the same run. Also numbers: issues a
second by one process, number and history included.
"""

import argparse
import logging
import os
import statistics
import sys
import time
from collections.abc import Callable

from bench.portal import AKAR, describe_machine, open_portal

SASARAN_MS = 60.0
KELURAHAN = "35.77.03.1009"


def measure(kerja: Callable[[int], object], banyak: int) -> tuple[float, float]:
    """Median and 95th percentile of one call in ms; the first call only warms up."""
    kerja(0)
    waktu = []
    for n in range(banyak):
        mulai = time.perf_counter()
        kerja(n)
        waktu.append((time.perf_counter() - mulai) * 1000)
    waktu.sort()
    return statistics.median(waktu), waktu[int(len(waktu) * 0.95)]


def main() -> int:
    argumen = argparse.ArgumentParser()
    argumen.add_argument("--surat", type=int, default=200)
    pilihan = argumen.parse_args()
    with open_portal():
        import typst  # noqa: PLC0415 - after django.setup()

        from dokumen.cetak.pdf import _fonts  # noqa: PLC0415
        from dokumen.models import JenisSurat  # noqa: PLC0415
        from dokumen.services import (  # noqa: PLC0415
            draft_surat,
            issue_surat,
            render_docx,
            render_pdf,
            submit_surat,
        )
        from wilayah.models import Pengguna, Penugasan, Wilayah  # noqa: PLC0415

        logging.disable(logging.INFO)
        print(describe_machine(), flush=True)
        lurah = Pengguna.objects.create(username="bench", nama="Bench", is_staff=True)
        Penugasan.objects.create(pengguna=lurah, peran="lurah", wilayah_id=KELURAHAN)
        semua = list(JenisSurat.objects.filter(aktif=True, wilayah=None).order_by("kode"))
        taman = Wilayah.objects.get(pk=KELURAHAN)
        menunggu = []
        for n in range(pilihan.surat):
            jenis = semua[n % len(semua)]
            isian = {satu.nama: satu.contoh for satu in jenis.kolom}
            menunggu.append(submit_surat(draft_surat(jenis=jenis, wilayah=taman, isian=isian)))
        mulai = time.perf_counter()
        surat = [issue_surat(satu, by=lurah) for satu in menunggu]
        laju = len(surat) / (time.perf_counter() - mulai)

        def blank(n: int) -> object:
            kosong = f'#set page(paper: "a4")\n{n}'.encode()
            return typst.compile(
                {"main.typ": kosong}, font_paths=_fonts(), ignore_system_fonts=True
            )

        dasar, dasar95 = measure(blank, pilihan.surat)
        pdf, pdf95 = measure(lambda n: render_pdf(surat[n]), pilihan.surat)
        docx, docx95 = measure(lambda n: render_docx(surat[n]), pilihan.surat)
    print(f"issued: {laju:.0f} letters/s by one process")
    print(f"blank page (base): median {dasar:.1f} ms, p95 {dasar95:.1f} ms")
    print(f"PDF:  median {pdf:.1f} ms, p95 {pdf95:.1f} ms, {pdf / dasar:.1f} x base")
    print(f"Word: median {docx:.1f} ms, p95 {docx95:.1f} ms, {docx / dasar:.1f} x base")
    tercapai = pdf <= SASARAN_MS and docx <= SASARAN_MS
    print(f"target {SASARAN_MS:.0f} ms median: {'met' if tercapai else 'MISSED'}")
    return 0 if tercapai else 1


if __name__ == "__main__":
    os.chdir(AKAR)
    sys.exit(main())
