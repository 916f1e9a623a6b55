"""The classifier in use: what ships, plus the labelled rows of the VersiModel switched on.

Each machine makes the file of a version once from the rows and keeps it in DATA_DIR/model; see
docs/keputusan/002 and 015.
"""

import threading
import time
from functools import lru_cache
from pathlib import Path

import structlog
from django.conf import settings
from django.db import connection

from curhat.data_latih import DataLatih, read_data_of
from curhat.models import VersiModel
from curhat.triase.klasifikasi import (
    Pengklasifikasi,
    PengklasifikasiLokal,
    fingerprint,
    read_latih,
)
from curhat.triase.klasifikasi import load_pengklasifikasi as load_bawaan
from curhat.triase.simpanan import load_or_train

log = structlog.get_logger("curhat.model")
_LOOK_AGAIN_EVERY = 15.0  # seconds until a version switched on elsewhere is noticed
_BARU = 3600.0  # seconds; a younger file may belong to a training that has not committed
FOLDER = Path(settings.DATA_DIR) / "model"
BAWAAN = (0, "")  # the key of what ships


class _Simpanan:
    kunci: tuple[int, str] | None = None
    model: Pengklasifikasi | None = None
    dilihat = 0.0
    benang: threading.Thread | None = None


@lru_cache(maxsize=1)
def _dasar() -> str:
    """Of the shipped sentences, the code and its libraries: another one makes every model anew."""
    return fingerprint(read_latih())[:12]


def path_of(sidik: str) -> Path:
    """Where this machine keeps the model made from the rows of this fingerprint."""
    return FOLDER / f"versi-{sidik[:24]}-{_dasar()}.joblib"


def build_versi(data: DataLatih, *, versi: str, sidik: str = "") -> Pengklasifikasi:
    """The model of these rows, from its file or trained now; what ships where there are none.

    `sidik` is what the file is named by: a version keeps its name when rows have gone since.
    """
    if not data.latih:
        return load_bawaan(cache=FOLDER)
    return load_or_train(
        path_of(sidik or data.sidik),
        PengklasifikasiLokal,
        lambda: PengklasifikasiLokal([*read_latih(), *data.rows()], versi=versi),
    )


def load_versi(versi: VersiModel | None) -> Pengklasifikasi:
    """The model of this version, trained here if this machine lacks it; None is what ships."""
    if versi is None:
        return load_bawaan(cache=FOLDER)
    return build_versi(read_data_of(versi), versi=versi.versi, sidik=versi.sidik)


def load_pengklasifikasi() -> Pengklasifikasi:
    """The model in service now, trained here if this process's cache folder lacks it (seconds)."""
    return load_versi(VersiModel.objects.filter(aktif=True).first())


def pengklasifikasi_aktif() -> Pengklasifikasi:
    """As `load_pengklasifikasi`, kept in the process; asked for each batch of messages.

    A version this machine has no file of yet is made beside the work; until then the one before it
    answers, so that no resident waits for a training.
    """
    now = time.monotonic()
    if _Simpanan.model is not None and now - _Simpanan.dilihat <= _LOOK_AGAIN_EVERY:
        return _Simpanan.model
    versi = VersiModel.objects.filter(aktif=True).first()
    kunci = (versi.pk, versi.sidik) if versi else BAWAAN
    if _Simpanan.model is None or (kunci != _Simpanan.kunci and _is_ready(versi)):
        _Simpanan.model, _Simpanan.kunci = load_versi(versi), kunci
        _drop_stale()
    elif kunci != _Simpanan.kunci and versi is not None:
        _start_making(versi)
    _Simpanan.dilihat = now
    return _Simpanan.model


def _is_ready(versi: VersiModel | None) -> bool:
    if versi is None or not versi.jumlah_contoh:
        return True
    return bool(versi.sidik) and path_of(versi.sidik).exists()


def _start_making(versi: VersiModel) -> None:
    """Train in a thread, one at a time; the next look finds the file."""
    if _Simpanan.benang is not None and _Simpanan.benang.is_alive():
        return
    _Simpanan.benang = threading.Thread(target=_make_alone, args=(versi,), daemon=True)
    _Simpanan.benang.start()


def _make_alone(versi: VersiModel) -> None:
    try:
        load_versi(versi)
    except Exception:
        log.exception("versi_gagal_dibuat", versi=versi.versi)
    finally:
        connection.close()


def forget_model() -> None:
    """Look at the database at the next use."""
    _Simpanan.dilihat = 0.0
    _Simpanan.kunci = None
    _Simpanan.model = None


def look_again() -> None:
    """Notice a switch at the next use, with the model there is until the new one is ready."""
    _Simpanan.dilihat = float("-inf")


def drop_files(keep: set[str], *, older_than: float = 0.0) -> int:
    """Delete this machine's files of versions whose rows are not `keep` (fingerprints); how many.

    A model made from words that were erased must not stay on a disk. `older_than` seconds spares
    one that is being made just now.
    """
    tinggal, batas = {path_of(sidik).name for sidik in keep}, time.time() - older_than
    buang = [
        p
        for p in FOLDER.glob("versi-*.joblib")
        if p.name not in tinggal and p.stat().st_mtime <= batas
    ]
    for path in buang:
        path.unlink(missing_ok=True)
        path.with_name(f"{path.name}.lock").unlink(missing_ok=True)
    return len(buang)


def _drop_stale() -> None:
    """What other machines made anew without erased words, this one drops when it notices."""
    try:
        drop_files(set(VersiModel.objects.values_list("sidik", flat=True)), older_than=_BARU)
    except OSError as error:
        log.warning("berkas_model_tidak_terhapus", galat=type(error).__name__)
