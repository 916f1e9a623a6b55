"""The web entry point that Granian serves."""

import os
import threading

import structlog
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()


def _warm() -> None:
    """The page after a form answers in this process: its model is loaded before anyone asks."""
    from pesan.proses import prepare_handlers  # noqa: PLC0415 - models exist only from here on

    try:
        prepare_handlers()
    except Exception as galat:
        structlog.get_logger("config.wsgi").warning("pemanasan_gagal", galat=type(galat).__name__)


threading.Thread(target=_warm, name="pemanasan", daemon=True).start()
