"""Letters: one PDF and one Word file at a time, and numbers by eight processes at once.

    .venv/bin/python -m bench.surat [--surat N] [--nomor N]

The base of the ratios is a blank page by the same typst in the same run. The numbers must come out
without a gap and without a double.
"""

import argparse
import logging
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from bench.portal import AKAR, describe_machine, open_portal

SASARAN_MS = 60.0
PROSES = 8
KELURAHAN = "35.77.03.1009"


def measure(nama: str, kerja: Callable[[int], object], banyak: int) -> tuple[float, str]:
    """Median of one call in ms, and a line with it, its 95th percentile and its CPU time.

    The first call only warms up. On a busy machine the CPU time says what the call itself costs.
    """
    kerja(0)
    waktu, cpu = [], []
    for n in range(banyak):
        mulai, kerja_cpu = time.perf_counter(), time.process_time()
        kerja(n)
        cpu.append((time.process_time() - kerja_cpu) * 1000)
        waktu.append((time.perf_counter() - mulai) * 1000)
    waktu.sort()
    tengah, ujung = statistics.median(waktu), waktu[int(len(waktu) * 0.95)]
    teks = (
        f"{nama}: median {tengah:.1f} ms, p95 {ujung:.1f} ms, CPU {statistics.median(cpu):.1f} ms"
    )
    return tengah, teks


def submit_many(banyak: int) -> list[Any]:
    """Letters of every kind that the kelurahan signs, filled with samples, waiting."""
    from dokumen.models import JenisSurat  # noqa: PLC0415 - after django.setup()
    from dokumen.services import draft_surat, submit_surat  # noqa: PLC0415
    from wilayah.models import Wilayah  # noqa: PLC0415

    jenis = list(JenisSurat.objects.filter(aktif=True, wilayah=None, arah="kelurahan"))
    taman = Wilayah.objects.get(pk=KELURAHAN)
    isian = [{satu.nama: satu.contoh for satu in j.kolom} for j in jenis]
    return [
        submit_surat(
            draft_surat(jenis=jenis[n % len(jenis)], wilayah=taman, isian=isian[n % len(jenis)])
        )
        for n in range(banyak)
    ]


def issue_by_many(lurah: int) -> float:
    """Eight processes issue what waits, beginning at the same moment; gives the seconds."""
    anak = [
        subprocess.Popen(
            [sys.executable, "-m", "bench.penerbit", str(ke), str(PROSES), str(lurah)],
            cwd=AKAR, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for ke in range(PROSES)
    ]  # fmt: skip
    for satu in anak:
        assert satu.stdout is not None
        assert satu.stdout.readline().strip() == "siap"
    mulai = time.perf_counter()
    for satu in anak:  # all are told first, then waited for
        assert satu.stdin is not None
        satu.stdin.write("mulai\n")
        satu.stdin.flush()
    for satu in anak:
        satu.communicate()
    assert [satu.returncode for satu in anak] == [0] * PROSES
    return time.perf_counter() - mulai


def main() -> int:
    argumen = argparse.ArgumentParser()
    argumen.add_argument("--surat", type=int, default=200)
    argumen.add_argument("--nomor", type=int, default=1000)
    pilihan = argumen.parse_args()
    with open_portal():
        import typst  # noqa: PLC0415 - after django.setup()

        from dokumen.cetak.pdf import embedded_fonts  # noqa: PLC0415
        from dokumen.models import RegisterSurat, Surat  # noqa: PLC0415
        from dokumen.services import render_docx, render_pdf  # noqa: PLC0415
        from dokumen.services.register import missing_numbers  # noqa: PLC0415
        from wilayah.models import Pengguna, Penugasan  # noqa: PLC0415

        logging.disable(logging.INFO)
        print(describe_machine(), flush=True)
        lurah = Pengguna.objects.create(username="bench", nama="Bench", is_staff=True)
        Penugasan.objects.create(pengguna=lurah, peran="lurah", wilayah_id=KELURAHAN)
        sudah = Surat.objects.numbered().in_wilayah(KELURAHAN).count()
        baru = {satu.pk for satu in submit_many(pilihan.nomor)}
        lama = issue_by_many(lurah.pk)
        register = RegisterSurat.objects.get(wilayah_id=KELURAHAN, buku="keluar")
        urut = Surat.objects.filter(pk__in=baru).values_list("urut", flat=True)
        utuh = not missing_numbers(register) and len(set(urut)) == len(baru)
        surat = list(Surat.objects.filter(pk__in=baru).select_related("jenis", "wilayah"))

        def blank(n: int) -> object:
            kosong = {"main.typ": f'#set page(paper: "a4")\n{n}'.encode()}
            return typst.compile(kosong, font_paths=embedded_fonts(), ignore_system_fonts=True)

        dasar, kata_dasar = measure("blank page (base)", blank, pilihan.surat)
        pdf, kata_pdf = measure("PDF", lambda n: render_pdf(surat[n % len(surat)]), pilihan.surat)
        docx, kata_docx = measure(
            "Word", lambda n: render_docx(surat[n % len(surat)]), pilihan.surat
        )
    print(f"{len(baru)} letters numbered by {PROSES} processes in {lama:.1f} s: ", end="")
    print(f"{'no gap, no double' if utuh else 'GAPS OR DOUBLES'} ({sudah} were there before)")
    print(kata_dasar)
    print(f"{kata_pdf}, {pdf / dasar:.1f} x base")
    print(f"{kata_docx}, {docx / dasar:.1f} x base")
    tercapai = utuh and pdf <= SASARAN_MS and docx <= SASARAN_MS
    print(f"target {SASARAN_MS:.0f} ms median, numbers whole: {'met' if tercapai else 'MISSED'}")
    return 0 if tercapai else 1


if __name__ == "__main__":
    os.chdir(AKAR)
    sys.exit(main())
