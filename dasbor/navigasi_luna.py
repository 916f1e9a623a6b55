"""The sidebar's group of LUNA MAYA (see `dasbor.navigasi`)."""

# title, icon, admin list or name of an address, query
LUNA: tuple[tuple[str, tuple[tuple[str, str, str, str], ...]], ...] = (
    (
        "Kunjungan lurah",
        (
            # kalender
            # petugas
            ("Kunjungan", "nights_stay", "luna_maya_kunjungan", ""),
            # rencana
            # persetujuan
            # catatan
            # janji
            # survei
            ("Survei kepercayaan", "diversity_3", "luna_maya_surveipercaya", ""),
            ("Kegiatan warga", "groups_2", "luna_maya_kegiatanwarga", ""),
            # dokumentasi
            # peta
        ),
    ),
)

# Screens that are no list of the admin: name of the address -> permission that opens it.
LAYAR_LUNA: dict[str, str] = {
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
