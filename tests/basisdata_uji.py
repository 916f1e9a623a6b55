"""Databases of the tests: one seeded template, and a clone of it for each worker."""

import contextlib
import hashlib
import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import connection
from psycopg import sql

from config import basisdata
from config.berkas import exclusive, prepare_folder

BASE_DIR = Path(__file__).resolve().parent.parent
# Durability costs time and a test database is worth nothing after the session.
SETELAN_UJI = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "max_connections": "200",
}
AWALAN = "uji_"
TEMPLATES_KEPT = 3
# What fills a fresh database: when one of these changes, the template is built anew.
PENGISI = (
    "*/migrations/*.py",
    "*/management/commands/muat*.py",
    "*/muat*.py",
    "*/pemuat*.py",
    "*/apps.py",
    "*/peran*.py",
    "*/izin_*.py",
    "fixtures/**/*",
    "tests/basisdata_uji.py",
)


@contextlib.contextmanager
def hold_server() -> Iterator[None]:
    """The embedded server for as long as the session lives; nothing to do with DATABASE_URL."""
    if not settings.EMBEDDED:
        yield
        return
    with basisdata.ensure_running(settings.DATA_DIR, extra=SETELAN_UJI):
        yield


@dataclass
class BasisDataUji:
    """One worker's database, and the template it is a clone of."""

    nama: str
    templat: str

    @classmethod
    @contextlib.contextmanager
    def create(cls) -> Iterator["BasisDataUji"]:
        """Build the template if nobody has, clone it, and drop the clone at the end."""
        folder = prepare_folder(Path(settings.DATA_DIR))
        with exclusive(folder / "templat.lock"):
            templat = _ensure_template()
        basis_data = cls(f"{AWALAN}{os.getpid()}_{uuid.uuid4().hex[:8]}", templat)
        basis_data.reclone()
        try:
            yield basis_data
        finally:
            connection.close()
            _run(f"DROP DATABASE IF EXISTS {basis_data.nama} WITH (FORCE)")

    def reclone(self) -> None:
        """Throw this worker's database away and take a fresh clone."""
        with _admin() as admin:
            _execute(admin, f"DROP DATABASE IF EXISTS {self.nama} WITH (FORCE)")
            _execute(admin, f"CREATE DATABASE {self.nama} TEMPLATE {self.templat}")

    def use(self) -> None:
        """Make Django's default connection use this database."""
        _point_at(self.nama)

    def environment(self) -> dict[str, str]:
        """Environment of a process that shall use this database, these secrets and this mode."""
        db = settings.DATABASES["default"]
        login = f"{quote(db['USER'], safe='')}:{quote(db['PASSWORD'], safe='')}"
        host = str(db["HOST"])
        if host.startswith("/"):
            url = f"postgres://{login}@/{quote(f'{host}/{self.nama}', safe='')}"
        else:
            url = f"postgres://{login}@{host}:{db['PORT'] or 5432}/{self.nama}"
        return os.environ | {
            "DATABASE_URL": url,
            "SECRET_KEY": settings.SECRET_KEY,
            "DATA_KEYS": ",".join(settings.DATA_KEYS),
            "HASH_KEY": settings.HASH_KEY,
            "ALLOWED_HOSTS": "*",
            "HTTPS": "0",
            "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        }


def _ensure_template() -> str:
    templat = f"templat_{_fingerprint()}"
    with _admin() as admin:
        _drop_leftovers(admin, templat)
        if _exists(admin, templat):
            return templat
        baru = f"{templat}_baru"
        _execute(admin, f"DROP DATABASE IF EXISTS {baru} WITH (FORCE)")
        _execute(admin, f"CREATE DATABASE {baru}")
        _fill(baru)
        _execute(admin, f"ALTER DATABASE {baru} RENAME TO {templat}")
    return templat


def _fill(nama: str) -> None:
    before = connection.settings_dict["NAME"]
    _point_at(nama)
    try:
        call_command("migrate", interactive=False, verbosity=0)
        if "muat_awal" in get_commands():
            call_command("muat_awal", demo=False, verbosity=0)
    finally:
        connection.close()
        _point_at(before)


def _point_at(nama: str) -> None:
    connection.close()
    settings.DATABASES["default"]["NAME"] = nama
    connection.settings_dict["NAME"] = nama


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for pattern in PENGISI:
        for path in sorted(BASE_DIR.glob(pattern)):
            if path.is_file():
                digest.update(str(path.relative_to(BASE_DIR)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def _drop_leftovers(admin: psycopg.Connection[Any], templat: str) -> None:
    """Clones of sessions that were killed, and templates of code that is long gone."""
    rows = admin.execute("SELECT datname FROM pg_database ORDER BY oid DESC").fetchall()
    old = [str(nama) for (nama,) in rows if str(nama).startswith("templat_") and nama != templat]
    dead = [str(nama) for (nama,) in rows if _belongs_to_dead(str(nama))]
    for nama in [*old[TEMPLATES_KEPT - 1 :], *dead]:
        _execute(admin, f"DROP DATABASE IF EXISTS {nama} WITH (FORCE)")


def _belongs_to_dead(nama: str) -> bool:
    pid = nama.removeprefix(AWALAN).split("_")[0] if nama.startswith(AWALAN) else ""
    # On a shared server (DATABASE_URL) the process may live on another machine.
    return bool(settings.EMBEDDED and pid.isdigit() and not Path(f"/proc/{pid}").exists())


def _exists(admin: psycopg.Connection[Any], nama: str) -> bool:
    found = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [nama])
    return found.fetchone() is not None


def _admin() -> psycopg.Connection[Any]:
    db = settings.DATABASES["default"]
    return psycopg.connect(
        host=db["HOST"] or None,
        port=db["PORT"] or None,
        user=db["USER"] or None,
        password=db["PASSWORD"] or None,
        dbname="postgres",
        autocommit=True,
    )


def _run(statement: str) -> None:
    with _admin() as admin:
        _execute(admin, statement)


def _execute(admin: psycopg.Connection[Any], statement: str) -> None:
    # Names are made above from hex digits and process ids, never from input.
    admin.execute(sql.SQL(statement))
