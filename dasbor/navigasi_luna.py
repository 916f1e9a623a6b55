"""The sidebar's groups of LUNA MAYA (see `dasbor.navigasi`): what every evening needs first."""

# title, icon, admin list or name of an address, query
LUNA: tuple[tuple[str, tuple[tuple[str, str, str, str], ...]], ...] = (
    (
        "Kunjungan lurah",
        (
            ("Kunjungan saya", "directions_walk", "luna_saya", ""),
            ("Kalender kunjungan", "calendar_month", "admin:luna_maya_kunjungan_kalender", ""),
            ("Daftar kunjungan", "nights_stay", "luna_maya_kunjungan", ""),
            ("Tulis catatan malam", "stylus_note", "luna_catat_daftar", ""),
            ("Catatan pengamatan", "edit_note", "luna_maya_catatan", ""),
            ("Undangan warga", "mail", "luna_maya_undangan", "status__exact=baru"),
            ("Usulan kunjungan", "lightbulb", "admin:luna_maya_usulkunjungan_susun", ""),
            ("Urutan perjalanan", "route", "admin:luna_maya_usulkunjungan_jalan", ""),
            ("Giliran RT", "grid_view", "admin:luna_maya_kunjungan_giliran", ""),
            ("Janji lurah", "handshake", "luna_maya_janji", ""),
            ("Tugas saya", "task_alt", "luna_maya_tugas", "punya=saya"),
            ("Kontak malam", "contact_phone", "luna_maya_kontakmalam", ""),
            ("Langganan kalender", "phonelink_ring", "wilayah_langganankalender", ""),
        ),
    ),
    (
        "Hasil kunjungan",
        (
            ("Peta masalah", "map", "admin:luna_maya_pertimbangan_peta", ""),
            ("Evaluasi", "insights", "admin:luna_maya_pertimbangan_evaluasi", ""),
            ("Pertimbangan kebijakan", "gavel", "luna_maya_pertimbangan", ""),
            ("Survei kepercayaan", "diversity_3", "luna_maya_surveipercaya", ""),
            ("Kegiatan warga", "groups_2", "luna_maya_kegiatanwarga", ""),
            ("Dokumentasi", "photo_library", "luna_maya_dokumentasi", ""),
            ("Testimoni", "format_quote", "luna_maya_testimoni", ""),
            ("Buku tahunan", "menu_book", "luna_maya_bukutahunan", ""),
            ("Kit replikasi", "inventory_2", "luna_maya_kitreplikasi", ""),
        ),
    ),
    (
        "Atur kunjungan",
        (
            ("Tuan rumah", "home_pin", "luna_maya_tuanrumah", ""),
            ("Jawaban tuan rumah", "how_to_reg", "luna_maya_persetujuantuanrumah", ""),
            ("Tokoh pendamping", "group", "luna_maya_tokoh", ""),
            ("Petugas malam", "badge", "luna_maya_petugasmalam", ""),
            ("Kendaraan", "two_wheeler", "luna_maya_kendaraan", ""),
            ("Malam tenang", "bedtime", "luna_maya_malamtenang", ""),
            ("Jenis kunjungan", "category", "luna_maya_jeniskunjungan", ""),
            ("Sebutan kunjungan", "label", "luna_maya_sebutankunjungan", ""),
            ("Bobot perencana", "tune", "admin:luna_maya_bobotperencana_atur", ""),
            ("Riwayat usulan", "history", "luna_maya_usulkunjungan", ""),
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
    # whoever has a desk may go along; the page shows one's own visits alone
    "luna_saya": "wilayah.view_langganankalender",
    # kalender
    "admin:luna_maya_kunjungan_kalender": "luna_maya.view_kunjungan",
    "admin:luna_maya_kunjungan_giliran": "luna_maya.view_kunjungan",
    # catatan
    "luna_catat_daftar": "luna_maya.change_catatan",
    # janji
    # survei
    # dokumentasi
    # peta
    "admin:luna_maya_pertimbangan_peta": "luna_maya.view_pertimbangan",
    "admin:luna_maya_pertimbangan_evaluasi": "luna_maya.view_pertimbangan",
}
