"""What is read to a household before its data is written down. A change is a new version."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TeksPersetujuan:
    """One wording of the consent question."""

    versi: str
    teks: str


TEKS_SEKARANG = TeksPersetujuan(
    "2026-1",
    "Kelurahan mencatat nama kepala keluarga, alamat, anggota rumah, potensi, bantuan yang"
    " diterima, dan omzet usaha Bapak/Ibu untuk program Satu Rumah Satu Penghasilan. Data ini"
    " dibaca lurah, moderator, dan fasilitator kelurahan ini saja. Yang diumumkan hanya angka"
    " tanpa nama. NIK dan nomor KK disimpan tersandi. Bapak/Ibu boleh menolak, dan boleh mencabut"
    " persetujuan ini kapan saja lewat petugas kelurahan; data pribadinya lalu dihapus. Apakah"
    " Bapak/Ibu setuju?",
)
