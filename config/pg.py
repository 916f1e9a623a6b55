"""PostgreSQL's own programs on the embedded database: `python -m config.pg psql` or `pg_dump`."""

import os
import subprocess
import sys

from config.basisdata import GagalMulai, django_database, ensure_running
from config.biner_pg import programs
from config.perintah import data_dir

PROGRAM = ("psql", "pg_dump", "pg_restore")


def main(argv: list[str]) -> int:
    """Run `argv` (a program and its arguments) connected to the portal's database."""
    if not argv or argv[0] not in PROGRAM:
        sys.stderr.write(f"Pakai: python -m config.pg {' | '.join(PROGRAM)} [pilihan]\n")
        return 2
    folder = data_dir()
    try:
        with ensure_running(folder):
            entry = django_database(folder)
            env = os.environ | {
                "PGHOST": entry["HOST"],
                "PGPORT": entry["PORT"],
                "PGUSER": entry["USER"],
                "PGPASSWORD": entry["PASSWORD"],
                "PGDATABASE": entry["NAME"],
            }
            command = [str(programs() / argv[0]), *argv[1:]]
            return subprocess.run(command, env=env, check=False).returncode  # noqa: S603
    except GagalMulai as galat:
        sys.stderr.write(f"{galat}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
