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
            ("Undangan warga", "mail", "luna_maya_undangan", "status__exact=baru"),
            ("Jawaban tuan rumah", "how_to_reg", "luna_maya_persetujuantuanrumah", ""),
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
    # catatan
    # janji
    # survei
    # dokumentasi
    # peta
}
