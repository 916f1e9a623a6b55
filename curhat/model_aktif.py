"""The classifier in use: what ships, plus the labelled rows of the VersiModel switched on."""

import time
from pathlib import Path

from django.conf import settings

from curhat.models import ContohLatih, VersiModel
from curhat.triase.klasifikasi import BarisLatih, Pengklasifikasi
from curhat.triase.klasifikasi import load_pengklasifikasi as load_bawaan

BOBOT_CONTOH = 3.0  # a person's label of a real text weighs more than a sentence we made up
_LOOK_AGAIN_EVERY = 15.0  # seconds until a version switched on elsewhere is noticed
FOLDER = Path(settings.DATA_DIR) / "model"


class _Simpanan:
    contoh_hingga: int | None = None
    model: Pengklasifikasi | None = None
    dilihat = 0.0


def read_contoh(hingga: int) -> list[BarisLatih]:
    """The labelled rows a version knows, in the order they came."""
    rows = ContohLatih.objects.filter(pk__lte=hingga).order_by("pk")
    return [
        BarisLatih(isi, sub, BOBOT_CONTOH) for isi, sub in rows.values_list("isi", "subkategori")
    ]


def load_pengklasifikasi() -> Pengklasifikasi:
    """The model in service now, trained here if this process's cache folder lacks it (seconds)."""
    versi = VersiModel.objects.filter(aktif=True).first()
    tambahan = read_contoh(versi.contoh_hingga) if versi else []
    return load_bawaan(tambahan=tambahan, cache=FOLDER)


def pengklasifikasi_aktif() -> Pengklasifikasi:
    """As `load_pengklasifikasi`, kept in the process; asked for each batch of messages."""
    now = time.monotonic()
    if _Simpanan.model is None or now - _Simpanan.dilihat > _LOOK_AGAIN_EVERY:
        versi = VersiModel.objects.filter(aktif=True).first()
        hingga = versi.contoh_hingga if versi else 0
        if _Simpanan.model is None or hingga != _Simpanan.contoh_hingga:
            _Simpanan.model, _Simpanan.contoh_hingga = load_pengklasifikasi(), hingga
        _Simpanan.dilihat = now
    return _Simpanan.model


def forget_model() -> None:
    """Look at the database at the next use."""
    _Simpanan.dilihat = 0.0
    _Simpanan.contoh_hingga = None
    _Simpanan.model = None
