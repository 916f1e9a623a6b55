"""Private files and folders below DATA_DIR: made once, readable by their owner only."""

import contextlib
import errno
import fcntl
import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

SEBAB = {
    errno.EACCES: "tidak ada izin",
    errno.EPERM: "tidak ada izin",
    errno.EROFS: "sistem berkas hanya dapat dibaca",
    errno.ENOSPC: "ruang penyimpanan habis",
    errno.ENOTDIR: "di jalurnya ada berkas, bukan folder",
    errno.EEXIST: "di situ sudah ada berkas, bukan folder",
    errno.ENOENT: "folder di atasnya tidak dapat dibuat",
}


class GagalMulai(RuntimeError):  # noqa: N818 (a domain word)
    """The portal cannot start here. The message is one line of Indonesian for the operator."""


def prepare_folder(path: Path) -> Path:
    """Make `path` (0700 when it is new) and prove that it can be written.

    Raises GagalMulai, also when anyone on this machine could swap a folder on the way to it.
    """
    path = path.resolve()
    try:
        _make(path)
        with tempfile.TemporaryFile(dir=path):
            pass
    except OSError as galat:
        sebab = SEBAB.get(galat.errno or 0, galat.strerror or str(galat))
        raise GagalMulai(f"Folder data {path} tidak dapat ditulis: {sebab}.") from galat
    refuse_loose(path)
    return path


def _make(path: Path) -> None:
    if path.is_dir():
        return
    parent = path.parent
    if not parent.exists():
        parent.mkdir(parents=True)
    with contextlib.suppress(FileExistsError):
        path.mkdir(mode=0o700)
        follow_owner(path)


def follow_owner(path: Path) -> None:
    """As root, give a file we just made to the owner of its folder, so that they can run us too."""
    if os.geteuid() == 0:
        folder = path.parent.stat()
        os.chown(path, folder.st_uid, folder.st_gid, follow_symlinks=False)


def refuse_loose(path: Path) -> None:
    """Raise GagalMulai when `path` or a folder above it is world-writable without a sticky bit."""
    for folder in (path, *path.parents):
        mode = folder.stat().st_mode
        if mode & stat.S_IWOTH and not mode & stat.S_ISVTX:
            raise GagalMulai(
                f"Folder {folder} boleh ditulis siapa saja, jadi data warga tidak aman di "
                f"bawahnya; jalankan: chmod o-w {folder}"
            )


def read_or_create(path: Path, make: Callable[[], str]) -> str:
    """The text of a 0600 file; written once from `make()` however many processes come at once."""
    with contextlib.suppress(FileNotFoundError):
        return _read(path)
    prepare_folder(path.parent)
    handle, nama = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    baru = Path(nama)
    try:
        with os.fdopen(handle, "w") as berkas:
            berkas.write(make())
            berkas.flush()
            os.fsync(berkas.fileno())
        follow_owner(baru)
        # A hard link fails when another process was first, and never shows half a file.
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(baru)
    finally:
        baru.unlink()
    return _read(path)


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except PermissionError as galat:
        raise GagalMulai(
            f"Berkas {path} milik pengguna lain; jalankan sebagai pengguna yang membuatnya."
        ) from galat


def open_lock(path: Path) -> int:
    """A file descriptor to hold a flock on; it is not inherited by programs we start."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError as galat:
        raise GagalMulai(f"Kunci {path} tidak dapat dibuka: {galat.strerror}.") from galat
    if os.fstat(handle).st_uid != path.parent.stat().st_uid:
        follow_owner(path)
    return handle


@contextlib.contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold the lock file `path` alone; the kernel lets go of it whatever kills us."""
    handle = open_lock(path)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
