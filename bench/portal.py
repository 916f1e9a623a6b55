"""A portal of its own for the measurements: temporary DATA_DIR, embedded database, demo numbers."""

import contextlib
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

AKAR = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(AKAR))


@contextlib.contextmanager
def open_portal(*, port: int = 0, **tambahan: str) -> Iterator[Path]:
    """Migrate and load a fresh portal, set Django up on it here, remove it at the end."""
    (AKAR / ".data").mkdir(mode=0o700, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=AKAR / ".data"))
    os.environ.pop("DATABASE_URL", None)
    os.environ.pop("HAI_LURAH_UJI", None)
    os.environ |= {
        "DATA_DIR": str(folder),
        "HAI_LURAH_DEMO": "1",
        "PORT": str(port or 8000),
        "DJANGO_SETTINGS_MODULE": "bench.setelan",
        **tambahan,
    }
    from config.basisdata import ensure_running  # noqa: PLC0415 - reads the environment set above

    try:
        with ensure_running(folder):
            subprocess.run(
                [sys.executable, "-m", "config.siapkan"], env=os.environ, check=True, cwd=AKAR,
                stdout=subprocess.DEVNULL,
            )  # fmt: skip
            import django  # noqa: PLC0415
            from django.db import connections  # noqa: PLC0415

            django.setup()
            try:
                yield folder
            finally:
                connections.close_all()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def describe_machine() -> str:
    """One line on what was measured where."""
    info = Path("/proc/cpuinfo")
    model = platform.processor() or platform.machine()
    if info.exists():
        lines = [b for b in info.read_text().splitlines() if b.startswith("model name")]
        model = lines[0].split(":", 1)[1].strip() if lines else model
    load = ", ".join(f"{n:.1f}" for n in os.getloadavg())
    return f"{os.cpu_count()} cores ({model}), Python {platform.python_version()}, load {load}"
