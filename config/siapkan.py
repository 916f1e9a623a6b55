"""Everything between an empty database and a portal that can be opened: `python -m config.siapkan`.

Safe to run at every start: each step does nothing when it has been done.
"""

import hashlib
import logging
import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command


def main() -> None:
    """Migrate, load areas, rules and guide, train the model, collect the static files."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        django.setup()
    except ImproperlyConfigured as galat:
        sys.exit(str(galat))
    logging.getLogger().setLevel(logging.WARNING)  # the demo's past is not news
    _say("Menyiapkan tabel ...")
    call_command("migrate", interactive=False, verbosity=0)
    _say("Memuat wilayah, aturan, dan panduan ...")
    call_command("muat_awal", demo=settings.DEMO, verbosity=0)
    from pesan.proses import prepare_handlers  # noqa: PLC0415 - models exist only from here on

    # Here and once: every process of web and worker would otherwise train it for itself.
    _say("Menyiapkan model ...")
    prepare_handlers()
    collect_static()


def collect_static() -> None:
    """Collect and compress the static files if one changed since the last time."""
    cap = Path(settings.STATIC_ROOT) / ".cap"
    sidik = _fingerprint()
    if cap.exists() and cap.read_text() == sidik:
        return
    _say("Menyiapkan berkas tampilan ...")
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    cap.write_text(sidik)


def _fingerprint() -> str:
    digest = hashlib.sha256(django.get_version().encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            info = Path(storage.path(path)).stat()
            digest.update(f"{path}:{info.st_size}:{info.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
