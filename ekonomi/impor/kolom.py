"""The seed's columns of a household (Lampiran C), and a few more that files of the field carry."""

from dataclasses import dataclass

SEED = (
    "household_id",
    "nama_kepala_keluarga",
    "alamat_rt_rw",
    "dtks_status",
    "potensi_usaha",
    "pelatihan_participation",
    "modal_received",
    "omzet_monthly",
    "umkm_onboarded",
    "date_updated",
)
WAJIB = ("household_id", "nama_kepala_keluarga")
TAMBAHAN = ("rt", "rw", "no_kk", "telepon", "kelurahan", "persetujuan")
SEMUA = SEED + TAMBAHAN
# the column of the table that a column of the file fills (an address fills two)
TABEL = {
    "household_id": "nomor",
    "nama_kepala_keluarga": "nama_kepala",
    "dtks_status": "dtks",
    "potensi_usaha": "potensi_usaha",
    "pelatihan_participation": "pelatihan",
    "modal_received": "modal",
    "omzet_monthly": "omzet",
    "umkm_onboarded": "onboarded",
    "date_updated": "diperbarui",
}


@dataclass(frozen=True, slots=True)
class Kolom:
    """How one column is called on screens, and how people's files call it."""

    nama: str
    label: str
    sebutan: tuple[str, ...]
    bantuan: str = ""


KOLOM = (
    Kolom(
        "household_id",
        "household_id",
        ("household_id", "id rumah tangga", "nomor rumah tangga", "kode rumah", "id keluarga",
         "kode rumah tangga", "nomor register"),
        "Penanda rumah tangga; wajib, tidak boleh kembar.",
    ),
    Kolom(
        "nama_kepala_keluarga",
        "Nama kepala keluarga",
        ("nama_kepala_keluarga", "nama kepala keluarga", "nama kk", "nama lengkap kepala keluarga",
         "kepala keluarga", "nama"),
        "Wajib.",
    ),
    Kolom(
        "alamat_rt_rw",
        "Alamat dengan RT/RW",
        ("alamat_rt_rw", "alamat rt rw", "alamat lengkap", "alamat", "alamat rumah"),
        "Jl. Merpati 12 RT 03 RW 02",
    ),
    Kolom(
        "dtks_status",
        "Terdaftar DTKS/DTSEN",
        ("dtks_status", "status dtks", "terdaftar dtks", "dtks", "status dtsen", "dtsen"),
        "True/False atau ya/tidak",
    ),
    Kolom(
        "potensi_usaha",
        "Potensi usaha",
        ("potensi_usaha", "potensi usaha", "potensi usaha keluarga"),
    ),
    Kolom(
        "pelatihan_participation",
        "Pelatihan yang diikuti",
        ("pelatihan_participation", "pelatihan yang diikuti", "pelatihan"),
        "Beberapa dipisah titik koma",
    ),
    Kolom(
        "modal_received",
        "Modal diterima (Rp)",
        ("modal_received", "modal diterima", "modal yang diterima", "bantuan modal", "modal"),
    ),
    Kolom(
        "omzet_monthly",
        "Omzet sebulan (Rp)",
        ("omzet_monthly", "omzet bulanan", "omzet sebulan", "omzet per bulan", "omzet", "omset",
         "omset per bulan", "penghasilan usaha sebulan"),
    ),
    Kolom(
        "umkm_onboarded",
        "Berjualan di pasar digital",
        ("umkm_onboarded", "umkm onboarded", "sudah jualan online", "berjualan online",
         "berjualan di marketplace", "sudah di marketplace"),
        "True/False atau ya/tidak",
    ),
    Kolom(
        "date_updated",
        "Tanggal data",
        ("date_updated", "tanggal data", "tanggal pendataan", "tanggal", "tanggal diperbarui",
         "tanggal kunjungan", "timestamp", "cap waktu", "stempel waktu"),
        "2025-10-07, 07/10/2025, atau 7 Oktober 2025",
    ),
    Kolom("rt", "RT", ("rt", "nomor rt"), "Bila terpisah dari alamat"),
    Kolom("rw", "RW", ("rw", "nomor rw"), "Bila terpisah dari alamat"),
    Kolom(
        "no_kk",
        "Nomor KK",
        ("no_kk", "nomor kk", "no kk", "nomor kartu keluarga"),
        "16 angka; disimpan tersandi",
    ),
    Kolom(
        "telepon",
        "Nomor HP",
        ("telepon", "nomor hp", "no hp", "nomor wa", "no wa", "nomor telepon", "nomor whatsapp"),
        "Disimpan tersandi",
    ),
    Kolom(
        "kelurahan",
        "Kelurahan",
        ("kelurahan", "desa kelurahan", "desa", "nama kelurahan"),
        "Diperiksa, tidak disimpan",
    ),
    Kolom(
        "persetujuan",
        "Persetujuan pendataan",
        ("persetujuan", "bersedia didata", "setuju didata", "persetujuan data"),
        "True/False atau ya/tidak",
    ),
)  # fmt: skip
SEBUTAN = {satu.nama: satu.sebutan for satu in KOLOM}
LABEL = {satu.nama: satu.label for satu in KOLOM}
