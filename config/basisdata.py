"""The embedded database: a real PostgreSQL below DATA_DIR that its users share.

Every user (the supervisor, a management command, a test worker) holds a shared lock on
`pg/pemakai.lock`; the last to leave stops the server. The kernel drops the lock of whoever is
killed, so nothing needs tidying by hand. Starting and stopping happen under `pg/mulai.lock`.
"""

import contextlib
import fcntl
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg
from psycopg import sql

from config import peladen_pg
from config.berkas import GagalMulai, exclusive, open_lock, prepare_folder, read_or_create

NAMA = "hai_lurah"

__all__ = [
    "GagalMulai",
    "Pegangan",
    "django_database",
    "ensure_database",
    "ensure_running",
    "revive",
    "stop_if_last",
]


@dataclass
class Pegangan:
    """A user's hold on the running server; leaving the `with` block lets go of it."""

    data_dir: Path
    handle: int | None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        stop_if_last(self)


def ensure_running(data_dir: Path, *, extra: Mapping[str, str] | None = None) -> Pegangan:
    """Hold the server of `data_dir`, setting it up and starting it when it is not running.

    `extra` are server settings for a start that turns out to be needed (the tests turn durability
    off). Raises GagalMulai with one line for the operator.
    """
    data_dir = prepare_folder(data_dir)
    pg = prepare_folder(data_dir / "pg")
    password = _password(data_dir)
    with exclusive(pg / "mulai.lock"):
        handle = open_lock(pg / "pemakai.lock")
        try:
            fcntl.flock(handle, fcntl.LOCK_SH)
            server = peladen_pg.peladen(data_dir)
            if peladen_pg.running_pid(server) is None or not peladen_pg.is_ready(server):
                _start(server, data_dir, password, extra or {})
        except BaseException:
            # Interrupted half-way, too: leave no server behind that nobody holds.
            _leave(handle, data_dir)
            raise
    return Pegangan(data_dir, handle)


def revive(pegangan: Pegangan) -> bool:
    """Start the held server again if it died. True when that was needed."""
    server = peladen_pg.peladen(pegangan.data_dir)
    if peladen_pg.running_pid(server) is not None:
        return False
    with exclusive(server.pg / "mulai.lock"):
        if peladen_pg.running_pid(server) is None:
            _start(server, pegangan.data_dir, _password(pegangan.data_dir), {})
    return True


def _start(
    server: peladen_pg.Peladen, data_dir: Path, password: str, extra: Mapping[str, str]
) -> None:
    # One that runs and does not answer is stuck between start and stop: end it first.
    peladen_pg.stop(server)
    peladen_pg.initialise(server, password)
    peladen_pg.start(server, extra)
    ensure_database(data_dir, NAMA)


def stop_if_last(pegangan: Pegangan) -> None:
    """Let go of the server, and stop it when nobody else holds it. Safe to call twice."""
    handle, pegangan.handle = pegangan.handle, None
    if handle is None:
        return
    with exclusive(pegangan.data_dir / "pg" / "mulai.lock"):
        _leave(handle, pegangan.data_dir)


def _leave(handle: int, data_dir: Path) -> None:
    try:
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            peladen_pg.stop(peladen_pg.peladen(data_dir))
        # Explicitly: a forked child that inherited the descriptor must not keep the lock.
        fcntl.flock(handle, fcntl.LOCK_UN)
    finally:
        os.close(handle)


def django_database(data_dir: Path) -> dict[str, Any]:
    """The entry for Django's DATABASES. The server need not run yet."""
    data_dir = data_dir.resolve()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": NAMA,
        "USER": peladen_pg.PENGGUNA,
        "PASSWORD": _password(data_dir),
        "HOST": str(peladen_pg.peladen(data_dir).soket),
        "PORT": "5432",
    }


def ensure_database(data_dir: Path, name: str) -> None:
    """Create the database `name` on the running server of `data_dir`, unless it is there."""
    with connect(data_dir, "postgres") as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if found.fetchone() is None:
            with contextlib.suppress(psycopg.errors.DuplicateDatabase):
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def connect(data_dir: Path, name: str) -> psycopg.Connection[tuple[Any, ...]]:
    """An autocommit connection to the database `name` of the running server."""
    entry = django_database(data_dir)
    return psycopg.connect(
        host=entry["HOST"],
        port=entry["PORT"],
        user=entry["USER"],
        password=entry["PASSWORD"],
        dbname=name,
        autocommit=True,
    )


def _password(data_dir: Path) -> str:
    return read_or_create(data_dir / "pg" / "sandi", lambda: secrets.token_urlsafe(32))
