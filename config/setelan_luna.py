"""What LUNA MAYA adds to the settings: its clock, its words in chat, its limits.

`config.settings` puts these where the other apps' stand.
"""

from typing import Any

import environ
from celery.schedules import crontab

env = environ.Env()

JADWAL: dict[str, Any] = {
    # rencana
    # persetujuan
    # petugas
    # kalender
    # catatan
    # janji
    # survei
    "survei-percaya": {
        "task": "luna_maya.tasks.survei",
        "schedule": 3600.0,
        "options": {"expires": 3000},
    },
    "kocok-survei": {"task": "luna_maya.tasks.shuffle_survei", "schedule": crontab("40", "1")},
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
    "luna_maya.survei_masuk.handle",
    "luna_maya.kegiatan_masuk.handle",
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
