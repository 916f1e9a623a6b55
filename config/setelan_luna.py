"""What LUNA MAYA adds to the settings: its clock, its words in chat, its limits.

`config.settings` puts these where the other apps' stand.
"""

from typing import Any

import environ

env = environ.Env()

JADWAL: dict[str, Any] = {}
PESAN_HANDLERS: list[str] = []
TEMPLAT_BERPIN: list[str] = []
PENAHAN_ALAMAT: list[str] = []
RUJUKAN_MEJA: dict[str, str] = {}
RETENSI_HARI: dict[str, int] = {}
RETENSI: list[str] = []
# wilayah.sinyal.SumberSinyal of the apps that know something about each RT.
SINYAL: list[str] = []
