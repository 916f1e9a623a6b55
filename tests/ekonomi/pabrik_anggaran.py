"""A programme with its plan and money, for tests of the budget and what hangs on it."""

import datetime as dt
import io

from PIL import Image, ImageDraw

from ekonomi.models import TemplatProgram
from ekonomi.muat import load_program_templat
from ekonomi.muat_indikator import load_indikator
from ekonomi.services.anggaran import receive_dana, spend_dana
from ekonomi.services.program import run_program, start_program
from pesan.lampiran import store_unggahan
from tests.factories import PenggunaFactory, wilayah_of

TAMAN, PANDEAN = "35.77.03.1009", "35.77.03.1002"
MULAI = dt.date(2026, 8, 3)


def load_templates():
    load_indikator()
    load_program_templat()


def buat_program(di=TAMAN, *, templat="final-2025", by=None, jalan=True, mulai=MULAI, kode="srsp"):
    """A programme from a template, running unless told otherwise."""
    if not TemplatProgram.objects.exists():
        load_templates()
    by = by or PenggunaFactory(peran="lurah", di=di)
    templat = TemplatProgram.objects.get(pk=templat)
    program = start_program(templat, wilayah_of(di), mulai, by, kode=kode)
    return run_program(program, by=by) if jalan else program


def belanja(pos, jumlah=1_000_000, *, by=None, kunci=None, hari=dt.date(2026, 9, 7), **lain):
    """A booked payment; Monday 7 September 2026 unless told otherwise."""
    by = by or PenggunaFactory(peran="bendahara", di=str(pos.program.wilayah_id))
    n = pos.program.belanja.count()
    isi = {"bukti": None, "sumber": "apbd", "uraian": "Konsumsi pelatihan", **lain}
    return spend_dana(pos, jumlah=jumlah, kunci=kunci or f"uji:{n}", by=by, tanggal=hari, **isi)


def terima(program, jumlah=180_000_000, *, sumber="apbd", hari=dt.date(2026, 8, 5), kunci=None):
    n = program.penerimaan.count()
    by = PenggunaFactory(peran="bendahara", di=str(program.wilayah_id))
    return receive_dana(
        program, sumber, jumlah, tanggal=hari, kunci=kunci or f"uji:{n}", uraian="Uji", by=by
    )


def kuitansi(benih=0, *, ukuran=(480, 640), mutu=90):
    """A drawn receipt as JPEG; another seed is plainly another receipt."""
    gambar = Image.new("RGB", (480, 640), "#f4f0e6")
    kuas = ImageDraw.Draw(gambar)
    for baris in range(12):
        x = (benih * 97 + baris * 53) % 240
        kuas.rectangle((x, 30 + baris * 50, x + 200, 55 + baris * 50), fill="#30383a")
    keluar = io.BytesIO()
    gambar.resize(ukuran).save(keluar, "JPEG", quality=mutu)
    return keluar.getvalue()


def simpan_kuitansi(benih=0, **lain):
    return store_unggahan(kuitansi(benih, **lain), nama="kuitansi.jpg")
