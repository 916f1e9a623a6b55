"""What LUNA MAYA adds to the settings: its clock, its words in chat, its limits.

`config.settings` puts these where the other apps' stand.
"""

from typing import Any

import environ

env = environ.Env()

JADWAL: dict[str, Any] = {
    # rencana
    # persetujuan
    # petugas
    # kalender
    # catatan
    # janji
    # survei
    # dokumentasi
    # peta
}
PESAN_HANDLERS: list[str] = [
    # rencana
    # persetujuan
    # petugas
    # kalender
    # catatan
    # janji
    # survei
    # dokumentasi
    # peta
]
TEMPLAT_BERPIN: list[str] = [
    # rencana
    # persetujuan
    # petugas
    # kalender
    # catatan
    # janji
    # survei
    # dokumentasi
    # peta
]
PENAHAN_ALAMAT: list[str] = [
    # rencana
    # persetujuan
    # petugas
    # kalender
    # catatan
    # janji
    # survei
    # dokumentasi
    # peta
]
RUJUKAN_MEJA: dict[str, str] = {
    # rencana
    # persetujuan
    # petugas
    # kalender
    # catatan
    # janji
    # survei
    # dokumentasi
    # peta
}
RETENSI_HARI: dict[str, int] = {
    # rencana
    # persetujuan
    # petugas
    # kalender
    # catatan
    # janji
    # survei
    # dokumentasi
    # peta
}
RETENSI: list[str] = [
    # rencana
    # persetujuan
    # petugas
    # kalender
    # catatan
    # janji
    # survei
    # dokumentasi
    # peta
]
# wilayah.sinyal.SumberSinyal of the apps that know something about each RT.
SINYAL: list[str] = [
    # rencana
    # persetujuan
    # petugas
    # kalender
    # catatan
    # janji
    # survei
    # dokumentasi
    # peta
]
# What a person's calendar feed holds (`wilayah.ical`).
KALENDER_SUMBER: list[str] = [
    # kalender
    "luna_maya.kalender_sumber.list_acara",
]
