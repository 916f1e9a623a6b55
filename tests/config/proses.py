"""Processes of the embedded database, as the tests look at them."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

from config import basisdata, peladen_pg

BASE_DIR = Path(__file__).resolve().parent.parent.parent


def server_pid(data_dir):
    """Process id of the server of `data_dir`, or None."""
    return peladen_pg.running_pid(peladen_pg.peladen(data_dir))


def processes_on(data_dir):
    """Every PostgreSQL process that works on `data_dir`."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.name() == "postgres" and process.cwd() == str(data_dir / "pg" / "data"):
                found.append(process)
        except psutil.Error:
            continue
    return found


def wait_until(condition, seconds=15):
    """Poll until `condition()` is true; fail with its name otherwise."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"{condition} tidak terjadi dalam {seconds} detik"
        time.sleep(0.1)


def kill_all(processes):
    """kill -9 of each; one that died with its parent a moment ago is dead too."""
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()


def kill_server(data_dir):
    """kill -9 of the postmaster, and of its children, which die a moment later by themselves."""
    os.kill(server_pid(data_dir), signal.SIGKILL)
    kill_all(processes_on(data_dir))


def insert_row(data_dir):
    """Commit one more row; gives how many there are."""
    with basisdata.connect(data_dir, "hai_lurah") as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS baris (id int)")
        connection.execute("INSERT INTO baris VALUES (1)")
        return connection.execute("SELECT count(*) FROM baris").fetchone()[0]


def other_user(data_dir):
    """Another process that holds the database until it is ended."""
    code = (
        "import sys, time; from pathlib import Path; from config import basisdata\n"
        "h = basisdata.ensure_running(Path(sys.argv[1])); print('siap', flush=True)\n"
        "sys.stdin.read(); basisdata.stop_if_last(h)\n"
    )
    proses = subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", code, str(data_dir)],
        cwd=BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert proses.stdout.readline() == b"siap\n"
    return proses
