"""What must hold before the portal starts: each failure is one line the operator can act on."""

import fcntl
import os
import socket
from pathlib import Path

from config.berkas import GagalMulai, open_lock


def port_from(text: str) -> int:
    """The port number in `text`, or GagalMulai."""
    if text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise GagalMulai(f"PORT harus angka 1 sampai 65535, bukan {text!r}.")


def check_port(host: str, port: int) -> None:
    """Raise GagalMulai when the web server could not listen on `host`:`port`."""
    try:
        family, kind, proto, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, proto) as probe:
            # Connections of a run that just ended may linger; they do not stand in the way.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror as galat:
        raise GagalMulai(f"HOST {host!r} bukan alamat komputer ini.") from galat
    except PermissionError as galat:
        raise GagalMulai(
            f"Port {port} hanya untuk root; pakai port lain: make run PORT=8000"
        ) from galat
    except OSError as galat:
        raise GagalMulai(
            f"Port {port} di {host} sedang dipakai program lain; "
            f"hentikan program itu atau pakai port lain: make run PORT={port % 65535 + 1}"
        ) from galat


def hold_alone(data_dir: Path) -> int:
    """Keep a second portal from running on the same data. The lock lasts as long as we do."""
    handle = open_lock(data_dir / "jalan.lock")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as galat:
        os.close(handle)
        raise GagalMulai(
            f"Portal sudah berjalan dengan data di {data_dir}; "
            "untuk salinan kedua beri folder dan port lain: make run DATA_DIR=... PORT=..."
        ) from galat
    return handle
