from pesan.services.keluar import (
    BerkasKirim,
    Kiriman,
    queue_pesan,
    queue_pesan_many,
    resend_pesan,
)
from pesan.services.kontak import (
    erase_kontak,
    hold_alamat,
    kontak_of_formulir,
    kontak_of_nomor,
    record_persetujuan,
    release_alamat,
)

__all__ = [
    "BerkasKirim",
    "Kiriman",
    "erase_kontak",
    "hold_alamat",
    "kontak_of_formulir",
    "kontak_of_nomor",
    "queue_pesan",
    "queue_pesan_many",
    "record_persetujuan",
    "release_alamat",
    "resend_pesan",
]
