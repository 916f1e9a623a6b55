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
            ("Usulan kunjungan", "lightbulb", "admin:luna_maya_usulkunjungan_susun", ""),
            ("Urutan perjalanan", "route", "admin:luna_maya_usulkunjungan_jalan", ""),
            ("Riwayat usulan", "history", "luna_maya_usulkunjungan", ""),
            ("Bobot perencana", "tune", "admin:luna_maya_bobotperencana_atur", ""),
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
    "admin:luna_maya_usulkunjungan_susun": "luna_maya.view_usulkunjungan",
    "admin:luna_maya_usulkunjungan_jalan": "luna_maya.view_usulkunjungan",
    "admin:luna_maya_bobotperencana_atur": "luna_maya.view_bobotperencana",
    # persetujuan
    # petugas
    # kalender
    # catatan
    # janji
    # survei
    # dokumentasi
    # peta
}
