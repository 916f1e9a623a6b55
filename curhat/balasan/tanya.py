"""The wording of what we ask when something is missing, and the choices offered as buttons."""

TANYA: dict[str, tuple[str, ...]] = {
    "rtrw": (
        "Boleh tahu, kejadiannya di RT dan RW berapa? Contoh: RT 03 RW 02.",
        "Di RT berapa dan RW berapa tempatnya? Contoh jawaban: RT 03 RW 02.",
        "Tolong sebutkan RT dan RW tempat itu, misalnya RT 03 RW 02.",
    ),
    "tempat": (
        "Di sebelah mana tepatnya? Sebut nama jalan, gang, atau patokannya.",
        "Patokannya apa? Nama jalan, gang, atau bangunan terdekat sudah cukup.",
        "Agar petugas tidak salah tempat, sebut jalan atau patokannya.",
    ),
    "foto": (
        "Bila ada, kirim satu foto keadaannya di sini.",
        "Boleh kirim satu foto? Itu sangat menolong petugas.",
        "Kalau sempat, kirimkan satu foto tempat itu.",
    ),
}

PILIHAN_ANONIM = ("ANONIM YA", "ANONIM TIDAK")
PILIHAN_TEMBUSAN = ("TEMBUSAN YA", "TEMBUSAN TIDAK")
PILIHAN_SIMPAN = ("SIMPAN TIDAK", "SIMPAN SAMPAI SELESAI", "SIMPAN SAMPAI DICABUT")
# Under the advice: one tap rates it, or says how it went.
PILIHAN_SARAN = (
    "5 Sangat membantu",
    "4 Membantu",
    "3 Cukup",
    "2 Kurang membantu",
    "1 Tidak membantu",
    "SESUDAH",
    "BELUM",
)


def word_tanya(jenis: str, benih: int) -> str:
    """The question of this kind; `benih` chooses among its wordings."""
    pilihan = TANYA[jenis]
    return pilihan[benih % len(pilihan)]


def offer_awal(jenis: "set[str]") -> str:
    """The titles under the acknowledgement, `|` between them, for the questions it asks."""
    judul = ["LANJUT"]
    for nama, pilihan in (
        ("anonim", PILIHAN_ANONIM),
        ("tembusan", PILIHAN_TEMBUSAN),
        ("simpan", PILIHAN_SIMPAN),
    ):
        if nama in jenis:
            judul += pilihan
    return "|".join(judul)
