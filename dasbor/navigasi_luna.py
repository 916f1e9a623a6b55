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
            ("Kunjungan saya", "directions_walk", "luna_saya", ""),
            ("Catatan malam", "edit_square", "luna_catat_daftar", ""),
            ("Kunjungan", "nights_stay", "luna_maya_kunjungan", ""),
            ("Tuan rumah", "home_pin", "luna_maya_tuanrumah", ""),
            ("Tokoh pendamping", "group", "luna_maya_tokoh", ""),
            ("Kontak malam", "contact_phone", "luna_maya_kontakmalam", ""),
            ("Petugas malam", "badge", "luna_maya_petugasmalam", ""),
            ("Kendaraan", "two_wheeler", "luna_maya_kendaraan", ""),
            ("Jenis kunjungan", "category", "luna_maya_jeniskunjungan", ""),
            ("Sebutan kunjungan", "label", "luna_maya_sebutankunjungan", ""),
            # rencana
            ("Usulan kunjungan", "lightbulb", "admin:luna_maya_usulkunjungan_susun", ""),
            ("Urutan perjalanan", "route", "admin:luna_maya_usulkunjungan_jalan", ""),
            ("Riwayat usulan", "history", "luna_maya_usulkunjungan", ""),
            ("Bobot perencana", "tune", "admin:luna_maya_bobotperencana_atur", ""),
            # persetujuan
            ("Undangan warga", "mail", "luna_maya_undangan", "status__exact=baru"),
            ("Jawaban tuan rumah", "how_to_reg", "luna_maya_persetujuantuanrumah", ""),
            # catatan
            ("Catatan pengamatan", "edit_note", "luna_maya_catatan", ""),
            # janji
            ("Janji lurah", "handshake", "luna_maya_janji", ""),
            ("Tugas saya", "task_alt", "luna_maya_tugas", "punya=saya"),
            # survei
            ("Survei kepercayaan", "diversity_3", "luna_maya_surveipercaya", ""),
            ("Kegiatan warga", "groups_2", "luna_maya_kegiatanwarga", ""),
            # dokumentasi
            ("Dokumentasi", "photo_library", "luna_maya_dokumentasi", ""),
            ("Testimoni", "format_quote", "luna_maya_testimoni", ""),
            ("Buku tahunan", "menu_book", "luna_maya_bukutahunan", ""),
            ("Kit replikasi", "inventory_2", "luna_maya_kitreplikasi", ""),
            # peta
            ("Peta masalah", "map", "admin:luna_maya_pertimbangan_peta", ""),
            ("Evaluasi", "insights", "admin:luna_maya_pertimbangan_evaluasi", ""),
            ("Pertimbangan kebijakan", "gavel", "luna_maya_pertimbangan", ""),
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
    # petugas: whoever has a desk may go along; the pages show one's own visits alone
    "luna_saya": "wilayah.view_langganankalender",
    "luna_catat_daftar": "luna_maya.add_catatan",
    # kalender
    "admin:luna_maya_kunjungan_kalender": "luna_maya.view_kunjungan",
    "admin:luna_maya_kunjungan_giliran": "luna_maya.view_kunjungan",
    # catatan
    # janji
    # survei
    # dokumentasi
    # peta
    "admin:luna_maya_pertimbangan_peta": "luna_maya.view_pertimbangan",
    "admin:luna_maya_pertimbangan_evaluasi": "luna_maya.view_pertimbangan",
}
