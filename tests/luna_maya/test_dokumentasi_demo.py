"""The demo shows pictures that are public and some that are not, a published book and a kit."""

import shutil
import time
from pathlib import Path

import pytest

from dasbor.demo import luna as demo
from dasbor.demo.akun import load_akun, load_rtrw
from dasbor.demo.luna_dokumentasi import load_dokumentasi
from luna_maya import models as luna
from luna_maya.models import BukuTahunan, Dokumentasi, KitReplikasi

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo_luna():
    load_akun()
    load_rtrw()
    demo.load_kunjungan()


def test_the_demo_has_public_and_other_pictures_words_a_book_and_a_kit(demo_luna):
    mulai = time.monotonic()
    assert load_dokumentasi() > 0
    lama = time.monotonic() - mulai
    assert load_dokumentasi() == 0
    semua = Dokumentasi.objects.in_wilayah(demo.UTARA)
    assert 0 < semua.public().count() < semua.count()
    assert luna.Testimoni.objects.in_wilayah(demo.UTARA).public().exists()
    buku = BukuTahunan.objects.get(wilayah=demo.UTARA)
    assert buku.terbit_at
    assert KitReplikasi.objects.get(wilayah=demo.UTARA).terbit_at
    keluar = Path("/tmp/dok-demo")  # noqa: S108
    keluar.mkdir(exist_ok=True)
    shutil.copy(buku.pdf.path, keluar / "buku.pdf")
    shutil.copy(buku.docx.path, keluar / "buku.docx")
    (keluar / "lama.txt").write_text(str(lama))
    write_others(keluar)


def write_others(keluar):
    import datetime as dt

    from dokumen.cetak.kertas_pdf import compile_pdf  # noqa: PLC0415
    from dokumen.cetak.kertas_word import compile_docx  # noqa: PLC0415
    from luna_maya.cetak.formulir import compose_formulir  # noqa: PLC0415
    from luna_maya.cetak.kit import compose_kit  # noqa: PLC0415
    from luna_maya.cetak.laporan import compose_laporan, ready_laporan  # noqa: PLC0415

    k = Dokumentasi.objects.public().first().kunjungan
    kertas, gambar = ready_laporan(compose_laporan(k, tanggal=dt.date.today()), k)
    (keluar / "laporan.pdf").write_bytes(compile_pdf(kertas, gambar))
    (keluar / "laporan.docx").write_bytes(compile_docx(kertas, gambar))
    (keluar / "kit.pdf").write_bytes(compile_pdf(compose_kit(KitReplikasi.objects.get())))
    (keluar / "formulir.pdf").write_bytes(compile_pdf(compose_formulir(k)))
