"""Where trained models are kept: files of one folder, made once however many processes want it."""

import contextlib
import fcntl
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import joblib

from curhat.triase.normalisasi import FIXTURES

T = TypeVar("T")


def cache_folder() -> Path:
    """DATA_DIR/model where the environment names a data folder, else .data/model beside the code.

    The only place where triage looks at the environment; the portal's settings read it alike.
    """
    data = os.environ.get("DATA_DIR")
    return (Path(data).resolve() if data else FIXTURES.parent / ".data") / "model"


def load_or_train(jalur: Path, jenis: type[T], train: Callable[[], T]) -> T:
    """Return what `jalur` holds; trained and kept there where it is absent or damaged.

    Processes that want the same file wait for the one that trains. A folder that cannot be written
    only costs time.
    """
    model = _read(jalur, jenis)
    if model is not None:
        return model
    with _alone(jalur):
        model = _read(jalur, jenis)
        if model is None:
            model = train()
            _save(model, jalur)
        return model


def _read(jalur: Path, jenis: type[T]) -> T | None:
    try:
        model = joblib.load(jalur)
    except Exception:
        return None  # absent, or damaged: it is trained again and replaced
    return model if isinstance(model, jenis) else None


@contextlib.contextmanager
def _alone(jalur: Path) -> Iterator[None]:
    """Hold the lock beside `jalur`; the kernel lets go of it whatever kills us."""
    try:
        jalur.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        kunci = os.open(f"{jalur}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:
        yield
        return
    try:
        with contextlib.suppress(OSError):  # a file system without locks
            fcntl.flock(kunci, fcntl.LOCK_EX)
        yield
    finally:
        os.close(kunci)


def _save(isi: object, jalur: Path) -> None:
    """Write `isi` in one step, under another name first; do nothing where the folder refuses."""
    try:
        with tempfile.NamedTemporaryFile(dir=jalur.parent, suffix=".tmp", delete=False) as berkas:
            joblib.dump(isi, berkas)
        os.replace(berkas.name, jalur)  # noqa: PTH105
    except OSError:
        return
