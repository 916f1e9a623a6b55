"""What is read to a household before its name is shown in public. A change is a new version."""

VERSI = 1
TEKS = {
    "peringkat": (
        "Setiap bulan kelurahan menyusun peringkat Rumah Mandiri dari kenaikan omzet, rutinnya "
        "laporan, pelatihan, angsuran, dan jualan digital. Bila Bapak/Ibu setuju, nama yang "
        "dipilih sendiri, RW, nilai, dan rinciannya tampil di halaman umum kelurahan. Alamat, "
        "nomor telepon, dan besarnya omzet tidak pernah tampil. Tanpa persetujuan, yang tampil "
        "hanya “Rumah mandiri di RW …”. Menolak tidak memengaruhi bantuan apa pun, dan "
        "persetujuan ini boleh dicabut kapan saja; nama langsung hilang."
    ),
    "duta": (
        "Duta Rumah Mandiri bercerita tentang jalannya membangun usaha. Bila Bapak/Ibu setuju, "
        "nama yang dipilih sendiri, RW, cerita, dan (bila diizinkan) foto tampil di halaman umum "
        "kelurahan dan boleh dikutip media. Persetujuan boleh dicabut kapan saja; cerita dan foto "
        "langsung dihapus dari halaman."
    ),
}


def teks_of(untuk: str) -> str:
    """The wording in use for this purpose. Raises KeyError for another."""
    return TEKS[untuk]
