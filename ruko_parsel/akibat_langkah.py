"""What pressing a step's button sets in motion and how it is undone: shown above the button."""

AKIBAT: dict[str, dict[str, str]] = {
    "tanggapan": {
        "kirim": "Surat diberi nomor, tidak dapat diubah lagi, dan desa langsung dikabari.",
        "setujui": "Sesudah disetujui, tanggapan dapat dikirim ke desa.",
        "ajukan": "Orang lain di kecamatan memeriksanya sebelum dikirim.",
        "kembalikan": "Kembali ke penyusun bersama catatan Anda; desa belum menerima apa pun.",
        "ubah": "Tersimpan sebagai versi baru dan perlu diperiksa lagi.",
        "batal": (
            "Draf ini tidak akan dikirim. Isinya tetap terbaca di riwayat dan draf baru dapat "
            "disusun."
        ),
    },
    "tindak_lanjut": {
        "selesai": "Tindak lanjut ditutup dengan hasil yang Anda tulis.",
        "tunda": "Tenggat lama dan alasannya tetap terbaca di riwayat.",
        "batal": "Ditutup tanpa dikerjakan dan tidak dapat dibuka lagi; alasannya tetap terbaca.",
    },
    "disposisi": {
        "jawab": "Laporan Anda dikirim kepada pemberi disposisi, dan lembar ini selesai.",
        "teruskan": "Lembar berpindah kepada orang itu; rantainya tetap tertulis.",
    },
    "tamu": {
        "hapus": (
            "Nama, nomor, dan keperluan orang ini dihapus sekarang dan tidak dapat dikembalikan."
        ),
    },
    "siaga_kontak": {
        "lepas": (
            "Nama dan nomornya dihapus dan tidak dapat dikembalikan; peringatan tidak lagi "
            "dikirim ke sini."
        ),
    },
    "pustaka": {
        "tarik": (
            "Tidak ditawarkan lagi kepada siapa pun. Berkasnya disimpan dan dapat ditawarkan lagi."
        ),
    },
    "jawaban": {
        "terbit": "Langsung terbaca di halaman umum.",
        "buang": "Usulan perubahan hilang; jawaban yang sudah terbit tetap seperti semula.",
        "arsip": (
            "Hilang dari halaman umum. Dapat dipulihkan, lalu diterbitkan lagi oleh orang kedua."
        ),
    },
    "pemesanan": {
        "tolak": "Waktu itu bebas lagi dan desa menerima alasannya.",
        "tidak_datang": "Tercatat bahwa tamunya tidak datang.",
        "batal": (
            "Ruang bebas lagi untuk yang lain, dan yang terkait dikabari. Untuk memakainya lagi, "
            "pesan ulang."
        ),
    },
    "keputusan": {
        "batal": "Keputusan ditutup tanpa dikerjakan. Anda dapat membukanya lagi.",
    },
    "pembinaan": {
        "batal": "Rencana ditutup dengan alasannya. Anda dapat membukanya lagi.",
        "selesai": "Rencana ditutup dengan hasilnya. Anda dapat membukanya lagi.",
    },
    "undangan_rapat": {
        "cabut": "Orang ini keluar dari daftar; bila sudah diundang, ia dikabari.",
    },
    "laporan": {
        "sah": (
            "Laporan diberi nomor dan angkanya tidak berubah lagi. Kekeliruan diperbaiki lewat "
            "pembetulan."
        ),
        "susun": "Angka dihitung ulang dari catatan saat ini; catatan yang sudah ditulis tetap.",
    },
    "keahlian": {
        "cabut": "Tidak lagi muncul saat orang mencari siapa yang paham.",
    },
    "rapat": {
        "kirim": (
            "Pesan dikirim kepada semua yang ada di daftar dan belum diundang. Surat undangan "
            "diberi nomor."
        ),
        "mulai": "Daftar hadir dibuka.",
        "selesai": "Daftar hadir lewat QR ditutup. Notulen dilengkapi sesudahnya.",
        "jadwal": "Yang sudah diundang dikabari waktu atau tempat yang baru dan ditanya lagi.",
        "batal": (
            "Semua yang sudah diundang dikabari bahwa rapat tidak jadi. Tidak dapat dibuka lagi."
        ),
    },
    "kapasitas": {
        "kirim": (
            "Sesudah dikirim, nilainya tidak dapat diubah. Kekeliruan diperbaiki sebagai versi "
            "baru."
        ),
        "buang": "Draf dan nilai yang sudah diisi dihapus. Penilaian yang sudah dikirim tetap ada.",
    },
    "permintaan": {
        "tangani": "Nama Anda tertulis sebagai petugasnya.",
        "telaah": "Batas waktu dihitung lagi dari jenis dan urgensi yang Anda pilih.",
        "tanya": "Pertanyaan langsung dikirim ke desa.",
        "disposisi": "Yang ditunjuk dikabari dan menjadi petugas permintaan ini.",
        "tanggapan": (
            "Baru menjadi draf: desa belum menerima apa pun sebelum diperiksa dan dikirim."
        ),
        "tindak": "Yang mengerjakan dikabari.",
        "selesai": (
            "Desa dikabari dan diminta menilai. Desa dapat membukanya lagi bila belum selesai."
        ),
        "teruskan": "Permintaan berpindah ke instansi itu; Anda dapat menariknya kembali.",
        "tarik_kembali": "Instansi tidak lagi menanganinya; permintaan kembali ke meja kecamatan.",
        "gabung": (
            "Permintaan ini ditutup dan dilanjutkan di nomor yang Anda pilih. Pengaju tetap "
            "dikabari."
        ),
        "kembalikan": (
            "Permintaan ditutup dan desa menerima alasannya. Desa dapat melengkapi lalu "
            "mengajukan lagi."
        ),
        "tarik": (
            "Kecamatan berhenti mengerjakannya. Anda dapat mengajukannya lagi dari halaman ini."
        ),
    },
    "petugas_gizi": {
        "cabut": "Orang ini tidak lagi melihat angka tepat setiap desa.",
    },
}
