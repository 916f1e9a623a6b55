"""What RUKO PARSEL adds to the settings: its clock, its words in chat, its limits.

`config.settings` puts these where the other apps' stand.
"""

from typing import Any

import environ

env = environ.Env()

JADWAL: dict[str, Any] = {
    # ajuan
    # meja
    # rujukan
    # rumah
    # rapat
    # pengetahuan
    # kapasitas
    # kecamatan
}
PESAN_HANDLERS: list[str] = [
    # ajuan
    "ruko_parsel.ajuan_masuk.handle",
    # meja
    # rujukan
    # rumah
    # rapat
    # pengetahuan
    # kapasitas
    # kecamatan
]
PESAN_BERTANYA: dict[str, str] = {
    # ajuan
    "ruko_parsel.ajuan_masuk.handle": "ruko_parsel.ajuan_masuk.questions",
    # meja
    # rujukan
    # rumah
    # rapat
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
    # pengetahuan
    # kapasitas
    # kecamatan
]
RUJUKAN_MEJA: dict[str, str] = {
    # ajuan
    # meja
    # rujukan
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
    # rapat
    # pengetahuan
    # kapasitas
    # kecamatan
}
RETENSI: list[str] = [
    # ajuan
    "ruko_parsel.penghapus.blank_permintaan",
    # meja
    # rujukan
    # rumah
    # rapat
    # pengetahuan
    # kapasitas
    # kecamatan
]
# Who is expected at a session of `hadir`.
HADIR_DAFTAR: dict[str, str] = {
    # ajuan
    # meja
    # rujukan
    # rumah
    # rapat
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
    # rapat
    # pengetahuan
    # kapasitas
    # kecamatan
]
# What a request can be linked to in the other apps (tickets by number, figures of an area).
TAUTAN_SUMBER: list[str] = [
    # rujukan
]
