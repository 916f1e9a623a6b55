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
    # meja
    # rujukan
    # rumah
    # rapat
    # pengetahuan
    # kapasitas
    "ruko_parsel.siaga_masuk.handle",
    # kecamatan
]
PESAN_BERTANYA: dict[str, str] = {
    # ajuan
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
    # meja
    # rujukan
    # rumah
    # rapat
    # pengetahuan
    # kapasitas
    "ruko_parsel.services.siaga.holds_alamat",
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
    # meja
    # rujukan
    # rumah
    # rapat
    # pengetahuan
    # kapasitas
    # names of who took part in a support, after its end
    "peserta_binaan": env.int("RETENSI_PESERTA_BINAAN", default=730),
    # kecamatan
}
RETENSI: list[str] = [
    # ajuan
    # meja
    # rujukan
    # rumah
    # rapat
    # pengetahuan
    # kapasitas
    "ruko_parsel.siaga_penghapus.blank_peserta",
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
