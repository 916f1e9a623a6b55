"""`make run` whole: from an empty folder to an open portal, stopped, killed, and started again."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time

import psutil
import pytest

from config.syarat import check_port
from tests.config.proses import BASE_DIR, kill_all, processes_on, wait_until


class Portal:
    """One run of config.jalan on `data_dir`."""

    def __init__(self, data_dir):
        self.data_dir = data_dir
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        bersih = {k: v for k, v in os.environ.items() if not k.startswith(("HAI_LURAH", "MAKE"))}
        self.log = data_dir.with_suffix(f".{self.port}.log")
        with self.log.open("w") as log:
            self.proses = subprocess.Popen(
                [sys.executable, "-m", "config.jalan"],
                cwd=BASE_DIR,
                env=bersih | {"DATA_DIR": str(data_dir), "PORT": str(self.port)},
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            wait_until(self.says_ready, 180)
        except BaseException:
            self.end()
            raise

    def says_ready(self):
        assert self.proses.poll() is None, self.log.read_text()
        return f"http://127.0.0.1:{self.port}/" in self.log.read_text()

    def status(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/status/")
            return connection.getresponse().status
        finally:
            connection.close()

    def processes(self):
        """Everything alive in the portal's own process group."""
        found = []
        for process in psutil.process_iter(["status"]):
            try:
                same = os.getpgid(process.pid) == self.proses.pid
            except ProcessLookupError:
                continue
            if same and process.info["status"] != psutil.STATUS_ZOMBIE:
                found.append(process)
        return found

    def end(self):
        for process in self.processes():
            process.kill()
        self.proses.wait()


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    """A function that starts the portal on one data folder of this module."""
    data_dir = tmp_path_factory.mktemp("portal") / "data"
    started = []

    def start():
        started.append(Portal(data_dir))
        return started[-1]

    yield start
    for one in started:
        one.end()
    wait_until(lambda: not processes_on(data_dir), 30)


def test_it_opens_and_killed_it_leaves_nothing_running(portal):
    satu = portal()
    wait_until(lambda: satu.status() == 200, 90)
    names = " ".join(" ".join(process.cmdline()) for process in satu.processes())
    assert all(bagian in names for bagian in ("granian", "worker", "beat"))
    assert processes_on(satu.data_dir)
    satu.proses.kill()
    satu.proses.wait()
    wait_until(lambda: not satu.processes() and not processes_on(satu.data_dir), 30)


def test_everything_killed_at_once_it_starts_again_and_a_signal_stops_it(portal):
    satu = portal()
    kill_all([*satu.processes(), *processes_on(satu.data_dir)])
    satu.proses.wait()
    dua = portal()
    assert dua.status() in {200, 503}
    began = time.monotonic()
    dua.proses.send_signal(signal.SIGTERM)
    assert dua.proses.wait(15) == 0
    assert time.monotonic() - began < 10
    assert dua.processes() == processes_on(dua.data_dir) == []
    check_port("127.0.0.1", dua.port)
