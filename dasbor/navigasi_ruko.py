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
            ("Papan permintaan", "view_kanban", "ruko_papan", ""),
            ("Disposisi untuk saya", "forward_to_inbox", "ruko_parsel_disposisi", "punya=saya"),
            ("Tanggapan", "reply", "ruko_parsel_tanggapan", ""),
            ("Tindak lanjut", "task_alt", "ruko_parsel_tindaklanjut", ""),
            # rujukan
            # rumah
            # rapat
            # pengetahuan
            # kapasitas
            # kecamatan
            ("Hari ini", "today", "ruko_hari_ini", ""),
            ("Angka kecamatan", "monitoring", "admin:ruko_parsel_laporanruko_kecamatan", ""),
            ("Laporan bulanan", "summarize", "ruko_parsel_laporanruko", ""),
        ),
    ),
)

# Screens that are no list of the admin: name of the address -> permission that opens it.
LAYAR_RUKO: dict[str, str] = {
    # ajuan
    "admin:ruko_parsel_permintaan_add": "ruko_parsel.add_permintaan",
    # meja
    "ruko_papan": "ruko_parsel.view_disposisi",
    # rujukan
    # rumah
    # rapat
    # pengetahuan
    # kapasitas
    # kecamatan
    "ruko_hari_ini": "ruko_parsel.view_permintaan",
    "admin:ruko_parsel_laporanruko_kecamatan": "ruko_parsel.view_laporanruko",
}
