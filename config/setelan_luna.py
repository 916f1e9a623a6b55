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
    "buku-luna": {
        "task": "luna_maya.tasks.compose_buku",
        "schedule": 60.0,
        "options": {"expires": 120},
    },
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
    "luna_undang_terima",
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
    "laporan_kunjungan": "curhat.meja_kunjungan.MejaKunjungan",
    "potensi_rumah": "ekonomi.meja_potensi.MejaPotensi",
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

# Where a video of a visit may lie: a host, its www/m/player, or with a leading dot all below it.
TAUTAN_VIDEO: list[str] = env.list(
    "LUNA_TAUTAN_VIDEO",
    default=["youtube.com", "youtu.be", "vimeo.com", "drive.google.com", ".go.id"],
)
