"""A ticket's state in the words residents read."""

from curhat.models import Tiket

S = Tiket.Status

STATUS_WARGA = {
    S.BARU: "Tiket dibuka, menunggu diperiksa petugas",
    S.DIVERIFIKASI: "Sudah diperiksa petugas",
    S.DITUGASKAN: "Diserahkan kepada yang menangani",
    S.DIKERJAKAN: "Sedang dikerjakan",
    S.MENUNGGU_KONFIRMASI: "Dikerjakan, menunggu kepastian dari Anda",
    S.DIALIHKAN: "Diteruskan ke pihak lain",
    S.DIBUKA_LAGI: "Dibuka lagi karena belum beres",
    S.SELESAI: "Selesai",
    S.DITOLAK: "Tidak dapat diteruskan",
    S.BUKAN_KEWENANGAN: "Bukan kewenangan kelurahan",
    S.DIGABUNG: "Digabung dengan laporan warga lain",
}
