"""Celery: makes fast what the inbox and outbox already guarantee.

Tasks acknowledge early and claim batches of rows (SKIP LOCKED); the sweep picks up what a crash
left. The broker is the same database by default, through kombu's SQLAlchemy transport.
"""

import os
from urllib.parse import quote

from celery import Celery
from celery.signals import setup_logging
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def broker_url() -> str:
    """CELERY_BROKER_URL, or the portal's own database as kombu's SQLAlchemy transport wants it."""
    if settings.CELERY_BROKER_URL:
        return str(settings.CELERY_BROKER_URL)
    db = settings.DATABASES["default"]
    user, password = quote(db["USER"], safe=""), quote(db["PASSWORD"], safe="")
    name, host, port = db["NAME"], db["HOST"], db.get("PORT") or ""
    if str(host).startswith("/"):
        query = f"?host={quote(str(host), safe='')}" + (f"&port={port}" if port else "")
        return f"sqla+postgresql+psycopg://{user}:{password}@/{name}{query}"
    return f"sqla+postgresql+psycopg://{user}:{password}@{host}:{port or 5432}/{name}"


app = Celery("hai_lurah")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(broker_url=broker_url())
if settings.BROKER_IS_DATABASE:
    # The polling interval is read from the Transport class only; its default of 1 s is slow.
    from kombu.transport.sqlalchemy import Transport

    Transport.polling_interval = 0.2
app.autodiscover_tasks()


@setup_logging.connect
def keep_our_logging(**_: object) -> None:
    """Celery must not replace the JSON logging of config.log."""
