"""Is this Python good enough to install the portal? One line if not. Readable by any old Python."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit(
        "HAI LURAH membutuhkan Python 3.11 atau lebih baru; yang ditemukan Python "
        + sys.version.split()[0]
        + ". Tunjukkan yang lain: make run PYTHON=/jalan/ke/python3"
    )

try:
    import ensurepip  # noqa: F401 (Debian packs it apart)
except ImportError:
    sys.exit("Python ini tanpa modul venv; di Debian dan Ubuntu: apt install python3-venv")
