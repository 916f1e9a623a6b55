"""The sidebar's group of LUNA MAYA (see `dasbor.navigasi`)."""

# title, icon, admin list or name of an address, query
LUNA: tuple[tuple[str, tuple[tuple[str, str, str, str], ...]], ...] = (
    (
        "Kunjungan lurah",
        (
            # kalender
            ("Kalender kunjungan", "calendar_month", "admin:luna_maya_kunjungan_kalender", ""),
            ("Giliran RT", "grid_view", "admin:luna_maya_kunjungan_giliran", ""),
            ("Malam tenang", "bedtime", "luna_maya_malamtenang", ""),
            ("Langganan kalender", "phonelink_ring", "wilayah_langganankalender", ""),
            # petugas
            ("Kunjungan", "nights_stay", "luna_maya_kunjungan", ""),
            # rencana
            # persetujuan
            # catatan
            # janji
            # survei
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
    "admin:luna_maya_kunjungan_kalender": "luna_maya.view_kunjungan",
    "admin:luna_maya_kunjungan_giliran": "luna_maya.view_kunjungan",
    # catatan
    # janji
    # survei
    # dokumentasi
    # peta
}
