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
            ("Catatan pengamatan", "edit_note", "luna_maya_catatan", ""),
            # janji
            ("Janji lurah", "handshake", "luna_maya_janji", ""),
            ("Tugas saya", "task_alt", "luna_maya_tugas", "punya=saya"),
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
    # catatan
    # janji
    # survei
    # dokumentasi
    # peta
}
