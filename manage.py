#!/usr/bin/env python3
"""The command line of the portal. This file alone must be readable by any old Python."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit(
        "HAI LURAH membutuhkan Python 3.11 atau lebih baru; yang dipakai Python "
        + sys.version.split()[0]
        + "."
    )

from config.perintah import main

if __name__ == "__main__":
    main()
