"""Keeps the portal's processes alive, and ends them all: the part of `make run` that waits."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import psutil

STOP_SECONDS = 7  # of the 10 the whole portal has; the database needs the rest
RESTARTS = 5  # of one process within RESTART_WINDOW, after that something is wrong
RESTART_WINDOW = 120
PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36


class Berhenti(BaseException):
    """Ctrl-C or SIGTERM: leave through every `finally` on the way."""


class TerlaluSering(RuntimeError):  # noqa: N818 (a domain word)
    """A process ends again and again; the message names it."""


@dataclass
class Anak:
    """One process of the portal: its name for the operator, its command, when it ended before."""

    nama: str
    command: Sequence[str]
    popen: subprocess.Popen[bytes] | None = None
    ended: list[float] = field(default_factory=list)


def install_signals() -> None:
    """Turn the first SIGINT or SIGTERM into Berhenti; the following ones change nothing."""

    def leave(_number: int, _frame: object) -> None:
        for tanda in (signal.SIGINT, signal.SIGTERM):
            signal.signal(tanda, signal.SIG_IGN)
        raise Berhenti

    for tanda in (signal.SIGINT, signal.SIGTERM):
        signal.signal(tanda, leave)


def adopt_orphans() -> None:
    """Linux: processes that a killed child leaves become ours, so that we can end them."""
    _prctl(PR_SET_CHILD_SUBREAPER, 1)


def die_with_parent(parent: int) -> None:
    """Linux: get SIGTERM when our parent process `parent` ends, even by kill -9."""
    _prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGTERM)


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)


class Pengawas:
    """Starts the children in its own process group and looks after them.

    `catatan` is where they write (a file descriptor); None: to this process's own output.
    """

    def __init__(
        self,
        anak: Sequence[Anak],
        env: Mapping[str, str],
        say: Callable[[str], None],
        *,
        catatan: int | None = None,
    ) -> None:
        self.catatan = catatan
        self.anak = anak
        self.env = dict(env)
        self.say = say

    def start(self) -> None:
        """Start every child."""
        for anak in self.anak:
            self._start(anak)

    def _start(self, anak: Anak) -> None:
        me = os.getpid()

        def prepare() -> None:
            for tanda in (signal.SIGINT, signal.SIGTERM):
                signal.signal(tanda, signal.SIG_DFL)
            die_with_parent(me)

        anak.popen = subprocess.Popen(  # noqa: S603
            anak.command,
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=self.catatan,
            stderr=self.catatan,
            preexec_fn=prepare,  # noqa: PLW1509 (this process has one thread)
        )

    def look_after(self) -> None:
        """One look: start again what ended. Raises TerlaluSering when that does not help."""
        for anak in self.anak:
            code = anak.popen.poll() if anak.popen else None
            if code is None:
                continue
            self._end_orphans()
            now = time.monotonic()
            anak.ended = [at for at in anak.ended if at > now - RESTART_WINDOW] + [now]
            if len(anak.ended) > RESTARTS:
                raise TerlaluSering(f"{anak.nama} terus berhenti (kode {code}); portal dihentikan.")
            self.say(f"{anak.nama} berhenti (kode {code}); dimulai lagi.")
            time.sleep(min(len(anak.ended) - 1, 3))
            self._start(anak)

    def stop(self) -> None:
        """End every child within STOP_SECONDS: politely, then by force. Safe to call twice."""
        processes = _descendants()
        for anak in self.anak:
            if anak.popen and anak.popen.poll() is None:
                anak.popen.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for anak in self.anak:
            if anak.popen:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    anak.popen.wait(max(deadline - time.monotonic(), 0.1))
        for process in {*processes, *_descendants()}:
            with contextlib.suppress(psutil.Error):
                process.kill()
        for anak in self.anak:
            if anak.popen:
                anak.popen.wait()
        self._end_orphans()

    def _end_orphans(self) -> None:
        """What a killed child left (adopt_orphans) would go on serving beside its successor."""
        known = {anak.popen.pid for anak in self.anak if anak.popen}
        for process in _descendants(recursive=False):
            if process.pid not in known:
                with contextlib.suppress(psutil.Error, ChildProcessError):
                    process.kill()
                    os.waitpid(process.pid, 0)


def _descendants(*, recursive: bool = True) -> list[psutil.Process]:
    """Processes below us in our own session; the database and its guard have sessions of theirs."""
    ours = os.getsid(0)
    found = []
    for process in psutil.Process().children(recursive=recursive):
        with contextlib.suppress(psutil.Error, ProcessLookupError):
            if os.getsid(process.pid) == ours:
                found.append(process)
    return found
