"""Structured logs: one JSON object a line, with a request id and no personal data.

Only event names, ids, codes, counts and durations are logged; never a body, a name or an address.
"""

import logging.config
from typing import Any

import structlog

# The access log of the web server would hold addresses; our own line (`permintaan`) does not.
_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def configure(*, debug: bool, quiet: bool) -> None:
    """Send structlog and the standard logging through one JSON formatter on stderr."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.processors.format_exc_info,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=not quiet,
    )
    level = "DEBUG" if debug else ("CRITICAL" if quiet else "INFO")
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "json": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "processor": structlog.processors.JSONRenderer(),
                    "foreign_pre_chain": _SHARED,
                }
            },
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
            "root": {"handlers": ["stderr"], "level": level},
            "loggers": {
                "django.server": {"level": "WARNING"},
                "django.security.DisallowedHost": {"level": "CRITICAL"},
                # httpx logs whole addresses at INFO, with the recipient's media ids in them
                "httpx": {"level": "WARNING"},
                "httpcore": {"level": "WARNING"},
                "django_structlog": {"level": "WARNING"},
                "pywa": {"level": "WARNING"},
                "celery.app.trace": {"level": "WARNING"},
                "celery.beat": {"level": "WARNING"},
                "celery.worker.strategy": {"level": "WARNING"},
            },
        }
    )
