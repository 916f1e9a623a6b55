"""The supervisor: what ends is started again, and all end with it."""

import contextlib
import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from tests.config.proses import BASE_DIR, wait_until

# A supervisor of three children: one that ends politely, one that ignores SIGTERM, and one with a
# child of its own (as a web server has). It prints the process ids of all.
PENGAWAS = """
import os, sys, time
from config.pengawas import *
install_signals(); adopt_orphans()
keras = "import signal, time; signal.signal(15, signal.SIG_IGN)"
keras += "; print('keras', flush=True); time.sleep(99)"
induk = "import subprocess as s; p = s.Popen(['/bin/sleep', '99'])"
induk += "; print('cucu', p.pid, flush=True); p.wait()"
anak = [Anak("Sopan", ["/bin/sleep", "99"]), Anak("Induk", [sys.executable, "-c", induk])]
if "keras" in sys.argv: anak.append(Anak("Keras", [sys.executable, "-c", keras]))
if "gagal" in sys.argv: anak.append(Anak("Gagal", ["/bin/false"]))
say = lambda text: print(text, flush=True)
p = Pengawas(anak, os.environ, say)
try:
    p.start()
    print("anak", *(a.popen.pid for a in anak), flush=True)
    while True:
        p.look_after(); time.sleep(0.1)
except Berhenti:
    print("berhenti", flush=True)
except TerlaluSering as galat:
    print(galat, flush=True); sys.exit(1)
finally:
    p.stop()
"""


class Jalan:
    """A running supervisor, its output so far, and every process that it started."""

    def __init__(self, *arguments):
        self.proses = subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", PENGAWAS, *arguments],
            cwd=BASE_DIR,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        pids = [int(pid) for pid in self.read("anak").split()[1:]]
        self.anak = [psutil.Process(pid) for pid in pids if psutil.pid_exists(pid)]
        wait_until(self.anak[1].children)
        self.semua = [*self.anak, *self.anak[1].children()]

    def read(self, start):
        """The next line of output that begins with `start`."""
        for line in self.proses.stdout:
            if line.startswith(start):
                return line.strip()
        pytest.fail(f"tidak ada baris {start!r}")

    def all_gone(self):
        return not any(is_alive(process) for process in self.semua)


def is_alive(process):
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


@pytest.fixture
def jalan():
    started = []

    def start(*arguments):
        started.append(Jalan(*arguments))
        return started[-1]

    yield start
    for one in started:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(one.proses.pid, signal.SIGKILL)
        one.proses.communicate()


@pytest.mark.parametrize("tanda", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_all_children(jalan, tanda):
    one = jalan()
    one.proses.send_signal(tanda)
    assert one.proses.wait(10) == 0
    wait_until(one.all_gone, 2)


def test_ctrl_c_reaches_the_whole_group_and_still_ends_well(jalan):
    one = jalan()
    os.killpg(one.proses.pid, signal.SIGINT)
    assert one.proses.wait(10) == 0
    wait_until(one.all_gone, 2)


def test_a_child_that_ignores_the_signal_is_killed_within_ten_seconds(jalan):
    one = jalan("keras")
    one.read("keras")
    began = time.monotonic()
    one.proses.send_signal(signal.SIGTERM)
    assert one.proses.wait(10) == 0
    assert time.monotonic() - began < 10
    wait_until(one.all_gone, 1)


def test_when_the_supervisor_is_killed_its_children_end(jalan):
    one = jalan()
    one.semua = one.anak  # a grandchild is its parent's to end
    one.proses.kill()
    wait_until(one.all_gone, 5)
    assert not any(is_alive(satu) for satu in one.anak)


def test_a_child_that_ends_is_named_and_started_again_without_what_it_left(jalan):
    one = jalan()
    cucu = one.semua[-1]
    one.anak[1].kill()
    assert one.read("Induk") == "Induk berhenti (kode -9); dimulai lagi."
    baru = int(one.read("cucu").split()[1])
    assert baru != cucu.pid
    wait_until(lambda: not is_alive(cucu), 5)
    assert is_alive(psutil.Process(baru))
    one.semua.append(psutil.Process(baru))


def test_a_child_that_ends_again_and_again_stops_the_portal(jalan):
    one = jalan("gagal")
    assert one.read("Gagal terus") == "Gagal terus berhenti (kode 1); portal dihentikan."
    assert one.proses.wait(15) == 1
    wait_until(one.all_gone, 2)
