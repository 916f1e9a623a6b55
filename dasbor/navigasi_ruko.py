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
    # rujukan
    # rumah
    # rapat
    # pengetahuan
    # kapasitas
    # kecamatan
    "ruko_hari_ini": "ruko_parsel.view_permintaan",
    "admin:ruko_parsel_laporanruko_kecamatan": "ruko_parsel.view_laporanruko",
}
