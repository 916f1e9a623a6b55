"""Structured logs: one JSON object a line, with a request id and no personal data.

Only event names, ids, codes, counts and durations are logged; never a body, a name or an address.
Of an exception the type and the places it passed are logged, not what it says: PostgreSQL quotes
the whole row ("Failing row contains ..."), a library the number it was given.
"""

import logging
import logging.config
import sys
import threading
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import structlog
from structlog.typing import EventDict

_AKAR = f"{Path(__file__).resolve().parent.parent}/"
_BINGKAI_MAKS = 40  # of a recursion, the innermost ones

# The access log of the web server would hold addresses; our own line (`permintaan`) does not.
_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def exception_places(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Put `galat` (types, outermost first) and `jejak` (file:line:function) for exc_info."""
    error = _exception(event.pop("exc_info", None))
    if error is not None:
        event.setdefault("galat", " < ".join(type(e).__name__ for e in _chain(error)))
        event["jejak"] = _places(error)
    return event


def _exception(exc_info: Any) -> BaseException | None:
    if isinstance(exc_info, BaseException):
        return exc_info
    found = exc_info if isinstance(exc_info, tuple) else sys.exc_info() if exc_info else ()
    return found[1] if len(found) > 1 else None


def _chain(error: BaseException) -> list[BaseException]:
    chain: list[BaseException] = []
    satu: BaseException | None = error
    while satu is not None and satu not in chain:
        chain.append(satu)
        satu = satu.__cause__ or (None if satu.__suppress_context__ else satu.__context__)
    return chain


def _places(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)[-_BINGKAI_MAKS:]
    return [f"{_short(f.filename)}:{f.lineno}:{f.name}" for f in frames]


def _short(path: str) -> str:
    return (
        path.rpartition("site-packages/")[2]
        if "site-packages/" in path
        else path.removeprefix(_AKAR)
    )


class FormatCatatan(structlog.stdlib.ProcessorFormatter):
    """One JSON line; what libraries say is stripped of paths and of exceptions' texts first."""

    def format(self, record: logging.LogRecord) -> str:
        """As the base class, on a cleaned copy."""
        if not isinstance(record.msg, dict):  # our own events are dicts by now
            record = logging.makeLogRecord(record.__dict__)
            record.msg, record.args = clean_message(record), ()
        return str(super().format(record))


def clean_message(record: logging.LogRecord) -> str:
    """What a library's record says, without what it may quote."""
    pesan, error = str(record.msg), _exception(record.exc_info)
    if record.name.startswith("django.security.") and not record.args:
        return "ditolak"  # the text of the exception; its name is the logger's
    if error is not None and str(error) and str(error) in pesan:
        return type(error).__name__
    request = getattr(record, "request", None)
    if error is not None and request is None:
        return pesan  # the pattern, its arguments may be the exception once more
    try:
        return pesan % _clean_args(record.args, request) if record.args else pesan
    except (TypeError, ValueError, KeyError):
        return pesan


def _clean_args(args: Any, request: Any) -> Any:
    if isinstance(args, Mapping):
        return {key: _clean(value, request) for key, value in args.items()}
    return tuple(_clean(value, request) for value in args)


def _clean(value: Any, request: Any) -> Any:
    if isinstance(value, BaseException):
        return type(value).__name__
    if request is not None and isinstance(value, str) and value.startswith("/"):
        match = getattr(request, "resolver_match", None)
        return match.route if match else "(tanpa rute)"
    return value


def _log_thread(args: threading.ExceptHookArgs) -> None:
    """A thread that ends with an exception is logged like anything else, not printed."""
    info = (args.exc_type, args.exc_value, args.exc_traceback)
    logging.getLogger("utas").error("utas_berhenti", exc_info=info)  # type: ignore[arg-type]


def configure(*, debug: bool, quiet: bool) -> None:
    """Send structlog and the standard logging through one JSON formatter on stderr."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            exception_places,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=not quiet,
    )
    if not quiet:
        threading.excepthook = _log_thread
        logging.raiseExceptions = (
            debug  # else a line that cannot be written is printed with its data
        )
    level = "DEBUG" if debug else ("CRITICAL" if quiet else "INFO")
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "json": {
                    "()": FormatCatatan,
                    "processor": structlog.processors.JSONRenderer(),
                    "foreign_pre_chain": [*_SHARED, exception_places],
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
                "django.db.backends": {"level": "INFO"},  # statements with their values
                "pywa": {"level": "WARNING"},
                "celery.app.trace": {"level": "WARNING"},
                "celery.beat": {"level": "WARNING"},
                "celery.worker.strategy": {"level": "WARNING"},
            },
        }
    )
