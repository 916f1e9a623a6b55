"""`manage.py`: Django's commands, with the embedded database for those that need one."""

import contextlib
import os
import signal
import sys
from pathlib import Path
from types import FrameType

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from config.basisdata import GagalMulai, ensure_running

BASE_DIR = Path(__file__).resolve().parent.parent
TANPA_BASIS_DATA = {
    *("", "help", "--help", "-h", "version", "--version"),
    *("check", "collectstatic", "findstatic", "diffsettings", "spectacular"),
    *("makemessages", "compilemessages", "startapp", "startproject"),
}


def data_dir() -> Path:
    """DATA_DIR of this process, as the settings read it."""
    return Path(os.environ.get("DATA_DIR") or BASE_DIR / ".data").resolve()


def is_embedded() -> bool:
    """Whether the portal runs its own database: DATABASE_URL is not given."""
    return not os.environ.get("DATABASE_URL")


def needs_database(argv: list[str]) -> bool:
    """Whether the command line `argv` (without the program) talks to the database."""
    command = argv[0] if argv else ""
    if command in TANPA_BASIS_DATA or "--help" in argv or "-h" in argv:
        return False
    return command != "triase" or "--aktif" in argv


def main() -> None:
    """Run one management command. What the operator can mend is said in one line, with exit 1."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    signal.signal(signal.SIGTERM, _leave)
    with contextlib.ExitStack() as stack:
        try:
            if is_embedded() and needs_database(sys.argv[1:]):
                stack.enter_context(ensure_running(data_dir()))
            execute_from_command_line(sys.argv)
        except (GagalMulai, ImproperlyConfigured) as galat:
            sys.exit(str(galat))


def _leave(number: int, _frame: FrameType | None) -> None:
    # As an exception, so that the database is let go of on the way out.
    sys.exit(128 + number)
