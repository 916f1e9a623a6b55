"""The sidebar's group of LUNA MAYA (see `dasbor.navigasi`)."""

# title, icon, admin list or name of an address, query
LUNA: tuple[tuple[str, tuple[tuple[str, str, str, str], ...]], ...] = (
    (
        "Kunjungan lurah",
        (
            # kalender
            # petugas
            ("Kunjungan", "nights_stay", "luna_maya_kunjungan", ""),
            ("Tuan rumah", "home_pin", "luna_maya_tuanrumah", ""),
            ("Tokoh pendamping", "group", "luna_maya_tokoh", ""),
            ("Kontak malam", "contact_phone", "luna_maya_kontakmalam", ""),
            ("Petugas malam", "badge", "luna_maya_petugasmalam", ""),
            ("Kendaraan", "two_wheeler", "luna_maya_kendaraan", ""),
            ("Jenis kunjungan", "category", "luna_maya_jeniskunjungan", ""),
            ("Sebutan kunjungan", "label", "luna_maya_sebutankunjungan", ""),
            # rencana
            # persetujuan
            # catatan
            # janji
            # survei
            # dokumentasi
            ("Dokumentasi", "photo_library", "luna_maya_dokumentasi", ""),
            ("Testimoni", "format_quote", "luna_maya_testimoni", ""),
            ("Buku tahunan", "menu_book", "luna_maya_bukutahunan", ""),
            ("Kit replikasi", "inventory_2", "luna_maya_kitreplikasi", ""),
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
