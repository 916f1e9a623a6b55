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
    "ingat-kunjungan": {
        "task": "luna_maya.tasks.remind_kunjungan",
        "schedule": 600.0,
        "options": {"expires": 580},
    },
    # petugas
    # kalender
    # catatan
    # janji
    "janji-lurah": {"task": "luna_maya.tasks.ingat_janji", "schedule": crontab("30", "6")},
    # survei
    "survei-percaya": {
        "task": "luna_maya.tasks.survei",
        "schedule": 3600.0,
        "options": {"expires": 3000},
    },
    "kocok-survei": {"task": "luna_maya.tasks.shuffle_survei", "schedule": crontab("40", "1")},
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
    "luna_maya.masuk_persetujuan.handle",
    "luna_maya.masuk_undangan.handle",
    # petugas
    "luna_maya.kontak_masuk.handle",
    # kalender
    # catatan
    # janji
    # survei
    "luna_maya.survei_masuk.handle",
    "luna_maya.kegiatan_masuk.handle",
    # dokumentasi
    # peta
]
PESAN_BERTANYA: dict[str, str] = {
    # survei
    "luna_maya.survei_masuk.handle": "luna_maya.survei_masuk.questions",
}
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
    "luna_maya.penghapus.holds_alamat",
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
    "tuan_rumah": env.int("RETENSI_TUAN_RUMAH", default=90),  # address, number, notes of a host
    "undangan": env.int("RETENSI_UNDANGAN", default=90),  # name, address, words of an inviter
    # petugas
    "nomor_malam": env.int("RETENSI_NOMOR_MALAM", default=30),  # of who took consent back
    # kalender
    # catatan
    "catatan_orang": env.int("RETENSI_CATATAN_ORANG", default=365),  # who was involved
    "catatan_berkas": env.int("RETENSI_CATATAN_BERKAS", default=730),  # photos, voice
    # janji
    # survei
    # dokumentasi
    "foto_luna": env.int("RETENSI_FOTO_LUNA", default=1825),  # originals of a visit's photos
    # peta
}
RETENSI: list[str] = [
    # rencana
    # persetujuan
    "luna_maya.penghapus.blank_tuan_rumah",
    # petugas
    "luna_maya.retensi_luna.blank_nomor_malam",
    # kalender
    # catatan
    "luna_maya.retensi_catatan.drop_catatan",
    # janji
    # survei
    # dokumentasi
    "luna_maya.retensi_luna.drop_originals",
    # peta
]
# wilayah.sinyal.SumberSinyal of the apps that know something about each RT.
SINYAL: list[str] = [
    # rencana
    "curhat.sinyal.SinyalCurhat",
    "ekonomi.sinyal.SinyalRumah",
    # persetujuan
    # petugas
    # kalender
    # catatan
    # janji
    # survei
    # dokumentasi
    # peta
]
# Days after a visit in which entries are still written into its observation log.
CATATAN_TUTUP_HARI = env.int("CATATAN_TUTUP_HARI", default=3)
# Pages that a device may keep and open without a signal (pesan.antrean): patterns of their paths.
ANTREAN_HALAMAN: list[str] = [
    # catatan
    r"^/luna-maya/catat/(?:[^/]+/)?$",
]

# Where a video of a visit may lie: a host, its www/m/player, or with a leading dot all below it.
TAUTAN_VIDEO: list[str] = env.list(
    "LUNA_TAUTAN_VIDEO",
    default=["youtube.com", "youtu.be", "vimeo.com", "drive.google.com", ".go.id"],
)
# What a person's calendar feed holds (`wilayah.ical`).
KALENDER_SUMBER: list[str] = [
    # kalender
    "luna_maya.kalender_sumber.list_acara",
]
