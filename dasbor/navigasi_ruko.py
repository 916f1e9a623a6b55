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
            ("Papan permintaan", "view_kanban", "admin:ruko_parsel_papan", ""),
            ("Disposisi untuk saya", "forward_to_inbox", "ruko_parsel_disposisi", "punya=saya"),
            ("Tanggapan", "reply", "ruko_parsel_tanggapan", ""),
            ("Tindak lanjut", "task_alt", "ruko_parsel_tindaklanjut", ""),
            # rujukan
            # rumah
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
    "admin:ruko_parsel_papan": "ruko_parsel.view_disposisi",
    # rujukan
    # rumah
    # rapat
    # pengetahuan
    # kapasitas
    # kecamatan
}
