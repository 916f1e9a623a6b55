"""Entries of the log for tests."""

import datetime as dt
import io
import uuid

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from luna_maya.models import PersetujuanTuanRumah
from luna_maya.services.catatan import IsiCatatan, record_catatan
from tests.factories import WilayahFactory
from tests.luna_maya.pabrik import RT, make_kunjungan

OGG = b"OggS" + b"\0" * 60


def jpg(nama="dapur.jpg", ukuran=(40, 30)):
    """A small real photo."""
    keluar = io.BytesIO()
    Image.new("RGB", ukuran, (30, 90, 60)).save(keluar, "JPEG")
    return SimpleUploadedFile(nama, keluar.getvalue(), content_type="image/jpeg")


def ogg(nama="suara.ogg", isi=OGG):
    return SimpleUploadedFile(nama, isi, content_type="audio/ogg")


def going_on(**lain):
    """A visit that began three hours ago; the host said yes to notes, photos and voice."""
    izin = lain.pop("izin", {"foto": True, "suara": True})
    kunjungan = make_kunjungan(mulai_at=timezone.now() - dt.timedelta(hours=3), **lain)
    if izin is not None:
        allow(kunjungan, **izin)
    return kunjungan


def allow(kunjungan, *, catatan=True, **izin):
    """The host's answer."""
    return PersetujuanTuanRumah.objects.create(
        kunjungan=kunjungan, jawaban="ya", cara="chat", versi="uji", izin_catatan=catatan,
        untuk_mulai_at=kunjungan.mulai_at, **{f"izin_{apa}": boleh for apa, boleh in izin.items()},
    )  # fmt: skip


def isi(teks="Lampu jalan di ujung gang mati.", jenis="masalah", di=RT, **lain):
    return IsiCatatan(jenis=jenis, isi=teks, tempat=WilayahFactory(kode=di), **lain)


def make_catatan(kunjungan=None, *, by=None, kunci=None, catatan=None, **lain):
    """A recorded entry."""
    kunjungan = kunjungan or going_on()
    waktu = {nama: lain.pop(nama) for nama in ("dicatat_at", "dikirim_at", "now", "berkas")
             if nama in lain}  # fmt: skip
    return record_catatan(
        kunjungan, catatan or isi(**lain), kunci=kunci or uuid.uuid4(),
        by=by or kunjungan.lurah, **waktu,
    ).catatan  # fmt: skip


def post_isi(**lain):
    """What the page's form posts."""
    return {
        "kunci": str(uuid.uuid4()), "jenis": "masalah", "isi": "Got di depan pos mampet.",
        "tempat": RT, "kategori": "", "baru_terungkap": "", "pihak": "", **lain,
    }  # fmt: skip
