"""Stops a database whose users were all killed. Runs beside it as a tiny process of its own.

Started by config.peladen_pg with the bare interpreter (no packages), as: penjaga.py PG PID. It
looks every two seconds, under the starter's own lock, whether anyone still holds the database.
"""

import fcntl
import os
import signal
import sys
import time
from pathlib import Path

SELANG = 2.0  # seconds between two looks
STOP_SECONDS = 8


def watch(pg: Path, pid: int) -> None:
    """Return when server `pid` of folder `pg` is gone, having stopped it if it was left alone."""
    while _runs(pg, pid):
        time.sleep(SELANG)
        with (pg / "mulai.lock").open("r+") as mulai, (pg / "pemakai.lock").open("r+") as pemakai:
            try:
                fcntl.flock(mulai, fcntl.LOCK_EX | fcntl.LOCK_NB)
                fcntl.flock(pemakai, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            _stop(pg, pid)


def _runs(pg: Path, pid: int) -> bool:
    """Whether `pid` is still the server of `pg`: not a zombie, not another process by now."""
    try:
        os.kill(pid, 0)
        proc = Path(f"/proc/{pid}")
        if proc.exists():
            return (proc / "cwd").readlink() == pg / "data"
        return (pg / "data" / "postmaster.pid").read_text().startswith(f"{pid}\n")
    except OSError:
        return False


def _stop(pg: Path, pid: int) -> None:
    deadline = time.monotonic() + STOP_SECONDS
    for tanda in (signal.SIGINT, signal.SIGQUIT):
        if _runs(pg, pid):
            os.kill(pid, tanda)
        while _runs(pg, pid) and time.monotonic() < deadline:
            time.sleep(0.05)
        deadline += STOP_SECONDS


if __name__ == "__main__":
    watch(Path(sys.argv[1]), int(sys.argv[2]))
