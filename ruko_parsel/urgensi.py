"""The five steps of urgency in words: what each means, and what the desk promises for it."""

MENDESAK, DARURAT = 4, 5
URGENSI: tuple[tuple[int, str, str], ...] = (
    (1, "Bisa menunggu", "untuk perbaikan ke depan, tanpa batas waktu di desa"),
    (2, "Biasa", "dijawab dalam hari kerja yang tertulis pada jenis masalahnya"),
    (3, "Perlu segera", "menghambat pekerjaan desa; didahulukan dari yang biasa"),
    (4, "Mendesak", "ada tenggat atau layanan warga terhenti; dijawab dalam 2 hari kerja"),
    (5, "Darurat", "menyangkut keselamatan orang; dijawab dalam 24 jam, juga hari libur"),
)
PILIHAN_URGENSI = tuple((str(n), f"{n}. {nama}: {arti}") for n, nama, arti in URGENSI)


def name_urgensi(urgensi: int) -> str:
    """The step with its number: "4, mendesak"."""
    nama = next(nama for n, nama, _arti in URGENSI if n == urgensi)
    return f"{urgensi}, {nama.lower()}"
