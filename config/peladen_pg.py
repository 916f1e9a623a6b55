"""The PostgreSQL server of the embedded mode: its owner, folders, first set-up, start and stop.

Callers hold the locks (config.basisdata). `postgres` never runs as root: as root we become the
owner of the data folder just before starting it. Folders above the data folder keep their modes;
the server reaches its data through /proc/self/cwd, so they need not be open to its owner.
"""

import contextlib
import hashlib
import os
import pwd
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from config.berkas import GagalMulai, refuse_loose
from config.biner_pg import Pemilik, programs_for, wheel_folder

PENGGUNA = "hai_lurah"
START_SECONDS = 120  # crash recovery replays the log first
STOP_SECONDS = 8
# For a small box. Statements and key values stay out of the server's log: they hold personal data.
SETELAN = {
    "shared_buffers": "128MB",
    "max_connections": "100",
    "synchronous_commit": "on",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "on",
    "log_directory": "log",
    "log_filename": "postgresql-%a.log",
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
    "log_rotation_size": "10MB",
    "log_file_mode": "0600",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}


@dataclass(frozen=True)
class Peladen:
    """One server: `pg` is DATA_DIR/pg, `data` the cluster in it, `soket` the socket's folder."""

    pg: Path
    pemilik: Pemilik

    @property
    def data(self) -> Path:
        return self.pg / "data"

    @property
    def soket(self) -> Path:
        # Not below DATA_DIR: a socket's path may be 107 bytes long, a folder's name much longer.
        sidik = hashlib.sha256(os.fsencode(self.pg)).hexdigest()[:12]
        return Path("/tmp") / f"hai-lurah-{self.pemilik.uid}-{sidik}"  # noqa: S108 (checked before use)


def peladen(data_dir: Path) -> Peladen:
    """The server of `data_dir`, running or not. Touches nothing."""
    pg = data_dir.resolve() / "pg"
    return Peladen(pg, _owner(pg))


def _owner(pg: Path) -> Pemilik:
    if os.geteuid() != 0:
        return Pemilik(os.geteuid(), os.getegid(), drop=False)
    for folder in (pg / "data", pg.parent):
        with contextlib.suppress(FileNotFoundError):
            info = folder.stat()
            if info.st_uid != 0:
                return Pemilik(info.st_uid, info.st_gid, drop=True)
    if (pg / "data").exists():
        raise GagalMulai(f"Folder {pg / 'data'} milik root; PostgreSQL tidak dijalankan oleh root.")
    nobody = pwd.getpwnam("nobody")
    return Pemilik(nobody.pw_uid, nobody.pw_gid, drop=True)


def running_pid(server: Peladen) -> int | None:
    """Process id of the server, or None. A recycled or copied process id does not count."""
    try:
        pid = int((server.data / "postmaster.pid").read_text().split("\n", 1)[0])
        return pid if _is_ours(psutil.Process(pid), server) else None
    except PermissionError as galat:
        raise GagalMulai(
            f"Folder {server.pg} milik pengguna lain; jalankan sebagai pengguna yang membuatnya."
        ) from galat
    except (OSError, ValueError, psutil.Error):
        return None


def _is_ours(process: psutil.Process, server: Peladen) -> bool:
    try:
        ours = process.name() == "postgres" and process.cwd() == str(server.data)
        return ours and _is_alive(process)
    except psutil.Error:
        return False


def is_ready(server: Peladen) -> bool:
    """Whether the running server says so and its socket answers."""
    try:
        lines = (server.data / "postmaster.pid").read_text().splitlines()
        if len(lines) < 8 or lines[7].strip() != "ready":
            return False
        with socket.socket(socket.AF_UNIX) as soket:
            soket.settimeout(2)
            soket.connect(str(server.soket / ".s.PGSQL.5432"))
    except OSError:
        return False
    return True


def initialise(server: Peladen, password: str) -> None:
    """Make the cluster, unless it is there. Half a cluster of a killed run is thrown away."""
    if (server.data / "PG_VERSION").exists():
        return
    baru = server.pg / "data.baru"
    if baru.exists():
        shutil.rmtree(baru)
    baru.mkdir(mode=0o700)
    if server.pemilik.drop:
        os.chown(baru, server.pemilik.uid, server.pemilik.gid)
    options = [f"--set={nama}={nilai}" for nama, nilai in SETELAN.items()]
    with tempfile.TemporaryFile() as sandi:
        # initdb opens its standard input by name, so as its own account: the file must be its own.
        if server.pemilik.drop:
            os.fchown(sandi.fileno(), server.pemilik.uid, server.pemilik.gid)
        sandi.write(password.encode() + b"\n")
        sandi.seek(0)
        hasil = subprocess.run(  # noqa: S603
            [
                *(str(programs_for(server.pemilik) / "initdb"), "-D", _data_argument(baru)),
                *("--locale=C.UTF-8", "--locale-provider=builtin", "--encoding=UTF8"),
                *(f"--username={PENGGUNA}", "--auth=scram-sha-256", "--pwfile=/dev/stdin"),
                *options,
            ],
            **(_surroundings(baru) | server.pemilik.popen()),
            stdin=sandi,
            capture_output=True,
            text=True,
            check=False,
        )
    if hasil.returncode:
        raise GagalMulai(f"Basis data tidak dapat disiapkan: {_last_line(hasil.stderr)}")
    baru.rename(server.data)


def start(server: Peladen, extra: Mapping[str, str]) -> None:
    """Start the server and wait until it takes connections. Raises GagalMulai with its reason."""
    _check_version(server)
    _clear_stale(server)
    prepare_socket(server)
    setelan = {
        "listen_addresses": "",
        "unix_socket_directories": str(server.soket),
        "unix_socket_permissions": "0700",
        "port": "5432",
        **extra,
    }
    command = [str(programs_for(server.pemilik) / "postgres"), "-D", _data_argument(server.data)]
    for nama, nilai in setelan.items():
        command += ["-c", f"{nama}={nilai}"]
    catatan = server.pg / "mulai.log"
    with catatan.open("w") as log:
        # The shell leaves at once, so the server is nobody's child: no one has to reap it.
        hasil = subprocess.run(  # noqa: S603
            ["/bin/sh", "-c", '"$@" >&2 & echo $!', "sh", *command],
            **(_surroundings(server.data) | server.pemilik.popen()),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            start_new_session=True,
            check=True,
        )
    _wait_ready(server, int(hasil.stdout), catatan)
    _start_penjaga(server, int(hasil.stdout))


def _start_penjaga(server: Peladen, pid: int) -> None:
    """If all its users are killed, someone must still stop the server (config.penjaga)."""
    penjaga = Path(__file__).with_name("penjaga.py")
    subprocess.run(  # noqa: S603
        [
            *("/bin/sh", "-c", '"$@" >/dev/null 2>&1 &', "sh"),
            *(sys.executable, "-I", "-S", str(penjaga), str(server.pg), str(pid)),
        ],
        cwd="/",
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        check=True,
    )


def _wait_ready(server: Peladen, pid: int, catatan: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    process = psutil.Process(pid) if psutil.pid_exists(pid) else None
    while time.monotonic() < deadline:
        if is_ready(server):
            return
        if process is None or not _is_alive(process):
            break
        time.sleep(0.02)
    raise GagalMulai(f"Basis data tidak mau mulai: {_last_line(catatan.read_text())}")


def stop(server: Peladen) -> None:
    """Stop the server: at once for its clients, cleanly for its data."""
    pid = running_pid(server)
    if pid is None:
        return
    process = psutil.Process(pid)
    for tanda in (signal.SIGINT, signal.SIGQUIT):
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(tanda)
        if _wait_gone(process, STOP_SECONDS):
            break
    with contextlib.suppress(OSError):
        server.soket.rmdir()


def _wait_gone(process: psutil.Process, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while _is_alive(process):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def _is_alive(process: psutil.Process) -> bool:
    # A zombie is over; the first process of a container may be slow to reap it.
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def prepare_socket(server: Peladen) -> None:
    """The socket's folder: ours, private and a real folder, or GagalMulai."""
    folder, pemilik = server.soket, server.pemilik
    refuse_loose(folder.parent)
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    info = folder.lstat()
    if pemilik.drop and info.st_uid == 0 and stat.S_ISDIR(info.st_mode):
        os.chown(folder, pemilik.uid, pemilik.gid, follow_symlinks=False)
        info = folder.lstat()
    private = stat.S_ISDIR(info.st_mode) and not info.st_mode & 0o077
    if not private or info.st_uid != pemilik.uid:
        raise GagalMulai(f"Folder {folder} bukan folder pribadi milik kami; hapus lalu coba lagi.")


def _clear_stale(server: Peladen) -> None:
    """Remove what a killed server left, once none of its processes is left on this data."""
    traces = [server.data / "postmaster.pid", *server.soket.glob(".s.PGSQL.*")]
    if not any(jejak.exists() for jejak in traces):
        return
    deadline = time.monotonic() + STOP_SECONDS
    while any(_is_ours(process, server) for process in psutil.process_iter()):
        if time.monotonic() > deadline:
            raise GagalMulai(f"Proses PostgreSQL lama masih memakai {server.data}.")
        time.sleep(0.05)
    for jejak in traces:
        jejak.unlink(missing_ok=True)


def _check_version(server: Peladen) -> None:
    versi = (server.data / "PG_VERSION").read_text().strip()
    ours = wheel_folder().name.removeprefix("pginstall")
    if versi != ours:
        raise GagalMulai(
            f"Data di {server.data} dibuat PostgreSQL {versi}, sedangkan yang terpasang {ours}; "
            "pindahkan dengan pg_dump dan pg_restore (docs/menjalankan.md)."
        )


def _surroundings(folder: Path) -> dict[str, Any]:
    return {"cwd": folder, "env": {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}, "umask": 0o077}


def _data_argument(folder: Path) -> str:
    """How the server is told its data folder: by the one way that asks nothing of its parents."""
    return "/proc/self/cwd" if sys.platform == "linux" else str(folder)


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "tanpa keterangan"
