"""What is read to people before they are shown or quoted. A change is a new version."""

VERSI = 1
TEKS: dict[str, str] = {
    "orang": (
        "Kelurahan memotret dan merekam kunjungan ini. Bila Bapak/Ibu setuju, foto atau video yang "
        "memperlihatkan Bapak/Ibu tampil di halaman umum kelurahan, di buku tahunan, dan boleh "
        "dikutip media. Nama, alamat, dan nomor telepon tidak ikut ditulis. Bapak/Ibu juga boleh "
        "memilih hanya untuk laporan kelurahan, atau tidak sama sekali. Menolak tidak memengaruhi "
        "pelayanan apa pun, dan izin ini boleh dicabut kapan saja: gambarnya langsung diturunkan. "
        "Salinan yang sudah disimpan orang lain tidak dapat kami tarik."
    ),
    "anak": (
        "Untuk anak di bawah 18 tahun, yang menjawab adalah orang tua atau walinya. Anak yang "
        "tidak mau difoto tetap tidak difoto, meskipun orang tuanya setuju."
    ),
    "testimoni": (
        "Bila Bapak/Ibu setuju, kata-kata ini tampil di halaman umum kelurahan dan buku tahunan, "
        "dengan nama yang Bapak/Ibu pilih atau cukup “Warga RT …”. Alamat dan nomor telepon tidak "
        "pernah ditulis. Izin ini boleh dicabut kapan saja: kata-katanya langsung diturunkan."
    ),
}
