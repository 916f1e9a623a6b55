"""What RUKO PARSEL adds to the settings: its clock, its words in chat, its limits.

`config.settings` puts these where the other apps' stand.
"""

from typing import Any

import environ
from celery.schedules import crontab

env = environ.Env()

JADWAL: dict[str, Any] = {
    # ajuan
    # meja
    # rujukan
    "tangga-ruko": {
        "task": "ruko_parsel.tasks.tangga",
        "schedule": 600.0,
        "options": {"expires": 540},
    },
    # rumah
    "ingat-ruang": {
        "task": "ruko_parsel.tasks.ingat_ruang",
        "schedule": 600.0,
        "options": {"expires": 580},
    },
    # rapat
    "ingat-rapat": {
        "task": "ruko_parsel.tasks.remind_rapat",
        "schedule": 600.0,
        "options": {"expires": 580},
    },
    "tagih-keputusan": {
        "task": "ruko_parsel.tasks.ask_keputusan",
        "schedule": 1800.0,
        "options": {"expires": 1700},
    },
    # pengetahuan
    # kapasitas
    # kecamatan
    "laporan-ruko": {
        "task": "ruko_parsel.tasks.draft_laporan",
        "schedule": crontab("20", "*/2"),
        "options": {"expires": 7000},
    },
}
PESAN_HANDLERS: list[str] = [
    # ajuan
    "ruko_parsel.ajuan_masuk.handle",
    # meja
    "ruko_parsel.nilai_masuk.handle",
    # rujukan
    # rumah
    # rapat
    "ruko_parsel.rapat_masuk.handle",
    # pengetahuan
    # kapasitas
    "ruko_parsel.siaga_masuk.handle",
    # kecamatan
]
PESAN_BERTANYA: dict[str, str] = {
    # ajuan
    "ruko_parsel.ajuan_masuk.handle": "ruko_parsel.ajuan_masuk.questions",
    # meja
    "ruko_parsel.nilai_masuk.handle": "ruko_parsel.nilai_masuk.questions",
    # rujukan
    # rumah
    # rapat
    "ruko_parsel.rapat_masuk.handle": "ruko_parsel.rapat_masuk.questions",
    # pengetahuan
    # kapasitas
    # kecamatan
}
TEMPLAT_BERPIN: list[str] = [
    # ajuan
    "ruko_ajuan_terima",
    # meja
    # rujukan
    # rumah
    # rapat
    # pengetahuan
    # kapasitas
    # kecamatan
]
PENAHAN_ALAMAT: list[str] = [
    # ajuan
    "ruko_parsel.services.ajuan.hold_kontak",
    # meja
    # rujukan
    # rumah
    # rapat
    "ruko_parsel.services.undangan_rapat.holds_alamat",
    # pengetahuan
    # kapasitas
    "ruko_parsel.services.siaga.holds_alamat",
    # kecamatan
]
RUJUKAN_MEJA: dict[str, str] = {
    # ajuan
    # meja
    "ruko_opd": "ruko_parsel.services.terus.MejaOpd",
    # rujukan
    "koordinasi": "ruko_parsel.meja_rujukan.MejaRuko",
    # rumah
    # rapat
    # pengetahuan
    # kapasitas
    # kecamatan
}
RETENSI_HARI: dict[str, int] = {
    # ajuan
    "permintaan_ruko": env.int("RETENSI_PERMINTAAN_RUKO", default=730),  # words, after the end
    "pin_permintaan": env.int("RETENSI_PIN_PERMINTAAN", default=1),  # on the receipt
    # meja
    # rujukan
    # rumah
    "buku_tamu": env.int("RETENSI_BUKU_TAMU", default=365),  # who came, number, what for
    # rapat
    "tamu_rapat": env.int("RETENSI_TAMU_RAPAT", default=365),  # names of guests of meetings
    # pengetahuan
    # kapasitas
    # names of who took part in a support, after its end
    "peserta_binaan": env.int("RETENSI_PESERTA_BINAAN", default=730),
    "foto_siaga": env.int("RETENSI_FOTO_SIAGA", default=730),  # of the readiness check-list
    # kecamatan
}
RETENSI: list[str] = [
    # ajuan
    "ruko_parsel.penghapus.blank_permintaan",
    # meja
    # rujukan
    # rumah
    "ruko_parsel.retensi_tamu.blank_buku_tamu",
    # rapat
    "ruko_parsel.retensi_rapat.blank_tamu_rapat",
    # pengetahuan
    # kapasitas
    "ruko_parsel.siaga_penghapus.blank_peserta",
    "ruko_parsel.siaga_penghapus.blank_foto",
    # kecamatan
]
# Who is expected at a session of `hadir`.
HADIR_DAFTAR: dict[str, str] = {
    # ajuan
    # meja
    # rujukan
    # rumah
    # rapat
    "rapat": "ruko_parsel.hadir_rapat.DaftarRapat",
    # pengetahuan
    # kapasitas
    # kecamatan
}
# Sources of calendar feeds (wilayah.ical).
KALENDER_SUMBER: list[str] = [
    # ajuan
    # meja
    # rujukan
    # rumah
    "ruko_parsel.kalender_ruang.list_acara",
    # rapat
    "ruko_parsel.kalender_rapat.list_acara",
    # pengetahuan
    # kapasitas
    # kecamatan
]
# What a request can be linked to in the other apps (tickets by number, figures of an area).
TAUTAN_SUMBER: list[str] = [
    # rujukan
    "curhat.tautan.SumberTiket",
    "curhat.tautan.SumberCurhat",
    "ekonomi.tautan.SumberEkonomi",
    "luna_maya.tautan.SumberKunjungan",
]
# What the apps know of subjects that rise in several villages at once (wilayah.tren).
TREN_SUMBER: list[str] = [
    # kecamatan
    "curhat.tren.TrenCurhat",
]
