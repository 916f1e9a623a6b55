"""How wide and what kind: people affected, sentiment, response type, resources."""

import re
from collections.abc import Sequence

from curhat.triase.normalisasi import read_daftar

ORANG_PER_RUMAH = 4  # average household, BPS 2020 census: 3.9
ORANG_PER_RT = 120  # about 30 households
ORANG_PER_RW = 600
_ANGKA = {
    "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8,
    "sembilan": 9, "sepuluh": 10, "sebelas": 11, "puluhan": 30, "belasan": 15, "ratusan": 200,
}  # fmt: skip
_HITUNG = re.compile(
    rf"\b(?P<n>\d{{1,4}}|{'|'.join(_ANGKA)})\s(?:an\s)?(?:(?:buah|unit|orang)\s)?"
    r"(?P<satuan>rumah|kk|keluarga|kepala keluarga|orang|warga|jiwa|anak|balita|lansia|siswa|murid|"
    r"penghuni|korban|pedagang|rt|rw|gang)(?!\s?(?:\d|[/.]\d|rw))\b"
)
_SATUAN = {"rumah": ORANG_PER_RUMAH, "kk": ORANG_PER_RUMAH, "keluarga": ORANG_PER_RUMAH,
           "kepala keluarga": ORANG_PER_RUMAH, "rt": ORANG_PER_RT, "rw": ORANG_PER_RW,
           "gang": 60}  # fmt: skip
_WILAYAH = (
    (
        re.compile(
            r"\b(?:sekampung|se kampung|satu kampung|sedesa|satu desa|sekelurahan|satu kelurahan)\b"
        ),
        1000,
    ),
    (re.compile(r"\b(?:se ?rw|seluruh rw|semua rw)\b"), ORANG_PER_RW),
    (re.compile(r"\b(?:se ?rt|sak rt|seluruh rt|semua rt)\b"), ORANG_PER_RT),
    (
        re.compile(
            r"\b(?:segang|se gang|seluruh gang|(?:semua|seluruh|banyak) warga|warga sekitar)\b"
        ),
        60,
    ),
)
TERBANYAK = 5000

_BURUK = read_daftar("kata_buruk")
_BAIK = read_daftar("kata_baik")
SUMBER_DAYA: dict[str, tuple[str, ...]] = {
    "sampah": ("truk sampah", "tenaga kebersihan"),
    "banjir_drainase": ("alat sedot drainase", "tenaga kerja bakti"),
    "pohon_taman": ("tim perantingan", "truk tangga"),
    "pencemaran": ("petugas pemeriksa lingkungan",),
    "hewan_hama": ("petugas penangkap satwa",),
    "jalan_jembatan": ("material tambal jalan", "tenaga bina marga"),
    "penerangan_jalan": ("teknisi PJU", "truk tangga"),
    "air_bersih": ("teknisi PDAM", "tangki air bersih"),
    "lalu_lintas_parkir": ("petugas Dishub",),
    "listrik_internet": ("teknisi PLN atau penyedia jaringan",),
    "fasilitas_umum": ("material bangunan", "tenaga tukang"),
    "layanan_kesehatan": ("petugas Puskesmas", "ambulans"),
    "jaminan_kesehatan": ("petugas pendaftaran JKN",),
    "gizi_stunting": ("tim gizi Puskesmas", "makanan tambahan"),
    "penyakit_menular": ("petugas surveilans Puskesmas", "alat fogging"),
    "kesehatan_jiwa": ("petugas jiwa Puskesmas", "pendamping keluarga"),
    "bantuan_sosial": ("petugas pendataan DTSEN", "paket sembako"),
    "rumah_tidak_layak_huni": ("tim survei rumah", "material bangunan"),
    "lansia_disabilitas": ("pendamping sosial", "alat bantu"),
    "perempuan_anak": ("pendamping UPTD PPA", "Bhabinkamtibmas"),
    "konflik_warga": ("mediator kelurahan",),
    "anak_putus_sekolah": ("pendamping sosial",),
    "lapangan_kerja": ("informasi lowongan", "kuota pelatihan"),
    "umkm_modal": ("pendamping UMKM",),
    "umkm_pemasaran": ("pendamping UMKM",),
    "perizinan_pajak": ("petugas perizinan",),
    "harga_pangan": ("operasi pasar",),
    "utang_pinjol": ("pendamping hukum",),
    "biaya_beasiswa": ("petugas Dinas Pendidikan",),
    "sekolah_penerimaan": ("petugas Dinas Pendidikan",),
    "ketertiban_umum": ("petugas Satpol PP",),
    "kriminalitas": ("Bhabinkamtibmas", "ronda warga"),
    "kebakaran_bencana": ("Damkar/BPBD", "tempat pengungsian"),
    "adminduk": ("petugas Dukcapil",),
    "surat_pengantar": ("petugas loket kelurahan",),
    "kinerja_aparat": ("pemeriksa internal",),
    "aspirasi_pembangunan": ("tim perencanaan kelurahan",),
}
_BESAR = frozenset(
    {"rumah_tidak_layak_huni", "aspirasi_pembangunan", "pencemaran", "fasilitas_umum"}
)
_SEDANG = frozenset(
    [
        "banjir_drainase",
        "jalan_jembatan",
        "penerangan_jalan",
        "air_bersih",
        "lalu_lintas_parkir",
        "bantuan_sosial",
        "gizi_stunting",
        "penyakit_menular",
        "kesehatan_jiwa",
        "lansia_disabilitas",
        "perempuan_anak",
        "anak_putus_sekolah",
        "lapangan_kerja",
        "umkm_modal",
        "harga_pangan",
        "utang_pinjol",
        "biaya_beasiswa",
        "kebakaran_bencana",
        "kriminalitas",
        "kinerja_aparat",
    ]
)
_SOLUSI = {
    "kolaboratif": frozenset(
        [
            "sampah",
            "konflik_warga",
            "kriminalitas",
            "ketertiban_umum",
            "gizi_stunting",
            "penyakit_menular",
            "anak_putus_sekolah",
            "lansia_disabilitas",
            "kesehatan_jiwa",
            "umkm_pemasaran",
            "banjir_drainase",
        ]
    ),
    "kebijakan": frozenset(
        [
            "kinerja_aparat",
            "sekolah_penerimaan",
            "perizinan_pajak",
            "harga_pangan",
            "lalu_lintas_parkir",
            "jaminan_kesehatan",
            "aspirasi_pembangunan",
            "bantuan_sosial",
            "pencemaran",
        ]
    ),
    "csr": frozenset(
        [
            "umkm_modal",
            "lapangan_kerja",
            "rumah_tidak_layak_huni",
            "biaya_beasiswa",
            "fasilitas_umum",
        ]
    ),
}


def estimate_terdampak(normal: str) -> tuple[int | None, str]:
    """Return how many people the text says are affected, and the phrase; None for unsaid."""
    terbesar, frasa = 0, ""
    for cocok in _HITUNG.finditer(normal):
        banyak = _ANGKA.get(cocok["n"]) or int(cocok["n"] if cocok["n"].isdigit() else 0)
        orang = banyak * _SATUAN.get(cocok["satuan"], 1)
        if orang > terbesar:
            terbesar, frasa = orang, cocok[0]
    for pola, orang in _WILAYAH:
        kena = pola.search(normal)
        if kena and orang > terbesar:
            terbesar, frasa = orang, kena[0]
    return (min(terbesar, TERBANYAK), frasa) if terbesar else (None, "")


def score_sentimen(kata: Sequence[str]) -> float:
    """Return the mood of normalised words: -1 (bitter) to 1 (pleased), 0 where no word tells."""
    buruk = sum(k in _BURUK for k in kata)
    baik = sum(k in _BAIK for k in kata)
    return round((baik - buruk) / (baik + buruk + 1), 2)


def choose_respons(subkategori: str, urgensi: int, terdampak: int | None) -> str:
    """Return "A" simple (1-7 days), "B" medium (7-30 days) or "C" high impact (1-12 months)."""
    if subkategori in _BESAR or (terdampak or 0) >= ORANG_PER_RW:
        return "C"
    if subkategori in _SEDANG or urgensi >= 4 or (terdampak or 0) >= 60:
        return "B"
    return "A"


def choose_solusi(subkategori: str) -> str:
    """Return the seed's kind of solution: praktis, kolaboratif, kebijakan or csr."""
    return next((jenis for jenis, isi in _SOLUSI.items() if subkategori in isi), "praktis")


def choose_tingkat(urgensi: int, terdampak: int | None, *, darurat: bool) -> str:
    """Return the seed's level of problem: krisis, strategis (wide or lasting) or umum."""
    if darurat or urgensi >= 5:
        return "krisis"
    return "strategis" if urgensi == 4 or (terdampak or 0) >= ORANG_PER_RT else "umum"
