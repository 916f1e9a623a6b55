"""`make run`: database, web, worker and scheduler as one foreground process group.

Ctrl-C or SIGTERM stops all of them within ten seconds; when this process is killed its children
get SIGTERM from the kernel and the database's guard stops the database.
"""

import contextlib
import http.client
import ipaddress
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import BinaryIO

from config import syarat
from config.basisdata import Pegangan, ensure_running, revive
from config.berkas import GagalMulai, prepare_folder
from config.pengawas import (
    Anak,
    Berhenti,
    Pengawas,
    TerlaluSering,
    adopt_orphans,
    die_with_parent,
    install_signals,
)
from config.perintah import BASE_DIR, data_dir, is_embedded

CATATAN_BYTES = 50_000_000
READY_SECONDS = 180  # a machine that is busy elsewhere takes its time
SELANG = 0.5  # seconds between two looks at the children


def main() -> int:
    """Run the portal until it is told to stop. Returns the exit code."""
    install_signals()
    adopt_orphans()
    if os.environ.get("MAKELEVEL"):
        die_with_parent(os.getppid())
    try:
        return _run()
    except Berhenti:
        _say("Portal berhenti.")
        return 0
    except (GagalMulai, TerlaluSering) as galat:
        sys.stderr.write(f"{galat}\n")
        return 1


def _run() -> int:
    os.chdir(BASE_DIR)
    host = os.environ.get("HOST") or "127.0.0.1"
    port = syarat.port_from(os.environ.get("PORT") or "8000")
    folder = prepare_folder(data_dir())
    syarat.check_port(host, port)
    env = os.environ | {"PORT": str(port), "DATA_DIR": str(folder), "PYTHONUNBUFFERED": "1"}
    env.setdefault("HAI_LURAH_DEMO", "1" if is_embedded() and is_loopback(host) else "0")
    env.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    alone = syarat.hold_alone(folder)
    with contextlib.ExitStack() as stack:
        stack.callback(os.close, alone)
        pegangan = stack.enter_context(ensure_running(folder)) if is_embedded() else None
        _prepare(env)
        catatan = stack.enter_context(_open_catatan(folder))
        pengawas = Pengawas(_anak(host, port, folder), env, _say, catatan=catatan.fileno())
        stack.callback(pengawas.stop)
        pengawas.start()
        _wait_ready(pengawas, host, port)
        _greet(host, port, env)
        _say(f"Catatan kejadian: {catatan.name}")
        _stay(pengawas, pegangan)
    return 0


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`; where others can, nothing is a demo by itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _open_catatan(folder: Path) -> BinaryIO:
    """The file the children log to, so that the terminal keeps the address and the accounts.

    One JSON object a line; the one before is kept as `.1` once it has grown past CATATAN_BYTES.
    """
    jalur = prepare_folder(folder / "catatan") / "portal.jsonl"
    if jalur.exists() and jalur.stat().st_size > CATATAN_BYTES:
        jalur.replace(jalur.with_suffix(".jsonl.1"))
    return jalur.open("ab")


def _prepare(env: dict[str, str]) -> None:
    """Migrate and load in a process of its own, so that this one stays small."""
    hasil = subprocess.run([sys.executable, "-m", "config.siapkan"], env=env, check=False)
    if hasil.returncode:
        raise GagalMulai("Persiapan gagal; sebabnya tertulis di atas.")


def _anak(host: str, port: int, folder: Path) -> list[Anak]:
    python = sys.executable
    bin_dir = Path(python).parent
    jadwal = prepare_folder(folder / "jadwal")
    web = [str(bin_dir / "granian"), "--interface", "wsgi", "config.wsgi:application"]
    web += ["--host", host, "--port", str(port), "--respawn-failed-workers", "--no-ws"]
    web += ["--workers", os.environ.get("WEB_WORKERS") or "2", "--log-level", "error"]
    web += ["--blocking-threads", os.environ.get("WEB_THREADS") or "8"]
    web += ["--workers-kill-timeout", "5"]
    celery = [python, "-m", "celery", "--quiet", "-A", "config"]
    worker = [*celery, "worker", "--loglevel", "WARNING", "--without-gossip", "--without-mingle"]
    umum = ["--queues", "hai_lurah", "--hostname", f"hai-lurah-{port}@%h"]
    umum += ["--concurrency", os.environ.get("WORKER_PROCESSES") or "2"]
    beat = [*celery, "beat", "--loglevel", "WARNING", "--pidfile", ""]
    beat += ["--schedule", str(jadwal / "celerybeat")]
    anak = [Anak("Web", web), Anak("Pekerja", [*worker, *umum]), Anak("Penjadwal", beat)]
    if os.environ.get("OPENAI_MODEL") or os.environ.get("OPENAI_TRANSCRIBE_MODEL"):
        # its calls overlap in one process; a slow model never holds up who sends the answers
        model = [*worker, "--queues", "hai_lurah_model", "--concurrency", "1"]
        anak.append(Anak("Pekerja model", [*model, "--hostname", f"hai-lurah-model-{port}@%h"]))
    return anak


def _wait_ready(pengawas: Pengawas, host: str, port: int) -> None:
    """Until /status/ answers; that it is all green may take until the worker's first heartbeat."""
    deadline = time.monotonic() + READY_SECONDS
    while _status(host, port) is None:
        if time.monotonic() > deadline:
            raise GagalMulai(f"Web tidak menjawab dalam {READY_SECONDS} detik; lihat catatannya.")
        pengawas.look_after()
        time.sleep(0.2)


def _status(host: str, port: int) -> int | None:
    target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 (compared, not bound)
    connection = http.client.HTTPConnection(target, port, timeout=5)
    try:
        connection.request("GET", "/status/", headers={"Host": "localhost"})
        return connection.getresponse().status
    except OSError:
        return None
    finally:
        connection.close()


def _greet(host: str, port: int, env: dict[str, str]) -> None:
    name = f"[{host}]" if ":" in host else host
    _say(f"\nHAI LURAH siap di http://{name}:{port}/   (berhenti: Ctrl-C)\n")
    if env["HAI_LURAH_DEMO"].lower() in {"1", "true", "yes", "on", "y"}:
        subprocess.run([sys.executable, "manage.py", "akun_demo"], env=env, check=False)


def _stay(pengawas: Pengawas, pegangan: Pegangan | None) -> None:
    while True:
        if pegangan is not None and revive(pegangan):
            _say("Basis data berhenti; dimulai lagi.")
        pengawas.look_after()
        time.sleep(SELANG)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
