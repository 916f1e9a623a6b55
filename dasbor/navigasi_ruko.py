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
            ("Jawaban terbuka", "quiz", "ruko_parsel_jawaban", ""),
            ("Jawaban perlu ditinjau", "event_repeat", "admin:ruko_parsel_jawaban_antrean", ""),
            ("Pustaka", "library_books", "ruko_parsel_pustaka", ""),
            ("Siapa tahu apa", "psychology", "ruko_parsel_keahlian", ""),
            # kapasitas
            # kecamatan
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
    "admin:ruko_parsel_jawaban_antrean": "ruko_parsel.change_jawaban",
    # kapasitas
    # kecamatan
}
