"""The sidebar's group of RUKO PARSEL (see `dasbor.navigasi`)."""

# title, icon, admin list or name of an address, query
RUKO: tuple[tuple[str, tuple[tuple[str, str, str, str], ...]], ...] = (
    (
        "Rumah Koordinasi",
        (
            # ajuan
            ("Permintaan koordinasi", "forum", "ruko_parsel_permintaan", ""),
            ("Ajukan permintaan", "add_comment", "admin:ruko_parsel_permintaan_add", ""),
            # meja
            # rujukan
            # rumah
            ("Kalender ruang", "meeting_room", "admin:ruko_parsel_pemesanan_kalender", ""),
            ("Pemesanan ruang", "event_available", "ruko_parsel_pemesanan", ""),
            ("Meja antrean", "campaign", "admin:ruko_parsel_antrean_meja", ""),
            ("Buku tamu", "menu_book", "ruko_parsel_tamu", ""),
            ("Layar dan QR", "qr_code_2", "admin:ruko_parsel_antrean_layar", ""),
            ("Ruang", "door_front", "ruko_parsel_ruang", ""),
            ("Jam buka", "schedule", "ruko_parsel_jambuka", ""),
            ("Hari tutup", "event_busy", "ruko_parsel_haritutup", ""),
            # rapat
            # pengetahuan
            # kapasitas
            # kecamatan
        ),
    ),
)

# Screens that are no list of the admin: name of the address -> permission that opens it.
LAYAR_RUKO: dict[str, str] = {
    # ajuan
    "admin:ruko_parsel_permintaan_add": "ruko_parsel.add_permintaan",
    # meja
    # rujukan
    # rumah
    "admin:ruko_parsel_pemesanan_kalender": "ruko_parsel.view_pemesanan",
    "admin:ruko_parsel_antrean_meja": "ruko_parsel.change_antrean",
    "admin:ruko_parsel_antrean_layar": "ruko_parsel.change_tandarumah",
    # rapat
    # pengetahuan
    # kapasitas
    # kecamatan
}
